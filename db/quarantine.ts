import "server-only";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import type { CleanRow } from "@/lib/pipeline/clean/clean-row";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { contentOf } from "@/lib/pipeline/clean/duplicates";
import type { Correction } from "@/lib/pipeline/clean/outcome";
import type { DatasetDefinition, DirtyPattern } from "@/lib/pipeline/dataset";
import { type LinkPlan, linkPlan } from "@/lib/pipeline/link/link-row";
import { appendAudit } from "./audit";
import { isLive, lockDataset, replaceLive } from "./live-records";
import { cleanAgain, editableFields, readingOf, type Sibling } from "./quarantine-clean";
import { alikeRows, findWaiting } from "./quarantine-queries";
import { enterpriseAliases, enterprises, type LinkTrace, type RowBefore, uploadRows, uploads } from "./schema";
import type { Db } from "./types";
import { markStale, type Upload } from "./uploads";

type Row = typeof uploadRows.$inferSelect;
type Enterprise = typeof enterprises.$inferSelect;
export type Clerk = { readonly personId: string; readonly role: Role };
type Act = { readonly rowId: number; readonly scope: Scope; readonly by: Clerk; readonly at: Instant; readonly alike: boolean };

export type QuarantineRefusal =
  | { readonly code: "rowUnknown" | "alreadyResolved" | "registerRow" | "shiftedRow" | "enterpriseUnknown" | "reasonMissing" }
  | { readonly code: "stillFlawed" | "unitUnproven"; readonly messages: readonly string[] };

/** Rows settled by one answer. */
export type Settled = { readonly adopted: number; readonly repeated: number; readonly left: number; readonly uploadIds: readonly string[] };

const ALIKE_LIMIT = 500;
const SIBLINGS = 60;

export const siblingsOf = async (tx: Db, uploadId: string): Promise<Sibling[]> =>
  (await tx
    .select({ raw: uploadRows.raw, record: uploadRows.record })
    .from(uploadRows)
    .where(and(eq(uploadRows.uploadId, uploadId), isNotNull(uploadRows.record)))
    .orderBy(uploadRows.row)
    .limit(SIBLINGS)) as Sibling[];

/** The row's cells with the clerk's answers in them, and what that changes. */
function answered(row: Row, definition: DatasetDefinition, enterprise: Enterprise, answers: Readonly<Record<string, string>>) {
  const reasons = row.reasons ?? [];
  const { nameField } = linkPlan(definition);
  const allowed = new Set(editableFields(definition, reasons).map((field) => field.id));
  const changes: Record<string, string> = Object.fromEntries(Object.entries(answers).filter(([field]) => allowed.has(field)));
  if (definition.fields.some((field) => field.id === "uscc")) changes["uscc"] = enterprise.uscc;
  if (reasons.some((reason) => reason.field === nameField && reason.pattern === "RARE_CHAR")) changes[nameField] = enterprise.name;
  const corrections = Object.entries(changes).flatMap(([field, to]): Correction[] => {
    const from = row.raw[field] ?? "";
    const pattern = (reasons.find((reason) => reason.field === field)?.pattern ?? reasons[0]?.pattern ?? "OLD_NAME") as DirtyPattern;
    return from === to ? [] : [{ field, from, to, pattern }];
  });
  return { cells: { ...row.raw, ...changes }, corrections };
}

type Prepared = { readonly row: Row; readonly upload: Upload; readonly cleaned: CleanRow; readonly corrections: readonly Correction[] };
type Target = { readonly row: Row; readonly upload: Upload };

/** A row whose columns may have slipped cannot be mended cell by cell: what the file held beyond its last column is gone. */
const isShifted = (row: Row): boolean => (row.reasons ?? []).some((reason) => reason.pattern === "COL_SHIFT");

async function prepare(
  tx: Db,
  { row, upload }: Target,
  definition: DatasetDefinition,
  enterprise: Enterprise,
  answers: Readonly<Record<string, string>>,
): Promise<Result<Prepared, QuarantineRefusal>> {
  if (isShifted(row)) return refused({ code: "shiftedRow" });
  const { cells, corrections } = answered(row, definition, enterprise, answers);
  const reading = readingOf(definition, cells, await siblingsOf(tx, upload.id));
  if (reading.unproven.length > 0) return refused({ code: "unitUnproven", messages: reading.unproven.map((field) => field.header) });
  const cleaned = cleanAgain(definition, { row: row.row, cells }, reading, { today: upload.asOf });
  if (cleaned.reasons.length > 0) return refused({ code: "stillFlawed", messages: cleaned.reasons.map((reason) => reason.message) });
  return ok({ row, upload, cleaned, corrections });
}

type Live = { readonly id: number; readonly record: CleanRecord; readonly arrival: number };

async function liveRecord(tx: Db, datasetId: string, key: string | null): Promise<Live | null> {
  if (key === null) return null;
  const [live] = await tx
    .select({ id: uploadRows.id, record: uploadRows.record, arrival: uploads.arrival })
    .from(uploadRows)
    .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
    .where(and(eq(uploadRows.datasetId, datasetId), eq(uploadRows.recordKey, key), isLive()));
  return live ? { ...live, record: live.record as CleanRecord } : null;
}

/** The live record says the same already, or came with a later delivery: then the old row must not replace it. */
const isOutdone = (live: Live, { cleaned, upload }: Prepared): boolean =>
  live.arrival > upload.arrival || contentOf({ record: live.record }) === contentOf(cleaned);

/** The state that taking an answer back restores. */
export const beforeOf = ({ id, enterpriseId, uscc, linkFate, linkConfidence, linkCandidates, corrections, reasons }: Row): RowBefore => ({
  id,
  enterpriseId,
  uscc,
  linkFate,
  linkConfidence,
  linkCandidates,
  corrections,
  reasons,
});

async function adopt(tx: Db, prepared: Prepared, enterprise: Enterprise, { by, at }: Act): Promise<"corrected" | "duplicate"> {
  const { row, cleaned, corrections, upload } = prepared;
  const live = await liveRecord(tx, row.datasetId, cleaned.recordKey);
  const fate = live && isOutdone(live, prepared) ? "duplicate" : "corrected";
  const supersededBy = fate === "corrected" ? await replaceLive(tx, row.datasetId, cleaned.recordKey, row.id) : null;
  const all = [...corrections, ...cleaned.corrections];
  await tx
    .update(uploadRows)
    .set({
      fate,
      record: fate === "corrected" ? cleaned.record : null,
      recordKey: fate === "corrected" ? cleaned.recordKey : null,
      supersededBy,
      enterpriseId: enterprise.id,
      uscc: enterprise.uscc,
      linkFate: "exact",
      linkConfidence: 1,
      linkCandidates: [enterprise.uscc],
      corrections: all.length > 0 ? all : null,
      resolvedAt: at,
      resolvedBy: by.personId,
      resolution: `人工核对，属于${enterprise.name}（${enterprise.uscc}）`,
    })
    .where(eq(uploadRows.id, row.id));
  await tx
    .update(uploads)
    .set(
      fate === "corrected"
        ? { quarantinedRows: sql`${uploads.quarantinedRows} - 1`, correctedRows: sql`${uploads.correctedRows} + 1` }
        : { quarantinedRows: sql`${uploads.quarantinedRows} - 1`, duplicateRows: sql`${uploads.duplicateRows} + 1` },
    )
    .where(eq(uploads.id, upload.id));
  return fate;
}

/** 户号对照: a meter that a person has once tied to an enterprise is known from then on. Answers the account if that is news. */
async function rememberAccount(tx: Db, row: Row, plan: LinkPlan, enterprise: Enterprise, at: Instant): Promise<string | null> {
  const account = plan.accountField === "meterAccountNo" ? row.raw["meterAccountNo"]?.trim() : undefined;
  if (!account) return null;
  const added = await tx
    .insert(enterpriseAliases)
    .values({ enterpriseId: enterprise.id, kind: "meterAccount", value: account, key: account, sourceRowId: row.id, recordedAt: at })
    .onConflictDoNothing()
    .returning({ id: enterpriseAliases.id });
  return added.length > 0 ? account : null;
}

export async function targetsOf(tx: Db, act: Act, nameField: string, first: Target): Promise<Target[]> {
  if (!act.alike) return [first];
  const others = await tx
    .select({ row: uploadRows, upload: uploads })
    .from(uploadRows)
    .innerJoin(uploads, eq(uploads.id, uploadRows.uploadId))
    .where(alikeRows(first.row, nameField))
    .orderBy(uploadRows.id)
    .limit(ALIKE_LIMIT)
    .for("update", { of: uploadRows, skipLocked: true });
  return [first, ...others];
}

/** Locks the row and the records of its dataset, so that neither two clerks nor a file can answer it at once, and reads it with its dataset. */
export async function take(tx: Db, { rowId, scope }: Pick<Act, "rowId" | "scope">) {
  const [row] = await tx.select({ datasetId: uploadRows.datasetId }).from(uploadRows).where(eq(uploadRows.id, rowId));
  if (row) await lockDataset(tx, row.datasetId);
  await tx.execute(sql`select id from upload_rows where id = ${rowId} for update`);
  const found = await findWaiting(tx, scope, rowId);
  if (!found) return refused({ code: "rowUnknown" });
  return found.row.resolvedAt ? refused({ code: "alreadyResolved" }) : ok(found);
}

const record = (tx: Db, { by, at }: Act, action: string, row: Row, detail: Record<string, unknown>) =>
  appendAudit(tx, [{ at, actorId: by.personId, actorRole: by.role, action, subjectType: "uploadRow", subjectId: String(row.id), detail }]);

/** The first row by the clerk's answers, then those of the others that have no other flaw. */
async function adoptAll(
  tx: Db,
  first: Prepared,
  others: readonly Target[],
  { definition, enterprise, act }: { definition: DatasetDefinition; enterprise: Enterprise; act: Act },
) {
  const fates = [await adopt(tx, first, enterprise, act)];
  const before = [beforeOf(first.row)];
  const uploadIds = new Set([first.upload.id]);
  for (const other of others) {
    const prepared = await prepare(tx, other, definition, enterprise, {});
    if (!prepared.ok) continue;
    fates.push(await adopt(tx, prepared.value, enterprise, act));
    before.push(beforeOf(other.row));
    uploadIds.add(other.upload.id);
  }
  return { fates, before, uploadIds: [...uploadIds] };
}

export type LinkAnswer = Act & { readonly enterpriseId: string; readonly answers: Readonly<Record<string, string>> };

/** An answer with what it takes to take it back. */
export type Traced = { readonly settled: Settled; readonly trace: LinkTrace };

/**
 * 人工关联: says whose row it is (and, where a cell was flawed, what should stand there); the row is cleaned anew and becomes a record. Rows that
 * name the same unit in the same way are settled by the same answer; those with other flaws stay. Rows of the register are not linked by hand:
 * the register is what everything else is held against.
 */
export async function linkWithin(tx: Db, act: LinkAnswer): Promise<Result<Traced, QuarantineRefusal>> {
  const found = await take(tx, act);
  if (!found.ok) return found;
  const { definition, row, upload } = found.value;
  const plan = linkPlan(definition);
  if (plan.register) return refused({ code: "registerRow" });
  const [enterprise] = await tx.select().from(enterprises).where(eq(enterprises.id, act.enterpriseId));
  if (!enterprise) return refused({ code: "enterpriseUnknown" });
  const first = await prepare(tx, { row, upload }, definition, enterprise, act.answers);
  if (!first.ok) return first;
  const [, ...others] = await targetsOf(tx, act, plan.nameField, { row, upload });
  const { fates, before, uploadIds } = await adoptAll(tx, first.value, others, { definition, enterprise, act });
  const account = await rememberAccount(tx, row, plan, enterprise, act.at);
  await markStale(tx, [enterprise.id], act.at);
  const adopted = fates.filter((fate) => fate === "corrected").length;
  await record(tx, act, "quarantine.linked", row, { uploadId: upload.id, uscc: enterprise.uscc, answers: act.answers, rows: fates.length });
  const settled = { adopted, repeated: fates.length - adopted, left: others.length + 1 - fates.length, uploadIds };
  return ok({ settled, trace: { rows: before, account } });
}

/** 人工关联 by itself. */
export async function linkQuarantined(db: Db, act: LinkAnswer): Promise<Result<Settled, QuarantineRefusal>> {
  const linked = await db.transaction((tx) => linkWithin(tx, act));
  return linked.ok ? ok(linked.value.settled) : linked;
}

export type Dismissal = Act & { readonly reason: string };

/** 不予采用 with a reason: the row stays on file with its fate and is not asked about again. */
export async function dismissQuarantined(db: Db, act: Dismissal): Promise<Result<Settled, QuarantineRefusal>> {
  const reason = act.reason.trim();
  if (reason.length < 2) return refused({ code: "reasonMissing" });
  return db.transaction(async (tx): Promise<Result<Settled, QuarantineRefusal>> => {
    const found = await take(tx, act);
    if (!found.ok) return found;
    const { definition, row, upload } = found.value;
    const targets = await targetsOf(tx, act, linkPlan(definition).nameField, { row, upload });
    for (const target of targets)
      await tx.update(uploadRows).set({ resolvedAt: act.at, resolvedBy: act.by.personId, resolution: reason }).where(eq(uploadRows.id, target.row.id));
    await record(tx, act, "quarantine.dismissed", row, { uploadId: upload.id, reason, rows: targets.length });
    return ok({ adopted: 0, repeated: 0, left: 0, uploadIds: [...new Set(targets.map((target) => target.upload.id))] });
  });
}
