import type { IgnoredKind } from "../fates";
import { withoutBlanks } from "../text";

const TOTAL = /^(?:[^\d（(:：]{0,8}(?:合计|总计|小计|累计|共计)|汇总)(?:\d*[户家笔条项人]|[（(:：].*)?$/;
const REMARK =
  /^(?:注|备注|说明|附注|填表人|制表人|填报人|审核人|复核人|经办人|负责人|单位负责人|统计负责人|填报单位|填表单位|制表单位|填报日期|制表日期|报送日期|数据来源|打印时间|导出时间|第\d+页)(?:[:：].*|\d*[.、].*)?$/;
const SECTION = /^[一二三四五六七八九十]{1,3}[、.．]/;
const CREDIT_CODE = /[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]{15,}/;
const REPEATED_HEADER = 2;

/** A remark's opening word with its colon; told at once even where the line goes on in further cells. */
const REMARK_OPENING = /^\s*(?:注|[备附]注|说明|[填制]表|填报|[审复]核|经办|报送|数据来源|打印|导出|单位|负责)[\u4e00-\u9fff]{0,4}\s*\d*[:：]/;

/** Is a row no data, and why? `header` are the header's own cells (page breaks repeat them). A row that carries a code is always data. */
export function ignoredKind(cells: readonly string[], header: ReadonlySet<string>): IgnoredKind | null {
  let first = "";
  let filled = 0;
  for (const cell of cells) {
    if (cell === "" || cell.trim() === "") continue;
    filled += 1;
    if (filled === 1) first = cell;
    else if (filled > 2) break;
  }
  if (filled === 0) return "blank";
  if (first.length > 12 && filled > 1 && !REMARK_OPENING.test(first)) return null;
  return wordedKind(cells, withoutBlanks(first), filled, header);
}

function wordedKind(cells: readonly string[], first: string, filled: number, header: ReadonlySet<string>): IgnoredKind | null {
  if (header.has(first) && cells.filter((cell) => header.has(withoutBlanks(cell))).length >= REPEATED_HEADER) return "header";
  if (cells.some((cell) => CREDIT_CODE.test(cell))) return null;
  if (cells.some((cell) => cell !== "" && TOTAL.test(withoutBlanks(cell)))) return "total";
  if (REMARK.test(first) || REMARK_OPENING.test(first)) return "remark";
  return filled === 1 && SECTION.test(first) ? "remark" : null;
}
