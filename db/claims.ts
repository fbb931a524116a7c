import "server-only";
import { and, desc, eq, inArray, lt } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { type PolicyLimits, stageDue } from "@/lib/claim/deadlines";
import { decideMove, type MoveRefusal } from "@/lib/claim/decide-move";
import type { MoveFacts, MovingActor, MovingClaim } from "@/lib/claim/moving-claim";
import { type ClaimRound, roundAfter } from "@/lib/claim/rounds";
import type { ClaimState } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import type { Instant, PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { findVersion } from "./policies";
import { claimEvents, claimOpinions, claims, paymentOrders } from "./schema";
import type { Db } from "./types";

export type Claim = typeof claims.$inferSelect;
/** Who acts, and the role it is recorded under. */
export type Actor = MovingActor & { readonly role: string };

/** Time and calendar of one run over many claims. */
export type Sweep = { readonly at: Instant; readonly calendar: WorkCalendar };

export const SYSTEM: Actor = { personId: null, roles: [], isSystem: true, role: "system" };

/** Columns that a move may change besides the state itself. */
type Patch = Partial<
  Pick<
    Claim,
    | "doubts"
    | "waitingFor"
    | "handlerId"
    | "checkerId"
    | "chiefId"
    | "approverId"
    | "handlerDecision"
    | "handlerOpinion"
    | "rejectedClause"
    | "rejectedReason"
    | "accountId"
    | "confirmedBy"
    | "confirmedAt"
    | "approvalId"
    | "noticeDoneOn"
    | "settledAt"
    | "processingDays"
    | "endToEndDays"
    | "supplementUsed"
    | "supplementRequest"
    | "assignedTo"
    | "suspensionReason"
    | "snapshotId"
    | "factsHash"
  >
>;

export type MoveRequest = {
  readonly claimId: string;
  readonly to: ClaimState;
  readonly actor: Actor;
  readonly at: Instant;
  readonly calendar: WorkCalendar;
  readonly facts?: Omit<MoveFacts, "now"> | undefined;
  readonly patch?: Patch | undefined;
  readonly amountFen?: Fen | null;
  readonly reasonCode?: string;
  readonly reasonText?: string;
  readonly detail?: Record<string, unknown>;
  /** 到期日 that a decision has set itself (分期缴回); without it the table of states says when. */
  readonly dueOn?: PlainDate;
  /** The version the person was looking at; a newer one refuses the move. */
  readonly expectedVersion?: number | undefined;
};

export type ClaimMoveRefusal = MoveRefusal | "notFound" | "changedMeanwhile";

/** Locks the claim (first of all locks of a payment or an objection) and reads it. */
export async function lockClaim(db: Db, claimId: string): Promise<Claim | null> {
  const [claim] = await db.select().from(claims).where(eq(claims.id, claimId)).for("update");
  return claim ?? null;
}

/** Persons who decided in an earlier round of review: after an appeal others look. */
async function formerDeciders(db: Db, claim: Claim): Promise<string[]> {
  if (claim.state !== "manualReview") return [];
  const [reopened] = await db
    .select({ seq: claimEvents.seq })
    .from(claimEvents)
    .where(and(eq(claimEvents.claimId, claim.id), eq(claimEvents.fromState, "rejected")))
    .orderBy(desc(claimEvents.seq))
    .limit(1);
  if (!reopened) return [];
  const rows = await db
    .selectDistinct({ officerId: claimOpinions.officerId })
    .from(claimOpinions)
    .where(and(eq(claimOpinions.claimId, claim.id), lt(claimOpinions.claimVersion, reopened.seq)));
  return rows.map((row) => row.officerId);
}

/** States in which a payment order may live; elsewhere there is none to look for. */
const PAYING: ReadonlySet<ClaimState> = new Set(["approved", "disbursing", "paymentFailed", "suspended", "settled"]);

async function hasLiveOrder(db: Db, { id: claimId, state }: Claim): Promise<boolean> {
  if (!PAYING.has(state)) return false;
  const [order] = await db
    .select({ id: paymentOrders.id })
    .from(paymentOrders)
    .where(and(eq(paymentOrders.claimId, claimId), inArray(paymentOrders.state, ["prepared", "sent", "paid"])))
    .limit(1);
  return order !== undefined;
}

/** The claim as the law of moves sees it. */
export async function asMoving(db: Db, claim: Claim): Promise<MovingClaim> {
  return {
    state: claim.state,
    confirmStage: claim.confirmStage,
    benefitKind: claim.benefitKind,
    amountFen: claim.amountFen,
    dueOn: claim.dueOn,
    handlerId: claim.handlerId,
    checkerId: claim.checkerId,
    chiefId: claim.chiefId,
    leaderId: claim.approverId,
    formerDeciderIds: await formerDeciders(db, claim),
    supplementUsed: claim.supplementUsed,
    suspension:
      claim.state === "suspended" && claim.suspendedFrom && claim.suspensionReason && claim.suspendedSince
        ? { from: claim.suspendedFrom, reason: claim.suspensionReason, since: claim.suspendedSince }
        : null,
    hasLiveOrder: await hasLiveOrder(db, claim),
  };
}

async function limitsOf(db: Db, policyVersionId: string): Promise<PolicyLimits> {
  const version = await findVersion(db, policyVersionId);
  if (!version) throw new Error(`policy version ${policyVersionId} is gone`);
  return version.resolved.limits;
}

/** 办理轮次 as columns: who has had a hand in it, and what a suspended claim waits for. */
const roundColumns = ({ handlerId, checkerId, chiefId, leaderId, supplementUsed, suspension }: ClaimRound) => ({
  handlerId,
  checkerId,
  chiefId,
  approverId: leaderId,
  supplementUsed,
  suspendedFrom: suspension?.from ?? null,
  suspendedSince: suspension?.since ?? null,
  suspensionReason: suspension?.reason ?? null,
  ...(handlerId === null && { handlerDecision: null, handlerOpinion: null }),
});

/**
 * 转移: the one way a claim changes its state. Locks it, asks the law, writes state, event and audit row; runs inside the caller's
 * transaction and is one with whatever else the caller writes.
 */
export async function moveClaim(tx: Db, request: MoveRequest): Promise<Result<Claim, ClaimMoveRefusal>> {
  const { to, actor, at, facts } = request;
  const claim = await lockClaim(tx, request.claimId);
  if (!claim) return refused("notFound");
  if (request.expectedVersion !== undefined && request.expectedVersion !== claim.version) return refused("changedMeanwhile");
  const moving = await asMoving(tx, claim);
  const decided = decideMove({ claim: { ...moving, ...withPatch(request.patch) }, to, actor, facts: { ...facts, now: at } });
  if (!decided.ok) return decided;
  const round = roundAfter({ claim: { ...moving, ...withPatch(request.patch) }, actor, facts: { ...facts, now: at } }, decided.value);
  return ok(await writeMove(tx, claim, request, round));
}

/** 改期: the due day of a stage that runs on, where a recorded act has moved it (next instalment, day of a hearing). */
export async function moveDue(tx: Db, claimId: string, dueOn: PlainDate): Promise<void> {
  await tx.update(claims).set({ dueOn, dueProvisional: false }).where(eq(claims.id, claimId));
}

/** State, event and audit row of a move that the law has allowed. */
async function writeMove(tx: Db, claim: Claim, request: MoveRequest, round: ClaimRound): Promise<Claim> {
  const { to, actor, at, calendar, patch = {}, reasonCode = null, reasonText = null, detail = {}, amountFen = claim.amountFen } = request;
  const version = claim.version + 1;
  const amounts = { amountBeforeFen: claim.amountFen, amountAfterFen: amountFen };
  const auditDetail = {
    number: claim.number,
    version,
    policyVersionId: claim.policyVersionId,
    factsHash: patch.factsHash ?? claim.factsHash,
    ...amounts,
    reasonCode,
    reasonText,
  };
  const [auditSeq = 0] = await appendAudit(tx, [
    {
      at,
      actorId: actor.personId,
      actorRole: actor.role,
      action: `claim.${claim.state}>${to}`,
      subjectType: "claim",
      subjectId: claim.id,
      detail: auditDetail,
    },
  ]);
  const due = stageDue(calendar, to, at, await limitsOf(tx, claim.policyVersionId));
  const [moved] = await tx
    .update(claims)
    .set({
      ...patch,
      ...roundColumns(round),
      dueOn: request.dueOn ?? due?.on ?? null,
      dueProvisional: request.dueOn === undefined && (due?.provisional ?? false),
      state: to,
      version,
      amountFen,
      stageEnteredAt: at,
    })
    .where(eq(claims.id, claim.id))
    .returning();
  if (!moved) throw new Error("the claim vanished under its lock");
  const snapshotId = patch.snapshotId ?? claim.snapshotId;
  await tx.insert(claimEvents).values({
    claimId: claim.id,
    seq: version,
    fromState: claim.state,
    toState: to,
    actorId: actor.personId,
    actorRole: actor.role,
    at,
    reasonCode,
    reasonText,
    ...amounts,
    snapshotId,
    detail,
    auditSeq,
  });
  return moved;
}

/** Signatures given together with the move count for its guards. */
const withPatch = (patch: Patch | undefined): Partial<MovingClaim> => ({
  ...(patch?.handlerId !== undefined && { handlerId: patch.handlerId }),
  ...(patch?.chiefId !== undefined && { chiefId: patch.chiefId }),
  ...(patch?.approverId !== undefined && { leaderId: patch.approverId }),
});

export type NewClaim = Pick<
  typeof claims.$inferInsert,
  | "enterpriseId"
  | "policyCode"
  | "policyVersionId"
  | "departmentId"
  | "period"
  | "subject"
  | "benefitKind"
  | "fundId"
  | "confirmStage"
  | "amountFen"
  | "factsHash"
  | "snapshotId"
> & { readonly number: string; readonly parentClaimId?: string };

/** 建件: opens claims in `matched`, with their events and audit rows, in one transaction of the caller. Returns the ids in order. */
export async function openClaims(tx: Db, input: readonly NewClaim[], at: Instant): Promise<string[]> {
  if (input.length === 0) return [];
  const rows = await tx
    .insert(claims)
    .values(
      input.map((one) => ({
        ...one,
        state: "matched" as const,
        version: 1,
        stageEnteredAt: at,
        createdAt: at,
      })),
    )
    .returning({ id: claims.id, number: claims.number, amountFen: claims.amountFen, snapshotId: claims.snapshotId });
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const opened = input.map((one) => byNumber.get(one.number)).filter((row) => row !== undefined);
  const auditSeqs = await appendAudit(
    tx,
    opened.map((row, index) => ({
      at,
      actorId: null,
      actorRole: SYSTEM.role,
      action: "claim.new>matched",
      subjectType: "claim",
      subjectId: row.id,
      detail: { number: row.number, policyVersionId: input[index]?.policyVersionId, factsHash: input[index]?.factsHash, amountAfterFen: row.amountFen },
    })),
  );
  await tx.insert(claimEvents).values(
    opened.map((row, index) => ({
      claimId: row.id,
      seq: 1,
      fromState: "new",
      toState: "matched",
      actorRole: SYSTEM.role,
      at,
      amountAfterFen: row.amountFen,
      snapshotId: row.snapshotId,
      detail: {},
      auditSeq: auditSeqs[index] ?? 0,
    })),
  );
  return opened.map((row) => row.id);
}
