import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import type { Fen } from "@/lib/kernel/fen";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { type Actor, type Claim, lockClaim } from "./claims";
import { isRecused } from "./recusals";
import { claimOpinions } from "./schema";
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

export type LockRefusal = "notFound" | "changedMeanwhile" | "recused";

/** Locks the case for an officer: of another department it is not there, changed by somebody else it is refused, and so is whoever has an interest in it. */
export async function lockOwn(tx: Db, act: ReviewAct): Promise<Result<Claim, LockRefusal>> {
  const claim = await lockClaim(tx, act.claimId);
  if (!claim || claim.departmentId !== act.departmentId) return refused("notFound");
  if (claim.version !== act.expectedVersion) return refused("changedMeanwhile");
  return (await isRecused(tx, act.actor.personId, claim.enterpriseId)) ? refused("recused") : ok(claim);
}

/** The same for the handler's own step: a case that another handler has in hand is theirs. */
export async function lockToHandle(tx: Db, act: ReviewAct): Promise<Result<Claim, LockRefusal | "assignedToOther">> {
  const locked = await lockOwn(tx, act);
  if (!locked.ok) return locked;
  const { assignedTo, state } = locked.value;
  return state === "manualReview" && assignedTo !== null && assignedTo !== act.actor.personId ? refused("assignedToOther") : locked;
}

/** 意见 as it is written down. */
export type Opinion = {
  readonly decision: string;
  readonly opinion: string;
  readonly clauseId?: string | undefined;
  /** 改动前后, where the opinion sets an amount. */
  readonly amounts?: { readonly beforeFen: Fen | null; readonly afterFen: Fen };
  readonly reductionReason?: string | undefined;
};

export async function recordOpinion(
  tx: Db,
  claim: Claim,
  act: ReviewAct,
  stage: "handle" | "check" | "chief",
  { decision, opinion, clauseId, amounts, reductionReason }: Opinion,
): Promise<void> {
  const amountColumns = { amountBeforeFen: amounts?.beforeFen ?? null, amountAfterFen: amounts?.afterFen ?? null, reductionReason: reductionReason ?? null };
  await tx.insert(claimOpinions).values({
    claimId: claim.id,
    officerId: act.actor.personId,
    stage,
    decision,
    opinion,
    clauseId: clauseId ?? null,
    claimVersion: claim.version,
    ...amountColumns,
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
      detail: { number: claim.number, decision, opinion, clauseId: clauseId ?? null, ...amountColumns },
    },
  ]);
}

/** The handler's opinion as it stands, with the amount it set. Null without one. */
export async function standingOpinion(tx: Db, { id, version, handlerId }: Claim) {
  if (handlerId === null) return null;
  const [row] = await tx
    .select()
    .from(claimOpinions)
    .where(
      and(eq(claimOpinions.claimId, id), eq(claimOpinions.officerId, handlerId), eq(claimOpinions.stage, "handle"), eq(claimOpinions.claimVersion, version)),
    )
    .orderBy(desc(claimOpinions.seq))
    .limit(1);
  return row ?? null;
}

export const isReduction = (opinion: { amountBeforeFen: Fen | null; amountAfterFen: Fen | null } | null): boolean =>
  opinion !== null && opinion.amountBeforeFen !== null && opinion.amountAfterFen !== null && opinion.amountAfterFen < opinion.amountBeforeFen;

/** The case without the handler's opinion: an amount that it set goes with it, unless the data have changed the amount since. */
export async function clearedOpinion(tx: Db, claim: Claim) {
  const opinion = await standingOpinion(tx, claim);
  const isItsAmount = opinion !== null && opinion.amountAfterFen !== null && opinion.amountAfterFen === claim.amountFen;
  const cleared = { handlerId: null, handlerDecision: null, handlerOpinion: null, rejectedClause: null };
  return { ...cleared, ...(isItsAmount && { amountFen: opinion.amountBeforeFen }) };
}
