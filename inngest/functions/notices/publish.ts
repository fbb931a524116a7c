import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { publishWaiting } from "@/db/notices";
import { inngest } from "../../client";
import { claimsReadyForNotice, noticePublished } from "../../events";

/** 发布公示: as soon as claims are ready, and every office hour for whatever an event missed. */
export const publishNotices = inngest.createFunction(
  { id: "notices-publish", triggers: [cron("TZ=Asia/Shanghai 5 9-11,14-17 * * *"), claimsReadyForNotice], concurrency: 1 },
  async ({ step }) => {
    const { published, failed } = await step.run("publish", async () => {
      const db = await getDb();
      return publishWaiting(db, await businessNow(db));
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
