import "server-only";
import { loadRegister } from "@/db/enterprises";
import type { Db } from "@/db/types";
import { beginProcessing, failIfLast, noteProgress } from "@/db/upload-runs";
import { applyUpload, findDataset, liveRecords, type ProcessedRow, readContent, refuseUpload, type Upload } from "@/db/uploads";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { masksOf } from "./masks";
import type { Prepared, Stored } from "./prepare-rows";
import { type OpenRowSource, openHere, type RowSource } from "./row-source";

export type UploadOutcome = { readonly state: "applied" | "refused" | "failed" | "gone"; readonly enterpriseIds: readonly string[] };
const ended = (state: UploadOutcome["state"]): UploadOutcome => ({ state, enterpriseIds: [] });

type Run = { readonly db: Db; readonly upload: Upload; readonly definition: DatasetDefinition; readonly at: Instant };

/** First reading: answers the questions of the preparation until it has read the file, or refused it. Null when the file was withdrawn. */
async function readThrough({ db, upload, definition }: Run, source: RowSource): Promise<Extract<Prepared, { kind: "read" | "refused" }> | null> {
  let stored: Stored | undefined;
  for (;;) {
    const next = await source.next(stored);
    if (next?.kind !== "keys") {
      if (next?.kind !== "read" && next?.kind !== "refused") throw new Error("an upload was not read to its end");
      return next;
    }
    if (!(await noteProgress(db, upload.id, { done: next.done }))) return null;
    stored = [...(await liveRecords(db, definition.id, next.keys))];
  }
}

/** Second reading: the rows in batches, as fast as they are stored. */
async function* batchesOf(source: RowSource): AsyncGenerator<readonly ProcessedRow[]> {
  for (let next = await source.next(); next !== null; next = await source.next()) {
    if (next.kind !== "rows") throw new Error("the rows of an upload broke off");
    yield next.rows;
  }
}

async function applyFrom(run: Run, source: RowSource): Promise<UploadOutcome> {
  const { db, upload, definition, at } = run;
  const read = await readThrough(run, source);
  if (read === null) return ended("gone");
  if (read.kind === "refused") {
    await refuseUpload(db, upload.id, read.message, read.unknownColumns, at);
    return ended("refused");
  }
  if (!(await noteProgress(db, upload.id, { done: read.total, total: read.total }))) return ended("gone");
  const applied = await applyUpload(db, {
    upload,
    isRegister: linkPlan(definition).register,
    batches: batchesOf(source),
    masks: masksOf(definition),
    unknownColumns: read.unknownColumns,
    at,
  });
  return applied ? { state: "applied", enterpriseIds: applied.enterpriseIds } : ended("gone");
}

/**
 * 处理一份上传: read → clean → link → store. Repeating it after a crash gives the same result; a finished one is left alone. A fault is thrown, so
 * that the caller tries again, until the attempts are used up: then the file is set aside for a person.
 */
export async function processUpload(db: Db, uploadId: string, at: Instant, open: OpenRowSource = openHere): Promise<UploadOutcome> {
  const upload = await beginProcessing(db, uploadId, at);
  if (!upload) return ended("gone");
  let source: RowSource | null = null;
  try {
    const [dataset, bytes, register] = [await findDataset(db, upload.datasetId), await readContent(db, uploadId), await loadRegister(db)];
    if (!dataset || !bytes) throw new Error("an upload without its content");
    source = await open({ bytes, definition: dataset.definition, register, today: dayOf(at) });
    return await applyFrom({ db, upload, definition: dataset.definition, at }, source);
  } catch (error) {
    if (await failIfLast(db, uploadId, at)) return ended("failed");
    throw error;
  } finally {
    await source?.close();
  }
}
