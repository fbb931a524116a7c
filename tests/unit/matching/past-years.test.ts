import { expect, test } from "vitest";
import { fen } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { asIfInForce, pastYears, profileOfYear } from "@/lib/matching/past-years";
import type { MatchProfile } from "@/lib/matching/profile";
import { addTried, costRange, mergeTotals, NO_TRIAL, type TrialYear, trialLine } from "@/lib/matching/trial";
import { decideOn, shipped } from "../policy/shipped";

test("the last three full years, each judged on today's day of the year after", () => {
  expect(pastYears(plainDate("2026-07-15"))).toEqual([
    { fullYear: 2025, asOf: "2026-07-15" },
    { fullYear: 2024, asOf: "2025-07-15" },
    { fullYear: 2023, asOf: "2024-07-15" },
  ]);
  // 29 February: the last day of February where there is none
  expect(pastYears(plainDate("2028-02-29")).map((one) => one.asOf)).toEqual(["2028-02-29", "2027-02-28", "2026-02-28"]);
});

const DEFINITIONS = new Map([
  ["annualRevenue", { type: "money", period: "year" }],
  ["rdExpense", { type: "money", period: "series" }],
  ["regStatus", { type: "enum", period: "snapshot" }],
  ["titleCodes", { type: "enumSet", period: "snapshot" }],
  ["titleAwardDate", { type: "date", period: "snapshot" }],
] as const);

const stored = (indicatorId: string, period: string, value: string | number, more = {}) => ({
  indicatorId,
  period,
  subject: "",
  state: "value" as const,
  value,
  validFrom: `${period}-01-01`,
  validTo: null,
  ...more,
});
const title = (subject: string, awarded: string, validTo: string | null) =>
  stored("titleAwardDate", "snapshot", awarded, { subject, validFrom: awarded, validTo });

const NOW: MatchProfile = {
  facts: { regStatus: "active", annualRevenue: 300, rdExpense: { "2024": 1, "2025": 2 }, titleCodes: ["NEW"], titleAwardDate: "2026-01-01" },
  subjects: { titles: [{ code: "NEW", awarded: plainDate("2026-01-01") }], members: {}, amounts: {} },
};

test("a past year has its own yearly figures and titles; what keeps no past stays as it is now", () => {
  const values = [
    stored("annualRevenue", "2025", 30_000),
    stored("annualRevenue", "2024", 20_000),
    title("NEW", "2026-01-01", null),
    title("OLD", "2022-05-01", "2025-12-31"),
  ];
  const of2024 = profileOfYear(NOW, values, { fullYear: 2024, asOf: plainDate("2025-07-15") }, DEFINITIONS);
  expect(of2024.facts).toEqual({
    regStatus: "active",
    annualRevenue: 200,
    rdExpense: { "2024": 1, "2025": 2 },
    titleCodes: ["OLD"],
    titleAwardDate: "2026-01-01",
  });
  expect(of2024.subjects.titles).toEqual([{ code: "OLD", awarded: "2022-05-01" }]);
  // Nothing on record for 2023: unknown, never the neighbour's figure
  const of2023 = profileOfYear(NOW, values, { fullYear: 2023, asOf: plainDate("2022-01-01") }, DEFINITIONS);
  expect(of2023.facts).not.toHaveProperty("annualRevenue");
  expect(of2023.facts["titleCodes"]).toEqual([]);
});

test("a policy of today is tried as if it had been in force then", () => {
  const policy = shipped("EMP-002");
  const facts = { enterpriseScale: "small", newHireContract12mCount: 12 };
  expect(decideOn(policy, facts, { asOf: "2023-07-15", fullYear: 2024 }).verdict).toBe("ineligible");
  expect(decideOn(asIfInForce(policy), facts, { asOf: "2023-07-15", fullYear: 2024 }).verdict).toBe("eligible");
});

test("parts of the roster add up to the whole; the range of cost is that of the years", () => {
  const hired = (count: number) => decideOn(shipped("EMP-002"), { enterpriseScale: "small", newHireContract12mCount: count });
  const tried = [9, 10, 12, 20].map((count) => {
    const [before, after] = [hired(10), hired(count)];
    return { before, after, line: trialLine(before, after), alreadyGranted: count === 20 };
  });
  const whole = tried.reduce(addTried, NO_TRIAL);
  expect(mergeTotals(tried.slice(0, 2).reduce(addTried, NO_TRIAL), tried.slice(2).reduce(addTried, NO_TRIAL))).toEqual(whole);
  // 10, 12 and 20 heads at 3,000 yuan
  expect(whole).toMatchObject({ enterprises: 4, lost: 1, more: 2, afterFen: 12_600_000, outstandingFen: 6_600_000 });
  const year = (afterFen: number): TrialYear => ({ year: 2025, asOf: plainDate("2026-07-15"), totals: { ...NO_TRIAL, afterFen: fen(afterFen) } });
  expect(costRange([year(300), year(100), year(200)])).toEqual({ lowFen: 100, highFen: 300 });
  expect(costRange([])).toBeNull();
});
