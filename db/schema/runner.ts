import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { wallColumn } from "./columns";

/** An event as it stands in the database: the SDK's payload with its id and time filled in. */
export type StoredEvent = { readonly id: string; readonly name: string; readonly data: Record<string, unknown>; readonly ts: number };
export type RunStatus = "queued" | "running" | "completed" | "failed";
export type JobKind = "discover" | "step" | "sleep";
/** What a finished step left behind, in the form the SDK reads it back. */
export type StepResult = { readonly type: "data"; readonly data: unknown } | { readonly type: "error"; readonly error: unknown };

/** Events received by the embedded runner (事件). The primary key makes a second delivery harmless. */
export const runnerEvents = pgTable("runner_events", {
  id: text().primaryKey(),
  name: text().notNull(),
  payload: jsonb().$type<StoredEvent>().notNull(),
  receivedAt: wallColumn().notNull(),
});

/** Runs of functions (运行): one per function and idempotency key, whatever is sent how often. */
export const runnerRuns = pgTable(
  "runner_runs",
  {
    id: text().primaryKey(),
    functionId: text().notNull(),
    idempotencyKey: text().notNull().unique(),
    events: jsonb().$type<StoredEvent[]>().notNull(),
    status: text().$type<RunStatus>().notNull(),
    /** Business time of the cron slot that began the run, or began the run whose event began this one. */
    slot: wallColumn(),
    limitKeys: jsonb().$type<string[]>().notNull(),
    output: jsonb(),
    error: jsonb().$type<{ name?: string; message?: string }>(),
    createdAt: wallColumn().notNull(),
    endedAt: wallColumn(),
  },
  (run) => [
    check("runner_runs_status", sql`${run.status} in ('queued', 'running', 'completed', 'failed')`),
    index("runner_runs_by_status").on(run.status, run.endedAt),
  ],
);

/** Results of finished steps (步骤结果): at most one per step, so that no step counts twice. */
export const runnerSteps = pgTable(
  "runner_steps",
  {
    runId: text()
      .notNull()
      .references(() => runnerRuns.id, { onDelete: "cascade" }),
    stepId: text().notNull(),
    name: text(),
    position: bigserial({ mode: "number" }).notNull(),
    result: jsonb().$type<StepResult>().notNull(),
  },
  (step) => [primaryKey({ columns: [step.runId, step.stepId] })],
);

/** Work that is due now or later (待办): a request to the function, one planned step, or a sleep that ends. Wall time. */
export const runnerJobs = pgTable(
  "runner_jobs",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    runId: text()
      .notNull()
      .references(() => runnerRuns.id, { onDelete: "cascade" }),
    functionId: text().notNull(),
    kind: text().$type<JobKind>().notNull(),
    stepId: text(),
    stepName: text(),
    key: text().notNull().unique(),
    slot: wallColumn(),
    limitKeys: jsonb().$type<string[]>().notNull(),
    attempt: integer().notNull(),
    runAt: wallColumn().notNull(),
    leaseUntil: wallColumn(),
    leaseToken: text(),
    lastError: jsonb().$type<{ name?: string; message?: string }>(),
  },
  (job) => [
    check("runner_jobs_kind", sql`${job.kind} in ('discover', 'step', 'sleep')`),
    index("runner_jobs_due").on(job.runAt, job.id),
    index("runner_jobs_of_run").on(job.runId),
  ],
);

/** The last slot of each schedule that was begun (定时任务), in business time. */
export const runnerCrons = pgTable(
  "runner_crons",
  {
    functionId: text().notNull(),
    cron: text().notNull(),
    lastSlot: wallColumn().notNull(),
  },
  (cron) => [primaryKey({ columns: [cron.functionId, cron.cron] })],
);
