// 读 CSV: ours beside udsv, papaparse and csv-parse, in one run on one file, and on a torture set where no record may vanish: every record of it
// begins with a number of its own, and a reader has lost the record when no row begins with it. Ours losing one, or reading the plain file
// otherwise than all the others, ends the bench with an error. npm run bench csv [rows]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { textPieces } from "@/lib/pipeline/collect/decode";
import { readDelimited } from "@/lib/pipeline/collect/delimited";
import { paymentsFile } from "./payments";
import { TORTURES } from "./torture";

const count = Number(process.argv[2] ?? 200_000);
const say = (text: string) => process.stdout.write(`${text}\n`);

const home = path.resolve("tests/bench/peers-csv");
if (!existsSync(path.join(home, "node_modules"))) {
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: home, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
const require = createRequire(path.join(home, "package.json"));

type Rows = readonly (readonly string[])[];
type Reader = { readonly name: string; readonly read: (bytes: Uint8Array) => Rows };
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const udsv = require("udsv") as { inferSchema: (text: string) => unknown; initParser: (schema: unknown) => { stringArrs: (text: string) => string[][] } };
const papa = require("papaparse") as { parse: (text: string) => { data: string[][] } };
const { parse } = require("csv-parse/sync") as { parse: (text: string, options?: object) => string[][] };
const LENIENT = { relax_quotes: true, relax_column_count: true, skip_records_with_error: true };

function ours(bytes: Uint8Array): Rows {
  const rows: (readonly string[])[] = [];
  for (const { cells } of readDelimited(textPieces(bytes, "utf-8"))) rows.push(cells);
  return rows;
}
/** udsv takes the first row for the head and leaves it out. */
function byUdsv(bytes: Uint8Array): Rows {
  const text = textOf(bytes);
  const rows = udsv.initParser(udsv.inferSchema(text)).stringArrs(text);
  return [text.slice(0, text.search(/\r|\n/)).split(","), ...rows];
}
const READERS: readonly Reader[] = [
  { name: "ours", read: ours },
  { name: "udsv", read: byUdsv },
  { name: "papaparse", read: (bytes) => papa.parse(textOf(bytes)).data },
  { name: "csv-parse", read: (bytes) => parse(textOf(bytes)) },
  { name: "csv-parse, lenient", read: (bytes) => parse(textOf(bytes), LENIENT) },
];

const isBlank = (row: readonly string[]) => row.every((cell) => cell === "");
const digestOf = (rows: Rows) => {
  const hash = createHash("sha256");
  for (const row of rows) if (!isBlank(row)) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest("hex");
};

function speed(): boolean {
  const bytes = paymentsFile(count);
  say(`${count.toLocaleString("en")} rows, ${Math.round(bytes.length / 1_048_576)} MiB, from bytes to cells; best of three, processor time:`);
  const digests = READERS.map(({ name, read }) => {
    let best = Number.POSITIVE_INFINITY;
    let digest = "";
    for (let round = 0; round < 3; round += 1) {
      globalThis.gc?.();
      const began = process.cpuUsage();
      const rows = read(bytes);
      const { user, system } = process.cpuUsage(began);
      best = Math.min(best, (user + system) / 1e6);
      digest ||= digestOf(rows);
    }
    say(
      `  ${name.padEnd(20)} ${best.toFixed(2).padStart(6)} s ${Math.round(count / best)
        .toLocaleString("en")
        .padStart(11)} rows/s`,
    );
    return digest;
  });
  const agree = digests.every((digest) => digest === digests[0]);
  say(agree ? "  all of them read the same cells" : "  they do NOT read the same cells");
  return agree;
}

/** Records of a torture that no row begins with, in order; `fault` when the reader gave up the whole file. */
function lostBy({ read }: Reader, content: string, ids: readonly string[]): { readonly lost: readonly string[]; readonly fault: boolean } {
  try {
    const begun = new Set(read(new TextEncoder().encode(content)).map((row) => row[0]?.trim()));
    return { lost: ids.filter((id) => !begun.has(id)), fault: false };
  } catch {
    return { lost: ids, fault: true };
  }
}

function torture(): boolean {
  let whole = true;
  const sums = new Map<string, number>();
  let records = 0;
  for (const { name, content, ids } of TORTURES) {
    records += ids.length;
    const found = READERS.map((reader) => {
      const { lost, fault } = lostBy(reader, content, ids);
      sums.set(reader.name, (sums.get(reader.name) ?? 0) + lost.length);
      if (reader.name === "ours" && lost.length > 0) whole = false;
      return `${reader.name} ${fault ? "gives up" : lost.length}`;
    });
    say(`  ${name.padEnd(46)} ${ids.length} records, lost: ${found.join(" · ")}`);
  }
  say(`  lost of ${records}: ${[...sums].map(([name, lost]) => `${name} ${lost}`).join(" · ")}`);
  return whole;
}

const same = speed();
say("torture:");
const whole = torture();
if (!same || !whole) process.exit(1);
