import "server-only";
import { and, eq } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { datasets, uploadChunks, uploads } from "./schema";
import type { Db } from "./types";
import { datasetsInScope } from "./upload-queries";

/** 处理次数上限: a file whose processing breaks off this often is set aside for a person. */
export const MAX_ATTEMPTS = 3;
const FAILED = `平台处理这份文件时 ${MAX_ATTEMPTS} 次中断，已停下，没有一行入库。文件还在，可以再处理一次；仍不成功时请另存为 xlsx 或 UTF-8 编码的 csv，分成几份上传。`;
const OPEN = ["received", "processing"] as const;

type Upload = typeof uploads.$inferSelect;

/** The upload, locked for the rest of the transaction. */
async function locked(tx: Db, uploadId: string): Promise<Upload | null> {
  const [row] = await tx.select().from(uploads).where(eq(uploads.id, uploadId)).for("update");
  return row ?? null;
}

async function setAside(tx: Db, { id, attempts }: Upload, at: Instant): Promise<void> {
  await tx.update(uploads).set({ state: "failed", refusal: FAILED, finishedAt: at }).where(eq(uploads.id, id));
  const detail = { attempts };
  await appendAudit(tx, [{ at, actorId: null, actorRole: "system", action: "upload.failed", subjectType: "upload", subjectId: id, detail }]);
}

/**
 * 开始处理: counts the attempt before any work is done, so that one that ends with the process is counted as well. Null when there is nothing to
 * do: the file has ended, or it broke off too often and has now been set aside.
 */
export async function beginProcessing(db: Db, uploadId: string, at: Instant): Promise<Upload | null> {
  return db.transaction(async (tx) => {
    const upload = await locked(tx, uploadId);
    if (!upload || !OPEN.some((state) => state === upload.state)) return null;
    if (upload.attempts >= MAX_ATTEMPTS) {
      await setAside(tx, upload, at);
      return null;
    }
    const begun = { state: "processing", attempts: upload.attempts + 1, processedRows: 0, totalRows: 0 } as const;
    await tx.update(uploads).set(begun).where(eq(uploads.id, uploadId));
    return { ...upload, ...begun };
  });
}

/** After a fault: was it the last attempt? Then the file is set aside, and the answer is yes. */
export async function failIfLast(db: Db, uploadId: string, at: Instant): Promise<boolean> {
  return db.transaction(async (tx) => {
    const upload = await locked(tx, uploadId);
    if (upload?.state !== "processing" || upload.attempts < MAX_ATTEMPTS) return false;
    await setAside(tx, upload, at);
    return true;
  });
}

/** 处理进度, written apart from the rows themselves. False when the file has been withdrawn meanwhile: then there is no sense in going on. */
export async function noteProgress(db: Db, uploadId: string, progress: { readonly done: number; readonly total?: number }): Promise<boolean> {
  const noted = await db
    .update(uploads)
    .set({ processedRows: progress.done, ...(progress.total !== undefined && { totalRows: progress.total }) })
    .where(and(eq(uploads.id, uploadId), eq(uploads.state, "processing")))
    .returning({ id: uploads.id });
  return noted.length > 0;
}

/** Locks an upload for the writing of its rows; false when it is no longer being processed. */
export async function stillProcessing(tx: Db, uploadId: string): Promise<boolean> {
  return (await locked(tx, uploadId))?.state === "processing";
}

export type UploadAct = { readonly uploadId: string; readonly scope: Scope; readonly by: string; readonly at: Instant };

/** Is the upload one of the actor's datasets? */
async function isInScope(tx: Db, { uploadId, scope }: UploadAct): Promise<boolean> {
  const [row] = await tx
    .select({ id: uploads.id })
    .from(uploads)
    .innerJoin(datasets, eq(datasets.id, uploads.datasetId))
    .where(and(eq(uploads.id, uploadId), datasetsInScope(scope)));
  return row !== undefined;
}

const auditOf = ({ uploadId, by, at }: UploadAct, action: string, detail: Record<string, unknown>) =>
  [{ at, actorId: by, actorRole: "dataOfficer", action, subjectType: "upload", subjectId: uploadId, detail }] as const;

/** 再处理一次: a file that was set aside goes round again, with its attempts counted anew. */
export async function retryUpload(db: Db, act: UploadAct): Promise<Result<null, "notFound" | "notFailed">> {
  return db.transaction(async (tx) => {
    if (!(await isInScope(tx, act))) return refused("notFound");
    const upload = await locked(tx, act.uploadId);
    if (upload?.state !== "failed") return refused("notFailed");
    await tx.update(uploads).set({ state: "received", attempts: 0, refusal: null, finishedAt: null }).where(eq(uploads.id, act.uploadId));
    await appendAudit(tx, [...auditOf(act, "upload.retried", { attempts: upload.attempts })]);
    return ok(null);
  });
}

/** 取消 a file before it is applied: its bytes are deleted, nothing of it is adopted. */
export async function cancelUpload(db: Db, act: UploadAct): Promise<Result<null, "notFound" | "ended">> {
  return db.transaction(async (tx) => {
    if (!(await isInScope(tx, act))) return refused("notFound");
    const upload = await locked(tx, act.uploadId);
    if (!upload || !["receiving", "received", "processing", "failed"].includes(upload.state)) return refused("ended");
    const ended = { state: "cancelled", finishedAt: act.at, refusal: null, processedRows: 0, totalRows: 0 } as const;
    await tx.update(uploads).set(ended).where(eq(uploads.id, act.uploadId));
    await tx.delete(uploadChunks).where(eq(uploadChunks.uploadId, act.uploadId));
    await appendAudit(tx, [...auditOf(act, "upload.cancelled", { was: upload.state })]);
    return ok(null);
  });
}
