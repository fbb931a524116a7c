import { type AmountFormula, innerFormulas } from "@/lib/policy/amount-formula";
import { type Leaf, leavesOf } from "@/lib/policy/condition";
import { COMPANY_AGE, suppliedBy } from "@/lib/policy/facts";
import type { FactValue, ResolvedPolicy } from "@/lib/policy/language";
import { conditionsOfAmount } from "@/lib/policy/resolve";

const INDUSTRIES = ["1392", "13", "139", "0514", "05", "051", "5930", "59", "592", "8410", "7040", "70", "6110", "9999", "XY", ""];
const DAYS = ["2018-06-01", "2022-11-14", "2022-11-15", "2022-11-16", "2024-02-29", "2025-11-15", "2025-11-16", "not a day"];

function aroundNumber(value: number): FactValue[] {
  return [value, value - 1, value + 1, value / 2, value * 3, value + 0.01, value - 0.000001, String(value), 0, -0.005];
}

function aroundLeaf(leaf: Leaf): (readonly [string, readonly FactValue[]])[] {
  if ("ratio" in leaf) {
    const [top, bottom] = leaf.ratio;
    return [
      [top, [0, 1, 7, 8, 15, 16, 30.5]],
      [bottom, [0, 160, 150, 77, 159.5]],
    ];
  }
  const id = suppliedBy(leaf.ind);
  if (leaf.ind === COMPANY_AGE || leaf.op === "monthsSinceLte") return [[id, DAYS]];
  switch (leaf.op) {
    case "dateGte":
      return [[id, [leaf.value, ...DAYS]]];
    case "industryIn":
      return [[id, [...leaf.value.filter((code) => /^\d/.test(code)), ...INDUSTRIES]]];
    case "hasAny":
      return [[id, [[], [...leaf.value], ...leaf.value.map((code) => [code]), ["ELSE", ...leaf.value.slice(0, 1)]]]];
    case "eq":
      return [[id, typeof leaf.value === "boolean" ? [true, false] : [leaf.value, "another"]]];
    case "in":
    case "notIn":
      return [[id, [...leaf.value, "another"]]];
    default:
      return [[id, aroundNumber(leaf.value)]];
  }
}

function aroundAmount(formula: AmountFormula): (readonly [string, readonly FactValue[]])[] {
  const inner = innerFormulas(formula).flatMap(aroundAmount);
  const sums = [100, 0.01, 51600, 1234567.89, 98765432.1, 3e9];
  if (formula.kind === "perHead") return [[formula.indicator, [0, 1, 8, 12, 30.5]], ...inner];
  if (formula.kind === "rate" || formula.kind === "tieredRate") return [[formula.base, sums], ...inner];
  if (formula.kind === "rateOfIncrease") return [[formula.indicator, sums], ...inner];
  if (formula.kind === "byLevel") return [[formula.indicator, Object.keys(formula.levels)], ...inner];
  return inner;
}

const borders = (formula: AmountFormula): (readonly [string, readonly FactValue[]])[] =>
  "tiers" in formula && formula.by !== COMPANY_AGE
    ? [[formula.by, formula.tiers.flatMap(({ gte, lt }) => [gte, lt].filter((one) => one !== undefined).flatMap(aroundNumber))]]
    : innerFormulas(formula).flatMap(borders);

/** Values on, just below and just above every border that the policies draw, by indicator: what random enterprises are made of. */
export function tellingValues(policies: readonly ResolvedPolicy[]): Map<string, FactValue[]> {
  const values = new Map<string, FactValue[]>();
  for (const { base, conditions, negativeList, routeToManual, crossChecks, amount } of policies) {
    const trees = [...base.map((one) => one.cond), conditions, ...negativeList.map((one) => one.blocksWhen), routeToManual, crossChecks];
    const leaves = [...trees, ...conditionsOfAmount(amount)].flatMap((tree) => (tree ? leavesOf(tree) : []));
    for (const [id, more] of [...leaves.flatMap(aroundLeaf), ...aroundAmount(amount), ...borders(amount)]) {
      values.set(id, [...(values.get(id) ?? []), ...more]);
    }
  }
  return values;
}

/** A seeded die (mulberry32): the same roster for the same seed. */
export function die(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
