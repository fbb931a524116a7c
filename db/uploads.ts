import "server-only";
import { and, asc, eq, inArray, isNotNull, lt, notInArray, or, sql } from "drizzle-orm";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { DatasetDefinition } from "@/lib/pipeline/dataset";
import { type PeriodRefusal, periodFor } from "@/lib/pipeline/period";
import { maskIdentityNumbers } from "@/lib/standards/mask";
import { appendAudit } from "./audit";
import { openBytes, sealBytes, sha256Hex } from "./crypto";
import { datasets, uploadChunks, uploads } from "./schema";
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

/** Uploads that were received and not finished, or whose rows are not settled, oldest first: what a restart goes on with. */
export async function unfinishedUploads(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: uploads.id })
    .from(uploads)
    .where(or(inArray(uploads.state, ["received", "processing"]), isNotNull(uploads.stage)))
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

/** Profiles to be refreshed: the next run of the refresh finds them by the mark. */
export async function markStale(tx: Db, enterpriseIds: readonly string[], at: Instant): Promise<void> {
  for (let start = 0; start < enterpriseIds.length; start += 1000)
    await tx.execute(sql`
      insert into enterprise_profiles (enterprise_id, facts, facts_hash, refreshed_at, stale)
      select id::uuid, '{}', '', ${at}::timestamptz, true from jsonb_array_elements_text(${JSON.stringify(enterpriseIds.slice(start, start + 1000))}::jsonb) as touched(id)
      on conflict (enterprise_id) do update set stale = true`);
}
