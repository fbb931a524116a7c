import type { Inngest, InngestFunction } from "inngest";
import { freeLeases, reopenRun } from "@/db/runner";
import { registerCrons } from "@/db/runner-crons";
import { readRunDetail, readRunnerStatus } from "@/db/runner-status";
import type { Db } from "@/db/types";
import type { Instant } from "@/lib/kernel/plain-date";
import { readCatalogue, refuseUnsupportedOptions } from "./catalogue";
import { defaultSettings, type RunnerDeps, type RunnerSettings } from "./deps";
import { eventSink } from "./events";
import { openProtocol } from "./protocol";
import { type DrainOptions, EmbeddedRunner } from "./runner";
import { seat } from "./seat";

export type EmbeddedRunnerOptions = {
  readonly db: Db;
  readonly client: Inngest.Any;
  readonly functions: readonly InngestFunction.Any[];
  readonly businessNow: (db: Db) => Promise<Instant>;
  /** Absent where the business clock follows the system. */
  readonly setBusinessNow?: ((db: Db, at: Instant) => Promise<void>) | undefined;
  /** True when no other process can have the database open (PGlite): leases of a dead predecessor end at once. */
  readonly ownsDatabase?: boolean;
  readonly settings?: Partial<RunnerSettings>;
  readonly onFault?: (error: unknown) => void;
};

/**
 * Starts the embedded runner (内嵌任务执行器): the same functions that an Inngest server would call, driven in this process
 * through the SDK's own protocol, with all state in our database. Replaces a runner that this process had before.
 * Throws UnsupportedFunction with the function's name when one asks for more than the runner can do.
 */
export async function startEmbeddedRunner(options: EmbeddedRunnerOptions): Promise<void> {
  const { db, client, functions, businessNow, setBusinessNow } = options;
  refuseUnsupportedOptions(functions);
  const protocol = openProtocol(client, functions);
  const catalogue = readCatalogue(await protocol.sync());
  const settings = { ...defaultSettings, ...options.settings };
  const collapsed = new Set(settings.collapseMissed.map((id) => `${client.id}-${id}`));
  const book = { rows: null, nextAt: 0 };
  const deps: RunnerDeps = { book, db, catalogue, protocol, settings, businessNow, setBusinessNow, collapsed, onFault: options.onFault ?? warn };
  await stopEmbeddedRunner();
  if (options.ownsDatabase) await freeLeases(db);
  const crons = catalogue.functions.flatMap((fn) => fn.crons.map(({ text }) => ({ functionId: fn.id, cron: text })));
  await registerCrons(db, crons, new Date(await businessNow(db)));
  const runner = new EmbeddedRunner(deps);
  const place = seat<EmbeddedRunner>();
  place.runner = runner;
  place.accept = eventSink(db, catalogue, () => runner.poke());
  runner.start();
}

/** Stops after the steps under way; what is left goes on at the next start. */
export async function stopEmbeddedRunner(): Promise<void> {
  const place = seat<EmbeddedRunner>();
  const runner = place.runner;
  place.runner = undefined;
  place.accept = undefined;
  await runner?.stop();
}

const running = (): EmbeddedRunner => {
  const { runner } = seat<EmbeddedRunner>();
  if (!runner) throw new Error("the embedded runner has not started");
  return runner;
};

/** Looks for due slots and jobs now, without waiting for the next poll. Does nothing where no runner has started. */
export const pokeRunner = (): void => seat<EmbeddedRunner>().runner?.poke();

/** Waits until nothing is due: for tests, for the demo county, and for the button that moves the day on. */
export const drainRunner = (options?: DrainOptions): Promise<void> => running().drain(options);

/** Moves the standing business clock to `to`, slot by slot; see {@link EmbeddedRunner.advance}. */
export const advanceBusinessClock = (to: Instant): Promise<void> => running().advance(to);

/** The state of background work for the operator's page. */
export const runnerStatus = (db: Db) => readRunnerStatus(db, new Date());

/** One run with the results of its steps; null when there is none. */
export const runDetail = (db: Db, runId: string) => readRunDetail(db, runId);

/** Takes a failed run up again where it failed; false when it has not failed. */
export async function resumeRun(db: Db, runId: string): Promise<boolean> {
  const reopened = await reopenRun(db, runId, new Date());
  pokeRunner();
  return reopened;
}

/** Name and code only: messages of the database carry parameters, and those may be personal data. */
function warn(error: unknown): void {
  const code = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
  process.emitWarning(`embedded runner: ${error instanceof Error ? error.name : "fault"}${typeof code === "string" ? ` ${code}` : ""}`);
}

export { UnsupportedFunction } from "./catalogue";
export type { RunnerSettings } from "./deps";
