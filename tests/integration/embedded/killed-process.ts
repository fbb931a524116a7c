/** Run by kill.test.ts in a process of its own: `<folder> <effects file> <where to stop | finish>`. */
import { appendFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { businessNow } from "@/db/clock";
import { embeddedPool } from "@/db/embedded-connection";
import * as schema from "@/db/schema";
import { drainRunner, startEmbeddedRunner, stopEmbeddedRunner } from "@/inngest/embedded";
import { trialClient } from "./harness";

const [folder = "", effects = "", stopAt = ""] = process.argv.slice(2);
const happen = (line: string) => appendFileSync(effects, `${line}\n`);

/** Says where it stands and waits to be killed. */
async function stop(where: string): Promise<void> {
  if (where !== stopAt) return;
  process.stdout.write(`stopped ${where}\n`);
  await new Promise(() => setInterval(() => undefined, 1000));
}

const client = trialClient();
const pay = client.createFunction({ id: "pay", triggers: [{ event: "kill/pay" }] }, async ({ step }) => {
  await step.run("first", () => happen("first"));
  await stop("between");
  await step.run("second", async () => {
    await client.send({ name: "kill/told", data: { of: "second" } });
    await stop("inside");
    happen("second");
  });
});
const told = client.createFunction({ id: "told", triggers: [{ event: "kill/told" }], concurrency: 1 }, ({ step }) => step.run("note", () => happen("told")));

const pglite = await PGlite.create(folder);
const pool = embeddedPool(pglite);
const db = drizzle(pool, { schema, casing: "snake_case" });
await migrate(db, { migrationsFolder: "db/migrations" });
// Stopped inside a step, the successor does not know that it is alone and must wait for the lease to run out.
await startEmbeddedRunner({
  db,
  client,
  functions: [pay, told],
  businessNow,
  ownsDatabase: stopAt !== "finish after lease",
  settings: { leaseMs: 3_000, pollMs: 50 },
});
await client.send({ id: "payment-1", name: "kill/pay" });
await drainRunner({ untilIdle: true, timeoutMs: 30_000 });
await stopEmbeddedRunner();
await pool.end();
await pglite.close();
process.stdout.write("finished\n");
process.exit(0);
