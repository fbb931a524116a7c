import "server-only";
import { and, asc, eq, gt, inArray, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import type { ClaimRequest, Lease, NewRun, Outcome, PlannedJob, RunnerJob, StoredRun } from "@/db/runner-types";
import { runnerEvents, runnerJobs, runnerRuns, runnerSteps, type StoredEvent } from "@/db/schema/runner";
import type { Db } from "@/db/types";

/** Any two claims follow each other, so that concurrency limits hold across processes too. */
const CLAIM_LOCK = 529_901_001;
const CANDIDATES = 200;

/** Opens the runs that are new by their key, each with its first job. `now` is wall time. */
export async function openRuns(db: Db, runs: readonly NewRun[], now: Date): Promise<string[]> {
  if (runs.length === 0) return [];
  const rows = runs.map((run) => ({ ...run, status: "queued" as const, createdAt: now }));
  const fresh = await db.insert(runnerRuns).values(rows).onConflictDoNothing().returning({ id: runnerRuns.id });
  const opened = new Set(fresh.map((row) => row.id));
  const jobs = runs.filter((run) => opened.has(run.id)).map((run) => firstJob(run, now));
  if (jobs.length > 0) await db.insert(runnerJobs).values(jobs);
  return [...opened];
}

const firstKey = (runId: string) => `${runId}:first`;

const firstJob = (run: Pick<NewRun, "id" | "functionId" | "slot" | "limitKeys">, now: Date) => ({
  runId: run.id,
  functionId: run.functionId,
  kind: "discover" as const,
  key: firstKey(run.id),
  slot: run.slot,
  limitKeys: run.limitKeys,
  attempt: 0,
  runAt: now,
});

/** Stores events with the runs they begin. An event id that is already there begins nothing. */
export async function recordEvents(db: Db, deliveries: readonly { event: StoredEvent; runs: readonly NewRun[] }[], now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const rows = deliveries.map(({ event }) => ({ id: event.id, name: event.name, payload: event, receivedAt: now }));
    const fresh = await tx.insert(runnerEvents).values(rows).onConflictDoNothing().returning({ id: runnerEvents.id });
    const stored = new Set(fresh.map((row) => row.id));
    const runs: NewRun[] = [];
    // `delete` answers true once, so an id that occurs twice in one delivery begins one run.
    for (const delivery of deliveries) if (stored.delete(delivery.event.id)) runs.push(...delivery.runs);
    await openRuns(tx, runs, now);
  });
}

/** Takes up to `room` due jobs under a lease, fairly between functions and within their concurrency limits. */
export async function claimJobs(db: Db, request: ClaimRequest): Promise<RunnerJob[]> {
  if (request.room <= 0 || request.functionIds.length === 0) return [];
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`);
    const free = await candidates(tx, request);
    const busy = free.some((job) => job.limitKeys.length > 0) ? await busyByLimit(tx, request.now) : new Map<string, number>();
    const taken: RunnerJob[] = [];
    for (const job of free) {
      if (taken.length < request.room && hasRoom(job, busy, request.limitOf)) taken.push({ ...job, leaseToken: request.lease.token });
    }
    if (taken.length === 0) return [];
    const ids = taken.map((job) => job.id);
    const held = { leaseUntil: request.lease.until, leaseToken: request.lease.token };
    const leased = await tx.update(runnerJobs).set(held).where(inArray(runnerJobs.id, ids)).returning({ id: runnerJobs.id });
    // A run that failed meanwhile took its jobs with it.
    const alive = new Set(leased.map((job) => job.id));
    const begun = taken.filter((job) => job.key === firstKey(job.runId)).map((job) => job.runId);
    if (begun.length > 0) await tx.update(runnerRuns).set({ status: "running" }).where(inArray(runnerRuns.id, begun));
    return taken.filter((job) => alive.has(job.id));
  });
}

async function busyByLimit(tx: Db, now: Date): Promise<Map<string, number>> {
  const leased = await tx
    .select({ keys: runnerJobs.limitKeys })
    .from(runnerJobs)
    .where(and(gt(runnerJobs.leaseUntil, now), ne(runnerJobs.kind, "sleep")));
  const busy = new Map<string, number>();
  for (const key of leased.flatMap((job) => job.keys)) busy.set(key, (busy.get(key) ?? 0) + 1);
  return busy;
}

/** Counts the job in when every limit has room; a sleep that ends takes no place. */
function hasRoom(job: RunnerJob, busy: Map<string, number>, limitOf: (key: string) => number): boolean {
  if (job.kind === "sleep") return true;
  if (job.limitKeys.some((key) => (busy.get(key) ?? 0) >= limitOf(key))) return false;
  for (const key of job.limitKeys) busy.set(key, (busy.get(key) ?? 0) + 1);
  return true;
}

const dueOf = (request: Pick<ClaimRequest, "now" | "hurry" | "functionIds">) =>
  and(
    request.hurry ? or(lte(runnerJobs.runAt, request.now), and(gt(runnerJobs.attempt, 0), ne(runnerJobs.kind, "sleep"))) : lte(runnerJobs.runAt, request.now),
    inArray(runnerJobs.functionId, [...request.functionIds]),
  );

/** The first few free jobs of each function and limit key: a crowded function cannot hide the others. */
function candidates(tx: Db, request: ClaimRequest): Promise<RunnerJob[]> {
  const turn =
    sql<number>`row_number() over (partition by ${runnerJobs.functionId}, ${runnerJobs.limitKeys} order by ${runnerJobs.runAt}, ${runnerJobs.id})`.as("turn");
  const free = or(isNull(runnerJobs.leaseUntil), lte(runnerJobs.leaseUntil, request.now));
  const queue = tx
    .select({ id: runnerJobs.id, turn })
    .from(runnerJobs)
    .where(and(dueOf(request), free))
    .as("queue");
  return tx
    .select(jobColumns)
    .from(runnerJobs)
    .innerJoin(queue, eq(queue.id, runnerJobs.id))
    .where(lte(queue.turn, request.room))
    .orderBy(asc(runnerJobs.runAt), asc(runnerJobs.id))
    .limit(CANDIDATES);
}

const jobColumns = {
  id: runnerJobs.id,
  runId: runnerJobs.runId,
  functionId: runnerJobs.functionId,
  kind: runnerJobs.kind,
  stepId: runnerJobs.stepId,
  stepName: runnerJobs.stepName,
  key: runnerJobs.key,
  slot: runnerJobs.slot,
  limitKeys: runnerJobs.limitKeys,
  attempt: runnerJobs.attempt,
  runAt: runnerJobs.runAt,
  leaseToken: runnerJobs.leaseToken,
};

/** Whether work is due, under way or not. `slots` narrows it to runs of one cron slot, or of it and all earlier ones. */
export async function hasDueJobs(
  db: Db,
  request: Pick<ClaimRequest, "now" | "hurry" | "functionIds">,
  slots?: { readonly at: Date; readonly orEarlier: boolean },
): Promise<boolean> {
  if (request.functionIds.length === 0) return false;
  const within = slots && (slots.orEarlier ? lte(runnerJobs.slot, slots.at) : eq(runnerJobs.slot, slots.at));
  const [row] = await db
    .select({ id: runnerJobs.id })
    .from(runnerJobs)
    .where(and(dueOf(request), within))
    .limit(1);
  return row !== undefined;
}

/** Extends the lease of a job under way; false when another process has taken it over. */
export async function renewLease(db: Db, job: Pick<RunnerJob, "id">, lease: Lease): Promise<boolean> {
  const kept = await db.update(runnerJobs).set({ leaseUntil: lease.until }).where(holds(job, lease.token)).returning({ id: runnerJobs.id });
  return kept.length > 0;
}

/** Frees every lease. Only for a process that owns the database alone: the former owner is dead. */
export async function freeLeases(db: Db): Promise<void> {
  await db.update(runnerJobs).set({ leaseUntil: null, leaseToken: null });
}

const holds = (job: Pick<RunnerJob, "id">, token: string) => and(eq(runnerJobs.id, job.id), eq(runnerJobs.leaseToken, token));

/** A run with the results of its finished steps in the order in which they finished. */
export async function readRun(db: Db, runId: string): Promise<StoredRun | null> {
  const [run] = await db.select().from(runnerRuns).where(eq(runnerRuns.id, runId));
  if (!run) return null;
  const steps = await db.select().from(runnerSteps).where(eq(runnerSteps.runId, runId)).orderBy(asc(runnerSteps.position));
  return { run, steps };
}

/**
 * Ends a job with its outcome in one transaction, or changes nothing when the lease was lost.
 * Returns the job under which the same run goes on at once, if it does.
 */
export async function settleJob(db: Db, job: RunnerJob, outcome: Outcome, lease: Lease, now: Date): Promise<RunnerJob | null> {
  return db.transaction(async (tx) => {
    // All jobs of the run are locked: two parallel steps that end together must agree on who is last.
    const open = await tx
      .select({ id: runnerJobs.id, token: runnerJobs.leaseToken })
      .from(runnerJobs)
      .where(eq(runnerJobs.runId, job.runId))
      .orderBy(asc(runnerJobs.id))
      .for("update");
    if (!open.some(({ id, token }) => id === job.id && token === lease.token)) return null;
    if (outcome.kind === "retry") return postpone(tx, job, outcome);
    if (outcome.kind === "progress") return progress(tx, job, outcome, { lease, now, alone: open.length === 1 });
    const error = outcome.kind === "failed" ? outcome.error : null;
    const output = outcome.kind === "completed" ? outcome.output : null;
    await tx.update(runnerRuns).set({ status: outcome.kind, output, error, endedAt: now }).where(eq(runnerRuns.id, job.runId));
    await tx.delete(runnerJobs).where(eq(runnerJobs.runId, job.runId));
    if (outcome.kind === "failed") await openRuns(tx, outcome.followUps, now);
    return null;
  });
}

async function postpone(tx: Db, job: RunnerJob, outcome: Extract<Outcome, { kind: "retry" }>): Promise<null> {
  const free = { leaseUntil: null, leaseToken: null };
  await tx
    .update(runnerJobs)
    .set({ ...free, attempt: job.attempt + 1, runAt: outcome.at, lastError: outcome.error })
    .where(eq(runnerJobs.id, job.id));
  return null;
}

type Progress = Extract<Outcome, { kind: "progress" }>;
type Turn = { readonly lease: Lease; readonly now: Date; readonly alone: boolean };

async function progress(tx: Db, job: RunnerJob, outcome: Progress, turn: Turn): Promise<RunnerJob | null> {
  const results = outcome.results.map((step) => ({ ...step, runId: job.runId }));
  if (results.length > 0) await tx.insert(runnerSteps).values(results).onConflictDoNothing();
  const planned = await planSteps(tx, job, outcome.planned);
  if (turn.alone && planned === 0) return goOn(tx, job, outcome, turn);
  await tx.delete(runnerJobs).where(eq(runnerJobs.id, job.id));
  return null;
}

/** Queues steps and sleeps that the function came to, but for those that have ended meanwhile. Returns how many are open. */
async function planSteps(tx: Db, job: RunnerJob, planned: readonly PlannedJob[]): Promise<number> {
  if (planned.length === 0) return 0;
  const done = await tx.select({ stepId: runnerSteps.stepId }).from(runnerSteps).where(eq(runnerSteps.runId, job.runId));
  const finished = new Set(done.map((step) => step.stepId));
  const { runId, functionId, slot, limitKeys } = job;
  const rows = planned
    .filter((step) => !finished.has(step.stepId))
    .map((step) => ({ ...step, runId, functionId, slot, limitKeys, attempt: 0, key: `${runId}:${step.stepId}` }));
  if (rows.length > 0) await tx.insert(runnerJobs).values(rows).onConflictDoNothing();
  return rows.length;
}

/**
 * The last job of a run becomes its next request, named after the step that ended so that a repetition has the same name.
 * After a sleep it queues again, because a sleep holds no place.
 */
async function goOn(tx: Db, job: RunnerJob, outcome: Progress, { lease, now }: Turn): Promise<RunnerJob | null> {
  const key = `${job.runId}:after:${outcome.results.at(-1)?.stepId ?? job.id}`;
  const next = { ...job, kind: "discover" as const, stepId: null, stepName: null, attempt: 0, key, runAt: now };
  const held = job.kind === "sleep" ? { leaseUntil: null, leaseToken: null } : { leaseUntil: lease.until, leaseToken: lease.token };
  const { id: _, ...values } = next;
  await tx
    .update(runnerJobs)
    .set({ ...values, ...held, lastError: null })
    .where(eq(runnerJobs.id, job.id));
  return job.kind === "sleep" ? null : next;
}

/**
 * Takes a failed run up again where it failed (重新执行): finished steps keep their results, failed ones run anew.
 * False when the run is not there or has not failed.
 */
export async function reopenRun(db: Db, runId: string, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const failed = and(eq(runnerRuns.id, runId), eq(runnerRuns.status, "failed"));
    const [run] = await tx.update(runnerRuns).set({ status: "queued", error: null, endedAt: null }).where(failed).returning();
    if (!run) return false;
    await tx.delete(runnerSteps).where(and(eq(runnerSteps.runId, runId), sql`${runnerSteps.result} ->> 'type' = 'error'`));
    await tx.insert(runnerJobs).values(firstJob(run, now));
    return true;
  });
}

/** Forgets completed runs and events older than `before` (wall time). Failed runs stay until someone has looked at them. */
export async function pruneRunner(db: Db, before: Date): Promise<void> {
  await db.delete(runnerRuns).where(and(eq(runnerRuns.status, "completed"), lt(runnerRuns.endedAt, before)));
  await db.delete(runnerEvents).where(lt(runnerEvents.receivedAt, before));
}
