import "server-only";
import { applyUpload } from "@/db/apply-upload";
import { loadRegister } from "@/db/enterprises";
import { countApplied, earlierRecords, liveRecords } from "@/db/live-records";
import { awaitStage, recoverStage, settleUpload } from "@/db/settle-upload";
import type { Db } from "@/db/types";
import type { ProcessedRow } from "@/db/upload-rows";
import { beginProcessing, failIfLast, noteProgress } from "@/db/upload-runs";
import { discardStage } from "@/db/upload-stages";
import { findDataset, readContent, refuseUpload, type Upload } from "@/db/uploads";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { masksOf } from "@/lib/pipeline/masks";
import type { Prepared } from "./prepare-rows";
import { type OpenRowSource, openHere, type RowSource } from "./row-source";
import type { Answer, Question } from "./survey-rows";

export type UploadOutcome = { readonly state: "applied" | "refused" | "failed" | "gone"; readonly enterpriseIds: readonly string[] };
const ended = (state: UploadOutcome["state"]): UploadOutcome => ({ state, enterpriseIds: [] });

/** `seen` is the number of applied files of the dataset before anything was compared. */
type Run = { readonly db: Db; readonly upload: Upload; readonly definition: DatasetDefinition; readonly at: Instant; readonly seen: number };

/** What the database knows about a question of the preparation; null when the file was withdrawn. */
async function answerTo(question: Question, { db, upload, definition }: Run): Promise<Answer | null> {
  if (question.kind === "keys") return { live: [...(await liveRecords(db, definition.id, question.keys))] };
  if (question.kind === "earlier") return { earlier: await earlierRecords(db, definition, question.usccs) };
  return (await noteProgress(db, upload.id, { done: question.done })) ? {} : null;
}

/** First reading: answers the questions of the preparation until it has read the file, or refused it. Null when the file was withdrawn. */
async function readThrough(run: Run, source: RowSource): Promise<Extract<Prepared, { kind: "read" | "refused" }> | null> {
  let answer: Answer | null = {};
  while (answer !== null) {
    const next: Prepared | null = await source.next(answer);
    if (next === null || next.kind === "rows") throw new Error("an upload was not read to its end");
    if (next.kind === "read" || next.kind === "refused") return next;
    answer = await answerTo(next, run);
  }
  return null;
}

/** Second reading: the rows in batches, as fast as they are stored. */
async function* batchesOf(source: RowSource): AsyncGenerator<readonly ProcessedRow[]> {
  for (let next = await source.next(); next !== null; next = await source.next()) {
    if (next.kind !== "rows") throw new Error("the rows of an upload broke off");
    yield next.rows;
  }
}

async function applyFrom(run: Run, source: RowSource): Promise<UploadOutcome | "overtaken"> {
  const { db, upload, definition, at, seen } = run;
  const read = await readThrough(run, source);
  if (read === null) return ended("gone");
  const { unknownColumns } = read;
  if (read.kind === "refused") {
    await refuseUpload(db, upload.id, read.message, unknownColumns, at);
    return ended("refused");
  }
  if (!(await noteProgress(db, upload.id, { done: read.total, total: read.total }))) return ended("gone");
  const file = { upload, isRegister: linkPlan(definition).register, masks: masksOf(definition), unknownColumns, at, seen, reading: read.reading };
  const applied = await applyUpload(db, { ...file, batches: batchesOf(source) });
  if (applied.ok) return { state: "applied", enterpriseIds: applied.value.settled ? applied.value.enterpriseIds : await settleUpload(db, upload.id, at) };
  if (applied.reason === "occupied") await awaitStage(db, upload.datasetId, at);
  return applied.reason === "withdrawn" ? ended("gone") : "overtaken";
}

/** One comparison of the file with what is there, and its storing unless it was overtaken. */
async function processOnce(db: Db, upload: Upload, at: Instant, open: OpenRowSource): Promise<UploadOutcome | "overtaken"> {
  if (!(await noteProgress(db, upload.id, { done: 0 }))) return ended("gone");
  const dataset = await findDataset(db, upload.datasetId);
  const seen = await countApplied(db, upload.datasetId);
  const [bytes, register] = [await readContent(db, upload.id), await loadRegister(db)];
  if (!dataset || !bytes) throw new Error("an upload without its content");
  const { definition } = dataset;
  const delivery = { period: upload.period, arrival: upload.arrival };
  const source = await open({ bytes, definition, register, delivery, today: dayOf(at) });
  try {
    return await applyFrom({ db, upload, definition, at, seen }, source);
  } finally {
    await source.close();
  }
}

/** How often a file is compared anew because another one of its dataset was stored meanwhile. */
const ROUNDS = 20;

/** Compares and stores the file until nothing comes in between. */
async function processRounds(db: Db, upload: Upload, at: Instant, open: OpenRowSource): Promise<UploadOutcome> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const outcome = await processOnce(db, upload, at, open);
    if (outcome === "overtaken") continue;
    if (outcome.state === "gone") await discardStage(db, upload, upload.attempts);
    return outcome;
  }
  throw new Error("the dataset never came to rest");
}

/**
 * 处理一份上传: read → clean → link → store. Repeating it after a crash gives the same result: what a broken-off run has stored without anybody
 * seeing it is taken away first, what counts already is settled. A finished one is left alone. A fault is thrown, so that the caller tries again,
 * until the attempts are used up: then the file is set aside for a person. A file that is overtaken by another of its dataset is compared anew
 * within the same attempt.
 */
export async function processUpload(db: Db, uploadId: string, at: Instant, open: OpenRowSource = openHere): Promise<UploadOutcome> {
  const settled = await recoverStage(db, uploadId, at);
  if (settled) return { state: "applied", enterpriseIds: settled };
  const upload = await beginProcessing(db, uploadId, at);
  if (!upload) return ended("gone");
  try {
    return await processRounds(db, upload, at, open);
  } catch (error) {
    await discardStage(db, upload, upload.attempts);
    if (await failIfLast(db, uploadId, at)) return ended("failed");
    throw error;
  }
}
