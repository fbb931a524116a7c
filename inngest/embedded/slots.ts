import { hasDueJobs } from "@/db/runner";
import { beginSlot, type CronRow, readCrons } from "@/db/runner-crons";
import type { StoredEvent } from "@/db/schema/runner";
import type { RunnerFunction } from "./catalogue";
import type { RunnerDeps } from "./deps";
import { newRun } from "./events";
import type { Schedule } from "./schedule";

/** A slot older than this is being caught up: then it waits for everything that earlier slots began. */
const CATCHING_UP_AFTER_MS = 120_000;

type DueSlot = { readonly fn: RunnerFunction; readonly row: CronRow; readonly at: Date };
type Standing = { readonly fn: RunnerFunction; readonly row: CronRow; readonly schedule: Schedule };

/**
 * Begins every cron slot that business time has reached, earliest first and within a slot in the order of the functions.
 * A slot that waits for an earlier one is left for the next round. `hurry` as in claiming.
 */
export async function beginDueSlots(deps: RunnerDeps, hurry: boolean): Promise<void> {
  const now = new Date(await deps.businessNow(deps.db));
  if (now.getTime() < deps.book.nextAt) return;
  for (;;) {
    const slot = await firstFree(deps, await dueSlots(deps, now), now, hurry);
    if (!slot) break;
    const event = timerEvent(slot);
    await beginSlot(deps.db, slot.row, slot.at, newRun(slot.fn, event, event.id, slot.at), new Date());
    deps.book.rows = null;
  }
  deps.book.nextAt = Math.min(...(await standings(deps)).map(({ row, schedule }) => schedule.nextAfter(row.lastSlot)?.getTime() ?? Number.POSITIVE_INFINITY));
}

/** Where business time must stop next on its way to `to`: the earliest slot that is not begun and may not be collapsed. */
export async function nextStop(deps: RunnerDeps, to: Date): Promise<Date | null> {
  const slots = (await standings(deps)).flatMap(({ fn, row, schedule }) => {
    const at = deps.collapsed.has(fn.id) ? null : schedule.nextAfter(row.lastSlot);
    return at && at <= to ? [at] : [];
  });
  return slots.length === 0 ? null : new Date(Math.min(...slots.map((at) => at.getTime())));
}

async function standings(deps: RunnerDeps): Promise<Standing[]> {
  deps.book.rows ??= await readCrons(deps.db);
  const { rows } = deps.book;
  return deps.catalogue.functions.flatMap((fn) =>
    fn.crons.flatMap(({ text, schedule }) => {
      const row = rows.find((cron) => cron.functionId === fn.id && cron.cron === text);
      return row ? [{ fn, row, schedule }] : [];
    }),
  );
}

/** The next slot of each schedule that has come, in order; sorting is stable, so equal slots keep the functions' order. */
async function dueSlots(deps: RunnerDeps, now: Date): Promise<DueSlot[]> {
  const due = (await standings(deps)).flatMap(({ fn, row, schedule }) => {
    const at = deps.collapsed.has(fn.id) ? schedule.lastUpTo(row.lastSlot, now) : schedule.nextAfter(row.lastSlot);
    return at && at <= now ? [{ fn, row, at }] : [];
  });
  return due.sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function firstFree(deps: RunnerDeps, due: readonly DueSlot[], now: Date, hurry: boolean): Promise<DueSlot | null> {
  const request = { now: new Date(), hurry, functionIds: [...deps.catalogue.byId.keys()] };
  for (const slot of due) {
    const orEarlier = now.getTime() - slot.at.getTime() > CATCHING_UP_AFTER_MS;
    if (!(await hasDueJobs(deps.db, request, { at: slot.at, orEarlier }))) return slot;
  }
  return null;
}

/** The event that Inngest gives a scheduled run; its time is the slot's, also when the run comes days later. */
function timerEvent({ fn, row, at }: DueSlot): StoredEvent {
  return { id: `${fn.id}|${row.cron}|${at.toISOString()}`, name: "inngest/scheduled.timer", data: { cron: row.cron }, ts: at.getTime() };
}
