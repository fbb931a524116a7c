import type { DatasetDefinition } from "../dataset";
import { wordKey } from "../text";
import type { SourceRow } from "./delimited";

/** A column of the file that is a field of the dataset. `unit` is set when the file's own header or title names another unit than the register. */
export type Column = { readonly index: number; readonly field: string; readonly header: string; readonly unit?: string };

/** 表头: where it stands and which columns it names. `columns` holds known ones only; `unknown` those that will be dropped and reported. */
export type Header = {
  readonly first: number;
  readonly last: number;
  readonly columns: readonly Column[];
  readonly unknown: readonly string[];
  readonly width: number;
  readonly merged: boolean;
};

type Match = { readonly field: string; readonly unit?: string };
export type HeaderIndex = {
  readonly exact: ReadonlyMap<string, string>;
  readonly bare: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
};

const UNIT = /^(.*?)\((?:单位:?)?(元|千元|万元|亿元|人民币元|万美元|美元|%|人|个|月|件|kwh|千瓦时|万千瓦时)\)$/;
const headerKey = (text: string): string => wordKey(text).replace(/\(必填\)|\(选填\)|[*:：、]+$|^[*]+/g, "");

/** 表头别名词典 of a dataset, built once per file. */
export function headerIndex(definition: DatasetDefinition): HeaderIndex {
  const exact = new Map<string, string>();
  const bare = new Map<string, string>();
  const units = new Map<string, string>();
  const note = (map: Map<string, string>, key: string, field: string) => void (map.has(key) || map.set(key, field));
  for (const field of definition.fields) {
    for (const name of [field.header, field.id, ...(field.aliases ?? [])]) {
      const key = headerKey(name);
      note(exact, key, field.id);
      const base = UNIT.exec(key)?.[1];
      if (base) note(bare, base, field.id);
    }
    if (field.type === "money" || field.type === "number") units.set(field.id, field.unit ?? "");
  }
  return { exact, bare, units };
}

/** A cell longer than this names no column. */
const LONGEST_NAME = 200;
const unitName = (unit: string): string => (unit === "人民币元" ? "元" : unit);

/** Which field a header names, and the unit it states when that differs from the register's. */
export function matchHeader(index: HeaderIndex, text: string): Match | null {
  if (text.length > LONGEST_NAME) return null;
  const key = headerKey(text);
  if (key === "") return null;
  const exact = index.exact.get(key);
  const [, base, unit] = UNIT.exec(key) ?? [];
  const field = exact ?? (base ? (index.exact.get(base) ?? index.bare.get(base)) : index.bare.get(key));
  if (!field) return null;
  const known = index.units.get(field);
  const stated = unit ? unitName(unit) : undefined;
  return known !== undefined && stated && stated.toLowerCase() !== known.toLowerCase() && stated !== "千瓦时" ? { field, unit: stated } : { field };
}

/** 合并表头: the levels of each column as one row of candidate names, a merged upper cell spreading to the right. */
function candidateNames(rows: readonly SourceRow[]): readonly (readonly string[])[] {
  const width = Math.max(...rows.map((row) => row.cells.length));
  const levels = rows.map((row, level) => {
    let carried = "";
    return Array.from({ length: width }, (_, c) => {
      const cell = row.cells[c]?.trim() ?? "";
      if (cell !== "") carried = cell;
      return level < rows.length - 1 && cell === "" && (rows[level + 1]?.cells[c]?.trim() ?? "") !== "" ? carried : cell;
    });
  });
  return Array.from({ length: width }, (_, c) => {
    const parts = levels.map((level) => level[c] ?? "").filter((part) => part !== "");
    return [...new Set([parts.join(""), parts.at(-1) ?? "", parts.at(0) ?? ""])];
  });
}

type Attempt = Header & { readonly score: number };

function attempt(index: HeaderIndex, rows: readonly SourceRow[], first: number, depth: number): Attempt {
  const names = candidateNames(rows.slice(first, first + depth));
  const columns: Column[] = [];
  const unknown: string[] = [];
  const taken = new Set<string>();
  let width = 0;
  for (const [i, candidates] of names.entries()) {
    const label = candidates[0] ?? "";
    if (label === "") continue;
    width = i + 1;
    const match = candidates.map((name) => matchHeader(index, name)).find((found) => found !== null);
    if (!match || taken.has(match.field)) {
      unknown.push(match ? `${label}（重复列）` : label);
      continue;
    }
    taken.add(match.field);
    columns.push({ index: i, header: label, ...match });
  }
  return { first, last: first + depth - 1, columns, unknown, width, merged: depth > 1, score: columns.length };
}

const MAX_DEPTH = 3;
const MIN_COLUMNS = 2;

/** 定位表头 among the first rows of a table: the row, or two or three merged rows, that name most fields. Null when no row names at least two. */
export function locateHeader(index: HeaderIndex, rows: readonly SourceRow[]): Header | null {
  let best: Attempt | null = null;
  for (let depth = 1; depth <= MAX_DEPTH; depth += 1) {
    for (let first = 0; first + depth <= rows.length; first += 1) {
      const found = attempt(index, rows, first, depth);
      if (!best || found.score > best.score) best = found;
    }
  }
  return best && best.score >= MIN_COLUMNS ? withTitleUnit(index, best, rows.slice(0, best.first)) : null;
}

/** 单位：万元 in a title line holds for every money column whose own header names no unit. */
function withTitleUnit(index: HeaderIndex, header: Header, titles: readonly SourceRow[]): Header {
  const stated = /单位[:：]?\s*(元|千元|万元|亿元)/.exec(titles.flatMap((row) => row.cells).join(" "))?.[1];
  if (!stated) return header;
  const columns = header.columns.map((column) => {
    const known = index.units.get(column.field) ?? "";
    const silent = /元$/.test(known) && !/美元/.test(known) && !/元[)）]?\s*$/.test(column.header);
    return silent && stated !== known ? { ...column, unit: stated } : column;
  });
  return { ...header, columns };
}
