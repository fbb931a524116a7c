import "server-only";
import { and, asc, eq, inArray, lt, notInArray, sql } from "drizzle-orm";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import type { Correction, Reason } from "@/lib/pipeline/clean/outcome";
import { DatasetDefinition } from "@/lib/pipeline/dataset";
import { countFates, type RowFate } from "@/lib/pipeline/fates";
import type { RowLink } from "@/lib/pipeline/link/link-row";
import { type PeriodRefusal, periodFor } from "@/lib/pipeline/period";
import { appendAudit } from "./audit";
import { openBytes, sealBytes, sha256Hex } from "./crypto";
import { registerEnterprises } from "./enterprises";
import { countApplied, lockDataset } from "./live-records";
import { datasets, enterpriseProfiles, uploadChunks, uploads } from "./schema";
import type { Db } from "./types";

export type Upload = typeof uploads.$inferSelect;

const CHUNK_BYTES = 1024 * 1024;
export const UPLOAD_LIMIT_BYTES = 300 * 1024 * 1024;
const placeOf = (uploadId: string, seq: number) => `uploadChunks.content|${uploadId}|${seq}`;

export async function findDataset(db: Db, datasetId: string): Promise<{ definition: DatasetDefinition; departmentId: string } | null> {
  const [row] = await db.select().from(datasets).where(eq(datasets.id, datasetId));
  return row ? { definition: DatasetDefinition.parse(row.definition), departmentId: row.departmentId } : null;
}

export type Delivery = {
  readonly datasetId: string;
  readonly period: string;
  readonly channel: Upload["channel"];
  readonly filename: string;
  readonly content: Uint8Array;
  readonly at: Instant;
  readonly receivedBy?: string | null;
  readonly keyId?: string | null;
};
export type DeliveryRefusal = { readonly code: "datasetUnknown" | "empty" | "tooLarge" | PeriodRefusal["code"]; readonly message: string };

/** A new file with its encrypted pieces and its audit row. */
async function storeUpload(tx: Db, delivery: Delivery & { readonly contentSha256: string }): Promise<string> {
  const { datasetId, period, content, contentSha256, at, receivedBy = null, keyId = null } = delivery;
  const [stored] = await tx
    .insert(uploads)
    .values({
      datasetId,
      period,
      channel: delivery.channel,
      filename: delivery.filename.replace(/[\\/\p{C}]/gu, "_").slice(-120),
      contentSha256,
      byteSize: content.length,
      state: "received",
      asOf: dayOf(at),
      receivedAt: at,
      receivedBy,
      keyId,
    })
    .returning({ id: uploads.id });
  if (!stored) throw new Error("upload was not stored");
  for (let seq = 0; seq * CHUNK_BYTES < content.length; seq++) {
    const piece = content.subarray(seq * CHUNK_BYTES, (seq + 1) * CHUNK_BYTES);
    await tx.insert(uploadChunks).values({ uploadId: stored.id, seq, content: sealBytes(piece, placeOf(stored.id, seq)) });
  }
  const detail = { datasetId, period, contentSha256, byteSize: content.length, keyId };
  const actorRole = keyId ? "departmentSystem" : "dataOfficer";
  await appendAudit(tx, [{ at, actorId: receivedBy, actorRole, action: "upload.received", subjectType: "upload", subjectId: stored.id, detail }]);
  return stored.id;
}

/**
 * 收文: takes a file in. The same bytes for the same dataset and period are recognised and change nothing. Bytes rest encrypted, because a
 * file may hold identity numbers, until it is processed.
 */
export async function receiveUpload(db: Db, delivery: Delivery): Promise<Result<{ uploadId: string; duplicate: boolean }, DeliveryRefusal>> {
  const { datasetId, content, at } = delivery;
  const dataset = await findDataset(db, datasetId);
  if (!dataset) return refused({ code: "datasetUnknown", message: `没有“${datasetId}”这个数据集，请核对数据集编号。` });
  if (content.length === 0) return refused({ code: "empty", message: "文件是空的，请重新导出后再传。" });
  if (content.length > UPLOAD_LIMIT_BYTES) return refused({ code: "tooLarge", message: "文件超过 300 MB，请按月份拆开再传。" });
  const period = periodFor(dataset.definition, delivery.period, dayOf(at));
  if (!period.ok) return period;
  const contentSha256 = sha256Hex(content);
  return db.transaction(async (tx) => {
    const [same] = await tx
      .select({ id: uploads.id })
      .from(uploads)
      .where(
        and(
          eq(uploads.datasetId, datasetId),
          eq(uploads.period, period.value.text),
          eq(uploads.contentSha256, contentSha256),
          notInArray(uploads.state, ["refused", "cancelled"]),
        ),
      );
    if (same) {
      // A present-state list sent again unchanged says that it still holds: its day moves on, nothing else
      if (period.value.kind === "snapshot")
        await tx
          .update(uploads)
          .set({ asOf: dayOf(at) })
          .where(and(eq(uploads.id, same.id), lt(uploads.asOf, dayOf(at))));
      return ok({ uploadId: same.id, duplicate: true });
    }
    const uploadId = await storeUpload(tx, { ...delivery, period: period.value.text, contentSha256 });
    return ok({ uploadId, duplicate: false });
  });
}

/** The bytes of an upload that waits to be processed; null once it is done. */
export async function readContent(db: Db, uploadId: string): Promise<Uint8Array | null> {
  const chunks = await db.select().from(uploadChunks).where(eq(uploadChunks.uploadId, uploadId)).orderBy(asc(uploadChunks.seq));
  if (chunks.length === 0) return null;
  return new Uint8Array(Buffer.concat(chunks.map((chunk) => openBytes(chunk.content, placeOf(uploadId, chunk.seq)))));
}

export async function findUpload(db: Db, uploadId: string): Promise<Upload | null> {
  const [row] = await db.select().from(uploads).where(eq(uploads.id, uploadId));
  return row ?? null;
}

/** Uploads that were received and not finished, oldest first: what a restart goes on with. */
export async function unfinishedUploads(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(inArray(uploads.state, ["received", "processing"]))
    .orderBy(asc(uploads.arrival));
  return rows.map((row) => row.id);
}

/** 整份退回: the file as a whole could not be taken. */
export async function refuseUpload(db: Db, uploadId: string, refusal: string, unknownColumns: readonly string[], at: Instant): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .update(uploads)
      .set({ state: "refused", refusal, unknownColumns: [...unknownColumns], finishedAt: at })
      .where(eq(uploads.id, uploadId));
    await tx.delete(uploadChunks).where(eq(uploadChunks.uploadId, uploadId));
    await appendAudit(tx, [
      { at, actorId: null, actorRole: "system", action: "upload.refused", subjectType: "upload", subjectId: uploadId, detail: { refusal } },
    ]);
  });
}

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

async function reserveIds(tx: Db, count: number): Promise<number[]> {
  const { rows } = (await tx.execute(sql`select nextval('upload_rows_id_seq')::float8 as id from generate_series(1, ${count}::int)`)) as unknown as {
    rows: { id: number }[];
  };
  return rows.map((row) => row.id);
}

type StoredRow = ProcessedRow & { readonly id: number; readonly enterpriseId: string | null };

async function supersede(tx: Db, datasetId: string, rows: readonly StoredRow[]): Promise<void> {
  const replacing = rows.filter((row) => row.record !== null && row.recordKey !== null).map((row) => ({ k: row.recordKey, i: row.id }));
  for (let start = 0; start < replacing.length; start += 2000)
    await tx.execute(sql`
      update upload_rows old set superseded_by = n.i
      from jsonb_to_recordset(${JSON.stringify(replacing.slice(start, start + 2000))}::jsonb) as n(k text, i bigint)
      where old.dataset_id = ${datasetId} and old.record_key = n.k and old.record is not null and old.superseded_by is null`);
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

/** How personal fields are kept in the stored record. */
export type Masks = Readonly<Record<string, (text: string) => string>>;

export function masked<Value>(values: Readonly<Record<string, Value>>, masks: Masks): Record<string, Value | string> {
  const copy: Record<string, Value | string> = { ...values };
  for (const [field, mask] of Object.entries(masks)) {
    const value = copy[field];
    if (typeof value === "string" && value !== "") copy[field] = mask(value);
  }
  return copy;
}

export const maskedRecord = (record: CleanRecord | null, masks: Masks): CleanRecord | null => record && masked(record, masks);

const countPatterns = (rows: readonly ProcessedRow[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { corrections } of rows) for (const { pattern } of corrections) counts[pattern] = (counts[pattern] ?? 0) + 1;
  return counts;
};

/** Fingerprint of what became of every row, for the audit trail. */
const digestOf = (rows: readonly ProcessedRow[]): string => sha256Hex(rows.map((row) => `${row.row}|${row.fate}|${row.recordKey ?? ""}`).join("\n"));

export type AppliedUpload = { readonly counts: ReturnType<typeof countFates>; readonly enterpriseIds: readonly string[] };

/**
 * 入库: stores every row of a file with its one fate, replaces the records it delivers anew, opens the files of enterprises that the register
 * names for the first time, and marks the profiles it touches. One transaction: after a crash the file is as if it had not been looked at. Another
 * file of the dataset that came in between makes the comparison with the live records worthless: then nothing is stored.
 */
export async function applyUpload(
  db: Db,
  input: {
    upload: Upload;
    isRegister: boolean;
    rows: readonly ProcessedRow[];
    masks: Masks;
    unknownColumns: readonly string[];
    at: Instant;
    seen: number;
    reading: Upload["reading"];
  },
): Promise<Result<AppliedUpload, "overtaken">> {
  const { upload, rows, at } = input;
  return db.transaction(async (tx): Promise<Result<AppliedUpload, "overtaken">> => {
    await lockDataset(tx, upload.datasetId);
    if ((await countApplied(tx, upload.datasetId)) !== input.seen) return refused("overtaken");
    const ids = await reserveIds(tx, rows.length);
    const withIds = rows.map((row, index) => ({ ...row, id: ids[index] ?? 0 }));
    const enterpriseOf = await registerEnterprises(tx, withIds, { isRegister: input.isRegister, at });
    const stored: StoredRow[] = withIds.map((row) => ({
      ...row,
      record: maskedRecord(row.record, input.masks),
      enterpriseId: row.link?.uscc ? (enterpriseOf.get(row.link.uscc) ?? null) : null,
    }));
    await supersede(tx, upload.datasetId, stored);
    await insertRows(tx, upload, stored);
    const counts = countFates(rows.map((row) => row.fate));
    await tx
      .update(uploads)
      .set({
        state: "applied",
        totalRows: rows.length,
        processedRows: rows.length,
        reading: input.reading,
        acceptedRows: counts.accepted,
        correctedRows: counts.corrected,
        quarantinedRows: counts.quarantined,
        duplicateRows: counts.duplicate,
        ignoredRows: counts.ignored,
        patternCounts: countPatterns(rows),
        unknownColumns: [...input.unknownColumns],
        finishedAt: at,
      })
      .where(eq(uploads.id, upload.id));
    await tx.delete(uploadChunks).where(eq(uploadChunks.uploadId, upload.id));
    const touched = [...new Set(stored.flatMap((row) => (row.record !== null && row.enterpriseId ? [row.enterpriseId] : [])))];
    await markStale(tx, touched, at);
    await appendAudit(tx, [
      {
        at,
        actorId: null,
        actorRole: "system",
        action: "upload.applied",
        subjectType: "upload",
        subjectId: upload.id,
        detail: { datasetId: upload.datasetId, period: upload.period, ...counts, rowsDigest: digestOf(rows) },
      },
    ]);
    return ok({ counts, enterpriseIds: touched });
  });
}

/** Profiles to be refreshed: the next run of the refresh finds them by the mark. */
export async function markStale(tx: Db, enterpriseIds: readonly string[], at: Instant): Promise<void> {
  for (let start = 0; start < enterpriseIds.length; start += 1000)
    await tx
      .insert(enterpriseProfiles)
      .values(enterpriseIds.slice(start, start + 1000).map((enterpriseId) => ({ enterpriseId, facts: {}, factsHash: "", refreshedAt: at, stale: true })))
      .onConflictDoUpdate({ target: enterpriseProfiles.enterpriseId, set: { stale: true } });
}
