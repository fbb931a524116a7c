import { afterAll, beforeAll, expect, test } from "vitest";
import { derivedFacts, factsOfForm, fieldErrors, valuesOfFacts } from "@/app/(public)/calculator/form-facts";
import { CLEAN_ALL } from "@/app/(public)/calculator/question";
import { questionGroups } from "@/app/(public)/calculator/questions";
import { changedInputs, changedPolicies, compareHref, keptHref, scenarioOf } from "@/app/(public)/calculator/scenarios";
import { calculate, loadCalculationRules, withinRate } from "@/db/calculations";
import { countyFigures, listDatasetNotes, policyBudget, policyDepartments, policyHistory, searchPolicies } from "@/db/policy-queries";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { readCalculation } from "@/lib/policy/calculation-input";
import { calculatorView } from "@/lib/policy/calculator";
import { policyIndicators } from "@/lib/policy/indicators";
import { problemText } from "@/lib/policy/input-words";
import { freshDatabase } from "../support/database";
import { DAY, on } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedCatalogue(db, on("2026-01-05"), [2026]);
});
afterAll(() => close());

/** Registered here, in business, with nothing on any list. */
const CLEAN = {
  regStatus: "active",
  registrationRegion: "529901",
  entityType: "company_ltd",
  isLaborDispatch: false,
  taxCreditGrade: "B",
  taxArrears: 0,
  dishonestFlag: false,
  majorViolation3y: false,
  abnormalOperationFlag: false,
  majorAccident3y: false,
  wageArrearsFlag: false,
};

async function answers(facts: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  const calculated = await calculate(db, { facts: { ...CLEAN, ...facts }, ...rest }, DAY);
  if (!calculated.ok) throw new Error(calculated.reason.map(problemText).join(" "));
  return { ...calculated.value, of: (code: string) => calculated.value.results.find((one) => one.policy === code)! };
}

async function refusal(body: unknown): Promise<string[]> {
  const calculated = await calculate(db, body, DAY);
  return calculated.ok ? [] : calculated.reason.map(problemText);
}

test("an empty request is answered for all policies, each open or refused, on the business day and the year before it", async () => {
  const { results, input } = await answers({});
  expect(input).toMatchObject({ asOf: "2026-07-15", fullYear: 2025 });
  expect(results).toHaveLength(37);
  expect(new Set(results.map((one) => one.policy)).size).toBe(37);
  const nothing = await calculate(db, {}, DAY);
  expect(nothing.ok && nothing.value.results.every((one) => one.verdict === "undetermined" && one.amountFen === null && one.route === "manual")).toBe(true);
});

test("稳岗返还: 51,600 yuan × 60 % = 30,960 yuan, decided by data alone", async () => {
  const { of } = await answers({
    enterpriseScale: "small",
    unemploymentPremiumMonths: 12,
    avgInsuredCount: 86,
    layoffRatio: 0.0349,
    unemploymentPremiumPaid: 51600,
  });
  expect(of("EMP-001")).toMatchObject({ verdict: "eligible", amountFen: 3_096_000, route: "auto" });
  expect(of("EMP-001").conditions).toEqual([
    { id: "EMP-001.c1", clause: expect.any(String), result: "true", actual: 12, threshold: 12 },
    { id: "EMP-001.c2", clause: expect.any(String), result: "true", actual: 0.0349, threshold: 0.055 },
    { id: "EMP-001.c3", clause: expect.any(String), result: "false", actual: 86, threshold: 30 },
    { id: "EMP-001.c4", clause: expect.any(String), result: "true", actual: 0.0349, threshold: 0.2 },
  ]);
});

test("half a fen goes up, exactly: 10,000.01 yuan × 60 % = 6,000.006, told as 6,000.01", async () => {
  const { of } = await answers({ enterpriseScale: "small", unemploymentPremiumMonths: 12, layoffRatio: 0.055, unemploymentPremiumPaid: "10000.01" });
  expect(of("EMP-001").amountFen).toBe(600_001);
});

test("nothing is filled in: absent is unknown, null is empty, and only the item that says so reads an empty grade as no D", async () => {
  const premium = { enterpriseScale: "micro", unemploymentPremiumMonths: 12, avgInsuredCount: 8, layoffRatio: 0, unemploymentPremiumPaid: 4000 };
  expect((await answers({ ...premium, taxCreditGrade: null })).of("EMP-001")).toMatchObject({ verdict: "eligible", amountFen: 240_000 });
  const { taxCreditGrade: _, ...rest } = CLEAN;
  const calculated = await calculate(db, { facts: { ...rest, ...premium } }, DAY);
  expect(calculated.ok && calculated.value.results.find((one) => one.policy === "EMP-001")).toMatchObject({
    verdict: "undetermined",
    amountFen: null,
    route: "manual",
    missing: ["taxCreditGrade"],
  });
});

test("a refusal by the negative list shows the item that blocks", async () => {
  const { of } = await answers({ enterpriseScale: "small", newHireContract12mCount: 25, wageArrearsFlag: true });
  expect(of("EMP-002")).toMatchObject({ verdict: "ineligible", amountFen: null, route: null });
  expect(of("EMP-002").negativeList).toContainEqual(expect.objectContaining({ id: "N5", result: "true", actual: true }));
});

test("a yearly series answers for its own years only: 600,000 × 3 % + (600,000 − 500,000) × 5 % = 23,000 yuan", async () => {
  const series = { rdExpense: { "2025": 600000, "2024": 500000 }, rdIntensity: 0.05 };
  expect((await answers(series)).of("INN-002")).toMatchObject({ verdict: "eligible", amountFen: 2_300_000 });
  expect((await answers({ ...series, rdExpense: 600000 })).of("INN-002")).toMatchObject({
    verdict: "eligible",
    amountFen: null,
    route: "manual",
    amountMissing: ["rdExpense"],
  });
  expect((await answers({ ...series, rdExpense: { "2024": 600000, "2023": 500000 } })).of("INN-002")).toMatchObject({ verdict: "undetermined" });
});

test("what was had on the same ladder is taken off: 500,000 − 200,000 = 300,000 yuan", async () => {
  const facts = { titleCodes: ["LITTLE_GIANT"], titleAwardDate: "2025-06-30" };
  expect((await answers(facts, { priorGrants: { srdiLadder: 200000 } })).of("IND-002")).toMatchObject({ verdict: "eligible", amountFen: 30_000_000 });
});

test("a day outside the policy's validity grants nothing", async () => {
  const { results } = await answers({ exhibitionFee: 1000 }, { asOf: "2030-01-01" });
  expect(results.every((one) => one.verdict === "ineligible" && !one.inForce)).toBe(true);
});

test("every fault is told at once in Chinese, each with its field", async () => {
  const told = await refusal({
    facts: { annualRevenue: "很多", layoffRatio: 5.5, newHireContract12mCount: 2.5, dishonestFlag: "no", establishedDate: "2025-02-30", nothing: 1 },
    extra: 1,
  });
  for (const field of ["annualRevenue", "layoffRatio", "newHireContract12mCount", "dishonestFlag", "establishedDate", "nothing", "extra"])
    expect(told.some((text) => text.includes(field) && /[一-鿿]/.test(text))).toBe(true);
  expect(told).toHaveLength(7);
});

test("refusals of the frame: no object, a wrong day, a year to come, an unknown ladder, a negative grant, a series for a present state", async () => {
  expect(await refusal([])).toHaveLength(1);
  expect((await refusal({ asOf: "2026-13-01" }))[0]).toContain("asOf");
  expect((await refusal({ fullYear: 2027 }))[0]).toContain("fullYear");
  expect((await refusal({ priorGrants: { otherLadder: 1 } }))[0]).toContain("srdiLadder");
  expect((await refusal({ priorGrants: { srdiLadder: -1 } }))[0]).toContain("priorGrants.srdiLadder");
  expect((await refusal({ facts: { insuredCount: { "2025": 3 } } }))[0]).toContain("facts.insuredCount");
  expect((await refusal({ facts: { annualRevenue: { "25": 3 } } }))[0]).toContain("facts.annualRevenue.25");
  expect((await refusal({ facts: { annualRevenue: -1 } }))[0]).toContain("不能小于 0");
});

test("a misspelt code is equal to no code of a policy, and the answer says so", async () => {
  const { unknownCodes, of } = await answers({ enterpriseScale: "Small", newHireContract12mCount: 25 });
  expect(unknownCodes).toEqual([{ field: "facts.enterpriseScale", code: "Small" }]);
  expect(of("EMP-002")).toMatchObject({ verdict: "ineligible" });
});

test("the calculator says what is near: two more people give 10 × 3,000 yuan, less what is lost for it (3 × 1,500)", async () => {
  const rules = await loadCalculationRules(db);
  const facts = { ...CLEAN, enterpriseScale: "small", newHireContract12mCount: 8, youthHireCount: 3 };
  const view = calculatorView(rules.view, { asOf: DAY, fullYear: 2025, priorGrants: {}, factsFor: () => facts });
  expect(view.items).toHaveLength(37);
  expect(view.items.find((item) => item.code === "EMP-002")).toMatchObject({
    group: "near",
    near: { text: "再招 2 人", amountFen: 3_000_000, netFen: 2_550_000 },
  });
  expect(view.items.find((item) => item.code === "EMP-003")).toMatchObject({ group: "eligible", amountFen: 450_000, automatic: true });
  expect(view).toMatchObject({ totalFen: 450_000, chosen: ["EMP-003"], left: [] });
});

test("of two rents only the higher one counts, and the lower one is named with its reason", async () => {
  const rules = await loadCalculationRules(db);
  const facts = {
    ...CLEAN,
    industryCode: "3525",
    enterpriseScale: "small",
    establishedDate: "2024-09-10",
    titleCodes: ["INCUBATED_TENANT"],
    titleAwardDate: "2024-09-20",
    annualTaxPaid: 150000,
    annualElectricity: 20000,
    annualRentPaid: 300000,
  };
  const view = calculatorView(rules.view, { asOf: DAY, fullYear: 2025, priorGrants: {}, factsFor: () => facts });
  // 300,000 × 50 % = 150,000; 22 whole months: 300,000 × 50 % capped at 100,000
  expect(view.totalFen).toBe(15_000_000);
  expect(view.left).toMatchObject([{ amountFen: 10_000_000, rule: "就高不就低" }]);
});

test("the library is found by words, by pinyin initials, by board, category and department", async () => {
  const codes = async (filter: Parameters<typeof searchPolicies>[1]) => (await searchPolicies(db, filter)).map((one) => one.resolved.code);
  expect(await codes({})).toHaveLength(37);
  expect(await codes({ search: "稳岗返还" })).toContain("EMP-001");
  expect(await codes({ search: "WGFH" })).toContain("EMP-001");
  expect(await codes({ search: "100%_" })).toEqual([]);
  expect(await codes({ category: "rent" })).toEqual(["RENT-001", "RENT-002"]);
  expect((await codes({ board: "finance" })).length).toBeGreaterThanOrEqual(3);
  const departments = await policyDepartments(db);
  expect(departments.reduce((sum, one) => sum + one.n, 0)).toBe(37);
  expect(await codes({ departmentId: "tax" })).toHaveLength(departments.find((one) => one.id === "tax")!.n);
});

test("what a policy page adds: this year's budget, its versions; and the register of datasets", async () => {
  expect(await policyBudget(db, "EMP-001", 2026)).toEqual({ amountFen: 900_000_000, usedFen: 0 });
  expect(await policyBudget(db, "TAX-001", 2026)).toBeNull();
  expect(await policyHistory(db, "EMP-001")).toMatchObject([{ number: 1, state: "published", effectiveFrom: "2024-01-01", effectiveTo: "2026-12-31" }]);
  const notes = await listDatasetNotes(db);
  expect(notes).toHaveLength(18);
  expect(notes.every((note) => note.purpose && note.legalBasis && note.retention && note.departmentName)).toBe(true);
  expect(await countyFigures(db, DAY)).toEqual({ year: 2026, paidFen: 0, paid: 0, enterprises: 0, reducedFen: 0, reduced: 0 });
});

test("a window of requests fills up for one address and not for another", async () => {
  const limit = { name: "test", limit: 2, seconds: 86_400 };
  expect(await withinRate(db, "10.0.0.1", limit)).toBe(true);
  expect(await withinRate(db, "10.0.0.1", limit)).toBe(true);
  expect(await withinRate(db, "10.0.0.1", limit)).toBe(false);
  expect(await withinRate(db, "10.0.0.2", limit)).toBe(true);
});

async function form() {
  const rules = await loadCalculationRules(db);
  const questions = questionGroups(rules.policies, rules.definitions, rules.library).flatMap((group) => group.questions);
  return { rules, questions };
}

test("the form asks for every datum that a policy reads, each once, and for the year before where an increase is paid", async () => {
  const { rules, questions } = await form();
  const asked = questions.map((one) => one.indicator);
  for (const id of new Set(rules.policies.flatMap((policy) => policyIndicators(policy).all))) expect(asked).toContain(id);
  expect(new Set(questions.map((one) => one.id)).size).toBe(questions.length);
  expect(questions.filter((one) => one.yearsBack === 1).map((one) => one.indicator)).toEqual(["rdExpense"]);
});

test("what is typed becomes facts exactly: 万元 and % are shifted, two years are a series, empty cells have no key", async () => {
  const { questions } = await form();
  const values = {
    annualRevenue: "4,000.05",
    layoffRatio: "3.49",
    rdExpense: "180",
    "rdExpense.before": "120",
    newHireContract12mCount: "８",
    taxCreditGrade: "null",
    insuredCount: " ",
    totalProfit: "−5",
  };
  expect(factsOfForm(questions, values, 2025)).toEqual({
    annualRevenue: 40000500,
    layoffRatio: 0.0349,
    rdExpense: { "2025": 1800000, "2024": 1200000 },
    newHireContract12mCount: 8,
    taxCreditGrade: null,
    totalProfit: -50000,
  });
});

test("the negative list stays unknown unless ticked; one tick answers what was not answered by itself", async () => {
  const { questions } = await form();
  expect(factsOfForm(questions, {}, 2025)).toEqual({});
  expect(factsOfForm(questions, { [CLEAN_ALL]: "yes", majorViolation3y: "yes" }, 2025)).toEqual({
    dishonestFlag: false,
    majorViolation3y: true,
    abnormalOperationFlag: false,
    majorAccident3y: false,
    wageArrearsFlag: false,
  });
});

test("titles: ticked, none at all, or unknown; an industry by division, or finer where the code is of that division", async () => {
  const { questions } = await form();
  const facts = (values: Record<string, string>) => factsOfForm(questions, values, 2025);
  expect(facts({ titleCodes: "LITTLE_GIANT,HNTE_FIRST" })).toEqual({ titleCodes: ["LITTLE_GIANT", "HNTE_FIRST"] });
  expect(facts({ "titleCodes.none": "yes" })).toEqual({ titleCodes: [] });
  expect(facts({ industryCode: "13" })).toEqual({ industryCode: "13" });
  expect(facts({ industryCode: "13", "industryCode.detail": "1371" })).toEqual({ industryCode: "1371" });
  expect(facts({ industryCode: "59", "industryCode.detail": "1371" })).toEqual({ industryCode: "59" });
});

test("a wrong cell is told under its own question in its own unit", async () => {
  const { questions, rules } = await form();
  const told = (values: Record<string, string>) => {
    const read = readCalculation({ facts: factsOfForm(questions, values, 2025) }, rules.input, DAY);
    return read.ok ? {} : fieldErrors(read.reason, questions, 2025);
  };
  expect(told({ annualRentPaid: "-3" })).toEqual({ annualRentPaid: "上年付的房租不能小于 0。没有请填 0。" });
  expect(told({ layoffRatio: "101" })).toEqual({ layoffRatio: "上年裁员率不能大于 100%，请核对一下单位。" });
  expect(told({ "rdExpense.before": "很多", newHireContract12mCount: "1.5", establishedDate: "2018年" })).toEqual({
    "rdExpense.before": "请填数字，如 400。不知道就空着。",
    newHireContract12mCount: "请填整数。",
    establishedDate: "请按 2025-06-15 这样填。",
  });
});

test("an enterprise's own file fills the form and comes back as the same facts", async () => {
  const { questions } = await form();
  const facts = {
    ...CLEAN,
    industryCode: "1371",
    annualRevenue: { "2025": 40000000 },
    rdExpense: { "2025": 1800000, "2024": 1200000 },
    layoffRatio: 0.0349,
    titleCodes: [],
    avgInsuredCount: 30.5,
  };
  expect(factsOfForm(questions, valuesOfFacts(questions, facts, 2025), 2025)).toEqual({ ...facts, annualRevenue: 40000000 });
});

test("what follows from the figures is worked out and said; a given answer is left alone", () => {
  const facts = { industryCode: "1371", employeeCount: 92, annualRevenue: 40000000, rdExpense: { "2025": 1800000 } };
  // industry: small from 20 people and 3 million yuan, medium from 300 people and 20 million; the lower of the two counts
  expect(derivedFacts(facts, 2025)).toMatchObject({
    facts: { enterpriseScale: "small", rdIntensity: 0.045 },
    notes: ["按国家标准，您属于：小型企业", "研发费用占收入 4.5%"],
  });
  expect(derivedFacts({ ...facts, enterpriseScale: "micro", rdIntensity: 0.01 }, 2025)).toEqual({
    facts: { ...facts, enterpriseScale: "micro", rdIntensity: 0.01 },
    notes: [],
  });
  expect(derivedFacts({ ...facts, annualRevenue: 60000001 }, 2025).facts["rdIntensity"]).toBe(0.029999);
});

test("two scenarios side by side: what was typed otherwise, and what comes out otherwise", async () => {
  const rules = await loadCalculationRules(db);
  const questions = questionGroups(rules.policies, rules.definitions, rules.library).flatMap((group) => group.questions);
  const first = { allFine: "yes", enterpriseScale: "small", newHireContract12mCount: "12" };
  const second = { ...first, newHireContract12mCount: "8", youthHireCount: "4", entityType: "company_ltd" };
  const viewOf = (values: Record<string, string>) => {
    const facts = factsOfForm(questions, values, 2025);
    return calculatorView(rules.view, { asOf: DAY, fullYear: 2025, priorGrants: {}, factsFor: () => facts });
  };
  expect(changedInputs(questions, first, second).map(({ label, first: was, second: is }) => [label, was, is])).toEqual([
    ["新招并签满 1 年合同的人", "12 人", "8 人"],
    ["其中毕业两年内的大学生", "没填", "4 人"],
    ["企业类型", "没填", "有限责任公司"],
  ]);
  const changed = changedPolicies(viewOf({ ...first, cleanAll: "yes" }), viewOf({ ...second, cleanAll: "yes", isLaborDispatch: "no" }));
  // 12 × 3,000 yuan are gone, 4 × 1,500 yuan have come
  expect(changed.filter((one) => one.differenceFen !== 0).map((one) => [one.code, one.differenceFen])).toEqual([
    ["EMP-002", -3_600_000],
    ["EMP-003", 600_000],
  ]);
  expect(changedPolicies(viewOf(first), viewOf(first))).toEqual([]);

  const link = new URL(compareHref({ ...first, vary: "insuredCount" }, second), "http://localhost");
  expect(scenarioOf(link.searchParams.get("a") ?? "")).toEqual(first);
  expect(scenarioOf(link.searchParams.get("b") ?? "")).toEqual(second);
  const kept = new URL(keptHref(first), "http://localhost").searchParams;
  expect(scenarioOf(kept.get("with") ?? "")).toEqual(first);
  expect(kept.get("newHireContract12mCount")).toBe("12");
  expect([scenarioOf(undefined), scenarioOf(["a", "b"]), scenarioOf("$ACTION=1&%%%")]).toEqual([{}, {}, {}]);
});
