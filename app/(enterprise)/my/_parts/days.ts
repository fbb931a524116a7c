import type { CountdownProps, RulerCell } from "@/app/_ui/time";
import { isPastDue } from "@/lib/calendar/office-hours";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { type RulerCell as Day, workdayCells, workdaysBetween } from "@/lib/calendar/workdays";
import { addDays, dayOf, dayOfMonth, formatNearDay, formatShortDay, type Instant, monthOf, type PlainDate } from "@/lib/kernel/plain-date";

const labelOf = (day: Day, at: number, due: boolean): string => {
  if (day.isToday) return "今天";
  if (due) return dayOfMonth(day.day) === 1 || monthOf(day.day) !== monthOf(addDays(day.day, -1)) ? formatShortDay(day.day) : `${dayOfMonth(day.day)}日`;
  if (dayOfMonth(day.day) === 1 && at > 0) return formatShortDay(day.day);
  return at === 0 ? `${dayOfMonth(day.day)}日` : String(dayOfMonth(day.day));
};

const isNotch = (day: Day): boolean => day.kind === "rest" && !day.isToday && !day.isDue;

/** A rest day joins the notch before it; the festival's name goes before 休. */
function addRest(cells: RulerCell[], { festival }: Day): void {
  const last = cells.at(-1);
  if (last?.kind !== "rest" || last.due) cells.push({ kind: "rest", label: festival ?? "休" });
  else if (last.label === "休" && festival) last.label = festival;
}

/** 工作日尺 of a span: a weekend or holiday is one notch, named by its festival. */
export function rulerOf(cal: WorkCalendar, from: PlainDate, due: PlainDate, today: PlainDate): RulerCell[] {
  const cells: RulerCell[] = [];
  for (const [at, day] of workdayCells(cal, from, due, today).entries()) {
    if (isNotch(day)) addRest(cells, day);
    else cells.push({ kind: day.kind, label: labelOf(day, at, day.isDue), due: day.isDue, late: day.isLate });
  }
  return cells;
}

/** The festival that lies within a span, for the sentence 端午假期不计. */
function festivalWithin(cal: WorkCalendar, from: PlainDate, due: PlainDate): string | undefined {
  const names = workdayCells(cal, from, due, from).flatMap((day) => (day.festival ? [day.festival] : []));
  return names[0] === undefined ? undefined : `${names[0]}假期不计`;
}

/** 倒计时 in working days after today; past 18:00 of the due day counts as late. */
export function countdownOf(cal: WorkCalendar, due: PlainDate, at: Instant, provisional = false): CountdownProps {
  const today = dayOf(at);
  const days = workdaysBetween(cal, today, due);
  const left = days === 0 && isPastDue(at, due) ? -1 : days;
  const note = [festivalWithin(cal, today, due), provisional ? "暂定" : undefined].filter(Boolean).join("，");
  return { left, day: formatNearDay(due, today), note: note === "" ? undefined : note };
}

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"] as const;
export const weekdayWord = (number: number): string => `星期${WEEKDAYS[number] ?? ""}`;
