import type { ClaimState } from "./states";

/** A figure that can be drilled down to: what was counted, out of what. `value` is null when there is nothing to divide by. */
export type Ratio = { readonly numerator: number; readonly denominator: number; readonly value: number | null };

export const ratio = (numerator: number, denominator: number): Ratio => ({ numerator, denominator, value: denominator === 0 ? null : numerator / denominator });

/**
 * 分位数 by the nearest-rank method: the smallest value that at least `percent` % of the cases do not exceed; always a value that occurred.
 * Null for no cases. Throws when `percent` is not in (0, 100].
 */
export function percentile(values: readonly number[], percent: number): number | null {
  if (!(percent > 0 && percent <= 100)) throw new RangeError(`percent ${percent}`);
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null;
}

/** 用时统计 in working days. `mean` is unrounded. */
export type DurationStats = {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly max: number | null;
};

export function durationStats(days: readonly number[]): DurationStats {
  const count = days.length;
  return {
    count,
    mean: count === 0 ? null : days.reduce((sum, value) => sum + value, 0) / count,
    p50: percentile(days, 50),
    p90: percentile(days, 90),
    max: percentile(days, 100),
  };
}

export type CheckOutcome = { readonly claimId: string; readonly at: string; readonly to: ClaimState };

/** 自动通过率: claims whose first check led straight to the notice ÷ all first checks. A claim that is checked again counts once, with its first check. */
export function straightThroughRate(outcomes: readonly CheckOutcome[]): Ratio {
  const first = new Map<string, CheckOutcome>();
  for (const outcome of outcomes) {
    const known = first.get(outcome.claimId);
    if (!known || Date.parse(outcome.at) < Date.parse(known.at)) first.set(outcome.claimId, outcome);
  }
  const passed = [...first.values()].filter(({ to }) => to === "notice").length;
  return ratio(passed, first.size);
}

/** 满意度: answers of 4 or 5 out of 5 ÷ all answers; the denominator is the sample size that must be shown beside it. */
export const satisfactionRate = (scores: readonly number[]): Ratio => ratio(scores.filter((score) => score >= 4).length, scores.length);

export type MaterialCount = { readonly formerly: number; readonly remaining: number };

/** 材料精简率: papers no longer asked for ÷ papers formerly asked for, over all policies. */
export function materialReductionRate(policies: readonly MaterialCount[]): Ratio {
  const formerly = policies.reduce((sum, policy) => sum + policy.formerly, 0);
  const remaining = policies.reduce((sum, policy) => sum + policy.remaining, 0);
  return ratio(formerly - remaining, formerly);
}

/** 零材料占比: policies that ask for no paper at all ÷ all policies. */
export const zeroMaterialRate = (policies: readonly MaterialCount[]): Ratio =>
  ratio(policies.filter(({ remaining }) => remaining === 0).length, policies.length);

/** 到账及时率: paid on or before the due day ÷ all paid. */
export const punctualRate = (overdueWorkingDays: readonly number[]): Ratio =>
  ratio(overdueWorkingDays.filter((days) => days <= 0).length, overdueWorkingDays.length);
