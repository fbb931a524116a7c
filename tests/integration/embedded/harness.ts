import { sql } from "drizzle-orm";
import { Inngest, type InngestFunction } from "inngest";
import { businessNow, setBusinessNow } from "@/db/clock";
import type { Db } from "@/db/types";
import { type RunnerSettings, startEmbeddedRunner } from "@/inngest/embedded";
import { embeddedClientOptions } from "@/inngest/embedded/transport";

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

export const trialClient = () => new Inngest({ id: "trial", ...embeddedClientOptions(), logger: silent });

/** Faults of the runner itself that occurred since the last start; a test that expects none asserts so. */
export const faults: unknown[] = [];

/** Starts a runner without polling, so that only what the test asks for happens, and with retries after 20 ms. */
export function startTrial(db: Db, client: Inngest, functions: readonly InngestFunction.Any[], settings: Partial<RunnerSettings> = {}): Promise<void> {
  faults.length = 0;
  return startEmbeddedRunner({
    db,
    client,
    functions,
    businessNow,
    setBusinessNow,
    ownsDatabase: true,
    settings: { pollMs: 3_600_000, backoffMs: () => 20, ...settings },
    onFault: (error) => void faults.push(error),
  });
}

export const emptyRunner = (db: Db) => db.execute(sql`truncate runner_events, runner_runs, runner_crons, business_clock cascade`);

/** A record of side effects, in the order in which they happened. */
export function diary() {
  const lines: string[] = [];
  const write = (line: string) => {
    lines.push(line);
    return line;
  };
  return { lines, write, times: (line: string) => lines.filter((each) => each === line).length };
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Drains again and again until the condition holds: for delayed retries and sleeps, which a drain does not wait for. */
export async function eventually(condition: () => boolean | Promise<boolean>, drain: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await drain();
    if (await condition()) return;
    await pause(25);
  }
  throw new Error("the condition never held");
}
