// 开发: the same secrets and data as `npm start`, with reload.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildWorker } from "./build-worker.mjs";

const dataDir = path.resolve(process.env.DATA_DIR ?? ".data");
const port = process.env.PORT ?? "3000";
mkdirSync(dataDir, { recursive: true, mode: 0o700 });
const file = path.join(dataDir, "secrets.json");
if (!existsSync(file))
  writeFileSync(file, JSON.stringify({ AUTH_SECRET: randomBytes(32).toString("base64url"), DATA_KEY: randomBytes(32).toString("base64url") }), { mode: 0o600 });
const env = {
  ...JSON.parse(readFileSync(file, "utf8")),
  NEXT_TELEMETRY_DISABLED: "1",
  NEXTAUTH_URL: `http://localhost:${port}`,
  ...process.env,
  DATA_DIR: dataDir,
};
const prepare = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "inngest/ops/prepare.ts"], { env, stdio: "inherit" });
prepare.on("exit", async (code) => {
  if (code !== 0) process.exit(code ?? 1);
  const worker = await buildWorker(path.join(dataDir, "upload-worker.mjs"));
  spawn(process.execPath, ["node_modules/next/dist/bin/next", "dev", "-p", port], { env: { ...env, UPLOAD_WORKER: worker }, stdio: "inherit" });
});
