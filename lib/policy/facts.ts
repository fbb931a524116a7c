import { parseDecimal } from "../kernel/decimal";
import { PlainDate } from "../kernel/plain-date";
import type { Facts } from "./language";

export type { Facts } from "./language";

/** What a judgement looks at: 判定日, 上一完整年度 and the facts. */
export type Context = { readonly asOf: PlainDate; readonly fullYear: number; readonly facts: Facts };

export type KnownValue = string | number | boolean | readonly string[];
/** absent 未知 (no such key), empty 有意义的空 (null), or a value. */
export type Reading = { readonly state: "known"; readonly value: KnownValue } | { readonly state: "empty" } | { readonly state: "absent" };

const ABSENT = { state: "absent" } as const;
const EMPTY = { state: "empty" } as const;

/** 成立满月数: not an indicator of the catalogue but counted from the date of establishment. */
export const COMPANY_AGE = "companyAgeMonths";
const ESTABLISHED = "establishedDate";
/** The indicator that must be supplied so that `indicator` can be read. */
export const suppliedBy = (indicator: string): string => (indicator === COMPANY_AGE ? ESTABLISHED : indicator);

/**
 * 满月: whole months from one day to another. The same day of the month completes it; where the month lacks that day,
 * the first of the next month does (29 February + 12 months is complete on 1 March).
 */
export function monthsBetween(from: PlainDate, to: PlainDate): number {
  const part = (day: PlainDate, start: number, end: number) => Number(day.slice(start, end));
  const months = (part(to, 0, 4) - part(from, 0, 4)) * 12 + part(to, 5, 7) - part(from, 5, 7);
  return part(to, 8, 10) < part(from, 8, 10) ? months - 1 : months;
}

/** A calendar day, or null for anything else. */
export function dayIn(value: unknown): PlainDate | null {
  const parsed = PlainDate.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function companyAge({ asOf, fullYear, facts }: Context): Reading {
  const established = read({ asOf, fullYear, facts }, ESTABLISHED);
  if (established.state !== "known") return established;
  const day = dayIn(established.value);
  return day && day <= asOf ? { state: "known", value: monthsBetween(day, asOf) } : ABSENT;
}

/**
 * 取值 of an indicator in a year (the full year unless told otherwise). A yearly series is never answered with a neighbouring year;
 * a single value stands for the full year only.
 */
export function read(context: Context, indicator: string, year: number = context.fullYear): Reading {
  if (indicator === COMPANY_AGE) return companyAge(context);
  let value: unknown = Object.hasOwn(context.facts, indicator) ? context.facts[indicator] : undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const series = value as Readonly<Record<string, unknown>>;
    value = Object.hasOwn(series, String(year)) ? series[String(year)] : undefined;
  } else if (year !== context.fullYear) return ABSENT;
  if (value === undefined) return ABSENT;
  return value === null ? EMPTY : { state: "known", value: value as KnownValue };
}

/** A value as a number (or the decimal text of one); null for what is none. */
export function numberIn(value: KnownValue): number | string | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" && parseDecimal(value) ? value : null;
}
