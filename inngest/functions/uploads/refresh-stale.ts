import "server-only";
import { refreshContext, refreshProfiles } from "@/db/profiles";
import { lockStaleProfiles } from "@/db/stale-profiles";
import type { Db } from "@/db/types";
import type { Instant } from "@/lib/kernel/plain-date";

const CHUNK = 100;

/**
 * 档案刷新 of enterprises marked by an upload, at most `limit` of them. Each chunk is one transaction that holds its marks: an upload that touches
 * the same enterprise meanwhile waits and marks it again, so that no change is lost and no two runs write the same values.
 */
export async function refreshStale(db: Db, at: Instant, limit: number): Promise<{ done: number; more: boolean }> {
  const context = await refreshContext(db, at);
  let done = 0;
  while (done < limit) {
    const taken = await db.transaction(async (tx) => {
      const enterpriseIds = await lockStaleProfiles(tx, CHUNK);
      await refreshProfiles(tx, context, enterpriseIds);
      return enterpriseIds.length;
    });
    done += taken;
    if (taken < CHUNK) return { done, more: false };
  }
  return { done, more: true };
}
