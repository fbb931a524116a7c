import "server-only";
import { and, count, desc, eq, gt, isNotNull, lte, sql } from "drizzle-orm";
import { runnerCrons, runnerJobs, runnerRuns, runnerSteps } from "@/db/schema/runner";
import type { Db } from "@/db/types";

const SHOWN = 20;

/**
 * The state of background work (后台任务) for the operator's page: runs by status, work due, retrying and asleep,
 * the latest failures, and the last slot of each schedule. Counts are exact; `now` is wall time.
 */
export async function readRunnerStatus(db: Db, now: Date) {
  const [byStatus, jobs, failures, crons] = await Promise.all([
    db.select({ status: runnerRuns.status, runs: count() }).from(runnerRuns).groupBy(runnerRuns.status),
    countJobs(db, now),
    latestFailures(db),
    db.select().from(runnerCrons).orderBy(runnerCrons.functionId, runnerCrons.cron),
  ]);
  const runs = { queued: 0, running: 0, completed: 0, failed: 0, ...Object.fromEntries(byStatus.map((row) => [row.status, row.runs])) };
  return { ...runs, ...jobs, failures, crons };
}

async function countJobs(db: Db, now: Date) {
  const where = (condition: ReturnType<typeof and>) => sql<number>`(count(*) filter (where ${condition}))::int`;
  const [row] = await db
    .select({
      due: where(lte(runnerJobs.runAt, now)),
      underWay: where(gt(runnerJobs.leaseUntil, now)),
      retrying: where(gt(runnerJobs.attempt, 0)),
      asleep: where(and(eq(runnerJobs.kind, "sleep"), gt(runnerJobs.runAt, now))),
    })
    .from(runnerJobs);
  return row ?? { due: 0, underWay: 0, retrying: 0, asleep: 0 };
}

const latestFailures = (db: Db) =>
  db
    .select({ runId: runnerRuns.id, functionId: runnerRuns.functionId, slot: runnerRuns.slot, error: runnerRuns.error, endedAt: runnerRuns.endedAt })
    .from(runnerRuns)
    .where(and(eq(runnerRuns.status, "failed"), isNotNull(runnerRuns.endedAt)))
    .orderBy(desc(runnerRuns.endedAt))
    .limit(SHOWN);

/** One run with its steps, for the operator who looks into a failure. */
export async function readRunDetail(db: Db, runId: string) {
  const [run] = await db.select().from(runnerRuns).where(eq(runnerRuns.id, runId));
  if (!run) return null;
  const steps = await db
    .select({ name: runnerSteps.name, result: runnerSteps.result })
    .from(runnerSteps)
    .where(eq(runnerSteps.runId, runId))
    .orderBy(runnerSteps.position);
  return { run, steps };
}
