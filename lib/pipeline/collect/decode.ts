import { ok, type Result, refused } from "../../kernel/result";

/** 文本编码 of a delivered file. */
export type TextEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";
/** Why a text is refused whole: no encoding reads it, or parts of it are written in another one than the rest. */
export type EncodingRefusal = "encoding" | "mixed";

const PIECE = 1 << 20;

/** The text piece by piece, so that a long one is never held whole. @throws TypeError where the bytes are not of that encoding. */
export function* textPieces(bytes: Uint8Array, encoding: TextEncoding): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < bytes.length; at += PIECE) yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
  yield decoder.decode();
}

/** Does the encoding read every byte without loss? Replacement characters already in the text are a loss of an earlier hand. */
function reads(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    for (const piece of textPieces(bytes, encoding)) if (piece.includes("\uFFFD")) return false;
    return true;
  } catch {
    return false;
  }
}

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
const SAMPLE = 4096;
/** Commas, digits and line ends of a UTF-16 table leave a zero byte each, on one side of their pair; a single zero elsewhere is only a slip. */
const LEAST_ZEROS = 0.04;
const ONE_SIDED = 0.9;

/** UTF-16 without a mark, told by its zero bytes; null for any other text. */
export function wideText(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const zeros = [0, 0];
  const end = Math.min(bytes.length, SAMPLE);
  for (let i = 0; i < end; i += 1) if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd < end * LEAST_ZEROS || Math.max(even, odd) < (even + odd) * ONE_SIDED) return null;
  return odd >= even ? "utf-16le" : "utf-16be";
}

const continues = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte < 0xc0;
/** Three Chinese characters in UTF-8 form are no accident of another encoding. */
const SURELY = 3;

/** Length of the UTF-8 form of a Chinese character at `at` (always three bytes); 0 where none stands. */
function chineseAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  return lead >= 0xe3 && lead <= 0xe9 && continues(bytes[at + 1]) && continues(bytes[at + 2]) ? 3 : 0;
}

/** Is the line from `from` to `end` Chinese in UTF-8 throughout? */
function isUtf8Line(bytes: Uint8Array, from: number, end: number): boolean {
  let found = 0;
  for (let at = from; at < end; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    const length = chineseAt(bytes, at);
    if (length === 0) return false;
    found += 1;
    at += length - 1;
  }
  return found >= SURELY;
}

/** In a text that as a whole is not UTF-8, a line that is comes from another hand. */
function hasUtf8Line(bytes: Uint8Array): boolean {
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, from);
    const end = feed < 0 ? bytes.length : feed;
    if (isUtf8Line(bytes, from, end)) return true;
    from = end + 1;
  }
  return false;
}

/**
 * 识别编码: byte order mark, then UTF-16 by its zero bytes, then strict UTF-8, then GB18030 (which holds GBK and GB2312).
 * A text that none of them reads without loss, or that already carries replacement characters, is refused whole: guessing would maim names.
 */
export function detectEncoding(bytes: Uint8Array): Result<TextEncoding, EncodingRefusal> {
  const found = candidates(bytes).find((encoding) => reads(bytes, encoding));
  const mixed = found !== "utf-8" && !found?.startsWith("utf-16") && hasUtf8Line(bytes);
  if (mixed) return refused("mixed");
  return found ? ok(found) : refused("encoding");
}

function candidates(bytes: Uint8Array): readonly TextEncoding[] {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  if (marked) return [marked[0]];
  const wide = wideText(bytes);
  return wide ? [wide] : ["utf-8", "gb18030"];
}
