import type { ProcessedRow } from "@/db/upload-rows";
import type { CleanRow } from "@/lib/pipeline/clean/clean-row";
import type { Reason } from "@/lib/pipeline/clean/outcome";
import type { TotalMismatch } from "@/lib/pipeline/clean/plausibility";
import type { IgnoredRow } from "@/lib/pipeline/collect/collect";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { IGNORED_KIND_NAMES } from "@/lib/pipeline/fates";
import { type LinkPlan, linkHeld, linkRow, type RowLink } from "@/lib/pipeline/link/link-row";
import type { Lookups } from "@/lib/pipeline/link/lookups";

const NOT_LINKED = {
  review: "这一行可能属于几家企业，系统不能确定是哪一家，请人工选择。",
  none: "登记库里找不到这家企业，请核对名称和信用代码。",
} as const;

export type Linked = { readonly row: CleanRow; readonly link: RowLink };

/** 关联 of one cleaned row: without a sure enterprise it waits for a person. */
export function linked(row: CleanRow, plan: LinkPlan, lookups: Lookups): Linked {
  if (row.fate === "quarantined") return { row, link: linkHeld(row, plan, lookups) };
  const link = linkRow(row.record, plan, lookups, row.identity);
  if (link.fate === "exact" || link.fate === "auto") return { row, link };
  const reason: Reason = { field: plan.nameField, pattern: "OLD_NAME", code: `LINK_${link.fate.toUpperCase()}`, message: NOT_LINKED[link.fate] };
  return { row: { ...row, fate: "quarantined", reasons: [reason] }, link };
}

/** What an adopted row is remarked for: a unit at odds with its column, an organisation code that does not check. */
const remarks = (row: CleanRow): readonly Reason[] =>
  row.warnings.map(({ field, code, message }) => ({ field, pattern: code === "UNIT_CONFLICT" ? "UNIT_TEXT" : "OCR", code, message }));

/** 定去向: the row as it is stored, with the one fate that it has been given. */
export function processedRow({ row, link }: Linked, raw: Readonly<Record<string, string>>): ProcessedRow {
  const base = { row: row.row, fate: row.fate, raw, recordKey: row.recordKey, link };
  const adopted = row.fate === "accepted" || row.fate === "corrected";
  return adopted
    ? { ...base, record: row.record, corrections: row.corrections, reasons: remarks(row) }
    : { ...base, record: null, corrections: [], reasons: row.reasons };
}

/** 合计反校: the file's own total against its rows, told on the row of the total. */
function mismatchReason({ field, stated, summed }: TotalMismatch, definition: DatasetDefinition): Reason {
  const { header = field, type } = definition.fields.find((one) => one.id === field) ?? {};
  const shown = (value: number) => (type === "money" ? (value / 100).toFixed(2) : String(value));
  return {
    field,
    pattern: "TOTAL_ROW",
    code: "TOTAL_MISMATCH",
    message: `${header}：合计行写的是 ${shown(stated)}，各行相加是 ${shown(summed)}，请核对有没有漏行。`,
  };
}

/** A row that is no data, with the reason why, and what is wrong with it if it is the file's total. */
export function ignoredRow({ row, kind }: IgnoredRow, mismatches: readonly TotalMismatch[], definition: DatasetDefinition): ProcessedRow {
  const pattern = kind === "total" ? "TOTAL_ROW" : "HEADER_MERGED";
  const reason: Reason = { field: null, pattern, code: kind.toUpperCase(), message: IGNORED_KIND_NAMES[kind] };
  const wrong = mismatches.filter((mismatch) => mismatch.row === row).map((mismatch) => mismatchReason(mismatch, definition));
  return { row, fate: "ignored", raw: {}, record: null, recordKey: null, link: null, corrections: [], reasons: [reason, ...wrong] };
}
