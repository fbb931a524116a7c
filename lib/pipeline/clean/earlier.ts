import { type DatasetDefinition, PERIOD_FIELD_TYPES } from "../dataset";
import type { CleanRow } from "./clean-row";
import type { CleanRecord } from "./draft";
import { amountIn, isCompared, type Reference } from "./plausibility";

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

type Beside = {
  /** A record that was there before. All of them are told of first. */
  readonly earlier: (one: Compared) => void;
  /** A row of the file itself. */
  readonly fromFile: (one: Compared) => void;
  readonly others: (one: Compared, field: string) => readonly number[];
};
type Amount = { readonly recordKey: string | null; readonly amount: number };

/**
 * 参照: what an amount is held against, from the file itself and from what was recorded earlier. Other states of the very same record (a corrected
 * delivery) count where the dataset has no periods, and are left out where it has them: a correction may well mend a unit. Of each kind no more
 * amounts are kept than a question can ask for, so that neither memory nor time grows with the rows of one enterprise.
 */
export function amountsBeside(definition: DatasetDefinition): Beside {
  const periods = timeField(definition) !== null;
  const fields = definition.fields.filter(isCompared).map((field) => field.id);
  const kept = new Map<string, Amount[]>();
  const placeOf = (one: Compared, field: string): string | null => {
    const key = comparisonKey(one.record, one.uscc, definition);
    return key === null ? null : `${field}${KIND_MARK}${key}`;
  };
  const keep = (list: Amount[], recordKey: string | null, amount: number): void => {
    // Six of one record and twelve in all: six that are not of that record are then among them
    if (list.length >= 2 * OTHERS || list.filter((other) => other.recordKey === recordKey).length >= OTHERS) return;
    list.push({ recordKey, amount });
  };
  const put = (one: Compared): void => {
    for (const field of fields) {
      const [place, amount] = [placeOf(one, field), amountIn(one, field)];
      if (place === null || !amount) continue;
      const list = kept.get(place) ?? [];
      kept.set(place, list);
      keep(list, one.recordKey, amount);
    }
  };
  const others = (one: Compared, field: string): readonly number[] => {
    const list = kept.get(placeOf(one, field) ?? "") ?? [];
    const besides = periods ? list.filter((other) => other.recordKey !== one.recordKey) : list;
    return besides.slice(0, OTHERS).map(({ amount }) => amount);
  };
  return { earlier: put, fromFile: periods ? put : () => undefined, others };
}

/** 参照 of a whole file at once. Rows that are held already are no measure, and are not measured. */
export function referenceFrom(
  definition: DatasetDefinition,
  rows: readonly { readonly row: CleanRow; readonly uscc: string | null }[],
  stored: readonly Compared[],
): Reference {
  const beside = amountsBeside(definition);
  for (const one of stored) beside.earlier(one);
  const asked = new Map<CleanRow, Compared>();
  for (const { row, uscc } of rows) {
    if (row.fate === "quarantined") continue;
    const one = { record: row.record, uscc, recordKey: row.recordKey };
    asked.set(row, one);
    beside.fromFile(one);
  }
  return (row, field) => {
    const one = asked.get(row);
    return one ? beside.others(one, field) : [];
  };
}
