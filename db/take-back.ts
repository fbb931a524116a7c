import "server-only";
import { and, desc, eq, gte, isNull, ne, or } from "drizzle-orm";
import { decideTakeBack, lastWord, TAKE_BACK_MINUTES, type TakeBackRefusal, type TakeBackStage } from "@/lib/claim/take-back";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import type { Claim } from "./claims";
import { clearedOpinion, type LockRefusal, lockOwn, type ReviewAct, recordOpinion } from "./opinions";
import { claimOpinions, claims, enterprises } from "./schema";
import type { Db } from "./types";

export type TakingBackRefusal = TakeBackRefusal | LockRefusal;

/** The newest opinion of the officer in that stage; a row that took one back is no opinion. */
async function newestOpinion(tx: Db, claimId: string, officerId: string, stage: TakeBackStage) {
  const [row] = await tx
    .select({ claimVersion: claimOpinions.claimVersion, at: claimOpinions.at })
    .from(claimOpinions)
    .where(
      and(eq(claimOpinions.claimId, claimId), eq(claimOpinions.officerId, officerId), eq(claimOpinions.stage, stage), ne(claimOpinions.decision, "takeBack")),
    )
    .orderBy(desc(claimOpinions.seq))
    .limit(1);
  return row ? { claimVersion: row.claimVersion, at: instant(row.at) } : null;
}

async function withoutOpinion(tx: Db, claim: Claim, stage: TakeBackStage) {
  return stage === "chief" ? { chiefId: null } : { ...(await clearedOpinion(tx, claim)), assignedTo: claim.handlerId };
}

/** 撤回意见: the case waits again for the officer's opinion (or signature); the record keeps both, the opinion and that it was taken back. */
export function takeBackOpinion(db: Db, act: ReviewAct): Promise<Result<Claim, TakingBackRefusal>> {
  return atomically<Claim, TakingBackRefusal>(db, async (tx) => {
    const locked = await lockOwn(tx, act);
    if (!locked.ok) return locked;
    const claim = locked.value;
    const { personId } = act.actor;
    const last = lastWord(claim);
    const opinion = last && (await newestOpinion(tx, claim.id, personId, last.stage));
    const decided = decideTakeBack(claim, opinion, { personId, now: act.at });
    if (!decided.ok) return decided;
    const without = await withoutOpinion(tx, claim, decided.value);
    await recordOpinion(tx, claim, act, decided.value, { decision: "takeBack", opinion: "撤回" });
    const [updated] = await tx.update(claims).set(without).where(eq(claims.id, claim.id)).returning();
    return updated ? ok(updated) : refused("notFound");
  });
}

export type TakeBackOffer = { readonly claimId: string; readonly number: string; readonly enterpriseName: string; readonly version: number };

/** The newest opinion that this officer can still take back; null when there is none. */
export async function findTakeBack(
  db: Db,
  { personId, departmentId, at, claimId }: { personId: string; departmentId: string; at: Instant; claimId?: string },
): Promise<TakeBackOffer | null> {
  const since = instant(Date.parse(at) - TAKE_BACK_MINUTES * 60_000);
  const lastWordIsMine = or(
    and(eq(claims.chiefId, personId), eq(claimOpinions.stage, "chief")),
    and(eq(claims.handlerId, personId), isNull(claims.chiefId), eq(claimOpinions.stage, "handle")),
  );
  const [row] = await db
    .select({ claimId: claims.id, number: claims.number, enterpriseName: enterprises.name, version: claims.version })
    .from(claimOpinions)
    .innerJoin(claims, and(eq(claims.id, claimOpinions.claimId), eq(claims.version, claimOpinions.claimVersion)))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(
      and(
        eq(claims.departmentId, departmentId),
        eq(claims.state, "manualReview"),
        eq(claimOpinions.officerId, personId),
        ne(claimOpinions.decision, "takeBack"),
        gte(claimOpinions.at, since),
        lastWordIsMine,
        claimId ? eq(claims.id, claimId) : undefined,
      ),
    )
    .orderBy(desc(claimOpinions.seq))
    .limit(1);
  return row ?? null;
}
