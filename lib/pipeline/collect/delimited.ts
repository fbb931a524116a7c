import { MAX_COLUMNS } from "./tame";

/**
 * One record of a table as read: its number as WPS or Excel shows it (from 1; a quoted multi-line record is one), and its cells as text. `wide`
 * when something stood beyond the last column that is read.
 */
export type SourceRow = { readonly row: number; readonly cells: readonly string[]; readonly wide?: boolean };

const DELIMITERS = [",", "\t", ";", "|"] as const;
const SAMPLE_LINES = 60;
const SAMPLE_LENGTH = 100_000;
/** A quoted field longer than this is no field but a forgotten quote. */
const MAX_QUOTED = 20_000;

const countOf = (line: string, mark: string): number => line.split(mark).length - 1;

function commonest(counts: readonly number[]): { readonly value: number; readonly times: number } {
  const times = new Map<number, number>();
  for (const count of counts) if (count > 0) times.set(count, (times.get(count) ?? 0) + 1);
  let best = { value: 0, times: 0 };
  for (const [value, seen] of times) if (seen > best.times || (seen === best.times && value > best.value)) best = { value, times: seen };
  return best;
}

/** Fields that are quoted as they should be; their content says nothing about the separator. */
const QUOTED = /(^|[,\t;|\n])"(?:[^"]|""){0,500}"(?=[,\t;|\n]|$)/g;

/** The separator and the usual number of cells of a delimited text, from its first lines. */
export function sniffDelimiter(text: string): { readonly delimiter: string; readonly width: number } {
  const lines = text
    .slice(0, SAMPLE_LENGTH)
    .replace(QUOTED, "$1")
    .split("\n", SAMPLE_LINES)
    .filter((line) => line.trim() !== "");
  let best = { delimiter: ",", width: 1, times: 0 };
  for (const delimiter of DELIMITERS) {
    const { value, times } = commonest(lines.map((line) => countOf(line, delimiter)));
    if (times > best.times || (times === best.times && value + 1 > best.width)) best = { delimiter, width: value + 1, times };
  }
  return { delimiter: best.delimiter, width: best.width };
}

/** Finds a mark from a position on. The last answer is kept, so that many searches over one stretch of text cost one. */
function finder(text: string, mark: string): (from: number) => number {
  let since = 0;
  let found = -1;
  return (from) => {
    if (from < since || from > found) {
      since = from;
      const at = text.indexOf(mark, from);
      found = at < 0 ? text.length : at;
    }
    return found;
  };
}

type Find = (from: number) => number;
type Scan = { readonly text: string; readonly delimiter: string; readonly toDelimiter: Find; readonly toQuote: Find; readonly toLineEnd: Find };
type Field = { readonly value: string; readonly end: number; readonly lines: boolean };
type Line = { readonly cells: string[]; readonly end: number; readonly lines: boolean; readonly wide: boolean };

/** Lines end in LF alone here: `withLineFeeds` sees to it. */
const scanOf = (text: string, delimiter: string): Scan => ({
  text,
  delimiter,
  toDelimiter: finder(text, delimiter),
  toQuote: finder(text, '"'),
  toLineEnd: finder(text, "\n"),
});

/** Up to the delimiter or `limit`; a quote inside is an ordinary character. */
function plainField({ text, toDelimiter }: Scan, from: number, limit: number): Field {
  const end = Math.min(toDelimiter(from), limit);
  return { value: text.slice(from, end), end, lines: false };
}

const endsField = ({ text, delimiter }: Scan, at: number): boolean => at >= text.length || text[at] === delimiter || text[at] === "\n";

/** A field that opens with a quote; null when no closing quote is in reach. Within a line, what follows the closing
 * quote is kept as it is; a field over several lines must end with it. */
function quotedField(scan: Scan, from: number, limit: number): Field | null {
  const { text } = scan;
  let value = "";
  let at = from + 1;
  for (;;) {
    const close = scan.toQuote(at);
    if (close >= limit || close - from > MAX_QUOTED) return null;
    value += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const lines = value.includes("\n");
      if (lines && !endsField(scan, close + 1)) return null;
      const rest = plainField(scan, close + 1, scan.toLineEnd(close + 1));
      return { value: value + rest.value, end: rest.end, lines };
    }
    value += '"';
    at = close + 2;
  }
}

/** One field at `at`: quoted where a quote opens it, else plain. Null when a quoted field has no end within reach. */
function readField(scan: Scan, at: number, physicalEnd: number, limit: number | null): Field | null {
  if (scan.text[at] !== '"') return plainField(scan, at, physicalEnd);
  const quoted = quotedField(scan, at, limit ?? scan.text.length);
  return quoted ?? (limit === null ? null : plainField(scan, at, physicalEnd));
}

/** The cells from `from`. With a `limit` quotes may not cross it (one physical line); without, a quoted field may run over lines. */
function readLine(scan: Scan, from: number, limit: number | null): Line | null {
  const cells: string[] = [];
  let wide = false;
  let at = from;
  let lines = false;
  let physicalEnd = limit ?? scan.toLineEnd(from);
  for (;;) {
    const field = readField(scan, at, physicalEnd, limit);
    if (!field) return null;
    if (field.lines) {
      lines = true;
      physicalEnd = scan.toLineEnd(field.end);
    }
    if (cells.length < MAX_COLUMNS) cells.push(field.value);
    else wide ||= field.value.trim() !== "";
    if (field.end >= physicalEnd || scan.text[field.end] !== scan.delimiter) return { cells, end: field.end, lines, wide };
    at = field.end + 1;
  }
}

/** How a table is cut, with the looking ahead that was in vain so far. */
type Layout = { readonly delimiter: string; readonly width: number; vain: number };
/** After so many quotes that lead nowhere no further one is followed beyond its line: a file of slips must not cost a look over thousands of lines each. */
const MAX_VAIN = 20_000;

/** The record at `at`. When quotes over lines do not give the usual number of cells, the first physical line is taken as it stands. */
function readRecord(scan: Scan, at: number, layout: Layout): Line | null {
  const free = layout.vain < MAX_VAIN ? readLine(scan, at, null) : null;
  if (free && !(free.lines && free.cells.length !== layout.width)) return free;
  layout.vain += 1;
  return readLine(scan, at, scan.toLineEnd(at));
}

/** Text in pieces with one kind of line end. */
function* withLineFeeds(pieces: Iterable<string>): Generator<string> {
  let held = "";
  for (const piece of pieces) {
    const text = held + piece;
    held = text.endsWith("\r") ? "\r" : "";
    const whole = held ? text.slice(0, -1) : text;
    yield whole.includes("\r") ? whole.replace(/\r\n?/g, "\n") : whole;
  }
  if (held) yield "\n";
}

/** A record begun nearer to the end of the text at hand waits for more of it: a quoted field may need it. */
const LOOK_AHEAD = 262_144;

/** Records of the text at hand; where it is not the last, what is left over. */
function* recordsOf(text: string, layout: Layout, last: boolean): Generator<Omit<SourceRow, "row">, string> {
  const scan = scanOf(text, layout.delimiter);
  const stop = last ? text.length : text.length - LOOK_AHEAD;
  let at = 0;
  while (at < stop && (last || scan.toLineEnd(at) < text.length)) {
    const line = readRecord(scan, at, layout);
    if (!line || (!last && line.end >= text.length)) break;
    yield line.wide ? { cells: line.cells, wide: true } : { cells: line.cells };
    at = line.end + 1;
  }
  return text.slice(at);
}

type Block = { readonly text: string; readonly last: boolean };

/** Pieces put together until there is something to look at. A line that does not end is not looked at before it does. */
function* blocksOf(pieces: Iterable<string>): Generator<Block> {
  let held: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < 2 * LOOK_AHEAD || !piece.includes("\n")) continue;
    yield { text: held.join(""), last: false };
    held = [];
    length = 0;
  }
  yield { text: held.join(""), last: true };
}

/**
 * 读分隔文本 (CSV, TSV): tolerant of ragged rows and stray quotes. When a quoted field crosses lines and the record then has the wrong
 * number of cells, or the quote is never closed, the quote was a slip: the first physical line is taken as it stands and reading goes on below.
 * Given in pieces, a text of any length is read with a few of them in memory.
 */
export function* readDelimited(source: string | Iterable<string>): Generator<SourceRow> {
  let layout: Layout | null = null;
  let rest = "";
  let row = 0;
  for (const { text: block, last } of blocksOf(withLineFeeds(typeof source === "string" ? [source] : source))) {
    const text = rest + block;
    layout ??= { ...sniffDelimiter(text), vain: 0 };
    const records = recordsOf(text, layout, last);
    let record = records.next();
    for (; !record.done; record = records.next()) yield { row: ++row, ...record.value };
    rest = record.value;
  }
}
