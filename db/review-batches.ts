import "server-only";
import { and, asc, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { TAKE_BACK_MINUTES } from "@/lib/claim/take-back";
import type { Fen } from "@/lib/kernel/fen";
import { dayOf, type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import type { Sweep } from "./claims";
import { holdsDuty } from "./duties";
import { agreeToOpinions, type BatchOutcome, numberOf, type Picked, rehearse } from "./opinion-checks";
import type { ReviewAct } from "./opinions";
import { claims, reviewBatches, reviewBatchLines } from "./schema";
import type { Db } from "./types";

type BatchAct = Omit<ReviewAct, "claimId" | "expectedVersion">;
export type OpenedBatch = { readonly batchId: string | null; readonly accepted: readonly string[]; readonly aside: BatchOutcome["aside"] };

async function waitingIn(db: Db, claimIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ claimId: reviewBatchLines.claimId })
    .from(reviewBatchLines)
    .where(and(inArray(reviewBatchLines.claimId, [...claimIds]), sql`${reviewBatchLines.outcome} is null`));
  return new Set(rows.map((row) => row.claimId));
}

/** Tries every case without leaving a trace; what cannot be agreed to is named. */
async function sorted(tx: Db, picked: readonly Picked[], act: BatchAct, opinion: string) {
  const waiting = await waitingIn(
    tx,
    picked.map((one) => one.claimId),
  );
  const accepted: Picked[] = [];
  const aside: BatchOutcome["aside"][number][] = [];
  for (const one of picked) {
    const reason = waiting.has(one.claimId) ? ("inBatchAlready" as const) : await rehearse(tx, act, one, opinion);
    if (reason === null) accepted.push(one);
    else aside.push({ claimId: one.claimId, number: await numberOf(tx, act.departmentId, one.claimId), reason });
  }
  return { accepted, aside };
}

/** 批量同意: the cases that may be agreed to wait for ten minutes in which the checker can take the batch back; then each is judged once more. */
export async function openBatch(db: Db, picked: readonly Picked[], act: BatchAct, opinion: string): Promise<OpenedBatch> {
  const once = [...new Map(picked.map((one) => [one.claimId, one])).values()];
  return db.transaction(async (tx) => {
    const { accepted, aside } = await sorted(tx, once, act, opinion);
    if (accepted.length === 0) return { batchId: null, accepted: [], aside };
    const effectiveFrom = instant(Date.parse(act.at) + TAKE_BACK_MINUTES * 60_000);
    const head = { departmentId: act.departmentId, checkerId: act.actor.personId, opinion, state: "waiting" as const, agreedAt: act.at, effectiveFrom };
    const [batch] = await tx.insert(reviewBatches).values(head).returning({ id: reviewBatches.id });
    if (!batch) throw new Error("the batch was not stored");
    await tx
      .insert(reviewBatchLines)
      .values(accepted.map((one) => ({ batchId: batch.id, claimId: one.claimId, claimVersion: one.version, amountFen: one.amountFen as Fen | null })));
    await record(tx, batch.id, act, "reviewBatch.agreed", { opinion, claims: accepted.length, aside: aside.length, effectiveFrom });
    return { batchId: batch.id, accepted: accepted.map((one) => one.claimId), aside };
  });
}

const record = (tx: Db, id: string, { actor, at }: Pick<BatchAct, "actor" | "at">, action: string, detail: Record<string, unknown>) =>
  appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action, subjectType: "reviewBatch", subjectId: id, detail }]);

export type TakeBackBatchRefusal = "notFound" | "tooLate";

/** 撤回批量同意 by its checker, as long as it waits: nothing has moved, nobody was told. */
export function takeBackBatch(
  db: Db,
  { batchId, actor, at }: Pick<BatchAct, "actor" | "at"> & { batchId: string },
): Promise<Result<number, TakeBackBatchRefusal>> {
  return atomically<number, TakeBackBatchRefusal>(db, async (tx) => {
    const [batch] = await tx.select().from(reviewBatches).where(eq(reviewBatches.id, batchId)).for("update");
    if (!batch || batch.checkerId !== actor.personId) return refused("notFound");
    if (batch.state !== "waiting" || Date.parse(at) >= Date.parse(batch.effectiveFrom)) return refused("tooLate");
    const lines = await tx.update(reviewBatchLines).set({ outcome: "takenBack" }).where(eq(reviewBatchLines.batchId, batchId)).returning();
    await tx.update(reviewBatches).set({ state: "takenBack", settledAt: at }).where(eq(reviewBatches.id, batchId));
    await record(tx, batchId, { actor, at }, "reviewBatch.takenBack", { claims: lines.length });
    return ok(lines.length);
  });
}

async function settleOne(db: Db, batchId: string, { at, calendar }: Sweep): Promise<number> {
  return db.transaction(async (tx) => {
    const [batch] = await tx.select().from(reviewBatches).where(eq(reviewBatches.id, batchId)).for("update");
    if (batch?.state !== "waiting") return 0;
    const { departmentId, checkerId, opinion } = batch;
    const lines = await tx.select().from(reviewBatchLines).where(eq(reviewBatchLines.batchId, batchId)).orderBy(asc(reviewBatchLines.claimId));
    const picked = lines.map((line) => ({ claimId: line.claimId, version: line.claimVersion, amountFen: line.amountFen }));
    const actor = { personId: checkerId, roles: ["checker"], isSystem: false, role: "checker" };
    const onDuty = await holdsDuty(tx, { personId: checkerId, roles: ["checker"], departmentId, day: dayOf(at) });
    const act = { departmentId, actor, at, calendar };
    const { agreed, aside } = onDuty
      ? await agreeToOpinions(tx, picked, act, opinion)
      : { agreed: [], aside: picked.map((one) => ({ ...one, reason: "offDuty" })) };
    for (const [claimId, outcome] of [...agreed.map((id) => [id, "agreed"] as const), ...aside.map((one) => [one.claimId, one.reason] as const)])
      await tx
        .update(reviewBatchLines)
        .set({ outcome })
        .where(and(eq(reviewBatchLines.batchId, batchId), eq(reviewBatchLines.claimId, claimId)));
    await tx.update(reviewBatches).set({ state: "done", settledAt: at }).where(eq(reviewBatches.id, batchId));
    await record(tx, batchId, act, "reviewBatch.settled", { agreed: agreed.length, aside: aside.length });
    return agreed.length;
  });
}

/** 批量同意生效: batches whose ten minutes are over. Harmless when repeated. */
export async function settleBatches(db: Db, sweep: { readonly at: Instant; readonly calendar: WorkCalendar }): Promise<number> {
  const due = await db
    .select({ id: reviewBatches.id })
    .from(reviewBatches)
    .where(and(eq(reviewBatches.state, "waiting"), lte(reviewBatches.effectiveFrom, sweep.at)))
    .orderBy(asc(reviewBatches.agreedAt));
  let agreed = 0;
  for (const { id } of due) agreed += await settleOne(db, id, sweep);
  return agreed;
}

export type WaitingBatch = {
  readonly id: string;
  readonly agreedAt: Instant;
  readonly effectiveFrom: Instant;
  readonly count: number;
  readonly sumFen: Fen;
  /** Still within the ten minutes. */
  readonly mayTakeBack: boolean;
};

/** 待生效的批量同意 of a checker. */
export async function listWaitingBatches(db: Db, personId: string, at: Instant): Promise<WaitingBatch[]> {
  const rows = await db
    .select({
      id: reviewBatches.id,
      agreedAt: reviewBatches.agreedAt,
      effectiveFrom: reviewBatches.effectiveFrom,
      count: sql<number>`count(*)::int`,
      sum: sql<string>`coalesce(sum(${reviewBatchLines.amountFen}), 0)`,
    })
    .from(reviewBatches)
    .innerJoin(reviewBatchLines, eq(reviewBatchLines.batchId, reviewBatches.id))
    .where(and(eq(reviewBatches.checkerId, personId), eq(reviewBatches.state, "waiting")))
    .groupBy(reviewBatches.id)
    .orderBy(asc(reviewBatches.agreedAt));
  return rows.map(({ id, agreedAt, effectiveFrom, count, sum }) => ({
    id,
    agreedAt: instant(agreedAt),
    effectiveFrom: instant(effectiveFrom),
    count,
    sumFen: Number(sum) as Fen,
    mayTakeBack: Date.parse(at) < Date.parse(effectiveFrom),
  }));
}

/** What of the checker's batches of the last day was set aside when it took effect. */
export async function listSetAside(db: Db, personId: string, at: Instant): Promise<{ claimId: string; number: string; reason: string }[]> {
  const since = instant(Date.parse(at) - 86_400_000);
  return db
    .select({ claimId: claims.id, number: claims.number, reason: sql<string>`${reviewBatchLines.outcome}` })
    .from(reviewBatches)
    .innerJoin(reviewBatchLines, eq(reviewBatchLines.batchId, reviewBatches.id))
    .innerJoin(claims, eq(claims.id, reviewBatchLines.claimId))
    .where(
      and(
        eq(reviewBatches.checkerId, personId),
        eq(reviewBatches.state, "done"),
        gt(reviewBatches.settledAt, since),
        sql`${reviewBatchLines.outcome} <> 'agreed'`,
        eq(claims.state, "manualReview"),
      ),
    )
    .orderBy(desc(reviewBatches.settledAt), asc(claims.number))
    .limit(50);
}
