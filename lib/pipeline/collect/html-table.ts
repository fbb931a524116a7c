import type { SourceRow } from "./delimited";

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

function plainText(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, dec?: string, hex?: string, name?: string) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = dec ? Number(dec) : Number.parseInt(hex ?? "", 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const textOf = (html: string): string => plainText(html.replace(/<br\s*\/?>/gi, "\n").replace(/<[^>]*>/g, "")).trim();

/** The pieces of `html` that follow each opening tag, up to the next one. */
const pieces = (html: string, tag: RegExp): readonly string[] => html.split(tag).slice(1);

/** 网页表格: many files called .xls are an HTML table that a system wrote. Rows and cells by their tags; scripts and markup are dropped. */
export function* readHtmlTable(html: string): Generator<SourceRow> {
  const body = html.replace(/<!--.*?-->/gs, "").replace(/<(script|style)\b.*?<\/\1\s*>/gis, "");
  let row = 0;
  for (const piece of pieces(body, /<tr\b[^>]*>/i)) {
    row += 1;
    const line = piece.split(/<\/tr\s*>/i)[0] ?? "";
    yield { row, cells: pieces(line, /<t[dh]\b[^>]*>/i).map((cell) => textOf(cell.split(/<\/t[dh]\s*>/i)[0] ?? "")) };
  }
}
