import { readXlsx } from "hucre/xlsx";
import { beforeAll, expect, test } from "vitest";
import { isWorkday } from "@/db/seed/world/calendar";
import { type Delivery, deliveries } from "@/db/seed/world/deliveries";
import { encodeGb18030 } from "@/db/seed/world/encode";
import { DEMO_DAY } from "@/db/seed/world/enterprise";
import { datasetIds, type Layout, layouts, type Pattern } from "@/db/seed/world/layouts";
import { truthOf } from "@/db/seed/world/truth";
import { makeWorld } from "@/db/seed/world/world";
import { plainDate } from "@/lib/kernel/plain-date";

const SEED = 20_260_715;
const from = plainDate("2024-01-01");
const collect = async (seed: number, size: number, window = { from, to: DEMO_DAY }) => {
  const files: Delivery[] = [];
  for await (const file of deliveries(makeWorld({ seed, size }), window)) files.push(file);
  return files;
};

let county: Delivery[] = [];
let small: Delivery[] = [];
let seconds = 0;
beforeAll(async () => {
  const start = process.cpuUsage();
  county = await collect(SEED, 1200);
  const { user, system } = process.cpuUsage(start);
  seconds = (user + system) / 1e6;
  small = await collect(SEED, 60);
}, 120_000);

const decode = (file: Delivery) => new TextDecoder(file.encoding === "gb18030" ? "gb18030" : "utf-8", { fatal: true }).decode(file.bytes);
const tableLines = (file: Delivery) => decode(file).split("\r\n").slice(0, -1);

test("the whole history keeps to its budget of rows, files and time", () => {
  const rows = county.reduce((sum, file) => sum + file.rowCount, 0);
  if (process.env["SHOW"]) {
    for (const id of datasetIds) {
      const own = county.filter((file) => file.datasetId === id);
      console.log(
        id,
        own.length,
        own.reduce((sum, file) => sum + file.rowCount, 0),
        own.reduce((sum, file) => sum + file.bytes.length, 0),
      );
    }
    console.log(
      "total",
      county.length,
      rows,
      county.reduce((sum, file) => sum + file.bytes.length, 0),
      seconds,
    );
  }
  expect(county.length).toBeLessThanOrEqual(160);
  expect(rows).toBeGreaterThan(80_000);
  expect(rows).toBeLessThanOrEqual(110_000);
  expect(seconds).toBeLessThan(15);
});

test("every dataset is delivered, on workdays, in their order, under the period of its frequency", () => {
  const forms = { snapshot: /^snapshot$/, year: /^\d{4}$/, quarter: /^\d{4}Q[1-4]$/, month: /^\d{4}-\d{2}$/, day: /^\d{4}-\d{2}-\d{2}$/ };
  expect(new Set(county.map((file) => file.datasetId))).toEqual(new Set(datasetIds));
  for (const file of [...county, ...small]) {
    expect(isWorkday(file.deliveredOn), `${file.filename}`).toBe(true);
    expect(file.period).toMatch(forms[layouts[file.datasetId].period]);
    expect(file.rowCount, file.filename).toBeGreaterThan(0);
  }
  const days = county.map((file) => file.deliveredOn);
  expect(days).toEqual(days.toSorted());
  expect(new Set(county.map((file) => `${file.datasetId} ${file.deliveredOn}`)).size).toBe(county.length);
  expect(days.at(-1)).toBe("2026-07-15");
});

test("the same seed gives the same bytes, whatever the window", async () => {
  const window = { from: plainDate("2026-04-01"), to: plainDate("2026-06-30") };
  const part = await collect(SEED, 60, window);
  const same = small.filter((file) => file.deliveredOn >= window.from && file.deliveredOn <= window.to);
  expect(part.map((file) => [file.filename, file.truth])).toEqual(same.map((file) => [file.filename, file.truth]));
  for (const [at, file] of part.entries()) expect(Buffer.compare(file.bytes, same[at]!.bytes), file.filename).toBe(0);
});

test("encodings and formats read back with their headers", async () => {
  const kinds = new Set<string>();
  for (const file of small) {
    const layout: Layout = layouts[file.datasetId];
    const renamed = file.truth.filter((fault) => fault.pattern === "HEADER_ALIAS").length;
    kinds.add(`${file.format} ${file.encoding}`);
    let head: unknown[] = [];
    if (file.format === "csv")
      head = tableLines(file)[0]!
        .replace(/^\uFEFF/, "")
        .split(",");
    if (file.format === "json") head = Object.keys((JSON.parse(decode(file)) as object[])[0]!);
    if (file.format === "ndjson") head = Object.keys(JSON.parse(decode(file).split("\n")[0]!) as object);
    if (file.format === "xlsx") head = (await readXlsx(file.bytes)).sheets[0]!.rows.find((row) => row.length > 1 && row[1] !== null)!;
    expect(head).toHaveLength(layout.fields.length);
    expect(
      head.filter((header, at) => header !== layout.fields[at]!.header),
      file.filename,
    ).toHaveLength(renamed);
  }
  expect(kinds).toEqual(new Set(["csv gb18030", "csv utf-8-bom", "json utf-8", "ndjson utf-8", "xlsx utf-8"]));
});

test("GB18030: two bytes, four bytes and supplementary characters come back", () => {
  const text = "青禾县Aa1（有限）〔2024〕喆堃翀燚€ǹ½ê\u{20BB7}𠮷—　";
  expect(new TextDecoder("gb18030", { fatal: true }).decode(encodeGb18030(text))).toBe(text);
  // 青 is C7 E0 in GB 2312.
  expect([...encodeGb18030("青A")]).toEqual([0xc7, 0xe0, 0x41]);
  expect(() => encodeGb18030("\uD800")).toThrow(RangeError);
});

test("four to eight rows in a hundred carry a fault, and few of them need a person", () => {
  const rows = county.reduce((sum, file) => sum + file.rowCount, 0);
  const level = new Set<Pattern>(["HEADER_MERGED", "HEADER_ALIAS", "TOTAL_ROW", "ENC_GBK"]);
  const faults = county.flatMap((file) =>
    file.truth.filter((fault) => !level.has(fault.pattern)).map((fault) => ({ ...fault, key: `${file.filename}${fault.row}` })),
  );
  const share = new Set(faults.map((fault) => fault.key)).size / rows;
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.08);
  const hard = faults.filter((fault) => fault.clean === null && fault.pattern !== "DUP_ROW" && fault.pattern !== "UNLINKABLE");
  expect(hard.length / rows).toBeLessThan(0.006);
  expect(hard.length).toBeGreaterThan(50);
  if (process.env["SHOW"]) {
    const counts = new Map<string, number>();
    for (const file of county) for (const fault of file.truth) counts.set(fault.pattern, (counts.get(fault.pattern) ?? 0) + 1);
    console.log(
      [...counts]
        .toSorted((a, b) => b[1] - a[1])
        .map(([pattern, count]) => `${pattern}:${count}`)
        .join(" "),
      share,
    );
  }
});

test("the truth list points at the spoiled cells and at no others", () => {
  for (const file of county.filter((one) => one.format === "json")) {
    const layout: Layout = layouts[file.datasetId];
    const rows = JSON.parse(decode(file)) as Record<string, unknown>[];
    expect(rows).toHaveLength(file.rowCount);
    for (const fault of file.truth) {
      const row = rows[fault.row - 1]!;
      const field = layout.fields.find((one) => one.id === fault.field);
      if (field) expect(row[field.header], `${file.filename} ${fault.row} ${fault.pattern}`).not.toEqual(fault.meant);
      else expect(rows.filter((other) => JSON.stringify(other) === JSON.stringify(row)).length).toBeGreaterThan(1);
    }
  }
});

test("every pattern of a cell, a row and a file occurs", () => {
  const seen = new Set(county.flatMap((file) => file.truth.map((fault) => fault.pattern)));
  const wanted: Pattern[] = [
    "FULLWIDTH",
    "ENC_GBK",
    "RARE_CHAR",
    "SUFFIX",
    "BRACKET",
    "SPACE",
    "OLD_NAME",
    "LEGACY_ID",
    "OCR",
    "CASE_DUP",
    "DUP_ROW",
    "SCI",
    "APOS",
    "DATE_MIX",
    "DATE_SERIAL",
    "DATE_BAD",
    "PERIOD_MIX",
    "THOUSAND",
    "UNIT_TEXT",
    "UNIT_SCALE",
    "PERCENT",
    "NEG_PAREN",
    "PLACEHOLDER",
    "HEADER_MERGED",
    "TOTAL_ROW",
    "HEADER_ALIAS",
    "ENUM_ALIAS",
    "LEAD_ZERO",
    "RANGE",
    "MULTI_VALUE",
    "CHECK_CHAR",
    "UNLINKABLE",
    "COL_SHIFT",
  ];
  expect(wanted.filter((pattern) => !seen.has(pattern))).toEqual([]);
});

test("the clean files add up to the world's own truth: premiums, revenue and electricity of 禾润食品 in 2025", () => {
  const world = makeWorld({ seed: SEED, size: 1200 });
  const herun = world.enterprises.find((one) => one.showcase === "herun")!;
  const truth = truthOf(herun, DEMO_DAY, 2025);
  const returns = county
    .filter((file) => file.datasetId === "taxReturn")
    .flatMap((file) => JSON.parse(decode(file)) as Record<string, unknown>[])
    .filter(
      (row) => row["申报表种"] === "企业所得税A类年度" && String(row["纳税人识别号"]).includes(herun.uscc) && String(row["税款所属期止"]).startsWith("2025"),
    );
  expect(returns).toHaveLength(1);
  expect(returns[0]!["从业人数"]).toBe(88);
  expect(truth.annualRevenue).toBe(3_860_000_000);
  const contracts = county
    .filter((file) => file.datasetId === "laborContract")
    .flatMap((file) => JSON.parse(decode(file)) as Record<string, unknown>[])
    .filter((row) => row["用人单位"] === herun.names[0]!.name);
  expect(contracts.length).toBeGreaterThanOrEqual(17);
});
