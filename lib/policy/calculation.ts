import type { Fen } from "../kernel/fen";
import { type DecisionInput, decidePolicy, type ManualReason, type Route, type Verdict } from "./decide";
import type { LeafTrace } from "./evaluate";
import type { ResolvedPolicy } from "./language";
import type { Truth } from "./truth";

/** One leaf as the public API tells it. `actual` is null for unknown and for empty. */
export type AnsweredCondition = {
  readonly id: string;
  readonly clause: string;
  readonly result: Truth;
  readonly actual: LeafTrace["actual"];
  readonly threshold: LeafTrace["threshold"];
};

/** 计算答复 of one policy. `conditions` are the leaves of the clause, then those of the cross-checks; base and negative list stand apart. */
export type CalculationAnswer = {
  readonly policy: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly amountFen: Fen | null;
  readonly route: Route | null;
  readonly conditions: readonly AnsweredCondition[];
  readonly base: readonly AnsweredCondition[];
  readonly negativeList: readonly AnsweredCondition[];
  readonly inForce: boolean;
  readonly missing: readonly string[];
  readonly amountMissing: readonly string[];
  readonly manualReasons: readonly ManualReason[];
  readonly amountSteps: readonly string[];
};

const answered = ({ id, clause, result, actual, threshold }: LeafTrace): AnsweredCondition => ({ id, clause, result, actual, threshold });

/** 逐项计算: every policy alone, all of them in one answer, in the order given. */
export function calculateAll(policies: readonly ResolvedPolicy[], input: DecisionInput): CalculationAnswer[] {
  return policies.map((policy) => {
    const decision = decidePolicy(policy, input);
    const { verdict, amountFen, route, inForce, missing, amountMissing, manualReasons } = decision;
    return {
      policy: policy.code,
      name: policy.name,
      verdict,
      amountFen,
      route,
      conditions: [...decision.conditions, ...decision.crossChecks].map(answered),
      base: decision.base.map(answered),
      negativeList: decision.negativeList.map(answered),
      inForce,
      missing,
      amountMissing,
      manualReasons,
      amountSteps: decision.amountTrace.map(({ label, text }) => (label ? `${label}：${text}` : text)),
    };
  });
}
