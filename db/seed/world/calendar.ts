import { ANNOUNCED_CALENDAR } from "@/lib/calendar/announced-calendar";
import { isWorkday as isWorkdayOf } from "@/lib/calendar/work-calendar";
import { addWorkdays, workdayOnOrAfter } from "@/lib/calendar/workdays";
import type { PlainDate } from "@/lib/kernel/plain-date";

/** 工作日 of the county's offices, for the days on which its departments deliver. */
export const isWorkday = (day: PlainDate): boolean => isWorkdayOf(ANNOUNCED_CALENDAR, day);

/** The day itself, or the next workday (征期顺延). */
export const workdayFrom = (day: PlainDate): PlainDate => workdayOnOrAfter(ANNOUNCED_CALENDAR, day);

/** The `count`-th workday after `day`, which itself does not count. */
export const workdaysAfter = (day: PlainDate, count: number): PlainDate => addWorkdays(ANNOUNCED_CALENDAR, day, count).day;
