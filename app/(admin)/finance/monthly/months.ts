import { addDays, firstOfMonth, monthOf, type PlainDate, yearOf } from "@/lib/kernel/plain-date";

const monthOfDay = (day: PlainDate): PlainDate => firstOfMonth(yearOf(day), monthOf(day));

/** 2026-07 */
export const monthText = (month: PlainDate): string => month.slice(0, 7);

/** The month that an address asks for; the present one when it asks for none, or for one to come. */
export function monthAsked(text: string | undefined, today: PlainDate): PlainDate {
  const present = monthOfDay(today);
  const match = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(text ?? "");
  const asked = match ? firstOfMonth(Number(match[1]), Number(match[2])) : present;
  return asked > present ? present : asked;
}

/** This month and the five before it, the newest first. */
export function recentMonths(today: PlainDate): readonly PlainDate[] {
  const months = [monthOfDay(today)];
  for (let last = months[0]; last && months.length < 6; last = months.at(-1)) months.push(monthOfDay(addDays(last, -1)));
  return months;
}
