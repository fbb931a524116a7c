import "server-only";
import { createHash, type Hash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import type { Correction, Reason } from "@/lib/pipeline/clean/outcome";
import { countFates, type RowFate } from "@/lib/pipeline/fates";
import type { RowLink } from "@/lib/pipeline/link/link-row";
import { type Masks, masked } from "@/lib/pipeline/masks";
import { enterpriseIds } from "./enterprises";
import { recordAt } from "./live-records";
import type { Db } from "./types";
import type { Upload } from "./uploads";

/** One source row as the pipeline leaves it. `record` is kept for accepted and corrected rows only. */
export type ProcessedRow = {
  readonly row: number;
  readonly fate: RowFate;
  readonly raw: Readonly<Record<string, string>>;
  readonly record: CleanRecord | null;
  readonly recordKey: string | null;
  readonly link: RowLink | null;
  readonly corrections: readonly Correction[];
  readonly reasons: readonly Reason[];
};

/** A row on its way into the table, with the number that it will have there. */
export type NumberedRow = ProcessedRow & { readonly id: number };
export type StoredRow = NumberedRow & { readonly enterpriseId: string | null };

async function reserveIds(tx: Db, count: number): Promise<number[]> {
  const { rows } = (await tx.execute(sql`select nextval('upload_rows_id_seq')::float8 as id from generate_series(1, ${count}::int)`)) as unknown as {
    rows: { id: number }[];
  };
  return rows.map((row) => row.id);
}

export async function numbered(tx: Db, rows: readonly ProcessedRow[]): Promise<NumberedRow[]> {
  const ids = await reserveIds(tx, rows.length);
  return rows.map((row, index) => ({ ...row, id: ids[index] ?? 0 }));
}

/**
 * 替换: the records that stand give way to those of the file under the same keys. `later`: not before the file counts, which a negative number
 * says; only a row of the same file gives way at once, for neither has been seen.
 */
async function supersede(tx: Db, upload: Upload, rows: readonly NumberedRow[], later: boolean): Promise<void> {
  const replacing = rows.flatMap(({ record, recordKey, id }) => (record !== null && recordKey !== null ? [{ k: recordKey, i: id }] : []));
  const mark = later ? sql`case when old.upload_id = ${upload.id}::uuid then found.i else -found.i end` : sql`found.i`;
  for (let start = 0; start < replacing.length; start += 2000)
    await tx.execute(sql`
      update upload_rows old set superseded_by = ${mark}
      from (select n.i, at.id from jsonb_to_recordset(${JSON.stringify(replacing.slice(start, start + 2000))}::jsonb) as n(k text, i bigint)
        cross join lateral ${recordAt(upload.datasetId, sql`n.k`, sql`is null`)} at) found
      where old.id = found.id`);
}

const orNull = <Item>(list: readonly Item[] | undefined): readonly Item[] | null => (list && list.length > 0 ? list : null);

const columnsOf = ({ id, row, fate, raw, record, recordKey, enterpriseId, link, corrections, reasons }: StoredRow) => ({
  id,
  row,
  fate,
  raw,
  record,
  record_key: record === null ? null : recordKey,
  enterprise_id: enterpriseId,
  uscc: link?.uscc ?? null,
  link_fate: link?.fate ?? "none",
  link_confidence: link?.confidence ?? null,
  link_candidates: orNull(link?.candidates),
  corrections: orNull(corrections),
  reasons: orNull(reasons),
});

async function insertRows(tx: Db, upload: Upload, rows: readonly StoredRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 1000) {
    const part = rows.slice(start, start + 1000).map(columnsOf);
    await tx.execute(sql`
      insert into upload_rows (id, upload_id, dataset_id, "row", fate, raw, record, record_key, period, enterprise_id, uscc, link_fate, link_confidence, link_candidates, corrections, reasons)
      select r.id, ${upload.id}::uuid, ${upload.datasetId}, r."row", r.fate, r.raw, nullif(r.record, 'null'::jsonb), r.record_key, ${upload.period}, r.enterprise_id, r.uscc, r.link_fate, r.link_confidence,
        nullif(r.link_candidates, 'null'::jsonb), nullif(r.corrections, 'null'::jsonb), nullif(r.reasons, 'null'::jsonb)
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r(id bigint, "row" int, fate text, raw jsonb, record jsonb, record_key text, enterprise_id uuid, uscc text, link_fate text,
        link_confidence float8, link_candidates jsonb, corrections jsonb, reasons jsonb)`);
  }
}

/** Writes rows of a file with their one fate and what they replace. `later`: nobody is to see it yet. */
export async function storeRows(
  tx: Db,
  upload: Upload,
  rows: readonly NumberedRow[],
  { masks, later }: { masks: Masks; later: boolean },
): Promise<StoredRow[]> {
  const idOf = await enterpriseIds(tx, new Set(rows.flatMap(({ link }) => (link?.uscc ? [link.uscc] : []))));
  const stored: StoredRow[] = rows.map((row) => ({
    ...row,
    record: row.record && masked(row.record, masks),
    enterpriseId: row.link?.uscc ? (idOf.get(row.link.uscc) ?? null) : null,
  }));
  await supersede(tx, upload, stored, later);
  await insertRows(tx, upload, stored);
  return stored;
}

/** What is counted of the rows while they pass. */
export type Tally = {
  readonly fates: Record<RowFate, number>;
  readonly patterns: Record<string, number>;
  readonly touched: Set<string>;
  readonly digest: Hash;
  rows: number;
};
export const newTally = (): Tally => ({ fates: { ...countFates([]) }, patterns: {}, touched: new Set(), digest: createHash("sha256"), rows: 0 });

/** The digest is the fingerprint of what became of every row, for the audit trail. */
export function tallyRows(tally: Tally, rows: readonly StoredRow[]): void {
  for (const { row, fate, recordKey, corrections, record, enterpriseId } of rows) {
    tally.digest.update(`${tally.rows === 0 ? "" : "\n"}${row}|${fate}|${recordKey ?? ""}`);
    tally.rows += 1;
    tally.fates[fate] += 1;
    for (const { pattern } of corrections) tally.patterns[pattern] = (tally.patterns[pattern] ?? 0) + 1;
    if (record !== null && enterpriseId) tally.touched.add(enterpriseId);
  }
}
