import "server-only";
import { and, count, eq, sql } from "drizzle-orm";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { type Compared, timeField } from "@/lib/pipeline/clean/earlier";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { uploadRows, uploads } from "./schema";
import type { Db } from "./types";

/** A record that stands, with the delivery it came by. */
export type LiveRecord = { readonly record: CleanRecord; readonly period: string; readonly arrival: number };

/** Live records of a dataset by key, for telling a repeat from a change. */
export async function liveRecords(db: Db, datasetId: string, keys: readonly string[]): Promise<Map<string, LiveRecord>> {
  const found = new Map<string, LiveRecord>();
  for (let start = 0; start < keys.length; start += 2000) {
    const rows = await db
      .select({ key: uploadRows.recordKey, record: uploadRows.record, period: uploads.period, arrival: uploads.arrival })
      .from(uploadRows)
      .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
      .where(
        and(
          eq(uploadRows.datasetId, datasetId),
          sql`${uploadRows.recordKey} = any(array(select jsonb_array_elements_text(${JSON.stringify(keys.slice(start, start + 2000))}::jsonb)))`,
          sql`${uploadRows.record} is not null and ${uploadRows.supersededBy} is null`,
        ),
      );
    for (const { key, record, ...delivery } of rows) if (key && record) found.set(key, { record: record as CleanRecord, ...delivery });
  }
  return found;
}

/** One writer at a time of a dataset's live records, to the end of the transaction. */
export async function lockDataset(tx: Db, datasetId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`upload|${datasetId}`}))`);
}

/** How many files of a dataset have been applied: whoever compared rows with the live records must find the same number when storing them. */
export async function countApplied(db: Db, datasetId: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(uploads)
    .where(and(eq(uploads.datasetId, datasetId), eq(uploads.state, "applied")));
  return row?.n ?? 0;
}

/** As many periods of one kind as an amount is held against. */
const PERIODS = 6;

/** 往期记录 of the enterprises of a file, newest first per kind of record: what its amounts are held against. Empty where amounts are not comparable. */
export async function earlierRecords(db: Db, definition: DatasetDefinition, usccs: readonly string[]): Promise<Compared[]> {
  if (!definition.comparedWithin || usccs.length === 0) return [];
  const kind = sql.join(
    definition.comparedWithin.map((field) => sql`, r.record->>${field}`),
    sql``,
  );
  const time = timeField(definition);
  const found: Compared[] = [];
  for (let start = 0; start < usccs.length; start += 1000) {
    const { rows } = (await db.execute(sql`
      select uscc, record, record_key as "recordKey" from (
        select e.uscc, r.record, r.record_key, row_number() over (partition by e.uscc${kind} order by ${time === null ? sql`r.id` : sql`r.record->>${time}`} desc) as n
        from jsonb_array_elements_text(${JSON.stringify(usccs.slice(start, start + 1000))}::jsonb) as wanted(uscc)
        join enterprises e on e.uscc = wanted.uscc
        join upload_rows r on r.enterprise_id = e.id and r.dataset_id = ${definition.id} and r.record is not null and r.superseded_by is null) newest
      where n <= ${PERIODS} order by n`)) as unknown as { rows: { uscc: string; record: CleanRecord; recordKey: string | null }[] };
    found.push(...rows);
  }
  return found;
}
