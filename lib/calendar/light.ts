import { dayOf, type Instant, type PlainDate } from "../kernel/plain-date";
import { isPastDue, remainingOfficeHours } from "./office-hours";
import type { WorkCalendar } from "./work-calendar";
import { workdaysBetween } from "./workdays";

/** 红黄绿蓝: overdue, close, in time, clock stopped. */
export type Light = "red" | "yellow" | "green" | "blue";

/** A stage of one working day turns yellow with this many office hours left. */
export const SHORT_STAGE_YELLOW_HOURS = 4;
/** 累计暂停 beyond this many working days turns red by itself. */
export const PAUSE_LIMIT_WORKDAYS = 30;

export type LightQuestion = {
  readonly cal: WorkCalendar;
  /** The day the case entered the stage; not counted. */
  readonly enteredOn: PlainDate;
  readonly dueOn: PlainDate;
  readonly now: Instant;
  readonly paused: boolean;
  /** Working days the claim has been paused in all, where the caller keeps the sum. */
  readonly pausedWorkdays?: number;
};

/** Green needs less than 60 % used and more than one working day after today; the used share counts days begun. */
function isComfortable(cal: WorkCalendar, enteredOn: PlainDate, dueOn: PlainDate, today: PlainDate): boolean {
  const limit = workdaysBetween(cal, enteredOn, dueOn);
  const used = workdaysBetween(cal, enteredOn, today);
  return used * 5 < limit * 3 && workdaysBetween(cal, today, dueOn) > 1;
}

/**
 * 预警灯 of a stage. Paused is blue (red once the pauses exceed 30 working days together), past due is red. A stage of at most one working day is
 * judged by office hours: with whole days it could never be green. Anything else is green or yellow by `isComfortable`.
 */
export function lightOf({ cal, enteredOn, dueOn, now, paused, pausedWorkdays = 0 }: LightQuestion): Light {
  if (pausedWorkdays > PAUSE_LIMIT_WORKDAYS) return "red";
  if (paused) return "blue";
  if (isPastDue(now, dueOn)) return "red";
  if (workdaysBetween(cal, enteredOn, dueOn) <= 1) return remainingOfficeHours(cal, now, dueOn) <= SHORT_STAGE_YELLOW_HOURS ? "yellow" : "green";
  return isComfortable(cal, enteredOn, dueOn, dayOf(now)) ? "green" : "yellow";
}
