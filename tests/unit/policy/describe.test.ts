import { expect, test } from "vitest";
import { AmountFormula } from "@/lib/policy/amount-formula";
import { Condition } from "@/lib/policy/condition";
import { describeActual, describeCondition, describeLeaf, describeValue, withCodeNames, wordsOf } from "@/lib/policy/describe";
import { describeAmount } from "@/lib/policy/describe-amount";
import { policyIndicators } from "@/lib/policy/indicators";
import { formatMoney, formatNumber, formatPercent } from "@/lib/policy/wording";
import { decideOn, shipped, shippedDocuments } from "./shipped";
import { wordsFor } from "./words";

const words = wordsFor(shipped("TAX-002"));
const say = (leaf: object, negated = false) => describeCondition(Condition.parse({ id: "X.c1", clause: "条款", ...leaf }), words, negated);

test.each([
  [5000000, "500万元"],
  [100000000, "1亿元"],
  [123456789, "123,456,789元"],
  [26800000, "2,680万元"],
  [1234500, "123.45万元"],
  [1234567, "1,234,567元"],
  [9999.99, "9,999.99元"],
  [0, "0元"],
  [-1860000, "−186万元"],
  [150000000, "1.5亿元"],
])("%d yuan reads %s", (yuan, text) => {
  expect(formatMoney(yuan)).toBe(text);
});

test("percent and numbers are exact", () => {
  expect([0.055, 0.6, 1, 0.333333, -0.3].map(formatPercent)).toEqual(["5.5%", "60%", "100%", "33.3333%", "−30%"]);
  expect([1234.5, 0, 1000000, -2.5].map(formatNumber)).toEqual(["1,234.5", "0", "1,000,000", "−2.5"]);
});

test.each([
  [{ ind: "newHireContract12mCount", op: "gte", value: 10, unit: "人" }, "新招人数不少于 10 人", "新招人数少于 10 人"],
  [{ ind: "layoffRatio", op: "lte", value: 0.055, unit: "比例" }, "裁员率不高于 5.5%", "裁员率高于 5.5%"],
  [{ ind: "annualRevenue", op: "gte", value: 20000000, unit: "元" }, "营业收入不低于 2,000万元", "营业收入低于 2,000万元"],
  [{ ind: "annualElectricity", op: "gte", value: 10000, unit: "kWh" }, "年用电量不低于 10,000 kWh", "年用电量低于 10,000 kWh"],
  [{ ind: "annualRentPaid", op: "gt", value: 0, unit: "元" }, "有年实付租金", "没有年实付租金"],
  [{ ind: "totalProfit", op: "lt", value: 0, unit: "元" }, "利润总额为负", "利润总额不为负"],
  [{ ind: "taxCreditGrade", op: "in", value: ["A", "B", "M"] }, "纳税信用等级为A级、B级或M级", "纳税信用等级不为A级、B级或M级"],
  [{ ind: "taxCreditGrade", op: "notIn", value: ["A"] }, "纳税信用等级不为A级", "纳税信用等级为A级"],
  [{ ind: "dishonestFlag", op: "eq", value: true }, "失信被执行人：是", "失信被执行人：否"],
  [
    { ind: "industryCode", op: "industryIn", value: ["K", "13", "593"] },
    "行业属于房地产业、农副食品加工业或装卸搬运和仓储业中的 593 类",
    "行业不属于房地产业、农副食品加工业或装卸搬运和仓储业中的 593 类",
  ],
  [{ ind: "titleAwardDate", op: "dateGte", value: "2024-01-01" }, "认定日期在2024年1月1日及以后", "认定日期在2024年1月1日以前"],
  [{ ind: "establishedDate", op: "monthsSinceLte", value: 35 }, "成立日期至今不超过 35 个整月", "成立日期至今超过 35 个整月"],
  [{ ratio: ["newHireContract12mCount", "insuredCount"], op: "gte", value: 0.1 }, "新招人数占参保人数的比例不低于 10%", "新招人数占参保人数的比例低于 10%"],
])("%j is said plainly, and its opposite too", (leaf, plain, opposite) => {
  expect(say(leaf)).toBe(plain);
  expect(say(leaf, true)).toBe(opposite);
});

test("a tree reads as one sentence; 不属于 turns 并且 into 或者", () => {
  const policy = shipped("EMP-001");
  expect(describeCondition(policy.conditions, wordsFor(policy))).toBe(
    "失业保险缴费月数不少于 12 个月，并且（裁员率不高于 5.5%，或者（月平均参保人数不高于 30 人，并且裁员率不高于 20%））",
  );
  const both = [
    { id: "X.c1", ind: "dishonestFlag", op: "eq", value: true, clause: "x" },
    { id: "X.c2", ind: "taxArrears", op: "gt", value: 0, clause: "y" },
  ];
  expect(describeCondition(Condition.parse({ not: { all: both } }), words)).toBe("失信被执行人：否，或者没有欠税余额");
  expect(describeCondition(Condition.parse({ not: { not: both[1] } }), words)).toBe("有欠税余额");
});

test("brackets stand only where 并且 and 或者 meet; names with 、 of their own are quoted in a list", () => {
  const leaf = (id: string) => ({ id: `X.${id}`, ind: "dishonestFlag", op: "eq", value: true, clause: "x" });
  const tree = (parts: object) => describeCondition(Condition.parse(parts), words);
  const yes = "失信被执行人：是";
  expect(tree({ all: [{ all: [leaf("c1"), leaf("c2")] }, { any: [leaf("c3")] }] })).toBe(`${yes}，并且${yes}，并且${yes}`);
  expect(tree({ any: [leaf("c1"), { not: { any: [leaf("c2"), leaf("c3")] } }] })).toBe(`${yes}，或者（失信被执行人：否，并且失信被执行人：否）`);
  expect(say({ ind: "industryCode", op: "industryIn", value: ["G", "C"] })).toBe("行业属于“交通运输、仓储和邮政业”或制造业");
});

test("a title that is asked for, and one that must not be", () => {
  const codes = { titleCodes: { A1: "甲级", B1: "乙级" } };
  const leaf = Condition.parse({ id: "X.c1", ind: "titleCodes", op: "hasAny", value: ["A1", "B1"], clause: "x" });
  expect([false, true].map((negated) => describeCondition(leaf, { ...words, codes }, negated))).toEqual(["资质荣誉中有甲级或乙级", "资质荣誉中没有甲级或乙级"]);
});

test("a code is named by the policy, else by the catalogue, else by itself", () => {
  const own = { codes: { scale: { small: "小型" } }, indicators: { scale: { name: "划型", type: "enum" as const, labels: { small: "小", micro: "微型" } } } };
  expect(["small", "micro", "huge"].map((code) => describeValue("scale", code, own))).toEqual(["小型", "微型", "huge"]);
});

test("what blocks is described by what must not be", () => {
  const policy = shipped("EMP-001");
  const grade = policy.negativeList.find((item) => item.id === "N7")!.blocksWhen;
  expect(describeCondition(grade, wordsFor(policy), true)).toBe("纳税信用等级不为D级");
});

test.each([
  ["EMP-001", "企业划型为大型：实缴失业保险费的 30%；企业划型为中型、小型或微型：实缴失业保险费的 60%"],
  ["EMP-002", "每人 3,000元"],
  ["INN-002", "研发费用的 3%，加上研发费用比上年增加部分的 5%，最高 50万元"],
  ["IND-001", "创新型中小企业 5万元，专精特新中小企业 20万元，取最高一项，已享部分只补差额"],
  ["IND-004", "按营业收入：不足 5,000万元为 10万元，5,000万元至不足 1亿元为 15万元，1亿元及以上为 20万元"],
  ["RENT-001", "年实付租金乘以比例，按成立满月数：不足 12 个月为 80%，12 个月至不足 24 个月为 50%，24 个月至不足 36 个月为 30%，最高 10万元"],
  ["MKT-001", "定额 5万元"],
  ["TAX-002", "propertyLandTaxPayable乘以比例，按revenueGrowthRate：低于 −50%为 100%，−50%及以上为 50%，最高 50万元"],
  ["MKT-003", "实付展位费的 50%，最高 10万元"],
])("the standard of %s follows from its formula", (code, text) => {
  expect(describeAmount(shipped(code).amount, wordsFor(shipped(code)))).toBe(text);
});

test("a minimum, a sum of levels and other cases are said as well", () => {
  const levels = AmountFormula.parse({ kind: "byLevel", indicator: "titleCodes", levels: { A1: 100, B1: 200 }, pick: "sum", min: 50 });
  expect(describeAmount(levels, words)).toBe("A1 100元，B1 200元，可以累加，不足 50元 的不发");
  expect(describeAmount(shipped("MKT-002").amount, words)).toContain("；其他情形：");
});

test("what was found is said in the unit of its indicator; unknown is 待核 and empty 不适用", () => {
  const policy = shipped("FIN-001");
  const own = wordsFor(policy);
  const actuals = (facts: Parameters<typeof decideOn>[1]) =>
    Object.fromEntries(decideOn(policy, facts).conditions.map((leaf) => [leaf.id.slice(8), describeActual(leaf, own)]));
  expect(actuals({ enterpriseScale: "small", insuredCount: 40, newHireContract12mCount: 5, loanInterestPaid: 62400 })).toMatchObject({
    c1: "小型",
    c2: "40 人",
    c3: "12.5%",
    c6: "6.24万元",
  });
  expect(actuals({ enterpriseScale: null, insuredCount: 0, newHireContract12mCount: 5 })).toMatchObject({ c1: "不适用", c3: "待核", c6: "待核" });
  const rent = decideOn(shipped("RENT-001"), { establishedDate: "2025-02-10", titleCodes: ["INCUBATED_TENANT"] }).conditions;
  expect(rent.map((leaf) => describeActual(leaf, wordsFor(shipped("RENT-001"))))).toEqual(["孵化器在孵企业", "待核", "满 9 个月", "待核"]);
});

test("values of every kind", () => {
  expect(describeValue("titleAwardDate", "2024-06-30", words)).toBe("2024年6月30日");
  expect(describeValue("titleCodes", [], words)).toBe("无");
  expect(describeValue("isLaborDispatch", false, words)).toBe("否");
  expect(describeValue("industryCode", "3311", words)).toBe("3311");
  expect(wordsOf("notInTheCatalogue", words, "元")).toEqual({ name: "notInTheCatalogue", unit: "元", type: "money" });
});

test("every condition and amount of the shipped library can be described", () => {
  for (const { code } of shippedDocuments) {
    const policy = shipped(code);
    const own = wordsFor(policy);
    for (const text of [describeCondition(policy.conditions, own), describeAmount(policy.amount, own)])
      expect(text, code).not.toMatch(/undefined|NaN|\[object/);
    for (const leaf of decideOn(policy, {}).conditions) expect(describeActual(leaf, own), leaf.id).not.toBe("");
  }
  expect(describeLeaf(Condition.parse({ id: "X.c1", clause: "x", ind: "a", op: "eq", value: 3 }) as Parameters<typeof describeLeaf>[0], words)).toBe("a为3");
});

test("the indicators of a policy by the part that uses them; the company's age is asked for as its date", () => {
  expect(policyIndicators(shipped("RENT-001"))).toEqual({
    entitlement: [
      "regStatus",
      "registrationRegion",
      "titleCodes",
      "enterpriseScale",
      "establishedDate",
      "annualRentPaid",
      "dishonestFlag",
      "majorViolation3y",
      "abnormalOperationFlag",
    ],
    routing: [],
    amount: ["establishedDate", "annualRentPaid"],
    all: [
      "regStatus",
      "registrationRegion",
      "titleCodes",
      "enterpriseScale",
      "establishedDate",
      "annualRentPaid",
      "dishonestFlag",
      "majorViolation3y",
      "abnormalOperationFlag",
    ],
  });
  expect(policyIndicators(shipped("EMP-001"))).toMatchObject({ routing: ["isLaborDispatch"], amount: ["enterpriseScale", "unemploymentPremiumPaid"] });
  expect(policyIndicators(shipped("INN-001")).routing).toEqual(["ipCount", "hiTechRevenueRatio", "annualRevenue", "rdIntensity"]);
});

test("a policy that names one code of an indicator hides none of the catalogue's", () => {
  const catalogue = { indicators: {}, codes: { entityType: { company_ltd: "有限责任公司", individual_business: "个体" }, scale: { small: "小型" } } };
  const merged = withCodeNames(catalogue, { entityType: { individual_business: "个体工商户" }, titles: { x: "专精特新" } });
  expect(merged.codes).toEqual({
    entityType: { company_ltd: "有限责任公司", individual_business: "个体工商户" },
    scale: { small: "小型" },
    titles: { x: "专精特新" },
  });
  expect(withCodeNames(catalogue)).toEqual(catalogue);
});
