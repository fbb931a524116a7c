import { cron } from "inngest";
import { getDb } from "@/db/client";
import { dueDeliveries } from "@/db/deliveries";
import { deliverOne } from "../../channels/deliver";
import { inngest } from "../../client";
import { deliveryRequested } from "../../events";
import { sweepNow } from "../claims/run";

/** What one run takes on; the next one comes in five minutes. */
const PER_STEP = 20;
const MAX_STEPS = 25;

/**
 * 送达, every five minutes: empties the outbox as far as channels, retries and quiet hours allow. How often and how long a message is tried stands in
 * its row, so that a run that breaks off loses nothing, and one that is repeated sends nothing twice.
 */
export const deliverMessages = inngest.createFunction(
  { id: "messages-deliver", triggers: [cron("TZ=Asia/Shanghai */5 * * * *"), deliveryRequested], concurrency: 1 },
  async ({ step }) => {
    const done = { sent: 0, waiting: 0, dead: 0, skipped: 0 };
    for (let round = 1; round <= MAX_STEPS; round++) {
      const outcomes = await step.run(`deliver-${round}`, async () => {
        const db = await getDb();
        const ids = await dueDeliveries(db, await sweepNow(db), PER_STEP);
        return Promise.all(ids.map((id) => deliverOne(db, id)));
      });
      for (const outcome of outcomes) done[outcome] += 1;
      if (outcomes.length < PER_STEP) break;
    }
    return done;
  },
);
