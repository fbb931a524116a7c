// Figures of the running product, with units: from `npm start` to the first page (data already there), the server's own cold start, requests per second and p50/p99 of the
// calculator API and of the review queue. Usage: node tests/bench/serve.mjs   (needs a built tree and a made county in DATA_DIR, default .data)
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const port = Number(process.env.BENCH_PORT ?? 4391);
const base = `http://localhost:${port}`;
const dataDir = process.env.DATA_DIR ?? ".data";
const say = (text) => process.stdout.write(`${text}\n`);

const started = performance.now();
const server = spawn(process.execPath, ["inngest/ops/start.mjs"], { env: { ...process.env, PORT: String(port), DATA_DIR: dataDir }, stdio: "ignore" });
const stop = () => server.kill("SIGTERM");
process.on("exit", stop);
async function firstPage(since) {
  for (;;) {
    const page = await fetch(`${base}/`).catch(() => null);
    if (page?.ok) return ((performance.now() - since) / 1000).toFixed(1);
    if (performance.now() - since > 900_000) throw new Error("the server did not start");
    await new Promise((done) => setTimeout(done, 50));
  }
}
say(`npm start to the first served page: ${await firstPage(started)} s`);

async function load(name, requests, parallel, ask) {
  const times = [];
  let next = 0;
  let faults = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (next < requests) {
        next += 1;
        const at = performance.now();
        const response = await ask();
        await response.arrayBuffer();
        if (!response.ok) faults += 1;
        times.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (share) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(0);
  say(
    `${name}: ${(requests / seconds).toFixed(0)} requests/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (${requests} requests, ${parallel} at a time, ${faults} faults)`,
  );
  if (faults > 0) process.exitCode = 1;
}

const body = JSON.stringify({
  fullYear: 2025,
  facts: {
    regStatus: "active",
    registrationRegion: "529901",
    enterpriseScale: "small",
    newHireContract12mCount: 12,
    annualRevenue: { 2025: 36000000, 2024: 30000000 },
    rdExpense: { 2025: 2000000, 2024: 1520000 },
  },
});
const calculate = () => fetch(`${base}/api/v1/calculations`, { method: "POST", headers: { "content-type": "application/json" }, body });
await load("calculator API (warm-up)", 50, 4, calculate);
await load("calculator API", 1000, 8, calculate);

const [account] = JSON.parse(readFileSync(`${dataDir}/sign-ins.json`, "utf8")).filter((one) => one.role === "handler");
const jar = new Map();
const keep = (response) => {
  for (const line of response.headers.getSetCookie()) jar.set(line.split("=")[0], line.split(";")[0]);
  return response;
};
const cookie = () => [...jar.values()].join("; ");
const { csrfToken } = await keep(await fetch(`${base}/api/auth/csrf`)).json();
keep(
  await fetch(`${base}/api/auth/callback/password`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": "application/x-www-form-urlencoded", cookie: cookie() },
    body: new URLSearchParams({ csrfToken, username: account.username, password: account.password, json: "true" }),
  }),
);
const queue = () => fetch(`${base}/review/cases`, { headers: { cookie: cookie() }, redirect: "manual" });
await load("review queue page (warm-up)", 20, 2, queue);
await load("review queue page", 200, 4, queue);
const ended = new Promise((done) => server.once("exit", done));
stop();
await ended;

// The production server alone, as a process manager would start it: no check of the sources, no preparation
const secrets = JSON.parse(readFileSync(`${dataDir}/secrets.json`, "utf8"));
const env = { ...secrets, ...process.env, PORT: String(port), DATA_DIR: resolve(dataDir), NODE_ENV: "production", NEXTAUTH_URL: base };
const cold = performance.now();
const alone = spawn(process.execPath, [".next/standalone/server.js"], { env, stdio: "ignore" });
process.on("exit", () => alone.kill("SIGTERM"));
say(`cold production start, embedded database, to the first served page: ${await firstPage(cold)} s`);
alone.kill("SIGTERM");
