import "server-only";
import { asc, eq, inArray, sql } from "drizzle-orm";
import { enterpriseProfiles } from "./schema";
import type { Db } from "./types";

/** Any constant: one refresh of profiles at a time on a shared server. */
const REFRESH_LOCK = 529_902;

/** Takes marked profiles for refreshing within the transaction `tx`, which keeps them from being marked or taken by others until it ends. */
export async function lockStaleProfiles(tx: Db, limit: number): Promise<string[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(${REFRESH_LOCK})`);
  const rows = await tx
    .select({ id: enterpriseProfiles.enterpriseId })
    .from(enterpriseProfiles)
    .where(eq(enterpriseProfiles.stale, true))
    .orderBy(asc(enterpriseProfiles.enterpriseId))
    .limit(limit)
    .for("update");
  return rows.map((row) => row.id);
}

/** Marks the files of some enterprises as out of date; the next refresh derives them anew. */
export async function markProfilesStale(tx: Db, enterpriseIds: readonly string[]): Promise<void> {
  await tx
    .update(enterpriseProfiles)
    .set({ stale: true })
    .where(inArray(enterpriseProfiles.enterpriseId, [...enterpriseIds]));
}
