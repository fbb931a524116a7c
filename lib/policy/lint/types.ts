import { type AmountFormula, innerFormulas } from "../amount-formula";
import { type Condition, isRatio, type Leaf, type PlainLeaf, type RatioLeaf } from "../condition";
import { unitOf } from "../describe";
import { COMPANY_AGE } from "../facts";
import { isNumeric, operatorsFor } from "../operators";
import { tierRange } from "../wording";
import { at, type Finding, type LintContext, type LintIndicator } from "./finding";

/** Different spellings of one unit. */
const SAME_UNIT: Readonly<Record<string, string>> = { "%": "比例", 月: "个月", 千瓦时: "kWh" };
const unitName = (unit: string): string => SAME_UNIT[unit] ?? unit;

const AGE: LintIndicator = { id: COMPANY_AGE, name: "成立满月数", type: "count", unit: "个月", period: "snapshot", dataset: "bizRegistration" };

type Known = { readonly context: LintContext; readonly place: string };
const indicatorOf = (id: string, context: LintContext): LintIndicator | null => (id === COMPANY_AGE ? AGE : (context.indicators[id] ?? null));
const finding = (kind: Finding["kind"], place: string, message: string): Finding => ({ kind, severity: "block", place, message });

function lintUnit(unit: string | undefined, own: LintIndicator, place: string): Finding[] {
  const needed = unitOf({ name: own.name, type: own.type, unit: own.unit });
  if (unit === undefined || needed === null || unitName(unit) === unitName(needed)) return [];
  return [finding("unit", place, `单位写的是“${unit}”，${own.name}按“${needed}”计。请换算成“${needed}”后再填。`)];
}

const isWithin = (value: number, { min, max }: LintIndicator): boolean => (min === undefined || value >= min) && (max === undefined || value <= max);

function lintNumber(value: number, own: LintIndicator, place: string): Finding[] {
  if (isWithin(value, own)) return [];
  const hint = own.type === "ratio" ? "比例按小数填，5% 填 0.05。" : "请核对是否多写或少写了位数。";
  return [finding("valueType", place, `${own.name}不会到 ${value}。${hint}`)];
}

function lintCodes(codes: readonly (string | number | boolean)[], own: LintIndicator, place: string): Finding[] {
  const labels = own.labels;
  const unknown = labels ? codes.filter((code) => typeof code === "string" && !Object.hasOwn(labels, code)) : [];
  return unknown.map((code) => finding("valueType", place, `${own.name}没有“${code}”这个值，请从列表里选。`));
}

function lintValue(leaf: PlainLeaf, own: LintIndicator, place: string): Finding[] {
  if (typeof leaf.value === "boolean") return own.type === "bool" ? [] : [finding("valueType", place, `${own.name}不是“是或否”，请改选要求。`)];
  if (own.type === "bool") return [finding("valueType", place, `${own.name}只能选“是”或“否”。`)];
  if (typeof leaf.value === "number") return leaf.op === "monthsSinceLte" ? [] : lintNumber(leaf.value, own, place);
  if (leaf.op === "industryIn" || leaf.op === "dateGte") return [];
  return lintCodes(Array.isArray(leaf.value) ? leaf.value : [leaf.value], own, place);
}

const unknownIndicator = (id: string, place: string): Finding =>
  finding("unknownIndicator", place, `指标目录里没有“${id}”，系统取不到数。请换一个指标，或先在目录里增加。`);

function lintRatio(leaf: RatioLeaf, { context, place }: Known): Finding[] {
  const known = leaf.ratio.map((id) => ({ id, own: indicatorOf(id, context) }));
  const missing = known.filter(({ own }) => own === null).map(({ id }) => unknownIndicator(id, place));
  const types = known.flatMap(({ own }) => (own && !isNumeric(own.type) ? [finding("operatorType", place, `${own.name}不是数，不能算比例。`)] : []));
  const [top, bottom] = known.map(({ own }) => own && unitOf({ name: own.name, type: own.type, unit: own.unit }));
  if (missing.length + types.length > 0 || top === bottom) return [...missing, ...types];
  return [finding("unit", place, `两个数的单位不同（${top ?? "无"}和${bottom ?? "无"}），相除没有意义。`)];
}

function lintLeaf(leaf: Leaf, { context, place }: Known): Finding[] {
  if (isRatio(leaf)) return lintRatio(leaf, { context, place });
  const own = indicatorOf(leaf.ind, context);
  if (!own) return [unknownIndicator(leaf.ind, place)];
  if (!operatorsFor(own.id, own).includes(leaf.op)) return [finding("operatorType", place, `${own.name}不能这样比较，请重新选比较方式。`)];
  return [...lintUnit(leaf.unit, own, place), ...lintValue(leaf, own, place)];
}

/** Visits each leaf with its place in the document. */
export function leavesAt(condition: Condition, place: string): { readonly leaf: Leaf; readonly place: string }[] {
  if ("not" in condition) return leavesAt(condition.not, at(place, "not"));
  if ("all" in condition) return condition.all.flatMap((part, index) => leavesAt(part, at(place, "all", index)));
  if ("any" in condition) return condition.any.flatMap((part, index) => leavesAt(part, at(place, "any", index)));
  return [{ leaf: condition, place }];
}

type Wanted = { readonly id: string; readonly where: string; readonly fits: (own: LintIndicator) => boolean; readonly what: string };

/** The indicators of one formula and what each must be. */
function wantedOf(formula: AmountFormula): Wanted[] {
  const money = (id: string, where: string): Wanted => ({ id, where, fits: (own) => own.type === "money", what: "金额（元）" });
  const number = (id: string, where: string): Wanted => ({ id, where, fits: (own) => isNumeric(own.type), what: "数" });
  switch (formula.kind) {
    case "rate":
      return [money(formula.base, "base")];
    case "rateOfIncrease":
      return [
        money(formula.indicator, "indicator"),
        { id: formula.indicator, where: "indicator", fits: (own) => own.period === "series", what: "有上年数的指标" },
      ];
    case "perHead":
      return [{ id: formula.indicator, where: "indicator", fits: (own) => own.type === "count" || own.type === "number", what: "人数、项数这样的数量" }];
    case "tieredAmount":
      return [number(formula.by, "by")];
    case "tieredRate":
      return [number(formula.by, "by"), money(formula.base, "base")];
    case "byLevel":
      return [{ id: formula.indicator, where: "indicator", fits: (own) => own.type === "enum" || own.type === "enumSet", what: "级别、资质这样的类别" }];
    default:
      return [];
  }
}

function lintFormula(formula: AmountFormula, { context, place }: Known): Finding[] {
  const own = wantedOf(formula).flatMap(({ id, where, fits, what }): Finding[] => {
    const indicator = indicatorOf(id, context);
    if (!indicator) return [unknownIndicator(id, at(place, where))];
    return fits(indicator) ? [] : [finding("operatorType", at(place, where), `${indicator.name}不能用在这里，这里要的是${what}。`)];
  });
  return [...own, ...lintTierUnit(formula, { context, place }), ...lintLevelCodes(formula, { context, place })];
}

function lintTierUnit(formula: AmountFormula, { context, place }: Known): Finding[] {
  if (formula.kind !== "tieredAmount" && formula.kind !== "tieredRate") return [];
  const own = indicatorOf(formula.by, context);
  if (!own || !isNumeric(own.type)) return [];
  const values = formula.tiers.flatMap((tier, index): Finding[] => {
    const outside = [tier.gte, tier.lt].some((border) => border !== undefined && !isWithin(border, own));
    return outside ? [finding("valueType", at(place, "tiers", index), `${own.name}不会到这一档：${tierRange(tier, unitOf(own))}。请核对位数。`)] : [];
  });
  return [...lintUnit(formula.unit, own, at(place, "unit")), ...values];
}

function lintLevelCodes(formula: AmountFormula, { context, place }: Known): Finding[] {
  const own = formula.kind === "byLevel" ? indicatorOf(formula.indicator, context) : null;
  return formula.kind === "byLevel" && own ? lintCodes(Object.keys(formula.levels), own, at(place, "levels")) : [];
}

/** Every formula with its place. */
export function formulasAt(formula: AmountFormula, place: string): { readonly formula: AmountFormula; readonly place: string }[] {
  const placeOf = (index: number): string => {
    if (formula.kind === "sum") return at(place, "parts", index);
    return formula.kind === "cases" && index < formula.cases.length ? at(place, "cases", index, "amount") : at(place, "otherwise");
  };
  return [{ formula, place }, ...innerFormulas(formula).flatMap((inner, index) => formulasAt(inner, placeOf(index)))];
}

/** Conditions written in the document, with their places: the clause itself, routing, and the cases of the amount. */
export function conditionsAt(policy: {
  readonly conditions: Condition;
  readonly routeToManual?: Condition | undefined;
  readonly crossChecks?: Condition | undefined;
  readonly amount: AmountFormula;
}): { readonly condition: Condition; readonly place: string }[] {
  const cases = formulasAt(policy.amount, "amount").flatMap(({ formula, place }) =>
    formula.kind === "cases" ? formula.cases.map(({ when }, index) => ({ condition: when, place: at(place, "cases", index, "when") })) : [],
  );
  return [
    { condition: policy.conditions, place: "conditions" },
    ...(policy.routeToManual ? [{ condition: policy.routeToManual, place: "routeToManual" }] : []),
    ...(policy.crossChecks ? [{ condition: policy.crossChecks, place: "crossChecks" }] : []),
    ...cases,
  ];
}

export type Written = Parameters<typeof conditionsAt>[0];

/** Every requirement written in the document, with its place. */
export const writtenLeaves = (policy: Written) => conditionsAt(policy).flatMap(({ condition, place }) => leavesAt(condition, place));

/** 类型与单位: does each indicator exist, can it be compared so, is the value one it can have, in its unit? */
export function lintTypes(policy: Written, context: LintContext): Finding[] {
  return [
    ...writtenLeaves(policy).flatMap(({ leaf, place }) => lintLeaf(leaf, { context, place })),
    ...formulasAt(policy.amount, "amount").flatMap(({ formula, place }) => lintFormula(formula, { context, place })),
  ];
}
