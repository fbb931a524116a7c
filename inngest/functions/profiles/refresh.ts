import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { markAllStale, refreshContext, refreshProfiles, staleEnterprises } from "@/db/profiles";
import type { Db } from "@/db/types";
import type { Instant } from "@/lib/kernel/plain-date";
import { inngest } from "../../client";

const SHARD = 100;

/** Refreshes the profiles that wait, a shard at a time; returns how many enterprises that were. */
export async function refreshStale(db: Db, at: Instant): Promise<number> {
  const ids = await staleEnterprises(db);
  if (ids.length === 0) return 0;
  const context = await refreshContext(db, at);
  for (let start = 0; start < ids.length; start += SHARD) await refreshProfiles(db, context, ids.slice(start, start + SHARD));
  return ids.length;
}

/** 档案刷新, every night: validity of titles and windows of months move with the calendar, so that every profile is looked at once a day. */
export const nightlyRefresh = inngest.createFunction(
  { id: "profiles-refresh", triggers: [cron("TZ=Asia/Shanghai 0 1 * * *")], concurrency: 1 },
  async ({ step }) => {
    await step.run("mark", async () => markAllStale(await getDb()));
    let total = 0;
    for (let round = 0; ; round++) {
      const done = await step.run(`shard-${round}`, async () => {
        const db = await getDb();
        const ids = (await staleEnterprises(db)).slice(0, 400);
        if (ids.length === 0) return 0;
        const context = await refreshContext(db, await businessNow(db));
        for (let start = 0; start < ids.length; start += SHARD) await refreshProfiles(db, context, ids.slice(start, start + SHARD));
        return ids.length;
      });
      total += done;
      if (done === 0) return { refreshed: total };
    }
  },
);
