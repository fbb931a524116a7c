import "server-only";
import { and, count, eq, type SQL, sql } from "drizzle-orm";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { type Compared, timeField } from "@/lib/pipeline/clean/earlier";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { uploadRows, uploads } from "./schema";
import type { Db } from "./types";

/** A record that stands, with the delivery it came by. */
export type LiveRecord = { readonly record: CleanRecord; readonly period: string; readonly arrival: number };

/** 可见: a row of a file whose rows are still coming in is read by nobody. */
export const isSeen: SQL = sql`${uploadRows.uploadId} <> all(array(select id from uploads where stage = 'staging'))`;

/** 现行记录, the one definition of it, over `upload_rows` under the name `r`: seen, and nothing that counts has taken its place. */
export const isLive = (r: SQL = sql`${uploadRows}`): SQL => sql`(${r}.record is not null
  and (${r}.superseded_by is null or ${r}.superseded_by < 0 and ${r}.dataset_id <> all(array(select dataset_id from uploads where stage = 'settling')))
  and ${r}.upload_id <> all(array(select id from uploads where stage = 'staging')))`;

/**
 * The record of a dataset under a key, by the state of its successor. One look into the index for each key: a planner without statistics (the
 * embedded database never has any) would read all records of the dataset for every batch. `offset 0` keeps it from being planned otherwise.
 */
export const recordAt = (datasetId: string, key: SQL, successor: SQL): SQL => sql`
  (select * from upload_rows r where r.dataset_id = ${datasetId} and r.record_key = ${key} and r.record is not null and r.superseded_by ${successor} offset 0)`;

type Found = LiveRecord & { readonly key: string };

/** Live records of a dataset by key, for telling a repeat from a change. */
export async function liveRecords(db: Db, datasetId: string, keys: readonly string[]): Promise<Map<string, LiveRecord>> {
  const found = new Map<string, LiveRecord>();
  for (let start = 0; start < keys.length; start += 2000) {
    const wanted = JSON.stringify(keys.slice(start, start + 2000));
    const look = (successor: SQL) => sql`
      select n.key, r.record, u.period, u.arrival::float8 as arrival from jsonb_array_elements_text(${wanted}::jsonb) as n(key)
      cross join lateral ${recordAt(datasetId, sql`n.key`, successor)} r join uploads u on u.id = r.upload_id where ${isLive(sql`r`)}`;
    const { rows } = (await db.execute(sql`${look(sql`is null`)} union all ${look(sql`< 0`)}`)) as unknown as { rows: Found[] };
    for (const { key, ...live } of rows) found.set(key, live);
  }
  return found;
}

/**
 * Puts the row `rowId` in the place of the record that stands under its key. Returns what the row itself carries as its successor: none, or, where
 * a file that is just being stored brings the same record, that one's number, which counts when the file does.
 */
export async function replaceLive(tx: Db, datasetId: string, key: string | null, rowId: number): Promise<number | null> {
  if (key === null) return null;
  const under = sql`r.dataset_id = ${datasetId} and r.record_key = ${key} and r.record is not null`;
  const { rows } = (await tx.execute(sql`
    select r.id::float8 as id from upload_rows r join uploads u on u.id = r.upload_id where ${under} and r.superseded_by is null and u.stage = 'staging'`)) as unknown as {
    rows: { id: number }[];
  };
  await tx.execute(sql`update upload_rows r set superseded_by = ${rowId} where ${under} and ${isLive(sql`r`)}`);
  return rows[0] ? -rows[0].id : null;
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
        cross join lateral (select * from upload_rows r where r.enterprise_id = e.id and r.dataset_id = ${definition.id} and ${isLive(sql`r`)} offset 0) r) newest
      where n <= ${PERIODS} order by n`)) as unknown as { rows: { uscc: string; record: CleanRecord; recordKey: string | null }[] };
    found.push(...rows);
  }
  return found;
}
