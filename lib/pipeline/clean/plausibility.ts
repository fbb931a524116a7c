import { fen, plainYuan } from "../../kernel/fen";
import type { IgnoredRow } from "../collect/collect";
import type { DatasetDefinition, FieldDefinition } from "../dataset";
import type { CleanRow } from "./clean-row";
import { fieldCleaner } from "./field-cleaner";
import type { Reason } from "./outcome";

/** 合计不符: the file's own total row against the sum of its rows (money in fen). */
export type TotalMismatch = { readonly row: number; readonly field: string; readonly stated: number; readonly summed: number };

type TotalsCheck = {
  readonly row: (row: CleanRow) => void;
  readonly ignored: (row: IgnoredRow) => void;
  readonly mismatches: () => readonly TotalMismatch[];
};

/**
 * 合计反校, row by row: compares money and count columns of the last total row with the sum of the rows. Quarantined rows count, as they are in the
 * total; a column in which one of them cannot be read is left out.
 */
export function totalsCheck(definition: DatasetDefinition, units: Readonly<Record<string, string>> = {}): TotalsCheck {
  const fields = definition.fields.filter((field) => field.type === "money" || field.type === "count");
  const sums = new Map(fields.map((field) => [field.id, 0]));
  const unsure = new Set<string | null>();
  let total: IgnoredRow | null = null;
  const statedIn = (field: FieldDefinition, cells: Readonly<Record<string, string>>) => {
    const clean = fieldCleaner({ ...field, min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }, { unit: units[field.id] });
    const answer = clean(cells[field.id] ?? "");
    return answer.ok ? answer.value : null;
  };
  const row = ({ record, reasons }: CleanRow): void => {
    for (const reason of reasons) unsure.add(reason.field);
    for (const { id } of fields) {
      const value = record[id];
      if (typeof value === "number") sums.set(id, (sums.get(id) ?? 0) + value);
    }
  };
  const mismatches = (): readonly TotalMismatch[] => {
    const cells = total?.cells;
    if (!total || !cells) return [];
    const at = total.row;
    return fields.flatMap((field) => {
      const [stated, summed] = [statedIn(field, cells), sums.get(field.id) ?? 0];
      if (typeof stated !== "number" || unsure.has(field.id) || stated === summed) return [];
      return [{ row: at, field: field.id, stated, summed }];
    });
  };
  const ignored = (one: IgnoredRow): void => {
    if (one.kind === "total" && one.cells) total = one;
  };
  return { row, ignored, mismatches };
}

/** 合计反校 of a whole file at once. */
export function checkTotals(
  definition: DatasetDefinition,
  rows: readonly CleanRow[],
  ignored: readonly IgnoredRow[],
  units: Readonly<Record<string, string>> = {},
): readonly TotalMismatch[] {
  const totals = totalsCheck(definition, units);
  for (const row of rows) totals.row(row);
  for (const row of ignored) totals.ignored(row);
  return totals.mismatches();
}

const SCALES = [10_000, 1000] as const;
/** How far from 10⁴ or 10³ a ratio may lie and still look like a unit mistaken: genuine changes spread wide, unit errors cluster. */
const TOLERANCE = 1.6;

/** 量纲嫌疑: the factor by which a value seems to be off (10⁴, 10³ or their inverses) against a reference of the same enterprise; null when none. */
export function scaleSuspicion(value: number, reference: number): number | null {
  if (value <= 0 || reference <= 0) return null;
  const ratio = value / reference;
  for (const scale of SCALES) {
    if (ratio >= scale / TOLERANCE && ratio <= scale * TOLERANCE) return scale;
    if (ratio >= 1 / scale / TOLERANCE && ratio <= (1 / scale) * TOLERANCE) return 1 / scale;
  }
  return null;
}

/** Values of the same field in the enterprise's other records of that kind, in the same unit. */
export type Reference = (row: CleanRow, field: string) => readonly number[];

const MIN_ROWS = 8;

/** The factor by which a value is off against more than half of the others; null when they do not agree on one. */
function suspicionAmong(value: number, others: readonly number[]): number | null {
  const votes = new Map<number, number>();
  for (const other of others) {
    const factor = scaleSuspicion(value, other);
    if (factor !== null) votes.set(factor, (votes.get(factor) ?? 0) + 1);
  }
  return [...votes].find(([, count]) => count * 2 > others.length)?.[0] ?? null;
}

type Suspect = { readonly i: number; readonly value: number; readonly factor: number };
/** How amounts are asked for; `at` is the place of a field among the compared ones. */
export type Scale<Row> = {
  readonly amountOf: (row: Row, at: number) => number | null;
  readonly othersOf: (row: Row, at: number) => readonly number[];
};

/** A thousandfold of the other periods is a unit mistaken only where amounts are asked for in 千元; elsewhere it is growth. */
const isMistake = (field: FieldDefinition, factor: number): boolean => factor !== 1000 || field.unit === "千元";

/** The rows of a column that are off, and whether the column is so as a whole. */
function suspectsIn<Row>(field: FieldDefinition, at: number, rows: readonly Row[], { amountOf, othersOf }: Scale<Row>) {
  const off: Suspect[] = [];
  let compared = 0;
  for (const [i, row] of rows.entries()) {
    const value = amountOf(row, at);
    const others = value === null ? [] : othersOf(row, at);
    if (value === null || others.length === 0) continue;
    compared += 1;
    const factor = suspicionAmong(value, others);
    if (factor !== null && isMistake(field, factor)) off.push({ i, value, factor });
  }
  return { off, whole: compared >= MIN_ROWS && off.length * 2 > compared };
}

/**
 * 量纲校验: which rows of a file are to be held, by their place, and why. Money that is off by about 10⁴ or 10³ is held for a person and never
 * rescaled in silence. When most of a column is off by the same factor the column as a whole has the wrong unit, and the message says so.
 */
export function scaleReasons<Row>(definition: DatasetDefinition, rows: readonly Row[], scale: Scale<Row>): ReadonlyMap<number, readonly Reason[]> {
  const reasons = new Map<number, readonly Reason[]>();
  for (const [at, field] of comparedFields(definition).entries()) {
    const { off, whole } = suspectsIn(field, at, rows, scale);
    for (const { i, factor, value } of off) reasons.set(i, [...(reasons.get(i) ?? []), scaleReason(field, { factor, whole, value })]);
  }
  return reasons;
}

/** The row with what its amounts are suspected of. A repeat is not asked about. */
export const asHeld = (row: CleanRow, reasons: readonly Reason[] | undefined): CleanRow =>
  reasons && row.fate !== "duplicate" ? { ...row, fate: "quarantined", reasons: [...row.reasons, ...reasons] } : row;

/** 量纲校验 of a whole file at once. */
export function holdScaleErrors(definition: DatasetDefinition, rows: readonly CleanRow[], reference: Reference): readonly CleanRow[] {
  const ids = comparedFields(definition).map((field) => field.id);
  const reasons = scaleReasons(definition, rows, {
    amountOf: (row, at) => amountIn(row, ids[at] ?? ""),
    othersOf: (row, at) => reference(row, ids[at] ?? ""),
  });
  return rows.map((row, i) => asHeld(row, reasons.get(i)));
}

/** Amounts and quantities that cannot swing through zero; a profit may. */
const isCompared = (field: FieldDefinition): boolean =>
  (field.type === "money" && field.mayBeNegative !== true) || (field.type === "number" && field.unit === "kWh");
export const comparedFields = (definition: DatasetDefinition): readonly FieldDefinition[] => definition.fields.filter(isCompared);

export const amountIn = (row: Pick<CleanRow, "record">, field: string): number | null => {
  const value = row.record[field];
  const amount = typeof value === "string" ? Number(value) : value;
  return typeof amount === "number" && Number.isFinite(amount) ? amount : null;
};

/** The amount as it would be in the unit that was probably meant, for a person to take or not. */
function meant(field: FieldDefinition, amount: number): string {
  if (field.type !== "money") return `${amount}千瓦时`;
  return `${plainYuan(fen(Math.round(amount)))}${field.unit?.includes("美元") ? "美元" : "元"}`;
}

function scaleReason(field: FieldDefinition, { factor, whole, value }: { factor: number; whole: boolean; value: number }): Reason {
  const times = factor > 1 ? `约 ${factor} 倍` : `约 1/${Math.round(1 / factor)}`;
  const scope = whole ? "整列都是如此，这一列的单位可能报错了（元、千元、万元）" : "单位可能报错了（元、千元、万元）";
  const message = `${field.header}：是其他各期的${times}，${scope}，请核对后确认。`;
  return { field: field.id, pattern: "UNIT_SCALE", code: "UNIT_SCALE", message, proposal: meant(field, value / factor) };
}
