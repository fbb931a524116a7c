import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { memberKeys, type Opening } from "@/lib/matching/openings";
import type { Groups } from "@/lib/policy/relations";
import { appendAudit } from "./audit";
import { claimSubjects } from "./schema";
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
