import { type AmountFormula, innerFormulas } from "./amount-formula";
import { type Condition, indicatorsOfLeaf, leavesOf } from "./condition";
import { suppliedBy } from "./facts";
import type { ResolvedPolicy } from "./language";
import { conditionsOfAmount } from "./resolve";

function indicatorsOfAmount(formula: AmountFormula): string[] {
  const own = Object.entries(formula).flatMap(([key, value]) => (["base", "by", "indicator"].includes(key) ? [String(value)] : []));
  return [...own, ...innerFormulas(formula).flatMap(indicatorsOfAmount)];
}

const distinctIndicators = (ids: readonly string[]): string[] => [...new Set(ids.map(suppliedBy))];
const indicatorsOf = (conditions: readonly Condition[]): string[] => distinctIndicators(conditions.flatMap(leavesOf).flatMap(indicatorsOfLeaf));

/** The indicators that an amount is reckoned from, those of its cases included. */
export const amountIndicators = (formula: AmountFormula): string[] =>
  distinctIndicators([...indicatorsOf(conditionsOfAmount(formula)), ...indicatorsOfAmount(formula)]);

/** 所用指标 of a policy by the part that uses them, each id once; what is counted from a date is listed as that date. */
export function policyIndicators(policy: ResolvedPolicy): {
  readonly entitlement: readonly string[];
  readonly routing: readonly string[];
  readonly amount: readonly string[];
  readonly all: readonly string[];
} {
  const entitlement = indicatorsOf([...policy.base.map((item) => item.cond), policy.conditions, ...policy.negativeList.map((item) => item.blocksWhen)]);
  const routing = indicatorsOf([policy.routeToManual, policy.crossChecks].filter((tree) => tree !== undefined));
  const amount = amountIndicators(policy.amount);
  return { entitlement, routing, amount, all: distinctIndicators([...entitlement, ...routing, ...amount]) };
}
