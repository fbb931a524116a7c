import { cron } from "inngest";
import { drawBlindChecks } from "@/db/blind-checks";
import { expireUnconfirmed } from "@/db/claim-offers";
import { remindClawbacks } from "@/db/clawback-reminders";
import { getDb } from "@/db/client";
import { sendReminders } from "@/db/escalations";
import { remindSupervisions } from "@/db/supervisions";
import { inngest } from "../../client";
import { sweepNow } from "./run";

/** 逾期未确认, early every day. */
export const expireClaims = inngest.createFunction({ id: "claims-expire", triggers: [cron("TZ=Asia/Shanghai 10 0 * * *")], concurrency: 1 }, async ({ step }) =>
  step.run("expire", async () => {
    const db = await getDb();
    return { expired: await expireUnconfirmed(db, await sweepNow(db)) };
  }),
);

/** 红黄绿催办, every working hour: one reminder per claim, level and day, to those whom the law names; and what is late beside the claims: replies to orders, answers and repayments of enterprises. */
export const escalateOverdue = inngest.createFunction(
  { id: "claims-escalate", triggers: [cron("TZ=Asia/Shanghai 0 9-17 * * *")], concurrency: 1 },
  async ({ step }) =>
    step.run("remind", async () => {
      const db = await getDb();
      const sweep = await sweepNow(db);
      return {
        ...(await sendReminders(db, sweep)),
        supervisions: await remindSupervisions(db, sweep),
        clawbacks: await remindClawbacks(db, sweep),
      };
    }),
);

/** 抽取盲审, every Monday: from what the machine let through in the week before. */
export const drawBlind = inngest.createFunction(
  { id: "claims-blind-draw", triggers: [cron("TZ=Asia/Shanghai 20 8 * * 1")], concurrency: 1 },
  async ({ step }) =>
    step.run("draw", async () => {
      const db = await getDb();
      return { drawn: await drawBlindChecks(db, (await sweepNow(db)).at) };
    }),
);
