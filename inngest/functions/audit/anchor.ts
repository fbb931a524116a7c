import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { inngest } from "../../client";
import { anchorChains } from "../../ops/audit-anchors";

/** 审计锚定 at the end of every day. Without a disk of its own (serverless) there is no place for it. */
export const anchorAudit = inngest.createFunction({ id: "audit-anchor", triggers: [cron("TZ=Asia/Shanghai 55 23 * * *")], concurrency: 1 }, async ({ step }) =>
  step.run("anchor", async () => {
    if (process.env["VERCEL"]) return { anchored: 0 };
    const db = await getDb();
    return { anchored: await anchorChains(db, await businessNow(db)) };
  }),
);
