import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { closeDue } from "@/db/notices";
import { inngest } from "../../client";
import { noticesRanOut, objectionDecided } from "../../events";

/** 公示期满: in the first minutes of the day after the end, and twice in office hours for lines that go on after an objection or a suspension. */
export const closeNotices = inngest.createFunction(
  { id: "notices-close-due", triggers: [cron("TZ=Asia/Shanghai 20 0,9,14 * * *"), objectionDecided], concurrency: 1 },
  async ({ step }) => {
    const { approved, toConfirm, noticeIds } = await step.run("close", async () => {
      const db = await getDb();
      return closeDue(db, await businessNow(db));
    });
    if (approved.length + toConfirm.length > 0) await step.sendEvent("tell", noticesRanOut.create({ approved: [...approved], toConfirm: [...toConfirm] }));
    return { approved: approved.length, toConfirm: toConfirm.length, closed: noticeIds.length };
  },
);
