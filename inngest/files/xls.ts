import { readXls } from "hucre/xlsx";
import type { SourceRow } from "@/lib/pipeline/collect/delimited";
import { FileRefused } from "./archive";
import { numberText } from "./sheet";

/** A legacy workbook this large is no export of a county department. */
const MAX_BYTES = 40_000_000;

/** Name of the stream in which a workbook with a password is wrapped. */
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10);
  if (typeof value === "number") return numberText(String(value));
  return typeof value === "boolean" ? String(value).toUpperCase() : String(value);
}

/** 旧版 xls (BIFF8): its sheets in order, as rows of text. @throws FileRefused for a protected or unreadable one. */
export async function readLegacyWorkbook(bytes: Uint8Array): Promise<readonly { readonly name: string; readonly rows: readonly SourceRow[] }[]> {
  if (bytes.length > MAX_BYTES) throw new FileRefused("tooLarge", "旧版 xls 文件过大，请另存为 xlsx 后上传。");
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(ENCRYPTED))
    throw new FileRefused("unsafeFile", "文件设有密码，无法读取。请去掉密码后上传。");
  const book = await readXls(bytes).catch(() => {
    throw new FileRefused("brokenFile", "旧版 xls 文件无法打开，可能设有密码或已损坏。请另存为 xlsx 后上传。");
  });
  return book.sheets
    .filter((sheet) => !sheet.hidden && !sheet.veryHidden)
    .map((sheet) => ({ name: sheet.name, rows: sheet.rows.map((cells, i) => ({ row: i + 1, cells: cells.map(cellText) })) }));
}
