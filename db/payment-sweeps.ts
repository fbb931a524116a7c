import "server-only";
import { and, asc, eq, ne, sql } from "drizzle-orm";
import { isPastDue } from "@/lib/calendar/office-hours";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { loadCalendar } from "./calendar";
import { type Actor, type Claim, type ClaimMoveRefusal, moveClaim, SYSTEM } from "./claims";
import { lockClaims, type PrepareInput, type PrepareRefusal } from "./disbursements";
import { holdsDuty } from "./duties";
import { releaseReservation, reserveBudgets } from "./ledger";
import { budgetReservations, claims } from "./schema";
import type { Db } from "./types";

export type Resumed = {
  readonly resumed: readonly string[];
  readonly left: readonly { readonly claimId: string; readonly reason: ClaimMoveRefusal | "budgetShort" }[];
};

async function resumeOne(
  tx: Db,
  claim: Claim,
  { actor, at, calendar }: { actor: Actor; at: Instant; calendar: WorkCalendar },
): Promise<ClaimMoveRefusal | null> {
  const moved = await moveClaim(tx, { claimId: claim.id, to: "approved", actor, at, calendar, facts: { preCheckFindings: 0 }, reasonCode: "budget" });
  if (moved.ok) return null;
  await releaseReservation(tx, claim.id, at);
  return moved.reason;
}

const waitsForBudget = (claim: Claim): boolean => claim.state === "suspended" && claim.suspensionReason === "budget";

/** 预算到位: claims that were suspended for want of budget go back to 已核准 with their money frozen; each whole or not yet. */
export function resumeForBudget(db: Db, { claimIds, actor, at }: PrepareInput): Promise<Result<Resumed, PrepareRefusal>> {
  return atomically(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: ["paymentMaker"], day: dayOf(at) }))) return refused("notPaymentMaker");
    const list = (claimIds.length === 0 ? [] : await lockClaims(tx, claimIds)).filter(waitsForBudget);
    if (list.length === 0) return refused("nothingChosen");
    const calendar = await loadCalendar(tx);
    const { reserved, short } = await reserveBudgets(tx, list, at);
    const left: { claimId: string; reason: ClaimMoveRefusal | "budgetShort" }[] = short.map((claimId) => ({ claimId, reason: "budgetShort" }));
    const resumed: string[] = [];
    for (const claim of list.filter((one) => reserved.includes(one.id))) {
      const reason = await resumeOne(tx, claim, { actor, at, calendar });
      if (reason === null) resumed.push(claim.id);
      else left.push({ claimId: claim.id, reason });
    }
    return ok({ resumed, left });
  });
}

/** 逾期未更正: a failed payment whose account was not put right in time is suspended and its money set free. Returns the claims. */
export async function expireFailed(db: Db, at: Instant): Promise<string[]> {
  const calendar = await loadCalendar(db);
  const failed = await db.select().from(claims).where(eq(claims.state, "paymentFailed")).orderBy(asc(claims.id));
  const expired: string[] = [];
  for (const { id, dueOn } of failed) {
    if (dueOn === null || !isPastDue(at, dueOn)) continue;
    const moved = await db.transaction(async (tx) => {
      const result = await moveClaim(tx, {
        claimId: id,
        to: "suspended",
        actor: SYSTEM,
        at,
        calendar,
        facts: { pauseReason: "accountOverdue", resumeCondition: "更正收款账户", fundsBack: true },
        reasonCode: "accountOverdue",
        reasonText: "退票后没有在期限内更正收款账户",
      });
      if (result.ok) await releaseReservation(tx, id, at);
      return result.ok;
    });
    if (moved) expired.push(id);
  }
  return expired;
}

/** 清理冻结: money frozen for claims that ended or went back another way is set free. Returns how many. */
export async function releaseOrphans(db: Db, at: Instant): Promise<number> {
  const orphans = await db
    .select({ claimId: budgetReservations.claimId })
    .from(budgetReservations)
    .innerJoin(claims, eq(claims.id, budgetReservations.claimId))
    .where(and(eq(budgetReservations.state, "reserved"), sql`${claims.state} not in ('approved', 'disbursing', 'paymentFailed')`, ne(claims.state, "settled")));
  for (const { claimId } of orphans) await db.transaction((tx) => releaseReservation(tx, claimId, at));
  return orphans.length;
}
