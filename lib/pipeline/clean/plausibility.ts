import { fen, plainYuan } from "../../kernel/fen";
import type { IgnoredRow } from "../collect/collect";
import type { DatasetDefinition, FieldDefinition } from "../dataset";
import type { CleanRow } from "./clean-row";
import { fieldCleaner } from "./field-cleaner";
import type { Reason } from "./outcome";

/** 合计不符: the file's own total row against the sum of its rows (money in fen). */
export type TotalMismatch = { readonly row: number; readonly field: string; readonly stated: number; readonly summed: number };

/** 合计反校: compares money and count columns of the last total row with the rows above it. Quarantined rows count, as they are in the total. */
export function checkTotals(
  definition: DatasetDefinition,
  rows: readonly CleanRow[],
  ignored: readonly IgnoredRow[],
  units: Readonly<Record<string, string>> = {},
): readonly TotalMismatch[] {
  const total = ignored.filter((one) => one.kind === "total" && one.cells).at(-1);
  if (!total?.cells) return [];
  const cells = total.cells;
  return definition.fields.flatMap((field) => {
    if (field.type !== "money" && field.type !== "count") return [];
    const answer = fieldCleaner({ ...field, min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }, { unit: units[field.id] })(cells[field.id] ?? "");
    const stated = answer.ok ? answer.value : null;
    if (typeof stated !== "number" || rows.some((row) => row.reasons.some((reason) => reason.field === field.id))) return [];
    const summed = rows.reduce((sum, row) => sum + (typeof row.record[field.id] === "number" ? (row.record[field.id] as number) : 0), 0);
    return stated === summed ? [] : [{ row: total.row, field: field.id, stated, summed }];
  });
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

/**
 * 量纲校验 of a file against earlier records: money that is off by about 10⁴ or 10³ is held for a person and never rescaled in silence. When most of
 * a column is off by the same factor the column as a whole has the wrong unit, and the message says so.
 */
export function holdScaleErrors(definition: DatasetDefinition, rows: readonly CleanRow[], reference: Reference): readonly CleanRow[] {
  const result = [...rows];
  for (const field of definition.fields.filter(isCompared)) {
    const suspects = rows.flatMap((row, i) => {
      const value = amountIn(row, field.id);
      const others = value === null ? [] : reference(row, field.id);
      return value !== null && others.length > 0 ? [{ i, value, factor: suspicionAmong(value, others) }] : [];
    });
    const off = suspects.filter((one) => one.factor !== null);
    const whole = suspects.length >= MIN_ROWS && off.length * 2 > suspects.length;
    for (const { i, factor, value } of off) {
      const row = result[i];
      if (!row || factor === null || row.fate === "duplicate") continue;
      result[i] = { ...row, fate: "quarantined", reasons: [...row.reasons, scaleReason(field, { factor, whole, value })] };
    }
  }
  return result;
}

/** Amounts and quantities that cannot swing through zero; a profit may. */
export const isCompared = (field: FieldDefinition): boolean =>
  (field.type === "money" && field.mayBeNegative !== true) || (field.type === "number" && field.unit === "kWh");

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
