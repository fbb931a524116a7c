import { decimal } from "../../kernel/decimal";
import { fenFromYuan } from "../../kernel/fen";
import type { AmountFormula, FormulaOf, TierBorder } from "../amount-formula";
import { type Condition, leavesOf } from "../condition";
import { feelNumber, treeText } from "./leaves";
import { type DmnDecision, type DmnInput, type DmnWords, feelString, type Needs, whenKnown } from "./model";
import { granted, inputOf, leafName, needsOf, previousYear } from "./names";

/** A rate in a table is written in millionths, a whole number; the price of no tier is told apart from a rate of nothing. */
const MILLION = 1_000_000;
const NO_TIER = -1;

export type AmountWords = { readonly words: DmnWords; readonly ladders: readonly string[] };

const fenText = (yuan: number): string => String(fenFromYuan(yuan));
/** Half a fen goes up, away from zero: `floor` is in every version of FEEL. */
const rounded = (text: string): string => `if ${text} < 0 then 0 - floor(0.5 - ${text}) else floor(${text} + 0.5)`;
/** Times a decimal factor, multiplied before it is divided, so that nothing is lost before the rounding. */
function times(name: string, factor: number, shift: number): string {
  const { units, scale } = decimal(factor);
  const power = scale - shift;
  return power > 0 ? `${name} * ${units} / ${10n ** BigInt(power)}` : `${name} * ${units * 10n ** BigInt(-power)}`;
}

const number = (name: string, label: string, logic: DmnDecision["logic"], { inputs, decisions }: Needs): DmnDecision => ({
  name,
  type: "number",
  label,
  logic,
  inputs,
  decisions,
});
const from = (...names: readonly string[]): Needs => ({ inputs: [], decisions: names });

/** 元 → 分 of an input. */
const baseInFen = (name: string, input: DmnInput): DmnDecision =>
  number(name, `${input.label}，分`, whenKnown([input.name], rounded(`${input.name} * 100`)), { inputs: [input], decisions: [] });

function rateOf(name: string, { base, rate }: FormulaOf<"rate">, words: DmnWords): DmnDecision[] {
  const fen = `${name}_base`;
  return [baseInFen(fen, inputOf(base, words)), number(`${name}_gross`, "基数 × 比例", whenKnown([fen], rounded(times(fen, rate, 0))), from(fen))];
}

function rateOfIncrease(name: string, { indicator, rate }: FormulaOf<"rateOfIncrease">, words: DmnWords): DmnDecision[] {
  const [now, before, more] = [`${name}_now`, `${name}_before`, `${name}_more`] as const;
  return [
    baseInFen(now, inputOf(indicator, words)),
    baseInFen(before, previousYear(indicator, words)),
    number(more, "增加的部分，分", whenKnown([now, before], `if ${now} <= ${before} then 0 else ${now} - ${before}`), from(now, before)),
    number(`${name}_gross`, "增量 × 比例", whenKnown([more], rounded(times(more, rate, 0))), from(more)),
  ];
}

function perHead(name: string, { indicator, unitAmount }: FormulaOf<"perHead">, words: DmnWords): DmnDecision[] {
  return [number(`${name}_gross`, "数量 × 单价", whenKnown([indicator], rounded(times(indicator, unitAmount, 2))), needsOf(indicator, words))];
}

function tierTest({ gte, lt }: TierBorder): string {
  if (gte === undefined) return `< ${feelNumber(lt ?? 0)}`;
  return lt === undefined ? `>= ${feelNumber(gte)}` : `[${feelNumber(gte)}..${feelNumber(lt)})`;
}

function tierTable(
  name: string,
  label: string,
  by: string,
  rules: readonly { when: string; gives: string }[],
  otherwise: string,
  words: DmnWords,
): DmnDecision {
  const { type } = words(by);
  const all = [{ when: "null", gives: "null" }, ...rules, { when: "-", gives: otherwise }];
  return number(name, label, { input: by, inputType: type, rules: all }, needsOf(by, words));
}

const tieredAmount = (name: string, { by, tiers }: FormulaOf<"tieredAmount">, words: DmnWords): DmnDecision[] => [
  tierTable(
    `${name}_gross`,
    "按档金额",
    by,
    tiers.map((tier) => ({ when: tierTest(tier), gives: fenText(tier.amount) })),
    "0",
    words,
  ),
];

function tieredRate(name: string, { by, base, tiers }: FormulaOf<"tieredRate">, words: DmnWords): DmnDecision[] {
  const [rate, fen] = [`${name}_rate`, `${name}_base`] as const;
  const rules = tiers.map((tier) => ({ when: tierTest(tier), gives: String(Math.round(tier.rate * MILLION)) }));
  const paid = `if ${rate} = ${NO_TIER} then 0 else ${whenKnown([fen], rounded(`${fen} * ${rate} / ${MILLION}`))}`;
  return [
    tierTable(rate, `按档比例，百万分之几（${NO_TIER} 为不在任何一档）`, by, rules, String(NO_TIER), words),
    baseInFen(fen, inputOf(base, words)),
    number(`${name}_gross`, "基数 × 比例", whenKnown([rate], paid), from(rate, fen)),
  ];
}

function byLevel(name: string, { indicator, levels, pick }: FormulaOf<"byLevel">, words: DmnWords): DmnDecision[] {
  const entries = Object.entries(levels);
  const label = pick === "sum" ? "各级相加" : "取最高一级";
  if (words(indicator).type !== "codeList") {
    const rules = entries.map(([code, amount]) => ({ when: feelString(code), gives: fenText(amount) }));
    return [tierTable(`${name}_gross`, "按级金额", indicator, rules, "0", words)];
  }
  const items = entries.map(([code, amount]) => `if list contains(${indicator}, ${feelString(code)}) then ${fenText(amount)} else 0`);
  return [number(`${name}_gross`, label, whenKnown([indicator], `${pick}([${items.join(", ")}])`), needsOf(indicator, words))];
}

function sumOf(name: string, { parts }: FormulaOf<"sum">, context: AmountWords): DmnDecision[] {
  const inner = parts.map((part, index) => amountDecisions(part, `${name}_${index + 1}`, context));
  const results = inner.map(resultOf);
  return [...inner.flat(), number(`${name}_gross`, "各部分相加", whenKnown(results, results.join(" + ")), from(...results))];
}

/** 情形: the first that holds; one that is open leaves the amount open. */
function casesOf(name: string, { cases, otherwise }: FormulaOf<"cases">, context: AmountWords): DmnDecision[] {
  const inner = cases.map(({ amount }, index) => amountDecisions(amount, `${name}_${index + 1}`, context));
  const rest = otherwise ? amountDecisions(otherwise, `${name}_else`, context) : [];
  const whens = cases.map(({ when }, index) => whenDecision(`${name}_when_${index + 1}`, when));
  const last = otherwise ? resultOf(rest) : "0";
  const text = whens.reduceRight(
    (after, when, index) => `if ${when.name} = null then null else if ${when.name} then ${resultOf(inner[index] ?? [])} else ${after}`,
    last,
  );
  const needs = from(...whens.map((when) => when.name), ...inner.map(resultOf), ...(otherwise ? [last] : []));
  return [...inner.flat(), ...rest, ...whens, number(`${name}_gross`, "按情形", text, needs)];
}

const whenDecision = (name: string, when: Condition): DmnDecision => ({
  name,
  type: "boolean",
  label: leavesOf(when)
    .map((leaf) => leaf.clause)
    .join("、"),
  logic: treeText(when),
  ...from(...new Set(leavesOf(when).map((leaf) => leafName(leaf.id)))),
});

function gross(formula: AmountFormula, name: string, context: AmountWords): DmnDecision[] {
  const { words } = context;
  switch (formula.kind) {
    case "fixed":
      return [number(`${name}_gross`, "定额，分", fenText(formula.amount), from())];
    case "perHead":
      return perHead(name, formula, words);
    case "rate":
      return rateOf(name, formula, words);
    case "rateOfIncrease":
      return rateOfIncrease(name, formula, words);
    case "tieredAmount":
      return tieredAmount(name, formula, words);
    case "tieredRate":
      return tieredRate(name, formula, words);
    case "byLevel":
      return byLevel(name, formula, words);
    case "sum":
      return sumOf(name, formula, context);
    case "cases":
      return casesOf(name, formula, context);
  }
}

function topUp(name: string, before: string, group: string, ladders: readonly string[]): DmnDecision[] {
  const input = granted(group, ladders.indexOf(group));
  const had = `${name}_granted`;
  const paid = `if ${had} = null or ${had} = 0 then ${before} else if ${before} < ${had} then 0 else ${before} - ${had}`;
  return [baseInFen(had, input), number(`${name}_topped_up`, "补差", whenKnown([before], paid), from(before, had))];
}

/** The last decision is the result. */
export function resultOf(decisions: readonly DmnDecision[]): string {
  const last = decisions.at(-1);
  if (!last) throw new Error("an amount without a decision");
  return last.name;
}

/** 金额公式 as decisions in whole fen, step by step: gross, cap, top-up, minimum. Null is an amount that stays open. */
export function amountDecisions(formula: AmountFormula, name: string, context: AmountWords): DmnDecision[] {
  const steps = gross(formula, name, context);
  if (formula.cap !== undefined) {
    const before = resultOf(steps);
    const limit = fenText(formula.cap);
    steps.push(number(`${name}_capped`, "封顶", whenKnown([before], `if ${before} > ${limit} then ${limit} else ${before}`), from(before)));
  }
  if (formula.topUpGroup !== undefined) steps.push(...topUp(name, resultOf(steps), formula.topUpGroup, context.ladders));
  if (formula.min !== undefined) {
    const before = resultOf(steps);
    steps.push(
      number(`${name}_payable`, "低于起付金额的不付", whenKnown([before], `if ${before} < ${fenText(formula.min)} then 0 else ${before}`), from(before)),
    );
  }
  return steps;
}
