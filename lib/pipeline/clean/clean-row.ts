import { fen, plainYuan } from "../../kernel/fen";
import type { PlainDate } from "../../kernel/plain-date";
import type { CollectedRow } from "../collect/collect";
import type { RowFlaw } from "../collect/person";
import { type DatasetDefinition, type FieldDefinition, PERSON_DIGEST, PERSON_MASK } from "../dataset";
import type { RowFate } from "../fates";
import type { Lookups } from "../link/lookups";
import type { Resolution } from "../link/resolve";
import { wordKey } from "../text";
import type { CleanRecord, Draft } from "./draft";
import { type FieldCleaner, fieldCleaner } from "./field-cleaner";
import { identityFields, settleIdentity } from "./identity";
import type { Cleaned, CleanValue, Correction, Reason, Warning } from "./outcome";
import { applyRowRules } from "./row-rules";

export type { CleanRecord } from "./draft";

/** 清洗结果 of one row. `record` is complete only when the fate is not `quarantined`; `recordKey` is the primary key, null when it cannot be formed. */
export type CleanRow = {
  readonly row: number;
  readonly fate: Extract<RowFate, "accepted" | "corrected" | "quarantined" | "duplicate">;
  readonly record: CleanRecord;
  readonly corrections: readonly Correction[];
  readonly warnings: readonly Warning[];
  readonly reasons: readonly Reason[];
  readonly recordKey: string | null;
  /** Set when the register settled a missing or flawed credit code: the link is then no better than that. */
  readonly identity?: Resolution;
};

export type CleanContext = {
  /** Business day of the delivery; later days are refused where a day cannot lie ahead. */
  readonly today?: PlainDate;
  /** Units that the file states for its columns (`unitsOf(collected.columns)`). */
  readonly units?: Readonly<Record<string, string>>;
  /** Day-number system that the workbook declares. */
  readonly serialEpoch?: "1900" | "1904";
  /** Register of enterprises; with it, confused and legacy codes are resolved where exactly one enterprise fits. */
  readonly lookups?: Lookups;
};

type Compiled = { readonly field: FieldDefinition; readonly clean: FieldCleaner };

const KEY_MARK = "\u001f";
const WARNINGS: Readonly<Record<Warning["code"], string>> = {
  UNIT_CONFLICT: "单元格里的单位与表头不一致，已按单元格的单位换算。",
  PERSON_ID: "校验不通过，这一格没有采用，其他内容照常入库。",
  ORG_CODE_CHECK: "信用代码通过校验，但其中的组织机构代码校验位不符，请留意。",
};

/** The value as a person reads it: money in yuan, lists joined. */
function shown(field: FieldDefinition, value: CleanValue): string {
  if (value === null) return "";
  if (field.type === "money" && typeof value === "number") return plainYuan(fen(value));
  return Array.isArray(value) ? value.join("、") : String(value);
}

function note(draft: Draft, { field }: Compiled, raw: string, answer: Cleaned): void {
  if (!answer.ok) {
    draft.record[field.id] = null;
    const { pattern, code, proposal } = answer;
    const message = `${field.header}：${answer.message}`;
    draft.reasons.push(proposal === undefined ? { field: field.id, pattern, code, message } : { field: field.id, pattern, code, message, proposal });
    return;
  }
  draft.record[field.id] = answer.value;
  if (answer.warning) draft.warnings.push({ field: field.id, code: answer.warning, message: `${field.header}：${WARNINGS[answer.warning]}` });
  if (answer.patterns.length === 0) return;
  const to = answer.meaning ?? shown(field, answer.value);
  for (const pattern of answer.patterns) draft.corrections.push({ field: field.id, from: raw, to, pattern });
}

function cleanCells(draft: Draft, compiled: readonly Compiled[]): void {
  for (const one of compiled) {
    const raw = draft.cells[one.field.id];
    if (raw === undefined || raw === "") draft.record[one.field.id] = null;
    else note(draft, one, raw, one.clean(raw));
  }
}

/** Wordings in a key (展会名称) count without regard to width, case, blanks and the shape of brackets. */
type KeyField = { readonly id: string; readonly worded: boolean };

function keyOf(record: CleanRecord, primaryKey: readonly KeyField[]): string | null {
  let known = false;
  const parts = primaryKey.map(({ id, worded }) => {
    const value = record[id] ?? null;
    if (value !== null) known = true;
    return worded && typeof value === "string" ? wordKey(value) : (value ?? "");
  });
  // Joined, not added up: a million keys are then one string each
  return known ? parts.join(KEY_MARK) : null;
}

/** 必填: required fields and the key of the record must be there. */
function checkPresence(draft: Draft, definition: DatasetDefinition, required: readonly FieldDefinition[]): void {
  for (const field of required) {
    if (draft.record[field.id] !== null && draft.record[field.id] !== undefined) continue;
    if (draft.reasons.some((reason) => reason.field === field.id)) continue;
    const isKey = definition.primaryKey.includes(field.id);
    const why = isKey ? "为空，无法确定是哪一条记录，请补上。" : "为空，这一列必填，请补上。";
    draft.reasons.push({ field: field.id, pattern: "PLACEHOLDER", code: "MISSING", message: `${field.header}：${why}` });
  }
}

/** 过长: what no index could hold is no key, no name and no number of a document. */
const LONGEST_KEY = 500;
const LONGEST: Readonly<Partial<Record<FieldDefinition["type"], number>>> = { name: 200, list: 200, code: 100, docNo: 200 };

function checkLength(draft: Draft, key: readonly KeyField[], fields: readonly FieldDefinition[]): void {
  for (const { id, header, type } of fields) {
    const value = draft.record[id];
    const limit = LONGEST[type] ?? Number.POSITIVE_INFINITY;
    if ((Array.isArray(value) ? value : [value]).some((one) => typeof one === "string" && one.length > limit))
      draft.reasons.push({ field: id, pattern: "RANGE", code: "LENGTH", message: `${header}：超过 ${limit} 个字，请核对。` });
  }
  if ((keyOf(draft.record, key)?.length ?? 0) <= LONGEST_KEY) return;
  draft.reasons.push({ field: null, pattern: "RANGE", code: "LENGTH", message: "这一行的编号、名称等主键内容过长，可能错位，请核对。" });
}

const TYPED = new Set(["NOT_NUMBER", "DATE_BAD", "DATE_AMBIGUOUS", "PERIOD_BAD", "ENUM_UNKNOWN", "NOT_INTEGER", "LENGTH", "YEAR_BAD", "INDUSTRY", "CHARSET"]);
const SHIFT_SIGNS = 3;

/** 错列: three cells of one row that are not even of their column's kind are one shift rather than three errors. */
function recogniseShift(draft: Draft): void {
  if (draft.reasons.length < SHIFT_SIGNS || draft.reasons.some((reason) => reason.pattern === "COL_SHIFT")) return;
  if (draft.reasons.filter((reason) => TYPED.has(reason.code)).length < SHIFT_SIGNS) return;
  draft.reasons.unshift({ field: null, pattern: "COL_SHIFT", code: "COL_SHIFT", message: "这一行有多列内容与列名不符，可能错位，请核对后重报。" });
}

function fateOf(draft: Draft): "accepted" | "corrected" | "quarantined" {
  if (draft.reasons.length > 0) return "quarantined";
  return draft.corrections.length > 0 ? "corrected" : "accepted";
}

/** Units stated by the file itself, by field, from its columns. */
export const unitsOf = (columns: readonly { readonly field: string; readonly unit?: string }[]): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.flatMap((column) => (column.unit === undefined ? [] : [[column.field, column.unit]])));

/** 清洗规则 of a dataset for one file, compiled once: rows are then cleaned by plain functions. */
export function compileCleaner(definition: DatasetDefinition, context: CleanContext = {}): (row: CollectedRow) => CleanRow {
  const kept = definition.fields.filter((field) => !field.ignore);
  const compiled = kept
    .filter((field) => field.type !== "personId")
    .map((field) => ({ field, clean: fieldCleaner(field, { today: context.today, unit: context.units?.[field.id], epoch: context.serialEpoch }) }));
  const key = new Set(definition.primaryKey);
  const keyFields = definition.primaryKey.map((id) => ({ id, worded: definition.fields.some((field) => field.id === id && field.type === "string") }));
  const required = kept.filter((field) => field.type !== "personId" && (field.required || key.has(field.id)));
  const identity = identityFields(definition);
  const limited = kept.filter((field) => LONGEST[field.type] !== undefined);
  const person = kept.find((field) => field.type === "personId");
  return ({ row, cells, flaws }) => {
    const draft: Draft = { cells, record: {}, corrections: [], warnings: [], reasons: [] };
    for (const flaw of flaws ?? []) takeFlaw(draft, flaw, person);
    cleanCells(draft, compiled);
    if (person) takePerson(draft, person);
    applyRowRules(draft, definition);
    settleIdentity(draft, identity, context.lookups);
    checkPresence(draft, definition, required);
    checkLength(draft, keyFields, limited);
    recogniseShift(draft);
    return {
      row,
      fate: fateOf(draft),
      record: draft.record,
      corrections: draft.corrections,
      warnings: draft.warnings,
      reasons: draft.reasons,
      recordKey: keyOf(draft.record, keyFields),
      ...(draft.identity && { identity: draft.identity }),
    };
  };
}

/** A flaw seen while reading keeps the row out, unless it concerns a personal number that the dataset can do without. */
function takeFlaw(draft: Draft, { field, pattern, message }: RowFlaw, person: FieldDefinition | undefined): void {
  if (person && field === person.id && !person.required) draft.warnings.push({ field, code: "PERSON_ID", message: `${person.header}：${WARNINGS.PERSON_ID}` });
  else draft.reasons.push({ field, pattern, code: pattern, message });
}

function takePerson(draft: Draft, { id, required }: FieldDefinition): void {
  draft.record[PERSON_DIGEST] = draft.cells[PERSON_DIGEST] || null;
  draft.record[PERSON_MASK] = draft.cells[PERSON_MASK] || null;
  const missing = required && draft.record[PERSON_DIGEST] === null && !draft.reasons.some((reason) => reason.field === id);
  if (missing) draft.reasons.push({ field: id, pattern: "PLACEHOLDER", code: "MISSING", message: "证件号码：为空，无法按人去重，请补上。" });
}

/** Cleans a single row, for tests and for one row corrected by hand; a file uses `compileCleaner`. */
export const cleanRow = (definition: DatasetDefinition, cells: Readonly<Record<string, string>>, context: CleanContext = {}): CleanRow =>
  compileCleaner(definition, context)({ row: 1, cells });
