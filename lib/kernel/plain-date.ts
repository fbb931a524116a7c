import { z } from "zod";

/** 日: a day in Asia/Shanghai, "YYYY-MM-DD". Compares with < and >, survives JSON, knows no clock time. */
export const PlainDate = z.iso.date().brand<"PlainDate", "inout">();
export type PlainDate = z.infer<typeof PlainDate>;

/** 时刻: an instant in UTC, ISO 8601 text. Business instants come from the business clock only. */
export const Instant = z.iso.datetime({ offset: true }).brand<"Instant", "inout">();
export type Instant = z.infer<typeof Instant>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** China has kept UTC+8 without summer time since 1991; every date of this domain is later. */
const SHANGHAI_MS = 8 * HOUR_MS;

export const plainDate = (text: string): PlainDate => PlainDate.parse(text);
const fromUtcMs = (ms: number): PlainDate => new Date(ms).toISOString().slice(0, 10) as PlainDate;

export const addDays = (day: PlainDate, count: number): PlainDate => fromUtcMs(Date.parse(day) + count * DAY_MS);
/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
/** 0 is Sunday. */
export const weekday = (day: PlainDate): number => new Date(Date.parse(day)).getUTCDay();
export const yearOf = (day: PlainDate): number => Number(day.slice(0, 4));
export const monthOf = (day: PlainDate): number => Number(day.slice(5, 7));
export const dayOfMonth = (day: PlainDate): number => Number(day.slice(8, 10));
export const firstOfMonth = (year: number, month: number): PlainDate => fromUtcMs(Date.UTC(year, month - 1, 1));
export const lastOfMonth = (year: number, month: number): PlainDate => fromUtcMs(Date.UTC(year, month, 0));

export const instant = (value: string | number): Instant => new Date(value).toISOString() as Instant;
/** The Shanghai day of an instant. */
export const dayOf = (at: string): PlainDate => fromUtcMs(Date.parse(at) + SHANGHAI_MS);
/** Shanghai clock time "HH:MM" of an instant. */
export const timeOf = (at: string): string => new Date(Date.parse(at) + SHANGHAI_MS).toISOString().slice(11, 16);
/** The instant of a Shanghai clock time on a day; `time` is "HH:MM". */
export const instantAt = (day: PlainDate, time: string): Instant => instant(`${day}T${time}:00+08:00`);
/** ISO 8601 with +08:00, the form of every time in the public API. */
export const toShanghaiIso = (at: string): string => `${new Date(Date.parse(at) + SHANGHAI_MS).toISOString().slice(0, 19)}+08:00`;

/** 2026年6月15日 */
export const formatDay = (day: PlainDate): string => `${yearOf(day)}年${monthOf(day)}月${dayOfMonth(day)}日`;
/** 6月15日, for the same year as the reader's. */
export const formatShortDay = (day: PlainDate): string => `${monthOf(day)}月${dayOfMonth(day)}日`;
/** 6月15日 within the year of `today`, else with the year. */
export const formatNearDay = (day: PlainDate, today: PlainDate): string => (yearOf(day) === yearOf(today) ? formatShortDay(day) : formatDay(day));
