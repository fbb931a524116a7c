import { decimal, multiply } from "../kernel/decimal";
import { addFen, countableFen, type Fen, fenFromYuan, formatYuan, largerFen, smallerFen, subtractFen, timesRate, ZERO_FEN } from "../kernel/fen";
import type { AmountFormula, AmountKind, FormulaOf, TierBorder } from "./amount-formula";
import { type Condition, leavesOf } from "./condition";
import { evaluate, missingFor, orderOf } from "./evaluate";
import { type Context, type KnownValue, numberIn, read, suppliedBy } from "./facts";
import { formatInUnit, formatNumber, formatPercent, tierRange } from "./wording";

/** One line of the 算式: "51,600.00 × 60% = 30,960.00"; `label` names the tier or case that led there. Amounts in yuan within the text. */
export type AmountStep = {
  readonly kind: AmountKind | "cap" | "topUp" | "min";
  readonly label: string | null;
  readonly text: string;
  readonly amountFen: Fen;
};

/** 金额 in fen, or null 待定 with the indicators it waits for. */
export type Amount = { readonly amountFen: Fen | null; readonly steps: readonly AmountStep[]; readonly missing: readonly string[] };

export type AmountContext = Context & {
  /** 已享金额 in yuan by ladder; a missing key is zero. */
  readonly priorGrants: Readonly<Record<string, number>>;
  /** Names of level codes by indicator; a code without a name stands for itself. */
  readonly names?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

const pending = (...missing: readonly string[]): Amount => ({ amountFen: null, steps: [], missing });
const line = (kind: AmountStep["kind"], text: string, amountFen: Fen, label: string | null = null): Amount => ({
  amountFen,
  steps: [{ kind, label, text, amountFen }],
  missing: [],
});

type Found<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly missing: string };

function knownAt(context: Context, indicator: string, year?: number): KnownValue | null {
  const reading = read(context, indicator, year);
  return reading.state === "known" ? reading.value : null;
}

function numberAt(context: Context, indicator: string, year?: number): Found<number | string> {
  const value = knownAt(context, indicator, year);
  const number = value === null ? null : numberIn(value);
  return number === null ? { ok: false, missing: suppliedBy(indicator) } : { ok: true, value: number };
}

function moneyAt(context: Context, indicator: string, year?: number): Found<Fen> {
  const found = numberAt(context, indicator, year);
  if (!found.ok) return found;
  const value = countableFen(decimal(found.value));
  return value === null ? { ok: false, missing: suppliedBy(indicator) } : { ok: true, value };
}

function perHead({ indicator, unitAmount }: FormulaOf<"perHead">, context: AmountContext): Amount {
  const heads = numberAt(context, indicator);
  if (!heads.ok) return pending(heads.missing);
  // More money than fen can count: a slip of a file, for a person to look at, and no reason for a night to break off
  const amount = countableFen(multiply(decimal(heads.value), decimal(unitAmount)));
  if (amount === null) return pending(indicator);
  return line("perHead", `${formatNumber(heads.value)} × ${formatUnit(unitAmount)} = ${formatYuan(amount)}`, amount);
}

/** A unit price keeps the decimals that a whole fen would lose. */
const formatUnit = (yuan: number): string => (Number.isInteger(yuan * 100) ? formatYuan(fenFromYuan(yuan)) : formatNumber(yuan));

function rateLine(kind: "rate" | "tieredRate", base: Fen, rate: number, label: string | null): Amount {
  const amount = timesRate(base, rate);
  return line(kind, `${formatYuan(base)} × ${formatPercent(rate)} = ${formatYuan(amount)}`, amount, label);
}

function rate(formula: FormulaOf<"rate">, context: AmountContext): Amount {
  const base = moneyAt(context, formula.base);
  return base.ok ? rateLine("rate", base.value, formula.rate, null) : pending(base.missing);
}

function rateOfIncrease({ indicator, rate: share }: FormulaOf<"rateOfIncrease">, context: AmountContext): Amount {
  const now = moneyAt(context, indicator);
  const before = moneyAt(context, indicator, context.fullYear - 1);
  if (!now.ok || !before.ok) return pending(indicator);
  if (now.value <= before.value) return line("rateOfIncrease", `${formatYuan(now.value)} 未超过上年的 ${formatYuan(before.value)}，增量按 0.00 计`, ZERO_FEN);
  const amount = timesRate(subtractFen(now.value, before.value), share);
  return line("rateOfIncrease", `(${formatYuan(now.value)} − ${formatYuan(before.value)}) × ${formatPercent(share)} = ${formatYuan(amount)}`, amount);
}

const within = (value: number | string, { gte, lt }: TierBorder): boolean =>
  (gte === undefined || orderOf(value, gte) >= 0) && (lt === undefined || orderOf(value, lt) < 0);

const tierLabel = (value: number | string, tier: TierBorder, unit: string | undefined): string =>
  `${formatInUnit(value, unit)}，属于“${tierRange(tier, unit)}”一档`;

const noTier = (kind: AmountKind, value: number | string, unit: string | undefined): Amount =>
  line(kind, `${formatInUnit(value, unit)}，不在任何一档，按 0.00 计`, ZERO_FEN);

function tieredAmount(formula: FormulaOf<"tieredAmount">, context: AmountContext): Amount {
  const by = numberAt(context, formula.by);
  if (!by.ok) return pending(by.missing);
  const tier = formula.tiers.find((one) => within(by.value, one));
  if (!tier) return noTier(formula.kind, by.value, formula.unit);
  const amount = fenFromYuan(tier.amount);
  return line(formula.kind, formatYuan(amount), amount, tierLabel(by.value, tier, formula.unit));
}

function tieredRate(formula: FormulaOf<"tieredRate">, context: AmountContext): Amount {
  const by = numberAt(context, formula.by);
  if (!by.ok) return pending(by.missing);
  const tier = formula.tiers.find((one) => within(by.value, one));
  if (!tier) return noTier(formula.kind, by.value, formula.unit);
  const base = moneyAt(context, formula.base);
  return base.ok ? rateLine(formula.kind, base.value, tier.rate, tierLabel(by.value, tier, formula.unit)) : pending(base.missing);
}

function byLevel({ indicator, levels, pick }: FormulaOf<"byLevel">, context: AmountContext): Amount {
  const held = knownAt(context, indicator);
  if (held === null) return pending(indicator);
  const codes = [...new Set(Array.isArray(held) ? held : [held])].map(String).filter((code) => Object.hasOwn(levels, code));
  const items = codes.map((code) => ({ name: context.names?.[indicator]?.[code] ?? code, amount: fenFromYuan(levels[code] ?? 0) }));
  const [first] = items;
  if (!first) return line("byLevel", "没有可计的级别，按 0.00 计", ZERO_FEN);
  const total = pick === "sum" ? addFen(...items.map((item) => item.amount)) : items.map((item) => item.amount).reduce(largerFen);
  if (items.length === 1) return line("byLevel", formatYuan(total), total, first.name);
  const list = items.map((item) => `${item.name} ${formatYuan(item.amount)}`);
  return line("byLevel", pick === "sum" ? `${list.join(" + ")} = ${formatYuan(total)}` : `${list.join("；")}，取最高一项 ${formatYuan(total)}`, total);
}

function sum({ parts }: FormulaOf<"sum">, context: AmountContext): Amount {
  const amounts = parts.map((part) => computeAmount(part, context));
  const missing = amounts.flatMap((amount) => amount.missing);
  const known = amounts.flatMap(({ amountFen }) => (amountFen === null ? [] : [amountFen]));
  if (known.length < parts.length) return pending(...missing);
  const total = addFen(...known);
  const steps = amounts.flatMap((amount) => amount.steps);
  if (parts.length === 1) return { amountFen: total, steps, missing: [] };
  const text = `${known.map(formatYuan).join(" + ")} = ${formatYuan(total)}`;
  return { amountFen: total, steps: [...steps, { kind: "sum", label: null, text, amountFen: total }], missing: [] };
}

const labelOf = (condition: Condition): string =>
  leavesOf(condition)
    .map((leaf) => leaf.clause)
    .join("、");

function under(label: string, amount: Amount): Amount {
  return { ...amount, steps: amount.steps.map((step) => ({ ...step, label: step.label === null ? label : `${label}；${step.label}` })) };
}

function casesOf({ cases, otherwise }: FormulaOf<"cases">, context: AmountContext): Amount {
  for (const { when, amount } of cases) {
    const traced = evaluate(when, context);
    if (traced.result === "unknown") return pending(...missingFor(traced));
    if (traced.result === "true") return under(labelOf(when), computeAmount(amount, context));
  }
  return otherwise ? under("其他情形", computeAmount(otherwise, context)) : line("cases", "不属于任何一种情形，按 0.00 计", ZERO_FEN);
}

function gross(formula: AmountFormula, context: AmountContext): Amount {
  switch (formula.kind) {
    case "fixed":
      return line("fixed", formatYuan(fenFromYuan(formula.amount)), fenFromYuan(formula.amount));
    case "perHead":
      return perHead(formula, context);
    case "rate":
      return rate(formula, context);
    case "rateOfIncrease":
      return rateOfIncrease(formula, context);
    case "tieredAmount":
      return tieredAmount(formula, context);
    case "tieredRate":
      return tieredRate(formula, context);
    case "byLevel":
      return byLevel(formula, context);
    case "sum":
      return sum(formula, context);
    case "cases":
      return casesOf(formula, context);
  }
}

function capStep(amount: Fen, { cap }: AmountFormula): AmountStep | null {
  if (cap === undefined) return null;
  const limit = fenFromYuan(cap);
  if (amount <= limit) return null;
  return { kind: "cap", label: null, text: `${formatYuan(amount)} 超过上限，按 ${formatYuan(limit)} 计`, amountFen: smallerFen(amount, limit) };
}

function topUpStep(amount: Fen, { topUpGroup }: AmountFormula, { priorGrants }: AmountContext): AmountStep | null {
  if (topUpGroup === undefined || !Object.hasOwn(priorGrants, topUpGroup)) return null;
  const prior = fenFromYuan(priorGrants[topUpGroup] ?? 0);
  if (prior === ZERO_FEN) return null;
  const rest = largerFen(ZERO_FEN, subtractFen(amount, prior));
  const less = `${formatYuan(amount)} − 已享 ${formatYuan(prior)}`;
  return { kind: "topUp", label: null, text: amount < prior ? `${less}，不足 0，按 0.00 计` : `${less} = ${formatYuan(rest)}`, amountFen: rest };
}

function minStep(amount: Fen, { min }: AmountFormula): AmountStep | null {
  if (min === undefined || amount >= fenFromYuan(min)) return null;
  return { kind: "min", label: null, text: `${formatYuan(amount)} 低于起付金额 ${formatYuan(fenFromYuan(min))}，按 0.00 计`, amountFen: ZERO_FEN };
}

/**
 * 算金额: exact decimals, each product rounded half up to the fen at once, then on the same level cap, top-up, minimum.
 * A number that is needed but unknown or empty leaves the whole amount open; branches not taken need none.
 */
export function computeAmount(formula: AmountFormula, context: AmountContext): Amount {
  const result = gross(formula, context);
  if (result.amountFen === null) return result;
  let amount = result.amountFen;
  const steps = [...result.steps];
  for (const apply of [capStep, topUpStep, minStep]) {
    const step = apply(amount, formula, context);
    if (step) {
      steps.push(step);
      amount = step.amountFen;
    }
  }
  return { amountFen: amount, steps, missing: [] };
}
