import { compare, type Decimal, decimal, multiply, subtract } from "../kernel/decimal";
import { addFen, type Fen, fen, subtractFen, ZERO_FEN } from "../kernel/fen";
import { addDays, daysBetween, type PlainDate, plainDate, yearOf } from "../kernel/plain-date";
import type { Decision } from "../policy/decide";
import type { LeafTrace } from "../policy/evaluate";
import { numberIn } from "../policy/facts";

/** gained 新增可享受, lost 不再可享受, more 金额增加, less 金额减少, open 金额转为待核或由待核转为确定, same. */
export type TrialChange = "gained" | "lost" | "more" | "less" | "open" | "same";

/** A condition whose figure is within 5 % of its threshold: there a small error of the data decides. */
export type NearThreshold = { readonly id: string; readonly actual: string; readonly threshold: number; readonly met: boolean };

/** One enterprise under the version in force and under the draft. */
export type TrialLine = {
  readonly change: TrialChange;
  readonly beforeFen: Fen | null;
  readonly afterFen: Fen | null;
  readonly near: readonly NearThreshold[];
};

const NEAR = decimal(0.05);
const size = ({ units, scale }: Decimal): Decimal => ({ units: units < 0n ? -units : units, scale });

function nearOf(trace: LeafTrace): NearThreshold[] {
  const { threshold, actual, id, result } = trace;
  if (typeof threshold !== "number" || threshold === 0 || actual === null || result === "unknown" || !["gte", "gt", "lte", "lt"].includes(trace.op)) return [];
  const number = numberIn(actual);
  if (number === null) return [];
  const within = compare(size(subtract(decimal(number), decimal(threshold))), multiply(size(decimal(threshold)), NEAR)) <= 0;
  return within ? [{ id, actual: String(number), threshold, met: result === "true" }] : [];
}

const isEligible = (decision: Decision | null): boolean => decision?.verdict === "eligible";

function changeOf(before: Decision | null, after: Decision): TrialChange {
  if (!isEligible(before)) return isEligible(after) ? "gained" : "same";
  if (!isEligible(after)) return "lost";
  const [was, is] = [before?.amountFen ?? null, after.amountFen];
  if (was === is) return "same";
  if (was === null || is === null) return "open";
  return is > was ? "more" : "less";
}

/** 试算的一行: what changes for one enterprise. Before a new policy there is no decision. */
export function trialLine(before: Decision | null, after: Decision): TrialLine {
  return { change: changeOf(before, after), beforeFen: before?.amountFen ?? null, afterFen: after.amountFen, near: after.conditions.flatMap(nearOf) };
}

export type TrialBudget = { readonly amountFen: Fen; readonly usedFen: Fen };
/** enough 够用, short 不够 with the day on which it runs out at this year's pace (null where nothing has been paid yet), none 没有预算. */
export type Exhaustion =
  | { readonly kind: "none" }
  | { readonly kind: "enough"; readonly leftFen: Fen }
  | { readonly kind: "short"; readonly shortFen: Fen; readonly day: PlainDate | null };

export type TrialReport = {
  readonly enterprises: number;
  readonly eligibleBefore: number;
  readonly eligibleAfter: number;
  readonly gained: number;
  readonly lost: number;
  readonly more: number;
  readonly less: number;
  readonly undetermined: number;
  /** Eligible, with a sum that a person has to set. */
  readonly pending: number;
  readonly manual: number;
  readonly near: number;
  /** What one round costs, if everybody who is entitled receives it. */
  readonly beforeFen: Fen;
  readonly afterFen: Fen;
  /** Of `afterFen`, what has not been granted yet. */
  readonly outstandingFen: Fen;
  readonly budgetFen: Fen | null;
  readonly usedFen: Fen;
  readonly exhaustion: Exhaustion;
};

/** 预算用完的日子: the rest of the year's budget at the pace of this year so far, stretched by what the draft changes. */
export function exhaustionOf(
  budget: TrialBudget | null,
  need: { readonly outstandingFen: Fen; readonly beforeFen: Fen; readonly afterFen: Fen },
  today: PlainDate,
): Exhaustion {
  if (!budget) return { kind: "none" };
  const leftFen = subtractFen(budget.amountFen, budget.usedFen);
  if (need.outstandingFen <= leftFen) return { kind: "enough", leftFen: subtractFen(leftFen, need.outstandingFen) };
  const shortFen = subtractFen(need.outstandingFen, leftFen);
  const begun = plainDate(`${yearOf(today)}-01-01`);
  const elapsed = daysBetween(begun, today) + 1;
  if (budget.usedFen === ZERO_FEN || need.beforeFen === ZERO_FEN) return { kind: "short", shortFen, day: null };
  const perDay = (budget.usedFen / elapsed) * (need.afterFen / need.beforeFen);
  const day = addDays(today, Math.ceil(leftFen / perDay));
  return { kind: "short", shortFen, day: yearOf(day) === yearOf(today) ? day : null };
}

export type TriedEnterprise = { readonly before: Decision | null; readonly after: Decision; readonly line: TrialLine; readonly alreadyGranted: boolean };
/** Counts that grow while the roster is read chunk by chunk. */
export type TrialTotals = Omit<TrialReport, "budgetFen" | "usedFen" | "exhaustion">;

export const NO_TRIAL: TrialTotals = {
  enterprises: 0,
  eligibleBefore: 0,
  eligibleAfter: 0,
  gained: 0,
  lost: 0,
  more: 0,
  less: 0,
  undetermined: 0,
  pending: 0,
  manual: 0,
  near: 0,
  beforeFen: ZERO_FEN,
  afterFen: ZERO_FEN,
  outstandingFen: ZERO_FEN,
};

const one = (flag: boolean): number => Number(flag);

/** The totals with one more enterprise. */
export function addTried(totals: TrialTotals, { before, after, line, alreadyGranted }: TriedEnterprise): TrialTotals {
  const afterFen = line.afterFen ?? ZERO_FEN;
  const eligible = isEligible(after);
  return {
    enterprises: totals.enterprises + 1,
    eligibleBefore: totals.eligibleBefore + one(isEligible(before)),
    eligibleAfter: totals.eligibleAfter + one(eligible),
    gained: totals.gained + one(line.change === "gained"),
    lost: totals.lost + one(line.change === "lost"),
    more: totals.more + one(line.change === "more"),
    less: totals.less + one(line.change === "less"),
    undetermined: totals.undetermined + one(after.verdict === "undetermined"),
    pending: totals.pending + one(eligible && after.amountFen === null),
    manual: totals.manual + one(eligible && after.route === "manual"),
    near: totals.near + one(line.near.length > 0),
    beforeFen: addFen(totals.beforeFen, line.beforeFen ?? ZERO_FEN),
    afterFen: addFen(totals.afterFen, afterFen),
    outstandingFen: alreadyGranted ? totals.outstandingFen : addFen(totals.outstandingFen, afterFen),
  };
}

/** 合计 of two parts of the roster. */
export function mergeTotals(a: TrialTotals, b: TrialTotals): TrialTotals {
  const fens = ["beforeFen", "afterFen", "outstandingFen"] as const;
  const counts = (Object.keys(NO_TRIAL) as (keyof TrialTotals)[]).map((key) => [key, a[key] + b[key]] as const);
  return { ...(Object.fromEntries(counts) as unknown as TrialTotals), ...Object.fromEntries(fens.map((key) => [key, addFen(a[key], b[key])])) };
}

/** 往年的一年 of a trial: the roster with that year's figures, as if the draft, or the version in force, had been in force then. */
export type TrialYear = { readonly year: number; readonly asOf: PlainDate; readonly totals: TrialTotals };

/** 各年花费范围 of a draft: the cheapest and the dearest year; null without a year. */
export function costRange(years: readonly TrialYear[]): { readonly lowFen: Fen; readonly highFen: Fen } | null {
  const costs = years.map(({ totals }) => totals.afterFen).sort((a, b) => a - b);
  const [lowFen, highFen] = [costs[0], costs.at(-1)];
  return lowFen === undefined || highFen === undefined ? null : { lowFen, highFen };
}

/** 试算报告 of the whole roster. */
export function trialReport(totals: TrialTotals, budget: TrialBudget | null, today: PlainDate): TrialReport {
  return { ...totals, budgetFen: budget?.amountFen ?? null, usedFen: budget?.usedFen ?? fen(0), exhaustion: exhaustionOf(budget, totals, today) };
}
