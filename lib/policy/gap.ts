import { compare, type Decimal, decimal, formatDecimal, multiply, roundUnits, subtract } from "../kernel/decimal";
import type { Fen } from "../kernel/fen";
import type { ComparisonOp } from "./condition";
import { type DecisionInput, decidePolicy } from "./decide";
import { type IndicatorWords, oppositeOf, type Words, wordsOf } from "./describe";
import type { LeafTrace } from "./evaluate";
import { type Facts, numberIn } from "./facts";
import type { GapWords, ResolvedPolicy } from "./language";
import { formatMoney, formatNumber } from "./wording";

/** 差距 of one unmet number: how far, in which direction, and whether the enterprise can do something about it. */
export type Gap = {
  readonly leafId: string;
  /** The indicator that would have to change; of a ratio its numerator. */
  readonly indicator: string;
  readonly direction: "more" | "less";
  /** Decimal text in the indicator's own unit (a rate as 0–1). */
  readonly distance: string;
  /** The value that would just satisfy the clause. */
  readonly target: string;
  readonly unit: string | null;
  readonly changeable: boolean;
  /** 再招 2 人, 还差 3 个月. */
  readonly text: string;
};

export type GapVocabulary = Words & { readonly gapWords: Readonly<Record<string, GapWords>> };

const isComparison = (op: LeafTrace["op"]): op is ComparisonOp => op === "gte" || op === "gt" || op === "lte" || op === "lt";
/** The smallest step that takes a value past a strict border: one head, one fen, a ten-thousandth. */
const STEP: Readonly<Partial<Record<IndicatorWords["type"], Decimal>>> = { count: decimal(1), money: decimal("0.01") };
const SMALL_STEP = decimal("0.0001");

function ceiling(value: Decimal): Decimal {
  const rounded = roundUnits(value, 0);
  const short = rounded * 10n ** BigInt(value.scale) < value.units;
  return { units: short ? rounded + 1n : rounded, scale: 0 };
}

function floor(value: Decimal): Decimal {
  const up = ceiling({ units: -value.units, scale: value.scale });
  return { units: -up.units, scale: 0 };
}

/** The nearest value that satisfies `op threshold`; heads are whole. */
function targetOf(op: ComparisonOp, threshold: Decimal, type: IndicatorWords["type"]): Decimal {
  const step = STEP[type] ?? SMALL_STEP;
  const whole = type === "count";
  if (op === "gte") return whole ? ceiling(threshold) : threshold;
  if (op === "lte") return whole ? floor(threshold) : threshold;
  if (op === "gt") return subtract(whole ? floor(threshold) : threshold, { units: -step.units, scale: step.scale });
  return subtract(whole ? ceiling(threshold) : threshold, step);
}

function sayDistance(distance: Decimal, own: IndicatorWords, unit: string | null): string {
  if (own.type === "money") return formatMoney(formatDecimal(distance));
  if (own.type === "ratio") return `${formatNumber(formatDecimal(multiply(distance, decimal(100))))} 个百分点`;
  const number = formatNumber(formatDecimal(distance));
  return unit ? `${number} ${unit}` : number;
}

type Position = { readonly indicator: string; readonly actual: Decimal; readonly threshold: Decimal };

/** Where the enterprise stands; a ratio is moved by its numerator, the denominator taken as it is. */
function positionOf(trace: LeafTrace): Position | null {
  const [indicator, bottom] = trace.indicators;
  if (indicator === undefined || typeof trace.threshold !== "number") return null;
  const numberAt = (id: string) => {
    const value = trace.inputs[id];
    const number = value === null || value === undefined ? null : numberIn(value);
    return number === null ? null : decimal(number);
  };
  const actual = numberAt(indicator);
  if (!actual) return null;
  if (bottom === undefined) return { indicator, actual, threshold: decimal(trace.threshold) };
  const base = numberAt(bottom);
  return base ? { indicator, actual, threshold: multiply(base, decimal(trace.threshold)) } : null;
}

const unmet = (trace: LeafTrace): boolean => trace.state === "known" && trace.result === (trace.negated ? "true" : "false");

/** 还差多少: the distance of a numeric condition that is not met; null for what is met, unknown or no number. */
export function gapOf(trace: LeafTrace, words: GapVocabulary): Gap | null {
  if (!unmet(trace) || !isComparison(trace.op)) return null;
  const position = positionOf(trace);
  if (!position) return null;
  const { indicator, actual, threshold } = position;
  const own = wordsOf(indicator, words, trace.unit);
  const target = targetOf(trace.negated ? oppositeOf(trace.op) : trace.op, threshold, own.type);
  const difference = subtract(target, actual);
  const direction = difference.units >= 0n ? "more" : "less";
  const distance = direction === "more" ? difference : { ...difference, units: -difference.units };
  const said = words.gapWords[indicator];
  const act = own.changeable === false ? undefined : said?.[direction];
  const unit = said?.unit ?? own.unit ?? null;
  const amount = sayDistance(distance, own, unit);
  const space = own.type === "money" ? "" : " ";
  const text = act ? `${act}${space}${amount}` : `${direction === "more" ? "还差" : "超出"} ${amount}`;
  return {
    leafId: trace.id,
    indicator,
    direction,
    distance: formatDecimal(distance),
    target: formatDecimal(target),
    unit,
    changeable: act !== undefined,
    text,
  };
}

/** The facts with one number of the full year replaced. */
function withValue(facts: Facts, indicator: string, value: number, fullYear: number): Facts {
  const before = facts[indicator];
  const series = typeof before === "object" && before !== null && !Array.isArray(before);
  return { ...facts, [indicator]: series ? { ...before, [String(fullYear)]: value } : value };
}

/** 还差一点: one change that alone would make the enterprise eligible, with the amount it would then receive. */
export type NearMiss = { readonly gap: Gap; readonly amountFen: Fen | null };

const nearer = (a: NearMiss, b: NearMiss): boolean => compare(decimal(a.gap.distance), decimal(b.gap.distance)) < 0;

/** Where several clauses can be reached by the same number, the nearest one is told. */
function nearestPerIndicator(reached: readonly NearMiss[]): NearMiss[] {
  const nearest = new Map<string, NearMiss>();
  for (const miss of reached) {
    const known = nearest.get(miss.gap.indicator);
    if (!known || nearer(miss, known)) nearest.set(miss.gap.indicator, miss);
  }
  return [...nearest.values()];
}

/**
 * Tries each distance that the enterprise itself can close, one at a time, and judges again. Only answers for a refusal in force;
 * the largest amount comes first. What needs two changes is no near miss.
 */
export function nearMisses(policy: ResolvedPolicy, input: DecisionInput, words: GapVocabulary): NearMiss[] {
  const decision = decidePolicy(policy, input);
  if (decision.verdict !== "ineligible" || !decision.inForce) return [];
  const gaps = [...decision.conditions, ...decision.negativeList].flatMap((trace) => {
    const gap = gapOf(trace, words);
    return gap?.changeable ? [gap] : [];
  });
  const reached = gaps.flatMap((gap): NearMiss[] => {
    const facts = withValue(input.facts, gap.indicator, Number(gap.target), input.fullYear);
    const changed = decidePolicy(policy, { ...input, facts });
    return changed.verdict === "eligible" ? [{ gap, amountFen: changed.amountFen }] : [];
  });
  return nearestPerIndicator(reached).sort((a, b) => (b.amountFen ?? 0) - (a.amountFen ?? 0));
}
