import "server-only";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import type { Light } from "@/lib/calendar/light";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { workdaysBetween } from "@/lib/calendar/workdays";
import { type ClaimEvent, claimLight, type Lateness, latenessOf, pausedWorkdays } from "@/lib/claim/deadlines";
import { CLAIM_STATE_IDS, CLAIM_STATES, type ClaimState } from "@/lib/claim/states";
import { dayOf, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { claimEvents, claims, departments } from "./schema";
import type { Db } from "./types";

/** The business instant and the calendar that a reading is made with. */
export type Clock = { readonly at: Instant; readonly calendar: WorkCalendar };

/** What a light is judged by. */
export type Timed = { readonly id: string; readonly state: ClaimState; readonly stageEnteredAt: Instant; readonly dueOn: PlainDate | null };

/** 期限 of a claim in its present stage; days are working days. `left` is negative past the due day, null without one; `late` says how a red claim is late. */
export type Term = { readonly light: Light | null; readonly left: number | null; readonly span: number; readonly late: Lateness | null };

const PAUSED = CLAIM_STATE_IDS.filter((state) => CLAIM_STATES[state].clock === "paused");

/** Rows that the scope may see. The platform's own office (neither policy nor source department) serves the whole county. */
export function claimsInScope(scope: Scope): SQL | undefined {
  if (scope.kind === "county") return undefined;
  if (scope.kind === "department") return eq(claims.departmentId, scope.departmentId);
  return scope.enterpriseIds.length > 0 ? inArray(claims.enterpriseId, [...scope.enterpriseIds]) : sql`false`;
}

/** 数据域 of the platform's own office is the county: it answers the telephone for all departments. */
export async function officeScope(db: Db, scope: Scope): Promise<Scope> {
  if (scope.kind !== "department") return scope;
  const [row] = await db
    .select({ policy: departments.isPolicyDepartment, source: departments.isSourceDepartment })
    .from(departments)
    .where(eq(departments.id, scope.departmentId));
  return row && !row.policy && !row.source ? { kind: "county" } : scope;
}

/** Working days that claims have been paused in all. Only claims that ever were have a history worth reading. */
async function pauses(db: Db, ids: readonly string[], { at, calendar }: Clock): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const ever = db.select({ id: claimEvents.claimId }).from(claimEvents).where(inArray(claimEvents.toState, PAUSED));
  const rows = await db
    .select({ claimId: claimEvents.claimId, from: claimEvents.fromState, to: claimEvents.toState, at: claimEvents.at })
    .from(claimEvents)
    .where(and(inArray(claimEvents.claimId, ever), inArray(claimEvents.claimId, [...ids])))
    .orderBy(asc(claimEvents.claimId), asc(claimEvents.seq));
  const histories = new Map<string, ClaimEvent[]>();
  for (const { claimId, from, to, at: when } of rows) {
    const event: ClaimEvent = { from: from as ClaimEvent["from"], to: to as ClaimState, at: instant(when) };
    histories.set(claimId, [...(histories.get(claimId) ?? []), event]);
  }
  return new Map([...histories].map(([id, events]) => [id, pausedWorkdays(calendar, events, at)]));
}

function termOf(claim: Timed, paused: number, { at, calendar }: Clock): Term {
  const enteredOn = dayOf(claim.stageEnteredAt);
  const timed = { state: claim.state, enteredOn, dueOn: claim.dueOn, now: at, pausedWorkdays: paused };
  const light = claimLight(calendar, timed);
  if (claim.dueOn === null) return { light, left: null, span: 0, late: null };
  const late = latenessOf(calendar, timed);
  return { light, left: workdaysBetween(calendar, dayOf(at), claim.dueOn), span: workdaysBetween(calendar, enteredOn, claim.dueOn), late };
}

/** 预警灯与期限 of many claims at once. The law of the lights is in lib; the database only hands over due days and pauses. */
export async function claimTerms(db: Db, rows: readonly Timed[], clock: Clock): Promise<Map<string, Term>> {
  const paused = await pauses(
    db,
    rows.map((row) => row.id),
    clock,
  );
  return new Map(rows.map((row) => [row.id, termOf(row, paused.get(row.id) ?? 0, clock)]));
}

export const NO_TERM: Term = { light: null, left: null, span: 0, late: null };

export type LightCounts = Readonly<Record<Light, number>>;

export function countLights(terms: Iterable<Term>): LightCounts {
  const counts = { red: 0, yellow: 0, green: 0, blue: 0 };
  for (const { light } of terms) if (light !== null) counts[light] += 1;
  return counts;
}
