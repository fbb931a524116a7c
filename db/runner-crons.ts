import "server-only";
import { and, eq } from "drizzle-orm";
import { openRuns } from "@/db/runner";
import type { NewRun } from "@/db/runner-types";
import { runnerCrons } from "@/db/schema/runner";
import type { Db } from "@/db/types";

export type CronKey = { readonly functionId: string; readonly cron: string };
export type CronRow = CronKey & { readonly lastSlot: Date };

/** Registers schedules: new ones count from `from` (business time), those that are gone are forgotten. Returns where each stands. */
export async function registerCrons(db: Db, crons: readonly CronKey[], from: Date): Promise<CronRow[]> {
  return db.transaction(async (tx) => {
    const keep = new Set(crons.map(cronText));
    const known = await tx.select().from(runnerCrons);
    for (const row of known.filter((cron) => !keep.has(cronText(cron)))) await tx.delete(runnerCrons).where(isCron(row));
    if (crons.length > 0)
      await tx
        .insert(runnerCrons)
        .values(crons.map((cron) => ({ ...cron, lastSlot: from })))
        .onConflictDoNothing();
    return tx.select().from(runnerCrons);
  });
}

export const readCrons = (db: Db): Promise<CronRow[]> => db.select().from(runnerCrons);

/** Begins the run of a slot and moves the schedule on to it; false when another process was first. */
export async function beginSlot(db: Db, cron: CronRow, slot: Date, run: NewRun, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const unmoved = and(isCron(cron), eq(runnerCrons.lastSlot, cron.lastSlot));
    const moved = await tx.update(runnerCrons).set({ lastSlot: slot }).where(unmoved).returning({ functionId: runnerCrons.functionId });
    if (moved.length === 0) return false;
    await openRuns(tx, [run], now);
    return true;
  });
}

const cronText = (cron: CronKey) => `${cron.functionId} ${cron.cron}`;
const isCron = (cron: CronKey) => and(eq(runnerCrons.functionId, cron.functionId), eq(runnerCrons.cron, cron.cron));
