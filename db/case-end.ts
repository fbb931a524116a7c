import "server-only";
import { END_GROUNDS, type EndGround, endGroundsIn } from "@/lib/claim/case-end";
import { dayOf } from "@/lib/kernel/plain-date";
import { type Result, refused } from "@/lib/kernel/result";
import { inForceOn } from "@/lib/policy/decide";
import { atomically } from "./atomic";
import { type Claim, moveClaim } from "./claims";
import { releaseReservation } from "./ledger";
import { lockToHandle, type ReviewAct } from "./opinions";
import { findVersion } from "./policies";
import { tellEnd } from "./review-messages";
import type { ReviewRefusal } from "./reviews";
import type { Db } from "./types";

/**
 * 终止办件 by its handler, with the ground: an enterprise that is gone, a policy that is stopped, a suspension that has lasted too long. What was frozen
 * of the budget is free again in the same transaction, and the enterprise is told.
 */
export async function endCase(
  db: Db,
  act: ReviewAct,
  { ground, text }: { readonly ground: EndGround; readonly text: string },
): Promise<Result<Claim, ReviewRefusal>> {
  return atomically<Claim, ReviewRefusal>(db, async (tx) => {
    const locked = await lockToHandle(tx, act);
    if (!locked.ok) return locked;
    const { actor, at, calendar, claimId } = act;
    if (!endGroundsIn(locked.value.state).includes(ground)) return refused("groundMissing");
    const policy = await findVersion(tx, locked.value.policyVersionId);
    const facts = { ground: `${END_GROUNDS[ground]}：${text}`, policyInForce: policy ? inForceOn(policy.resolved, dayOf(at)) : true };
    const moved = await moveClaim(tx, { claimId, to: "cancelled", actor, at, calendar, facts, reasonCode: ground, reasonText: facts.ground });
    if (!moved.ok) return moved;
    await releaseReservation(tx, claimId, at);
    await tellEnd(tx, moved.value, facts.ground, at);
    return moved;
  });
}
