import "server-only";
import { createHash, type Hash } from "node:crypto";
import { and, asc, eq, inArray, lt, notInArray, sql } from "drizzle-orm";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import type { Correction, Reason } from "@/lib/pipeline/clean/outcome";
import { DatasetDefinition } from "@/lib/pipeline/dataset";
import { countFates, type FateCounts, type RowFate } from "@/lib/pipeline/fates";
import type { RowLink } from "@/lib/pipeline/link/link-row";
import { type Masks, masked } from "@/lib/pipeline/masks";
import { type PeriodRefusal, periodFor } from "@/lib/pipeline/period";
import { maskIdentityNumbers } from "@/lib/standards/mask";
import { appendAudit } from "./audit";
import { openBytes, sealBytes, sha256Hex } from "./crypto";
import { registerEnterprises } from "./enterprises";
import { countApplied, lockDataset } from "./live-records";
import { datasets, enterpriseProfiles, uploadChunks, uploads } from "./schema";
import type { Db } from "./types";
import { stillProcessing } from "./upload-runs";

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

/** 文件名 as it is kept and shown: no path, nothing invisible, its end (where the kind stands) when it is long. */
/** The name a file came under, printable, without a path and without a person's number. */
const safeName = (name: string): string => [...maskIdentityNumbers(name.replace(/[\\/\p{C}]/gu, "_"))].slice(-120).join("");

/** A new file with its encrypted pieces and its audit row. */
async function storeUpload(tx: Db, delivery: Delivery & { readonly contentSha256: string }): Promise<string> {
  const { datasetId, period, content, contentSha256, at, receivedBy = null, keyId = null } = delivery;
  const [stored] = await tx
    .insert(uploads)
    .values({
      datasetId,
      period,
      channel: delivery.channel,
      filename: safeName(delivery.filename),
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
    // As base64 text: the embedded database takes ten times as long over bytes
    const sealed = Buffer.from(sealBytes(piece, placeOf(stored.id, seq))).toString("base64");
    await tx.insert(uploadChunks).values({ uploadId: stored.id, seq, content: sql`decode(${sealed}, 'base64')` });
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

/** The bytes of an upload that waits to be processed, put together piece by piece; null once it is done. */
export async function readContent(db: Db, uploadId: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const upload = await findUpload(db, uploadId);
  const content = new Uint8Array(upload?.byteSize ?? 0);
  let at = 0;
  for (let seq = 0; at < content.length; seq++) {
    const [chunk] = await db
      .select({ sealed: sql<string>`encode(${uploadChunks.content}, 'base64')` })
      .from(uploadChunks)
      .where(and(eq(uploadChunks.uploadId, uploadId), eq(uploadChunks.seq, seq)));
    if (!chunk) return null;
    const piece = openBytes(Buffer.from(chunk.sealed, "base64"), placeOf(uploadId, seq));
    content.set(piece, at);
    at += piece.length;
  }
  return at === 0 ? null : content;
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

/** 整份退回: the file as a whole could not be taken. One that was withdrawn meanwhile is left alone. */
export async function refuseUpload(db: Db, uploadId: string, refusal: string, unknownColumns: readonly string[], at: Instant): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await stillProcessing(tx, uploadId))) return;
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

/** What is counted of the rows while they pass. */
type Tally = {
  readonly fates: Record<RowFate, number>;
  readonly patterns: Record<string, number>;
  readonly touched: Set<string>;
  readonly digest: Hash;
  rows: number;
};
const newTally = (): Tally => ({ fates: { ...countFates([]) }, patterns: {}, touched: new Set(), digest: createHash("sha256"), rows: 0 });

/** The digest is the fingerprint of what became of every row, for the audit trail. */
function tallyRows(tally: Tally, rows: readonly StoredRow[]): void {
  for (const { row, fate, recordKey, corrections, record, enterpriseId } of rows) {
    tally.digest.update(`${tally.rows === 0 ? "" : "\n"}${row}|${fate}|${recordKey ?? ""}`);
    tally.rows += 1;
    tally.fates[fate] += 1;
    for (const { pattern } of corrections) tally.patterns[pattern] = (tally.patterns[pattern] ?? 0) + 1;
    if (record !== null && enterpriseId) tally.touched.add(enterpriseId);
  }
}

type Application = {
  readonly upload: Upload;
  readonly isRegister: boolean;
  /** The rows in the file's order, in batches of at most some thousands. */
  readonly batches: AsyncIterable<readonly ProcessedRow[]>;
  readonly masks: Masks;
  readonly unknownColumns: readonly string[];
  readonly at: Instant;
  /** How many files of the dataset had been applied when the rows were compared with the live records. */
  readonly seen: number;
  readonly reading: Upload["reading"];
};

async function storeBatch(tx: Db, { upload, isRegister, masks, at }: Application, rows: readonly ProcessedRow[]): Promise<StoredRow[]> {
  const ids = await reserveIds(tx, rows.length);
  const withIds = rows.map((row, index) => ({ ...row, id: ids[index] ?? 0 }));
  const enterpriseOf = await registerEnterprises(tx, withIds, { isRegister, at });
  const stored: StoredRow[] = withIds.map((row) => ({
    ...row,
    record: row.record && masked(row.record, masks),
    enterpriseId: row.link?.uscc ? (enterpriseOf.get(row.link.uscc) ?? null) : null,
  }));
  await supersede(tx, upload.datasetId, stored);
  await insertRows(tx, upload, stored);
  return stored;
}

/** Rows of a register file that came before the row that opened their enterprise (repeats, waiting ones). */
async function joinOpened(tx: Db, uploadId: string): Promise<void> {
  await tx.execute(sql`
    update upload_rows r set enterprise_id = e.id from enterprises e
    where r.upload_id = ${uploadId}::uuid and r.enterprise_id is null and r.uscc = e.uscc`);
}

export type AppliedUpload = { readonly counts: FateCounts; readonly enterpriseIds: readonly string[] };

/**
 * 入库: stores every row of a file with its one fate, replaces the records it delivers anew, opens the files of enterprises that the register
 * names for the first time, and marks the profiles it touches. One transaction: after a crash the file is as if it had not been looked at. Another
 * file of the dataset that came in between makes the comparison with the live records worthless (`overtaken`), and one that was `withdrawn`
 * meanwhile is left alone: then nothing is stored.
 */
export async function applyUpload(db: Db, input: Application): Promise<Result<AppliedUpload, "overtaken" | "withdrawn">> {
  const { upload, at } = input;
  return db.transaction(async (tx): Promise<Result<AppliedUpload, "overtaken" | "withdrawn">> => {
    await lockDataset(tx, upload.datasetId);
    if (!(await stillProcessing(tx, upload.id))) return refused("withdrawn");
    if ((await countApplied(tx, upload.datasetId)) !== input.seen) return refused("overtaken");
    const tally = newTally();
    for await (const batch of input.batches) tallyRows(tally, await storeBatch(tx, input, batch));
    if (input.isRegister) await joinOpened(tx, upload.id);
    const { fates: counts, rows: totalRows } = tally;
    await tx
      .update(uploads)
      .set({
        state: "applied",
        totalRows,
        processedRows: totalRows,
        reading: input.reading,
        acceptedRows: counts.accepted,
        correctedRows: counts.corrected,
        quarantinedRows: counts.quarantined,
        duplicateRows: counts.duplicate,
        ignoredRows: counts.ignored,
        patternCounts: tally.patterns,
        unknownColumns: [...input.unknownColumns],
        finishedAt: at,
      })
      .where(eq(uploads.id, upload.id));
    await tx.delete(uploadChunks).where(eq(uploadChunks.uploadId, upload.id));
    const touched = [...tally.touched];
    await markStale(tx, touched, at);
    const detail = { datasetId: upload.datasetId, period: upload.period, ...counts, rowsDigest: tally.digest.digest("hex") };
    await appendAudit(tx, [{ at, actorId: null, actorRole: "system", action: "upload.applied", subjectType: "upload", subjectId: upload.id, detail }]);
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
