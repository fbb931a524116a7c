import type { CronRow } from "@/db/runner-crons";
import type { Db } from "@/db/types";
import type { Instant } from "@/lib/kernel/plain-date";
import type { Catalogue } from "./catalogue";
import type { Protocol } from "./protocol";

/** How the runner keeps time with the wall, and how much it does at once. */
export type RunnerSettings = {
  /** How often it looks for work that nobody announced. */
  readonly pollMs: number;
  /** How long a job belongs to a process that gives no sign of life. */
  readonly leaseMs: number;
  readonly maxInFlight: number;
  /** Delay before the next attempt after attempt 0, 1, 2 … has failed. */
  readonly backoffMs: (attempt: number) => number;
  /** Completed runs and events are forgotten after this time. */
  readonly retentionMs: number;
  /** Functions, by their own ids, of which one run stands for all slots missed: sweeps that look at everything anyway. */
  readonly collapseMissed: readonly string[];
};

/** Where the schedules stand, as last read. Others only ever move them on, which shows when a slot is begun. */
export type SlotBook = { rows: readonly CronRow[] | null; nextAt: number };

/** What every part of the runner works with. */
export type RunnerDeps = {
  readonly db: Db;
  readonly catalogue: Catalogue;
  readonly protocol: Protocol;
  readonly settings: RunnerSettings;
  readonly businessNow: (db: Db) => Promise<Instant>;
  readonly setBusinessNow: ((db: Db, at: Instant) => Promise<void>) | undefined;
  readonly collapsed: ReadonlySet<string>;
  readonly book: SlotBook;
  /** Faults of the runner itself, not of a function: the database was away, a reply made no sense. */
  readonly onFault: (error: unknown) => void;
};

const TEN_SECONDS = 10_000;
const HOUR = 3_600_000;

export const defaultSettings: RunnerSettings = {
  pollMs: 1000,
  leaseMs: 60_000,
  maxInFlight: 4,
  backoffMs: (attempt) => Math.min(HOUR, TEN_SECONDS * 2 ** attempt),
  retentionMs: 30 * 24 * HOUR,
  collapseMissed: [],
};
