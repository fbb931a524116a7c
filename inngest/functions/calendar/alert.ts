import { cron } from "inngest";
import { alertMissingYear } from "@/db/calendar-alerts";
import { getDb } from "@/db/client";
import { inngest } from "../../client";
import { sweepNow } from "../claims/run";

/** 放假安排未导入: looked for every morning, told once a week. */
export const alertCalendar = inngest.createFunction(
  { id: "calendar-alert", triggers: [cron("TZ=Asia/Shanghai 0 9 * * *")], concurrency: 1 },
  async ({ step }) =>
    step.run("alert", async () => {
      const db = await getDb();
      return { told: await alertMissingYear(db, await sweepNow(db)) };
    }),
);
