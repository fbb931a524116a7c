import type { DirtyPattern } from "../dataset";
import { calendarDay, cleanDate } from "./dates";
import { type Cleaned, cleaned, flawed } from "./outcome";
import { tidyTight } from "./tidy";

const CANONICAL = /^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])|-Q[1-4])?$/;
const YEAR = /^((?:19|20)\d\d)年?度?$/;
const MONTH = /^((?:19|20)\d\d)(?:[-/.年](\d{1,2})月?(?:份)?|(\d\d))$/;
const QUARTER = /^((?:19|20)\d\d)年?[-/]?(?:第?([一二三四1-4])季度?|Q([1-4]))$/i;
const DAY = /^((?:19|20)\d\d)(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d\d)(\d\d))$/;
const QUARTERS: Readonly<Record<string, string>> = { 一: "1", 二: "2", 三: "3", 四: "4" };

const bad = (text: string): Cleaned<never> => flawed("PERIOD_MIX", "PERIOD_BAD", `“${text}”不是一个完整的期间，请写成 2024-03 或 2024-Q1 这样的形式。`);

const monthText = (year: string, month: string): string | null => {
  const number = Number(month);
  return number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, "0")}` : null;
};

function spelled(text: string): string | null {
  const year = YEAR.exec(text);
  if (year?.[1]) return year[1];
  const quarter = QUARTER.exec(text);
  if (quarter?.[1]) return `${quarter[1]}-Q${quarter[3] ?? QUARTERS[quarter[2] ?? ""] ?? quarter[2]}`;
  const month = MONTH.exec(text);
  if (month?.[1]) return monthText(month[1], month[2] ?? month[3] ?? "");
  const day = DAY.exec(text);
  const exists = day && calendarDay(Number(day[1]), Number(day[2] ?? day[4]), Number(day[3] ?? day[5]));
  return exists ? exists.slice(0, 7) : null;
}

/** 所属期 to `2024`, `2024-Q1` or `2024-03`. A day stands for its month; a period without a year is refused. */
export function cleanPeriod(raw: string, epoch?: "1900" | "1904"): Cleaned<string> {
  if (CANONICAL.test(raw)) return cleaned(raw);
  const { text, patterns, blank } = tidyTight(raw);
  if (blank) return cleaned<string>(null, patterns);
  const value = spelled(text);
  if (value !== null) return cleaned(value, value === text ? patterns : [...patterns, "PERIOD_MIX"]);
  if (!/^\d{5}$/.test(text)) return bad(text);
  const serial = cleanDate(text, { epoch });
  return serial.ok && serial.value ? cleaned(serial.value.slice(0, 7), ["DATE_SERIAL"]) : bad(text);
}

/** 年度 to four digits (2024年度 → 2024), as text. */
export function cleanYear(raw: string): Cleaned<string> {
  if (/^(?:19|20)\d\d$/.test(raw)) return cleaned(raw);
  const { text, patterns, blank } = tidyTight(raw);
  if (blank) return cleaned<string>(null, patterns);
  const year = YEAR.exec(text)?.[1];
  if (!year) return flawed("PERIOD_MIX", "YEAR_BAD", `“${text}”不是年度，请写成 2024 这样的形式。`);
  const extra: readonly DirtyPattern[] = year === text ? [] : ["UNIT_TEXT"];
  return cleaned(year, [...patterns, ...extra]);
}

/** Does a cleaned period reach the end of its year (annual figure, fourth quarter, December)? */
export const endsYear = (period: string): boolean => /^\d{4}(?:-12|-Q4)?$/.test(period);

/** A cleaned period by its last month, so that months, quarters and years sort together. */
export function lastMonthOf(period: string): string {
  const [year = "", part] = period.split("-");
  if (part === undefined) return `${year}-12`;
  return part.startsWith("Q") ? `${year}-${String(Number(part.slice(1)) * 3).padStart(2, "0")}` : period;
}
