import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { type Opening, openEnterprises } from "./enterprises";
import { recordAt } from "./live-records";
import { relinkWaiting } from "./relink";
import { uploadChunks, uploadOpenings, uploads } from "./schema";
import type { Db } from "./types";
import { discardStage, sliceEnd, stageSilence } from "./upload-stages";
import { findUpload, markStale } from "./uploads";
import { wallNow } from "./wall-clock";

const OPENINGS = 250;
const CHUNKS = 8;

const signOfLife = (tx: Db, uploadId: string) => tx.update(uploads).set({ stageSeenAt: wallNow() }).where(eq(uploads.id, uploadId));

/** Repeats a short transaction until it finds nothing more to do. */
async function untilDone(db: Db, uploadId: string, act: (tx: Db) => Promise<boolean>): Promise<void> {
  for (let more = true; more; )
    more = await db.transaction(async (tx) => {
      await signOfLife(tx, uploadId);
      return act(tx);
    });
}

/** Files of enterprises that the register's rows open or change. */
async function openSome(tx: Db, uploadId: string): Promise<boolean> {
  const rows = await tx.select().from(uploadOpenings).where(eq(uploadOpenings.uploadId, uploadId)).orderBy(asc(uploadOpenings.rowId)).limit(OPENINGS);
  if (rows.length === 0) return false;
  await openEnterprises(
    tx,
    rows.map((row) => row.opening as unknown as Opening),
  );
  const done = rows.map((row) => row.rowId);
  await tx.delete(uploadOpenings).where(and(eq(uploadOpenings.uploadId, uploadId), inArray(uploadOpenings.rowId, done)));
  return true;
}

/** One slice of rows: joined to enterprises that have been opened since, their forerunners put away for good. Returns the enterprises that they are records of. */
async function settleSlice(tx: Db, { id, datasetId }: { id: string; datasetId: string }, after: number, end: number): Promise<string[]> {
  const slice = sql`n.upload_id = ${id}::uuid and n."row" > ${after} and n."row" <= ${end}`;
  await tx.execute(sql`update upload_rows n set enterprise_id = e.id from enterprises e where ${slice} and n.enterprise_id is null and n.uscc = e.uscc`);
  await tx.execute(sql`
    update upload_rows old set superseded_by = found.i
    from (select n.id as i, at.id from upload_rows n cross join lateral ${recordAt(datasetId, sql`n.record_key`, sql`< 0`)} at
      where ${slice} and n.record is not null and at.superseded_by = -n.id) found
    where old.id = found.id`);
  const { rows } = (await tx.execute(
    sql`select distinct n.enterprise_id as id from upload_rows n where ${slice} and n.record is not null and n.enterprise_id is not null`,
  )) as unknown as { rows: { id: string }[] };
  return rows.map((row) => row.id);
}

async function dropChunks(tx: Db, uploadId: string): Promise<boolean> {
  const gone = await tx
    .delete(uploadChunks)
    .where(
      and(eq(uploadChunks.uploadId, uploadId), sql`${uploadChunks.seq} in (select seq from upload_chunks where upload_id = ${uploadId}::uuid limit ${CHUNKS})`),
    )
    .returning({ seq: uploadChunks.seq });
  return gone.length > 0;
}

/**
 * 善后 of a file whose rows count: enterprises that it opens, what its rows have replaced, the profiles it touches, its bytes, and the rows of other
 * files that waited for the register. In short pieces, each of which can be repeated; broken off, it is done again from the beginning to the same
 * end. Returns the enterprises whose profiles it has marked.
 */
export async function settleUpload(db: Db, uploadId: string, at: Instant): Promise<readonly string[]> {
  const upload = await findUpload(db, uploadId);
  if (upload?.stage !== "settling") return [];
  await untilDone(db, uploadId, (tx) => openSome(tx, uploadId));
  const touched = new Set<string>();
  let after = 0;
  await untilDone(db, uploadId, async (tx) => {
    const end = await sliceEnd(tx, uploadId, after);
    if (end === null) return false;
    const ids = await settleSlice(tx, upload, after, end);
    for (const id of ids) touched.add(id);
    after = end;
    return true;
  });
  await markStale(db, [...touched], at);
  await untilDone(db, uploadId, (tx) => dropChunks(tx, uploadId));
  if (upload.opensEnterprises) await relinkWaiting(db, at);
  await db
    .update(uploads)
    .set({ stage: null, stageSeenAt: null })
    .where(and(eq(uploads.id, uploadId), eq(uploads.stage, "settling")));
  return [...touched];
}

/**
 * 接着做完 what a run left behind that ended with its process: rows that nobody has seen go, rows that count are settled. Null where nothing counted
 * yet, else the enterprises that it touches.
 */
export async function recoverStage(db: Db, uploadId: string, at: Instant): Promise<readonly string[] | null> {
  const upload = await findUpload(db, uploadId);
  if (upload?.stage === "staging") await discardStage(db, upload);
  return upload?.stage === "settling" ? settleUpload(db, uploadId, at) : null;
}

/** Longer than any slice takes. */
const SILENT_MS = 60_000;
const LOOK_EVERY_MS = 200;

/** Waits until no other file of a dataset is being stored; what a dead process left there is brought to its end. */
export async function awaitStage(db: Db, datasetId: string, at: Instant, silentMs = SILENT_MS): Promise<void> {
  for (let found = await stageSilence(db, datasetId); found; found = await stageSilence(db, datasetId)) {
    if (found.silentMs > silentMs) await recoverStage(db, found.holder.id, at);
    else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
