import { z } from "zod";
import type { NewRun, Outcome, PlannedJob, RunError, RunnerJob, StoredStep } from "@/db/runner-types";
import type { Reply } from "./protocol";
import { wakeAt } from "./schedule";
import { Operation, RunErrorShape } from "./wire";

/** What the reading of a reply needs to know beside it. `backoffMs` gives the delay before the next attempt; wall time. */
export type ReplyContext = {
  readonly job: RunnerJob;
  readonly maxAttempts: number;
  readonly now: Date;
  readonly backoffMs: (attempt: number) => number;
  /** Runs of failure handlers, opened together with the failure. */
  readonly onFailed: (error: RunError) => NewRun[];
};

const STEP_OPERATIONS = new Set(["StepRun", "StepFailed", "StepPlanned", "Sleep"]);

/** Turns the SDK's reply into what becomes of the job: 200 done, 206 operations, 400 and 500 errors. */
export function readReply(reply: Reply, context: ReplyContext): Outcome {
  if (reply.status === 200) return { kind: "completed", output: reply.body };
  if (reply.status !== 206) return again(reply, context, errorOf(reply.body)) ?? giveUp(context, errorOf(reply.body));
  const operations = z.array(Operation).parse(reply.body);
  const foreign = operations.find((operation) => !isSupported(operation));
  if (foreign)
    return giveUp(context, {
      name: "UnsupportedStep",
      message: `${foreign.op} (${foreign.displayName ?? foreign.id}) is not supported by the embedded runner`,
    });
  const thrown = operations.find((operation) => operation.op === "StepError");
  if (thrown) return again(reply, context, errorOf(thrown.error)) ?? { kind: "progress", results: [failure(thrown)], planned: [] };
  return { kind: "progress", results: operations.flatMap(resultOf), planned: operations.flatMap((operation) => planOf(operation, context.now)) };
}

/** Steps that race need a request after each of them; the runner asks again only when all that were planned have ended. */
const isSupported = (operation: Operation) =>
  (STEP_OPERATIONS.has(operation.op) || operation.op === "StepError") && operation.opts?.["parallelMode"] !== "race";

/** The next attempt, unless the SDK forbids it or the attempts are used up. */
function again(reply: Reply, { job, maxAttempts, now, backoffMs }: ReplyContext, error: RunError): Outcome | null {
  if (reply.headers.get("x-inngest-no-retry") === "true" || job.attempt + 1 >= maxAttempts) return null;
  const asked = reply.headers.get("retry-after");
  const at = asked === null ? new Date(now.getTime() + backoffMs(job.attempt)) : retryAfter(asked, now);
  return { kind: "retry", at, error };
}

const retryAfter = (text: string, now: Date) => (/^\d+$/.test(text) ? new Date(now.getTime() + Number(text) * 1000) : new Date(text));

const giveUp = ({ onFailed }: ReplyContext, error: RunError): Outcome => ({ kind: "failed", error, followUps: onFailed(error) });

/** The request itself went wrong, or its reply made no sense: an attempt like any other. */
export function fault(error: unknown, context: ReplyContext): Outcome {
  const shown = errorOf(error);
  const reply = { status: 500, headers: new Headers(), body: null };
  return again(reply, context, shown) ?? giveUp(context, shown);
}

function resultOf(operation: Operation): StoredStep[] {
  if (operation.op === "StepFailed") return [failure(operation)];
  if (operation.op !== "StepRun") return [];
  return [{ stepId: operation.id, name: nameOf(operation), result: { type: "data", data: operation.data ?? null } }];
}

const failure = (operation: Operation) => ({
  stepId: operation.id,
  name: nameOf(operation),
  result: { type: "error", error: errorOf(operation.error) } as const,
});

function planOf(operation: Operation, now: Date): PlannedJob[] {
  const step = { stepId: operation.id, stepName: nameOf(operation) };
  if (operation.op === "StepPlanned") return [{ ...step, kind: "step", runAt: now }];
  return operation.op === "Sleep" ? [{ ...step, kind: "sleep", runAt: wakeAt(operation.name ?? "", now) }] : [];
}

const nameOf = (operation: Operation) => operation.displayName ?? operation.name ?? null;

/** Name and message only, without the parameters that database errors append: those may be personal data. */
function errorOf(body: unknown): RunError {
  const parsed = RunErrorShape.safeParse(body instanceof Error ? { name: body.name, message: body.message } : body);
  const { name, message = "unknown error" } = parsed.success ? parsed.data : {};
  return { name: name ?? "Error", message: message.replace(/\s*params:[\s\S]*$/, "") };
}
