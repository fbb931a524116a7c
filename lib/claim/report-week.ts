import { addDays, dayOf, formatShortDay, type Instant, instantAt, type PlainDate, weekday } from "../kernel/plain-date";

/** 周报: Monday to Sunday. */
const DAYS = 7;
/** What a week is held against: the four weeks before it. */
export const PAST_WEEKS = 4;

/** Monday of the week of a day. */
export const mondayOf = (day: PlainDate): PlainDate => addDays(day, -((weekday(day) + 6) % 7));

/** The last week that is over on this day. */
export const lastFullWeek = (today: PlainDate): PlainDate => addDays(mondayOf(today), -DAYS);

/** The week asked for by any of its days, if it is over; else the last that is. */
export function chosenWeek(asked: PlainDate | null, today: PlainDate): PlainDate {
  const last = lastFullWeek(today);
  if (asked === null) return last;
  const monday = mondayOf(asked);
  return monday > last ? last : monday;
}

export type Span = { readonly from: Instant; readonly to: Instant };
const span = (from: PlainDate, to: PlainDate): Span => ({ from: instantAt(from, "00:00"), to: instantAt(to, "00:00") });

/** 本周 · 前一周 · 前 28 天, all in whole days, `to` excluded. The past does not contain the week itself. */
export function reportSpans(monday: PlainDate): { readonly week: Span; readonly before: Span; readonly past: Span } {
  return {
    week: span(monday, addDays(monday, DAYS)),
    before: span(addDays(monday, -DAYS), monday),
    past: span(addDays(monday, -DAYS * PAST_WEEKS), monday),
  };
}

/** 7月6日—7月12日 */
export const weekText = (monday: PlainDate): string => `${formatShortDay(monday)}—${formatShortDay(addDays(monday, DAYS - 1))}`;

export const nextWeek = (monday: PlainDate): PlainDate => addDays(monday, DAYS);
export const weekBefore = (monday: PlainDate): PlainDate => addDays(monday, -DAYS);

/** The Monday on which the report of a week comes out, from the instant of its sending. */
export const reportedWeek = (at: Instant): PlainDate => lastFullWeek(dayOf(at));
