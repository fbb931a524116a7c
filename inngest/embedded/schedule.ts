import { Cron } from "croner";

/** A schedule (定时): its next slot strictly after an instant, in the zone that the expression names (`TZ=Asia/Shanghai …`), else UTC. */
export type Schedule = { readonly nextAfter: (at: Date) => Date | null; readonly lastUpTo: (from: Date, to: Date) => Date | null };

/** Bounds the search for the newest missed slot; about two years of minutes. */
const MOST_SLOTS = 1_000_000;

/** Reads a cron expression of five fields, with or without a leading `TZ=`. Throws when it is malformed. */
export function parseSchedule(text: string): Schedule {
  const zoned = /^TZ=(\S+)\s+(.+)$/.exec(text);
  const cron = new Cron(zoned?.[2] ?? text, { timezone: zoned?.[1] ?? "UTC", paused: true, mode: "5-part" });
  const nextAfter = (at: Date) => cron.nextRun(at);
  return { nextAfter, lastUpTo: (from, to) => lastUpTo(nextAfter, from, to) };
}

function lastUpTo(nextAfter: Schedule["nextAfter"], from: Date, to: Date): Date | null {
  let last: Date | null = null;
  let next = nextAfter(from);
  for (let seen = 0; next && next <= to && seen < MOST_SLOTS; seen++) {
    last = next;
    next = nextAfter(next);
  }
  return last;
}

const UNIT_MS: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** When a sleep ends: the SDK sends either an instant or a length such as `1d2h`. Wall time. */
export function wakeAt(text: string, now: Date): Date {
  if (/^\d{4}-/.test(text)) return new Date(text);
  const parts = [...text.matchAll(/(\d+)(ms|[wdhms])/g)];
  if (parts.map((part) => part[0]).join("") !== text || text === "") throw new Error(`sleep of unknown length: ${text}`);
  return new Date(now.getTime() + parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ""] ?? 0), 0));
}
