import { cron } from "inngest";
import { getDb } from "@/db/client";
import { finishTrial, trialShards, unfinishedTrials, workTrialPart } from "@/db/policy-trials";
import { inngest } from "../../client";
import { policyTrialRequested } from "../../events";

/** 全县试算 of a draft, part by part; a restart goes on where it stood, and the draft's page shows how far it is. */
export const policiesTry = inngest.createFunction(
  { id: "policies-try", triggers: [policyTrialRequested], concurrency: [{ limit: 1 }, { limit: 1, key: "event.data.runId" }] },
  async ({ event, step }) => {
    const { runId } = event.data;
    const shards = await step.run("shards", async () => trialShards(await getDb(), runId));
    for (const [part, shard] of shards.entries()) await step.run(`try-${part}`, async () => workTrialPart(await getDb(), runId, part, shard));
    const trial = await step.run("finish", async () => (await finishTrial(await getDb(), runId))?.id ?? null);
    return { trial };
  },
);

/** 补漏, every night: trials whose event was lost are announced again. */
export const policiesTrySweep = inngest.createFunction(
  { id: "policies-try-sweep", triggers: [cron("TZ=Asia/Shanghai 20 4 * * *")], concurrency: 1 },
  async ({ step }) => {
    const waiting = await step.run("waiting", async () => unfinishedTrials(await getDb()));
    if (waiting.length > 0)
      await step.sendEvent(
        "announce",
        waiting.map((runId) => policyTrialRequested.create({ runId })),
      );
    return { announced: waiting.length };
  },
);
