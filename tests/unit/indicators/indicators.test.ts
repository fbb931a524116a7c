import { describe, expect, test } from "vitest";
import { factsFromValues, type StoredValue, titleAwardDateFor } from "@/lib/indicators/facts";
import { formatIndicator, formatWanYuan } from "@/lib/indicators/format";
import { freshness, isFresh } from "@/lib/indicators/freshness";
import { fen } from "@/lib/kernel/fen";
import { addDays, type PlainDate, plainDate, weekday } from "@/lib/kernel/plain-date";
import { DATASETS, INDICATORS } from "../pipeline/catalogue";

const definitions = new Map(INDICATORS.indicators.map((one) => [one.id, one]));
const shown = (id: string, value: Parameters<typeof formatIndicator>[0]) => formatIndicator(value, definitions.get(id)!);

describe("the catalogue", () => {
  test("has 12 dimensions, 56 indicators, 18 datasets of 7 departments, 32 patterns", () => {
    expect(INDICATORS.dimensions).toHaveLength(12);
    expect(new Set(INDICATORS.indicators.map((one) => one.id)).size).toBe(56);
    expect(new Set(DATASETS.datasets.map((one) => one.id)).size).toBe(18);
    expect(new Set(DATASETS.datasets.map((one) => one.dept)).size).toBe(7);
    expect(new Set(DATASETS.patterns.map((one) => one.code)).size).toBe(32);
  });

  test("every indicator has a dimension and a registered feed, and every feed is used", () => {
    const codes = new Set(INDICATORS.dimensions.map((one) => one.code));
    const feeds = new Set(DATASETS.datasets.map((one) => one.id));
    const used = new Set(INDICATORS.indicators.flatMap((one) => [one.dataset, ...(one.alsoFrom ?? [])]));
    expect(INDICATORS.indicators.filter((one) => !codes.has(one.dimension) || !feeds.has(one.dataset))).toEqual([]);
    expect([...feeds].filter((feed) => !used.has(feed))).toEqual([]);
    expect(new Set(INDICATORS.indicators.map((one) => one.dimension)).size).toBe(12);
  });

  test("every feed states purpose, legal basis and term, and only invoices need consent", () => {
    expect(DATASETS.datasets.filter((one) => one.purpose === "" || one.legalBasis === "" || one.retention === "")).toEqual([]);
    expect(DATASETS.datasets.filter((one) => one.consentGated).map((one) => one.id)).toEqual(["vatInvoice"]);
    expect(INDICATORS.indicators.filter((one) => one.legalConstraint).map((one) => one.id)).toEqual([
      "aboveScaleCategory",
      "firstAboveScaleDate",
      "hiTechRevenueRatio",
    ]);
  });
});

test.for([
  ["annualRevenue", 12_800_000_00, "12,800,000.00元"],
  ["totalProfit", -50, "−0.50元"],
  ["layoffRatio", "0.055", "5.5%"],
  ["layoffRatio", "0.034883720930", "3.49%"],
  ["revenueGrowthRate", "-0.36", "−36%"],
  ["insuredCount", 1186, "1,186人"],
  ["avgInsuredCount", "86.5", "86.5人"],
  ["annualElectricity", "125000", "125,000千瓦时"],
  ["enterpriseScale", "small", "小型"],
  ["dishonestFlag", false, "否"],
  ["establishedDate", "2018-06-01", "2018年6月1日"],
  ["titleCodes", ["SRDI_PROVINCIAL"], "专精特新中小企业"],
  ["titleCodes", [], "没有"],
  ["taxCreditGrade", null, "无（不适用）"],
  ["taxArrears", undefined, "待核"],
] as const)("%s of %s reads %s", ([id, value, expected]) => {
  expect(shown(id, value)).toBe(expected);
});

test("summaries speak in units of ten thousand yuan", () => {
  expect(formatWanYuan(fen(12_800_000))).toBe("12.8万元");
  expect(formatWanYuan(fen(123_456_789_00))).toBe("12,345.68万元");
  expect(formatWanYuan(fen(999_999))).toBe("9,999.99元");
});

describe("facts", () => {
  const asOf = plainDate("2026-07-15");
  const value = (indicatorId: string, period: string, stored: StoredValue["value"], more: Partial<StoredValue> = {}): StoredValue => ({
    indicatorId,
    period,
    subject: "",
    state: stored === null ? "null" : "value",
    value: stored,
    validFrom: period === "snapshot" ? "2026-01-01" : `${period}-01-01`,
    validTo: period === "snapshot" ? null : `${period}-12-31`,
    ...more,
  });
  const facts = (...values: StoredValue[]) => factsFromValues(values, { asOf, fullYear: 2025, definitions });

  test("money is in yuan, series by year, yearly values of the full year alone", () => {
    expect(
      facts(
        value("annualRevenue", "2025", 1_234_567_89),
        value("annualRevenue", "2024", 500_00),
        value("layoffRatio", "2024", "0.2"),
        value("layoffRatio", "2025", "0.055"),
        value("unemploymentPremiumPaid", "2024", 99),
        value("taxCreditGrade", "2025", null),
        value("taxArrears", "snapshot", 0),
        value("titleCodes", "snapshot", ["HNTE_FIRST"]),
      ),
    ).toEqual({
      annualRevenue: { "2025": 1_234_567.89, "2024": 500 },
      layoffRatio: 0.055,
      taxCreditGrade: null,
      taxArrears: 0,
      titleCodes: ["HNTE_FIRST"],
    });
  });

  test("of several states the one that holds on the day is taken, subjects do not take part", () => {
    expect(
      facts(
        value("regStatus", "snapshot", "active", { validFrom: "2024-01-01" }),
        value("regStatus", "snapshot", "deregistered", { validFrom: "2026-07-16" }),
        value("insuredCount", "snapshot", 8, { validFrom: "2026-05-01" }),
        value("insuredCount", "snapshot", 9, { validFrom: "2026-06-01" }),
        value("newHireContract12mCount", "2025", 1, { subject: "digest" }),
      ),
    ).toEqual({ regStatus: "active", insuredCount: 9 });
  });

  test("a policy's date of award is that of the titles it names", () => {
    const award = (subject: string, day: string, validTo: string | null = null) =>
      value("titleAwardDate", "snapshot", day, { subject, validFrom: day, validTo });
    const values = [award("SRDI_PROVINCIAL", "2025-03-01"), award("LITTLE_GIANT", "2025-09-01"), award("HNTE_FIRST", "2022-12-01", "2025-12-01")];
    expect(titleAwardDateFor(values, ["SRDI_PROVINCIAL"], asOf)).toBe("2025-03-01");
    expect(titleAwardDateFor(values, ["SRDI_PROVINCIAL", "LITTLE_GIANT"], asOf)).toBe("2025-09-01");
    expect(titleAwardDateFor(values, ["HNTE_FIRST"], asOf)).toBeUndefined();
  });
});

describe("freshness", () => {
  /** Monday to Friday. */
  const addWorkdays = (day: PlainDate, count: number): PlainDate => {
    let at = day;
    for (let left = count; left > 0; ) {
      at = addDays(at, 1);
      if (weekday(at) % 6 !== 0) left -= 1;
    }
    return at;
  };
  const question = (frequency: "daily" | "monthly" | "quarterly" | "yearly" | "onDemand", lagDays: number, last: string | null, today: string) => ({
    frequency,
    lagDays,
    lastDelivery: last === null ? null : plainDate(last),
    today: plainDate(today),
    addWorkdays,
  });

  test.for([
    // 2026-07-10 is a Friday: the next is due on Saturday, with one day's delay on Sunday, fresh to the end of Monday.
    ["daily", 1, "2026-07-10", "2026-07-13", true],
    ["daily", 1, "2026-07-10", "2026-07-14", false],
    // Due 2026-08-05 plus five days, a Monday; fresh to Tuesday.
    ["monthly", 5, "2026-07-05", "2026-08-11", true],
    ["monthly", 5, "2026-07-05", "2026-08-12", false],
    // 31 January has no counterpart in April: 30 April plus 30 days is Saturday 30 May, fresh to Monday.
    ["quarterly", 30, "2026-01-31", "2026-06-01", true],
    ["quarterly", 30, "2026-01-31", "2026-06-02", false],
    ["yearly", 10, "2026-04-20", "2027-05-03", true],
    ["onDemand", 1, "2026-07-01", "2026-07-31", true],
    ["onDemand", 1, "2026-07-01", "2026-08-01", false],
    ["daily", 1, null, "2026-07-13", false],
  ] as const)("%s feed with %i days' delay, last %s, on %s: %s", ([frequency, lagDays, last, today, fresh]) => {
    expect(isFresh(question(frequency, lagDays, last, today))).toBe(fresh);
  });

  test("the next delivery is named", () => {
    expect(freshness(question("monthly", 5, "2026-07-05", "2026-07-15"))).toEqual({ fresh: true, nextExpected: "2026-08-10", freshUntil: "2026-08-11" });
  });
});
