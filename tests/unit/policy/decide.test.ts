import { expect, test } from "vitest";
import { decideOn, shipped } from "./shipped";

const resultOf = (decision: ReturnType<typeof decideOn>, id: string) => decision.conditions.find((leaf) => leaf.id === id)?.result;
const layoffs = { enterpriseScale: "small", unemploymentPremiumMonths: 12, avgInsuredCount: 86, layoffRatio: 0.0349, unemploymentPremiumPaid: 51600 };

test("an eligible case goes straight through with its amount and its sum", () => {
  expect(decideOn(shipped("EMP-001"), layoffs)).toMatchObject({
    policy: "EMP-001",
    verdict: "eligible",
    amountFen: 3_096_000,
    route: "auto",
    inForce: true,
    manualReasons: [],
    missing: [],
    amountMissing: [],
    amountTrace: [{ kind: "rate", label: "中小微企业", text: "51,600.00 × 60% = 30,960.00", amountFen: 3_096_000 }],
  });
});

test("what is decided already is not left open by what is missing", () => {
  const decision = decideOn(shipped("EMP-002"), { newHireContract12mCount: 9 });
  expect(decision).toMatchObject({ verdict: "ineligible", amountFen: null, route: null, manualReasons: [], missing: [] });
  expect([resultOf(decision, "EMP-002.c1"), resultOf(decision, "EMP-002.c2")]).toEqual(["unknown", "false"]);
});

test("30.5 heads on average are more than 30, so 20 % does not apply", () => {
  const decision = decideOn(shipped("EMP-001"), { ...layoffs, avgInsuredCount: 30.5, layoffRatio: 0.0551 });
  expect(decision.verdict).toBe("ineligible");
  expect(["c2", "c3", "c4"].map((leaf) => resultOf(decision, `EMP-001.${leaf}`))).toEqual(["false", "false", "true"]);
});

test("an unknown verdict asks for exactly the data that would settle it", () => {
  const decision = decideOn(shipped("EMP-001"), { enterpriseScale: "small", unemploymentPremiumMonths: 12, layoffRatio: 0.15, unemploymentPremiumPaid: 5000 });
  expect(decision).toMatchObject({ verdict: "undetermined", amountFen: null, route: "manual", manualReasons: ["verdictOpen"], missing: ["avgInsuredCount"] });
});

test("an unknown negative-list item is no clean bill; an unrated taxpayer is not rated D", () => {
  expect(decideOn(shipped("EMP-001"), layoffs, { without: ["taxCreditGrade"] })).toMatchObject({ verdict: "undetermined", missing: ["taxCreditGrade"] });
  expect(decideOn(shipped("EMP-001"), { ...layoffs, taxCreditGrade: null }).verdict).toBe("eligible");
  const blocked = decideOn(shipped("EMP-001"), { ...layoffs, taxCreditGrade: "D" });
  expect(blocked.verdict).toBe("ineligible");
  expect(blocked.negativeList.map(({ id, result, negated }) => [id, result, negated])).toEqual([
    ["N1", "false", true],
    ["N2", "false", true],
    ["N7", "true", true],
  ]);
});

test("base conditions decide like any other", () => {
  const facts = { enterpriseScale: "small", newHireContract12mCount: 25 };
  expect(decideOn(shipped("EMP-002"), { ...facts, registrationRegion: "529902" })).toMatchObject({
    verdict: "ineligible",
    base: [
      { id: "B1", result: "true" },
      { id: "B2", result: "false" },
    ],
  });
  expect(decideOn(shipped("EMP-002"), facts, { without: ["regStatus"] })).toMatchObject({ verdict: "undetermined", missing: ["regStatus"] });
});

test("an open amount does not change the verdict: it goes to a person and names what it waits for", () => {
  const { enterpriseScale: _, ...without } = layoffs;
  expect(decideOn(shipped("EMP-001"), without)).toMatchObject({
    verdict: "eligible",
    amountFen: null,
    route: "manual",
    manualReasons: ["amountOpen"],
    missing: [],
    amountMissing: ["enterpriseScale"],
  });
});

test("cross-checks never veto and never lower the amount", () => {
  const title = { titleCodes: ["HNTE_FIRST"], titleAwardDate: "2024-06-30", hiTechRevenueRatio: 0.6 };
  const failed = decideOn(shipped("INN-001"), { ...title, annualRevenue: { "2024": 200000000 }, rdIntensity: 0.0399, ipCount: 1 });
  expect(failed).toMatchObject({ verdict: "eligible", amountFen: 20_000_000, route: "manual", manualReasons: ["crossCheckFailed"] });
  const open = decideOn(shipped("INN-001"), { ...title, annualRevenue: { "2024": 8000000 }, rdIntensity: 0.09 });
  expect(open).toMatchObject({ verdict: "eligible", amountFen: 20_000_000, route: "manual", manualReasons: ["crossCheckOpen"] });
  expect(open.crossChecks.map((leaf) => leaf.id)).toHaveLength(9);
});

test("a diversion clause that holds or is not known sends the case to a person", () => {
  expect(decideOn(shipped("EMP-001"), { ...layoffs, isLaborDispatch: true })).toMatchObject({
    verdict: "eligible",
    route: "manual",
    manualReasons: ["divertedByClause"],
  });
  expect(decideOn(shipped("EMP-001"), layoffs, { without: ["isLaborDispatch"] })).toMatchObject({
    amountFen: 3_096_000,
    route: "manual",
    manualReasons: ["diversionOpen"],
  });
});

test("nothing left to top up is still eligible, with zero yuan", () => {
  const facts = { titleCodes: ["SRDI_PROVINCIAL"], titleAwardDate: "2024-06-30", enterpriseScale: "small" };
  expect(decideOn(shipped("IND-001"), facts, { priorGrants: { srdiLadder: 200000 } })).toMatchObject({ verdict: "eligible", amountFen: 0, route: "auto" });
});

test("a leaf under 不属于 tells its own result", () => {
  const decision = decideOn(shipped("TAX-002"), {
    totalProfit: { "2024": -500000 },
    revenueGrowthRate: -0.4,
    industryCode: "7020",
    propertyLandTaxPayable: 80000,
  });
  expect(decision.verdict).toBe("ineligible");
  expect(decision.conditions.find((leaf) => leaf.id === "TAX-002.c3")).toMatchObject({ result: "true", negated: true });
});

test.each([
  ["2023-12-31", false, "ineligible"],
  ["2024-01-01", true, "eligible"],
  ["2026-12-31", true, "eligible"],
  ["2027-01-01", false, "ineligible"],
])("on %s the policy is in force: %s", (asOf, inForce, verdict) => {
  const decision = decideOn(shipped("EMP-002"), { enterpriseScale: "small", newHireContract12mCount: 12 }, { asOf });
  expect(decision).toMatchObject({ inForce, verdict, amountFen: inForce ? 3_600_000 : null, route: inForce ? "auto" : null });
  expect(decision.conditions.map((leaf) => leaf.result)).toEqual(["true", "true"]);
});

test("the same policy and input give the same answer, and the arguments stay untouched", () => {
  const facts = Object.freeze({ ...layoffs });
  expect(decideOn(shipped("EMP-001"), facts)).toEqual(decideOn(shipped("EMP-001"), facts));
  const decision = decideOn(shipped("EMP-001"), facts);
  expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
});
