import { addDays, lastOfMonth, type PlainDate, plainDate } from "@/lib/kernel/plain-date";
import { workdayFrom, workdaysAfter } from "./calendar";
import { day, monthText } from "./enterprise";
import type { DatasetId } from "./layouts";
import type { Month } from "./types";

export type FileFormat = "csv" | "xlsx" | "json" | "ndjson";
export type Encoding = "gb18030" | "utf-8-bom" | "utf-8";

/** One planned delivery: what it covers (for events: later than `since`, up to `until`; for months: those listed) and how it is written. */
export type Plan = {
  readonly datasetId: DatasetId;
  readonly period: string;
  readonly deliveredOn: PlainDate;
  readonly since: PlainDate;
  readonly until: PlainDate;
  readonly months: readonly Month[];
  readonly year: number | null;
  readonly format: FileFormat;
  readonly encoding: Encoding;
};

const START = plainDate("2018-12-31");
const LAST_MONTH = "2026-12";
const after = (month: Month): readonly [number, number] => {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? [year + 1, 1] : [year, number + 1];
};
const range = (from: Month, to: Month): Month[] => {
  const months: Month[] = [];
  for (let month = from; month <= to; month = monthText(...after(month))) months.push(month);
  return months;
};

/** Months delivered together: by quarter while the history is old, then one by one. */
function bundles(singleFrom: Month): Month[][] {
  const groups: Month[][] = [];
  for (const month of range("2024-01", LAST_MONTH)) {
    const last = groups.at(-1);
    if (month >= singleFrom || !last || last.length === 3) groups.push([month]);
    else last.push(month);
  }
  return groups;
}

type Shape = readonly [FileFormat, Encoding];
function monthly(
  datasetId: DatasetId,
  singleFrom: Month,
  deliver: (year: number, month: number) => PlainDate,
  shape: (months: readonly Month[], at: number) => Shape,
): Plan[] {
  return bundles(singleFrom).map((months, at) => {
    const period = months.at(-1) ?? singleFrom;
    const [format, encoding] = shape(months, at);
    const deliveredOn = deliver(...after(period));
    const first = plainDate(`${months[0] ?? period}-01`);
    return {
      datasetId,
      period,
      deliveredOn,
      since: addDays(first, -1),
      until: lastOfMonth(Number(period.slice(0, 4)), Number(period.slice(5))),
      months,
      year: null,
      format,
      encoding,
    };
  });
}

/** Deliveries of events on given days; each carries what became known since the one before. */
function onDays(datasetId: DatasetId, days: readonly PlainDate[], period: (on: PlainDate) => string, shape: Shape): Plan[] {
  return days.map((deliveredOn, at) => ({
    datasetId,
    period: period(deliveredOn),
    deliveredOn,
    since: days[at - 1] ? addDays(days[at - 1] as PlainDate, -1) : START,
    until: addDays(deliveredOn, -1),
    months: [],
    year: null,
    format: shape[0],
    encoding: shape[1],
  }));
}

function yearly(datasetId: DatasetId, deliver: (nextYear: number) => PlainDate): Plan[] {
  return [2023, 2024, 2025].map((year) => ({
    datasetId,
    period: String(year),
    deliveredOn: deliver(year + 1),
    since: START,
    until: day(year, 12, 31),
    months: [],
    year,
    format: "xlsx",
    encoding: "utf-8",
  }));
}

const firstWorkdays = (months: readonly Month[]): PlainDate[] => months.map((month) => workdayFrom(plainDate(`${month}-08`)));
/** Daily feeds are kept to a few files of history; from the day on which the county opens for claims they come on each workday. */
function dailyFrom(first: PlainDate, last: PlainDate): PlainDate[] {
  const days: PlainDate[] = [];
  for (let at = workdayFrom(first); at <= last; at = workdaysAfter(at, 1)) days.push(at);
  return days;
}
const OPENING_DAY = plainDate("2026-04-20");
const DAILY = dailyFrom(OPENING_DAY, plainDate("2026-12-31"));
const feed = (months: readonly Month[]): PlainDate[] => [...firstWorkdays(months).filter((on) => on < OPENING_DAY), ...DAILY];
const quarterOf = (on: PlainDate): string => {
  const before = addDays(on, -40);
  return `${before.slice(0, 4)}Q${Math.ceil(Number(before.slice(5, 7)) / 3)}`;
};
const asDay = (on: PlainDate): string => on;
const snapshot = () => "snapshot";
const JSON_UTF8: Shape = ["json", "utf-8"];
const XLSX: Shape = ["xlsx", "utf-8"];

const insuranceShape = (months: readonly Month[], at: number): Shape => {
  if (months.length > 1) return ["csv", "gb18030"];
  return at % 2 === 0 ? JSON_UTF8 : ["csv", "utf-8-bom"];
};

/** 交换计划: every delivery of the county's departments from 2024 to the end of 2026, in the order of the days. */
export function schedule(): Plan[] {
  const quarters = ["2024-01", "2024-04", "2024-07", "2024-10", "2025-01", "2025-04", "2025-07", "2025-10", "2026-01", "2026-04", "2026-07"];
  const halves = ["2024-01", "2024-07", "2025-01", "2025-07", "2026-01", "2026-05"];
  const plans = [
    ...onDays("bizRegistration", feed(quarters), snapshot, JSON_UTF8),
    ...onDays("regulatoryRecord", feed(halves), asDay, JSON_UTF8),
    ...onDays("publicCredit", feed(halves), snapshot, JSON_UTF8),
    ...onDays("laborContract", feed(["2024-07", "2025-01", "2025-04", "2025-07", "2025-10", "2026-01", "2026-04", "2026-06", "2026-07"]), asDay, JSON_UTF8),
    ...monthly(
      "taxReturn",
      "2025-10",
      (year, month) => workdaysAfter(workdayFrom(day(year, month, 15)), 3),
      () => JSON_UTF8,
    ),
    ...monthly(
      "taxPayment",
      "2026-01",
      (year, month) => workdaysAfter(day(year, month, 1), 3),
      (months) => (months.length > 1 ? JSON_UTF8 : ["ndjson", "utf-8"]),
    ),
    ...monthly("socialInsurance", "2025-04", (year, month) => workdaysAfter(day(year, month, 1), 6), insuranceShape),
    ...monthly(
      "electricityUsage",
      "2025-10",
      (year, month) => workdayFrom(day(year, month, 5)),
      () => ["csv", "gb18030"],
    ),
    ...monthly(
      "aboveScaleDirectory",
      "2026-01",
      (year, month) => workdayFrom(day(year, month, 14)),
      () => XLSX,
    ),
    ...yearly("taxCredit", (year) => workdayFrom(day(year, 4, 23))),
    ...yearly("rdDeduction", (year) => workdayFrom(day(year, 6, 12))),
    ...yearly("unemploymentBenefit", (year) => workdayFrom(day(year, 2, 26))),
    ...yearly("economicIndicators", (year) => workdayFrom(day(year, 3, 25))),
    ...onDays(
      "vatInvoice",
      dailyFrom(plainDate("2026-02-27"), plainDate("2026-12-25")).filter((_, at) => at % 18 === 0),
      asDay,
      JSON_UTF8,
    ),
    ...onDays("intellectualProperty", firstWorkdays(["2024-02", "2024-08", "2025-02", "2025-08", "2026-02", "2026-05", "2026-08", "2026-11"]), quarterOf, XLSX),
    ...onDays(
      "titleRegistry",
      firstWorkdays(["2024-03", "2024-09", "2025-03", "2025-09", "2026-01", "2026-04", "2026-07", "2026-09", "2026-11"]),
      snapshot,
      XLSX,
    ),
    ...onDays("foreignTrade", firstWorkdays(["2024-02", "2025-02", "2025-08", "2026-02", "2026-05", "2026-08", "2026-11"]), quarterOf, XLSX),
    ...onDays("marketExpansion", firstWorkdays(["2025-02", "2025-08", "2026-02", "2026-05", "2026-08", "2026-11"]), quarterOf, XLSX),
  ];
  return plans.toSorted((a, b) => (a.deliveredOn < b.deliveredOn ? -1 : Number(a.deliveredOn > b.deliveredOn)));
}
