import type { DatasetDefinition } from "../dataset";
import type { IgnoredKind } from "../fates";
import { withoutBlanks } from "../text";
import type { SourceRow } from "./delimited";
import { type Column, type Header, headerIndex, locateHeader, matchHeader } from "./header";
import type { NamedRow } from "./json-rows";
import { maskNumbersIn, type PersonDigest, type RowFlaw, reducePersons } from "./person";
import { ignoredKind } from "./row-kind";
import { MAX_COLUMNS, risingRows, tameCells, tameLabel } from "./tame";

/** A data row as the pipeline keeps it: the source's number, cells by field id (raw text, no personal numbers), and flaws already seen. */
export type CollectedRow = { readonly row: number; readonly cells: Readonly<Record<string, string>>; readonly flaws?: readonly RowFlaw[] };
export type IgnoredRow = { readonly row: number; readonly kind: IgnoredKind; readonly cells?: Readonly<Record<string, string>> };

export type RefusalCode = "encoding" | "fileType" | "unsafeFile" | "noHeader" | "missingColumns" | "empty" | "tooLarge" | "brokenFile";
/** 整份退回: why a whole file was not taken, in words for the department's clerk. */
export type Refusal = { readonly code: RefusalCode; readonly message: string; readonly fields?: readonly string[] };

/** 采集结果 of one file. A header without rows is a nil return (无数据), which is a delivery. With refusals there are no rows; else rows and ignored rows together are all rows of the source. */
export type Collected = {
  readonly columns: readonly Column[];
  readonly headerRows: readonly number[];
  readonly rows: readonly CollectedRow[];
  readonly ignored: readonly IgnoredRow[];
  readonly unknownColumns: readonly string[];
  readonly refusals: readonly Refusal[];
};

/** A row of the source as it is met: data, or no data and why. */
export type MetRow = CollectedRow | IgnoredRow;
export const isIgnored = (row: MetRow): row is IgnoredRow => "kind" in row;

/** What is known of a file before its rows are read. */
export type FileHead = Pick<Collected, "columns" | "headerRows" | "unknownColumns" | "refusals">;
/** 逐行采集: the head, and the rows one after the other in the file's order. The rows return a refusal when the file turns out too long on the way. */
export type OpenFile = { readonly head: FileHead; readonly rows: Generator<MetRow, Refusal | null> };

export type CollectOptions = {
  readonly digest: PersonDigest;
  /** Separated text, where a surplus cell means that a comma was not quoted; in a spreadsheet it is only a note at the side. */
  readonly delimited?: boolean;
  readonly maxRows?: number;
};

const HEAD_ROWS = 25;
const MAX_ROWS = 1_000_000;

/** Columns that must be there: required fields and the key, save what can be looked up from another column. */
function missingColumns(definition: DatasetDefinition, present: ReadonlySet<string>): readonly Refusal[] {
  const key = new Set(definition.primaryKey);
  const missing = definition.fields.filter((field) => {
    const wanted = field.required || key.has(field.id);
    return wanted && !present.has(field.id) && !(field.deriveFrom && present.has(field.deriveFrom));
  });
  if (missing.length === 0) return [];
  const names = missing.map((field) => `“${field.header}”`).join("、");
  return [
    { code: "missingColumns", message: `缺少必需的列：${names}。请按${definition.name}的模板补上后重新上传。`, fields: missing.map((field) => field.id) },
  ];
}

const tooMany = (limit: number): Refusal => ({ code: "tooLarge", message: `一份文件最多 ${limit.toLocaleString("en-US")} 行，请分开上传。` });

type Reader = {
  readonly header: Header;
  readonly cellsOf: (row: SourceRow) => Record<string, string>;
  readonly headerCells: ReadonlySet<string>;
  /** Where the codes stand that identify a record (户号, 税票号码): a row that carries one is no total. */
  readonly codeColumns: readonly number[];
  /** The most cells that a well-formed line of this file has. */
  readonly width: number;
};

/** What is shorter in a row of totals is a number of units. */
const RECORD_CODE = /^[0-9A-Za-z-]{6,}$/;

function readerFor(definition: DatasetDefinition, header: Header, head: readonly SourceRow[]): Reader {
  const ignored = new Set(definition.fields.filter((field) => field.ignore).map((field) => field.id));
  const kept = header.columns.filter((column) => !ignored.has(column.field));
  const headerCells = new Set(head.slice(header.first, header.last + 1).flatMap((row) => row.cells.map(withoutBlanks)));
  headerCells.delete("");
  const cellsOf = (row: SourceRow) => {
    const cells: Record<string, string> = {};
    for (const column of kept) cells[column.field] = row.cells[column.index] ?? "";
    return cells;
  };
  const codes = new Set(definition.fields.flatMap(({ id, type }) => (definition.primaryKey.includes(id) && (type === "code" || type === "uscc") ? [id] : [])));
  const codeColumns = header.columns.flatMap((column) => (codes.has(column.field) ? [column.index] : []));
  return { header, cellsOf, headerCells, codeColumns, width: widthOf(header, head) };
}

/** Some systems end every line with a comma; then the empty last cell is no surplus one. */
function widthOf(header: Header, head: readonly SourceRow[]): number {
  const lines = head.slice(header.last).map((row) => row.cells.length);
  const usual = lines.filter((length) => length === lines[0]).length * 2 > lines.length ? (lines[0] ?? 0) : 0;
  return Math.max(header.width, usual);
}

/** A line with more cells than it should have; empty ones at the very end betray a comma as well, unless the whole file has them. */
const isShifted = (cells: readonly string[], { header, width }: Reader): boolean =>
  cells.length > width ? cells.slice(header.width - 1).some((cell) => cell.trim() !== "") : cells.slice(header.width).some((cell) => cell.trim() !== "");
const SHIFTED: RowFlaw = { pattern: "COL_SHIFT", field: null, message: "这一行比表头多出了列，内容可能错位（多因单元格里有未加引号的逗号），请核对后重报。" };
const BROKEN: RowFlaw = { pattern: "COL_SHIFT", field: null, message: "这一条不是完整的 JSON 记录，请核对后重报。" };

type Reduce = ReturnType<typeof reducePersons>;

function kindOf(row: SourceRow, { headerCells, codeColumns }: Reader): IgnoredKind | null {
  const kind = ignoredKind(row.cells, headerCells);
  if (kind !== "total") return kind;
  return codeColumns.some((index) => RECORD_CODE.test(row.cells[index]?.trim() ?? "")) ? null : kind;
}

function totalCells(reader: Reader, row: SourceRow): Record<string, string> {
  const cells = reader.cellsOf(row);
  tameCells(cells);
  maskNumbersIn(cells);
  return cells;
}

/** One row below the header: data with its cells by field, or no data and why. */
function sortRow(row: SourceRow, reader: Reader, reduce: Reduce, delimited: boolean): MetRow {
  const kind = kindOf(row, reader);
  if (kind === "total") return { row: row.row, kind, cells: totalCells(reader, row) };
  if (kind !== null) return { row: row.row, kind };
  const cells = reader.cellsOf(row);
  const flaws = [...tameCells(cells), ...reduce(cells)];
  if (row.wide || (delimited && isShifted(row.cells, reader))) flaws.push(SHIFTED);
  return flaws.length > 0 ? { row: row.row, cells, flaws } : { row: row.row, cells };
}

const NO_HEAD: FileHead = { columns: [], headerRows: [], unknownColumns: [], refusals: [] };
/** A file without rows: for those that are refused by their head. */
// biome-ignore lint/correctness/useYield: there is nothing to yield
function* noRows(): Generator<MetRow, Refusal | null> {
  return null;
}
export const refusedOpen = (refusal: Refusal, found: Partial<FileHead> = {}): OpenFile => ({
  head: { ...NO_HEAD, ...found, refusals: [refusal] },
  rows: noRows(),
});

const TOO_WIDE: Refusal = { code: "tooLarge", message: `表格超过 ${MAX_COLUMNS} 列，请删去右侧多余内容后上传。` };

/** 打开 a table (CSV, TSV, spreadsheet): finds the header and maps columns to fields; the rows are then sorted one by one. */
export function openTable(definition: DatasetDefinition, source: Iterable<SourceRow>, options: CollectOptions): OpenFile {
  const iterator = source[Symbol.iterator]();
  const head = takeRows(iterator, HEAD_ROWS);
  const header = locateHeader(headerIndex(definition), head);
  if (!header)
    return refusedOpen({ code: "noHeader", message: `没有找到表头。首行应含“${definition.fields[0]?.header ?? ""}”等列名，请对照${definition.name}的模板。` });
  if (head.slice(header.first, header.last + 1).some((row) => row.wide)) return refusedOpen(TOO_WIDE);
  const columns = header.columns.map((column) => ({ ...column, header: tameLabel(column.header) }));
  const unknownColumns = header.unknown.map(tameLabel);
  const [refusal] = missingColumns(definition, new Set(columns.map((column) => column.field)));
  if (refusal) return refusedOpen(refusal, { columns, unknownColumns });
  const headerRows = head.slice(header.first, header.last + 1).map((row) => row.row);
  return { head: { columns, headerRows, unknownColumns, refusals: [] }, rows: tableRows(definition, { header, head, iterator }, options) };
}

type Begun = { readonly header: Header; readonly head: readonly SourceRow[]; readonly iterator: Iterator<SourceRow> };

/** The rows below the header: those already taken while looking for it, then the rest. */
function* rowsBelow({ header, head, iterator }: Begun): Generator<SourceRow> {
  yield* head.slice(header.last + 1);
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value;
}

function* tableRows(definition: DatasetDefinition, begun: Begun, options: CollectOptions): Generator<MetRow, Refusal | null> {
  const { header, head } = begun;
  const limit = options.maxRows ?? MAX_ROWS;
  const reader = readerFor(definition, header, head);
  const reduce = reducePersons(definition, options.digest);
  const number = risingRows();
  for (const [i, row] of head.slice(0, header.last + 1).entries()) yield { row: number(row.row), kind: headKind(row, i, header) };
  const met = { data: 0, other: 0 };
  for (const row of rowsBelow(begun)) {
    if (met.data >= limit || met.other > limit) return tooMany(limit);
    const sorted = sortRow({ ...row, row: number(row.row) }, reader, reduce, options.delimited === true);
    met[isIgnored(sorted) ? "other" : "data"] += 1;
    yield sorted;
  }
  return null;
}

/** All rows of an open file at once. */
export function collectAll({ head, rows }: OpenFile): Collected {
  const [data, ignored]: [CollectedRow[], IgnoredRow[]] = [[], []];
  for (let next = rows.next(); ; next = rows.next()) {
    if (next.done) return next.value ? { ...NO_HEAD, rows: [], ignored: [], refusals: [next.value] } : { ...head, rows: data, ignored };
    if (isIgnored(next.value)) ignored.push(next.value);
    else data.push(next.value);
  }
}

/** 采集 a table: finds the header, maps columns to fields, sets titles, totals and remarks aside, reduces personal numbers. */
export const collectTable = (definition: DatasetDefinition, source: Iterable<SourceRow>, options: CollectOptions): Collected =>
  collectAll(openTable(definition, source, options));

function headKind(row: SourceRow, index: number, header: Header): IgnoredKind {
  if (index >= header.first) return "header";
  return row.cells.every((cell) => cell.trim() === "") ? "blank" : "title";
}

function takeRows(iterator: Iterator<SourceRow>, count: number): readonly SourceRow[] {
  const rows: SourceRow[] = [];
  while (rows.length < count) {
    const next = iterator.next();
    if (next.done) break;
    rows.push(next.value);
  }
  return rows;
}

const NO_HEADER: ReadonlySet<string> = new Set();

/** Is a record no data, and why? One that could not be read is data with a flaw. */
const recordKind = ({ members, broken }: NamedRow): IgnoredKind | null => (broken ? null : ignoredKind(Object.values(members), NO_HEADER));

type Members = { readonly fieldOf: (name: string) => string | null; readonly columns: readonly Column[]; readonly unknown: readonly string[] };

/** Members of all records with the field that each names; null when there are more names than any table has columns. */
function membersOf(definition: DatasetDefinition, source: readonly NamedRow[]): Members | null {
  const index = headerIndex(definition);
  const fields = new Map<string, string | null>();
  for (const { members } of source)
    for (const name in members) {
      if (fields.has(name)) continue;
      fields.set(name, matchHeader(index, name)?.field ?? null);
      if (fields.size > MAX_COLUMNS) return null;
    }
  return {
    fieldOf: (name) => fields.get(name) ?? null,
    columns: [...fields].flatMap(([header, field], i) => (field === null ? [] : [{ index: i, field, header: tameLabel(header) }])),
    unknown: [...fields].flatMap(([header, field]) => (field === null ? [tameLabel(header)] : [])),
  };
}

/** 打开 named records (JSON, NDJSON): members are fields by id, header or alias; members that are no field are dropped and reported. */
export function openRecords(definition: DatasetDefinition, source: readonly NamedRow[], options: CollectOptions): OpenFile {
  const limit = options.maxRows ?? MAX_ROWS;
  if (source.length > limit) return refusedOpen(tooMany(limit));
  const members = membersOf(definition, source);
  if (!members) return refusedOpen(TOO_WIDE);
  const { columns, unknown } = members;
  const hasData = source.some((record) => recordKind(record) === null);
  const [refusal] = hasData ? missingColumns(definition, new Set(columns.map((column) => column.field))) : [];
  if (refusal) return refusedOpen(refusal, { columns, unknownColumns: unknown });
  const rows = recordRows(definition, source, { members, reduce: reducePersons(definition, options.digest) });
  return { head: { columns, headerRows: [], unknownColumns: unknown, refusals: [] }, rows };
}

/** Cells of a record by field id; members that are no field of it, and fields that are not kept, are dropped. */
function cellsOf(record: NamedRow, fieldOf: Members["fieldOf"], ignored: ReadonlySet<string>): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(record.members)) {
    const field = fieldOf(name);
    if (field !== null && !ignored.has(field)) cells[field] = value;
  }
  return cells;
}

function* recordRows(
  definition: DatasetDefinition,
  source: readonly NamedRow[],
  { members, reduce }: { readonly members: Members; readonly reduce: Reduce },
): Generator<MetRow, Refusal | null> {
  const ignored = new Set(definition.fields.filter((field) => field.ignore).map((field) => field.id));
  for (const record of source) {
    const kind = recordKind(record);
    if (kind !== null) {
      yield { row: record.row, kind };
      continue;
    }
    const cells = cellsOf(record, members.fieldOf, ignored);
    const flaws = [...tameCells(cells), ...reduce(cells), ...(record.broken ? [BROKEN] : [])];
    yield flaws.length > 0 ? { row: record.row, cells, flaws } : { row: record.row, cells };
  }
  return null;
}
