import "server-only";
import { and, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import { isOfficeOpen } from "@/lib/calendar/office-hours";
import { claimLight, latenessOf, pausedWorkdays } from "@/lib/claim/deadlines";
import { type EscalationClaim, enterpriseReminderFor, type Recipient, type Reminder, reminderFor } from "@/lib/claim/escalation";
import { CLAIM_STATE_IDS, type ClaimState, isActive } from "@/lib/claim/states";
import { dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import type { Sweep } from "./claims";
import { type NewNotification, notify } from "./notifications";
import { claimEvents, claims, memberships, notifications, policyVersions } from "./schema";
import type { Db } from "./types";

const ACTIVE = CLAIM_STATE_IDS.filter(isActive);

async function openClaims(db: Db) {
  return db
    .select({
      id: claims.id,
      number: claims.number,
      state: claims.state,
      departmentId: claims.departmentId,
      enterpriseId: claims.enterpriseId,
      stageEnteredAt: claims.stageEnteredAt,
      dueOn: claims.dueOn,
      approvalId: claims.approvalId,
      assignedTo: claims.assignedTo,
      handlerId: claims.handlerId,
      suspendedFrom: claims.suspendedFrom,
      suspensionReason: claims.suspensionReason,
      policyName: sql<string>`${policyVersions.resolved}->>'name'`,
    })
    .from(claims)
    .innerJoin(policyVersions, eq(policyVersions.id, claims.policyVersionId))
    .where(and(inArray(claims.state, [...ACTIVE]), isNotNull(claims.dueOn)));
}
type OpenClaim = Awaited<ReturnType<typeof openClaims>>[number];

/** Working days of pause so far, for the few claims that ever paused. */
async function pausesOf(db: Db, claimIds: readonly string[], { at, calendar }: Sweep): Promise<Map<string, number>> {
  const paused: ClaimState[] = ["supplement", "paymentFailed", "suspended"];
  const rows = await db
    .select({ claimId: claimEvents.claimId, from: claimEvents.fromState, to: claimEvents.toState, at: claimEvents.at })
    .from(claimEvents)
    .where(sql`${claimEvents.claimId} in (select e.claim_id from claim_events e where e.to_state in ('supplement', 'paymentFailed', 'suspended'))`)
    .orderBy(claimEvents.claimId, claimEvents.seq);
  const wanted = new Set(claimIds);
  const histories = new Map<string, { from: ClaimState | "new"; to: ClaimState; at: Instant }[]>();
  for (const row of rows) {
    if (!wanted.has(row.claimId)) continue;
    histories.set(row.claimId, [...(histories.get(row.claimId) ?? []), { from: row.from as ClaimState | "new", to: row.to as ClaimState, at: row.at }]);
  }
  return new Map(
    [...histories].filter(([, events]) => events.some((event) => paused.includes(event.to))).map(([id, events]) => [id, pausedWorkdays(calendar, events, at)]),
  );
}

type Desk = { readonly personId: string; readonly role: Role; readonly departmentId: string | null };

async function desks(db: Db, today: PlainDate): Promise<Desk[]> {
  return db
    .select({ personId: memberships.personId, role: memberships.role, departmentId: memberships.departmentId })
    .from(memberships)
    .where(and(lte(memberships.validFrom, today), or(isNull(memberships.validTo), gt(memberships.validTo, today))));
}

/** Desks of a reminder's roles: the own department's, or the county's for those who sit above it. The county office reads through the data bureau. */
function personsFor(recipient: Recipient, claim: OpenClaim, all: readonly Desk[]): string[] {
  const { role } = recipient;
  if (role === "handler") {
    const own = claim.assignedTo ?? claim.handlerId;
    // Whoever has left the desk reads no mail of it: the case is everybody's again
    if (own && all.some((desk) => desk.personId === own && desk.departmentId === claim.departmentId)) return [own];
  }
  const named: Role = role === "dataBureau" || role === "countyOffice" ? "systemAdmin" : role;
  const inDepartment = ["handler", "sectionChief", "leaderInCharge"].includes(role);
  return all.filter((desk) => desk.role === named && (!inDepartment || desk.departmentId === claim.departmentId)).map((desk) => desk.personId);
}

const LEVEL = { yellow: "yellow", red: "red", redOver1: "red", redOver3: "supervise", redOver5: "supervise" } as const;
const TITLE = { yellow: "快到期", red: "已超期", redOver1: "已超期，请说明原因", redOver3: "督办", redOver5: "督查" } as const;

function messagesOf(reminder: Reminder, claim: OpenClaim, all: readonly Desk[]): NewNotification[] {
  const persons = new Set(reminder.recipients.flatMap((recipient) => personsFor(recipient, claim, all)));
  return [...persons].map((personId) => ({
    personId,
    claimId: claim.id,
    kind: `reminder.${reminder.level}`,
    level: LEVEL[reminder.level],
    title: `${TITLE[reminder.level]}：${claim.policyName}`,
    body: `${reminder.text}。`,
    href: `/review/cases/${claim.id}`,
    dedupeKey: `${reminder.key}|${personId}`,
  }));
}

function questionOf(claim: OpenClaim, paused: number, { at, calendar }: Sweep): EscalationClaim {
  const { id, number, state, dueOn, approvalId, suspendedFrom, suspensionReason } = claim;
  const timed = { state, enteredOn: dayOf(claim.stageEnteredAt), dueOn, now: at, pausedWorkdays: paused };
  return {
    claimId: id,
    claimNumber: number,
    state,
    dueOn,
    light: claimLight(calendar, timed),
    late: latenessOf(calendar, timed),
    signed: approvalId !== null,
    suspension: { from: suspendedFrom, reason: suspensionReason },
  };
}

/**
 * 催办 at a business instant: nothing outside office hours and on rest days; the unique key of the mailbox keeps it at one per claim, level,
 * day and person.
 */
export async function sendReminders(db: Db, sweep: Sweep): Promise<{ staff: number; enterprises: number }> {
  const { at, calendar } = sweep;
  if (!isOfficeOpen(calendar, at)) return { staff: 0, enterprises: 0 };
  const open = await openClaims(db);
  const [pauses, all, sentToday] = await Promise.all([
    pausesOf(
      db,
      open.map((claim) => claim.id),
      sweep,
    ),
    desks(db, dayOf(at)),
    db
      .select({ key: notifications.dedupeKey })
      .from(notifications)
      .where(eq(notifications.day, dayOf(at))),
  ]);
  const sent = new Set(sentToday.map((row) => row.key.split("|").slice(0, 3).join("|")));
  const staff: NewNotification[] = [];
  const enterprises: NewNotification[] = [];
  for (const claim of open) {
    const paused = pauses.get(claim.id) ?? 0;
    const question = questionOf(claim, paused, sweep);
    const reminder = reminderFor(calendar, question, at, sent);
    if (reminder) staff.push(...messagesOf(reminder, claim, all));
    const nudge = enterpriseReminderFor(calendar, question, at, sent);
    if (nudge)
      enterprises.push({
        enterpriseId: claim.enterpriseId,
        claimId: claim.id,
        kind: "reminder.enterprise",
        level: "yellow",
        title: claim.policyName,
        body: nudge.text,
        href: `/my/claims/${claim.id}`,
        dedupeKey: nudge.key,
      });
  }
  return { staff: await notify(db, staff, at), enterprises: await notify(db, enterprises, at) };
}
