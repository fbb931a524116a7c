import { compare, decimal } from "../../kernel/decimal";
import { fenFromYuan } from "../../kernel/fen";
import type { DecisionInput } from "../../policy/decide";
import { type KnownValue, numberIn, type Reading, read } from "../../policy/facts";
import type { ColumnDefinition, Layout } from "./layout";

/** In a number column: unknown, or no number; and 有意义的空. Every real value is finite. */
export const UNKNOWN = Number.NaN;
export const EMPTY = Number.NEGATIVE_INFINITY;

/** `fen` only where an amount is reckoned from it. */
export type NumberColumn = { readonly kind: "number"; readonly values: Float64Array; readonly fen: Float64Array | null };
/** 字典编码: `values` by code; the first two codes are unknown and empty. */
export type CodeColumn = { readonly kind: "code"; readonly codes: Uint16Array; readonly values: readonly Reading[]; readonly codeOf: Map<unknown, number> };
export type Column = NumberColumn | CodeColumn;

/** 名册列: the roster (or a shard of it) in typed columns, for one full year. */
export type Roster = {
  readonly size: number;
  readonly fullYear: number;
  readonly columns: ReadonlyMap<string, Column>;
  /** 已享金额 in fen by ladder. */
  readonly prior: ReadonlyMap<string, Float64Array>;
  /** Enterprises with a value that no column can hold exactly (a decimal text longer than a double, say): decided singly. */
  readonly odd: ReadonlyMap<number, RosterRow>;
};
export type RosterRow = Pick<DecisionInput, "facts" | "priorGrants">;

const MAX_CODES = 0xffff;
const EXACT_YUAN = 2 ** 43;

/** Like `fenFromYuan`; whole yuan and plain fen without the detour over exact decimals. */
function fenOf(yuan: number): number {
  if (Math.abs(yuan) < EXACT_YUAN) {
    const fen = Math.round(yuan * 100);
    if (fen / 100 === yuan) return fen;
  }
  return fenFromYuan(yuan);
}

/** The double that stands for a value; null when none does exactly. */
function doubleOf(value: KnownValue): number | null {
  const number = numberIn(value);
  if (number === null) return UNKNOWN;
  if (typeof number === "number") return number;
  const double = Number(number);
  return Number.isFinite(double) && compare(decimal(double), decimal(number)) === 0 ? double : null;
}

function emptyColumn({ kind, money }: ColumnDefinition, size: number): Column {
  if (kind === "number") return { kind, values: new Float64Array(size).fill(UNKNOWN), fen: money ? new Float64Array(size).fill(UNKNOWN) : null };
  return { kind, codes: new Uint16Array(size), values: [{ state: "absent" }, { state: "empty" }], codeOf: new Map() };
}

/** False when the value does not fit. */
function putNumber({ values, fen }: NumberColumn, row: number, reading: Reading): boolean {
  if (reading.state === "absent") return true;
  const value = reading.state === "empty" ? EMPTY : doubleOf(reading.value);
  if (value === null) return false;
  values[row] = value;
  if (!fen || !Number.isFinite(value)) return true;
  if (Math.abs(value) >= EXACT_YUAN) return false;
  fen[row] = fenOf(value);
  return true;
}

function putCode({ codes, values, codeOf }: CodeColumn, row: number, reading: Reading): boolean {
  if (reading.state !== "known") {
    codes[row] = reading.state === "absent" ? 0 : 1;
    return true;
  }
  // The text of a set and the text "…" itself, the number 1 and the text "1" are different values
  const key = typeof reading.value === "object" || typeof reading.value === "string" ? JSON.stringify(reading.value) : reading.value;
  let code = codeOf.get(key);
  if (code === undefined) {
    if (values.length > MAX_CODES) return false;
    code = values.length;
    (values as Reading[]).push(reading);
    codeOf.set(key, code);
  }
  codes[row] = code;
  return true;
}

const put = (column: Column, row: number, reading: Reading): boolean =>
  column.kind === "number" ? putNumber(column, row, reading) : putCode(column, row, reading);

function putGrants(prior: Roster["prior"], row: number, grants: RosterRow["priorGrants"]): void {
  for (const [ladder, column] of prior) if (Object.hasOwn(grants, ladder)) column[row] = fenFromYuan(grants[ladder] ?? 0);
}

/** Puts a roster into columns. Values are taken as the single evaluation reads them: a series for its year, never a neighbour's. */
export function rosterOf(layout: Layout, rows: readonly RosterRow[], { asOf, fullYear }: Pick<DecisionInput, "asOf" | "fullYear">): Roster {
  const definitions = layout.columns.map((definition) => ({ ...definition, column: emptyColumn(definition, rows.length) }));
  const prior = new Map(layout.ladders.map((ladder) => [ladder, new Float64Array(rows.length)]));
  const odd = new Map<number, RosterRow>();
  for (const [row, input] of rows.entries()) {
    const context = { asOf, fullYear, facts: input.facts };
    const fits = definitions.map(({ column, indicator, year }) => put(column, row, read(context, indicator, fullYear + year)));
    if (fits.includes(false)) odd.set(row, input);
    putGrants(prior, row, input.priorGrants);
  }
  return { size: rows.length, fullYear, columns: new Map(definitions.map(({ id, column }) => [id, column])), prior, odd };
}
