// 导入用时: a file of payments from its bytes to the enterprises' indicators, on PostgreSQL and on the embedded database, through the worker thread,
// while somebody asks the calculator. Figures only: npm run bench pipeline [rows] [pg|pglite]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { POST } from "@/app/api/v1/calculations/route";
import { type DbHandle, openDatabase } from "@/db/client";
import { setBusinessNow } from "@/db/clock";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { receiveUpload } from "@/db/uploads";
import { openUpload } from "@/inngest/files/read-upload";
import { processUpload } from "@/inngest/functions/uploads/process-upload";
import { refreshStale } from "@/inngest/functions/uploads/refresh-stale";
import type { OpenRowSource } from "@/inngest/functions/uploads/row-source";
import { linked } from "@/inngest/functions/uploads/settle-rows";
import { openInWorker } from "@/inngest/functions/uploads/worker-source";
import { buildWorker } from "@/inngest/ops/build-worker.mjs";
import { instantAt, plainDate } from "@/lib/kernel/plain-date";
import { compileCleaner, unitsOf } from "@/lib/pipeline/clean/clean-row";
import { isIgnored } from "@/lib/pipeline/collect/collect";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { buildLookups } from "@/lib/pipeline/link/lookups";
import { startPostgres } from "../support/postgres";
import { dataset } from "../unit/pipeline/catalogue";
import { paymentsFile, registerFile } from "./payments";

process.env["DATA_KEY"] ??= Buffer.alloc(32, 7).toString("base64url");
const count = Number(process.argv[2] ?? 100_000);
const only = process.argv[3];
const today = plainDate("2026-07-15");
const at = instantAt(today, "09:00");
const say = (text: string) => process.stdout.write(`${text}\n`);
const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
/** 用时 by the clock on the wall and by the processor; both, because a busy machine makes the first a matter of luck. The database's own processor time is not in it. */
type Spent = { readonly ms: number; readonly cpuMs: number };
const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
const now = (): Spent => ({ ms: performance.now(), cpuMs: cpuMs() });
const between = (from: Spent, to: Spent): Spent => ({ ms: to.ms - from.ms, cpuMs: to.cpuMs - from.cpuMs });
const since = (began: Spent): Spent => between(began, now());
const phase = (name: string, { ms, cpuMs: cpu }: Spent, rows = count) => {
  const rate = Math.round((rows / ms) * 1000).toLocaleString("en");
  say(`  ${name.padEnd(34)} ${seconds(ms).padStart(9)} ${rate.padStart(9)} rows/s ${seconds(cpu).padStart(9)} of processor here`);
};

/** 备行 without a database, in this thread: each line does what the one before it does, and one thing more. */
async function prepareAlone(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const definition = dataset("taxPayment");
  const open = await openUpload(bytes, definition, { digest: (number) => number });
  const register = await openUpload(registerFile(), dataset("bizRegistration"), { digest: (number) => number });
  const known = [...register.rows()].flatMap((met) => (isIgnored(met) ? [] : [{ uscc: met.cells["uscc"] ?? "", name: met.cells["name"] ?? "" }]));
  const lookups = buildLookups(known, []);
  const clean = compileCleaner(definition, { today, units: unitsOf(open.head.columns), serialEpoch: open.serialEpoch, lookups });
  const plan = linkPlan(definition);
  const timed = (name: string, act: (met: Parameters<typeof clean>[0]) => unknown) => {
    const began = now();
    for (const met of open.rows()) if (!isIgnored(met)) act(met);
    phase(name, since(began));
  };
  timed("decode", () => null);
  timed("decode, clean", clean);
  timed("decode, clean, link", (met) => linked(clean(met), plan, lookups));
}

const QUESTION = JSON.stringify({
  fullYear: 2025,
  facts: {
    regStatus: "active",
    registrationRegion: "529901",
    enterpriseScale: "small",
    newHireContract12mCount: 12,
    annualRevenue: { 2025: 36000000, 2024: 30000000 },
  },
});

/** Asks the calculator over and over until told to stop; the times in milliseconds, shortest first. */
function askMeanwhile(): () => Promise<number[]> {
  const times: number[] = [];
  let going = true;
  const ask = async () => {
    while (going) {
      const began = now();
      const answer = await POST(new Request("http://county.test/api/v1/calculations", { method: "POST", body: QUESTION }));
      if (!answer.ok) throw new Error(await answer.text());
      await answer.arrayBuffer();
      times.push(since(began).ms);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  };
  const asking = ask();
  return async () => {
    going = false;
    await asking;
    return times.sort((a, b) => a - b);
  };
}

function watchMemory(): () => { rss: number; heap: number } {
  const peak = { rss: 0, heap: 0 };
  const timer = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    peak.rss = Math.max(peak.rss, rss);
    peak.heap = Math.max(peak.heap, heapUsed);
  }, 50);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

async function receive(db: Db, datasetId: string, period: string, content: Uint8Array) {
  const received = await receiveUpload(db, { datasetId, period, channel: "api", filename: "bench.csv", content, at });
  if (!received.ok) throw new Error(received.reason.message);
  return received.value;
}

/** The worker thread, with the moment at which the file had been read through. */
function timedSource(script: string, mark: { read: Spent }): OpenRowSource {
  return async (input) => {
    const source = await openInWorker(script)(input);
    return {
      ...source,
      next: async (answer) => {
        const next = await source.next(answer);
        if (next?.kind === "read") mark.read = now();
        return next;
      },
    };
  };
}

async function importInto(handle: DbHandle, script: string): Promise<void> {
  const { db } = handle;
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve(handle);
  await seedCatalogue(db, at, [2026]);
  await setBusinessNow(db, at);
  await processUpload(db, (await receive(db, "bizRegistration", "snapshot", registerFile())).uploadId, at);
  let bytes: Uint8Array | null = paymentsFile(count);
  let began = now();
  const { uploadId } = await receive(db, "taxPayment", "2025-03", bytes);
  phase("receive (hash, encrypt, keep)", since(began));
  bytes = null;
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const [stopAsking, memory, mark] = [askMeanwhile(), watchMemory(), { read: now() }];
  began = now();
  const { state } = await processUpload(db, uploadId, at, timedSource(script, mark));
  const ended = now();
  const [times, peak] = [await stopAsking(), memory()];
  if (state !== "applied") throw new Error(`the import ended as ${state}`);
  phase("read through (worker)", between(began, mark.read));
  phase("read again and store", between(mark.read, ended));
  phase("import, all of it", between(began, ended));
  const part = (share: number) => `${Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)} ms`;
  say(`  calculator meanwhile: ${times.length} answers, median ${part(0.5)}, p99 ${part(0.99)}, longest ${part(1)}`);
  say(`  memory: ${mebibytes(before)} before, at most ${mebibytes(peak.rss)} with the worker, of it ${mebibytes(peak.heap)} heap of the serving thread`);
  began = now();
  const { done } = await refreshStale(db, at, Number.POSITIVE_INFINITY);
  phase(`apply (${done} enterprises)`, since(began));
  const again = paymentsFile(count);
  began = now();
  const { duplicate } = await receive(db, "taxPayment", "2025-03", again);
  if (!duplicate) throw new Error("the same bytes were not recognised");
  say(`  the same bytes again: recognised in ${seconds(since(began).ms)}`);
}

const folder = mkdtempSync(path.join(tmpdir(), "bench-pipeline-"));
try {
  const script = await buildWorker(path.join(folder, "worker.mjs"));
  let bytes: Uint8Array<ArrayBuffer> | null = paymentsFile(count);
  say(`${count.toLocaleString("en")} rows, ${mebibytes(bytes.length)}; without a database, one thread:`);
  await prepareAlone(bytes);
  bytes = null;
  if (only !== "pglite") {
    say("PostgreSQL:");
    const server = await startPostgres();
    const handle = await openDatabase({ kind: "pg", url: server.urlOf("postgres") });
    await importInto(handle, script);
    await handle.close();
    // The pool says that it has ended a little before its connections have
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.close();
  }
  if (only !== "pg") {
    say("embedded (PGlite):");
    const handle = await openDatabase({ kind: "pglite", dataDir: path.join(folder, "db") });
    await importInto(handle, script);
    await handle.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
