// 一条命令: checks the machine, keeps secrets in .data/, builds when the sources are newer than the build, prepares the database and the
// demo county in a process of its own beside the build, then serves and prints where and as whom to sign in.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildWorker } from "./build-worker.mjs";

const root = process.cwd();
const dataDir = path.resolve(process.env.DATA_DIR ?? ".data");
const port = process.env.PORT ?? "3000";
const say = (text) => process.stdout.write(`${text}\n`);
const children = new Set();
const fail = (text) => {
  process.stderr.write(`${text}\n`);
  for (const child of children) child.kill("SIGTERM");
  process.exit(1);
};
if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) fail(`PORT 必须是 1 到 65535 的整数，现在是“${port}”`);

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`需要 Node 20.19 以上，现在是 ${process.versions.node}`);
if (!existsSync("node_modules/next")) fail("还没有安装依赖，请先运行 npm ci");

function secrets() {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, "secrets.json");
  if (!existsSync(file)) {
    const fresh = { AUTH_SECRET: randomBytes(32).toString("base64url"), DATA_KEY: randomBytes(32).toString("base64url") };
    writeFileSync(file, JSON.stringify(fresh, null, 2), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

function newest(entry) {
  const stat = statSync(entry);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(entry).reduce((latest, name) => Math.max(latest, newest(path.join(entry, name))), 0);
}

const sources = [
  "app",
  "lib",
  "db",
  "inngest",
  "public",
  "next.config.ts",
  "instrumentation.ts",
  "proxy.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "tsconfig.json",
];
function isBuilt() {
  const server = ".next/standalone/server.js";
  if (!existsSync(server) || !existsSync(".next/BUILD_ID")) return false;
  const built = statSync(".next/BUILD_ID").mtimeMs;
  return sources.filter((source) => existsSync(source)).every((source) => newest(source) <= built);
}

function run(label, command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    children.add(child);
    child.on("exit", (code) => {
      children.delete(child);
      if (code !== 0) fail(`${label}没有成功（退出码 ${code}）`);
      resolve();
    });
  });
}

const env = {
  ...secrets(),
  NEXT_TELEMETRY_DISABLED: "1",
  NEXTAUTH_URL: `http://localhost:${port}`,
  ...process.env,
  DATA_DIR: dataDir,
  PORT: port,
  NODE_ENV: "production",
};
let server;
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    for (const child of children) child.kill("SIGTERM");
    if (server) server.kill("SIGTERM");
    else process.exit(130);
  });

const started = Date.now();
const jobs = [run("数据准备", process.execPath, ["--conditions=react-server", "--import", "tsx", "inngest/ops/prepare.ts"], env)];
if (!isBuilt()) {
  say("正在构建页面（首次约 1 分钟）……");
  jobs.push(run("构建", process.execPath, ["node_modules/next/dist/bin/next", "build"], env));
}
await Promise.all(jobs);

cpSync(".next/static", ".next/standalone/.next/static", { recursive: true });
if (existsSync("public")) cpSync("public", ".next/standalone/public", { recursive: true });

// The sources may be newer than the pages' build; bundling takes a fraction of a second
const worker = await buildWorker(".next/standalone/upload-worker.mjs");

server = spawn(process.execPath, [".next/standalone/server.js"], {
  env: { ...env, UPLOAD_WORKER: worker, HOSTNAME: process.env.BIND_HOST ?? "0.0.0.0" },
  stdio: "inherit",
});
server.on("exit", (code) => process.exit(code ?? 0));

for (let attempt = 0; attempt < 600; attempt++) {
  const ready = await fetch(`http://localhost:${port}/api/health`).then(
    (response) => response.ok,
    () => false,
  );
  if (ready) break;
  await new Promise((resolve) => setTimeout(resolve, 200));
}
say(`\n企业服务平台已就绪：http://localhost:${port}   （用时 ${((Date.now() - started) / 1000).toFixed(1)} 秒）`);
const signIns = path.join(dataDir, "sign-ins.txt");
if (existsSync(signIns)) say(readFileSync(signIns, "utf8"));
say("停止：Ctrl-C");
