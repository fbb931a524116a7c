import { type AmountFormula, innerFormulas } from "../../policy/amount-formula";
import { type Condition, isRatio, type Leaf, leavesOf } from "../../policy/condition";
import { COMPANY_AGE, suppliedBy } from "../../policy/facts";
import type { ResolvedPolicy } from "../../policy/language";
import { conditionsOfAmount } from "../../policy/resolve";

/**
 * 列: one indicator of the whole roster. `number`: doubles, for what is only compared and reckoned with. `code`: positions in a dictionary of the values
 * that occur (codes, sets of codes, days, industry codes). `year` is 0 for the full year, −1 for the year before it.
 */
export type ColumnDefinition = {
  readonly id: string;
  readonly indicator: string;
  readonly year: 0 | -1;
  readonly kind: "number" | "code";
  readonly money: boolean;
};

/** 列表式: the columns and ladders that a set of policies looks at. */
export type Layout = { readonly columns: readonly ColumnDefinition[]; readonly ladders: readonly string[] };

type Use = { readonly indicator: string; readonly year: 0 | -1; readonly as: "number" | "money" | "code" };

export const columnId = (indicator: string, year: 0 | -1 = 0): string => (year === 0 ? suppliedBy(indicator) : `${indicator}@${year}`);

const NUMERIC_OPS: readonly Leaf["op"][] = ["gte", "gt", "lte", "lt"];

function usesOfLeaf(leaf: Leaf): Use[] {
  if (isRatio(leaf)) return leaf.ratio.map((indicator) => use(indicator, "number"));
  return [use(leaf.ind, NUMERIC_OPS.includes(leaf.op) ? "number" : "code")];
}

/** What is counted from a date is read from the date. */
const use = (indicator: string, as: Use["as"], year: Use["year"] = 0): Use => ({
  indicator: suppliedBy(indicator),
  year,
  as: indicator === COMPANY_AGE ? "code" : as,
});

function usesOfAmount(formula: AmountFormula): Use[] {
  switch (formula.kind) {
    case "fixed":
      return [];
    case "perHead":
      return [use(formula.indicator, "number")];
    case "rate":
      return [use(formula.base, "money")];
    case "rateOfIncrease":
      return [use(formula.indicator, "money"), use(formula.indicator, "money", -1)];
    case "tieredAmount":
      return [use(formula.by, "number")];
    case "tieredRate":
      return [use(formula.by, "number"), use(formula.base, "money")];
    case "byLevel":
      return [use(formula.indicator, "code")];
    case "sum":
    case "cases":
      return innerFormulas(formula).flatMap(usesOfAmount);
  }
}

const laddersOf = (formula: AmountFormula): string[] => [
  ...(formula.topUpGroup === undefined ? [] : [formula.topUpGroup]),
  ...innerFormulas(formula).flatMap(laddersOf),
];

/** Every condition of a policy, those that only route or choose a case included. */
function treesOf(policy: ResolvedPolicy): Condition[] {
  const { base, conditions, negativeList, routeToManual, crossChecks, amount } = policy;
  const optional = [routeToManual, crossChecks].filter((tree) => tree !== undefined);
  return [...base.map((item) => item.cond), conditions, ...negativeList.map((item) => item.blocksWhen), ...optional, ...conditionsOfAmount(amount)];
}

/** The columns that the policies need; an indicator of which any policy asks for more than its size is kept as codes. */
export function layoutOf(policies: readonly ResolvedPolicy[]): Layout {
  const uses = policies.flatMap((policy) => [...treesOf(policy).flatMap(leavesOf).flatMap(usesOfLeaf), ...usesOfAmount(policy.amount)]);
  const coded = new Set(uses.filter((one) => one.as === "code").map((one) => one.indicator));
  const byId = new Map<string, ColumnDefinition>();
  for (const { indicator, year, as } of uses) {
    const id = columnId(indicator, year);
    const money = as === "money" || (byId.get(id)?.money ?? false);
    byId.set(id, { id, indicator, year, kind: coded.has(indicator) ? "code" : "number", money });
  }
  return { columns: [...byId.values()], ladders: [...new Set(policies.flatMap((policy) => laddersOf(policy.amount)))] };
}
