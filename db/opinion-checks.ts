import "server-only";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { type Claim, lockClaim } from "./claims";
import { isReduction, type ReviewAct, standingOpinion } from "./opinions";
import { checkCase, type ReviewRefusal } from "./reviews";
import type { Db } from "./types";

/** The opinion that the checker has read: whose, and which way. A rewritten opinion keeps the version of the claim, so it is compared itself. */
export type SeenOpinion = { readonly handlerId: string; readonly decision: "approve" | "reject" };
export type CheckRefusal = ReviewRefusal | "opinionChanged";

/** 复核 of exactly the opinion that was on the screen; another one that came meanwhile is refused. */
export function checkSeenOpinion(
  db: Db,
  act: ReviewAct,
  seen: SeenOpinion,
  check: { readonly agree: boolean; readonly opinion: string },
): Promise<Result<Claim, CheckRefusal>> {
  return atomically<Claim, CheckRefusal>(db, async (tx) => {
    const claim = await lockClaim(tx, act.claimId);
    if (!claim || claim.departmentId !== act.departmentId) return refused("notFound");
    if (claim.handlerId !== null && (claim.handlerId !== seen.handlerId || claim.handlerDecision !== seen.decision)) return refused("opinionChanged");
    return checkCase(tx, act, check);
  });
}

export type Picked = { readonly claimId: string; readonly version: number };
export type BatchRefusal = ReviewRefusal | "rejectionNeedsALook" | "reductionNeedsALook";
export type BatchOutcome = {
  readonly agreed: readonly string[];
  readonly aside: readonly { readonly claimId: string; readonly number: string | null; readonly reason: BatchRefusal }[];
};

async function agreeToOne(db: Db, act: ReviewAct, opinion: string): Promise<Result<Claim, BatchRefusal>> {
  return atomically<Claim, BatchRefusal>(db, async (tx) => {
    const claim = await lockClaim(tx, act.claimId);
    if (!claim || claim.departmentId !== act.departmentId) return refused("notFound");
    // 拟不同意 and 核减 take something away from an enterprise: never by the dozen.
    if (claim.handlerDecision === "reject") return refused("rejectionNeedsALook");
    if (isReduction(await standingOpinion(tx, claim))) return refused("reductionNeedsALook");
    const checked = await checkCase(tx, act, { agree: true, opinion });
    return checked.ok ? ok(checked.value) : checked;
  });
}

/** 批量同意: each opinion is judged anew in a transaction of its own; what cannot be agreed to is set aside by name and stops no other. */
export async function agreeToOpinions(
  db: Db,
  picked: readonly Picked[],
  act: Omit<ReviewAct, "claimId" | "expectedVersion">,
  opinion: string,
): Promise<BatchOutcome> {
  const agreed: string[] = [];
  const aside: { claimId: string; number: string | null; reason: BatchRefusal }[] = [];
  for (const { claimId, version } of picked) {
    const done = await agreeToOne(db, { ...act, claimId, expectedVersion: version }, opinion);
    if (done.ok) agreed.push(claimId);
    else aside.push({ claimId, number: await numberOf(db, act.departmentId, claimId), reason: done.reason });
  }
  return { agreed, aside };
}

async function numberOf(db: Db, departmentId: string, claimId: string): Promise<string | null> {
  const row = await db.query.claims.findFirst({ columns: { number: true, departmentId: true }, where: (claim, { eq }) => eq(claim.id, claimId) });
  return row?.departmentId === departmentId ? row.number : null;
}
