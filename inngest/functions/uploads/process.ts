import "server-only";
import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { unfinishedUploads } from "@/db/uploads";
import { inngest } from "../../client";
import { uploadReceived } from "../../events";
import { processUpload } from "./process-upload";
import { refreshStale } from "./refresh-stale";
import { openRowSource } from "./worker-source";

/** Enough for a step to end long before a serverless time limit. */
const PER_STEP = 1000;
const MAX_STEPS = 500;
const SWEEP_LIMIT = 100;

/** 处理上传: rows into records, then the files of the enterprises that they touch. Every step can be repeated: finished work is not found again. */
export const uploadsProcess = inngest.createFunction(
  { id: "uploads-process", triggers: [uploadReceived], concurrency: [{ limit: 2 }, { limit: 1, key: "event.data.uploadId" }] },
  async ({ event, step }) => {
    const { uploadId } = event.data;
    const outcome = await step.run("process", async () => {
      const db = await getDb();
      const { state, enterpriseIds } = await processUpload(db, uploadId, await businessNow(db), openRowSource);
      return { state, touched: enterpriseIds.length };
    });
    let refreshed = 0;
    for (let round = 1; round <= MAX_STEPS; round++) {
      const { done, more } = await step.run(`refresh-${round}`, async () => {
        const db = await getDb();
        return refreshStale(db, await businessNow(db), PER_STEP);
      });
      refreshed += done;
      if (!more) break;
    }
    return { ...outcome, refreshed };
  },
);

/** 补漏: files whose event was lost, or whose processing broke off, are announced again. Looks at one index and sends nothing when all is done. */
export const uploadsSweep = inngest.createFunction(
  { id: "uploads-sweep", triggers: [cron("TZ=Asia/Shanghai */10 * * * *")], concurrency: 1 },
  async ({ step }) => {
    const waiting = await step.run("waiting", async () => (await unfinishedUploads(await getDb())).slice(0, SWEEP_LIMIT));
    if (waiting.length > 0)
      await step.sendEvent(
        "announce",
        waiting.map((uploadId) => uploadReceived.create({ uploadId })),
      );
    return { announced: waiting.length };
  },
);
