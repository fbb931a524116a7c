import type { runnerJobs, runnerRuns, StepResult, StoredEvent } from "@/db/schema/runner";

export type RunnerJob = Omit<typeof runnerJobs.$inferSelect, "leaseUntil" | "lastError">;
export type RunnerRun = typeof runnerRuns.$inferSelect;
export type RunError = { readonly name?: string; readonly message?: string };

/** A run to be opened. The idempotency key decides whether it is the first of its kind. */
export type NewRun = {
  readonly id: string;
  readonly functionId: string;
  readonly idempotencyKey: string;
  readonly events: StoredEvent[];
  readonly limitKeys: string[];
  readonly slot: Date | null;
};

export type PlannedJob = { readonly kind: "step" | "sleep"; readonly stepId: string; readonly stepName: string | null; readonly runAt: Date };

/** What one request to a function led to. Each is written in one transaction together with the end of its job. */
export type Outcome =
  | { readonly kind: "completed"; readonly output: unknown }
  | { readonly kind: "failed"; readonly error: RunError; readonly followUps: readonly NewRun[] }
  | { readonly kind: "retry"; readonly at: Date; readonly error: RunError }
  | {
      readonly kind: "progress";
      readonly results: readonly StoredStep[];
      readonly planned: readonly PlannedJob[];
    };

export type Lease = { readonly token: string; readonly until: Date };

export type StoredStep = { readonly stepId: string; readonly name: string | null; readonly result: StepResult };
export type StoredRun = { readonly run: RunnerRun; readonly steps: readonly StoredStep[] };

export type ClaimRequest = {
  readonly lease: Lease;
  readonly now: Date;
  readonly room: number;
  readonly functionIds: readonly string[];
  /** How many jobs may be under way for a limit key. */
  readonly limitOf: (limitKey: string) => number;
  /** Takes retries whose delay has not run out. */
  readonly hurry: boolean;
};
