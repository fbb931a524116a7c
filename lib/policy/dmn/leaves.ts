import { decimal, formatDecimal } from "../../kernel/decimal";
import { INDUSTRY_DIVISIONS } from "../../standards/industry";
import { type Condition, indicatorsOfLeaf, isRatio, type Leaf, type PlainLeaf, type RatioLeaf } from "../condition";
import { type DmnDecision, type DmnWords, feelString, whenKnown } from "./model";
import { AS_OF, emptyFlag, leafName, needsOf } from "./names";

export const feelNumber = (value: number): string => formatDecimal(decimal(value));
function literal(value: string | number | boolean): string {
  if (typeof value === "string") return feelString(value);
  return typeof value === "number" ? feelNumber(value) : String(value);
}
const list = (values: readonly (string | number)[]): string => `[${values.map(literal).join(", ")}]`;

const SIGN = { gte: ">=", gt: ">", lte: "<=", lt: "<" } as const;
const MIRRORED = { gte: "<=", gt: "<", lte: ">=", lt: ">" } as const;

/** Multiplied out, so that the threshold is met exactly and nothing is divided: a × 1000 ≥ b × 55 for 5.5 %. */
function ratioTest({ ratio: [top, bottom], op, value }: RatioLeaf): string {
  const { units, scale } = decimal(value);
  const [left, right] = [`${top} * ${10n ** BigInt(scale)}`, `${bottom} * ${units}`];
  return `if ${top} = null or ${bottom} = null or ${bottom} = 0 then null else if ${bottom} > 0 then ${left} ${SIGN[op]} ${right} else ${left} ${MIRRORED[op]} ${right}`;
}

const DIVISIONS = list(INDUSTRY_DIVISIONS.map(({ code }) => code));

/** One entry of an industry list: a section by its divisions, else a prefix; a code too short for the prefix leaves it open. */
function industryEntry(ind: string, entry: string): string {
  if (/^[A-T]$/.test(entry)) {
    const own = INDUSTRY_DIVISIONS.filter(({ section }) => section.id === entry).map(({ code }) => code);
    return `list contains(${list(own)}, substring(${ind}, 1, 2))`;
  }
  const prefix = feelString(entry);
  if (entry.length === 2) return `starts with(${ind}, ${prefix})`;
  return `(if string length(${ind}) < ${entry.length} and starts with(${prefix}, ${ind}) then null else starts with(${ind}, ${prefix}))`;
}

const industryTest = ({ ind, value }: Extract<PlainLeaf, { op: "industryIn" }>): string =>
  `if not(matches(${ind}, "^[0-9]{2,4}$")) or not(list contains(${DIVISIONS}, substring(${ind}, 1, 2))) then null else ${value.map((entry) => industryEntry(ind, entry)).join(" or ")}`;

function monthsTest({ ind, value }: Extract<PlainLeaf, { op: "monthsSinceLte" }>): string {
  const months = `(as_of.year - ${ind}.year) * 12 + as_of.month - ${ind}.month - (if as_of.day < ${ind}.day then 1 else 0)`;
  return `if as_of = null or ${ind} > as_of then null else ${months} <= ${value}`;
}

/** The test of a value that is there. */
function knownTest(leaf: PlainLeaf): string {
  switch (leaf.op) {
    case "gte":
    case "gt":
    case "lte":
    case "lt":
      return `${leaf.ind} ${SIGN[leaf.op]} ${feelNumber(leaf.value)}`;
    case "eq":
      return `${leaf.ind} = ${literal(leaf.value)}`;
    case "in":
      return `list contains(${list(leaf.value)}, ${leaf.ind})`;
    case "notIn":
      return `not(list contains(${list(leaf.value)}, ${leaf.ind}))`;
    case "hasAny":
      return `some code in ${list(leaf.value)} satisfies list contains(${leaf.ind}, code)`;
    case "dateGte":
      return `${leaf.ind} >= date(${feelString(leaf.value)})`;
    case "monthsSinceLte":
      return monthsTest(leaf);
    case "industryIn":
      return industryTest(leaf);
  }
}

function plainTest(leaf: PlainLeaf): string {
  if (leaf.nullAs === undefined) return whenKnown([leaf.ind], knownTest(leaf));
  return `if ${leaf.ind} = null then (if ${leaf.ind}_is_empty = true then ${leaf.nullAs} else null) else ${knownTest(leaf)}`;
}

/** 条件叶 as a decision of its own, so that a foreign engine shows which condition failed. */
export function leafDecision(leaf: Leaf, words: DmnWords): DmnDecision {
  const needs = indicatorsOfLeaf(leaf).map((indicator) => needsOf(indicator, words));
  const more = isRatio(leaf) || leaf.nullAs === undefined ? [] : [emptyFlag(leaf.ind, words)];
  return {
    name: leafName(leaf.id),
    type: "boolean",
    label: leaf.clause,
    logic: isRatio(leaf) ? ratioTest(leaf) : plainTest(leaf),
    inputs: [...needs.flatMap(({ inputs }) => inputs), ...more, ...(leaf.op === "monthsSinceLte" ? [AS_OF] : [])],
    decisions: [...new Set(needs.flatMap(({ decisions }) => decisions))],
  };
}

/** 条件树 over the decisions of its leaves. FEEL's `and`, `or`, `not` are three-valued as the policy language is. */
export function treeText(condition: Condition, within = false): string {
  if ("not" in condition) return `not(${treeText(condition.not)})`;
  if (!("all" in condition) && !("any" in condition)) return leafName(condition.id);
  const [parts, sign] = "all" in condition ? [condition.all, " and "] : [condition.any, " or "];
  const text = parts.map((part) => treeText(part, parts.length > 1 || within)).join(sign);
  return within && parts.length > 1 ? `(${text})` : text;
}
