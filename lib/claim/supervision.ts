import { isPastDue } from "../calendar/office-hours";
import { isWorkday, type WorkCalendar } from "../calendar/work-calendar";
import { workdaysBetween } from "../calendar/workdays";
import { dayOf, type Instant, type PlainDate } from "../kernel/plain-date";

/** 督办单 by its reply: there, still within its day, or overdue. */
export type SupervisionState = "replied" | "open" | "late";

export function supervisionState({ replied, replyDueOn }: { replied: boolean; replyDueOn: PlainDate }, now: Instant): SupervisionState {
  if (replied) return "replied";
  return isPastDue(now, replyDueOn) ? "late" : "open";
}

/** 答复逾期 in working days; 0 on the evening of the due day itself. */
export const replyLateBy = (cal: WorkCalendar, replyDueOn: PlainDate, now: Instant): number => Math.max(0, workdaysBetween(cal, replyDueOn, dayOf(now)));

export type ReplyDayFault = "replyDayPast" | "replyDayRest";

/** 答复日: a working day on which somebody can still answer. */
export function replyDayFault(cal: WorkCalendar, replyDueOn: PlainDate, now: Instant): ReplyDayFault | null {
  if (isPastDue(now, replyDueOn)) return "replyDayPast";
  return isWorkday(cal, replyDueOn) ? null : "replyDayRest";
}
