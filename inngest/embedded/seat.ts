import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { SentEvent } from "./wire";

/** The job within which code of a function is running: events that it sends get their ids and slot from it. */
export type SendingJob = { readonly key: string; readonly slot: Date | null; readonly sent: Map<string, number> };

export type EventSink = (events: readonly SentEvent[], seed: string, job: SendingJob | undefined) => Promise<string[]>;

/** What the bundles of one process share: a server may load this module more than once, the seat exists once. */
export type Seat<Runner> = {
  readonly signingKey: string;
  readonly sending: AsyncLocalStorage<SendingJob>;
  runner?: Runner | undefined;
  accept?: EventSink | undefined;
};

const SEAT = Symbol.for("enterprise-service-platform.embedded-runner");

/** The one seat of this process. Its signing key is random and never leaves it, so nobody else can call the functions. */
export function seat<Runner>(): Seat<Runner> {
  const host = globalThis as { [SEAT]?: Seat<Runner> };
  host[SEAT] ??= { signingKey: randomBytes(32).toString("hex"), sending: new AsyncLocalStorage<SendingJob>() };
  return host[SEAT];
}
