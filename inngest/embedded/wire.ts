import { z } from "zod";

/** Shapes of the SDK's HTTP protocol (inngest 4, execution version 2), as far as the embedded runner speaks it. */

export const SentEvent = z.looseObject({
  id: z.string().min(1).optional(),
  name: z.string().min(1),
  data: z.record(z.string(), z.unknown()).default({}),
  ts: z.number().optional(),
});
export type SentEvent = z.infer<typeof SentEvent>;

const Limit = z.object({ limit: z.number(), key: z.string().optional(), scope: z.string().optional() });

/** A function's configuration, as the SDK reports it on sync. Keys that are not named here stay, and are refused later. */
export const FunctionConfig = z.looseObject({
  id: z.string(),
  triggers: z.array(z.looseObject({ event: z.string().optional(), expression: z.string().optional(), cron: z.string().optional() })),
  steps: z.record(z.string(), z.object({ retries: z.object({ attempts: z.number().optional() }).optional() })),
  idempotency: z.string().optional(),
  concurrency: z.union([z.number(), Limit, z.array(Limit)]).optional(),
});
export type FunctionConfig = z.infer<typeof FunctionConfig>;

export const SyncReply = z.object({ functions: z.array(FunctionConfig) });

/** One operation that a function reports: a step that ran, failed, was found, or a sleep. */
export const Operation = z.looseObject({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z.record(z.string(), z.unknown()).nullish(),
});
export type Operation = z.infer<typeof Operation>;

export const RunErrorShape = z.object({ name: z.string().optional(), message: z.string().optional() });
