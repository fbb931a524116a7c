import "server-only";
import { type SessionUser, scopeFor } from "@/app/_server/session";
import { loadCalendar } from "@/db/calendar";
import { type Clock, officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import {
  coverage,
  durations,
  enterprisesServed,
  materialReduction,
  paidAmount,
  satisfaction,
  spendingByPolicy,
  straightThrough,
  trendByMonth,
  yearToDate,
} from "@/db/cockpit-queries";
import { inHandByDepartment, listOverdue } from "@/db/overdue-queries";
import { countSupervisions, listSupervisions } from "@/db/supervision-queries";

/** Database, scope and clock of a leader's page. */
export async function leaderRead(user: SessionUser) {
  const db = await getDb();
  const [at, calendar, scope] = await Promise.all([businessNow(db), loadCalendar(db), officeScope(db, scopeFor(user, "leader.cockpit"))]);
  const clock: Clock = { at, calendar };
  return { db, scope, clock, period: yearToDate(at) };
}

/** Everything that cockpit and wall show, in one round of reads. */
export async function readCockpit(user: SessionUser) {
  const { db, scope, clock, period } = await leaderRead(user);
  const [overdue, inHand, served, paid, days, satisfied, straight, reduction, spending, trend, reached, replies] = await Promise.all([
    listOverdue(db, scope, clock),
    inHandByDepartment(db, scope, clock, period),
    enterprisesServed(db, scope, period),
    paidAmount(db, scope, period),
    durations(db, scope, period),
    satisfaction(db, scope, period),
    straightThrough(db, scope, period),
    materialReduction(db, scope),
    spendingByPolicy(db, scope, period),
    trendByMonth(db, scope, clock.at),
    coverage(db, scope, period),
    countSupervisions(db, { as: "leader", scope }, clock.at),
  ]);
  const orders = await listSupervisions(db, scope, { claimIds: overdue.slice(0, 50).map((claim) => claim.id) });
  return {
    scope,
    clock,
    period,
    overdue,
    inHand,
    served,
    paid,
    days,
    satisfied,
    straight,
    reduction,
    spending,
    trend,
    reached,
    orders,
    lateReplies: replies.late,
  };
}

export type Cockpit = Awaited<ReturnType<typeof readCockpit>>;
