// 百万行: a CSV of a million rows (about 200 MB) through the worker thread, without a database: time, memory, and how long this thread, which
// serves the pages, is ever held up. Figures only: node --conditions=react-server --import tsx tests/bench/million-rows.ts [rows]
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openInWorker } from "@/inngest/functions/uploads/worker-source";
import { buildWorker } from "@/inngest/ops/build-worker.mjs";
import { plainDate } from "@/lib/kernel/plain-date";
import { dataset } from "../unit/pipeline/catalogue";

const count = Number(process.argv[2] ?? 1_000_000);
process.env["DATA_KEY"] ??= Buffer.alloc(32, 7).toString("base64url");
const HEAD = "纳税人识别号,纳税人名称,税票号码,征收项目,税款所属期,实缴金额,欠税余额,入库日期,备注";
const NOTE = "备注".repeat(18);

function* lines(): Generator<string> {
  yield `${HEAD}\n`;
  for (let i = 0; i < count; i += 1) yield `91529901MADE00011M,青禾县示例食品有限公司,${i},增值税,2025-03,"1,0${i % 90}",0,2025-04-10,${NOTE}\n`;
}
function file(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * 230 + 1000);
  const encoder = new TextEncoder();
  let at = 0;
  for (const line of lines()) at += encoder.encodeInto(line, bytes.subarray(at)).written;
  return bytes.slice(0, at);
}

const mebibytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MiB`;
const script = await buildWorker(path.join(mkdtempSync(path.join(tmpdir(), "bench-worker-")), "worker.mjs"));
const bytes = file();
process.stdout.write(`${mebibytes(bytes.length)}, before ${mebibytes(process.memoryUsage().rss)}\n`);
const began = performance.now();
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const enterprises = [{ uscc: "91529901MADE00011M", name: "青禾县示例食品有限公司" }];
const register = { enterprises, accounts: [] };
const source = await openInWorker(script)({
  bytes,
  definition: dataset("taxPayment"),
  register,
  delivery: { period: "2025-03", arrival: 1 },
  today: plainDate("2026-07-15"),
});
const fates: Record<string, number> = {};
for (let next = await source.next(); next; next = await source.next({})) {
  if (next.kind === "read") process.stdout.write(`read ${next.total} rows after ${Math.round(performance.now() - began)} ms\n`);
  if (next.kind === "refused") process.stdout.write(`${next.message}\n`);
  if (next.kind === "rows") for (const { fate } of next.rows) fates[fate] = (fates[fate] ?? 0) + 1;
}
await source.close();
const held = `held up at most ${Math.round(delay.max / 1e6)} ms, 99 % below ${Math.round(delay.percentile(99) / 1e6)} ms`;
process.stdout.write(
  `${JSON.stringify(fates)} after ${Math.round(performance.now() - began)} ms; ${held}; peak ${mebibytes(process.resourceUsage().maxRSS * 1024)}\n`,
);
