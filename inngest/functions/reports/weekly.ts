import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { tellWeeklyReport } from "@/db/weekly-report";
import { inngest } from "../../client";

/** 周报, Mondays at nine: the leaders are told where last week's report lies. */
export const weeklyReportOut = inngest.createFunction(
  { id: "reports-weekly", triggers: [cron("TZ=Asia/Shanghai 0 9 * * 1")], concurrency: 1 },
  async ({ step }) =>
    step.run("tell", async () => {
      const db = await getDb();
      return { told: await tellWeeklyReport(db, await businessNow(db)) };
    }),
);
