import { maskIdentityNumbers } from "../../standards/mask";
import type { RowFlaw } from "./person";

/** 列数上限 of a table: no feed of a department comes near it. */
export const MAX_COLUMNS = 512;
/** The longest scope of business in a register is a few thousand characters; beyond that a cell is a slip of the export. */
export const MAX_CELL = 8000;
const KEPT = 1000;
const MAX_LABEL = 60;

/** What neither a database nor a screen can hold: the zero character, and half of a surrogate pair. */
const UNPRINTABLE = /\0|\p{Cs}/u;
const ALL_UNPRINTABLE = /\0|\p{Cs}/gu;

/** A name from the file itself (列名) as it may be reported: short and printable. */
export const tameLabel = (text: string): string =>
  maskIdentityNumbers(text.slice(0, 2 * MAX_LABEL))
    .replace(ALL_UNPRINTABLE, "\uFFFD")
    .slice(0, MAX_LABEL);

const tooLong = (field: string, length: number): RowFlaw => ({
  pattern: "RANGE",
  field,
  message: `这一格有 ${length.toLocaleString("en-US")} 个字符，超过上限 ${MAX_CELL.toLocaleString("en-US")}，只留下开头部分。多因引号没有成对，请核对后重报。`,
});
const unprintable = (field: string): RowFlaw => ({
  pattern: "RARE_CHAR",
  field,
  message: "这一格里有无法显示的字符（原位置已换成 \uFFFD），请核对原文后重报。",
});

/**
 * 驯服单元格, in place: what is too long is cut, what cannot be stored is shown as U+FFFD, and either sets the row aside. A row is never lost for it,
 * and nothing of it is adopted.
 */
export function tameCells(cells: Record<string, string>): readonly RowFlaw[] {
  let flaws: RowFlaw[] | null = null;
  for (const field in cells) {
    const text = cells[field] ?? "";
    const long = text.length > MAX_CELL;
    if (!long && !UNPRINTABLE.test(text)) continue;
    flaws ??= [];
    flaws.push(long ? tooLong(field, text.length) : unprintable(field));
    cells[field] = (long ? `${text.slice(0, KEPT)}…` : text).replace(ALL_UNPRINTABLE, "\uFFFD");
  }
  return flaws ?? [];
}

const LAST_ROW = 10_000_000;

/** 行号 that rise: a broken workbook may state a number twice or an absurd one, and every row needs a place of its own. */
export function risingRows(): (stated: number) => number {
  let last = 0;
  return (stated) => {
    last = stated > last && stated <= Math.max(LAST_ROW, last + 1) ? stated : last + 1;
    return last;
  };
}
