import { describe, expect, test } from "vitest";
import { cleanRow, compileCleaner } from "@/lib/pipeline/clean/clean-row";
import { contentOf, markDuplicates } from "@/lib/pipeline/clean/duplicates";
import { holdScaleErrors, scaleSuspicion } from "@/lib/pipeline/clean/plausibility";
import { linkPlan, linkRow } from "@/lib/pipeline/link/link-row";
import { buildLookups } from "@/lib/pipeline/link/lookups";
import { dataset } from "./catalogue";
import { TODAY } from "./walk";

const A = "91529901MADE00011M";
const B = "91529901MADE0002XD";
const C = "91529901MADE00038D";
const lookups = buildLookups(
  [
    { uscc: A, name: "青禾县绿源食品有限公司", formerNames: ["青禾县绿源食品厂"], legacyNumber: "529901100000018", address: "青禾县城关镇一号" },
    { uscc: B, name: "青禾县宏达建材有限公司", address: "青禾县工业园二号" },
    { uscc: C, name: "青禾县宏达建材有限公司" },
  ],
  [{ dataset: "electricityUsage", account: "5201", uscc: B }],
);
const credit = dataset("taxCredit");
const row = (cells: Record<string, string>, withRegister = true) =>
  cleanRow(credit, { evalYear: "2025", taxCreditGrade: "A", ...cells }, { today: TODAY, ...(withRegister && { lookups }) });

describe("a row", () => {
  test("that is clean is accepted without a trace of change", () => {
    expect(row({ uscc: A, name: "青禾县绿源食品有限公司" })).toMatchObject({ fate: "accepted", corrections: [], reasons: [], recordKey: `${A}\u001f2025` });
  });

  test("shows each correction with its pattern, from and to", () => {
    expect(row({ uscc: `'${A.toLowerCase()}`, name: "青禾县绿源食品有限公司", evalYear: "2025年度", taxCreditGrade: "A 级" }).corrections).toEqual([
      { field: "uscc", from: `'${A.toLowerCase()}`, to: A, pattern: "APOS" },
      { field: "uscc", from: `'${A.toLowerCase()}`, to: A, pattern: "CASE_DUP" },
      { field: "evalYear", from: "2025年度", to: "2025", pattern: "UNIT_TEXT" },
      { field: "taxCreditGrade", from: "A 级", to: "A", pattern: "SPACE" },
    ]);
  });

  test("with a unit at odds with its head is taken and flagged", () => {
    const cleaned = cleanRow(dataset("rdDeduction"), { uscc: A, name: "甲", year: "2025", rdExpense: "60万元" }, { today: TODAY });
    expect(cleaned).toMatchObject({ fate: "corrected", record: { rdExpense: 60_000_000 }, warnings: [{ field: "rdExpense", code: "UNIT_CONFLICT" }] });
    expect(cleaned.corrections).toEqual([{ field: "rdExpense", from: "60万元", to: "600000.00", pattern: "UNIT_TEXT" }]);
  });

  test.for([
    ["rdExpense", "-3", "RANGE"],
    ["rdStaffCount", "-3", "RANGE"],
    ["rdStaffCount", "60001", "RANGE"],
    ["rdProjectCount", "10；12", "MULTI_VALUE"],
    ["deductRate", "1", "PERCENT"],
    ["rdExpense", "1.2E+05", "SCI"],
  ] as const)("with %s %s waits: %s", ([field, raw, pattern]) => {
    const cleaned = cleanRow(dataset("rdDeduction"), { uscc: A, name: "甲", year: "2025", rdExpense: "1", [field]: raw }, { today: TODAY });
    expect(cleaned.fate).toBe("quarantined");
    expect(cleaned.reasons).toMatchObject([{ field, pattern }]);
    expect(cleaned.reasons[0]?.message).toMatch(/[\u4e00-\u9fff]/);
  });

  test("refunds may be negative, and profits", () => {
    expect(cleanRow(dataset("taxPayment"), { uscc: A, name: "甲", voucherNo: "1", taxType: "增值税", paidAmount: "(5)" }, { today: TODAY })).toMatchObject({
      fate: "corrected",
      record: { paidAmount: -500 },
    });
  });

  test("with an ambiguous percentage is offered the quotient of its counts", () => {
    const cleaned = cleanRow(
      dataset("unemploymentBenefit"),
      { uscc: A, name: "甲", year: "2025", newClaimants: "11", avgInsuredCount: "200", layoffRatioPct: "0.055" },
      { today: TODAY },
    );
    expect(cleaned.reasons).toMatchObject([{ field: "layoffRatioPct", pattern: "PERCENT", proposal: "5.5%" }]);
  });

  test("an open-ended contract written as its length says the kind", () => {
    const cells = { uscc: A, name: "甲", idCardHash: "x", idCardMask: "y", contractStart: "2025-01-01", contractMonths: "无固定期限" };
    expect(cleanRow(dataset("laborContract"), cells, { today: TODAY })).toMatchObject({
      fate: "corrected",
      record: { contractMonths: null, contractKind: "无固定期限" },
    });
  });

  test("a title's code is found by its wording only when it is the wording", () => {
    const title = (titleName: string) => cleanRow(dataset("titleRegistry"), { uscc: A, name: "甲", titleName, titleAwardDate: "2025-01-01" }, { today: TODAY });
    expect(title("专精特新“小巨人”企业")).toMatchObject({ fate: "corrected", record: { titleCode: "LITTLE_GIANT" } });
    expect(title("巨人企业")).toMatchObject({ fate: "quarantined" });
  });
});

describe("identity", () => {
  test("a confused code is repaired only when one reading fits and the name agrees", () => {
    const confused = A.replaceAll("0", "O");
    expect(row({ uscc: confused, name: "青禾县绿源食品有限责任公司" })).toMatchObject({
      fate: "corrected",
      record: { uscc: A },
      corrections: [
        { pattern: "OCR", to: A },
        { field: "name", pattern: "SUFFIX", to: "青禾县绿源食品有限公司" },
      ],
      identity: { uscc: A, via: "ocr" },
    });
    expect(row({ uscc: confused, name: "青禾县宏达建材有限公司" })).toMatchObject({ fate: "quarantined", reasons: [{ pattern: "OCR", proposal: A }] });
    expect(row({ uscc: confused, name: "青禾县绿源食品有限公司" }, false)).toMatchObject({ fate: "quarantined", reasons: [{ proposal: A }] });
  });

  test("legacy numbers are mapped by the register and never made up", () => {
    expect(row({ uscc: "529901100000018", name: "青禾县绿源食品有限公司" })).toMatchObject({
      fate: "corrected",
      record: { uscc: A },
      corrections: [{ pattern: "LEGACY_ID" }],
    });
    expect(row({ uscc: "MADE0001-1", name: "青禾县绿源食品厂" })).toMatchObject({ fate: "corrected", record: { uscc: A } });
    expect(row({ uscc: "529901100000026", name: "青禾县绿源食品有限公司" })).toMatchObject({
      fate: "quarantined",
      record: { uscc: null },
      reasons: [{ pattern: "LEGACY_ID", proposal: A }],
    });
  });

  test("a missing code is filled for the one enterprise of that name, present or former", () => {
    expect(row({ uscc: "/", name: "青禾县绿源食品有限公司" })).toMatchObject({ fate: "corrected", record: { uscc: A } });
    expect(row({ uscc: "", name: "青禾县绿源食品厂" })).toMatchObject({ fate: "corrected", corrections: [{ pattern: "OLD_NAME", to: A }] });
    expect(row({ uscc: "", name: "青禾县宏达建材有限公司" })).toMatchObject({ fate: "quarantined", reasons: [{ field: "uscc", code: "MISSING" }] });
  });

  test("a truncated code cannot be recovered", () => {
    expect(row({ uscc: "9.1529901E+17", name: "青禾县绿源食品有限公司" })).toMatchObject({ fate: "quarantined", reasons: [{ pattern: "SCI" }] });
  });

  test("a lost character is offered as the register writes it", () => {
    expect(row({ uscc: A, name: "青禾县绿□食品有限公司" })).toMatchObject({
      fate: "quarantined",
      reasons: [{ pattern: "RARE_CHAR", proposal: "青禾县绿源食品有限公司" }],
    });
  });
});

describe("links", () => {
  const plan = linkPlan(credit);
  const power = linkPlan(dataset("electricityUsage"));
  test.for([
    ["code and name agree", plan, { uscc: A, name: "青禾县绿源食品有限责任公司" }, "exact", A],
    ["code and former name agree", plan, { uscc: A, name: "青禾县绿源食品厂" }, "exact", A],
    ["code and abbreviation agree", plan, { uscc: A, name: "绿源食品" }, "auto", A],
    ["code and name contradict", plan, { uscc: A, name: "青禾县宏达建材有限公司" }, "review", null],
    ["unknown code, known name", plan, { uscc: "91529901MADE8B058W", name: "青禾县绿源食品有限公司" }, "review", null],
    ["unknown code and name", plan, { uscc: "91529901MADE8B058W", name: "某某商店" }, "none", null],
    ["the register itself", linkPlan(dataset("bizRegistration")), { uscc: A, name: "青禾县新名食品有限公司" }, "exact", A],
    ["one enterprise of that name", power, { uscc: null, accountName: "青禾县绿源食品（有限公司）", meterAccountNo: "1" }, "none", null],
    ["one enterprise of exactly that name", power, { uscc: null, accountName: "青禾县绿源食品有限公司", meterAccountNo: "1" }, "auto", A],
    ["two enterprises of that name", power, { uscc: null, accountName: "青禾县宏达建材有限公司", meterAccountNo: "1" }, "review", null],
    ["a confirmed meter", power, { uscc: null, accountName: "青禾县宏达建材有限公司", meterAccountNo: "5201" }, "auto", B],
    ["a former name", power, { uscc: null, accountName: "青禾县绿源食品厂", meterAccountNo: "1" }, "auto", A],
    ["a confused code", plan, { uscc: null, usccRaw: A.replaceAll("0", "O"), name: "青禾县绿源食品有限公司" }, "auto", A],
    ["a legacy number", plan, { uscc: null, usccRaw: "529901100000018", name: "青禾县绿源食品有限公司" }, "auto", A],
  ] as const)("%s", ([, how, record, fate, uscc]) => {
    const link = linkRow(record, how, lookups);
    expect(link).toMatchObject({ fate, uscc });
    if (fate === "exact") expect(link.confidence).toBe(1);
    if (fate === "auto") expect(link.confidence).toBeLessThan(1);
    if (fate === "auto") expect(link.confidence).toBeGreaterThanOrEqual(0.95);
    if (fate === "review") expect(link.candidates.length).toBeGreaterThan(0);
  });

  test("a contradiction offers both enterprises", () => {
    expect(linkRow({ uscc: A, name: "青禾县宏达建材有限公司" }, plan, lookups).candidates).toEqual([A, B, C]);
  });
});

describe("duplicates", () => {
  const returns = dataset("taxReturn");
  const clean = compileCleaner(returns, { today: TODAY });
  const filed = (row: number, revenue: string, day: string, uscc: string = A) =>
    clean({ row, cells: { uscc, name: "甲", formType: "企业所得税A类年度", periodEnd: "2025-12", annualRevenue: revenue, filedDate: day } });

  test("of two returns the one filed later stands, whatever their order", () => {
    const { rows, conflicts } = markDuplicates([filed(2, "100", "2026-05-01"), filed(3, "90", "2026-03-01")], returns);
    expect(rows.map((one) => one.fate)).toEqual(["accepted", "duplicate"]);
    expect(conflicts).toEqual([{ recordKey: rows[0]?.recordKey, keptRow: 2, droppedRow: 3, fields: ["annualRevenue", "filedDate"] }]);
  });

  test("three equal rows leave one", () => {
    const { rows, conflicts } = markDuplicates(
      [filed(2, "1", "2026-03-01"), filed(3, "1.00", "2026/3/1"), filed(4, "1", "2026-03-01", A.toLowerCase())],
      returns,
    );
    expect(rows.map((one) => one.fate)).toEqual(["accepted", "duplicate", "duplicate"]);
    expect(rows.map((one) => one.reasons[0]?.pattern)).toEqual([undefined, "DUP_ROW", "CASE_DUP"]);
    expect(conflicts).toEqual([]);
  });

  test("a repeated delivery is recognised by key and content", () => {
    const first = filed(2, "1", "2026-03-01");
    const stored = new Map([[first.recordKey, contentOf(first)]]);
    const again = markDuplicates([filed(9, "1", "2026-03-01"), filed(10, "1", "2026-03-01", B)], returns, (key, one) =>
      stored.get(key) === contentOf(one) ? "same" : null,
    );
    expect(again.rows.map((one) => one.fate)).toEqual(["duplicate", "accepted"]);
  });
});

describe("units mistaken", () => {
  test.for([
    [1_000_000, 100, 10_000],
    [128, 1_280_000, 1 / 10_000],
    [1_100_000, 1000, 1000],
    [8000, 1000, null],
    [0, 1000, null],
  ] as const)("%f against %f is off by %f", ([value, reference, factor]) => {
    expect(scaleSuspicion(value, reference)).toBe(factor);
  });

  test("growth by a thousand is no mistake of a column in 元, a fall to a thousandth is asked about", () => {
    const definition = dataset("taxReturn");
    const filed = (revenue: string) =>
      compileCleaner(definition)({ row: 2, cells: { uscc: A, name: "甲", formType: "企业所得税A类年度", periodEnd: "2025-12", annualRevenue: revenue } });
    const fates = (revenue: string) =>
      holdScaleErrors(definition, [filed(revenue)], (_, field) => (field === "annualRevenue" ? [100_000_00] : [])).map((one) => one.fate);
    for (const revenue of ["800000", "62500000", "100000000", "160000000", "400000000"]) expect(fates(revenue)).toEqual(["accepted"]);
    expect(fates("1000000000")).toEqual(["quarantined"]);
    expect(fates("100")).toEqual(["quarantined"]);
  });

  test("such a row is held, never rescaled", () => {
    const definition = dataset("rdDeduction");
    const rows = [compileCleaner(definition)({ row: 2, cells: { uscc: A, name: "甲", year: "2025", rdExpense: "60" } })];
    const [held] = holdScaleErrors(definition, rows, (_, field) => (field === "rdExpense" ? [55_000_000] : []));
    expect(held).toMatchObject({
      fate: "quarantined",
      record: { rdExpense: 6000 },
      reasons: [{ field: "rdExpense", pattern: "UNIT_SCALE", proposal: "600000.00元" }],
    });
  });
});
