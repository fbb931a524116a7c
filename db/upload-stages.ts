import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { lockDataset, recordAt } from "./live-records";
import { uploadOpenings, uploadRows, uploads } from "./schema";
import type { Db } from "./types";
import { stillProcessing } from "./upload-runs";
import type { Upload } from "./uploads";
import { wallNow } from "./wall-clock";

/** `occupied`: another file of the dataset is being stored. */
export type StoreRefusal = "withdrawn" | "overtaken" | "occupied";

/** May the rows of this file be written now? Holds the dataset's records for the rest of the transaction. `seen`: applied files when the rows were compared. */
export async function mayStore(tx: Db, upload: Upload, seen: number): Promise<Result<null, StoreRefusal>> {
  await lockDataset(tx, upload.datasetId);
  if (!(await stillProcessing(tx, upload.id))) return refused("withdrawn");
  const [others] = await tx
    .select({ applied: sql<number>`(count(*) filter (where ${uploads.state} = 'applied'))::int`, storing: sql<number>`count(${uploads.stage})::int` })
    .from(uploads)
    .where(eq(uploads.datasetId, upload.datasetId));
  if (others?.applied !== seen) return refused("overtaken");
  return others.storing > 0 ? refused("occupied") : ok(null);
}

/** The file of a dataset whose rows are being stored. */
async function stageHolder(db: Db, datasetId: string): Promise<Upload | null> {
  const [holder] = await db
    .select()
    .from(uploads)
    .where(and(eq(uploads.datasetId, datasetId), isNotNull(uploads.stage)));
  return holder ?? null;
}

/** 开始入库: from now on the rows of this file, and of no other of its dataset, come in unseen. Only the newest attempt may. */
export async function openStage(db: Db, upload: Upload, seen: number): Promise<Result<null, StoreRefusal>> {
  return db.transaction(async (tx): Promise<Result<null, StoreRefusal>> => {
    const may = await mayStore(tx, upload, seen);
    if (!may.ok) return may;
    const opened = await tx
      .update(uploads)
      .set({ stage: "staging", stageSeenAt: wallNow() })
      .where(and(eq(uploads.id, upload.id), eq(uploads.attempts, upload.attempts)))
      .returning({ id: uploads.id });
    return opened.length > 0 ? ok(null) : refused("withdrawn");
  });
}

/** Is the storing still this attempt's? Holds the file for the rest of the transaction, and is its sign of life. */
export async function holdsStage(tx: Db, upload: Upload): Promise<boolean> {
  await lockDataset(tx, upload.datasetId);
  const held = await tx
    .update(uploads)
    .set({ stageSeenAt: wallNow() })
    .where(and(eq(uploads.id, upload.id), eq(uploads.attempts, upload.attempts), eq(uploads.stage, "staging"), eq(uploads.state, "processing")))
    .returning({ id: uploads.id });
  return held.length > 0;
}

const SLICE = 1000;

/** The last rows that came in are taken away again, and what gave way to them stands as before. The last first: rows of one key give way one to the next. */
async function discardSlice(tx: Db, { id, datasetId }: Upload): Promise<boolean> {
  const { rows: gone } = (await tx.execute(sql`
    delete from upload_rows where id in (select id from upload_rows where upload_id = ${id}::uuid order by "row" desc limit ${SLICE})
    returning id::float8 as i, case when record is null then null else record_key end as k`)) as unknown as { rows: { i: number; k: string | null }[] };
  const keyed = gone.filter(({ k }) => k !== null);
  if (keyed.length > 0)
    await tx.execute(sql`
      update upload_rows old set superseded_by = null
      from (select at.id from jsonb_to_recordset(${JSON.stringify(keyed)}::jsonb) as n(k text, i bigint)
        cross join lateral ${recordAt(datasetId, sql`n.k`, sql`< 0`)} at where at.superseded_by = -n.i) found
      where old.id = found.id`);
  return gone.length > 0;
}

/**
 * 撤下未完的入库: leaves no trace of rows that nobody has seen, a piece at a time; broken off, it goes on where it was. `attempt`: only what that
 * attempt has stored.
 */
export async function discardStage(db: Db, { id, datasetId }: Upload, attempt?: number): Promise<void> {
  for (let more = true; more; )
    more = await db.transaction(async (tx) => {
      await lockDataset(tx, datasetId);
      const mine = and(eq(uploads.id, id), eq(uploads.stage, "staging"), attempt === undefined ? undefined : eq(uploads.attempts, attempt));
      const [held] = await tx.update(uploads).set({ stageSeenAt: wallNow() }).where(mine).returning();
      if (!held) return false;
      if (await discardSlice(tx, held)) return true;
      await tx.delete(uploadOpenings).where(eq(uploadOpenings.uploadId, id));
      await tx.update(uploads).set({ stage: null, stageSeenAt: null }).where(eq(uploads.id, id));
      return false;
    });
}

/** Who holds the dataset, and for how long there has been no sign of life. */
export async function stageSilence(db: Db, datasetId: string): Promise<{ readonly holder: Upload; readonly silentMs: number } | null> {
  const holder = await stageHolder(db, datasetId);
  return holder && { holder, silentMs: wallNow().getTime() - (holder.stageSeenAt?.getTime() ?? 0) };
}

/** Rows of an upload in the table that come after a row number: where the next slice ends; null after the last. */
export async function sliceEnd(tx: Db, uploadId: string, after: number): Promise<number | null> {
  const [slice] = await tx
    .select({ end: sql<number | null>`max(part."row")` })
    .from(sql`(select "row" from ${uploadRows} where upload_id = ${uploadId}::uuid and "row" > ${after} order by "row" limit ${SLICE}) as part`);
  return slice?.end ?? null;
}
