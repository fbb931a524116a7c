import { cron } from "inngest";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { dayOf } from "@/lib/kernel/plain-date";
import { inngest } from "../../client";
import { deliver } from "../../ops/demo/delivery";
import { rememberedWorld } from "../../ops/demo/remembered-world";

/** 演示部门送数: as the demo clock moves on, the fictional departments go on delivering. Does nothing in a real county. */
export const deliverDemoFiles = inngest.createFunction(
  { id: "demo-deliver", triggers: [cron("TZ=Asia/Shanghai 30 7 * * *")], concurrency: 1 },
  async ({ step }) =>
    step.run("deliver", async () => {
      const db = await getDb();
      const world = await rememberedWorld(db);
      if (!world) return { files: 0, rows: 0 };
      const today = dayOf(await businessNow(db));
      return deliver(db, world, { from: today, to: today }, false);
    }),
);
