import type { DatasetDefinition } from "../dataset";
import type { CleanRow } from "./clean-row";
import type { CleanValue } from "./outcome";

/** 冲突记录: two rows of one key with different content; the newer one stands. */
export type RowConflict = { readonly recordKey: string; readonly keptRow: number; readonly droppedRow: number; readonly fields: readonly string[] };
export type Deduplicated = { readonly rows: readonly CleanRow[]; readonly conflicts: readonly RowConflict[] };

/** 内容 of a record in one canonical text, for comparing rows and deliveries. A digest of it may be stored instead. */
export const contentOf = (row: Pick<CleanRow, "record">): string =>
  JSON.stringify(
    Object.keys(row.record)
      .sort()
      .map((field) => [field, row.record[field]]),
  );

const usable = (row: CleanRow): boolean => row.fate === "accepted" || row.fate === "corrected";
const asDuplicate = (row: CleanRow, message: string): CleanRow => ({
  ...row,
  fate: "duplicate",
  reasons: [{ field: null, pattern: row.corrections.some((one) => one.pattern === "CASE_DUP") ? "CASE_DUP" : "DUP_ROW", code: "DUP_ROW", message }],
});

const differing = (a: CleanRow, b: CleanRow): readonly string[] =>
  Object.keys(a.record).filter((field) => JSON.stringify(a.record[field]) !== JSON.stringify(b.record[field]));

/** A usable row as far as repeats are judged: its place in the file, its key, its content (or a digest of it) and its date of change. */
export type RepeatEntry = { readonly index: number; readonly row: number; readonly key: string; readonly content: string; readonly updated: CleanValue };
/** 重复 verdict on a row; `kept` is the row that stands in its place where both speak of one record with different content. */
export type Repeat = { readonly message: string; readonly kept: number | null };

/** Is `next` the newer of two? By the dataset's date of change where both have it, else the later row. */
function newer({ updated: a }: RepeatEntry, { updated: b }: RepeatEntry): boolean {
  return typeof a === "string" && typeof b === "string" && a !== b ? a > b : true;
}

/** What is already there under a key: the same content, a newer one, or nothing that stands in the way. */
export type Standing = "same" | "newer" | null;

const STANDING: Readonly<Record<"same" | "newer", string>> = {
  same: "与已收到的记录完全相同，不再重复采用。",
  newer: "平台上这条记录的内容更新，以较新的为准，本行不再采用。",
};

type Known = (recordKey: string, row: CleanRow) => Standing;

type RepeatJudge<Entry extends RepeatEntry> = {
  /** Hears of a usable row, in the file's order. */
  readonly judge: (entry: Entry) => void;
  /** The rows that stand once the whole file has been heard of, one for each key. */
  readonly standing: () => Iterable<Entry>;
  /** Says of one of them what is already there under its key. */
  readonly against: (entry: Entry, standing: Standing) => void;
  /** The rows that do not stand, by their place. */
  readonly repeats: ReadonlyMap<number, Repeat>;
};

/** 判重: first a file's own repeats, row by row in its order; then what is left of it against what is already there. Holds one entry per key. */
export function repeatJudge<Entry extends RepeatEntry>(): RepeatJudge<Entry> {
  const held = new Map<string, Entry>();
  const repeats = new Map<number, Repeat>();
  const settle = (entry: Entry, before: Entry): void => {
    const [kept, dropped] = newer(entry, before) ? [entry, before] : [before, entry];
    repeats.set(dropped.index, { message: `与第 ${kept.row} 行是同一条记录而内容不同，以第 ${kept.row} 行为准。`, kept: kept.index });
    held.set(entry.key, kept);
  };
  const judge = (entry: Entry): void => {
    const before = held.get(entry.key);
    if (!before) held.set(entry.key, entry);
    else if (before.content === entry.content) repeats.set(entry.index, { message: `与第 ${before.row} 行完全相同。`, kept: null });
    else settle(entry, before);
  };
  const against = ({ index }: Entry, standing: Standing): void => {
    if (standing) repeats.set(index, { message: STANDING[standing], kept: null });
  };
  return { judge, standing: () => held.values(), against, repeats };
}

/** The entry of a cleaned row; null for one that cannot be a repeat because it has no key or was set aside. */
export const repeatEntry = (row: CleanRow, index: number, updatedBy: string | undefined, content: string): RepeatEntry | null =>
  row.recordKey !== null && usable(row)
    ? { index, row: row.row, key: row.recordKey, content, updated: (updatedBy ? row.record[updatedBy] : null) ?? null }
    : null;

/**
 * 去重 within a file, and of what is left against what is already there. Equal rows of one key: the first stands. Different rows of one key: the
 * newer stands and the conflict is kept. Quarantined rows are left alone.
 */
export function markDuplicates(rows: readonly CleanRow[], definition: Pick<DatasetDefinition, "updatedBy">, known?: Known): Deduplicated {
  const { judge, standing, against, repeats } = repeatJudge();
  for (const [i, row] of rows.entries()) {
    const entry = repeatEntry(row, i, definition.updatedBy, contentOf(row));
    if (entry) judge(entry);
  }
  for (const entry of known ? standing() : []) {
    const row = rows[entry.index];
    if (row && known) against(entry, known(entry.key, row));
  }
  const conflicts = [...repeats].flatMap(([index, { kept }]): RowConflict[] => {
    const [dropped, standing] = [rows[index], kept === null ? undefined : rows[kept]];
    if (!dropped || !standing) return [];
    return [{ recordKey: dropped.recordKey ?? "", keptRow: standing.row, droppedRow: dropped.row, fields: differing(standing, dropped) }];
  });
  return { rows: rows.map((row, i) => asRepeat(row, repeats.get(i))), conflicts };
}

/** The row with its fate after judging. */
export const asRepeat = (row: CleanRow, repeat: Repeat | undefined): CleanRow => (repeat ? asDuplicate(row, repeat.message) : row);
