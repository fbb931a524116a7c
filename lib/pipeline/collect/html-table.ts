import type { SourceRow } from "./delimited";
import { MAX_COLUMNS } from "./tame";

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function plainText(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,8}));/gi, (whole, dec?: string, hex?: string, name?: string) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = dec ? Number(dec) : Number.parseInt(hex ?? "", 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

type Tag = { readonly name: string; readonly closing: boolean };
type Piece = { readonly text: string; readonly tag: Tag | null };

/** End of what begins at `open`: a comment, a script or style with its content, or a single tag. Null when it never ends. */
function endOf(html: string, open: number, name: string): number | null {
  if (html.startsWith("<!--", open)) {
    const end = html.indexOf("-->", open + 4);
    return end < 0 ? null : end + 3;
  }
  const end = html.indexOf(">", open);
  if (end < 0) return null;
  if (name !== "script" && name !== "style") return end + 1;
  const close = new RegExp(`</${name}\\s*>`, "gi");
  close.lastIndex = end;
  return close.exec(html) ? close.lastIndex : null;
}

/** The text before each tag, and the tag. One pass: whatever is left open ends the document, so that no search is repeated. */
function* tagsOf(html: string): Generator<Piece> {
  let from = 0;
  let search = 0;
  for (;;) {
    const open = html.indexOf("<", search);
    if (open < 0) break;
    const [whole, slash, name = ""] = /^<(\/?)([a-z!?][a-z0-9]*)/i.exec(html.slice(open, open + 12)) ?? [];
    search = open + 1;
    if (whole === undefined) continue;
    const end = endOf(html, open, slash ? "" : name.toLowerCase());
    if (end === null) {
      yield { text: html.slice(from, open), tag: null };
      return;
    }
    yield { text: html.slice(from, open), tag: { name: name.toLowerCase(), closing: slash === "/" } };
    from = end;
    search = end;
  }
  yield { text: html.slice(from), tag: null };
}

type Row = { cells: string[]; wide: boolean; cell: string[] | null };

function endCell(row: Row): void {
  if (!row.cell) return;
  const text = plainText(row.cell.join("")).trim();
  if (row.cells.length < MAX_COLUMNS) row.cells.push(text);
  else row.wide ||= text !== "";
  row.cell = null;
}

function inRow(row: Row, { name, closing }: Tag): void {
  if (name === "br") row.cell?.push("\n");
  if (name !== "td" && name !== "th") return;
  endCell(row);
  if (!closing) row.cell = [];
}

const sourceRow = (row: number, { cells, wide }: Row): SourceRow => (wide ? { row, cells, wide } : { row, cells });

/** 网页表格: many files called .xls are an HTML table that a system wrote. Rows and cells by their tags; scripts and markup are dropped. */
export function* readHtmlTable(html: string): Generator<SourceRow> {
  let number = 0;
  let row: Row | null = null;
  for (const { text, tag } of tagsOf(html)) {
    row?.cell?.push(text);
    if (tag && tag.name !== "tr") {
      if (row) inRow(row, tag);
      continue;
    }
    if (row) {
      endCell(row);
      yield sourceRow(++number, row);
    }
    row = tag && !tag.closing ? { cells: [], wide: false, cell: null } : null;
  }
}
