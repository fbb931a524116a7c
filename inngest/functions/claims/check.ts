import { cron } from "inngest";
import { assignWaiting } from "@/db/assignments";
import { checkContext, runAutoCheck } from "@/db/auto-check";
import { claimsIn } from "@/db/claim-offers";
import type { Sweep } from "@/db/claims";
import { getDb } from "@/db/client";
import type { Db } from "@/db/types";
import { inngest } from "../../client";
import { claimConfirmed, claimsReadyForNotice } from "../../events";
import { sweepNow } from "./run";

/** 智能初审 of several claims; returns those that go to a notice. */
export async function checkClaims(db: Db, claimIds: readonly string[], sweep: Sweep): Promise<string[]> {
  if (claimIds.length === 0) return [];
  const context = await checkContext(db, sweep);
  const ready: string[] = [];
  for (const claimId of claimIds) if ((await runAutoCheck(db, claimId, sweep, context)).to === "notice") ready.push(claimId);
  return ready;
}

/** 智能初审, at once after a confirmation; what needs a person is assigned (分办). */
export const checkConfirmed = inngest.createFunction({ id: "claims-check", triggers: [claimConfirmed], concurrency: 2 }, async ({ event, step }) => {
  const ready = await step.run("check", async () => {
    const db = await getDb();
    const sweep = await sweepNow(db);
    const passed = await checkClaims(db, [event.data.claimId], sweep);
    await assignWaiting(db, sweep.at);
    return passed;
  });
  if (ready.length > 0) await step.sendEvent("ready", claimsReadyForNotice.create({ claimIds: ready }));
  return { ready: ready.length };
});

/** 智能初审 sweep, every working hour: what an event missed, what waited for late data, and whatever lies without a handler. */
export const checkWaiting = inngest.createFunction(
  { id: "claims-check-sweep", triggers: [cron("TZ=Asia/Shanghai 30 8-18 * * *")], concurrency: 1 },
  async ({ step }) => {
    const ready = await step.run("check", async () => {
      const db = await getDb();
      const sweep = await sweepNow(db);
      const passed = await checkClaims(db, await claimsIn(db, "autoCheck"), sweep);
      await assignWaiting(db, sweep.at);
      return passed;
    });
    if (ready.length > 0) await step.sendEvent("ready", claimsReadyForNotice.create({ claimIds: ready }));
    return { ready: ready.length };
  },
);
