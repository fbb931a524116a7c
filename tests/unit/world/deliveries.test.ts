import { readXlsx } from "hucre/xlsx";
import { beforeAll, expect, test } from "vitest";
import { isWorkday } from "@/db/seed/world/calendar";
import { cleanRows, type Delivery, deliveries } from "@/db/seed/world/deliveries";
import { encodeGb18030 } from "@/db/seed/world/encode";
import { DEMO_DAY } from "@/db/seed/world/enterprise";
import { type DatasetId, datasetIds, type Layout, layouts, type Pattern } from "@/db/seed/world/layouts";
import type { CleanRow } from "@/db/seed/world/rows-common";
import { schedule } from "@/db/seed/world/schedule";
import { truthOf } from "@/db/seed/world/truth";
import { DEMO_COUNTY, makeWorld } from "@/db/seed/world/world";
import { plainDate } from "@/lib/kernel/plain-date";

const { seed: SEED, size: SIZE } = DEMO_COUNTY;
const from = plainDate("2024-01-01");
const collect = async (seed: number, size: number, window = { from, to: DEMO_DAY }) => {
  const files: Delivery[] = [];
  for await (const file of deliveries(makeWorld({ seed, size }), window)) files.push(file);
  return files;
};

let county: Delivery[] = [];
let small: Delivery[] = [];
beforeAll(async () => {
  county = await collect(SEED, SIZE);
  small = await collect(SEED, 60);
}, 120_000);

const decode = (file: Delivery) => new TextDecoder(file.encoding === "gb18030" ? "gb18030" : "utf-8", { fatal: true }).decode(file.bytes);
const tableLines = (file: Delivery) => decode(file).split("\r\n").slice(0, -1);

test("the whole history keeps to its budget of rows and files", () => {
  const rows = county.reduce((sum, file) => sum + file.rowCount, 0);
  expect(county.length).toBeLessThanOrEqual(400);
  expect(rows).toBeGreaterThan(80_000);
  expect(rows).toBeLessThanOrEqual(110_000);
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

test("without its faults the history adds up to the world's own truth of 2025", () => {
  const world = makeWorld({ seed: SEED, size: 60 });
  const plans = schedule().filter((plan) => plan.deliveredOn <= DEMO_DAY);
  const rowsOf = (datasetId: DatasetId) => plans.filter((plan) => plan.datasetId === datasetId).flatMap((plan) => cleanRows(world, plan));
  const insurance = rowsOf("socialInsurance").filter((row) => row.cells["insuranceType"] === "失业保险" && String(row.cells["period"]).startsWith("2025"));
  const payments = rowsOf("taxPayment").filter((row) => String(row.cells["paidDate"]).startsWith("2025"));
  const meters = rowsOf("electricityUsage").filter((row) => String(row.cells["period"]).startsWith("2025"));
  const returns = rowsOf("taxReturn").filter((row) => String(row.cells["periodEnd"]).startsWith("2025"));
  const invoices = rowsOf("vatInvoice").filter(
    (row) => String(row.cells["invoiceDate"]).startsWith("2025") && row.cells["purposeTag"] === "农产品加工冷链设备",
  );
  const contracts = rowsOf("laborContract").filter((row) => String(row.cells["contractStart"]).startsWith("2025"));
  const fenOf = (rows: readonly CleanRow[], ...fields: string[]) =>
    rows.reduce((sum, row) => sum + fields.reduce((part, field) => part + Math.round(Number(row.cells[field] ?? 0) * 100), 0), 0);
  for (const one of world.enterprises) {
    const truth = truthOf(one, DEMO_DAY, 2025);
    const own = (rows: readonly CleanRow[]) => rows.filter((row) => row.enterprise === one);
    expect(fenOf(own(insurance), "employerPaid", "employeePaid")).toBe(truth.unemploymentPremiumPaid);
    expect(own(insurance).filter((row) => row.cells["payStatus"] === "足额")).toHaveLength(truth.unemploymentPremiumMonths);
    expect(fenOf(own(payments), "paidAmount")).toBe(truth.annualTaxPaid);
    expect(own(meters).reduce((sum, row) => sum + Number(row.cells["usageKwh"]), 0)).toBe(truth.annualElectricity ?? 0);
    expect(fenOf(own(returns), "annualRevenue")).toBe(truth.annualRevenue ?? 0);
    expect(fenOf(own(invoices), "amountExclTax")).toBe(truth.agriEquipmentInvestment ?? 0);
    const people = own(contracts).filter((row) => Number(row.cells["contractMonths"]) >= 12 && row.cells["insuredFrom"] !== null);
    expect(new Set(people.map((row) => row.cells["idCardNo"])).size).toBe(truth.newHireContract12mCount);
    // A day without news repeats a record that was delivered before: each contract counts once, with its newest row
    const newest = new Map(own(contracts).map((row) => [`${row.cells["idCardNo"]} ${row.cells["contractStart"]}`, row]));
    expect(fenOf([...newest.values()], "employerPremiumPaid")).toBe(truth.keyGroupPremiumPaid);
  }
});

test("nothing of a firm reaches a department before the register has told of it", () => {
  const world = makeWorld({ seed: SEED, size: 1200 });
  const known = new Map<string, string>();
  const early: string[] = [];
  for (const plan of schedule()) {
    for (const row of cleanRows(world, plan)) {
      if (plan.datasetId === "bizRegistration") known.set(row.enterprise.uscc, known.get(row.enterprise.uscc) ?? plan.deliveredOn);
      else if (!known.has(row.enterprise.uscc)) early.push(`${plan.datasetId} ${plan.period} ${row.enterprise.uscc}`);
    }
  }
  expect(early).toEqual([]);
});
