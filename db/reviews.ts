import "server-only";
import { eq } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { decideChiefSignature, decideOpinion, type SignatureRefusal } from "@/lib/claim/decide-move";
import type { SuspensionReason } from "@/lib/claim/moving-claim";
import type { Fen } from "@/lib/kernel/fen";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { type Actor, asMoving, type Claim, type ClaimMoveRefusal, lockClaim, moveClaim } from "./claims";
import { remainingMaterials } from "./enterprise-acts";
import { notify } from "./notifications";
import { findVersion } from "./policies";
import { claimOpinions, claims } from "./schema";
import type { Db } from "./types";

/** An officer's act on a case of the own department. */
export type ReviewAct = {
  readonly claimId: string;
  readonly departmentId: string;
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
  readonly calendar: WorkCalendar;
  readonly expectedVersion: number;
};
export type ReviewRefusal = ClaimMoveRefusal | SignatureRefusal | "noOpinionYet" | "alreadyHandled";

/** Locks the case for an officer: of another department it is not there, changed by somebody else it is refused. */
export async function lockOwn(tx: Db, act: ReviewAct): Promise<Result<Claim, "notFound" | "changedMeanwhile">> {
  const claim = await lockClaim(tx, act.claimId);
  if (!claim || claim.departmentId !== act.departmentId) return refused("notFound");
  return claim.version === act.expectedVersion ? ok(claim) : refused("changedMeanwhile");
}

type Opinion = { readonly decision: string; readonly opinion: string; readonly clauseId?: string | undefined; readonly amountFen?: Fen | undefined };

export async function recordOpinion(
  tx: Db,
  claim: Claim,
  act: ReviewAct,
  stage: "handle" | "check" | "chief",
  { decision, opinion, clauseId, amountFen }: Opinion,
): Promise<void> {
  await tx.insert(claimOpinions).values({
    claimId: claim.id,
    officerId: act.actor.personId,
    stage,
    decision,
    opinion,
    clauseId: clauseId ?? null,
    claimVersion: claim.version,
    at: act.at,
  });
  await appendAudit(tx, [
    {
      at: act.at,
      actorId: act.actor.personId,
      actorRole: act.actor.role,
      action: `claim.opinion.${stage}`,
      subjectType: "claim",
      subjectId: claim.id,
      detail: { number: claim.number, decision, opinion, clauseId: clauseId ?? null, amountFen: amountFen ?? null },
    },
  ]);
}

/** `amountFen` is 核定金额: needed, and only taken, where the rule could not compute the amount. */
export type HandlerOpinion = {
  readonly decision: "approve" | "reject";
  readonly opinion: string;
  readonly clauseId?: string | undefined;
  readonly amountFen?: Fen | undefined;
};

/** What an opinion lacks: a refusal names its clause, an approval has an amount above zero. */
function opinionFault(claim: Claim, { decision, clauseId, amountFen }: HandlerOpinion): "clauseOrReasonMissing" | "amountPending" | null {
  if (decision === "reject") return clauseId ? null : "clauseOrReasonMissing";
  return (claim.amountFen ?? amountFen ?? 0) > 0 ? null : "amountPending";
}

/** 经办人意见: 拟同意 or 拟不同意; another person decides on it. */
export async function handleCase(db: Db, act: ReviewAct, opinion: HandlerOpinion): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockOwn(tx, act);
    if (!locked.ok) return locked;
    const claim = locked.value;
    if (claim.handlerId !== null) return refused("alreadyHandled");
    const decided = decideOpinion(await asMoving(tx, claim), act.actor);
    if (!decided.ok) return decided;
    const fault = opinionFault(claim, opinion);
    if (fault) return refused(fault);
    await recordOpinion(tx, claim, act, "handle", opinion);
    const [updated] = await tx
      .update(claims)
      .set({
        ...(claim.amountFen === null && opinion.amountFen !== undefined && { amountFen: opinion.amountFen }),
        handlerId: act.actor.personId,
        handlerDecision: opinion.decision,
        handlerOpinion: opinion.opinion,
        rejectedClause: opinion.clauseId ?? null,
        assignedTo: null,
      })
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

/** The case waits for another opinion. */
async function giveBack(tx: Db, claim: Claim): Promise<Result<Claim, "notFound">> {
  const cleared = { handlerId: null, handlerDecision: null, handlerOpinion: null, rejectedClause: null };
  const [back] = await tx.update(claims).set(cleared).where(eq(claims.id, claim.id)).returning();
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
  });
  if (moved.ok && to === "rejected") await tellRejection(tx, moved.value, reasonText, at);
  return moved;
}

async function tellRejection(tx: Db, claim: Claim, reason: string, at: Instant): Promise<void> {
  const policy = await findVersion(tx, claim.policyVersionId);
  await notify(
    tx,
    [
      {
        enterpriseId: claim.enterpriseId,
        claimId: claim.id,
        kind: "claim.rejected",
        title: `${policy?.resolved.name ?? claim.number}：不予享受`,
        body: `${reason}。对结论有意见，15 日内可申请复核，由其他人员办理。`,
        href: `/my/claims/${claim.id}`,
        dedupeKey: `rejected|${claim.id}|${claim.version}`,
      },
    ],
    at,
  );
}

/** 补正: asks the enterprise once for papers that the policy still has; stops the clock. */
export async function requestSupplement(db: Db, act: ReviewAct, asked: readonly string[], note: string): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockOwn(tx, act);
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
    const locked = await lockOwn(tx, act);
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
