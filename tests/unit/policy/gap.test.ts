import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { gapOf, nearMisses } from "@/lib/policy/gap";
import type { Facts } from "@/lib/policy/language";
import { decideOn, shipped, shippedLibrary } from "./shipped";
import { wordsFor } from "./words";

const gap = (code: string, leaf: string, facts: Facts) => {
  const decision = decideOn(shipped(code), facts);
  const trace = [...decision.conditions, ...decision.negativeList].find((one) => one.id === leaf || one.id === `${code}.${leaf}`);
  return gapOf(trace!, wordsFor(shipped(code)));
};
const near = (code: string, facts: Facts) =>
  nearMisses(
    shipped(code),
    { asOf: plainDate("2025-11-15"), fullYear: 2024, facts: { ...shippedLibrary.cleanProfile, ...facts }, priorGrants: {} },
    wordsFor(shipped(code)),
  );

test("two heads short", () => {
  expect(gap("EMP-002", "c2", { newHireContract12mCount: 8 })).toEqual({
    leafId: "EMP-002.c2",
    indicator: "newHireContract12mCount",
    direction: "more",
    distance: "2",
    target: "10",
    unit: "人",
    changeable: true,
    text: "再招 2 人",
  });
});

test("money is short to the fen, a share in percentage points", () => {
  expect(gap("INN-002", "c1", { rdExpense: { "2024": 499999.99 } })).toMatchObject({ distance: "0.01", text: "再投入研发0.01元" });
  expect(gap("INN-002", "c1", { rdExpense: { "2024": 400000 } })).toMatchObject({ text: "再投入研发10万元" });
  expect(gap("INN-002", "c2", { rdIntensity: 0.021 })).toMatchObject({ distance: "0.009", unit: "个百分点", text: "研发占比再提高 0.9 个百分点" });
});

test("a strict border is passed by the smallest step", () => {
  expect(gap("MKT-003", "c1", { exhibitionFee: 0 })).toMatchObject({ target: "0.01", distance: "0.01" });
  expect(gap("TAX-002", "c1", { totalProfit: { "2024": 10000 } })).toMatchObject({
    direction: "less",
    target: "-0.01",
    distance: "10000.01",
    changeable: false,
    text: "超出 10,000.01元",
  });
  expect(gap("FIN-001", "c4", { insuredCount: 80 })).toMatchObject({ target: "101", distance: "21" });
});

test("a ratio is closed by its numerator, in whole heads", () => {
  expect(gap("FIN-001", "c5", { insuredCount: 160, newHireContract12mCount: 7 })).toMatchObject({
    indicator: "newHireContract12mCount",
    target: "8",
    distance: "1",
    text: "再招 1 人",
  });
  expect(gap("FIN-001", "c3", { insuredCount: 33, newHireContract12mCount: 3 })).toMatchObject({ target: "4", distance: "1" });
});

test("what blocks is closed in the other direction", () => {
  expect(gap("INN-002", "N6", { taxArrears: 5000 })).toMatchObject({
    direction: "less",
    target: "0",
    distance: "5000",
    changeable: true,
    text: "缴清欠税5,000元",
  });
});

test("what is met, unknown, or no number has no distance; what cannot be changed says so", () => {
  expect(gap("EMP-002", "c2", { newHireContract12mCount: 10 })).toBeNull();
  expect(gap("EMP-002", "c2", {})).toBeNull();
  expect(gap("EMP-002", "c1", { enterpriseScale: "large" })).toBeNull();
  expect(gap("EMP-001", "c2", { layoffRatio: 0.06 })).toMatchObject({ direction: "less", changeable: false, text: "超出 0.5 个百分点" });
});

test("what the catalogue calls unchangeable is no advice", () => {
  const words = wordsFor(shipped("EMP-002"));
  const indicators = { ...words.indicators, newHireContract12mCount: { name: "新招人数", type: "count" as const, unit: "人", changeable: false } };
  const [trace] = decideOn(shipped("EMP-002"), { newHireContract12mCount: 8 }).conditions.slice(1);
  expect(gapOf(trace!, { ...words, indicators })).toMatchObject({ changeable: false, text: "还差 2 人" });
});

test("再招 2 人即可享受 30,000 元", () => {
  expect(near("EMP-002", { enterpriseScale: "small", newHireContract12mCount: 8 })).toMatchObject([{ gap: { text: "再招 2 人" }, amountFen: 3_000_000 }]);
  expect(near("INN-002", { rdExpense: { "2023": 500000, "2024": 450000 }, rdIntensity: 0.05 })).toMatchObject([
    { gap: { target: "500000" }, amountFen: 1_500_000 },
  ]);
  expect(near("FIN-001", { enterpriseScale: "small", insuredCount: 160, newHireContract12mCount: 7, loanInterestPaid: 100000 })).toMatchObject([
    { gap: { leafId: "FIN-001.c5" }, amountFen: 5_000_000 },
  ]);
});

test("two things wrong at once, an open verdict or an eligible one are no near miss", () => {
  expect(near("EMP-002", { enterpriseScale: "large", newHireContract12mCount: 8 })).toEqual([]);
  expect(near("EMP-002", { enterpriseScale: "small" })).toEqual([]);
  expect(near("EMP-002", { enterpriseScale: "small", newHireContract12mCount: 12 })).toEqual([]);
});
