import type { IndicatorParameters } from "../../indicators/catalogue";
import { type PlainDate, plainDate } from "../../kernel/plain-date";

/** A live source row of one enterprise: cleaned, linked, not superseded. `period` is that of its delivery; `recordedOn` the day it was known. */
export type SourceRecord = {
  readonly dataset: string;
  readonly period: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly rowId: number;
  readonly recordedOn: PlainDate;
};

/** Money in whole fen; ratios and other numbers as exact decimal text; counts whole; days ISO; codes and sets of codes. */
export type IndicatorValue = string | number | boolean | readonly string[];

/**
 * 指标值: one fact of the truth table. `null` is a meaningful emptiness (不适用); what is not known is not in the list at all. `period` is a full year
 * or `snapshot`; `subject` is empty, or the title, invoice line or person digest that the value belongs to.
 */
export type DerivedValue = {
  readonly indicatorId: string;
  readonly period: string;
  readonly subject: string;
  readonly state: "value" | "null";
  readonly value: IndicatorValue | null;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
  /** The latest day on which any of its rows was known. */
  readonly asOf: PlainDate;
  readonly datasetId: string;
  readonly rowIds: readonly number[];
};

export type DeriveInput = {
  readonly records: readonly SourceRecord[];
  /** 判定日 */
  readonly asOf: PlainDate;
  /** Full years to derive. */
  readonly years: readonly number[];
  /**
   * Feeds that have spoken: `dataset`, `dataset|year` or `dataset|YYYY-MM`. Only for these does "no row" mean zero, none or false. For consent-gated
   * feeds the caller names them for enterprises that have consented. A dataset without any year in the set counts as delivered for all years.
   */
  readonly delivered: ReadonlySet<string>;
  readonly parameters: IndicatorParameters;
  /** Also give the values per title, invoice line and person (default true). */
  readonly subjects?: boolean;
};

export type Emission = {
  readonly id: string;
  readonly dataset: string;
  /** A full year, else the state on the day of judgement. */
  readonly year?: number;
  readonly subject?: string;
  readonly value: IndicatorValue | null;
  readonly records: readonly SourceRecord[];
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
};

/** What a group of indicators derives from and writes to. */
export type Book = {
  readonly asOf: PlainDate;
  readonly years: readonly number[];
  readonly parameters: IndicatorParameters;
  readonly subjects: boolean;
  readonly of: (dataset: string) => readonly SourceRecord[];
  /** Has the feed spoken, of that year where one is given? */
  readonly heard: (dataset: string, year?: number) => boolean;
  /** The latest month of a feed that was delivered, where months are named. */
  readonly latestMonth: (dataset: string) => string | null;
  readonly emit: (emission: Emission) => void;
  readonly values: DerivedValue[];
};

const NONE: readonly SourceRecord[] = [];

function byDataset(records: readonly SourceRecord[]): ReadonlyMap<string, readonly SourceRecord[]> {
  const map = new Map<string, SourceRecord[]>();
  for (const record of records) {
    const held = map.get(record.dataset);
    if (held) held.push(record);
    else map.set(record.dataset, [record]);
  }
  return map;
}

/** Which feeds have spoken, read out of the caller's set once for many enterprises. */
type Heard = Pick<Book, "heard" | "latestMonth">;
const HEARD = new WeakMap<ReadonlySet<string>, Heard>();

function heardOf(delivered: ReadonlySet<string>): Heard {
  const known = HEARD.get(delivered);
  if (known) return known;
  const spoken = new Set<string>();
  const dated = new Set<string>();
  const months = new Map<string, string>();
  for (const key of delivered) {
    const [dataset = "", period] = key.split("|");
    spoken.add(dataset);
    if (!period) continue;
    dated.add(dataset);
    spoken.add(`${dataset}|${period.slice(0, 4)}`);
    if (period.length === 7 && period > (months.get(dataset) ?? "")) months.set(dataset, period);
  }
  const heard: Heard = {
    heard: (dataset, year) => (year === undefined || !dated.has(dataset) ? spoken.has(dataset) : spoken.has(`${dataset}|${year}`)),
    latestMonth: (dataset) => months.get(dataset) ?? null,
  };
  HEARD.set(delivered, heard);
  return heard;
}

const latestDay = (records: readonly SourceRecord[], otherwise: PlainDate): PlainDate =>
  records.reduce<PlainDate | null>((last, { recordedOn }) => (last === null || recordedOn > last ? recordedOn : last), null) ?? otherwise;

/** Opens the book of one enterprise. */
export function openBook(input: DeriveInput): Book {
  const records = byDataset(input.records);
  const values: DerivedValue[] = [];
  const emit = ({ id, dataset, year, subject = "", value, records: rows, validFrom, validTo }: Emission) => {
    const asOf = latestDay(rows, input.asOf);
    const from = validFrom ?? (year === undefined ? asOf : `${year}-01-01`);
    const to = validTo ?? (year === undefined ? null : `${year}-12-31`);
    values.push({
      indicatorId: id,
      period: year === undefined ? "snapshot" : String(year),
      subject,
      state: value === null ? "null" : "value",
      value,
      validFrom: plainDate(from),
      validTo: to === null ? null : plainDate(to),
      asOf,
      datasetId: dataset,
      rowIds: rows.map((row) => row.rowId),
    });
  };
  const { asOf, years, parameters, subjects = true } = input;
  return { asOf, years, parameters, subjects, of: (dataset) => records.get(dataset) ?? NONE, ...heardOf(input.delivered), emit, values };
}

export const textAt = (record: SourceRecord, field: string): string | null => {
  const value = record.data[field];
  return typeof value === "string" && value !== "" ? value : null;
};
export const numberAt = (record: SourceRecord, field: string): number | null => {
  const value = record.data[field];
  return typeof value === "number" ? value : null;
};
export const flagAt = (record: SourceRecord, field: string): boolean | null => {
  const value = record.data[field];
  return typeof value === "boolean" ? value : null;
};
/** A decimal as its text, whether it was kept as text or as a number. */
export const decimalAt = (record: SourceRecord, field: string): string | null =>
  textAt(record, field) ?? (numberAt(record, field) === null ? null : String(numberAt(record, field)));

/** Sum of a whole-number field; null cells add nothing. */
export const sumOf = (records: readonly SourceRecord[], field: string): number => records.reduce((sum, record) => sum + (numberAt(record, field) ?? 0), 0);

/** The last record by an order of text keys; ties by the day it was known, then by row. */
export function lastBy(records: readonly SourceRecord[], key: (record: SourceRecord) => string): SourceRecord | null {
  const rank = (record: SourceRecord) => `${key(record)}\u001f${record.recordedOn}\u001f${String(record.rowId).padStart(12, "0")}`;
  return records.reduce<SourceRecord | null>((last, record) => (last === null || rank(record) > rank(last) ? record : last), null);
}

/** Does a day or period field fall into the year? */
export const inYear = (record: SourceRecord, field: string, year: number): boolean => textAt(record, field)?.startsWith(`${year}`) ?? false;
