import "server-only";
import { eq } from "drizzle-orm";
import { hasGraveDoubt } from "@/lib/claim/doubts";
import { ok, type Result, refused } from "@/lib/kernel/result";
import type { Decision } from "@/lib/policy/decide";
import { atomically } from "./atomic";
import { judgeClaim } from "./auto-check";
import { type Claim, lockClaim } from "./claims";
import { isReduction, type ReviewAct, standingOpinion } from "./opinions";
import { checkCase, type ReviewRefusal } from "./reviews";
import { claimSnapshots } from "./schema";
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

/** A case as it stood on the screen. */
export type Picked = { readonly claimId: string; readonly version: number; readonly amountFen: number | null };
export type BatchRefusal =
  | ReviewRefusal
  | "rejectionNeedsALook"
  | "reductionNeedsALook"
  | "graveDoubtNeedsALook"
  | "amountChanged"
  | "resultOutdated"
  | "inBatchAlready";
export type BatchOutcome = {
  readonly agreed: readonly string[];
  readonly aside: readonly { readonly claimId: string; readonly number: string | null; readonly reason: BatchRefusal }[];
};

/** 重新核验: does the rule give the same result on today's data as when the case was judged? What an officer has set stands on that result. */
async function isOutdated(tx: Db, claim: Claim, at: ReviewAct["at"]): Promise<boolean> {
  if (claim.parentClaimId !== null) return false;
  const [known] = await tx.select({ decision: claimSnapshots.decision }).from(claimSnapshots).where(eq(claimSnapshots.id, claim.snapshotId));
  const before = known?.decision as Decision | undefined;
  const now = (await judgeClaim(tx, claim, at))?.decision;
  return before?.verdict !== now?.verdict || before?.amountFen !== now?.amountFen;
}

/** What keeps a case out of a batch: whatever takes something away from an enterprise, contests a fact, or has changed since it was on the screen. */
async function anomalyOf(tx: Db, claim: Claim, picked: Picked, at: ReviewAct["at"]): Promise<BatchRefusal | null> {
  if (claim.handlerDecision === "reject") return "rejectionNeedsALook";
  if (isReduction(await standingOpinion(tx, claim))) return "reductionNeedsALook";
  if (hasGraveDoubt(claim.doubts)) return "graveDoubtNeedsALook";
  if (claim.version === picked.version && claim.amountFen !== picked.amountFen) return "amountChanged";
  if (claim.state !== "manualReview" || claim.handlerId === null) return null;
  return (await isOutdated(tx, claim, at)) ? "resultOutdated" : null;
}

type BatchAct = Omit<ReviewAct, "claimId" | "expectedVersion">;

async function agreeToOne(db: Db, batch: BatchAct, picked: Picked, opinion: string): Promise<Result<Claim, BatchRefusal>> {
  const act = { ...batch, claimId: picked.claimId, expectedVersion: picked.version };
  return atomically<Claim, BatchRefusal>(db, async (tx) => {
    const claim = await lockClaim(tx, act.claimId);
    if (!claim || claim.departmentId !== act.departmentId) return refused("notFound");
    const anomaly = await anomalyOf(tx, claim, picked, act.at);
    if (anomaly) return refused(anomaly);
    const checked = await checkCase(tx, act, { agree: true, opinion });
    return checked.ok ? ok(checked.value) : checked;
  });
}

/** What a case of the batch would come to now; nothing is left of the trial. */
export async function rehearse(db: Db, batch: BatchAct, picked: Picked, opinion: string): Promise<BatchRefusal | null> {
  let found: BatchRefusal | null = null;
  await atomically<never, "rehearsed">(db, async (tx) => {
    const tried = await agreeToOne(tx, batch, picked, opinion);
    found = tried.ok ? null : tried.reason;
    return refused("rehearsed");
  });
  return found;
}

/** 批量同意: each opinion is judged anew in a transaction of its own; what cannot be agreed to is set aside by name and stops no other. */
export async function agreeToOpinions(db: Db, picked: readonly Picked[], act: BatchAct, opinion: string): Promise<BatchOutcome> {
  const agreed: string[] = [];
  const aside: { claimId: string; number: string | null; reason: BatchRefusal }[] = [];
  for (const one of picked) {
    const done = await agreeToOne(db, act, one, opinion);
    if (done.ok) agreed.push(one.claimId);
    else aside.push({ claimId: one.claimId, number: await numberOf(db, act.departmentId, one.claimId), reason: done.reason });
  }
  return { agreed, aside };
}

export async function numberOf(db: Db, departmentId: string, claimId: string): Promise<string | null> {
  const row = await db.query.claims.findFirst({ columns: { number: true, departmentId: true }, where: (claim, { eq: same }) => same(claim.id, claimId) });
  return row?.departmentId === departmentId ? row.number : null;
}
