import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import type { FateCounts } from "@/lib/pipeline/fates";
import type { Masks } from "@/lib/pipeline/masks";
import { appendAudit } from "./audit";
import { openEnterprises, openingsOf } from "./enterprises";
import { uploadChunks, uploads } from "./schema";
import type { Db } from "./types";
import { type NumberedRow, newTally, numbered, type ProcessedRow, type StoredRow, storeRows, type Tally, tallyRows } from "./upload-rows";
import { holdsStage, mayStore, openStage, type StoreRefusal } from "./upload-stages";
import { findUpload, markStale, type Upload } from "./uploads";

export type Application = {
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
  /** Files of up to as many rows are stored in one transaction. */
  readonly atOnce?: number;
};

/** `settled` false: the rows count, but what hangs on them is still to follow (`settleUpload`). */
export type AppliedUpload = { readonly counts: FateCounts; readonly enterpriseIds: readonly string[]; readonly settled: boolean };
type Applied = Result<AppliedUpload, StoreRefusal>;

/** As many rows as a page can wait for. */
const AT_ONCE = 1000;

/** The last word on a file: from here on its rows count, all of them at once. */
async function publish(tx: Db, { upload, reading, unknownColumns, isRegister, at }: Application, tally: Tally, stage: Upload["stage"]): Promise<void> {
  const { fates: counts, rows: totalRows } = tally;
  await tx
    .update(uploads)
    .set({
      state: "applied",
      stage,
      opensEnterprises: isRegister,
      totalRows,
      processedRows: totalRows,
      reading,
      acceptedRows: counts.accepted,
      correctedRows: counts.corrected,
      quarantinedRows: counts.quarantined,
      duplicateRows: counts.duplicate,
      ignoredRows: counts.ignored,
      patternCounts: tally.patterns,
      unknownColumns: [...unknownColumns],
      finishedAt: at,
    })
    .where(eq(uploads.id, upload.id));
  const detail = { datasetId: upload.datasetId, period: upload.period, ...counts, rowsDigest: tally.digest.digest("hex") };
  await appendAudit(tx, [{ at, actorId: null, actorRole: "system", action: "upload.applied", subjectType: "upload", subjectId: upload.id, detail }]);
}

/** A short file in one transaction. What only a register brings about follows after it. */
async function applyWhole(db: Db, input: Application, rows: readonly ProcessedRow[]): Promise<Applied> {
  const { upload, isRegister, masks, at } = input;
  return db.transaction(async (tx): Promise<Applied> => {
    const may = await mayStore(tx, upload, input.seen);
    if (!may.ok) return may;
    const tally = newTally();
    const withIds = await numbered(tx, rows);
    if (isRegister) await openEnterprises(tx, openingsOf(withIds, at));
    tallyRows(tally, await storeRows(tx, upload, withIds, { masks, later: false }));
    await publish(tx, input, tally, isRegister ? "settling" : null);
    const enterpriseIds = [...tally.touched];
    if (!isRegister) {
      await tx.delete(uploadChunks).where(eq(uploadChunks.uploadId, upload.id));
      await markStale(tx, enterpriseIds, at);
    }
    return ok({ counts: tally.fates, enterpriseIds, settled: !isRegister });
  });
}

/** What the rows of a register will open waits beside them, sealed. */
async function keepOpenings(tx: Db, upload: Upload, rows: readonly NumberedRow[], at: Instant): Promise<void> {
  const openings = openingsOf(rows, at).map((opening) => ({ r: opening.enterprise.sourceRowId, o: opening }));
  if (openings.length > 0)
    await tx.execute(sql`
      insert into upload_openings (upload_id, row_id, opening)
      select ${upload.id}::uuid, n.r, n.o from jsonb_to_recordset(${JSON.stringify(openings)}::jsonb) as n(r bigint, o jsonb)`);
}

/** One batch of a long file comes in unseen; null when the storing is no longer this run's. */
async function stageBatch(db: Db, { upload, isRegister, masks, at }: Application, rows: readonly ProcessedRow[]): Promise<readonly StoredRow[] | null> {
  return db.transaction(async (tx) => {
    if (!(await holdsStage(tx, upload))) return null;
    const withIds = await numbered(tx, rows);
    if (isRegister) await keepOpenings(tx, upload, withIds, at);
    return storeRows(tx, upload, withIds, { masks, later: true });
  });
}

/** Why a storing was lost: the file was withdrawn or taken over, or another file took the dataset because this one was thought dead. */
async function whyLost(db: Db, upload: Upload): Promise<"withdrawn" | "overtaken"> {
  const now = await findUpload(db, upload.id);
  return now?.state === "processing" && now.attempts === upload.attempts ? "overtaken" : "withdrawn";
}

/** A long file: its rows come in unseen, batch by batch, and count from one short transaction on. Between two of them everybody else has a turn. */
async function applyInStages(db: Db, input: Application, batches: AsyncIterable<readonly ProcessedRow[]>): Promise<Applied> {
  const { upload } = input;
  const opened = await openStage(db, upload, input.seen);
  if (!opened.ok) return opened;
  const tally = newTally();
  for await (const batch of batches) {
    const stored = await stageBatch(db, input, batch);
    if (stored === null) return refused(await whyLost(db, upload));
    tallyRows(tally, stored);
  }
  const published = await db.transaction(async (tx) => {
    if (!(await holdsStage(tx, upload))) return false;
    await publish(tx, input, tally, "settling");
    return true;
  });
  if (!published) return refused(await whyLost(db, upload));
  return ok({ counts: tally.fates, enterpriseIds: [...tally.touched], settled: false });
}

/** The batches that were looked at already, then the others. */
async function* after(first: readonly (readonly ProcessedRow[])[], rest: AsyncIterator<readonly ProcessedRow[]>): AsyncGenerator<readonly ProcessedRow[]> {
  yield* first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/**
 * 入库: stores every row of a file with its one fate, replaces the records it delivers anew, opens the files of enterprises that the register
 * names for the first time, and marks the profiles it touches. All rows of a file begin to count in one moment: before it nobody sees any of
 * them, and after a crash the file is as if it had not been looked at. Another file of the dataset that came in between makes the comparison with
 * the live records worthless (`overtaken`), one that is just being stored is waited for (`occupied`), and one that was `withdrawn` meanwhile is
 * left alone: then nothing is stored.
 */
export async function applyUpload(db: Db, input: Application): Promise<Applied> {
  const source = input.batches[Symbol.asyncIterator]();
  const first: (readonly ProcessedRow[])[] = [];
  let rows = 0;
  while (rows <= (input.atOnce ?? AT_ONCE)) {
    const next = await source.next();
    if (next.done) return applyWhole(db, input, first.flat());
    first.push(next.value);
    rows += next.value.length;
  }
  return applyInStages(db, input, after(first, source));
}
