/** One record of a table as read: its number as WPS or Excel shows it (from 1; a quoted multi-line record is one), and its cells as text. */
export type SourceRow = { readonly row: number; readonly cells: readonly string[] };

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

type Scan = { readonly text: string; readonly delimiter: string };
type Field = { readonly value: string; readonly end: number; readonly lines: boolean };
type Line = { readonly cells: string[]; readonly end: number; readonly lines: boolean };

/** Lines end in LF alone here: `readDelimited` sees to it. */
function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

/** Up to the delimiter or `limit`; a quote inside is an ordinary character. */
function plainField({ text, delimiter }: Scan, from: number, limit: number): Field {
  const at = text.indexOf(delimiter, from);
  const end = at < 0 || at > limit ? limit : at;
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
    const close = text.indexOf('"', at);
    if (close < 0 || close >= limit || close - from > MAX_QUOTED) return null;
    value += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const lines = value.includes("\n");
      if (lines && !endsField(scan, close + 1)) return null;
      const rest = plainField(scan, close + 1, lineEnd(text, close + 1));
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
  let at = from;
  let lines = false;
  let physicalEnd = limit ?? lineEnd(scan.text, from);
  for (;;) {
    const field = readField(scan, at, physicalEnd, limit);
    if (!field) return null;
    if (field.lines) {
      lines = true;
      physicalEnd = lineEnd(scan.text, field.end);
    }
    cells.push(field.value);
    if (field.end >= physicalEnd || scan.text[field.end] !== scan.delimiter) return { cells, end: field.end, lines };
    at = field.end + 1;
  }
}

/**
 * 读分隔文本 (CSV, TSV): tolerant of ragged rows and stray quotes. When a quoted field crosses lines and the record then has the wrong
 * number of cells, or the quote is never closed, the quote was a slip: the first physical line is taken as it stands and reading goes on below.
 */
export function* readDelimited(source: string): Generator<SourceRow> {
  const text = source.includes("\r") ? source.replace(/\r\n?/g, "\n") : source;
  const { delimiter, width } = sniffDelimiter(text);
  const scan = { text, delimiter };
  let at = 0;
  let row = 0;
  while (at < text.length) {
    row += 1;
    const free = readLine(scan, at, null);
    const literal = free === null || (free.lines && free.cells.length !== width);
    const line = literal ? readLine(scan, at, lineEnd(text, at)) : free;
    if (!line) return;
    yield { row, cells: line.cells };
    at = line.end + 1;
  }
}
