import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import type { AmountFormula } from "@/lib/policy/amount-formula";
import type { Condition, Leaf } from "@/lib/policy/condition";
import type { PolicyDocument } from "@/lib/policy/language";
import { shippedDocuments } from "../shipped";
import { context, documentOf, lint, of } from "./support";

/** A sound policy to plant one fault in: small rents, everybody else left out of the way. */
const SOUND = documentOf("RENT-002");
const leaf = (number: number, one: Record<string, unknown>): Leaf => ({ id: `RENT-002.x${number}`, clause: "条文", ...one }) as Leaf;
const gte = (number: number, value: number, ind = "annualRevenue"): Leaf => leaf(number, { ind, op: "gte", value });
const lt = (number: number, value: number, ind = "annualRevenue"): Leaf => leaf(number, { ind, op: "lt", value });
const under = (conditions: Condition, more: Partial<PolicyDocument> = {}): PolicyDocument => ({ ...SOUND, conditions, ...more });
const paying = (amount: AmountFormula, conditions: Condition = gte(1, 0.01)): PolicyDocument => under(conditions, { amount });

test("none of the 37 shipped policies has a blocking finding", () => {
  const blocked = shippedDocuments.flatMap((document) =>
    lint(document, { isPublished: true })
      .filter((one) => one.severity === "block")
      .map((one) => `${document.code} ${one.kind} ${one.place} ${one.message}`),
  );
  expect(blocked).toEqual([]);
});

test("as a new draft, a shipped policy lacks at most the review conclusion", () => {
  for (const document of shippedDocuments) {
    const blocked = lint(document).filter((one) => one.severity === "block");
    expect(
      blocked.map((one) => one.kind),
      document.code,
    ).toEqual(document.fairCompetition.review ? [] : ["noReview"]);
  }
});

test("every message is a Chinese sentence", () => {
  for (const document of shippedDocuments) for (const { message } of lint(document)) expect(message).toMatch(/^[\p{Script=Han}“].*[。）]$/u);
});

test("a condition beyond what the value can be is never true", () => {
  expect(of(lint(under(gte(1, 13, "unemploymentPremiumMonths"))), "valueType")).toEqual(["block conditions"]);
  expect(of(lint(under({ all: [gte(1, 100), lt(2, 50)] })), "neverTrue")).toEqual(["block conditions"]);
});

test("two requirements that exclude each other are never true together; the border counts", () => {
  const between = (high: Leaf): Condition => ({ all: [gte(1, 100, "totalAssets"), high] });
  expect(of(lint(under(between(lt(2, 100, "totalAssets")))), "neverTrue")).toEqual(["block conditions"]);
  expect(of(lint(under(between(leaf(2, { ind: "totalAssets", op: "lte", value: 100 })))), "neverTrue")).toEqual([]);
});

test("whole numbers leave no room between 3 and 4, money does", () => {
  const between = (ind: string): Condition => ({ all: [leaf(1, { ind, op: "gt", value: 3 }), lt(2, 4, ind)] });
  expect(of(lint(under(between("insuredCount"))), "neverTrue")).toEqual(["block conditions"]);
  expect(of(lint(under(between("totalAssets"))), "neverTrue")).toEqual([]);
});

test("contradictions of codes, sets, industries, dates and months are found", () => {
  const both = (a: Leaf, b: Condition): Condition => ({ all: [a, b] });
  const cases: Condition[] = [
    both(leaf(1, { ind: "enterpriseScale", op: "eq", value: "large" }), leaf(2, { ind: "enterpriseScale", op: "in", value: ["small", "micro"] })),
    both(leaf(1, { ind: "titleCodes", op: "hasAny", value: ["LITTLE_GIANT"] }), {
      not: leaf(2, { ind: "titleCodes", op: "hasAny", value: ["LITTLE_GIANT", "INNOVATIVE_SME"] }),
    }),
    both(leaf(1, { ind: "industryCode", op: "industryIn", value: ["C"] }), leaf(2, { ind: "industryCode", op: "industryIn", value: ["59", "F"] })),
    both(leaf(1, { ind: "firstAboveScaleDate", op: "dateGte", value: "2025-01-01" }), {
      not: leaf(2, { ind: "firstAboveScaleDate", op: "dateGte", value: "2024-01-01" }),
    }),
    both(leaf(1, { ind: "establishedDate", op: "monthsSinceLte", value: 12 }), gte(2, 24, "companyAgeMonths")),
    both(leaf(1, { ind: "isLaborDispatch", op: "eq", value: true }), leaf(2, { ind: "isLaborDispatch", op: "eq", value: false })),
    both(leaf(1, { ratio: ["rdExpense", "annualRevenue"], op: "gte", value: 0.05 }), leaf(2, { ratio: ["rdExpense", "annualRevenue"], op: "lt", value: 0.03 })),
  ];
  for (const condition of cases) expect(of(lint(under(condition)), "neverTrue"), JSON.stringify(condition)).toEqual(["block conditions"]);
});

test("an industry within a wider one is no contradiction", () => {
  const condition: Condition = {
    all: [leaf(1, { ind: "industryCode", op: "industryIn", value: ["C"] }), leaf(2, { ind: "industryCode", op: "industryIn", value: ["1391"] })],
  };
  const findings = lint(under(condition));
  expect(of(findings, "neverTrue")).toEqual([]);
  expect(of(findings, "redundant")).toEqual(["warn conditions.all.0"]);
});

test("what holds for every enterprise is said, also where it is a whole group", () => {
  expect(of(lint(under({ all: [gte(1, 0, "insuredCount"), gte(2, 10)] })), "alwaysTrue")).toEqual(["warn conditions.all.0"]);
  expect(of(lint(under({ all: [gte(1, 10), { any: [gte(2, 5, "totalAssets"), lt(3, 8, "totalAssets")] }] })), "alwaysTrue")).toEqual(["warn conditions.all.1"]);
});

test("a requirement that another already holds is superfluous; of two equal ones only one", () => {
  expect(of(lint(under({ all: [gte(1, 100), gte(2, 50)] })), "redundant")).toEqual(["warn conditions.all.1"]);
  expect(of(lint(under({ all: [gte(1, 100), gte(2, 100)] })), "redundant")).toEqual(["warn conditions.all.1"]);
});

test("a branch that cannot come true beside the other requirements is dead, one within another is superfluous", () => {
  const dead: Condition = { all: [gte(1, 100), { any: [lt(2, 50), gte(3, 10, "insuredCount")] }] };
  expect(of(lint(under(dead)), "deadBranch")).toEqual(["block conditions.all.1.any.0"]);
  const within: Condition = { any: [gte(1, 100), gte(2, 200)] };
  expect(of(lint(under(within)), "redundant")).toEqual(["warn conditions.any.1"]);
});

test("a dead item of the negative list is named, and one that blocks everybody", () => {
  const noArrears = leaf(1, { ind: "taxArrears", op: "lte", value: 0 });
  expect(of(lint(under(noArrears, { negativeList: ["N1", "N6"] })), "deadBlock")).toEqual(["warn negativeList.1"]);
  const arrears = leaf(1, { ind: "taxArrears", op: "gt", value: 100 });
  expect(of(lint(under(arrears, { negativeList: ["N1", "N6"] })), "blocksAll")).toEqual(["block negativeList.1"]);
});

test("an empty value that counts as no hit keeps a negative-list item alive", () => {
  const graded = leaf(1, { ind: "taxCreditGrade", op: "in", value: ["A", "B"] });
  expect(of(lint(under(graded, { negativeList: ["N7"] })), "deadBlock")).toEqual(["warn negativeList.0"]);
  const gradeD = leaf(1, { ind: "taxCreditGrade", op: "eq", value: "D" });
  expect(of(lint(under(gradeD, { negativeList: ["N7"] })), "blocksAll")).toEqual(["block negativeList.0"]);
});

test("routing that never or always applies is said", () => {
  const never = leaf(2, { ind: "annualRevenue", op: "lt", value: 50 });
  expect(of(lint(under(gte(1, 100), { routeToManual: never })), "neverTrue")).toEqual(["warn routeToManual"]);
  expect(of(lint(under(gte(1, 100), { routeToManual: gte(2, 10) })), "alwaysTrue")).toEqual(["warn routeToManual"]);
});

const tiers = (list: { gte?: number; lt?: number; amount: number }[]): AmountFormula => ({
  kind: "tieredAmount",
  by: "annualRevenue",
  unit: "元",
  tiers: list,
});

test("tiers that overlap, leave a gap or are never reached", () => {
  const overlap = lint(
    paying(
      tiers([
        { lt: 200, amount: 1 },
        { gte: 100, amount: 2 },
      ]),
    ),
  );
  expect(of(overlap, "tierOverlap")).toEqual(["block amount.tiers.1"]);
  const gap = lint(
    paying(
      tiers([
        { lt: 100, amount: 1 },
        { gte: 200, amount: 2 },
      ]),
    ),
  );
  expect(of(gap, "tierMissing")).toEqual(["block amount.tiers.1"]);
  const ends = lint(paying(tiers([{ gte: 100, lt: 200, amount: 1 }]), gte(1, 50)));
  expect(of(ends, "tierMissing")).toEqual(["warn amount.tiers.0", "warn amount.tiers.0"]);
  const dead = lint(
    paying(
      tiers([
        { lt: 100, amount: 1 },
        { gte: 100, amount: 2 },
      ]),
      gte(1, 100),
    ),
  );
  expect(of(dead, "tierUnreachable")).toEqual(["block amount.tiers.0"]);
});

test("cases that are never reached, and enterprises that no case covers", () => {
  const scale = (number: number, ...value: string[]) => leaf(number, { ind: "enterpriseScale", op: "in", value });
  const fixed = (amount: number): AmountFormula => ({ kind: "fixed", amount });
  const small = scale(1, "small", "micro");
  const twice = lint(
    paying(
      {
        kind: "cases",
        cases: [
          { when: scale(2, "small", "micro"), amount: fixed(1) },
          { when: scale(3, "micro"), amount: fixed(2) },
        ],
      },
      small,
    ),
  );
  expect(of(twice, "caseUnreachable")).toEqual(["block amount.cases.1"]);
  const open = lint(paying({ kind: "cases", cases: [{ when: scale(2, "small"), amount: fixed(1) }] }, small));
  expect(of(open, "caseMissing")).toEqual(["warn amount"]);
  const idle = lint(paying({ kind: "cases", cases: [{ when: scale(2, "small", "micro"), amount: fixed(1) }], otherwise: fixed(2) }, small));
  expect(of(idle, "caseUnreachable")).toEqual(["warn amount.otherwise"]);
});

test("levels that are never held, and holders of a level that pays nothing", () => {
  const level = (levels: Record<string, number>): AmountFormula => ({ kind: "byLevel", indicator: "listingStage", levels, pick: "max" });
  const listed = leaf(1, { ind: "listingStage", op: "in", value: ["regional", "neeq_base"] });
  expect(of(lint(paying(level({ regional: 1, neeq_base: 2, exchange_listed: 3 }), listed)), "tierUnreachable")).toEqual([
    "block amount.levels.exchange_listed",
  ]);
  expect(of(lint(paying(level({ regional: 1 }), listed)), "levelMissing")).toEqual(["warn amount.levels"]);
});

test("an operator, a value or a unit that the indicator does not have", () => {
  const planted: readonly [Leaf, string][] = [
    [leaf(1, { ind: "enterpriseScale", op: "gte", value: 3 }), "operatorType"],
    [leaf(1, { ind: "annualRevenue", op: "hasAny", value: ["LITTLE_GIANT"] }), "operatorType"],
    [leaf(1, { ind: "enterpriseScale", op: "eq", value: "tiny" }), "valueType"],
    [leaf(1, { ind: "layoffRatio", op: "lte", value: 5.5, unit: "比例" }), "valueType"],
    [leaf(1, { ind: "annualRevenue", op: "gte", value: 500, unit: "万元" }), "unit"],
    [leaf(1, { ratio: ["rdExpense", "insuredCount"], op: "gte", value: 0.05 }), "unit"],
    [leaf(1, { ind: "futureFigure", op: "gte", value: 1 }), "unknownIndicator"],
  ];
  for (const [one, kind] of planted) expect(of(lint(under({ all: [gte(2, 1), one] })), kind as never), kind).toEqual(["block conditions.all.1"]);
});

test("a formula whose indicator is not of the kind that it reckons with", () => {
  const planted: readonly [AmountFormula, string][] = [
    [{ kind: "rate", base: "insuredCount", rate: 0.5 }, "amount.base"],
    [{ kind: "rateOfIncrease", indicator: "annualRentPaid", rate: 0.5 }, "amount.indicator"],
    [{ kind: "perHead", indicator: "annualRevenue", unitAmount: 100 }, "amount.indicator"],
    [{ kind: "byLevel", indicator: "annualRevenue", levels: { A: 1 }, pick: "max" }, "amount.indicator"],
    [{ kind: "tieredAmount", by: "titleCodes", tiers: [{ gte: 1, amount: 1 }] }, "amount.by"],
  ];
  for (const [formula, place] of planted) expect(of(lint(paying(formula)), "operatorType"), place).toEqual([`block ${place}`]);
});

test("a clause that names other numbers than the rule", () => {
  const said = (clause: string, value: number, ind = "annualRevenue") => of(lint(under({ ...gte(1, value, ind), clause })), "clauseDiffers");
  expect(said("年营业收入500万元以上", 5_000_000)).toEqual([]);
  expect(said("年营业收入500万元以上", 3_000_000)).toEqual(["warn conditions"]);
  expect(said("占比不低于5.5％", 0.055, "rdIntensity")).toEqual([]);
  expect(said("占比不低于5.5%", 0.05, "rdIntensity")).toEqual(["warn conditions"]);
  expect(said("规模较大", 3_000_000)).toEqual([]);
});

test("no shipped clause names other numbers than its rule", () => {
  for (const document of shippedDocuments) expect(of(lint(document), "clauseDiffers"), document.code).toEqual([]);
});

test("an indicator without a feed cannot decide", () => {
  const { taxReturn: _, ...rest } = Object.fromEntries(context.datasets.map((id) => [id, id]));
  expect(of(lint(under(gte(1, 100)), { datasets: Object.keys(rest) }), "noSource")).toContain("block conditions");
});

test("statistics of single units block, unless the enterprise states them itself or they only check", () => {
  const ratio = leaf(1, { ind: "hiTechRevenueRatio", op: "gte", value: 0.6, unit: "比例" });
  const papers = (replacedBy: string | null) => [{ name: "高新收入说明", replacedBy }];
  expect(of(lint(under(ratio, { materials: papers("economicIndicators") })), "statistics")).toEqual(["block conditions"]);
  expect(of(lint(under(ratio, { materials: papers(null) })), "statistics")).toEqual(["warn conditions"]);
  expect(of(lint(under(gte(2, 100), { crossChecks: ratio, materials: papers("economicIndicators") })), "statistics")).toEqual(["note crossChecks"]);
});

test("registration place, local tax, statistics directory and ownership need a review on record", () => {
  const { review, ...unreviewed } = SOUND.fairCompetition;
  expect(review).toBeDefined();
  const condition: Condition = {
    all: [
      gte(1, 100_000, "annualTaxPaid"),
      leaf(2, { ind: "aboveScaleCategory", op: "eq", value: "industry" }),
      leaf(3, { ind: "entityType", op: "notIn", value: ["foreign_invested"] }),
    ],
  };
  const open = lint(under(condition, { fairCompetition: unreviewed }));
  expect(of(open, "registrationPlace")).toEqual([`block base.${SOUND.base.indexOf("B2")}`]);
  expect(of(open, "localTax")).toEqual(["block conditions.all.0"]);
  expect(of(open, "localStatistics")).toEqual(["block conditions.all.1"]);
  expect(of(open, "ownership")).toEqual(["block conditions.all.2"]);
  expect(of(open, "noReview")).toEqual(["block fairCompetition.review"]);
  const closed = lint(under(condition));
  expect(of(closed, "localTax")).toEqual(["note conditions.all.0"]);
  expect(of(closed, "noReview")).toEqual([]);
});

test("no review makes a reward by taxes paid or by exports lawful", () => {
  expect(of(lint(paying({ kind: "rate", base: "annualTaxPaid", rate: 0.1 })), "rewardOfTax")).toEqual(["block amount.base"]);
  expect(of(lint(paying({ kind: "rate", base: "exportValue", rate: 0.01 })), "rewardOfExport")).toEqual(["block amount.base"]);
});

test("no example, and an example that comes out otherwise", () => {
  expect(of(lint({ ...SOUND, examples: [] }), "noExamples")).toEqual(["block examples"]);
  const [first, ...rest] = SOUND.examples;
  const wrong = { ...first!, expected: { verdict: "ineligible", because: "试错" } as const };
  expect(of(lint({ ...SOUND, examples: [...rest, wrong] }), "exampleDiffers")).toEqual([`block examples.${rest.length}`]);
});

test("an example outside of the validity is told to name a day within it", () => {
  const later = { ...SOUND, effective: { from: plainDate("2026-01-01"), to: plainDate("2026-12-31") } };
  expect(lint(later).find((one) => one.kind === "exampleDiffers")?.message).toContain("判定日不在有效期内");
});

test("a sum that falls where its base rises, by tiers of a rate, by tiers of an amount and by cases", () => {
  const rates: AmountFormula = {
    kind: "tieredRate",
    by: "equipmentInvestment",
    base: "equipmentInvestment",
    tiers: [
      { lt: 1_000_000, rate: 0.2 },
      { gte: 1_000_000, rate: 0.1 },
    ],
  };
  // 999,999.99 × 20 % = 200,000.00, 1,000,000 × 10 % = 100,000.00
  expect(lint(paying(rates)).find((one) => one.kind === "amountFalls")?.message).toContain("从 20万元 降到 10万元");
  expect(
    of(
      lint(
        paying(
          tiers([
            { lt: 100, amount: 5 },
            { gte: 100, amount: 3 },
          ]),
        ),
      ),
      "amountFalls",
    ),
  ).toEqual(["warn amount"]);
  const cases: AmountFormula = { kind: "cases", cases: [{ when: lt(9, 100), amount: { kind: "fixed", amount: 5 } }], otherwise: { kind: "fixed", amount: 3 } };
  expect(of(lint(paying(cases)), "amountFalls")).toEqual(["warn amount"]);
});

test("more for a deeper fall of revenue is no sum that falls", () => {
  const relief: AmountFormula = {
    kind: "tieredRate",
    by: "revenueGrowthRate",
    unit: "比例",
    base: "propertyLandTaxPayable",
    tiers: [
      { lt: -0.5, rate: 1 },
      { gte: -0.5, rate: 0.5 },
    ],
  };
  expect(of(lint(paying(relief)), "amountFalls")).toEqual([]);
});

test("a figure of the year paid every month", () => {
  expect(of(lint({ ...SOUND, grantCycle: "monthly" }), "cycleShort")).toEqual(["block grantCycle"]);
});
