import { lastOfMonth, type PlainDate, plainDate } from "../../kernel/plain-date";
import { type SourceRecord, textAt } from "./book";

/** The same day `months` earlier; where that month lacks it, its last day. */
export function monthsBefore(day: PlainDate, months: number): PlainDate {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const last = lastOfMonth(year, month);
  const wished = `${last.slice(0, 8)}${day.slice(8)}`;
  return wished > last ? last : plainDate(wished);
}

/**
 * 近 N 个月: a decision from the corresponding day N months ago up to the day of judgement. The day of the decision is not counted into the period
 * (民法典第201条), so that on the corresponding day the period is not over yet.
 */
export const isWithinMonths = (record: SourceRecord, field: string, asOf: PlainDate, months: number): boolean => {
  const day = textAt(record, field);
  return day !== null && day <= asOf && day >= monthsBefore(asOf, months);
};

/** 判定日在列: listed by then and not yet removed. */
export function isListed(record: SourceRecord, asOf: PlainDate): boolean {
  const listed = textAt(record, "listedDate");
  const removed = textAt(record, "removedDate");
  return listed !== null && listed <= asOf && (removed === null || removed > asOf);
}
