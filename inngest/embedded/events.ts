import { createHash, randomUUID } from "node:crypto";
import canonicalize from "canonicalize";
import { recordEvents } from "@/db/runner";
import type { NewRun } from "@/db/runner-types";
import type { StoredEvent } from "@/db/schema/runner";
import type { Db } from "@/db/types";
import type { Catalogue, RunnerFunction } from "./catalogue";
import type { EventSink, SendingJob } from "./seat";
import type { SentEvent } from "./wire";

/** Takes in what the client sends: stores the events and opens a run of every function that they trigger. */
export function eventSink(db: Db, catalogue: Catalogue, onStored: () => void): EventSink {
  return async (sent, seed, job) => {
    const now = new Date();
    const events = sent.map((event, index) => completeEvent(event, index, seed, job, now));
    const slot = job?.slot ?? null;
    await recordEvents(
      db,
      events.map((event) => ({ event, runs: runsFor(catalogue, event, slot) })),
      now,
    );
    onStored();
    return events.map((event) => event.id);
  };
}

export const runsFor = (catalogue: Catalogue, event: StoredEvent, slot: Date | null): NewRun[] =>
  catalogue.functions.filter((fn) => fn.wants(event)).map((fn) => newRun(fn, event, fn.runKey(event), slot));

export const newRun = (fn: RunnerFunction, event: StoredEvent, idempotencyKey: string, slot: Date | null): NewRun => ({
  id: randomUUID(),
  functionId: fn.id,
  idempotencyKey,
  events: [event],
  limitKeys: fn.limitKeys(event),
  slot,
});

function completeEvent(sent: SentEvent, index: number, seed: string, job: SendingJob | undefined, now: Date): StoredEvent {
  const id = sent.id ?? (job ? idWithinJob(sent, job) : idFromSeed(seed, index));
  return { ...sent, id, ts: sent.ts ?? now.getTime() };
}

/**
 * An event that a function sends gets its id from the job and its content. When the process dies after the sending and
 * before the step is recorded, the step runs again, sends the same ids, and nothing begins twice.
 */
function idWithinJob(sent: SentEvent, job: SendingJob): string {
  const content = canonicalize({ name: sent.name, data: sent.data }) ?? "";
  const nth = job.sent.get(content) ?? 0;
  job.sent.set(content, nth + 1);
  return digest(`${job.key}|${nth}|${content}`);
}

/** The SDK repeats its seed when it repeats a sending whose answer was lost. */
const idFromSeed = (seed: string, index: number) => (seed === "" ? randomUUID() : digest(`${seed}|${index}`));

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 32);
