import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { markAllStale } from "@/db/profiles";
import { inngest } from "../../client";
import { refreshStale } from "../uploads/refresh-stale";

const PER_STEP = 400;

/** 档案刷新, every night: validity of titles and windows of months move with the calendar, so that every profile is looked at once a day. */
export const nightlyRefresh = inngest.createFunction(
  { id: "profiles-refresh", triggers: [cron("TZ=Asia/Shanghai 0 1 * * *")], concurrency: 1 },
  async ({ step }) => {
    await step.run("mark", async () => markAllStale(await getDb()));
    let refreshed = 0;
    for (let round = 1; ; round++) {
      const { done, more } = await step.run(`shard-${round}`, async () => {
        const db = await getDb();
        return refreshStale(db, await businessNow(db), PER_STEP);
      });
      refreshed += done;
      if (!more) return { refreshed };
    }
  },
);
