import "server-only";
import { earlierRecords, liveRecords } from "@/db/live-records";
import type { Db } from "@/db/types";
import { type Masks, maskedRecord, type ProcessedRow, type Upload } from "@/db/uploads";
import type { CleanRow } from "@/lib/pipeline/clean/clean-row";
import { contentOf, markDuplicates, type Standing } from "@/lib/pipeline/clean/duplicates";
import { referenceFrom } from "@/lib/pipeline/clean/earlier";
import type { Reason } from "@/lib/pipeline/clean/outcome";
import { holdScaleErrors } from "@/lib/pipeline/clean/plausibility";
import { type Marked, outranks } from "@/lib/pipeline/clean/precedence";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { type LinkPlan, linkHeld, linkPlan, linkRow, type RowLink } from "@/lib/pipeline/link/link-row";
import type { Lookups } from "@/lib/pipeline/link/lookups";

const NOT_LINKED = {
  review: "这一行可能属于几家企业，系统不能确定是哪一家，请人工选择。",
  none: "登记库里找不到这家企业，请核对名称和信用代码。",
} as const;

type Linked = { readonly row: CleanRow; readonly link: RowLink };

/** 关联 of one cleaned row: without a sure enterprise it waits for a person. */
function linked(row: CleanRow, plan: LinkPlan, lookups: Lookups): Linked {
  if (row.fate === "quarantined") return { row, link: linkHeld(row, plan, lookups) };
  const link = linkRow(row.record, plan, lookups, row.identity);
  if (link.fate === "exact" || link.fate === "auto") return { row, link };
  const reason: Reason = { field: plan.nameField, pattern: "OLD_NAME", code: `LINK_${link.fate.toUpperCase()}`, message: NOT_LINKED[link.fate] };
  return { row: { ...row, fate: "quarantined", reasons: [reason] }, link };
}

/** What an adopted row is remarked for: a unit at odds with its column, an organisation code that does not check. */
const remarks = (row: CleanRow): readonly Reason[] =>
  row.warnings.map(({ field, code, message }) => ({ field, pattern: code === "UNIT_CONFLICT" ? "UNIT_TEXT" : "OCR", code, message }));

function processed({ row, link }: Linked, raw: Readonly<Record<string, string>>): ProcessedRow {
  const base = { row: row.row, fate: row.fate, raw, recordKey: row.recordKey, link };
  const adopted = row.fate === "accepted" || row.fate === "corrected";
  return adopted
    ? { ...base, record: row.record, corrections: row.corrections, reasons: remarks(row) }
    : { ...base, record: null, corrections: [], reasons: row.reasons };
}

type Settling = {
  readonly upload: Upload;
  readonly definition: DatasetDefinition;
  readonly lookups: Lookups;
  readonly masks: Masks;
  readonly rawOf: (row: number) => Readonly<Record<string, string>>;
};

/** 量纲 against the other periods of the same enterprise; only rows that would otherwise be adopted are asked about. */
async function heldByScale(db: Db, definition: DatasetDefinition, rows: readonly Linked[]): Promise<readonly CleanRow[]> {
  const clean = rows.map(({ row }) => row);
  const usccs = [...new Set(rows.flatMap(({ row, link }) => (row.fate !== "quarantined" && link.uscc ? [link.uscc] : [])))];
  const earlier = await earlierRecords(db, definition, usccs);
  const known = rows.map(({ row, link }) => ({ row, uscc: link.uscc }));
  return holdScaleErrors(definition, clean, referenceFrom(definition, known, earlier));
}

/** How each row stands to the records that are there: the same again, outranked, or new. */
async function standings(db: Db, rows: readonly CleanRow[], { upload, definition, masks }: Settling) {
  const keys = [...new Set(rows.flatMap((row) => (row.recordKey !== null && row.fate !== "quarantined" ? [row.recordKey] : [])))];
  const live = await liveRecords(db, definition.id, keys);
  return (key: string, row: CleanRow): Standing => {
    const stored = live.get(key);
    const record = maskedRecord(row.record, masks);
    if (!stored || !record) return null;
    if (contentOf(stored) === contentOf({ record })) return "same";
    const before: Marked = { record: stored.record, delivery: stored };
    return outranks(definition, before, { record, delivery: upload }) ? "newer" : null;
  };
}

/** 定去向: links cleaned rows, holds what cannot be, sets repeats aside; every row leaves with one fate. A row that waits for a person displaces none. */
export async function settleRows(db: Db, cleaned: readonly CleanRow[], settling: Settling): Promise<ProcessedRow[]> {
  const { definition, lookups, rawOf } = settling;
  const plan = linkPlan(definition);
  const all = cleaned.map((row) => linked(row, plan, lookups));
  const held = await heldByScale(db, definition, all);
  const { rows } = markDuplicates(held, definition, await standings(db, held, settling));
  return rows.map((row, i) => processed({ row, link: all[i]?.link ?? linkHeld(row, plan, lookups) }, rawOf(row.row)));
}
