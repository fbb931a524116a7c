import type { DatasetDefinition } from "../dataset";
import type { IgnoredKind } from "../fates";
import { withoutBlanks } from "../text";
import type { SourceRow } from "./delimited";
import { type Column, type Header, headerIndex, locateHeader, matchHeader } from "./header";
import type { NamedRow } from "./json-rows";
import { type PersonDigest, type RowFlaw, reducePersons } from "./person";
import { ignoredKind } from "./row-kind";

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

export type CollectOptions = {
  readonly digest: PersonDigest;
  /** Separated text, where a surplus cell means that a comma was not quoted; in a spreadsheet it is only a note at the side. */
  readonly delimited?: boolean;
  readonly maxRows?: number;
};

const HEAD_ROWS = 25;
const MAX_ROWS = 1_000_000;

export const refusedFile = (refusal: Refusal): Collected => ({ columns: [], headerRows: [], rows: [], ignored: [], unknownColumns: [], refusals: [refusal] });

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

/** One row below the header: data with its cells by field, or no data and why. */
function sortRow(row: SourceRow, reader: Reader, reduce: Reduce, delimited: boolean): CollectedRow | IgnoredRow {
  const kind = kindOf(row, reader);
  if (kind === "total") return { row: row.row, kind, cells: reader.cellsOf(row) };
  if (kind !== null) return { row: row.row, kind };
  const cells = reader.cellsOf(row);
  const flaws = [...reduce(cells)];
  if (delimited && isShifted(row.cells, reader)) flaws.push(SHIFTED);
  return flaws.length > 0 ? { row: row.row, cells, flaws } : { row: row.row, cells };
}

/** 采集 a table (CSV, TSV, spreadsheet): finds the header, maps columns to fields, sets titles, totals and remarks aside, reduces personal numbers. */
export function collectTable(definition: DatasetDefinition, source: Iterable<SourceRow>, options: CollectOptions): Collected {
  const limit = options.maxRows ?? MAX_ROWS;
  const iterator = source[Symbol.iterator]();
  const head = takeRows(iterator, HEAD_ROWS);
  const index = headerIndex(definition);
  const header = locateHeader(index, head);
  if (!header)
    return refusedFile({ code: "noHeader", message: `没有找到表头。首行应含“${definition.fields[0]?.header ?? ""}”等列名，请对照${definition.name}的模板。` });
  const refusals = missingColumns(definition, new Set(header.columns.map((column) => column.field)));
  if (refusals.length > 0) return { ...refusedFile({ code: "noHeader", message: "" }), columns: header.columns, unknownColumns: header.unknown, refusals };
  const reader = readerFor(definition, header, head);
  const reduce = reducePersons(definition, options.digest);
  const rows: CollectedRow[] = [];
  const ignored: IgnoredRow[] = head.slice(0, header.last + 1).map((row, i) => ({ row: row.row, kind: headKind(row, i, header) }));
  const sort = (row: SourceRow) => {
    const sorted = sortRow(row, reader, reduce, options.delimited === true);
    if ("kind" in sorted) ignored.push(sorted);
    else rows.push(sorted);
  };
  for (const row of head.slice(header.last + 1)) sort(row);
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    if (rows.length >= limit) return refusedFile(tooMany(limit));
    sort(next.value);
  }
  return finished(reader, rows, ignored, head);
}

function headKind(row: SourceRow, index: number, header: Header): IgnoredKind {
  if (index >= header.first) return "header";
  return row.cells.every((cell) => cell.trim() === "") ? "blank" : "title";
}

function finished({ header }: Reader, rows: CollectedRow[], ignored: IgnoredRow[], head: readonly SourceRow[]): Collected {
  const headerRows = head.slice(header.first, header.last + 1).map((row) => row.row);
  return { columns: header.columns, headerRows, rows, ignored, unknownColumns: header.unknown, refusals: [] };
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

/** 采集 named records (JSON, NDJSON): members are fields by id, header or alias; members that are no field are dropped and reported. */
export function collectRecords(definition: DatasetDefinition, source: readonly NamedRow[], options: CollectOptions): Collected {
  const limit = options.maxRows ?? MAX_ROWS;
  if (source.length > limit) return refusedFile(tooMany(limit));
  const index = headerIndex(definition);
  const ignoredFields = new Set(definition.fields.filter((field) => field.ignore).map((field) => field.id));
  const fields = new Map<string, string | null>();
  const fieldOf = (name: string): string | null => {
    let field = fields.get(name);
    if (field === undefined) {
      field = matchHeader(index, name)?.field ?? null;
      fields.set(name, field);
    }
    return field;
  };
  const reduce = reducePersons(definition, options.digest);
  const rows: CollectedRow[] = [];
  const ignored: IgnoredRow[] = [];
  for (const record of source) {
    const kind = record.broken ? null : ignoredKind(Object.values(record.members), NO_HEADER);
    if (kind !== null) ignored.push({ row: record.row, kind });
    else rows.push(collected(record));
  }
  const present = [...fields].flatMap(([header, field], i) => (field === null ? [] : [{ index: i, field, header }]));
  const unknownColumns = [...fields].flatMap(([header, field]) => (field === null ? [header] : []));
  const refusals = rows.length === 0 ? [] : missingColumns(definition, new Set(present.map((column) => column.field)));
  if (refusals.length > 0) return { columns: present, headerRows: [], rows: [], ignored: [], unknownColumns, refusals };
  return { columns: present, headerRows: [], rows, ignored, unknownColumns, refusals };

  function collected(record: NamedRow): CollectedRow {
    const cells: Record<string, string> = {};
    for (const [name, value] of Object.entries(record.members)) {
      const field = fieldOf(name);
      if (field !== null && !ignoredFields.has(field)) cells[field] = value;
    }
    const flaws = [...reduce(cells), ...(record.broken ? [BROKEN] : [])];
    return flaws.length > 0 ? { row: record.row, cells, flaws } : { row: record.row, cells };
  }
}
