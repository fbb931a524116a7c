import { dayOf, type Instant, instantAt, type PlainDate } from "../kernel/plain-date";
import { isWorkday, type WorkCalendar } from "./work-calendar";
import { nextWorkday } from "./workdays";

/** 办公时间, Shanghai clock: 9:00–12:00 and 14:00–18:00, seven hours a working day. */
export const OFFICE_HOURS = [
  { from: "09:00", to: "12:00" },
  { from: "14:00", to: "18:00" },
] as const;

/** A deadline is the end of the working day. */
export const END_OF_OFFICE = "18:00";
/** Reminders that fall on a rest day go out at the next opening. */
export const START_OF_OFFICE = "09:00";

const HOUR_MS = 3_600_000;

/** 届满时刻: the last instant at which a case due on that day is still in time. */
export const dueInstant = (due: PlainDate): Instant => instantAt(due, END_OF_OFFICE);

/** Past due (超期): after 18:00 Shanghai time of the due day; 18:00 sharp is still in time. */
export const isPastDue = (now: Instant, due: PlainDate): boolean => Date.parse(now) > Date.parse(dueInstant(due));

/** Office milliseconds of one working day that lie after `nowMs`. */
function officeMsOf(day: PlainDate, nowMs: number): number {
  return OFFICE_HOURS.reduce((sum, span) => {
    const from = Math.max(Date.parse(instantAt(day, span.from)), nowMs);
    return sum + Math.max(0, Date.parse(instantAt(day, span.to)) - from);
  }, 0);
}

/** 剩余工作小时 from now to 18:00 of the due day, in hours (with fractions); lunch, nights and rest days do not count. 0 when past due. */
export function remainingOfficeHours(cal: WorkCalendar, now: Instant, due: PlainDate): number {
  const nowMs = Date.parse(now);
  let total = 0;
  let day = dayOf(now);
  if (!isWorkday(cal, day)) day = nextWorkday(cal, day);
  for (; day <= due; day = nextWorkday(cal, day)) total += officeMsOf(day, nowMs);
  return total / HOUR_MS;
}

/** Is the office open at this instant? Reminders are sent only then. */
export function isOfficeOpen(cal: WorkCalendar, now: Instant): boolean {
  const day = dayOf(now);
  const at = Date.parse(now);
  return isWorkday(cal, day) && OFFICE_HOURS.some((span) => at >= Date.parse(instantAt(day, span.from)) && at < Date.parse(instantAt(day, span.to)));
}
