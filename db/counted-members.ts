import "server-only";
import { and, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import { memberKeys, type Opening } from "@/lib/matching/openings";
import type { Groups } from "@/lib/policy/relations";
import { appendAudit } from "./audit";
import { auditLog, claimSubjects, policies } from "./schema";
import type { Db } from "./types";

type Asked = { readonly enterpriseId: string; readonly groups: Groups; readonly at: Instant };

/**
 * 已在别处计过: openings whose persons, lines or loans a live claim of another enterprise has counted. They are not opened, because one of the two
 * lists is wrong or the money would be paid twice; each is on record for the department, and comes again the next night.
 */
export async function withoutCounted(tx: Db, { enterpriseId, groups, at }: Asked, openings: readonly Opening[]): Promise<readonly Opening[]> {
  const subjects = [...new Set(openings.flatMap((one) => one.members))];
  if (subjects.length === 0) return openings;
  const rows = await tx
    .select({ groupKey: claimSubjects.groupKey, subject: claimSubjects.subject })
    .from(claimSubjects)
    .where(and(inArray(claimSubjects.subject, subjects), eq(claimSubjects.live, true)));
  const counted = new Set(rows.map((row) => `${row.groupKey}\u001f${row.subject}`));
  const takenBy = ({ judged, key, members }: Opening) => {
    const names = memberKeys(judged.policy.code, key.period, groups);
    return members.filter((member) => names.some((name) => counted.has(`${name}\u001f${member}`)));
  };
  const barred = openings.flatMap((one) => (takenBy(one).length > 0 ? [{ one, taken: takenBy(one).length }] : []));
  const entries = barred.map(({ one: { judged, key, members }, taken }) => ({
    at,
    actorId: null,
    actorRole: "system",
    action: "matching.memberCounted",
    subjectType: "enterprise",
    subjectId: enterpriseId,
    detail: { policy: judged.policy.code, period: key.period, members: members.length, counted: taken },
  }));
  await appendAudit(tx, entries);
  return openings.filter((opening) => !barred.some(({ one }) => one === opening));
}

/** 已在别处计过, as the last matching found it: of so many persons or lines so many count for another enterprise. */
export type CountedElsewhere = {
  readonly policyCode: string;
  readonly policyName: string;
  readonly period: string;
  readonly members: number;
  readonly counted: number;
  readonly at: Instant;
};

/** A barred opening comes again with every matching; one that has not come for a month is over. */
const STILL_DAYS = 31;

/** What was not opened for the enterprise for that reason, and still has no claim; within the scope, the newest of each policy and period. */
export async function listCountedElsewhere(db: Db, scope: Scope, enterpriseId: string, at: Instant): Promise<CountedElsewhere[]> {
  const since = instant(Date.parse(at) - STILL_DAYS * 86_400_000);
  const period = sql<string>`${auditLog.detail}->>'period'`;
  const inOffice = scope.kind === "department" ? eq(policies.departmentId, scope.departmentId) : undefined;
  const inFile = scope.kind === "enterprise" ? sql`${enterpriseId} in ${scope.enterpriseIds.length > 0 ? [...scope.enterpriseIds] : [""]}` : undefined;
  const rows = await db
    .selectDistinctOn([policies.code, period], {
      policyCode: policies.code,
      policyName: policies.name,
      period,
      members: sql<number>`(${auditLog.detail}->>'members')::int`,
      counted: sql<number>`(${auditLog.detail}->>'counted')::int`,
      at: auditLog.at,
    })
    .from(auditLog)
    .innerJoin(policies, eq(policies.code, sql`${auditLog.detail}->>'policy'`))
    .where(
      and(
        eq(auditLog.subjectType, "enterprise"),
        eq(auditLog.subjectId, enterpriseId),
        eq(auditLog.action, "matching.memberCounted"),
        gte(auditLog.at, since),
        inOffice,
        inFile,
        sql`not exists (select 1 from claims c where c.enterprise_id = ${enterpriseId}::uuid and c.policy_code = ${policies.code} and c.period = ${period} and c.created_at >= ${auditLog.at})`,
      ),
    )
    .orderBy(policies.code, period, desc(auditLog.seq));
  return rows.map((row) => ({ ...row, at: instant(row.at) }));
}
