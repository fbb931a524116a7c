import fc from "fast-check";
import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { type Amount, computeAmount } from "@/lib/policy/amount";
import { AmountFormula } from "@/lib/policy/amount-formula";
import type { Facts } from "@/lib/policy/facts";

const compute = (formula: object, facts: Facts, priorGrants: Record<string, number> = {}, names = {}): Amount =>
  computeAmount(AmountFormula.parse(formula), { asOf: plainDate("2025-11-15"), fullYear: 2024, facts, priorGrants, names });
const fen = (...args: Parameters<typeof compute>) => compute(...args).amountFen;
const texts = (...args: Parameters<typeof compute>) => compute(...args).steps.map((step) => (step.label ? `${step.label}｜${step.text}` : step.text));

test.each([
  [0.01, 0.5, 1],
  [333.33, 0.5, 16_667],
  [50000.05, 0.3, 1_500_002],
  [20000.05, 0.3, 600_002],
  [12345.67, 0.6, 740_740],
  [399999.99, 0.5, 20_000_000],
  [1.005, 1, 101],
  [1000.03, 0.5, 50_002],
])("%d yuan × %d are %d fen: half a fen goes up, no binary error", (base, rate, expected) => {
  expect(fen({ kind: "rate", base: "x", rate }, { x: base })).toBe(expected);
});

test("the sum is written as a person would write it", () => {
  expect(texts({ kind: "rate", base: "x", rate: 0.6 }, { x: 51600 })).toEqual(["51,600.00 × 60% = 30,960.00"]);
  expect(texts({ kind: "perHead", indicator: "n", unitAmount: 3000 }, { n: 12 })).toEqual(["12 × 3,000.00 = 36,000.00"]);
  expect(texts({ kind: "rate", base: "x", rate: 0.5, cap: 100000 }, { x: 200000.02 })).toEqual([
    "200,000.02 × 50% = 100,000.01",
    "100,000.01 超过上限，按 100,000.00 计",
  ]);
});

test("a unit price keeps six decimals until it is multiplied", () => {
  expect(fen({ kind: "perHead", indicator: "n", unitAmount: 0.333333 }, { n: 30 })).toBe(1000);
  expect(fen({ kind: "perHead", indicator: "n", unitAmount: 0.005 }, { n: 1 })).toBe(1);
  expect(fen({ kind: "perHead", indicator: "n", unitAmount: 1200 }, { n: 0 })).toBe(0);
});

test("an increase is paid on the difference of whole fen; a fall brings nothing; without the year before it is open", () => {
  const formula = { kind: "rateOfIncrease", indicator: "rd", rate: 0.05 };
  expect(compute(formula, { rd: { "2024": 600000.17, "2023": 500000.07 } }).amountFen).toBe(500_001);
  expect(fen(formula, { rd: { "2024": 500000, "2023": 600000 } })).toBe(0);
  expect(compute(formula, { rd: { "2024": 600000 } })).toEqual({ amountFen: null, steps: [], missing: ["rd"] });
  expect(fen(formula, { rd: { "2024": 600000, "2023": null } })).toBeNull();
  expect(fen(formula, { rd: 600000 })).toBeNull();
  expect(texts(formula, { rd: { "2024": 1800000, "2023": 1200000 } })).toEqual(["(1,800,000.00 − 1,200,000.00) × 5% = 30,000.00"]);
});

test("parts are rounded each for itself, then added, then capped", () => {
  const half = { kind: "rate", base: "x", rate: 0.5 };
  expect(fen({ kind: "sum", parts: [half, half] }, { x: 0.01 })).toBe(2);
  expect(fen({ kind: "sum", parts: [{ ...half, cap: 10 }, half], cap: 100 }, { x: 60 })).toBe(4000);
  expect(fen({ kind: "sum", parts: [half, half], cap: 50 }, { x: 60 })).toBe(5000);
  expect(compute({ kind: "sum", parts: [half, { kind: "rate", base: "y", rate: 1 }] }, { x: 60 })).toEqual({ amountFen: null, steps: [], missing: ["y"] });
});

const tiers = {
  kind: "tieredRate",
  by: "age",
  base: "rent",
  tiers: [
    { lt: 12, rate: 0.8 },
    { gte: 12, lt: 24, rate: 0.5 },
    { gte: 24, lt: 36, rate: 0.3 },
  ],
  cap: 100000,
};

test.each([
  [11, 4_000_000],
  [12, 2_500_000],
  [23.99, 2_500_000],
  [24, 1_500_000],
  [36, 0],
])("in month %d a rent of 50,000 yuan brings %d fen: the tier takes the whole base, outside of all tiers nothing", (age, expected) => {
  expect(fen(tiers, { age, rent: 50000 })).toBe(expected);
});

test("a tier names itself, and needs no base where none applies", () => {
  expect(texts(tiers, { age: 9, rent: 60000 })).toEqual(["9，属于“不足 12”一档｜60,000.00 × 80% = 48,000.00"]);
  expect(fen(tiers, { age: 40 })).toBe(0);
  expect(compute(tiers, { age: 3 })).toMatchObject({ amountFen: null, missing: ["rent"] });
  expect(compute(tiers, { rent: 3 })).toMatchObject({ amountFen: null, missing: ["age"] });
});

test("a tier is named in the unit that the policy gives it", () => {
  const growth = {
    kind: "tieredRate",
    by: "g",
    unit: "比例",
    base: "x",
    tiers: [
      { lt: -0.5, rate: 1 },
      { gte: -0.5, rate: 0.5 },
    ],
  };
  expect(texts(growth, { g: -0.36, x: 128400 })).toEqual(["−36%，属于“−50%及以上”一档｜128,400.00 × 50% = 64,200.00"]);
  const sales = { kind: "tieredAmount", by: "s", unit: "元", tiers: [{ gte: 5000000, lt: 10000000, amount: 20000 }] };
  expect(texts(sales, { s: 6200000 })).toEqual(["620万元，属于“500万元至不足 1,000万元”一档｜20,000.00"]);
  expect(texts(sales, { s: 4999999.99 })).toEqual(["4,999,999.99元，不在任何一档，按 0.00 计"]);
  expect(texts({ ...tiers, unit: "个月" }, { age: 9, rent: 60000 })[0]).toMatch(/^9 个月，属于“不足 12 个月”一档/);
});

test("tier borders are exact to the fen", () => {
  const formula = {
    kind: "tieredAmount",
    by: "x",
    tiers: [
      { lt: 50000000, amount: 100000 },
      { gte: 50000000, lt: 100000000, amount: 150000 },
      { gte: 100000000, amount: 200000 },
    ],
  };
  expect([49999999.99, 50000000, 99999999.99, 100000000].map((x) => fen(formula, { x }))).toEqual([10_000_000, 15_000_000, 15_000_000, 20_000_000]);
  expect(fen(formula, { x: "49999999.99" })).toBe(10_000_000);
});

const levels = { kind: "byLevel", indicator: "titles", levels: { NATIONAL: 500000, PROVINCIAL: 200000, CITY: 50000 }, pick: "max" };

test("levels: the highest, or the sum; a code counts once, a strange one not at all, an empty set is zero and an unknown one open", () => {
  expect(fen(levels, { titles: ["CITY", "NATIONAL", "OTHER"] })).toBe(50_000_000);
  expect(fen({ ...levels, pick: "sum" }, { titles: ["CITY", "CITY", "PROVINCIAL"] })).toBe(25_000_000);
  expect(fen(levels, { titles: [] })).toBe(0);
  expect(fen(levels, { titles: ["constructor"] })).toBe(0);
  expect(compute(levels, { titles: null })).toMatchObject({ amountFen: null, missing: ["titles"] });
  expect(fen(levels, { titles: "PROVINCIAL" })).toBe(20_000_000);
  expect(texts({ ...levels, pick: "sum" }, { titles: ["CITY", "PROVINCIAL"] }, {}, { titles: { CITY: "市级" } })).toEqual([
    "市级 50,000.00 + PROVINCIAL 200,000.00 = 250,000.00",
  ]);
});

const when = (value: string) => ({ id: "X.a1", ind: "scale", op: "eq", value, clause: value });
const cases = {
  kind: "cases",
  cases: [
    { when: when("large"), amount: { kind: "rate", base: "x", rate: 0.3 } },
    { when: when("small"), amount: { kind: "rate", base: "y", rate: 0.6 } },
  ],
};

test("the first case that holds pays; only the branch taken needs its numbers; an open case leaves the amount open", () => {
  expect(fen(cases, { scale: "large", x: 100 })).toBe(3000);
  expect(texts(cases, { scale: "small", y: 100 })).toEqual(["small｜100.00 × 60% = 60.00"]);
  expect(compute(cases, { scale: "small", x: 100 })).toMatchObject({ amountFen: null, missing: ["y"] });
  expect(compute(cases, { x: 100, y: 100 })).toMatchObject({ amountFen: null, missing: ["scale"] });
  expect(fen(cases, { scale: "medium" })).toBe(0);
  expect(fen({ ...cases, otherwise: { kind: "fixed", amount: 7 } }, { scale: "medium" })).toBe(700);
});

test("an open earlier case is not skipped for a later one that holds", () => {
  const second = { id: "X.a2", ind: "other", op: "eq", value: true, clause: "其他" };
  expect(fen({ kind: "cases", cases: [cases.cases[0], { when: second, amount: { kind: "fixed", amount: 7 } }] }, { other: true })).toBeNull();
});

test("on one level: cap, then what was granted before, then the minimum", () => {
  const formula = { kind: "rate", base: "x", rate: 1, cap: 1000, topUpGroup: "ladder", min: 300 };
  expect(fen(formula, { x: 5000 })).toBe(100_000);
  expect(fen(formula, { x: 5000 }, { ladder: 600 })).toBe(40_000);
  expect(fen(formula, { x: 5000 }, { ladder: 701 })).toBe(0);
  expect(fen(formula, { x: 299.99 })).toBe(0);
  expect(fen(formula, { x: 300 })).toBe(30_000);
  expect(fen(formula, { x: 5000 }, { ladder: 5000, other: 1 })).toBe(0);
  expect(texts(formula, { x: 5000 }, { ladder: 600 })).toEqual([
    "5,000.00 × 100% = 5,000.00",
    "5,000.00 超过上限，按 1,000.00 计",
    "1,000.00 − 已享 600.00 = 400.00",
  ]);
});

test("an inner formula goes through its own order before the outer one", () => {
  const inner = { kind: "rate", base: "x", rate: 1, min: 300 };
  expect(fen({ kind: "cases", cases: [{ when: when("small"), amount: inner }], otherwise: inner, min: 500 }, { scale: "small", x: 400 })).toBe(0);
  expect(fen({ kind: "sum", parts: [inner, { kind: "fixed", amount: 100 }], topUpGroup: "g" }, { x: 299 }, { g: 40.5 })).toBe(5950);
});

test("against whole fen in integers: rate of any base up to a billion yuan", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (base, millionths) => {
      const exact = (BigInt(base) * BigInt(millionths) * 2n + 1_000_000n) / 2_000_000n;
      const yuan = `${Math.trunc(base / 100)}.${String(base % 100).padStart(2, "0")}`;
      expect(fen({ kind: "rate", base: "x", rate: millionths / 1_000_000 }, { x: yuan })).toBe(Number(exact));
    }),
  );
});
