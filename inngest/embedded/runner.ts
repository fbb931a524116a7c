import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { claimJobs, hasDueJobs, pruneRunner } from "@/db/runner";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import type { RunnerDeps } from "./deps";
import { beginDueSlots, nextStop } from "./slots";
import { type LeasedJob, workOn } from "./worker";

export type DrainOptions = {
  /** False: one round only, and what it begins. Default true: until nothing is due, whoever sent it. */
  readonly untilIdle?: boolean;
  /** Takes retries at once instead of after their delay. */
  readonly hurryRetries?: boolean;
  readonly timeoutMs?: number;
};

const DRAIN_TIMEOUT_MS = 10 * 60_000;
const WAIT_FOR_OTHERS_MS = 20;
const LOOK_AGAIN_MS = 1000;
const PRUNE_EVERY_MS = 3_600_000;

/** The loop (调度循环): begins slots, claims due jobs, works on them. One per process; several processes share by leases. */
export class EmbeddedRunner {
  readonly #deps: RunnerDeps;
  readonly #inFlight = new Map<number, Promise<void>>();
  #rounds: Promise<unknown> = Promise.resolve();
  #advances: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #announced = false;
  #hurrying = 0;
  #prunedAt = Date.now();

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setInterval(() => this.poke(), this.#deps.settings.pollMs);
    this.#timer.unref();
    this.poke();
  }

  /** Takes no new work and waits for the steps under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#rounds;
    await Promise.allSettled(this.#inFlight.values());
  }

  /** Looks for work now. Many pokes before a round begins are one round. */
  poke(): void {
    if (this.#announced || this.#stopped) return;
    this.#announced = true;
    void this.#round();
  }

  /** Waits until nothing is due. Sleeps and delayed retries are not due, unless retries are to hurry. */
  async drain({ untilIdle = true, hurryRetries = false, timeoutMs = DRAIN_TIMEOUT_MS }: DrainOptions = {}): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    this.#hurrying += hurryRetries ? 1 : 0;
    try {
      await this.#lookNow();
      while (await this.#isBusy(untilIdle)) {
        if (Date.now() > deadline) throw new Error(`the embedded runner was not idle after ${timeoutMs} ms`);
        await this.#someProgress();
        if (untilIdle) await this.#lookNow();
      }
    } finally {
      this.#hurrying -= hurryRetries ? 1 : 0;
    }
  }

  async #isBusy(untilIdle: boolean): Promise<boolean> {
    if (this.#stopped) throw new Error("the embedded runner has stopped");
    return this.#inFlight.size > 0 || (untilIdle && (await this.#isDue()));
  }

  /** One of our own jobs has ended, or, when all that is due belongs to others, a moment has passed. */
  async #someProgress(): Promise<void> {
    const ms = this.#inFlight.size > 0 ? LOOK_AGAIN_MS : WAIT_FOR_OTHERS_MS;
    await Promise.race([...this.#inFlight.values(), delay(ms, undefined, { ref: false })]);
  }

  /**
   * Moves the standing business clock on to `to`, stopping at every cron slot on the way: each slot's runs, and all that they
   * begin, see the slot's time as now. Calls follow each other.
   */
  advance(to: Instant): Promise<void> {
    const next = this.#advances.then(() => this.#advance(to));
    this.#advances = next.catch(() => undefined);
    return next;
  }

  async #advance(to: Instant): Promise<void> {
    const { db, businessNow, setBusinessNow } = this.#deps;
    if (!setBusinessNow) throw new Error("this business clock cannot be moved");
    if (Date.parse(to) < Date.parse(await businessNow(db))) throw new Error("the business clock never goes back");
    const idle = () => this.drain({ hurryRetries: true });
    await idle();
    for (let stop = await nextStop(this.#deps, new Date(to)); stop; stop = await nextStop(this.#deps, new Date(to))) {
      await setBusinessNow(db, instant(stop.getTime()));
      await idle();
    }
    await setBusinessNow(db, to);
    await idle();
  }

  /** Joins the round that is announced, if there is one: a job that ends has announced one already. */
  async #lookNow(): Promise<void> {
    this.poke();
    await this.#rounds;
  }

  #isDue(): Promise<boolean> {
    return hasDueJobs(this.#deps.db, { now: new Date(), hurry: this.#hurrying > 0, functionIds: [...this.#deps.catalogue.byId.keys()] });
  }

  #round(): Promise<unknown> {
    this.#rounds = this.#rounds.then(async () => {
      this.#announced = false;
      if (!this.#stopped) await this.#begin();
    });
    this.#rounds = this.#rounds.catch(this.#deps.onFault);
    return this.#rounds;
  }

  async #begin(): Promise<void> {
    const { db, catalogue, settings } = this.#deps;
    await beginDueSlots(this.#deps, this.#hurrying > 0);
    const now = new Date();
    const lease = { token: randomUUID(), until: new Date(now.getTime() + settings.leaseMs) };
    const functionIds = [...catalogue.byId.keys()];
    const room = settings.maxInFlight - this.#inFlight.size;
    const jobs = await claimJobs(db, { lease, now, room, functionIds, limitOf: catalogue.limitOf, hurry: this.#hurrying > 0 });
    for (const job of jobs) this.#launch({ ...job, leaseToken: lease.token });
    if (now.getTime() - this.#prunedAt > PRUNE_EVERY_MS) {
      this.#prunedAt = now.getTime();
      await pruneRunner(db, new Date(now.getTime() - settings.retentionMs));
    }
  }

  #launch(job: LeasedJob): void {
    const work = workOn(this.#deps, job, () => !this.#stopped)
      .catch(this.#deps.onFault)
      .finally(() => {
        this.#inFlight.delete(job.id);
        this.poke();
      });
    this.#inFlight.set(job.id, work);
  }
}
