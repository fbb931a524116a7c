import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { WebSocketServer } from "ws";

/** initdb refuses root: as root the server runs as nobody. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

function binaries(): string {
  const shipped = "/usr/lib/postgresql";
  const folders = existsSync(shipped) ? readdirSync(shipped).map((version) => `${shipped}/${version}/bin`) : [];
  const found = [...folders.sort().reverse(), ...(process.env["PATH"] ?? "").split(":")].find(
    (folder) => existsSync(`${folder}/initdb`) && existsSync(`${folder}/postgres`),
  );
  if (!found) throw new Error("没有找到 PostgreSQL：请用 npm test 运行，它会先安装");
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

async function untilReady(bin: string, port: number): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const ready = spawnSync(`${bin}/pg_isready`, ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    if (ready.status === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("PostgreSQL did not start");
}

export type PostgresServer = { readonly port: number; readonly urlOf: (database: string) => string; readonly close: () => Promise<void> };

/** A PostgreSQL of its own on a free loopback port; its folder goes with it. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = binaries();
  const folder = mkdtempSync(path.join(tmpdir(), "platform-pg-"));
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const data = path.join(folder, "data");
  const made = spawnSync(`${bin}/initdb`, ["-D", data, "-U", "platform", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"], {
    ...as,
    cwd: folder,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const server: ChildProcess = spawn(
    `${bin}/postgres`,
    ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`, "-c", "fsync=off"],
    {
      ...as,
      cwd: folder,
      stdio: "ignore",
    },
  );
  await untilReady(bin, port);
  const close = () =>
    new Promise<void>((resolve) => {
      server.once("exit", () => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
      server.kill("SIGINT");
    });
  return { port, urlOf: (database) => `postgres://platform@127.0.0.1:${port}/${database}`, close };
}

/** What stands between Neon's driver and a PostgreSQL: WebSocket in, TCP out. Loopback only. */
export async function startNeonProxy(targetPort: number): Promise<{ address: string; close: () => Promise<void> }> {
  const { connect } = await import("node:net");
  const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise<void>((resolve) => sockets.once("listening", () => resolve()));
  sockets.on("connection", (socket) => {
    const target = connect({ host: "127.0.0.1", port: targetPort });
    target.setNoDelay(true);
    socket.on("message", (data: Buffer) => target.write(data));
    target.on("data", (data) => {
      if (socket.readyState === socket.OPEN) socket.send(data);
    });
    socket.on("close", () => target.destroy());
    socket.on("error", () => target.destroy());
    target.on("close", () => socket.close());
    target.on("error", () => socket.close());
  });
  const address = sockets.address();
  const close = () =>
    new Promise<void>((resolve) => {
      for (const client of sockets.clients) client.terminate();
      sockets.close(() => resolve());
    });
  return { address: `127.0.0.1:${typeof address === "object" && address ? address.port : 0}/v1`, close };
}
