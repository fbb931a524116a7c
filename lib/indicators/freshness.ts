import { addDays, firstOfMonth, lastOfMonth, type PlainDate } from "../kernel/plain-date";
import type { Frequency } from "../pipeline/dataset";

/** Feeds without an expected delivery count as fresh for this long. */
export const ON_DEMAND_DAYS = 30;

const MONTHS: Readonly<Record<Exclude<Frequency, "daily" | "onDemand">, number>> = { monthly: 1, quarterly: 3, yearly: 12 };

/** The same day `months` later; where that month lacks it, its last day. */
function addMonths(day: PlainDate, months: number): PlainDate {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const last = lastOfMonth(year, month);
  const wished = addDays(firstOfMonth(year, month), Number(day.slice(8, 10)) - 1);
  return wished > last ? last : wished;
}

export type FreshnessQuestion = {
  readonly frequency: Frequency;
  readonly lagDays: number;
  /** Day of the latest delivery; null when there has never been one. */
  readonly lastDelivery: PlainDate | null;
  readonly today: PlainDate;
  /** The day `count` working days after a day, by the county's calendar. */
  readonly addWorkdays: (day: PlainDate, count: number) => PlainDate;
};

export type Freshness = { readonly fresh: boolean; readonly nextExpected: PlainDate | null; readonly freshUntil: PlainDate | null };

/** The day on which the next delivery of a feed is expected; null where none is. */
export function nextExpected(frequency: Frequency, lagDays: number, lastDelivery: PlainDate): PlainDate | null {
  if (frequency === "onDemand") return null;
  return addDays(frequency === "daily" ? addDays(lastDelivery, 1) : addMonths(lastDelivery, MONTHS[frequency]), lagDays);
}

/**
 * 数据新鲜度: a datum is fresh until one working day after its feed's next expected delivery (frequency and usual delay); feeds without an expectation
 * for 30 days. Stale data block straight-through approval and never reject.
 */
export function freshness({ frequency, lagDays, lastDelivery, today, addWorkdays }: FreshnessQuestion): Freshness {
  if (lastDelivery === null) return { fresh: false, nextExpected: null, freshUntil: null };
  const expected = nextExpected(frequency, lagDays, lastDelivery);
  const freshUntil = expected === null ? addDays(lastDelivery, ON_DEMAND_DAYS) : addWorkdays(expected, 1);
  return { fresh: today <= freshUntil, nextExpected: expected, freshUntil };
}

export const isFresh = (question: FreshnessQuestion): boolean => freshness(question).fresh;
