import { type PlainDate, plainDate } from "@/lib/kernel/plain-date";
import { type DerivedValue, deriveIndicators, type IndicatorValue, type SourceRecord } from "@/lib/pipeline/apply/derive";
import { type CleanRow, compileCleaner, unitsOf } from "@/lib/pipeline/clean/clean-row";
import { markDuplicates } from "@/lib/pipeline/clean/duplicates";
import { type Collected, collectTable } from "@/lib/pipeline/collect/collect";
import { readDelimited } from "@/lib/pipeline/collect/delimited";
import type { Lookups } from "@/lib/pipeline/link/lookups";
import { dataset, INDICATORS, testDigest } from "./catalogue";

export const TODAY = plainDate("2026-07-15");

export type Walked = { readonly collected: Collected; readonly rows: readonly CleanRow[] };

/** The way of a delivered text from bytes to cleaned rows. */
export function walk(datasetId: string, text: string, lookups?: Lookups): Walked {
  const definition = dataset(datasetId);
  const collected = collectTable(definition, readDelimited(text), { digest: testDigest, delimited: true });
  const clean = compileCleaner(definition, { today: TODAY, units: unitsOf(collected.columns), ...(lookups && { lookups }) });
  return { collected, rows: markDuplicates(collected.rows.map(clean), definition).rows };
}

export const recordsOf = (datasetId: string, { rows }: Walked, recordedOn: PlainDate = TODAY): readonly SourceRecord[] =>
  rows
    .filter((row) => row.fate === "accepted" || row.fate === "corrected")
    .map((row) => ({ dataset: datasetId, period: "snapshot", data: row.record, rowId: row.row, recordedOn }));

export const derive = (
  records: readonly SourceRecord[],
  delivered: readonly string[] = [],
  years: readonly number[] = [2025],
  asOf: PlainDate = TODAY,
): readonly DerivedValue[] => deriveIndicators({ records, asOf, years, delivered: new Set(delivered), parameters: INDICATORS.parameters });

/** Values without subject, `id` or `id@year` → value. */
export const plainValues = (values: readonly DerivedValue[]): Readonly<Record<string, IndicatorValue | null>> =>
  Object.fromEntries(
    values.filter((one) => one.subject === "").map((one) => [one.period === "snapshot" ? one.indicatorId : `${one.indicatorId}@${one.period}`, one.value]),
  );
