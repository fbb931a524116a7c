import { monthOf, PlainDate, weekday, yearOf } from "../kernel/plain-date";
import { type Result, refused } from "../kernel/result";

/**
 * 年度放假安排: one yearly notice, as it is imported and stored. An entry is a day, optionally followed by a blank and the festival's name
 * ("2026-06-19 端午"). 放假 lists days off, weekends included where the notice names them; 调休上班 lists weekend days that are worked.
 */
export type AnnouncedYear = { readonly year: number; readonly source: string; readonly holidays: readonly string[]; readonly makeupDays: readonly string[] };

/** 工作日历 as plain data, day → festival name ("" when the notice gave none). A year outside `announced` is provisional. */
export type WorkCalendar = {
  readonly announced: readonly number[];
  readonly holidays: Readonly<Record<string, string>>;
  readonly makeupDays: Readonly<Record<string, string>>;
};

const ENTRY = /^(\d{4}-\d{2}-\d{2})(?:\s+(\S.*))?$/;

const named = (entries: readonly string[]): readonly (readonly [string, string])[] =>
  entries.map((entry) => {
    const [, day = entry, name = ""] = ENTRY.exec(entry.trim()) ?? [];
    return [day, name];
  });

/** Joins the announced years. A notice may name days of the last days of the year before (元旦), so days are looked up over all notices. */
export function calendarOf(years: readonly Pick<AnnouncedYear, "year" | "holidays" | "makeupDays">[]): WorkCalendar {
  return {
    announced: years.map((notice) => notice.year).sort((a, b) => a - b),
    holidays: Object.fromEntries(years.flatMap((notice) => named(notice.holidays))),
    makeupDays: Object.fromEntries(years.flatMap((notice) => named(notice.makeupDays))),
  };
}

/** Is the year's notice at hand? Days of other years are guessed openly: Monday to Friday without the fixed-date holidays, marked 暂定. */
export const isAnnounced = (cal: WorkCalendar, day: PlainDate): boolean => cal.announced.includes(yearOf(day));

/**
 * 固定日期的法定节日 (全国年节及纪念日放假办法): the festivals whose day needs no almanac. 05-02 is statutory since 2025-01-01. 清明 and the lunar
 * festivals move and are therefore left out of a provisional year.
 */
const FIXED_HOLIDAYS: Readonly<Record<string, { readonly name: string; readonly since: number }>> = {
  "01-01": { name: "元旦", since: 2000 },
  "05-01": { name: "劳动节", since: 2000 },
  "05-02": { name: "劳动节", since: 2025 },
  "10-01": { name: "国庆节", since: 2000 },
  "10-02": { name: "国庆节", since: 2000 },
  "10-03": { name: "国庆节", since: 2000 },
};

/** The festival for which a day is off; "" for a day off without a name, null for a day that is no holiday. */
export function holidayName(cal: WorkCalendar, day: PlainDate): string | null {
  const announced = cal.holidays[day];
  if (announced !== undefined) return announced;
  if (isAnnounced(cal, day)) return null;
  const fixed = FIXED_HOLIDAYS[day.slice(5)];
  return fixed && yearOf(day) >= fixed.since ? fixed.name : null;
}

/** 工作日: worked by the notice, or by the provisional rule where the year has no notice yet. Never throws. */
export function isWorkday(cal: WorkCalendar, day: PlainDate): boolean {
  if (cal.makeupDays[day] !== undefined) return true;
  if (holidayName(cal, day) !== null) return false;
  const number = weekday(day);
  return number !== 0 && number !== 6;
}

/** The notice of the next year comes out in November at the latest; from then on it is missed. */
const EXPECTED_FROM_MONTH = 11;

/** 缺少的年度: the next year, from 1 November on, as long as its notice has not been imported; else null. */
export function missingYear(cal: WorkCalendar, today: PlainDate): number | null {
  const next = yearOf(today) + 1;
  return monthOf(today) >= EXPECTED_FROM_MONTH && !cal.announced.includes(next) ? next : null;
}

/** Why a notice is not taken over: a day that is none, of another year, named twice, or a make-up day that is no weekend day. */
export type NoticeFault = { readonly entry: string; readonly fault: "notADay" | "otherYear" | "twice" | "makeupOnWeekday" };

const belongsTo = (year: number, day: string) => day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`);

function faultOf(year: number, entry: string, isMakeup: boolean, seen: Set<string>): NoticeFault["fault"] | null {
  const day = PlainDate.safeParse(ENTRY.exec(entry.trim())?.[1]);
  if (!day.success) return "notADay";
  if (!belongsTo(year, day.data)) return "otherYear";
  if (seen.has(day.data)) return "twice";
  seen.add(day.data);
  const number = weekday(day.data);
  return isMakeup && number !== 0 && number !== 6 ? "makeupOnWeekday" : null;
}

/** Checks a notice before import (日历导入). Returns every faulty entry, so that the administrator repairs the list once. */
export function checkNotice(notice: AnnouncedYear): Result<AnnouncedYear, readonly NoticeFault[]> {
  const seen = new Set<string>();
  const entries = [...notice.holidays.map((entry) => ({ entry, isMakeup: false })), ...notice.makeupDays.map((entry) => ({ entry, isMakeup: true }))];
  const faults = entries.flatMap(({ entry, isMakeup }): NoticeFault[] => {
    const fault = faultOf(notice.year, entry, isMakeup, seen);
    return fault ? [{ entry, fault }] : [];
  });
  return faults.length > 0 ? refused(faults) : { ok: true, value: notice };
}
