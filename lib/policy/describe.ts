import { formatDay } from "../kernel/plain-date";
import { divisionOf, INDUSTRY_SECTIONS } from "../standards/industry";
import { type ComparisonOp, type Condition, isRatio, type Leaf, type PlainLeaf, type RatioLeaf } from "./condition";
import type { LeafTrace } from "./evaluate";
import { COMPANY_AGE, dayIn, type KnownValue, numberIn } from "./facts";
import { formatInUnit, formatPercent } from "./wording";

/** How one indicator is spoken of. A row of the indicator catalogue fits as it is. */
export type IndicatorWords = {
  readonly name: string;
  readonly type: "money" | "count" | "number" | "ratio" | "date" | "bool" | "enum" | "enumSet";
  readonly unit?: string | null | undefined;
  /** False where the enterprise can do nothing about it. */
  readonly changeable?: boolean | undefined;
  /** Names of its codes. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
};

/** 词汇: indicators by id and code names by indicator (`ResolvedPolicy.names` has those that a policy mentions). */
export type Words = {
  readonly indicators: Readonly<Record<string, IndicatorWords>>;
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** 词汇 with the code names of one policy or library before the catalogue's: merged per indicator, so that a policy naming one code hides none. */
export function withCodeNames<W extends Words>(words: W, names: Words["codes"] = {}): W {
  const merged = Object.entries(names).map(([id, own]) => [id, { ...words.codes[id], ...own }] as const);
  return { ...words, codes: { ...words.codes, ...Object.fromEntries(merged) } };
}

const COMPANY_AGE_WORDS: IndicatorWords = { name: "成立满月数", unit: "个月", type: "count" };
const TYPE_OF_UNIT: Readonly<Record<string, IndicatorWords["type"]>> = { 元: "money", 比例: "ratio" };

/** Words of an indicator; one that the catalogue lacks is called by its id, its type guessed from the unit of the clause. */
export function wordsOf(indicator: string, words: Words, unit: string | null = null): IndicatorWords {
  if (indicator === COMPANY_AGE) return COMPANY_AGE_WORDS;
  return words.indicators[indicator] ?? { name: indicator, unit, type: TYPE_OF_UNIT[unit ?? ""] ?? "number" };
}

export const codeName = (indicator: string, code: string, words: Words): string =>
  words.codes[indicator]?.[code] ?? words.indicators[indicator]?.labels?.[code] ?? code;

const UNIT_OF_TYPE: Readonly<Partial<Record<IndicatorWords["type"], string>>> = { money: "元", ratio: "比例" };
/** The unit to format by: money and rates have theirs, whatever the catalogue calls it. */
export const unitOf = ({ type, unit }: IndicatorWords): string | null => UNIT_OF_TYPE[type] ?? unit ?? null;

/** A value of an indicator for people: 12 人, 3.49%, 500万元, 小型, 2024年1月1日. */
export function describeValue(indicator: string, value: KnownValue, words: Words): string {
  const own = wordsOf(indicator, words);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "object") return value.length === 0 ? "无" : value.map((code) => codeName(indicator, code, words)).join("、");
  if (own.type === "enum" || own.type === "enumSet") return codeName(indicator, String(value), words);
  const day = own.type === "date" ? dayIn(value) : null;
  if (day) return formatDay(day);
  const number = numberIn(value);
  return number === null ? String(value) : formatInUnit(number, unitOf(own));
}

const COUNTED: Readonly<Record<ComparisonOp, string>> = { gte: "不少于 ", gt: "多于 ", lte: "不超过 ", lt: "少于 " };
const MEASURED: Readonly<Record<ComparisonOp, string>> = { gte: "不低于 ", gt: "高于 ", lte: "不高于 ", lt: "低于 " };

function comparison(op: ComparisonOp, value: number, own: IndicatorWords): string {
  return `${(own.type === "count" ? COUNTED : MEASURED)[op]}${formatInUnit(value, unitOf(own))}`;
}

/** One entry of an industry list: section or division by name, finer groups by code within their division. */
export function describeIndustry(entry: string): string {
  const section = INDUSTRY_SECTIONS.find((one) => one.id === entry);
  if (section) return section.name;
  const division = divisionOf(entry);
  if (!division) return entry;
  return entry.length === 2 ? division.name : `${division.name}中的 ${entry} 类`;
}

/** A name that holds 、 itself is set in quotation marks, so that the list stays readable. */
function either(names: readonly string[]): string {
  const items = names.length < 2 ? names : names.map((name) => (name.includes("、") ? `“${name}”` : name));
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join("、")}或${items.at(-1)}`;
}

function describeCodes(leaf: Extract<PlainLeaf, { op: "eq" | "in" | "notIn" | "hasAny" }>, negated: boolean, words: Words): string {
  const { name } = wordsOf(leaf.ind, words);
  if (typeof leaf.value === "boolean") return `${name}：${leaf.value === negated ? "否" : "是"}`;
  const list = either((Array.isArray(leaf.value) ? leaf.value : [leaf.value]).map((code) => codeName(leaf.ind, String(code), words)));
  if (leaf.op === "hasAny") return `${name}中${negated ? "没有" : "有"}${list}`;
  return `${name}${(leaf.op === "notIn") === negated ? "为" : "不为"}${list}`;
}

const OPPOSITE: Readonly<Record<ComparisonOp, ComparisonOp>> = { gte: "lt", gt: "lte", lte: "gt", lt: "gte" };
/** The comparison that holds exactly when the given one does not. */
export const oppositeOf = (op: ComparisonOp): ComparisonOp => OPPOSITE[op];

/** A sign is said in words: 有年实付租金, 利润总额为负. */
const SIGN: Readonly<Partial<Record<ComparisonOp, (name: string) => string>>> = {
  gt: (name) => `有${name}`,
  lt: (name) => `${name}为负`,
  gte: (name) => `${name}不为负`,
};

function describeComparison(leaf: Extract<PlainLeaf, { op: ComparisonOp }>, negated: boolean, words: Words): string {
  const own = wordsOf(leaf.ind, words, leaf.unit ?? null);
  if (negated && leaf.op === "gt" && leaf.value === 0) return `没有${own.name}`;
  const op = negated ? oppositeOf(leaf.op) : leaf.op;
  const sign = leaf.value === 0 ? SIGN[op] : undefined;
  return sign ? sign(own.name) : `${own.name}${comparison(op, leaf.value, own)}`;
}

function describeRatio(leaf: RatioLeaf, words: Words, negated: boolean): string {
  const [top, bottom] = leaf.ratio.map((indicator) => wordsOf(indicator, words).name);
  return `${top}占${bottom}的比例${MEASURED[negated ? oppositeOf(leaf.op) : leaf.op]}${formatPercent(leaf.value)}`;
}

/** 要求 of one leaf in plain words; `negated` says what must hold where the leaf must not. */
export function describeLeaf(leaf: Leaf, words: Words, negated = false): string {
  if (isRatio(leaf)) return describeRatio(leaf, words, negated);
  const { name } = wordsOf(leaf.ind, words);
  switch (leaf.op) {
    case "gte":
    case "gt":
    case "lte":
    case "lt":
      return describeComparison(leaf, negated, words);
    case "eq":
    case "in":
    case "notIn":
    case "hasAny":
      return describeCodes(leaf, negated, words);
    case "industryIn":
      return `行业${negated ? "不属于" : "属于"}${either(leaf.value.map(describeIndustry))}`;
    case "dateGte":
      return `${name}在${formatDay(leaf.value)}${negated ? "以前" : "及以后"}`;
    case "monthsSinceLte":
      return `${name}至今${negated ? "超过" : "不超过"} ${leaf.value} 个整月`;
  }
}

/** 并且 or 或者, or null for a single requirement. De Morgan: under a 不属于, 同时 becomes 其一. */
function joinerOf(condition: Condition, negated: boolean): "并且" | "或者" | null {
  if ("not" in condition) return joinerOf(condition.not, !negated);
  if ("all" in condition) return condition.all.length > 1 ? ((["并且", "或者"] as const)[Number(negated)] ?? null) : null;
  if ("any" in condition) return condition.any.length > 1 ? ((["或者", "并且"] as const)[Number(negated)] ?? null) : null;
  return null;
}

/** A whole condition in one sentence; brackets only where 并且 and 或者 meet. */
export function describeCondition(condition: Condition, words: Words, negated = false): string {
  if ("not" in condition) return describeCondition(condition.not, words, !negated);
  if (!("all" in condition) && !("any" in condition)) return describeLeaf(condition, words, negated);
  const parts = "all" in condition ? condition.all : condition.any;
  const joiner = joinerOf(condition, negated);
  const texts = parts.map((part) => {
    const own = joinerOf(part, negated);
    const text = describeCondition(part, words, negated);
    return own !== null && joiner !== null && own !== joiner ? `（${text}）` : text;
  });
  return texts.join(`，${joiner ?? ""}`);
}

/** 实际 of a judged leaf: the value in its unit, 待核 where it is not known, 不适用 where it is empty. */
export function describeActual(trace: LeafTrace, words: Words): string {
  if (trace.state === "empty") return "不适用";
  if (trace.actual === null || trace.state !== "known") return "待核";
  const [indicator = "", bottom] = trace.indicators;
  if (bottom !== undefined) return formatPercent(String(trace.actual));
  if (trace.op === "monthsSinceLte") return `满 ${trace.actual} 个月`;
  return describeValue(indicator, trace.actual, words);
}
