import type { Fen } from "../kernel/fen";
import { ok, type Result, refused } from "../kernel/result";

/** 核减: a lower amount than the rule gives, with the clause it rests on and the reason in words. */
export type Reduction = { readonly clauseId: string; readonly reason: string };

export type AmountOpinion = {
  /** 规则算出的金额; null where data are missing (待核). */
  readonly computedFen: Fen | null;
  /** 核定金额 of the handler; left out where the rule's amount stands. */
  readonly askedFen?: Fen | undefined;
  readonly reduction?: Reduction | undefined;
};
export type AmountRefusal = "amountPending" | "amountAboveRule" | "reductionUnfounded";

/** Fewer characters than this give no reason. */
export const SHORTEST_REDUCTION_REASON = 4;

const isFounded = (reduction: Reduction | undefined): boolean =>
  reduction !== undefined && reduction.clauseId.trim() !== "" && reduction.reason.trim().length >= SHORTEST_REDUCTION_REASON;

/**
 * 核定金额 of a handler who would approve: the rule's amount; where the rule has none, the handler's; never more than the rule gives, and less only
 * with clause and reason. Nothing is approved with nothing to pay: that is a refusal, which has its own clause.
 */
export function approvedAmount({ computedFen, askedFen, reduction }: AmountOpinion): Result<Fen, AmountRefusal> {
  const amountFen = askedFen ?? computedFen;
  if (amountFen === null || amountFen <= 0) return refused("amountPending");
  if (computedFen === null || amountFen === computedFen) return ok(amountFen);
  if (amountFen > computedFen) return refused("amountAboveRule");
  return isFounded(reduction) ? ok(amountFen) : refused("reductionUnfounded");
}
