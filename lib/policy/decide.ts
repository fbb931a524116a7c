import { type Fen, largerFen, ZERO_FEN } from "../kernel/fen";
import type { PlainDate } from "../kernel/plain-date";
import { type Amount, type AmountStep, computeAmount } from "./amount";
import { evaluate, type LeafTrace, missingFor, type Traced, tracedLeaves } from "./evaluate";
import type { Facts } from "./facts";
import type { ResolvedPolicy } from "./language";
import { allOf, not, type Truth } from "./truth";

/** What a decision rests on. `priorGrants` in yuan by ladder. */
export type DecisionInput = {
  readonly asOf: PlainDate;
  readonly fullYear: number;
  readonly facts: Facts;
  readonly priorGrants: Readonly<Record<string, number>>;
};

export type Verdict = "eligible" | "ineligible" | "undetermined";
export type Route = "auto" | "manual";

/** 转人工原因, in the order in which a reviewer reads them. */
export type ManualReason = "verdictOpen" | "policyDemandsReview" | "amountOpen" | "divertedByClause" | "diversionOpen" | "crossCheckFailed" | "crossCheckOpen";

/** 判定结果 of one policy for one enterprise, as plain JSON. */
export type Decision = {
  readonly policy: string;
  readonly verdict: Verdict;
  /** Null while open and for what is not granted; zero is an amount. */
  readonly amountFen: Fen | null;
  readonly route: Route | null;
  /** False outside the policy's validity: nothing may be granted, whatever the conditions say. */
  readonly inForce: boolean;
  readonly manualReasons: readonly ManualReason[];
  readonly base: readonly LeafTrace[];
  readonly conditions: readonly LeafTrace[];
  /** Each leaf "true" blocks. */
  readonly negativeList: readonly LeafTrace[];
  readonly crossChecks: readonly LeafTrace[];
  readonly routeToManual: readonly LeafTrace[];
  readonly amountTrace: readonly AmountStep[];
  /** Indicators whose absence leaves the verdict open; empty for a verdict that stands. */
  readonly missing: readonly string[];
  /** Indicators whose absence leaves the amount of an eligible case open. */
  readonly amountMissing: readonly string[];
};

const VERDICT: Readonly<Record<Truth, Verdict>> = { true: "eligible", false: "ineligible", unknown: "undetermined" };
const distinct = (items: readonly string[]): string[] => [...new Set(items)];

type Judgement = {
  readonly base: readonly Traced[];
  readonly conditions: Traced;
  readonly blocks: readonly Traced[];
  readonly crossChecks: Traced | null;
  readonly diversion: Traced | null;
};

function judgePolicy(policy: ResolvedPolicy, input: DecisionInput): Judgement {
  return {
    base: policy.base.map((item) => evaluate(item.cond, input)),
    conditions: evaluate(policy.conditions, input),
    // What blocks is wished to be false, like the inside of a 不属于.
    blocks: policy.negativeList.map((item) => evaluate(item.blocksWhen, input, true)),
    crossChecks: policy.crossChecks ? evaluate(policy.crossChecks, input) : null,
    diversion: policy.routeToManual ? evaluate(policy.routeToManual, input) : null,
  };
}

function manualReasons(policy: ResolvedPolicy, { crossChecks, diversion }: Judgement, amount: Amount): ManualReason[] {
  const reasons: ManualReason[] = [];
  if (policy.needsManualReview) reasons.push("policyDemandsReview");
  if (amount.amountFen === null) reasons.push("amountOpen");
  if (diversion?.result === "true") reasons.push("divertedByClause");
  if (diversion?.result === "unknown") reasons.push("diversionOpen");
  if (crossChecks?.result === "false") reasons.push("crossCheckFailed");
  if (crossChecks?.result === "unknown") reasons.push("crossCheckOpen");
  return reasons;
}

const NOT_GRANTED = { amountFen: null, route: null, manualReasons: [], amountTrace: [], missing: [], amountMissing: [] } as const;

function outcome(policy: ResolvedPolicy, input: DecisionInput, judgement: Judgement, entitled: Truth) {
  if (entitled === "false") return { ...NOT_GRANTED, verdict: VERDICT[entitled] };
  if (entitled === "unknown") {
    const missing = distinct([...judgement.base, judgement.conditions, ...judgement.blocks].flatMap(missingFor));
    return { ...NOT_GRANTED, verdict: VERDICT[entitled], route: "manual" as const, manualReasons: ["verdictOpen"] as const, missing };
  }
  const amount = computeAmount(policy.amount, { ...input, names: policy.names });
  const reasons = manualReasons(policy, judgement, amount);
  return {
    verdict: VERDICT[entitled],
    // A negative base (a refund year) never turns a benefit into a debt.
    amountFen: amount.amountFen === null ? null : largerFen(ZERO_FEN, amount.amountFen),
    route: reasons.length > 0 ? ("manual" as const) : ("auto" as const),
    manualReasons: reasons,
    amountTrace: amount.steps,
    missing: [],
    amountMissing: distinct(amount.missing),
  };
}

/** Whether the policy is in force on a day, both ends included. */
export const inForceOn = (policy: Pick<ResolvedPolicy, "effective">, day: PlainDate): boolean => policy.effective.from <= day && day <= policy.effective.to;

/**
 * 政策判定: base conditions, conditions and a clean negative list together decide; amount and route follow.
 * Rules decide alone and the answer depends on the arguments only, so that a pinned version and snapshot replay it.
 */
export function decidePolicy(policy: ResolvedPolicy, input: DecisionInput): Decision {
  const judgement = judgePolicy(policy, input);
  const { base, conditions, blocks, crossChecks, diversion } = judgement;
  const inForce = inForceOn(policy, input.asOf);
  const entitled = allOf([...base.map((one) => one.result), conditions.result, ...blocks.map((one) => not(one.result))]);
  return {
    policy: policy.code,
    inForce,
    ...outcome(policy, input, judgement, inForce ? entitled : "false"),
    base: base.flatMap(tracedLeaves),
    conditions: tracedLeaves(conditions),
    negativeList: blocks.flatMap(tracedLeaves),
    crossChecks: crossChecks ? tracedLeaves(crossChecks) : [],
    routeToManual: diversion ? tracedLeaves(diversion) : [],
  };
}
