import type { InngestFunction } from "inngest";
import type { StoredEvent } from "@/db/schema/runner";
import { compileCondition, compileKey } from "./expression";
import { parseSchedule, type Schedule } from "./schedule";
import type { FunctionConfig } from "./wire";

/** A function as the runner knows it: what begins it, what keeps it from beginning twice, how often it is tried. */
export type RunnerFunction = {
  readonly id: string;
  readonly maxAttempts: number;
  readonly crons: readonly { readonly text: string; readonly schedule: Schedule }[];
  readonly wants: (event: StoredEvent) => boolean;
  readonly runKey: (event: StoredEvent) => string;
  readonly limitKeys: (event: StoredEvent) => string[];
};

export type Catalogue = {
  readonly functions: readonly RunnerFunction[];
  readonly byId: ReadonlyMap<string, RunnerFunction>;
  readonly limitOf: (limitKey: string) => number;
};

/** Options whose meaning the runner keeps. `checkpointing` only saves requests, so leaving it aside changes nothing. */
const SUPPORTED_OPTIONS = new Set([
  "id",
  "name",
  "description",
  "triggers",
  "retries",
  "concurrency",
  "idempotency",
  "onFailure",
  "middleware",
  "checkpointing",
]);
const SUPPORTED_CONFIG = new Set(["id", "name", "triggers", "steps", "idempotency", "concurrency"]);
const SUPPORTED_TRIGGER = new Set(["event", "expression", "cron"]);
const DEFAULT_RETRIES = 3;

/** A function asks for something that only a real Inngest server does. Raised at start, never in the middle of a run. */
export class UnsupportedFunction extends Error {
  constructor(functionId: string, what: string) {
    super(`function ${functionId}: ${what} is not supported by the embedded runner`);
    this.name = "UnsupportedFunction";
  }
}

/** Refuses options by the function as written; some of them never reach its reported configuration. */
export function refuseUnsupportedOptions(functions: readonly InngestFunction.Any[]): void {
  for (const { opts } of functions) {
    refuseKeys(String(opts.id), opts, SUPPORTED_OPTIONS);
  }
}

function refuseKeys(functionId: string, record: object, supported: ReadonlySet<string>): void {
  const foreign = Object.entries(record).filter(([key, value]) => value !== undefined && !supported.has(key));
  if (foreign.length > 0) throw new UnsupportedFunction(functionId, foreign.map(([key]) => key).join(", "));
}

/** Reads the reported configurations. Throws {@link UnsupportedFunction} with the function's name. */
export function readCatalogue(configs: readonly FunctionConfig[]): Catalogue {
  const limits = new Map<string, number>();
  const functions = configs.map((config) => readFunction(config, limits));
  const byId = new Map(functions.map((fn) => [fn.id, fn]));
  if (byId.size !== functions.length) throw new Error("two functions have the same id");
  const limitOf = (limitKey: string) => limits.get(limitKey.slice(0, limitKey.indexOf(":"))) ?? Number.POSITIVE_INFINITY;
  return { functions, byId, limitOf };
}

function readFunction(config: FunctionConfig, limits: Map<string, number>): RunnerFunction {
  refuseKeys(config.id, config, SUPPORTED_CONFIG);
  for (const trigger of config.triggers) refuseKeys(config.id, trigger, SUPPORTED_TRIGGER);
  if (config.triggers.length === 0) throw new UnsupportedFunction(config.id, "having no trigger");
  const retries = Object.values(config.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES;
  const idempotency = config.idempotency;
  const key = idempotency === undefined ? (event: StoredEvent) => event.id : compile(config.id, () => compileKey(idempotency));
  return {
    id: config.id,
    maxAttempts: retries + 1,
    crons: config.triggers.flatMap(({ cron }) => (cron ? [{ text: cron, schedule: compile(config.id, () => parseSchedule(cron)) }] : [])),
    wants: readTriggers(config),
    runKey: (event) => `${config.id}|${key(event)}`,
    limitKeys: readLimits(config, limits),
  };
}

function readTriggers(config: FunctionConfig): RunnerFunction["wants"] {
  const tests = config.triggers.flatMap(({ event: name, expression }) => {
    if (name === undefined) return [];
    if (name.includes("*")) throw new UnsupportedFunction(config.id, `the wildcard trigger ${name}`);
    const condition = expression === undefined ? () => true : compile(config.id, () => compileCondition(expression));
    return [(event: StoredEvent) => event.name === name && condition(event)];
  });
  return (event) => tests.some((test) => test(event));
}

/** Each limit gets a number, so that a run carries the keys it counts against: `<function>#<limit>:<value>`. */
function readLimits(config: FunctionConfig, limits: Map<string, number>): RunnerFunction["limitKeys"] {
  const options = [config.concurrency ?? []].flat().map((option) => (typeof option === "number" ? { limit: option } : option));
  const keys = options
    .filter(({ limit }) => limit > 0)
    .map((option: { limit: number; key?: string | undefined; scope?: string | undefined }, index) => {
      if (option.scope !== undefined && option.scope !== "fn") throw new UnsupportedFunction(config.id, `concurrency of scope ${option.scope}`);
      const name = `${config.id}#${index}`;
      const key = option.key;
      limits.set(name, option.limit);
      const value = key === undefined ? () => "" : compile(config.id, () => compileKey(key));
      return (event: StoredEvent) => `${name}:${value(event)}`;
    });
  return (event) => keys.map((key) => key(event));
}

function compile<Value>(functionId: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new UnsupportedFunction(functionId, error instanceof Error ? error.message : String(error));
  }
}
