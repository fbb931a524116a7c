import { writeXlsx } from "hucre/xlsx";
import type { PlainDate } from "@/lib/kernel/plain-date";
import type { Encoding } from "./schedule";

export type Cell = string | number | null;

let pairs: Uint16Array | null = null;
let quads: Map<number, number> | null = null;

/** GB18030's two-byte half, inverted from the decoder: code unit → lead and trail byte. */
function twoByteTable(): Uint16Array {
  if (pairs) return pairs;
  const table = new Uint16Array(65_536);
  const decoder = new TextDecoder("gb18030");
  const bytes = new Uint8Array(2);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      bytes[0] = lead;
      bytes[1] = trail;
      const text = decoder.decode(bytes);
      if (text.length === 1 && text !== "\uFFFD") table[text.charCodeAt(0)] = lead * 256 + trail;
    }
  }
  pairs = table;
  return table;
}

/** The four-byte half of the basic plane: code unit → linear index. */
function fourByteTable(): Map<number, number> {
  if (quads) return quads;
  const table = new Map<number, number>();
  const decoder = new TextDecoder("gb18030");
  for (let linear = 0; linear < 39_420; linear++) {
    const unit = decoder.decode(fourBytes(linear)).charCodeAt(0);
    if (unit !== 0xfffd) table.set(unit, linear);
  }
  quads = table;
  return table;
}

const fourBytes = (linear: number): Uint8Array =>
  Uint8Array.of(0x81 + Math.floor(linear / 12_600), 0x30 + (Math.floor(linear / 1260) % 10), 0x81 + (Math.floor(linear / 10) % 126), 0x30 + (linear % 10));
/** Supplementary planes start at 90 30 81 30, linear 189,000. */
const SUPPLEMENTARY = 189_000 - 0x10000;

/** Writes one character at a place and gives the place after it. */
function putCharacter(out: Uint8Array, at: number, code: number, table: Uint16Array): number {
  const pair = table[code] ?? 0;
  if (code < 0x80) {
    out[at] = code;
    return at + 1;
  }
  if (pair > 0) {
    out[at] = pair >> 8;
    out[at + 1] = pair & 255;
    return at + 2;
  }
  out.set(fourBytes(code >= 0x10000 ? code + SUPPLEMENTARY : linearOf(code)), at);
  return at + 4;
}

/** Text in GB18030, which departments' CSV files still use. Throws on a lone surrogate. */
export function encodeGb18030(text: string): Uint8Array {
  const table = twoByteTable();
  const out = new Uint8Array(text.length * 4);
  let at = 0;
  for (const character of text) at = putCharacter(out, at, character.codePointAt(0) ?? 0, table);
  return out.slice(0, at);
}

function linearOf(code: number): number {
  const linear = fourByteTable().get(code);
  if (linear === undefined) throw new RangeError(`no GB18030 form of U+${code.toString(16)}`);
  return linear;
}

/** A text that is put into a CSV line as it stands: how a comma without quotes shifts the columns. */
export type Raw = { readonly raw: string };
const isRaw = (cell: Cell | Raw): cell is Raw => typeof cell === "object" && cell !== null;

function csvCell(cell: Cell | Raw): string {
  if (isRaw(cell)) return cell.raw;
  const text = cell === null ? "" : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV with CRLF line ends in the department's encoding. */
export function encodeCsv(rows: readonly (readonly (Cell | Raw)[])[], encoding: Encoding): Uint8Array {
  const text = rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
  if (encoding === "gb18030") return encodeGb18030(text);
  return new TextEncoder().encode(encoding === "utf-8-bom" ? `\uFEFF${text}` : text);
}

/** A workbook of one sheet, stamped with the day of its delivery so that the same rows give the same bytes. */
export async function encodeXlsx(sheet: string, rows: readonly (readonly Cell[])[], on: PlainDate): Promise<Uint8Array> {
  const stamp = new Date(`${on}T01:00:00Z`);
  return writeXlsx({ sheets: [{ name: sheet, rows: rows.map((row) => [...row]) }], properties: { created: stamp, modified: stamp } });
}

/** JSON array or NDJSON of objects under the Chinese headers. */
export function encodeJson(rows: readonly Readonly<Record<string, Cell>>[], lines: boolean): Uint8Array {
  const text = lines ? rows.map((row) => `${JSON.stringify(row)}\n`).join("") : `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
  return new TextEncoder().encode(text);
}
