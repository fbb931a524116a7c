import {
  type Collected,
  type CollectOptions,
  collectAll,
  type FileHead,
  type MetRow,
  type OpenFile,
  openRecords,
  openTable,
  type Refusal,
  refusedOpen,
} from "@/lib/pipeline/collect/collect";
import { detectEncoding, type EncodingRefusal, type TextEncoding, textPieces } from "@/lib/pipeline/collect/decode";
import { readDelimited, type SourceRow } from "@/lib/pipeline/collect/delimited";
import { readHtmlTable } from "@/lib/pipeline/collect/html-table";
import { readJson } from "@/lib/pipeline/collect/json-rows";
import type { PersonDigest } from "@/lib/pipeline/collect/person";
import type { DatasetDefinition } from "@/lib/pipeline/dataset";
import { FileRefused, openArchive } from "./archive";
import { readSheet } from "./sheet";
import { type FileKind, sniffFile } from "./sniff";
import { readWorkbook } from "./workbook";
import { readLegacyWorkbook } from "./xls";

/** 文件格式 as it was read. */
export type UploadFormat = "xlsx" | "xls" | "csv" | "html" | "json";

type Found = {
  readonly format: UploadFormat | null;
  readonly encoding: TextEncoding | null;
  /** Name of the sheet that was read. */
  readonly sheet: string | null;
  readonly serialEpoch: "1900" | "1904";
};

/** 打开的上传: what was found before the rows, or the refusals in `head`. `rows` begins at the first row each time it is called. */
export type OpenUpload = Found & { readonly head: FileHead; readonly rows: () => Generator<MetRow, Refusal | null> };

/** 读取结果 of an upload: what was found in it, or the refusals in `collected`. */
export type ReadUpload = Found & { readonly collected: Collected };

export type ReadOptions = { readonly digest: PersonDigest; readonly maxRows?: number };

const MAX_ROWS = 1_000_000;

const NOT_A_TABLE: Readonly<Partial<Record<FileKind, string>>> = {
  empty: "文件是空的。请确认导出成功后再上传。",
  pdf: "这是 PDF 文件，不是数据表。请上传 xlsx、xls、csv 或 json 文件。",
  image: "这是图片，不是数据表。请上传 xlsx、xls、csv 或 json 文件。",
  gzip: "这是压缩包。请解压后上传 xlsx、xls、csv 或 json 文件。",
  rar: "这是压缩包。请解压后上传 xlsx、xls、csv 或 json 文件。",
  xml: "这是 XML 表格。请在表格软件里另存为 xlsx 后上传。",
  binary: "认不出这种文件。请上传 xlsx、xls、csv 或 json 文件。",
};

const opened = (open: () => OpenFile, found: Partial<Found> = {}): OpenUpload => ({
  format: null,
  encoding: null,
  sheet: null,
  serialEpoch: "1900",
  ...found,
  head: open().head,
  rows: () => open().rows,
});
const refused = (refusal: Refusal): OpenUpload => opened(() => refusedOpen(refusal));

type Sheet = { readonly name: string; readonly rows: () => Promise<readonly SourceRow[]> };

/** The first sheet in which the dataset's header is found; else the refusal of the first. */
async function firstWithHeader(definition: DatasetDefinition, options: CollectOptions, sheets: readonly Sheet[], found: Partial<Found>): Promise<OpenUpload> {
  let first: OpenUpload | null = null;
  for (const sheet of sheets) {
    const rows = await sheet.rows();
    const open = opened(() => openTable(definition, rows, options), { ...found, sheet: sheet.name });
    if (!open.head.refusals.some((refusal) => refusal.code === "noHeader")) return open;
    first ??= open;
  }
  if (!first) throw new FileRefused("noHeader", "工作簿里没有可见的工作表。");
  return first;
}

async function openXlsx(bytes: Uint8Array, definition: DatasetDefinition, options: CollectOptions, maxRows: number): Promise<OpenUpload> {
  const archive = await openArchive(bytes);
  try {
    const workbook = await readWorkbook(archive);
    const sheets = workbook.sheets.map(({ name, part }) => ({ name, rows: () => readSheet(archive, part, workbook, maxRows) }));
    return await firstWithHeader(definition, options, sheets, { format: "xlsx", serialEpoch: workbook.epoch });
  } finally {
    archive.close();
  }
}

async function openXls(bytes: Uint8Array, definition: DatasetDefinition, options: CollectOptions): Promise<OpenUpload> {
  const sheets = (await readLegacyWorkbook(bytes)).map(({ name, rows }) => ({ name, rows: async () => rows }));
  return firstWithHeader(definition, options, sheets, { format: "xls" });
}

const ENCODING: Readonly<Record<EncodingRefusal, string>> = {
  encoding: "文件编码无法识别，读出来是乱码。请另存为 UTF-8 或 GB18030（ANSI）编码的 csv，或 xlsx。",
  mixed: "同一份文件里混有两种编码，有的行读出来是乱码。请把各部分合成一份，统一另存为 UTF-8 编码的 csv，或 xlsx。",
};

function openText(bytes: Uint8Array, kind: FileKind, definition: DatasetDefinition, options: CollectOptions): OpenUpload {
  const detected = detectEncoding(bytes);
  if (!detected.ok) return refused({ code: "encoding", message: ENCODING[detected.reason] });
  const encoding = detected.value;
  const table = (source: () => Iterable<SourceRow>, format: UploadFormat, delimited: boolean) =>
    opened(() => openTable(definition, source(), { ...options, delimited }), { format, encoding });
  if (kind !== "json" && kind !== "html") return table(() => readDelimited(textPieces(bytes, encoding)), "csv", true);
  const text = [...textPieces(bytes, encoding)].join("");
  if (kind === "html") return table(() => readHtmlTable(text), "html", false);
  const rows = readJson(text);
  if (!rows.ok) return refused({ code: "brokenFile", message: "JSON 内容不完整或不是记录的列表，请核对后重新上传。" });
  return opened(() => openRecords(definition, rows.value, options), { format: "json", encoding });
}

/**
 * 打开上传文件: sniffs the content, opens it within the safety limits and finds the header of a dataset. Refusals are part of the answer, in
 * Chinese; only faults of our own throw. Costs time with the size of the file: call it in a worker thread.
 */
export async function openUpload(bytes: Uint8Array, definition: DatasetDefinition, { digest, maxRows = MAX_ROWS }: ReadOptions): Promise<OpenUpload> {
  const kind = sniffFile(bytes);
  const why = NOT_A_TABLE[kind];
  if (why) return refused({ code: kind === "empty" ? "empty" : "fileType", message: why });
  const options: CollectOptions = { digest, maxRows };
  try {
    if (kind === "zip") return await openXlsx(bytes, definition, options, maxRows);
    if (kind === "compound") return await openXls(bytes, definition, options);
    return openText(bytes, kind, definition, options);
  } catch (error) {
    if (error instanceof FileRefused) return refused(error.refusal);
    throw error;
  }
}

/** 读取上传文件 whole: for small files and for one look at everything in them. */
export async function readUpload(bytes: Uint8Array, definition: DatasetDefinition, options: ReadOptions): Promise<ReadUpload> {
  const { head, rows, ...found } = await openUpload(bytes, definition, options);
  return { ...found, collected: collectAll({ head, rows: rows() }) };
}
