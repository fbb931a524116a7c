import { ok, type Result, refused } from "../../kernel/result";

/** 文本编码 of a delivered file. */
export type TextEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";
export type Decoded = { readonly text: string; readonly encoding: TextEncoding };

const strictly = (label: TextEncoding, bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];
/** Commas, digits and line ends of a UTF-16 table leave a zero byte each; a text in any other encoding has none. */
const SAMPLE = 4096;

function zeroSide(bytes: Uint8Array): TextEncoding | null {
  const zeros = [0, 0];
  const end = Math.min(bytes.length, SAMPLE);
  for (let i = 0; i < end; i += 1) if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return null;
  return odd >= even ? "utf-16le" : "utf-16be";
}

/**
 * 识别编码: byte order mark, then UTF-16 by its zero bytes, then strict UTF-8, then GB18030 (which holds GBK and GB2312).
 * A text that none of them reads without loss, or that already carries replacement characters, is refused whole: guessing would maim names.
 */
export function decodeText(bytes: Uint8Array): Result<Decoded, "encoding"> {
  const order = candidates(bytes);
  for (const encoding of order) {
    const text = strictly(encoding, bytes);
    if (text !== null && !text.includes("\uFFFD")) return ok({ text, encoding });
  }
  return refused("encoding");
}

function candidates(bytes: Uint8Array): readonly TextEncoding[] {
  const marked = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte));
  if (marked) return [marked[0]];
  const zero = zeroSide(bytes);
  return zero ? [zero] : ["utf-8", "gb18030", "utf-16le"];
}
