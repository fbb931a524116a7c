import { addDays, dayOf, type PlainDate, plainDate } from "../../kernel/plain-date";
import type { DirtyPattern } from "../dataset";
import { type Cleaned, cleaned, flawed } from "./outcome";
import { tidyTight } from "./tidy";

export type DateOptions = {
  /** Days after it are refused, unless the field may lie ahead. */
  readonly today?: PlainDate | undefined;
  readonly mayBeFuture?: boolean | undefined;
  /** Day-number system that the workbook declares. */
  readonly epoch?: "1900" | "1904" | undefined;
};

const ISO = /^(\d{4})-(\d\d)-(\d\d)$/;
const FULL = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T日]?\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?)?$/;
const COMPACT = /^(\d{4})(\d\d)(\d\d)$/;
const SHORT_YEAR = /^(?:\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})$/;
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;
const SERIAL = /^\d{5}(?:\.\d+)?$/;
const LONG_TERM = /^(?:长期|长期有效|永久|无固定期限|(?:9999|2999)[-/.年]?12[-/.月]?31日?)$/;
const SERIAL_MIN = 20_000;
const SERIAL_MAX = 60_000;
/** Day 0 of the 1900 system for dates after its phantom 29 February 1900. */
const EPOCH_1900 = plainDate("1899-12-30");
const EPOCH_1904 = plainDate("1904-01-01");
const EARLIEST = "1900-01-02";
const LATEST = "2100-12-31";

const bad = (text: string, why: string): Cleaned<never> => flawed("DATE_BAD", "DATE_BAD", `“${text}”${why}`);

/** A calendar day from its numbers, null when there is none such (30 February). */
export function calendarDay(year: number, month: number, day: number): PlainDate | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? (at.toISOString().slice(0, 10) as PlainDate) : null;
}

function bounded(day: PlainDate | null, text: string, patterns: readonly DirtyPattern[], options: DateOptions): Cleaned<string> {
  if (!day) return bad(text, "这一天不存在，请核对。");
  if (day < EARLIEST || day > LATEST) return bad(text, "年份不合理，请核对。");
  if (options.today && !options.mayBeFuture && day > options.today) return bad(text, "晚于今天，请核对。");
  return cleaned<string>(day, patterns);
}

function fromSerial(text: string, options: DateOptions): Cleaned<string> {
  const serial = Math.floor(Number(text));
  if (serial < SERIAL_MIN || serial > SERIAL_MAX) return bad(text, "不是日期，请核对。");
  const old = options.epoch === "1904";
  const answer = bounded(addDays(old ? EPOCH_1904 : EPOCH_1900, serial), text, ["DATE_SERIAL"], options);
  return answer.ok ? { ...answer, from: old ? "excel1904" : "excel1900" } : answer;
}

function spelled(text: string, patterns: DirtyPattern[], options: DateOptions): Cleaned<string> {
  const match = FULL.exec(text) ?? COMPACT.exec(text);
  if (match) return bounded(calendarDay(Number(match[1]), Number(match[2]), Number(match[3])), text, [...patterns, "DATE_MIX"], options);
  if (SHORT_YEAR.test(text)) return flawed("DATE_MIX", "DATE_AMBIGUOUS", `“${text}”的年份只有两位或次序不明，请写成 2024-01-05 这样的形式。`);
  if (SERIAL.test(text)) return fromSerial(text, options);
  return bad(text, "不是一个完整的日期，请写成 2024-01-05 这样的形式。");
}

/** 日期 to ISO. Two-digit years and impossible days are refused; 9999-12-31 and 长期 mean "no end". A time with a zone is the Shanghai day of it. */
export function cleanDate(raw: string, options: DateOptions = {}): Cleaned<string> {
  const iso = ISO.exec(raw);
  if (iso && !raw.startsWith("9999") && !raw.startsWith("2999")) return bounded(calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3])), raw, [], options);
  if (ZONED.test(raw.trim()))
    return Number.isNaN(Date.parse(raw)) ? bad(raw, "这一天不存在，请核对。") : bounded(dayOf(raw.trim()), raw, ["DATE_MIX"], options);
  const timed = /^(.*\d)\s+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(raw.trim());
  const { text, patterns, blank } = tidyTight(timed?.[1] ?? raw);
  if (blank) return cleaned<string>(null, patterns);
  if (LONG_TERM.test(text)) return { ok: true, value: null, patterns: /^\d/.test(text) ? [...patterns, "DATE_BAD"] : patterns, meaning: "长期" };
  const plain = ISO.exec(text);
  if (plain && !timed) return bounded(calendarDay(Number(plain[1]), Number(plain[2]), Number(plain[3])), text, patterns, options);
  return spelled(text, patterns, options);
}
