import { type Collected, type CollectOptions, collectRecords, collectTable, type Refusal, refusedFile } from "@/lib/pipeline/collect/collect";
import { decodeText, type TextEncoding } from "@/lib/pipeline/collect/decode";
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

/** 读取结果 of an upload: what was found in it, or the refusals in `collected`. */
export type ReadUpload = {
  readonly format: UploadFormat | null;
  readonly encoding: TextEncoding | null;
  /** Name of the sheet that was read. */
  readonly sheet: string | null;
  readonly serialEpoch: "1900" | "1904";
  readonly collected: Collected;
};

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

const answer = (collected: Collected, found: Partial<Omit<ReadUpload, "collected">> = {}): ReadUpload => ({
  format: null,
  encoding: null,
  sheet: null,
  serialEpoch: "1900",
  ...found,
  collected,
});
const refused = (refusal: Refusal): ReadUpload => answer(refusedFile(refusal));

/** The first sheet in which the dataset's header is found; else the refusal of the first. */
async function firstWithHeader(
  definition: DatasetDefinition,
  options: CollectOptions,
  sheets: readonly { readonly name: string; readonly rows: () => Promise<readonly SourceRow[]> }[],
): Promise<{ readonly sheet: string; readonly collected: Collected }> {
  let first: { sheet: string; collected: Collected } | null = null;
  for (const { name, rows } of sheets) {
    const found = { sheet: name, collected: collectTable(definition, await rows(), options) };
    if (!found.collected.refusals.some((refusal) => refusal.code === "noHeader")) return found;
    first ??= found;
  }
  if (!first) throw new FileRefused("noHeader", "工作簿里没有可见的工作表。");
  return first;
}

async function readXlsxUpload(bytes: Uint8Array, definition: DatasetDefinition, options: CollectOptions, maxRows: number): Promise<ReadUpload> {
  const archive = await openArchive(bytes);
  try {
    const workbook = await readWorkbook(archive);
    const sheets = workbook.sheets.map(({ name, part }) => ({ name, rows: () => readSheet(archive, part, workbook, maxRows) }));
    const { sheet, collected } = await firstWithHeader(definition, options, sheets);
    return answer(collected, { format: "xlsx", serialEpoch: workbook.epoch, sheet });
  } finally {
    archive.close();
  }
}

async function readXlsUpload(bytes: Uint8Array, definition: DatasetDefinition, options: CollectOptions): Promise<ReadUpload> {
  const sheets = (await readLegacyWorkbook(bytes)).map(({ name, rows }) => ({ name, rows: async () => rows }));
  const { sheet, collected } = await firstWithHeader(definition, options, sheets);
  return answer(collected, { format: "xls", sheet });
}

function readTextUpload(bytes: Uint8Array, kind: FileKind, definition: DatasetDefinition, options: CollectOptions): ReadUpload {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return refused({ code: "encoding", message: "文件编码无法识别，读出来是乱码。请另存为 UTF-8 或 GB18030（ANSI）编码的 csv，或 xlsx。" });
  const { text, encoding } = decoded.value;
  if (kind === "html") return answer(collectTable(definition, readHtmlTable(text), options), { format: "html", encoding });
  if (kind !== "json") return answer(collectTable(definition, readDelimited(text), { ...options, delimited: true }), { format: "csv", encoding });
  const rows = readJson(text);
  if (!rows.ok) return refused({ code: "brokenFile", message: "JSON 内容不完整或不是记录的列表，请核对后重新上传。" });
  return answer(collectRecords(definition, rows.value, options), { format: "json", encoding });
}

/**
 * 读取上传文件: sniffs the content, opens it within the safety limits, finds the header and collects the rows of a dataset. Refusals are part of the
 * answer, in Chinese; only faults of our own throw. Costs time with the size of the file: call it in a worker thread.
 */
export async function readUpload(bytes: Uint8Array, definition: DatasetDefinition, { digest, maxRows = MAX_ROWS }: ReadOptions): Promise<ReadUpload> {
  const kind = sniffFile(bytes);
  const why = NOT_A_TABLE[kind];
  if (why) return refused({ code: kind === "empty" ? "empty" : "fileType", message: why });
  const options: CollectOptions = { digest, maxRows };
  try {
    if (kind === "zip") return await readXlsxUpload(bytes, definition, options, maxRows);
    if (kind === "compound") return await readXlsUpload(bytes, definition, options);
    return readTextUpload(bytes, kind, definition, options);
  } catch (error) {
    if (error instanceof FileRefused) return refused(error.refusal);
    throw error;
  }
}
