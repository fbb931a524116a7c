import { type DatasetDefinition, PERIOD_FIELD_TYPES } from "../dataset";
import type { CleanRow } from "./clean-row";
import type { CleanRecord } from "./draft";
import { amountIn, type Reference } from "./plausibility";

const KIND_MARK = "\u001f";

/** Records of one enterprise and one kind (申报表种、险种、户号) are comparable; null where the dataset's amounts are not, or the enterprise is not known. */
export function comparisonKey(record: CleanRecord, uscc: string | null, definition: Pick<DatasetDefinition, "comparedWithin">): string | null {
  if (!definition.comparedWithin || uscc === null) return null;
  return [uscc, ...definition.comparedWithin.map((field) => record[field] ?? "")].join(KIND_MARK);
}

/** The field that orders a dataset's records in time (所属期止, 年度). */
export const timeField = (definition: DatasetDefinition): string | null =>
  definition.primaryKey.find((id) => definition.fields.some((field) => field.id === id && PERIOD_FIELD_TYPES.has(field.type))) ?? null;

export type Compared = { readonly record: CleanRecord; readonly uscc: string | null; readonly recordKey: string | null };

/** How many other periods an amount is held against, the nearest in the list first. */
const OTHERS = 6;

/**
 * 参照: what an amount is held against, from the file itself and from what was recorded earlier. Other states of the very same record (a corrected
 * delivery) count where the dataset has no periods, and are left out where it has them: a correction may well mend a unit.
 */
export function referenceFrom(
  definition: DatasetDefinition,
  rows: readonly { readonly row: CleanRow; readonly uscc: string | null }[],
  stored: readonly Compared[],
): Reference {
  const groups = new Map<string, Compared[]>();
  const periods = timeField(definition) !== null;
  const keyOf = new Map<CleanRow, string>();
  const put = (one: Compared): string | null => {
    const key = comparisonKey(one.record, one.uscc, definition);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), one]);
    return key;
  };
  for (const one of stored) put(one);
  for (const { row, uscc } of rows) {
    if (row.fate === "quarantined") continue;
    const key = periods ? put({ record: row.record, uscc, recordKey: row.recordKey }) : comparisonKey(row.record, uscc, definition);
    if (key !== null) keyOf.set(row, key);
  }
  return (row, field) => {
    const others = (groups.get(keyOf.get(row) ?? "") ?? []).filter((one) => !periods || one.recordKey !== row.recordKey);
    return others.flatMap((one) => amountIn(one, field) || []).slice(0, OTHERS);
  };
}
