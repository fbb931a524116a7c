import { INDUSTRY_DIVISIONS, sectionOf } from "../../standards/industry";

/** 数的范围, with single points left out. Open ends do not belong to it. */
export type Range = {
  readonly kind: "range";
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
  readonly whole: boolean;
  readonly without: readonly number[];
};
/** One of some codes; `among` null where the catalogue does not list them. */
export type OneOf = { readonly kind: "oneOf"; readonly among: readonly (string | boolean)[] | null; readonly without: readonly (string | boolean)[] };
/** A set of codes that must meet each of some lists and hold none of the forbidden. */
export type SetOf = { readonly kind: "setOf"; readonly meets: readonly (readonly string[])[]; readonly without: readonly string[] };
/** A code of GB/T 4754 under one entry of each list and under none of the others. */
export type Industry = { readonly kind: "industry"; readonly under: readonly string[]; readonly without: readonly string[] };
/** 空 (不适用). */
export type Empty = { readonly kind: "empty" };

/** What is known of one value while a condition is searched for a case that satisfies it. */
export type Values = Range | OneOf | SetOf | Industry | Empty;

export const rangeOf = (low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY, whole = false): Range => ({
  kind: "range",
  low,
  lowOpen: false,
  high,
  highOpen: false,
  whole,
  without: [],
});

function raised(range: Range, low: number, open: boolean): Range {
  if (low < range.low || (low === range.low && (range.lowOpen || !open))) return range;
  return { ...range, low, lowOpen: open };
}
function lowered(range: Range, high: number, open: boolean): Range {
  if (high > range.high || (high === range.high && (range.highOpen || !open))) return range;
  return { ...range, high, highOpen: open };
}

export type Bound = "gte" | "gt" | "lte" | "lt";

/** The range cut by a comparison. */
export function cut(range: Range, op: Bound, value: number): Range {
  if (op === "gte" || op === "gt") return raised(range, value, op === "gt");
  return lowered(range, value, op === "lt");
}

const lowestWhole = ({ low, lowOpen }: Range): number => (Number.isInteger(low) && !lowOpen ? low : Math.floor(low) + 1);
const highestWhole = ({ high, highOpen }: Range): number => (Number.isInteger(high) && !highOpen ? high : Math.ceil(high) - 1);
/** Longer runs of whole numbers are never used up by single exclusions. */
const COUNTABLE = 100;

function isEmptyWhole(range: Range): boolean {
  const low = Number.isFinite(range.low) ? lowestWhole(range) : range.low;
  const high = Number.isFinite(range.high) ? highestWhole(range) : range.high;
  if (low > high) return true;
  if (!(high - low < COUNTABLE)) return false;
  return Array.from({ length: high - low + 1 }, (_, index) => low + index).every((candidate) => range.without.includes(candidate));
}

function isEmptyRange(range: Range): boolean {
  if (range.whole) return isEmptyWhole(range);
  if (range.low !== range.high) return range.low > range.high;
  return range.lowOpen || range.highOpen || range.without.includes(range.low);
}

/** Entries of a list as prefixes of digits: a section letter stands for its divisions. */
export const prefixesOf = (entries: readonly string[]): string[] =>
  entries.flatMap((entry) =>
    /^[A-T]$/.test(entry) ? INDUSTRY_DIVISIONS.filter((division) => sectionOf(division.code) === entry).map((division) => division.code) : [entry],
  );

export const anyIndustry = (): Industry => ({ kind: "industry", under: INDUSTRY_DIVISIONS.map((division) => division.code), without: [] });

/** Prefixes that lie under both lists: of two that contain one another the finer. */
export const commonPrefixes = (left: readonly string[], right: readonly string[]): string[] => [
  ...left.filter((one) => right.some((other) => one.startsWith(other))),
  ...right.filter((one) => left.some((other) => one !== other && one.startsWith(other))),
];

/** Can no value satisfy what has been asked so far? */
export function isImpossible(values: Values): boolean {
  switch (values.kind) {
    case "range":
      return isEmptyRange(values);
    case "oneOf":
      return values.among?.every((code) => values.without.includes(code)) ?? false;
    case "setOf":
      return values.meets.some((codes) => codes.every((code) => values.without.includes(code)));
    case "industry":
      return values.under.every((prefix) => values.without.some((other) => prefix.startsWith(other)));
    case "empty":
      return false;
  }
}
