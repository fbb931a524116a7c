import { wideText } from "@/lib/pipeline/collect/decode";

/** 文件类型 by content; a file's name and declared type are never believed. */
export type FileKind = "zip" | "compound" | "html" | "xml" | "json" | "pdf" | "image" | "gzip" | "rar" | "text" | "empty" | "binary";

const MAGIC: readonly (readonly [FileKind, readonly number[]])[] = [
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["compound", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ["pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["image", [0x89, 0x50, 0x4e, 0x47]],
  ["image", [0xff, 0xd8, 0xff]],
  ["image", [0x47, 0x49, 0x46, 0x38]],
  ["gzip", [0x1f, 0x8b]],
  ["rar", [0x52, 0x61, 0x72, 0x21]],
];
const HEAD = 2048;
const STRAY = 0.05;
const BYTE_ORDER_MARKS: readonly (readonly number[])[] = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

const begins = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);

function textKind(head: string): FileKind {
  const start = head.replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff|\s)+/, "").toLowerCase();
  if (start.startsWith("<?xml") || start.startsWith("<workbook")) return start.includes("<html") ? "html" : "xml";
  if (start.startsWith("<")) return /<(?:html|table|!doctype html|meta|head|body|style)/.test(start) ? "html" : "text";
  return start.startsWith("{") || start.startsWith("[{") || /^\[\s*[{\]]/.test(start) ? "json" : "text";
}

/** A stray control character is a slip of an export; a text full of them is none. UTF-16 is told apart by its mark or its regular zero bytes. */
function looksBinary(bytes: Uint8Array): boolean {
  if (BYTE_ORDER_MARKS.some((mark) => begins(bytes, mark)) || wideText(bytes)) return false;
  const head = bytes.subarray(0, HEAD);
  const odd = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return odd > head.length * STRAY;
}

/** Sniffs the first bytes of a file. */
export function sniffFile(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return "empty";
  const known = MAGIC.find(([, mark]) => begins(bytes, mark));
  if (known) return known[0];
  if (looksBinary(bytes)) return "binary";
  return textKind(Buffer.from(bytes.subarray(0, HEAD)).toString("latin1").replaceAll("\0", ""));
}
