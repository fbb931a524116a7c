import type { PlainDate } from "@/lib/kernel/plain-date";
import { type CleanRow, compileCleaner } from "@/lib/pipeline/clean/clean-row";
import type { CleanRecord } from "@/lib/pipeline/clean/draft";
import { fieldCleaner } from "@/lib/pipeline/clean/field-cleaner";
import type { CleanValue } from "@/lib/pipeline/clean/outcome";
import { type DatasetDefinition, type FieldDefinition, PERSON_DIGEST, PERSON_MASK } from "@/lib/pipeline/dataset";
import type { Lookups } from "@/lib/pipeline/link/lookups";

/** An adopted row of the same file: shows how the file's columns were read. */
export type Sibling = { readonly raw: Readonly<Record<string, string>>; readonly record: CleanRecord };
type Epoch = "1900" | "1904";

const YUAN = ["元", "百元", "千元", "万元", "百万元", "千万元", "亿元"];
const DOLLARS = ["美元", "千美元", "万美元", "百万美元"];

function candidateUnits(field: FieldDefinition): readonly string[] {
  if (field.type === "number") return field.unit ? [field.unit, `万${field.unit}`] : [];
  if (field.type !== "money") return [];
  const registered = field.unit ?? "元";
  return [...new Set([registered, ...(registered.includes("美") ? DOLLARS : YUAN)])];
}

type Reading = { readonly unit?: string; readonly epoch?: Epoch };

function readAs(field: FieldDefinition, raw: string, reading: Reading): CleanValue {
  const answer = fieldCleaner(field, reading)(raw);
  return answer.ok ? answer.value : null;
}

const sameValue = (a: CleanValue | undefined, b: CleanValue): boolean => JSON.stringify(a ?? null) === JSON.stringify(b);

/** Readings of a column under which every adopted row of the file gives the value that was stored. */
function possible<One extends Reading>(field: FieldDefinition, readings: readonly One[], siblings: readonly Sibling[]): One[] {
  const shown = siblings.filter(({ raw, record }) => (raw[field.id] ?? "") !== "" && record[field.id] != null);
  return readings.filter((reading) => shown.every(({ raw, record }) => sameValue(record[field.id], readAs(field, raw[field.id] ?? "", reading))));
}

export type FileReading = { readonly units: Readonly<Record<string, string>>; readonly epoch: Epoch; readonly unproven: readonly FieldDefinition[] };

/**
 * How the file of a quarantined row states its units and day numbers. A file's own header may say 万元 where the register says 元, and only its
 * adopted rows still show which: a cell whose value would differ between the readings that are left is reported as unproven, never guessed.
 */
export function readingOf(definition: DatasetDefinition, cells: Readonly<Record<string, string>>, siblings: readonly Sibling[]): FileReading {
  const units: Record<string, string> = {};
  const unproven: FieldDefinition[] = [];
  for (const field of definition.fields) {
    const candidates = candidateUnits(field);
    const raw = cells[field.id] ?? "";
    if (candidates.length === 0 || raw === "") continue;
    const left = possible(
      field,
      candidates.map((unit) => ({ unit })),
      siblings,
    );
    const values = new Set(left.map((reading) => JSON.stringify(readAs(field, raw, reading))));
    if (values.size > 1 || !left[0]) unproven.push(field);
    else units[field.id] = left[0].unit;
  }
  const dates = definition.fields.filter((field) => field.type === "date" || field.type === "period");
  const epochs = (["1900", "1904"] as const).filter((epoch) => dates.every((field) => possible(field, [{ epoch }], siblings).length === 1));
  return { units, epoch: epochs[0] ?? "1900", unproven };
}

/** Fields of natural persons that rest masked; they are carried over as they are. */
const personal = (definition: DatasetDefinition): readonly string[] =>
  definition.fields.filter((field) => field.personalInfo && field.type !== "personId").map((field) => field.id);

/** Cleans a row anew with what a clerk has put right. Masked personal fields stay as stored; the clerk's word stands for the whole row's identity. */
export function cleanAgain(
  definition: DatasetDefinition,
  row: { readonly row: number; readonly cells: Readonly<Record<string, string>> },
  reading: FileReading,
  { today, lookups }: { readonly today: PlainDate; readonly lookups?: Lookups },
): CleanRow {
  const masked = personal(definition);
  const cells = Object.fromEntries(Object.entries(row.cells).filter(([field]) => !masked.includes(field)));
  const cleaned = compileCleaner(definition, { today, units: reading.units, serialEpoch: reading.epoch, ...(lookups && { lookups }) })({ row: row.row, cells });
  const kept = Object.fromEntries(masked.map((field) => [field, row.cells[field] || null]));
  return { ...cleaned, record: { ...cleaned.record, ...kept }, reasons: cleaned.reasons.filter((reason) => !masked.includes(reason.field ?? "")) };
}

/** Columns that a clerk may put right by hand: those that a reason names, without identity numbers and masked fields. */
export function editableFields(definition: DatasetDefinition, reasons: readonly { readonly field: string | null }[]): FieldDefinition[] {
  const locked = new Set(["uscc", "usccRaw", PERSON_DIGEST, PERSON_MASK, ...personal(definition)]);
  const named = new Set(reasons.map((reason) => reason.field));
  return definition.fields.filter((field) => named.has(field.id) && !locked.has(field.id) && field.type !== "personId" && field.type !== "name");
}
