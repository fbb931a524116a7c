import type { IgnoredRow } from "../collect/collect";
import type { DatasetDefinition } from "../dataset";
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
    if (typeof stated !== "number") return [];
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

/** The value of the same field in the enterprise's last record, in the same unit; undefined when there is none. */
export type Reference = (row: CleanRow, field: string) => number | undefined;

const MIN_ROWS = 8;

/**
 * 量纲校验 of a file against earlier records: money that is off by about 10⁴ or 10³ is held for a person and never rescaled in silence. When most of
 * a column is off by the same factor the column as a whole has the wrong unit, and the message says so.
 */
export function holdScaleErrors(definition: DatasetDefinition, rows: readonly CleanRow[], reference: Reference): readonly CleanRow[] {
  const result = [...rows];
  for (const field of definition.fields.filter((one) => one.type === "money")) {
    const suspects = rows.flatMap((row, i) => {
      const value = row.record[field.id];
      const before = typeof value === "number" ? reference(row, field.id) : undefined;
      return typeof value === "number" && before !== undefined ? [{ i, value, factor: scaleSuspicion(value, before) }] : [];
    });
    const off = suspects.filter((one) => one.factor !== null);
    const whole = suspects.length >= MIN_ROWS && off.length * 2 > suspects.length;
    for (const { i, factor } of off) {
      const row = result[i];
      if (row && factor !== null && row.fate !== "duplicate")
        result[i] = { ...row, fate: "quarantined", reasons: [...row.reasons, scaleReason(field.id, field.header, factor, whole)] };
    }
  }
  return result;
}

function scaleReason(field: string, header: string, factor: number, whole: boolean): Reason {
  const times = factor > 1 ? `约 ${factor} 倍` : `约 1/${Math.round(1 / factor)}`;
  const scope = whole ? "整列都是如此，这一列的单位可能报错了（元、千元、万元）" : "单位可能报错了（元、千元、万元）";
  return { field, pattern: "UNIT_SCALE", code: "UNIT_SCALE", message: `${header}：是上期的${times}，${scope}，请核对后确认。` };
}
