import "server-only";
import { eq } from "drizzle-orm";
import { type AmountRefusal, approvedAmount, type Reduction } from "@/lib/claim/approved-amount";
import { decideChiefSignature, decideOpinion, type SignatureRefusal } from "@/lib/claim/decide-move";
import type { SuspensionReason } from "@/lib/claim/moving-claim";
import type { Fen } from "@/lib/kernel/fen";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { asMoving, type Claim, type ClaimMoveRefusal, moveClaim } from "./claims";
import { remainingMaterials } from "./enterprise-acts";
import { notify } from "./notifications";
import { clearedOpinion, isReduction, lockOwn, lockToHandle, type Opinion, type ReviewAct, recordOpinion, standingOpinion } from "./opinions";
import { findVersion } from "./policies";
import { tellReduction, tellRejection } from "./review-messages";
import { claims } from "./schema";
import type { Db } from "./types";

export type ReviewRefusal = ClaimMoveRefusal | SignatureRefusal | AmountRefusal | "noOpinionYet" | "alreadyHandled" | "recused" | "assignedToOther";

/** `amountFen` is 核定金额: needed where the rule could not compute one; lower than the rule's only with `reduction`. */
export type HandlerOpinion = {
  readonly decision: "approve" | "reject";
  readonly opinion: string;
  readonly clauseId?: string | undefined;
  readonly amountFen?: Fen | undefined;
  readonly reduction?: Reduction | undefined;
};

/** The opinion as it will be recorded: a refusal names its clause, an approval its amount, a reduction clause and reason. */
function toRecord(
  claim: Claim,
  { decision, opinion, clauseId, amountFen, reduction }: HandlerOpinion,
): Result<Opinion, AmountRefusal | "clauseOrReasonMissing"> {
  if (decision === "reject") return clauseId ? ok({ decision, opinion, clauseId }) : refused("clauseOrReasonMissing");
  const approved = approvedAmount({ computedFen: claim.amountFen, askedFen: amountFen, reduction });
  if (!approved.ok) return approved;
  const amounts = { beforeFen: claim.amountFen, afterFen: approved.value };
  const reduced = claim.amountFen !== null && approved.value < claim.amountFen ? reduction : undefined;
  return ok({ decision, opinion, amounts, clauseId: reduced?.clauseId, reductionReason: reduced?.reason });
}

/** The case as it waits for the checker. */
const handled = ({ actor }: ReviewAct, { decision, opinion, clauseId }: HandlerOpinion, { amounts }: Opinion) => ({
  ...(amounts && { amountFen: amounts.afterFen }),
  handlerId: actor.personId,
  handlerDecision: decision,
  handlerOpinion: opinion,
  rejectedClause: decision === "reject" ? (clauseId ?? null) : null,
  assignedTo: null,
});

/** 经办人意见: 拟同意 or 拟不同意; another person decides on it. */
export async function handleCase(db: Db, act: ReviewAct, opinion: HandlerOpinion): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockToHandle(tx, act);
    if (!locked.ok) return locked;
    const claim = locked.value;
    if (claim.handlerId !== null) return refused("alreadyHandled");
    const decided = decideOpinion(await asMoving(tx, claim), act.actor);
    if (!decided.ok) return decided;
    const record = toRecord(claim, opinion);
    if (!record.ok) return record;
    await recordOpinion(tx, claim, act, "handle", record.value);
    const [updated] = await tx
      .update(claims)
      .set(handled(act, opinion, record.value))
      .where(eq(claims.id, claim.id))
      .returning();
    return updated ? ok(updated) : refused("notFound");
  });
}

/** 科室负责人签字, from the amount in the settings on. */
export async function signAsChief(db: Db, act: ReviewAct, opinion: string): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockOwn(tx, act);
    if (!locked.ok) return locked;
    const decided = decideChiefSignature(await asMoving(tx, locked.value), act.actor);
    if (!decided.ok) return decided;
    await recordOpinion(tx, locked.value, act, "chief", { decision: "approve", opinion });
    const [updated] = await tx.update(claims).set({ chiefId: act.actor.personId }).where(eq(claims.id, locked.value.id)).returning();
    return updated ? ok(updated) : refused("notFound");
  });
}

/** The case waits for another opinion, in the hand of whoever wrote the last one. */
async function giveBack(tx: Db, claim: Claim): Promise<Result<Claim, "notFound">> {
  const [back] = await tx
    .update(claims)
    .set({ ...(await clearedOpinion(tx, claim)), assignedTo: claim.handlerId })
    .where(eq(claims.id, claim.id))
    .returning();
  return back ? ok(back) : refused("notFound");
}

/** 复核: agrees with the handler's opinion and so moves the case, or gives it back for another opinion. */
export async function checkCase(db: Db, act: ReviewAct, check: { readonly agree: boolean; readonly opinion: string }): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockOwn(tx, act);
    if (!locked.ok) return locked;
    const claim = locked.value;
    if (claim.handlerId === null || claim.handlerDecision === null) return refused("noOpinionYet");
    if (claim.handlerId === act.actor.personId) return refused("sameHandlerAndChecker");
    await recordOpinion(tx, claim, act, "check", { decision: check.agree ? "agree" : "giveBack", opinion: check.opinion });
    if (!check.agree) return giveBack(tx, claim);
    return finishReview(tx, claim, act, check.opinion);
  });
}

/** Where an agreed opinion leads: a refusal, the public notice, or for a tax reduction straight to its end. */
function endOf({ handlerDecision, benefitKind }: Claim): "rejected" | "notice" | "settled" {
  if (handlerDecision !== "approve") return "rejected";
  return benefitKind === "taxReduction" ? "settled" : "notice";
}

async function finishReview(tx: Db, claim: Claim, act: ReviewAct, opinion: string): Promise<Result<Claim, ReviewRefusal>> {
  const { actor, at, calendar } = act;
  const standing = await standingOpinion(tx, claim);
  const to = endOf(claim);
  const reasonText = claim.handlerOpinion ?? opinion;
  const patches = { rejected: { rejectedReason: reasonText }, notice: { doubts: [] }, settled: { doubts: [], settledAt: at } };
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to,
    actor,
    at,
    calendar,
    facts: to === "rejected" ? { clauses: [claim.rejectedClause ?? ""], reasonText } : {},
    patch: { checkerId: actor.personId, ...patches[to] },
    reasonCode: to === "rejected" ? "reviewRejected" : "reviewApproved",
    reasonText,
    detail: {
      // What was in doubt when it was decided: the precedents of later cases
      doubtCodes: [...new Set(claim.doubts.map((doubt) => doubt.code))],
      ...(standing?.amountAfterFen != null && {
        amountBeforeFen: standing.amountBeforeFen,
        clauseId: standing.clauseId,
        reductionReason: standing.reductionReason,
      }),
    },
  });
  if (moved.ok && to === "rejected") await tellRejection(tx, moved.value, reasonText, at);
  if (moved.ok && standing && isReduction(standing)) await tellReduction(tx, moved.value, standing, at);
  return moved;
}

/** 补正: asks the enterprise once for papers that the policy still has; stops the clock. */
export async function requestSupplement(db: Db, act: ReviewAct, asked: readonly string[], note: string): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockToHandle(tx, act);
    if (!locked.ok) return locked;
    const policy = await findVersion(tx, locked.value.policyVersionId);
    const { actor, at, calendar, claimId } = act;
    const facts = { askedMaterials: asked, remainingMaterials: policy ? remainingMaterials(policy) : [] };
    const moved = await moveClaim(tx, {
      claimId,
      to: "supplement",
      actor,
      at,
      calendar,
      facts,
      patch: { supplementUsed: true, supplementRequest: asked.join("、") },
      reasonText: note,
    });
    if (!moved.ok) return moved;
    const title = `${policy?.resolved.name ?? ""}：请补材料`;
    const body = `还需要：${asked.join("、")}。${note}`;
    await notify(
      tx,
      [
        {
          enterpriseId: moved.value.enterpriseId,
          claimId,
          kind: "claim.supplement",
          level: "yellow",
          title,
          body,
          href: `/my/claims/${claimId}`,
          dedupeKey: `supplement|${claimId}`,
        },
      ],
      at,
    );
    return moved;
  });
}

/** 中止, with the reason and what must be true to go on. */
export async function suspendCase(
  db: Db,
  act: ReviewAct,
  input: { readonly reason: SuspensionReason; readonly resumeCondition: string },
): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockToHandle(tx, act);
    if (!locked.ok) return locked;
    const { actor, at, calendar, claimId } = act;
    return moveClaim(tx, {
      claimId,
      to: "suspended",
      actor,
      at,
      calendar,
      facts: { pauseReason: input.reason, resumeCondition: input.resumeCondition },
      reasonCode: input.reason,
      reasonText: input.resumeCondition,
    });
  });
}

/** 恢复: back to the check, which reads the data anew. */
export async function resumeCase(db: Db, act: ReviewAct): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockOwn(tx, act);
    if (!locked.ok) return locked;
    const { actor, at, calendar, claimId } = act;
    return moveClaim(tx, { claimId, to: "autoCheck", actor, at, calendar, facts: { dataRefreshed: true }, reasonCode: "resumed" });
  });
}
