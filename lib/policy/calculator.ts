import { addFen, type Fen, fen, subtractFen, ZERO_FEN } from "../kernel/fen";
import { type ConditionRow, conditionRows } from "./condition-rows";
import { type Decision, type DecisionInput, decidePolicy } from "./decide";
import { wordsOf } from "./describe";
import { describeAmount } from "./describe-amount";
import type { Facts } from "./facts";
import { type GapVocabulary, nearMisses } from "./gap";
import type { ResolvedPolicy } from "./language";
import { bestCombination, type Candidate, type Groups } from "./relations";

/** 可以享受, 还差一点, 还不能判断, 不符合. */
export type CalculatorGroup = "eligible" | "near" | "open" | "no";

/** 计算器的一行: one policy for the one who asks, everything in words. */
export type CalculatorItem = {
  readonly code: string;
  readonly name: string;
  readonly group: CalculatorGroup;
  /** What it gives now; null while open or not granted. */
  readonly amountFen: Fen | null;
  readonly isTaxReduction: boolean;
  /** Nobody has to look at it: data alone decide. */
  readonly automatic: boolean;
  readonly standard: string;
  readonly steps: readonly string[];
  readonly rows: readonly ConditionRow[];
  /** The data without which nothing can be said, or without which the amount stays open. */
  readonly missing: readonly { readonly indicator: string; readonly name: string }[];
  /** 再招 2 人; `netFen` is what remains when another benefit is lost for it. */
  readonly near: (NearFound & { readonly netFen: Fen | null }) | null;
  readonly inForce: boolean;
};

export type CalculatorView = {
  readonly items: readonly CalculatorItem[];
  /** The best that can be had together. */
  readonly totalFen: Fen;
  readonly taxReductionFen: Fen;
  readonly chosen: readonly string[];
  readonly left: readonly { readonly name: string; readonly amountFen: Fen; readonly rule: string; readonly insteadOf: readonly string[] }[];
};

export type CalculatorRules = {
  readonly policies: readonly ResolvedPolicy[];
  readonly groups: Groups;
  readonly wordsFor: (policy: ResolvedPolicy) => GapVocabulary;
};
export type CalculatorInput = Omit<DecisionInput, "facts"> & { readonly factsFor: (policy: ResolvedPolicy) => Facts };

type Judged = { readonly policy: ResolvedPolicy; readonly input: DecisionInput; readonly decision: Decision };

const candidatesOf = (judged: readonly Judged[]): Candidate[] =>
  judged.flatMap(({ policy, decision }) =>
    decision.verdict === "eligible" && decision.amountFen !== null ? [{ policy: policy.code, amountFen: decision.amountFen }] : [],
  );

/** The one number that would have to change, and the value at which the policy is granted. */
type NearFound = { readonly text: string; readonly indicator: string; readonly target: string; readonly amountFen: Fen | null };

function nearOf({ policy, input }: Judged, words: GapVocabulary): NearFound | null {
  const [best] = nearMisses(policy, input, words);
  if (!best || best.amountFen === 0) return null;
  const { text, indicator, target } = best.gap;
  return { text, indicator, target, amountFen: best.amountFen };
}

/** What the whole combination would gain; null where nothing else is lost. */
function netOf(code: string, near: NearFound, candidates: readonly Candidate[], totalFen: Fen, groups: Groups): Fen | null {
  if (near.amountFen === null) return null;
  const gained = subtractFen(bestCombination([...candidates, { policy: code, amountFen: near.amountFen }], groups).totalFen, totalFen);
  return gained < near.amountFen ? gained : null;
}

function groupOf({ decision }: Judged, near: NearFound | null): CalculatorGroup {
  if (decision.verdict === "eligible") return "eligible";
  if (decision.verdict === "undetermined") return "open";
  return near ? "near" : "no";
}

const RANK: Readonly<Record<CalculatorGroup, number>> = { eligible: 0, near: 1, open: 2, no: 3 };
const worth = (item: CalculatorItem): number => item.amountFen ?? item.near?.amountFen ?? 0;

/** Groups in their order; within a group the larger amount first, then what is certain, then what lacks the least. */
function byWorth(a: CalculatorItem, b: CalculatorItem): number {
  return RANK[a.group] - RANK[b.group] || worth(b) - worth(a) || Number(b.automatic) - Number(a.automatic) || a.missing.length - b.missing.length;
}

const judgeAll = (policies: readonly ResolvedPolicy[], { factsFor, ...rest }: CalculatorInput): Judged[] =>
  policies.map((policy) => {
    const input = { ...rest, facts: factsFor(policy) };
    return { policy, input, decision: decidePolicy(policy, input) };
  });

/** 合起来最多可得 alone, without words: for asking the same question many times (what-if). */
export function bestTotal(
  { policies, groups }: Pick<CalculatorRules, "policies" | "groups">,
  input: CalculatorInput,
): Pick<CalculatorView, "totalFen" | "chosen"> {
  const { chosen, totalFen } = bestCombination(candidatesOf(judgeAll(policies, input)), groups);
  return { totalFen, chosen: chosen.map((one) => one.policy) };
}

/** 计算器: every policy judged, sorted for the reader, with the best combination of what does not exclude each other. */
export function calculatorView({ policies, groups, wordsFor }: CalculatorRules, input: CalculatorInput): CalculatorView {
  const judged = judgeAll(policies, input);
  const candidates = candidatesOf(judged);
  const { chosen, totalFen, left } = bestCombination(candidates, groups);
  const nameOf = (code: string) => policies.find((policy) => policy.code === code)?.name ?? code;
  const items = judged.map((one): CalculatorItem => {
    const { policy, decision } = one;
    const words = wordsFor(policy);
    const near = nearOf(one, words);
    return {
      code: policy.code,
      name: policy.name,
      group: groupOf(one, near),
      amountFen: decision.amountFen,
      isTaxReduction: policy.benefitKind === "taxReduction",
      automatic: decision.route === "auto",
      standard: describeAmount(policy.amount, words),
      steps: decision.amountTrace.map(({ label, text }) => (label ? `${label}：${text}` : text)),
      rows: conditionRows(policy, one.input, words),
      missing: [...decision.missing, ...decision.amountMissing].map((indicator) => ({ indicator, name: wordsOf(indicator, words).name })),
      near: near && { ...near, netFen: netOf(policy.code, near, candidates, totalFen, groups) },
      inForce: decision.inForce,
    };
  });
  const reductions = new Set(policies.filter((policy) => policy.benefitKind === "taxReduction").map((policy) => policy.code));
  return {
    items: items.sort(byWorth),
    totalFen,
    taxReductionFen: chosen.filter((one) => reductions.has(one.policy)).reduce((sum, one) => addFen(sum, fen(one.amountFen)), ZERO_FEN),
    chosen: chosen.map((one) => one.policy),
    left: left.map(({ policy, amountFen, rule, becauseOf }) => ({ name: nameOf(policy), amountFen, rule, insteadOf: becauseOf.map(nameOf) })),
  };
}
