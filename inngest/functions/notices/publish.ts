import { cron } from "inngest";
import { getDb } from "@/db/client";
import { publishWaiting } from "@/db/notices";
import { settleBatches } from "@/db/review-batches";
import { inngest } from "../../client";
import { claimsReadyForNotice, noticePublished } from "../../events";
import { sweepNow } from "../claims/run";

/** 发布公示, after the batches of the checkers whose ten minutes are over: as soon as claims are ready, and every office hour for whatever an event missed. */
export const publishNotices = inngest.createFunction(
  { id: "notices-publish", triggers: [cron("TZ=Asia/Shanghai 5 9-11,14-17 * * *"), claimsReadyForNotice], concurrency: 1 },
  async ({ step }) => {
    const { published, failed } = await step.run("publish", async () => {
      const db = await getDb();
      const sweep = await sweepNow(db);
      await settleBatches(db, sweep);
      return publishWaiting(db, sweep.at);
    });
    if (published.length > 0)
      await step.sendEvent(
        "tell",
        // The id makes a repeated run harmless.
        published.map(({ noticeId, claimIds }) => noticePublished.create({ noticeId, claimIds: [...claimIds] }, { id: `notice-published-${noticeId}` })),
      );
    return { published: published.map((notice) => notice.number), failed };
  },
);
