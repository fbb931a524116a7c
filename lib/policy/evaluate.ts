import { compare, compareRatio, type Decimal, decimal, formatDecimal, roundUnits } from "../kernel/decimal";
import { sectionOf } from "../standards/industry";
import { type ComparisonOp, type Condition, indicatorsOfLeaf, isRatio, type Leaf, type PlainLeaf, type RatioLeaf } from "./condition";
import { type Context, dayIn, type KnownValue, monthsBetween, numberIn, read, suppliedBy } from "./facts";
import { allOf, anyOf, not, type Truth, truth } from "./truth";

/** Why a value could not be used: absent 未知, empty 空, unreadable (not of the kind the operator needs). */
export type ValueState = "known" | "empty" | "absent" | "unreadable";

/** 判定痕迹 of one leaf, as plain JSON. */
export type LeafTrace = {
  readonly id: string;
  readonly clause: string;
  /** The leaf's own result, before any 不属于 above it. */
  readonly result: Truth;
  /** True under an odd number of `not`, and for what blocks: then "false" is what the enterprise wants. */
  readonly negated: boolean;
  readonly state: ValueState;
  /** The indicators looked at, and what was found; null for empty and for absent. */
  readonly indicators: readonly string[];
  readonly inputs: Readonly<Record<string, KnownValue | null>>;
  /** What was held against the threshold: the value, whole months, or the quotient to six places. */
  readonly actual: KnownValue | null;
  readonly op: Leaf["op"];
  readonly threshold: Leaf["value"];
  readonly unit: string | null;
  /** The indicators whose absence leaves this leaf open. */
  readonly missing: readonly string[];
};

/** The condition tree again, with results. */
export type Traced =
  | { readonly kind: "all" | "any"; readonly result: Truth; readonly parts: readonly Traced[] }
  | { readonly kind: "not"; readonly result: Truth; readonly part: Traced }
  | { readonly kind: "leaf"; readonly result: Truth; readonly leaf: LeafTrace };

/** Exact order of two numbers. Doubles are ordered like their shortest decimals, so two plain numbers need no detour. */
export const orderOf = (a: number | string, b: number): number => (typeof a === "number" ? a - b : compare(decimal(a), decimal(b)));

const HOLDS: Readonly<Record<ComparisonOp, (order: number) => boolean>> = {
  gte: (order) => order >= 0,
  gt: (order) => order > 0,
  lte: (order) => order <= 0,
  lt: (order) => order < 0,
};

type Judged = { readonly result: Truth; readonly state: ValueState; readonly actual: KnownValue | null; readonly missing: readonly string[] };
const judged = (result: Truth, actual: KnownValue): Judged => ({ result, state: "known", actual, missing: [] });
/** A value that is there but is not what the operator needs. */
const unreadable = (indicator: string, actual: KnownValue): Judged => ({ result: "unknown", state: "unreadable", actual, missing: [suppliedBy(indicator)] });

function judgeIndustry(code: string, wanted: readonly string[]): Truth {
  const section = /^\d{2,4}$/.test(code) ? sectionOf(code) : null;
  if (section === null) return "unknown";
  return anyOf(
    wanted.map((part) => {
      if (/^[A-T]$/.test(part)) return truth(section === part);
      // A code given by division only leaves a finer prefix open.
      return code.length < part.length && part.startsWith(code) ? "unknown" : truth(code.startsWith(part));
    }),
  );
}

function judgeComparison(leaf: Extract<PlainLeaf, { op: ComparisonOp }>, value: KnownValue): Judged {
  const number = numberIn(value);
  return number === null ? unreadable(leaf.ind, value) : judged(truth(HOLDS[leaf.op](orderOf(number, leaf.value))), value);
}

function judgeMembership(leaf: Extract<PlainLeaf, { op: "eq" | "in" | "notIn" | "hasAny" }>, value: KnownValue): Judged {
  if (leaf.op === "hasAny") return Array.isArray(value) ? judged(truth(leaf.value.some((code) => value.includes(code))), value) : unreadable(leaf.ind, value);
  if (typeof value === "object") return unreadable(leaf.ind, value);
  if (leaf.op === "eq") return judged(truth(value === leaf.value), value);
  const member = leaf.value.some((code) => code === value);
  return judged(truth(leaf.op === "in" ? member : !member), value);
}

function judgeDate(leaf: Extract<PlainLeaf, { op: "dateGte" | "monthsSinceLte" }>, value: KnownValue, context: Context): Judged {
  const day = dayIn(value);
  if (!day) return unreadable(leaf.ind, value);
  if (leaf.op === "dateGte") return judged(truth(day >= leaf.value), value);
  if (day > context.asOf) return unreadable(leaf.ind, value);
  const months = monthsBetween(day, context.asOf);
  return judged(truth(months <= leaf.value), months);
}

function judgeKnown(leaf: PlainLeaf, value: KnownValue, context: Context): Judged {
  switch (leaf.op) {
    case "gte":
    case "gt":
    case "lte":
    case "lt":
      return judgeComparison(leaf, value);
    case "eq":
    case "in":
    case "notIn":
    case "hasAny":
      return judgeMembership(leaf, value);
    case "dateGte":
    case "monthsSinceLte":
      return judgeDate(leaf, value, context);
    case "industryIn": {
      const result = typeof value === "string" ? judgeIndustry(value, leaf.value) : "unknown";
      return result === "unknown" ? unreadable(leaf.ind, value) : judged(result, value);
    }
  }
}

/** Quotient to six places, for people; the judgement itself multiplies out and never divides. */
function quotient(a: Decimal, b: Decimal): string {
  const places = 6;
  const units = roundUnits({ units: a.units * 10n ** BigInt(b.scale + places + 1), scale: a.scale }, 0) / b.units;
  return formatDecimal({ units: roundUnits({ units, scale: 1 }, 0), scale: places });
}

function judgeRatio(leaf: RatioLeaf, context: Context): Judged {
  const open = (state: ValueState, ...missing: string[]): Judged => ({ result: "unknown", state, actual: null, missing });
  const readings = leaf.ratio.map((indicator) => ({ indicator, reading: read(context, indicator) }));
  const without = readings.filter(({ reading }) => reading.state !== "known").map(({ indicator }) => suppliedBy(indicator));
  if (without.length > 0) return open(readings.some(({ reading }) => reading.state === "absent") ? "absent" : "empty", ...without);
  const numbers = readings.map(({ reading }) => (reading.state === "known" ? numberIn(reading.value) : null));
  const [top, bottom] = numbers;
  if (top === null || bottom === null || top === undefined || bottom === undefined) return open("unreadable", ...leaf.ratio);
  const [a, b] = [decimal(top), decimal(bottom)];
  if (b.units === 0n) return open("unreadable", leaf.ratio[1]);
  return judged(truth(HOLDS[leaf.op](compareRatio(a, b, decimal(leaf.value)))), quotient(a, b));
}

function judge(leaf: Leaf, context: Context): Judged {
  if (isRatio(leaf)) return judgeRatio(leaf, context);
  const reading = read(context, leaf.ind);
  if (reading.state === "known") return judgeKnown(leaf, reading.value, context);
  if (reading.state === "empty" && leaf.nullAs !== undefined) return { result: truth(leaf.nullAs), state: "empty", actual: null, missing: [] };
  return { result: "unknown", state: reading.state, actual: null, missing: [suppliedBy(leaf.ind)] };
}

function traceLeaf(leaf: Leaf, context: Context, negated: boolean): LeafTrace {
  const { result, state, actual, missing } = judge(leaf, context);
  const indicators = indicatorsOfLeaf(leaf);
  const inputs = Object.fromEntries(
    indicators.map((indicator) => {
      const reading = read(context, indicator);
      return [indicator, reading.state === "known" ? reading.value : null];
    }),
  );
  return {
    id: leaf.id,
    clause: leaf.clause,
    result,
    negated,
    state,
    indicators,
    inputs,
    actual,
    op: leaf.op,
    threshold: leaf.value,
    unit: leaf.unit ?? null,
    missing,
  };
}

/** 判定: the whole tree is judged, no leaf is skipped, and comes back annotated. */
export function evaluate(condition: Condition, context: Context, negated = false): Traced {
  if ("all" in condition) {
    const parts = condition.all.map((part) => evaluate(part, context, negated));
    return { kind: "all", result: allOf(parts.map((part) => part.result)), parts };
  }
  if ("any" in condition) {
    const parts = condition.any.map((part) => evaluate(part, context, negated));
    return { kind: "any", result: anyOf(parts.map((part) => part.result)), parts };
  }
  if ("not" in condition) {
    const part = evaluate(condition.not, context, !negated);
    return { kind: "not", result: not(part.result), part };
  }
  const leaf = traceLeaf(condition, context, negated);
  return { kind: "leaf", result: leaf.result, leaf };
}

/** The leaves of an annotated tree, in the order of the text. */
export function tracedLeaves(traced: Traced): LeafTrace[] {
  if (traced.kind === "leaf") return [traced.leaf];
  return traced.kind === "not" ? tracedLeaves(traced.part) : traced.parts.flatMap(tracedLeaves);
}

/** The indicators whose absence keeps an unknown tree open; what is decided without them is not asked for. */
export function missingFor(traced: Traced): string[] {
  if (traced.result !== "unknown") return [];
  if (traced.kind === "leaf") return [...traced.leaf.missing];
  return traced.kind === "not" ? missingFor(traced.part) : traced.parts.flatMap(missingFor);
}
