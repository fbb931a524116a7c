import { type DatasetDefinition, PERIOD_FIELD_TYPES } from "../dataset";
import type { CleanRow } from "./clean-row";
import type { CleanRecord } from "./draft";
import { amountIn, comparedFields, type Reference } from "./plausibility";

const KIND_MARK = "\u001f";

/** Records of one enterprise and one kind (申报表种、险种、户号) are comparable; null where the dataset's amounts are not, or the enterprise is not known. */
function comparisonKey(record: CleanRecord, uscc: string | null, definition: Pick<DatasetDefinition, "comparedWithin">): string | null {
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
 * 可比数 of one record: its amounts in the order of the compared fields, and its enterprise and kind in one key. As small as can be, since a file may
 * have a million of them.
 */
export type Measured = { readonly kind: string; readonly recordKey: string | null; readonly amounts: readonly (number | null)[] };

/** Takes the amounts out of records; null for one that is not comparable or has none. */
export function measuring(definition: DatasetDefinition): (one: Compared) => Measured | null {
  const ids = comparedFields(definition).map((field) => field.id);
  const kinds = new Map<string, string>();
  return (one) => {
    const key = comparisonKey(one.record, one.uscc, definition);
    const amounts = key === null ? [] : ids.map((id) => amountIn(one, id));
    if (key === null || amounts.every((amount) => amount === null)) return null;
    const kind = kinds.get(key) ?? key;
    kinds.set(kind, kind);
    return { kind, recordKey: one.recordKey, amounts };
  };
}

type Beside = {
  /** A record that was there before. All of them are told of first. */
  readonly earlier: (one: Measured) => void;
  /** A row of the file itself. */
  readonly fromFile: (one: Measured) => void;
  /** What the amount at a place is held against. */
  readonly others: (one: Measured, at: number) => readonly number[];
};

/** Adds to what is kept unless no question could ask for it: with six of one record and twelve in all, six that are not of that record are among them. */
function keep(list: Measured[], one: Measured): void {
  if (list.length >= 2 * OTHERS || list.filter((other) => other.recordKey === one.recordKey).length >= OTHERS) return;
  list.push(one);
}

/**
 * 参照: what an amount is held against, from the file itself and from what was recorded earlier. Other states of the very same record (a corrected
 * delivery) count where the dataset has no periods, and are left out where it has them: a correction may well mend a unit. Of each kind no more is
 * kept than a question can ask for, so that neither memory nor time grows with the rows of one enterprise.
 */
export function amountsBeside(definition: DatasetDefinition): Beside {
  const periods = timeField(definition) !== null;
  const kept = new Map<string, Measured[][]>();
  const put = (one: Measured): void => {
    const lists = kept.get(one.kind) ?? one.amounts.map(() => []);
    kept.set(one.kind, lists);
    for (const [at, amount] of one.amounts.entries()) if (amount) keep(lists[at] ?? [], one);
  };
  const others = (one: Measured, at: number): readonly number[] => {
    const list = kept.get(one.kind)?.[at] ?? [];
    const besides = periods ? list.filter((other) => other.recordKey !== one.recordKey) : list;
    return besides.slice(0, OTHERS).flatMap(({ amounts }) => amounts[at] ?? []);
  };
  return { earlier: put, fromFile: periods ? put : () => undefined, others };
}

/** 参照 of a whole file at once. Rows that are held already are no measure, and are not measured. */
export function referenceFrom(
  definition: DatasetDefinition,
  rows: readonly { readonly row: CleanRow; readonly uscc: string | null }[],
  stored: readonly Compared[],
): Reference {
  const [beside, measure] = [amountsBeside(definition), measuring(definition)];
  const ids = comparedFields(definition).map((field) => field.id);
  for (const one of stored.flatMap((record) => measure(record) ?? [])) beside.earlier(one);
  const asked = new Map<CleanRow, Measured>();
  for (const { row, uscc } of rows) {
    const one = row.fate === "quarantined" ? null : measure({ record: row.record, uscc, recordKey: row.recordKey });
    if (!one) continue;
    asked.set(row, one);
    beside.fromFile(one);
  }
  return (row, field) => {
    const one = asked.get(row);
    return one ? beside.others(one, ids.indexOf(field)) : [];
  };
}
