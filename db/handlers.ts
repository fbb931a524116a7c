import "server-only";
import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Handler } from "@/lib/claim/assignment";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { absences, claimEvents, claimOpinions, claims, memberships, people, recusals } from "./schema";
import type { Db } from "./types";

/** 经办人 of a department with a name, for assigning by hand and for the table of leave. */
export type NamedHandler = Handler & { readonly name: string };

/** Everybody who is a handler on that day, by department, with what is in hand and today's leave. */
export async function handlersOn(db: Db, day: PlainDate, departmentId?: string): Promise<ReadonlyMap<string, readonly NamedHandler[]>> {
  const own = departmentId === undefined ? undefined : eq(memberships.departmentId, departmentId);
  // One after the other: within a transaction there is one connection
  const rows = await db
    .selectDistinct({ personId: people.id, name: people.displayName, departmentId: memberships.departmentId })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(
      and(
        eq(memberships.role, "handler"),
        own,
        isNull(people.disabledAt),
        lte(memberships.validFrom, day),
        or(isNull(memberships.validTo), gt(memberships.validTo, day)),
      ),
    )
    .orderBy(asc(people.displayName));
  const loads = await db
    .select({ personId: claims.assignedTo, n: sql<number>`count(*)::int` })
    .from(claims)
    .where(and(eq(claims.state, "manualReview"), isNotNull(claims.assignedTo)))
    .groupBy(claims.assignedTo);
  const leave = await db
    .select({ personId: absences.personId, deputyId: absences.deputyId })
    .from(absences)
    .where(and(lte(absences.fromDay, day), sql`${absences.toDay} >= ${day}`, isNull(absences.endedAt)));
  const loadOf = new Map(loads.map((row) => [row.personId, row.n]));
  const leaveOf = new Map(leave.map((row) => [row.personId, row.deputyId]));
  const found = new Map<string, NamedHandler[]>();
  for (const { personId, name, departmentId: place } of rows) {
    if (place === null) continue;
    const one = { personId, name, waiting: loadOf.get(personId) ?? 0, away: leaveOf.has(personId), deputyId: leaveOf.get(personId) ?? null };
    found.set(place, [...(found.get(place) ?? []), one]);
  }
  return found;
}

/** Who may not have a case: recused from its enterprise, or having decided it in an earlier round of review. */
export async function barredFrom(
  db: Db,
  cases: readonly { readonly id: string; readonly enterpriseId: string }[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (cases.length === 0) return new Map();
  const ids = cases.map((one) => one.id);
  const [declared, decided] = await Promise.all([
    db
      .select()
      .from(recusals)
      .where(
        inArray(
          recusals.enterpriseId,
          cases.map((one) => one.enterpriseId),
        ),
      ),
    db
      .selectDistinct({ claimId: claimOpinions.claimId, personId: claimOpinions.officerId })
      .from(claimOpinions)
      .innerJoin(
        claimEvents,
        and(eq(claimEvents.claimId, claimOpinions.claimId), eq(claimEvents.fromState, "rejected"), gt(claimEvents.seq, claimOpinions.claimVersion)),
      )
      .where(inArray(claimOpinions.claimId, ids)),
  ]);
  return new Map(
    cases.map(({ id, enterpriseId }) => {
      const recused = declared.filter((row) => row.enterpriseId === enterpriseId).map((row) => row.personId);
      const before = decided.filter((row) => row.claimId === id).map((row) => row.personId);
      return [id, new Set([...recused, ...before])];
    }),
  );
}
