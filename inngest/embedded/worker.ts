import { readRun, renewLease, settleJob } from "@/db/runner";
import type { Outcome, RunError, RunnerJob, StoredRun } from "@/db/runner-types";
import type { StoredEvent } from "@/db/schema/runner";
import type { RunnerFunction } from "./catalogue";
import type { RunnerDeps } from "./deps";
import { runsFor } from "./events";
import { fault, readReply } from "./outcome";
import { seat } from "./seat";

export type LeasedJob = RunnerJob & { readonly leaseToken: string };
type Failed = Extract<Outcome, { kind: "failed" }>;

/**
 * Works on a leased job, and on what follows in the same run, until the run ends, waits or branches.
 * No transaction is open while code of the function runs.
 */
export async function workOn(deps: RunnerDeps, first: LeasedJob, goesOn: () => boolean): Promise<void> {
  let job: RunnerJob | null = first;
  let stored = await readRun(deps.db, first.runId);
  while (job && stored && goesOn()) {
    const [current, run]: [RunnerJob, StoredRun] = [job, stored];
    const outcome = await withHeartbeat(deps, current, first.leaseToken, () => outcomeOf(deps, current, run));
    job = await settle(deps, current, outcome, first.leaseToken);
    stored = job && (await storedAfter(deps, current, run, outcome));
  }
}

/** A request of the whole function is alone in its run, so its results are all that is new; a step may have had neighbours. */
async function storedAfter(deps: RunnerDeps, job: RunnerJob, { run, steps }: StoredRun, outcome: Outcome): Promise<StoredRun | null> {
  if (job.kind !== "discover" || outcome.kind !== "progress") return readRun(deps.db, job.runId);
  return { run, steps: [...steps, ...outcome.results] };
}

const leaseOf = ({ settings }: RunnerDeps, token: string) => ({ token, until: new Date(Date.now() + settings.leaseMs) });

/** A step may take longer than a lease: it is renewed for as long as the process lives. */
async function withHeartbeat<Value>(deps: RunnerDeps, job: RunnerJob, token: string, work: () => Promise<Value>): Promise<Value> {
  const beat = setInterval(() => void renewLease(deps.db, job, leaseOf(deps, token)).catch(deps.onFault), deps.settings.leaseMs / 3);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

async function outcomeOf(deps: RunnerDeps, job: RunnerJob, stored: StoredRun): Promise<Outcome> {
  if (job.kind === "sleep")
    return { kind: "progress", results: [{ stepId: job.stepId ?? "", name: job.stepName, result: { type: "data", data: null } }], planned: [] };
  const fn = deps.catalogue.byId.get(job.functionId);
  const event = stored.run.events[0];
  if (!fn || !event) throw new Error(`job ${job.id} has no function or event`);
  const context = {
    job,
    maxAttempts: fn.maxAttempts,
    now: new Date(),
    backoffMs: deps.settings.backoffMs,
    onFailed: (error: RunError) => failureRuns(deps, job, event, error),
  };
  try {
    const reply = await ask(deps, job, fn, stored.run.events, stored.steps);
    return readReply(reply, { ...context, now: new Date() });
  } catch (error) {
    return fault(error, context);
  }
}

/** One request of the SDK's protocol: the events, the results so far in the order of their completion, and the attempt. */
function ask(deps: RunnerDeps, job: RunnerJob, fn: RunnerFunction, events: readonly StoredEvent[], steps: readonly { stepId: string; result: unknown }[]) {
  const stack = steps.map((step) => step.stepId);
  const body = {
    version: 2,
    event: events[0],
    events,
    steps: Object.fromEntries(steps.map((step) => [step.stepId, step.result])),
    ctx: {
      run_id: job.runId,
      attempt: job.attempt,
      max_attempts: fn.maxAttempts,
      disable_immediate_execution: false,
      use_api: false,
      stack: { stack, current: stack.length },
    },
  };
  const sending = { key: job.key, slot: job.slot, sent: new Map<string, number>() };
  return seat().sending.run(sending, () => deps.protocol.call(fn.id, job.stepId ?? "step", body));
}

/** Handlers given as `onFailure` are functions of their own, begun by this event. */
function failureRuns(deps: RunnerDeps, job: RunnerJob, event: StoredEvent, error: RunError) {
  const id = `${job.runId}|failed`;
  const data = { function_id: job.functionId, run_id: job.runId, error, event };
  return runsFor(deps.catalogue, { id, name: "inngest/function.failed", data, ts: Date.now() }, job.slot);
}

/** An outcome that the database refuses (text that JSON columns cannot hold) fails its run instead of coming round for ever. */
async function settle(deps: RunnerDeps, job: RunnerJob, outcome: Outcome, token: string): Promise<RunnerJob | null> {
  try {
    return await settleJob(deps.db, job, outcome, leaseOf(deps, token), new Date());
  } catch (error) {
    deps.onFault(error);
    const failed: Failed = { kind: "failed", error: { name: "UnstorableOutcome", message: "the outcome of a step could not be stored" }, followUps: [] };
    return settleJob(deps.db, job, failed, leaseOf(deps, token), new Date());
  }
}
