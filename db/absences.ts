import "server-only";
import { and, asc, desc, eq, gte, isNull, lte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { dayOf, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { handlersOn } from "./handlers";
import { absences, enterprises, people, recusals } from "./schema";
import type { Db } from "./types";

type Person = Actor & { readonly personId: string };
export type NewAbsence = {
  readonly personId: string;
  readonly departmentId: string;
  readonly deputyId: string | null;
  readonly fromDay: PlainDate;
  readonly toDay: PlainDate;
  readonly reason: string;
  readonly actor: Person;
  readonly at: Instant;
};
export type AbsenceRefusal =
  | "notAHandler"
  | "notYours"
  | "daysInOrder"
  | "dayPast"
  | "overlaps"
  | "deputyAway"
  | "deputyNotAHandler"
  | "deputyIsSelf"
  | "notFound";

/** Leave is one's own to record; the section chief records it for the whole department. */
const mayFor = ({ personId, roles }: Person, who: string): boolean => personId === who || roles.includes("sectionChief");

const overlapping = (tx: Db, personId: string, { fromDay, toDay }: Pick<NewAbsence, "fromDay" | "toDay">) =>
  tx
    .select({ id: absences.id })
    .from(absences)
    .where(and(eq(absences.personId, personId), lte(absences.fromDay, toDay), gte(absences.toDay, fromDay), isNull(absences.endedAt)))
    .limit(1);

async function obstacle(tx: Db, { personId, departmentId, deputyId, fromDay, toDay, actor, at }: NewAbsence): Promise<AbsenceRefusal | null> {
  const office = (await handlersOn(tx, dayOf(at), departmentId)).get(departmentId) ?? [];
  const isHandler = (id: string) => office.some((one) => one.personId === id);
  if (!isHandler(personId)) return "notAHandler";
  if (!mayFor(actor, personId)) return "notYours";
  if (toDay < fromDay) return "daysInOrder";
  if (toDay < dayOf(at)) return "dayPast";
  if ((await overlapping(tx, personId, { fromDay, toDay })).length > 0) return "overlaps";
  if (deputyId === null) return null;
  if (deputyId === personId) return "deputyIsSelf";
  if (!isHandler(deputyId)) return "deputyNotAHandler";
  return (await overlapping(tx, deputyId, { fromDay, toDay })).length > 0 ? "deputyAway" : null;
}

/** 请假: from that day on no case is assigned to the person, and the cases in hand go to the deputy with the next assignment. */
export function recordAbsence(db: Db, input: NewAbsence): Promise<Result<string, AbsenceRefusal>> {
  return atomically<string, AbsenceRefusal>(db, async (tx) => {
    // One absence of a person at a time: two that overlap would name two deputies
    await tx.select({ id: people.id }).from(people).where(eq(people.id, input.personId)).for("update");
    const reason = await obstacle(tx, input);
    if (reason) return refused(reason);
    const { personId, departmentId, deputyId, fromDay, toDay, actor, at } = input;
    const values = { personId, departmentId, deputyId, fromDay, toDay, reason: input.reason.trim(), recordedBy: actor.personId, recordedAt: at };
    const [row] = await tx.insert(absences).values(values).returning({ id: absences.id });
    if (!row) throw new Error("the absence was not stored");
    await record(tx, input, "absence.recorded", { deputyId, fromDay, toDay, reason: values.reason });
    return ok(row.id);
  });
}

const record = (tx: Db, { personId, actor, at }: Pick<NewAbsence, "personId" | "actor" | "at">, action: string, detail: Record<string, unknown>) =>
  appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action, subjectType: "person", subjectId: personId, detail }]);

/** 销假: ends at once; what the deputy has in hand stays there. */
export function endAbsence(
  db: Db,
  { id, departmentId, actor, at }: { id: string; departmentId: string; actor: Person; at: Instant },
): Promise<Result<null, AbsenceRefusal>> {
  return atomically<null, AbsenceRefusal>(db, async (tx) => {
    const [row] = await tx.select().from(absences).where(eq(absences.id, id)).for("update");
    if (!row || row.departmentId !== departmentId || row.endedAt !== null) return refused("notFound");
    if (!mayFor(actor, row.personId)) return refused("notYours");
    await tx.update(absences).set({ endedAt: at }).where(eq(absences.id, id));
    await record(tx, { personId: row.personId, actor, at }, "absence.ended", { fromDay: row.fromDay, toDay: row.toDay });
    return ok(null);
  });
}

export type AbsenceRow = {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly deputy: string | null;
  readonly fromDay: PlainDate;
  readonly toDay: PlainDate;
  readonly reason: string;
};

const deputies = alias(people, "deputies");

/** 请假 of a department that is not over, the next first. */
export async function listAbsences(db: Db, departmentId: string, today: PlainDate): Promise<AbsenceRow[]> {
  return db
    .select({
      id: absences.id,
      personId: absences.personId,
      name: people.displayName,
      deputy: deputies.displayName,
      fromDay: absences.fromDay,
      toDay: absences.toDay,
      reason: absences.reason,
    })
    .from(absences)
    .innerJoin(people, eq(people.id, absences.personId))
    .leftJoin(deputies, eq(deputies.id, absences.deputyId))
    .where(and(eq(absences.departmentId, departmentId), gte(absences.toDay, today), isNull(absences.endedAt)))
    .orderBy(asc(absences.fromDay), asc(people.displayName));
}

export type RecusalRow = {
  readonly personId: string;
  readonly name: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly reason: string;
  readonly declaredAt: Instant;
};

/** 回避声明 of the officers of a department, the newest first. */
export async function listRecusals(db: Db, departmentId: string): Promise<RecusalRow[]> {
  const rows = await db
    .select({
      personId: recusals.personId,
      name: people.displayName,
      enterpriseId: recusals.enterpriseId,
      enterpriseName: enterprises.name,
      reason: recusals.reason,
      declaredAt: recusals.declaredAt,
    })
    .from(recusals)
    .innerJoin(people, eq(people.id, recusals.personId))
    .innerJoin(enterprises, eq(enterprises.id, recusals.enterpriseId))
    .where(sql`exists (select 1 from memberships m where m.person_id = ${recusals.personId} and m.department_id = ${departmentId})`)
    .orderBy(desc(recusals.declaredAt))
    .limit(200);
  return rows.map((row) => ({ ...row, declaredAt: instant(row.declaredAt) }));
}
