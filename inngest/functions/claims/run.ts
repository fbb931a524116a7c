import "server-only";
import { loadCalendar } from "@/db/calendar";
import { offerClaim } from "@/db/claim-offers";
import type { Sweep } from "@/db/claims";
import { businessNow } from "@/db/clock";
import { claimsToReevaluate, reevaluateClaim } from "@/db/reevaluation";
import type { Db } from "@/db/types";

/** Business time and calendar for one sweep. */
export async function sweepNow(db: Db): Promise<Sweep> {
  return { at: await businessNow(db), calendar: await loadCalendar(db) };
}

/** 重算 of open claims whose data changed since `since`. */
export async function reevaluateChanged(db: Db, sweep: Sweep, since: Sweep["at"]) {
  const counts = { unchanged: 0, amountChanged: 0, cancelled: 0, suspended: 0 };
  for (const claimId of await claimsToReevaluate(db, since)) counts[await reevaluateClaim(db, claimId, sweep)] += 1;
  return counts;
}

/** 推送 of freshly opened claims. */
export async function offerAll(db: Db, claimIds: readonly string[], sweep: Sweep): Promise<number> {
  let offered = 0;
  for (const claimId of claimIds) if (await offerClaim(db, claimId, sweep)) offered += 1;
  return offered;
}
