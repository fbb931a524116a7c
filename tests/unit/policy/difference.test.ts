import { expect, test } from "vitest";
import type { ComparisonLeaf, Condition } from "@/lib/policy/condition";
import { differencesOf } from "@/lib/policy/difference";
import type { PolicyDocument } from "@/lib/policy/language";
import { context, documentOf } from "./lint/support";
import { shippedLibrary } from "./shipped";

const reader = { words: { indicators: context.indicators, codes: shippedLibrary.codeNames }, library: shippedLibrary };
const RENT = documentOf("RENT-002");
const leaf = (id: string, ind: string, value: number): ComparisonLeaf => ({ id, ind, op: "gte", value, unit: "元", clause: "条文" });
const revenue = (value: number) => leaf("RENT-002.c1", "annualRevenue", value);
const assets = leaf("RENT-002.c2", "totalAssets", 1_000_000);
const between = (was: Partial<PolicyDocument>, is: Partial<PolicyDocument>) => differencesOf({ ...RENT, ...was }, { ...RENT, ...is }, reader);
const conditions = (was: Condition, is: Condition) => between({ conditions: was }, { conditions: is });

test("a policy does not differ from itself", () => {
  expect(between({}, {})).toEqual([]);
});

test("a changed threshold is told by its number", () => {
  expect(conditions(revenue(5_000_000), revenue(3_000_000))).toEqual([{ part: "条件", before: "营业收入不低于 500万元", after: "300万元" }]);
});

test("a requirement added, removed or turned round is told whole", () => {
  expect(conditions(revenue(5_000_000), { all: [revenue(5_000_000), assets] })).toEqual([{ part: "条件", before: null, after: "资产总额不低于 100万元" }]);
  expect(conditions({ all: [revenue(5_000_000), assets] }, revenue(5_000_000))).toEqual([{ part: "条件", before: "资产总额不低于 100万元", after: null }]);
  expect(conditions(revenue(5_000_000), { ...revenue(5_000_000), op: "lt" })).toEqual([
    { part: "条件", before: "营业收入不低于 500万元", after: "营业收入低于 500万元" },
  ]);
});

test("the same requirements grouped otherwise", () => {
  expect(conditions({ all: [revenue(5_000_000), assets] }, { any: [revenue(5_000_000), assets] })).toEqual([
    { part: "条件的组合", before: "营业收入不低于 500万元，并且资产总额不低于 100万元", after: "营业收入不低于 500万元，或者资产总额不低于 100万元" },
  ]);
});

test("amount, term, budget, negative list and papers", () => {
  const was: Partial<PolicyDocument> = { amount: { kind: "fixed", amount: 20_000 }, annualBudget: 4_000_000, negativeList: ["N1"], materials: [] };
  const is: Partial<PolicyDocument> = {
    amount: { kind: "fixed", amount: 30_000 },
    annualBudget: 5_000_000,
    negativeList: ["N6"],
    materials: [{ name: "租赁合同", replacedBy: null }],
  };
  expect(between(was, is)).toEqual([
    { part: "年度预算", before: "400万元", after: "500万元" },
    { part: "负面清单", before: "失信被执行人或严重失信主体", after: null },
    { part: "负面清单", before: null, after: "有欠税" },
    { part: "补贴标准", before: "定额 2万元", after: "定额 3万元" },
    { part: "材料", before: null, after: "租赁合同（企业提供）" },
  ]);
});
