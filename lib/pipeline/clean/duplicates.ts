import type { DatasetDefinition } from "../dataset";
import type { CleanRow } from "./clean-row";

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

/** Is `next` the newer of two? By the dataset's date of change where both have it, else the later row. */
function newer(next: CleanRow, held: CleanRow, updatedBy: string | undefined): boolean {
  const [a, b] = updatedBy ? [next.record[updatedBy], held.record[updatedBy]] : [null, null];
  return typeof a === "string" && typeof b === "string" && a !== b ? a > b : true;
}

/** What is already there under a key: the same content, a newer one, or nothing that stands in the way. */
export type Standing = "same" | "newer" | null;

const STANDING: Readonly<Record<"same" | "newer", string>> = {
  same: "与已收到的记录完全相同，不再重复采用。",
  newer: "平台上这条记录的内容更新，以较新的为准，本行不再采用。",
};

type Known = (recordKey: string, row: CleanRow) => Standing;

/** What is left of a file, against what is already there. */
function withoutKnown(rows: CleanRow[], held: ReadonlyMap<string, number>, known: Known): CleanRow[] {
  for (const [key, i] of held) {
    const row = rows[i];
    const standing = row && known(key, row);
    if (row && standing) rows[i] = asDuplicate(row, STANDING[standing]);
  }
  return rows;
}

/**
 * 去重 within a file, and of what is left against what is already there. Equal rows of one key: the first stands. Different rows of one key: the
 * newer stands and the conflict is kept. Quarantined rows are left alone.
 */
export function markDuplicates(rows: readonly CleanRow[], definition: Pick<DatasetDefinition, "updatedBy">, known?: Known): Deduplicated {
  const result = [...rows];
  const conflicts: RowConflict[] = [];
  const held = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    const key = row.recordKey;
    if (key === null || !usable(row)) continue;
    const before = held.get(key);
    const other = before === undefined ? undefined : rows[before];
    if (before === undefined || !other) held.set(key, i);
    else settle(i, before, row, other);
  }
  return { rows: known ? withoutKnown(result, held, known) : result, conflicts };

  function settle(i: number, before: number, row: CleanRow, other: CleanRow): void {
    const key = row.recordKey ?? "";
    const fields = differing(row, other);
    if (fields.length === 0) {
      result[i] = asDuplicate(row, `与第 ${other.row} 行完全相同。`);
      return;
    }
    const later = newer(row, other, definition.updatedBy);
    const [keptIndex, kept, droppedIndex, dropped] = later ? [i, row, before, other] : [before, other, i, row];
    result[droppedIndex] = asDuplicate(dropped, `与第 ${kept.row} 行是同一条记录而内容不同，以第 ${kept.row} 行为准。`);
    conflicts.push({ recordKey: key, keptRow: kept.row, droppedRow: dropped.row, fields });
    held.set(key, keptIndex);
  }
}
