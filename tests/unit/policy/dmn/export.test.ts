import { expect, test } from "vitest";
import { xmlText } from "@/lib/kernel/xml";
import type { AmountFormula } from "@/lib/policy/amount-formula";
import type { Condition } from "@/lib/policy/condition";
import type { Facts } from "@/lib/policy/language";
import { readDmn, runDmn } from "../../../support/dmn-engine";
import { decideOn, shipped } from "../shipped";
import { dmnInputs, xmlOf } from "./scene";

const MODEL = shipped("EMP-002");
const ASKED = { asOf: "2025-11-15", fullYear: 2024 };

/** A policy whose only condition and amount are those given. */
const made = (conditions: Condition, amount: AmountFormula) => ({ ...MODEL, base: [], negativeList: [], conditions, amount });
const HIRES: Condition = { id: "EMP-002.c1", ind: "newHireContract12mCount", op: "gte", value: 1, clause: "新招 1 人以上" };

async function said(policy: ReturnType<typeof made>, facts: Facts, granted: Record<string, number> = {}) {
  const { definitions } = await readDmn(xmlOf(policy));
  const answer = runDmn(definitions, { ...dmnInputs({ ...ASKED, facts, priorGrants: {} }), ...granted });
  return [answer["final_verdict"], answer["amount_fen"]];
}

test("below the minimum nothing is paid, at the minimum all of it", async () => {
  const policy = made(HIRES, { kind: "perHead", indicator: "newHireContract12mCount", unitAmount: 100, min: 500 });
  expect(await said(policy, { newHireContract12mCount: 4 })).toEqual(["eligible", 0]);
  expect(await said(policy, { newHireContract12mCount: 5 })).toEqual(["eligible", 50_000]);
});

test("half a fen goes up, and a negative base never turns a benefit into a debt", async () => {
  const policy = made(HIRES, { kind: "rate", base: "annualRevenue", rate: 0.5 });
  expect(await said(policy, { newHireContract12mCount: 1, annualRevenue: 0.01 })).toEqual(["eligible", 1]);
  expect(await said(policy, { newHireContract12mCount: 1, annualRevenue: -0.01 })).toEqual(["eligible", 0]);
});

test("a ladder is topped up, by whatever name it goes", async () => {
  const policy = made(HIRES, { kind: "fixed", amount: 500, topUpGroup: "龙头.晋级" });
  expect(xmlOf(policy)).toContain('label="已享金额（元）：龙头.晋级"');
  expect(await said(policy, { newHireContract12mCount: 1 }, { granted_1: 120.5 })).toEqual(["eligible", 37_950]);
  expect(await said(policy, { newHireContract12mCount: 1 }, { granted_1: 900 })).toEqual(["eligible", 0]);
  expect(await said(policy, { newHireContract12mCount: 1 })).toEqual(["eligible", 50_000]);
});

test("a ratio with a negative or an empty denominator is judged as ours is", async () => {
  const condition: Condition = { id: "EMP-002.c1", ratio: ["totalProfit", "annualRevenue"], op: "gte", value: 0.055, clause: "利润率 5.5%以上" };
  const policy = made(condition, { kind: "fixed", amount: 1 });
  for (const [top, bottom] of [
    [55, 1000],
    [54.99, 1000],
    [-55, -1000],
    [-54, -1000],
    [0, 0],
    [1, 0],
  ] as const) {
    const facts = { totalProfit: top, annualRevenue: bottom };
    expect(await said(policy, facts), `${top} / ${bottom}`).toEqual([decideOn(policy, facts).verdict, decideOn(policy, facts).amountFen]);
  }
});

test("an empty value counts only where the clause says so", async () => {
  const grade = (more: object): Condition => ({ id: "EMP-002.c1", ind: "taxCreditGrade", op: "eq", value: "A", clause: "A级", ...more });
  const amount: AmountFormula = { kind: "fixed", amount: 1 };
  expect(await said(made(grade({ nullAs: true }), amount), { taxCreditGrade: null })).toEqual(["eligible", 100]);
  expect(await said(made(grade({ nullAs: false }), amount), { taxCreditGrade: null })).toEqual(["ineligible", null]);
  expect(await said(made(grade({}), amount), { taxCreditGrade: null })).toEqual(["undetermined", null]);
  expect(await said(made(grade({ nullAs: true }), amount), {})).toEqual(["undetermined", null]);
});

test("clauses with marks of XML and FEEL stay what they are", async () => {
  const clause = `"A" & <B> 'C'\n二行`;
  const policy = made({ id: "EMP-002.c1", ind: "taxCreditGrade", op: "in", value: ['say "hi" \\ <&>'], clause }, { kind: "fixed", amount: 1 });
  const { definitions, warnings } = await readDmn(xmlOf(policy));
  expect(warnings).toEqual([]);
  expect(definitions.drgElement.find(({ name }) => name === "EMP_002__c1")).toMatchObject({ label: clause });
  expect(await said(policy, { taxCreditGrade: 'say "hi" \\ <&>' })).toEqual(["eligible", 100]);
  expect(xmlText("a\u0000b\u001Fc\uD800d😀")).toBe("abcd😀");
});
