import type { IndicatorDefinition } from "../indicators/catalogue";
import { factsFromValues, type StoredValue } from "../indicators/facts";
import { dayOfMonth, lastOfMonth, monthOf, type PlainDate, plainDate, yearOf } from "../kernel/plain-date";
import type { ResolvedPolicy } from "../policy/language";
import type { MatchProfile } from "./profile";

/** 往年试算的一年: the full year whose figures count, and the day on which it would have been judged. */
export type PastYear = { readonly fullYear: number; readonly asOf: PlainDate };

/** How many full years a draft is tried over. */
const YEARS = 3;

/** 近三个完整年度, the latest first: each judged on the same day of the year as today, in the year after. */
export function pastYears(today: PlainDate): PastYear[] {
  return Array.from({ length: YEARS }, (_, back) => {
    const year = yearOf(today) - back;
    const last = lastOfMonth(year, monthOf(today));
    const same = `${String(year)}-${today.slice(5)}`;
    return { fullYear: year - 1, asOf: dayOfMonth(today) > dayOfMonth(last) ? last : plainDate(same) };
  });
}

/** 假设当年已有: the policy as if it had been in force on any day, so that years before it can be tried. */
export const asIfInForce = (policy: ResolvedPolicy): ResolvedPolicy => ({
  ...policy,
  effective: { ...policy.effective, from: plainDate("1900-01-01"), to: plainDate("9999-12-31") },
});

const TITLES = "titleCodes";
const AWARDED = "titleAwardDate";

/** Titles in force on a day, each with its award; `values` are those of single titles. */
function titlesOn(values: readonly StoredValue[], day: PlainDate): { code: string; awarded: PlainDate }[] {
  const inForce = values.filter((value) => value.validFrom <= day && (value.validTo === null || value.validTo >= day));
  return inForce.flatMap(({ subject, value }) => (typeof value === "string" ? [{ code: subject, awarded: plainDate(value) }] : []));
}

/**
 * 当年的档案: yearly figures are those of the year (unknown where none is on record), titles those in force on its day; a state that keeps
 * no past (register, credit, staff of today) stays as it is now. `values` are the yearly figures of the file and the awards of single titles.
 */
export function profileOfYear(
  profile: MatchProfile,
  values: readonly StoredValue[],
  { fullYear, asOf }: PastYear,
  definitions: ReadonlyMap<string, Pick<IndicatorDefinition, "type" | "period">>,
): MatchProfile {
  const yearly = values.filter((value) => value.subject === "" && definitions.get(value.indicatorId)?.period === "year");
  const kept = Object.entries(profile.facts).filter(([id]) => definitions.get(id)?.period !== "year");
  const titles = titlesOn(
    values.filter((value) => value.indicatorId === AWARDED && value.subject !== ""),
    asOf,
  );
  const codes = TITLES in profile.facts ? { [TITLES]: titles.map((title) => title.code).sort() } : {};
  return {
    ...profile,
    facts: { ...Object.fromEntries(kept), ...factsFromValues(yearly, { asOf, fullYear, definitions }), ...codes },
    subjects: { ...profile.subjects, titles },
  };
}
