import "server-only";
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import type { CleanRow } from "@/lib/pipeline/clean/clean-row";
import { contentOf } from "@/lib/pipeline/clean/duplicates";
import { outranks } from "@/lib/pipeline/clean/precedence";
import { DatasetDefinition } from "@/lib/pipeline/dataset";
import { linkPlan, linkRow, type RowLink } from "@/lib/pipeline/link/link-row";
import type { Lookups } from "@/lib/pipeline/link/lookups";
import { nameKey } from "@/lib/pipeline/link/name-key";
import { certain } from "@/lib/pipeline/link/score";
import { normaliseCode } from "@/lib/standards/uscc";
import { appendAudit } from "./audit";
import { loadLookups } from "./enterprises";
import { isSeen, liveRecords, lockDataset, replaceLive } from "./live-records";
import { siblingsOf } from "./quarantine";
import { cleanAgain, readingOf, type Sibling } from "./quarantine-clean";
import { datasets, enterprises, uploadRows, uploads } from "./schema";
import type { Db } from "./types";
import { markStale } from "./uploads";

type Waiting = { readonly row: typeof uploadRows.$inferSelect; readonly upload: typeof uploads.$inferSelect; readonly definition: DatasetDefinition };

/** Reasons that a fuller register can settle; amounts, dates and lost characters stay with the clerk. */
const SETTLEABLE = ["LINK_NONE", "LINK_REVIEW", "LEGACY_REGNO", "LEGACY_ORGCODE", "CHECK18", "CHARSET"];
const PIECE = 500;

async function waitingRows(db: Db, after: number): Promise<Waiting[]> {
  const rows = await db
    .select({ row: uploadRows, upload: uploads, definition: datasets.definition })
    .from(uploadRows)
    .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
    .innerJoin(datasets, eq(datasets.id, uploadRows.datasetId))
    .where(
      and(
        eq(uploadRows.fate, "quarantined"),
        isNull(uploadRows.resolvedAt),
        isSeen,
        gt(uploadRows.id, after),
        sql`jsonb_array_length(${uploadRows.reasons}) = 1`,
        sql`(${uploadRows.reasons}->0->>'code' in (${sql.join(
          SETTLEABLE.map((code) => sql`${code}`),
          sql`, `,
        )}) or ${uploadRows.reasons}->0->>'field' = 'uscc' and ${uploadRows.reasons}->0->>'code' = 'MISSING')`,
      ),
    )
    .orderBy(asc(uploadRows.id))
    .limit(PIECE);
  const parsed = new Map<string, DatasetDefinition>();
  return rows.map(({ row, upload, definition }) => {
    const known = parsed.get(row.datasetId) ?? DatasetDefinition.parse(definition);
    parsed.set(row.datasetId, known);
    return { row, upload, definition: known };
  });
}

type Settled = { readonly cleaned: CleanRow; readonly link: RowLink };

/** Could the register as it is now know whose row it is? A quick look, before the row is read anew. */
function mayBeKnown({ row, definition }: Waiting, lookups: Lookups): boolean {
  const { register, nameField } = linkPlan(definition);
  const code = row.raw["uscc"] ?? "";
  const key = nameKey(row.raw[nameField] ?? "");
  if (register || row.reasons?.[0]?.code !== "LINK_NONE") return !register;
  if (key === null || lookups.byUscc(normaliseCode(code)) !== undefined) return true;
  return lookups.byNameKey(key).length > 0 || lookups.byFormerNameKey(key).length > 0 || mayBeLike(row.raw, nameField, lookups);
}

/** Is there now an enterprise of a similar name where the row says it is? */
const mayBeLike = (raw: Readonly<Record<string, string>>, nameField: string, lookups: Lookups): boolean =>
  raw["address"] !== undefined && raw["address"] !== "" && certain(lookups.similar?.({ name: raw[nameField] ?? null, address: raw["address"] }) ?? []) !== null;

/** The row as it would be read today; null while it still cannot be. */
function readAnew({ row, upload, definition }: Waiting, siblings: readonly Sibling[], lookups: Lookups): Settled | null {
  const plan = linkPlan(definition);
  const reading = upload.reading ? { ...upload.reading, unproven: [] } : readingOf(definition, row.raw, siblings);
  if (reading.unproven.length > 0) return null;
  const cleaned = cleanAgain(definition, { row: row.row, cells: row.raw }, reading, { today: dayOf(upload.receivedAt), lookups });
  if (cleaned.fate === "quarantined" || cleaned.reasons.length > 0) return null;
  const link = linkRow(cleaned.record, plan, lookups, cleaned.identity);
  return link.uscc === null ? null : { cleaned, link };
}

/** Does a record stand that the row repeats, or that came later? */
async function fateOf(db: Db, { upload, definition }: Waiting, { cleaned }: Settled): Promise<"accepted" | "corrected" | "duplicate"> {
  const key = cleaned.recordKey;
  const stored = key === null ? undefined : (await liveRecords(db, definition.id, [key])).get(key);
  const outdone =
    stored !== undefined &&
    (contentOf(stored) === contentOf(cleaned) ||
      outranks(definition, { record: stored.record, delivery: stored }, { record: cleaned.record, delivery: upload }));
  if (outdone) return "duplicate";
  return cleaned.corrections.length > 0 ? "corrected" : "accepted";
}

async function enterpriseOf(db: Db, uscc: string | null): Promise<string | null> {
  const [found] = await db
    .select({ id: enterprises.id })
    .from(enterprises)
    .where(eq(enterprises.uscc, uscc ?? ""));
  return found?.id ?? null;
}

/** Has no clerk answered meanwhile? Locks the row. */
async function stillWaits(db: Db, rowId: number): Promise<boolean> {
  const found = await db
    .select({ id: uploadRows.id })
    .from(uploadRows)
    .where(and(eq(uploadRows.id, rowId), eq(uploadRows.fate, "quarantined"), isNull(uploadRows.resolvedAt)))
    .for("update");
  return found.length > 0;
}

async function adopt(db: Db, waiting: Waiting, settled: Settled, at: Instant): Promise<void> {
  const { row, upload } = waiting;
  const { cleaned, link } = settled;
  if (!(await stillWaits(db, row.id))) return;
  const fate = await fateOf(db, waiting, settled);
  const isRecord = fate !== "duplicate";
  const supersededBy = isRecord ? await replaceLive(db, row.datasetId, cleaned.recordKey, row.id) : null;
  const enterpriseId = await enterpriseOf(db, link.uscc);
  await db
    .update(uploadRows)
    .set({
      fate,
      record: isRecord ? cleaned.record : null,
      recordKey: isRecord ? cleaned.recordKey : null,
      supersededBy,
      enterpriseId,
      uscc: link.uscc,
      linkFate: link.fate,
      linkConfidence: link.confidence,
      linkCandidates: [...link.candidates],
      corrections: isRecord && cleaned.corrections.length > 0 ? [...cleaned.corrections] : null,
      reasons: isRecord ? null : row.reasons,
      resolvedAt: at,
      resolution: "登记库补齐后自动关联",
    })
    .where(eq(uploadRows.id, row.id));
  const counter = `${fate}Rows` as const;
  await db
    .update(uploads)
    .set({ quarantinedRows: sql`${uploads.quarantinedRows} - 1`, [counter]: sql`${uploads[counter]} + 1` })
    .where(eq(uploads.id, upload.id));
  if (isRecord && enterpriseId) await markStale(db, [enterpriseId], at);
}

/**
 * 补关联: rows that no enterprise could be found for are read anew when the register has grown, so that it does not matter whether a
 * department's file or the register's came first. Rows with any other flaw are left to the clerk.
 */
export async function relinkWaiting(db: Db, at: Instant): Promise<number> {
  const lookups = await loadLookups(db);
  let settled = 0;
  for (let after = 0; ; ) {
    const part = await waitingRows(db, after);
    const last = part.at(-1);
    if (!last) return settled;
    after = last.row.id;
    settled += await relinkPart(db, part, lookups, at);
  }
}

async function relinkPart(db: Db, part: readonly Waiting[], lookups: Lookups, at: Instant): Promise<number> {
  const found: { waiting: Waiting; settled: Settled }[] = [];
  const siblings = new Map<string, readonly Sibling[]>();
  for (const waiting of part.filter((one) => mayBeKnown(one, lookups))) {
    const { id } = waiting.upload;
    const beside = siblings.get(id) ?? (await siblingsOf(db, id));
    siblings.set(id, beside);
    const settled = readAnew(waiting, beside, lookups);
    if (settled) found.push({ waiting, settled });
  }
  if (found.length === 0) return 0;
  return db.transaction(async (tx) => {
    for (const datasetId of [...new Set(found.map(({ waiting }) => waiting.row.datasetId))].sort()) await lockDataset(tx, datasetId);
    for (const { waiting, settled } of found) await adopt(tx, waiting, settled, at);
    const detail = { rows: found.map(({ waiting }) => waiting.row.id) };
    const subject = { subjectType: "uploadRow", subjectId: String(detail.rows[0]) };
    await appendAudit(tx, [{ at, actorId: null, actorRole: "system", action: "quarantine.relinked", ...subject, detail }]);
    return found.length;
  });
}
