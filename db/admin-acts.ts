import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { type AnnouncedYear, checkNotice, type NoticeFault, type WorkCalendar } from "@/lib/calendar/work-calendar";
import { type PolicyLimits, stageDue } from "@/lib/claim/deadlines";
import type { ClaimSettings } from "@/lib/claim/settings";
import { dayOf, type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { loadCalendar } from "./calendar";
import type { Actor } from "./claims";
import { recountCorrections } from "./disputes";
import { holdsDuty } from "./duties";
import { calendarYears, claims, policyVersions, settings } from "./schema";
import { loadClaimSettings } from "./settings";
import type { Db } from "./types";

type Act = { readonly actor: Actor; readonly at: Instant };

const isSystemAdmin = (tx: Db, { actor, at }: Act) => holdsDuty(tx, { personId: actor.personId, roles: ["systemAdmin"], day: dayOf(at) });

export type SettingsChange = { readonly changes: Partial<ClaimSettings>; readonly reason: string } & Act;
export type SettingsRefusal = "notSystemAdmin" | "reasonMissing" | "nothingChanged";

/** 改参数: each number with its value before and after on record. Claims that are decided already stay as they are. Returns the changed keys. */
export function changeClaimSettings(db: Db, input: SettingsChange): Promise<Result<{ changed: readonly string[] }, SettingsRefusal>> {
  const { changes, reason, actor, at } = input;
  return atomically<{ changed: readonly string[] }, SettingsRefusal>(db, async (tx) => {
    if (!(await isSystemAdmin(tx, input))) return refused("notSystemAdmin");
    if (reason.trim() === "") return refused("reasonMissing");
    await queueFor(tx, "settings.claim");
    const before = await loadClaimSettings(tx);
    const changed = Object.entries(changes).filter(([key, value]) => value !== undefined && before[key as keyof ClaimSettings] !== value);
    if (changed.length === 0) return refused("nothingChanged");
    for (const [key, value] of changed) {
      const row = { value, updatedAt: at, updatedBy: actor.personId };
      await tx
        .insert(settings)
        .values({ key, ...row })
        .onConflictDoUpdate({ target: settings.key, set: row });
    }
    const detail = { reason: reason.trim(), changes: changed.map(([key, to]) => ({ key, from: before[key as keyof ClaimSettings], to })) };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "settings.changed", subjectType: "settings", subjectId: "claim", detail },
    ]);
    return ok({ changed: changed.map(([key]) => key) });
  });
}

export type CalendarImport = { readonly notice: AnnouncedYear } & Act;
export type CalendarRefusal =
  | { readonly code: "notSystemAdmin" | "sourceMissing" | "holidaysMissing" | "yearPast" }
  | { readonly code: "faults"; readonly faults: readonly NoticeFault[] };
export type CalendarImported = { readonly year: number; readonly replaced: boolean; readonly recomputed: number };

function importFault({ notice, at }: CalendarImport): CalendarRefusal | null {
  if (notice.source.trim() === "") return { code: "sourceMissing" };
  if (notice.holidays.length === 0) return { code: "holidaysMissing" };
  // Days that are over have been worked or not: a notice for them would rewrite what was counted.
  if (notice.year < Number(dayOf(at).slice(0, 4))) return { code: "yearPast" };
  const checked = checkNotice(notice);
  return checked.ok ? null : { code: "faults", faults: checked.reason };
}

/** 导入放假安排 of a year. Deadlines that were counted provisionally (暂定) are counted once more. */
export function importCalendarYear(db: Db, input: CalendarImport): Promise<Result<CalendarImported, CalendarRefusal>> {
  const { notice, actor, at } = input;
  return atomically<CalendarImported, CalendarRefusal>(db, async (tx) => {
    if (!(await isSystemAdmin(tx, input))) return refused({ code: "notSystemAdmin" });
    const fault = importFault(input);
    if (fault) return { ok: false, reason: fault };
    await queueFor(tx, "calendar.years");
    const [before] = await tx.select().from(calendarYears).where(eq(calendarYears.year, notice.year));
    const row = { holidays: [...notice.holidays], makeupDays: [...notice.makeupDays], source: notice.source.trim(), importedAt: at };
    await tx
      .insert(calendarYears)
      .values({ year: notice.year, ...row })
      .onConflictDoUpdate({ target: calendarYears.year, set: row });
    const calendar = await loadCalendar(tx);
    // A notice that replaces another moves nothing that was counted by the first
    const corrections = before ? 0 : await recountCorrections(tx, calendar);
    const recomputed = (await recomputeProvisional(tx, calendar)) + corrections;
    const { year, holidays, makeupDays } = notice;
    const detail = { year, source: row.source, holidays: holidays.length, makeupDays: makeupDays.length, replaced: before !== undefined, recomputed };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "calendar.imported", subjectType: "calendarYear", subjectId: String(year), detail },
    ]);
    return ok({ year, replaced: before !== undefined, recomputed });
  });
}

function limitsOf(resolved: unknown): PolicyLimits {
  return (resolved as { limits?: PolicyLimits } | null)?.limits ?? {};
}

/** 暂定期限 of open claims, except a running notice: its end day is fixed on its list and moves with that. Returns how many were counted anew. */
async function recomputeProvisional(tx: Db, calendar: WorkCalendar): Promise<number> {
  const rows = await tx
    .select({ id: claims.id, state: claims.state, enteredAt: claims.stageEnteredAt, dueOn: claims.dueOn, resolved: policyVersions.resolved })
    .from(claims)
    .innerJoin(policyVersions, eq(policyVersions.id, claims.policyVersionId))
    .where(and(eq(claims.dueProvisional, true), isNotNull(claims.dueOn), sql`${claims.state} <> 'notice'`))
    .orderBy(claims.id)
    .for("update", { of: claims });
  let recomputed = 0;
  for (const { id, state, enteredAt, resolved } of rows) {
    const due = stageDue(calendar, state, instant(enteredAt), limitsOf(resolved));
    if (due === null || due.provisional) continue;
    await tx.update(claims).set({ dueOn: due.on, dueProvisional: false }).where(eq(claims.id, id));
    recomputed += 1;
  }
  return recomputed;
}

export type ClockMove = { readonly from: Instant; readonly to: Instant; readonly ran: Readonly<Record<string, number>>; readonly failed: number } & Pick<
  Act,
  "actor"
>;

/** 拨钟 on record: from when to when, and what ran on the way (function id → runs). */
export async function recordClockMove(db: Db, { from, to, ran, failed, actor }: ClockMove): Promise<void> {
  await db.transaction((tx) =>
    appendAudit(tx, [
      {
        at: to,
        actorId: actor.personId,
        actorRole: actor.role,
        action: "clock.moved",
        subjectType: "businessClock",
        subjectId: "1",
        detail: { from, to, ran, failed },
      },
    ]),
  );
}

/** An act of an administrator that changes nothing in the tables of a domain, such as taking up a failed run again. */
export async function recordAdminAct(
  db: Db,
  {
    actor,
    at,
    action,
    subjectType,
    subjectId,
    detail = {},
  }: Act & { action: string; subjectType: string; subjectId: string; detail?: Record<string, unknown> },
): Promise<void> {
  await db.transaction((tx) => appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action, subjectType, subjectId, detail }]));
}
