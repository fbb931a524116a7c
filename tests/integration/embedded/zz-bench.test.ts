import { expect, test } from "vitest";
import { setBusinessNow } from "@/db/clock";
import { advanceBusinessClock, drainRunner, stopEmbeddedRunner } from "@/inngest/embedded";
import { instantAt, plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "@/tests/support/database";
import { startTrial, trialClient } from "./harness";

test("bench", async () => {
  const { db, close } = await freshDatabase();
  const client = trialClient();
  const fn = client.createFunction({ id: "f", triggers: [{ event: "a" }] }, async ({ step }) => {
    await step.run("1", () => 1);
    await step.run("2", () => 1);
    await step.run("3", () => 1);
  });
  const crons = Array.from({ length: 10 }, (_, i) =>
    client.createFunction({ id: `c${i}`, triggers: [{ cron: `TZ=Asia/Shanghai ${i} ${i} * * *` }] }, ({ step }) => step.run("1", () => 1)),
  );
  await setBusinessNow(db, instantAt(plainDate("2026-07-15"), "09:00"));
  await startTrial(db, client, [fn, ...crons]);
  await client.send(Array.from({ length: 200 }, () => ({ name: "a" })));
  let t = performance.now();
  await drainRunner();
  console.log("200 runs x 3 steps", performance.now() - t);
  t = performance.now();
  await advanceBusinessClock(instantAt(plainDate("2026-07-25"), "09:00"));
  console.log("10 days x 10 crons", performance.now() - t);
  expect(1).toBe(1);
  await stopEmbeddedRunner();
  await close();
});
