import type { AmountFormula, TierBorder } from "./amount-formula";
import { codeName, describeCondition, unitOf, type Words, wordsOf } from "./describe";
import { formatMoney, formatPercent, tierRange } from "./wording";

function describeTiers<Tier extends TierBorder>(tiers: readonly Tier[], unit: string | null, say: (tier: Tier) => string): string {
  return tiers.map((tier) => `${tierRange(tier, unit)}为 ${say(tier)}`).join("，");
}

const tierUnit = ({ by, unit }: { by: string; unit?: string }, words: Words): string | null => unit ?? unitOf(wordsOf(by, words));

function describeLevels({ indicator, levels, pick }: Extract<AmountFormula, { kind: "byLevel" }>, words: Words): string {
  const list = Object.entries(levels).map(([code, yuan]) => `${codeName(indicator, code, words)} ${formatMoney(yuan)}`);
  if (list.length < 2) return list.join("");
  return `${list.join("，")}，${pick === "max" ? "取最高一项" : "可以累加"}`;
}

function describeGross(formula: AmountFormula, words: Words): string {
  const name = (indicator: string) => wordsOf(indicator, words).name;
  switch (formula.kind) {
    case "fixed":
      return `定额 ${formatMoney(formula.amount)}`;
    case "perHead":
      return `每${wordsOf(formula.indicator, words).unit ?? "项"} ${formatMoney(formula.unitAmount)}`;
    case "rate":
      return `${name(formula.base)}的 ${formatPercent(formula.rate)}`;
    case "rateOfIncrease":
      return `${name(formula.indicator)}比上年增加部分的 ${formatPercent(formula.rate)}`;
    case "tieredAmount":
      return `按${name(formula.by)}：${describeTiers(formula.tiers, tierUnit(formula, words), (tier) => formatMoney(tier.amount))}`;
    case "tieredRate":
      return `${name(formula.base)}乘以比例，按${formula.by === formula.base ? "总额" : name(formula.by)}：${describeTiers(formula.tiers, tierUnit(formula, words), (tier) => formatPercent(tier.rate))}`;
    case "byLevel":
      return describeLevels(formula, words);
    case "sum":
      return formula.parts.map((part) => describeAmount(part, words)).join("，加上");
    case "cases": {
      const cases = formula.cases.map(({ when, amount }) => `${describeCondition(when, words)}：${describeAmount(amount, words)}`);
      return [...cases, ...(formula.otherwise ? [`其他情形：${describeAmount(formula.otherwise, words)}`] : [])].join("；");
    }
  }
}

/** 补贴标准 in words, composed from the formula itself, so that text and sum cannot differ. */
export function describeAmount(formula: AmountFormula, words: Words): string {
  const limits = [
    ...(formula.cap === undefined ? [] : [`最高 ${formatMoney(formula.cap)}`]),
    ...(formula.topUpGroup === undefined ? [] : ["已享部分只补差额"]),
    ...(formula.min === undefined ? [] : [`不足 ${formatMoney(formula.min)} 的不发`]),
  ];
  return [describeGross(formula, words), ...limits].join("，");
}
