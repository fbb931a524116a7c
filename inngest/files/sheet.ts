import { addDays, plainDate } from "@/lib/kernel/plain-date";
import { shiftPoint } from "@/lib/pipeline/clean/decimals";
import type { SourceRow } from "@/lib/pipeline/collect/delimited";
import { MAX_COLUMNS } from "@/lib/pipeline/collect/tame";
import { type Archive, FileRefused } from "./archive";
import type { NumberStyle, Workbook } from "./workbook";
import { readXml } from "./xml";

const LAST_SERIAL = 2_958_465;
/** Beyond 15 digits a spreadsheet's number has lost its tail; it is shown in exponent form, so that cleaning recognises it. */
const EXACT = 1e15;

/** 序列日期 of a date-styled number. The 1900 system counts a 29 February 1900 that never was. */
export function dayOfSerial(serial: number, epoch: "1900" | "1904"): string {
  if (epoch === "1904") return addDays(plainDate("1904-01-01"), serial);
  return addDays(plainDate(serial < 60 ? "1899-12-31" : "1899-12-30"), serial);
}

/** A number as the sheet shows it, from the stored binary form: fifteen significant digits. */
export function numberText(stored: string): string {
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  if (Math.abs(value) >= EXACT) return value.toExponential();
  const text = String(Number(value.toPrecision(15)));
  return /e/i.test(text) ? value.toFixed(20).replace(/\.?0+$/, "") : text;
}

function styled(stored: string, style: NumberStyle, epoch: "1900" | "1904"): string {
  const value = Number(stored);
  const text = numberText(stored);
  if (style === "date" && value >= 1 && value <= LAST_SERIAL) return dayOfSerial(Math.floor(value), epoch);
  if (style !== "percent" || /e/i.test(text)) return text;
  const negative = text.startsWith("-");
  return `${negative ? "-" : ""}${shiftPoint(negative ? text.slice(1) : text, 2)}%`;
}

/** Column number (from 0) of a reference such as AB12; null when there is none. */
export function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference ?? "")?.[1];
  if (!letters) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

type Cell = { column: number; type: string; style: number; value: string; inline: string };

function textOfCell(cell: Cell, workbook: Workbook): string {
  switch (cell.type) {
    case "s":
      return workbook.strings[Number(cell.value)] ?? "";
    case "inlineStr":
      return cell.inline;
    case "b":
      return cell.value === "1" ? "TRUE" : "FALSE";
    case "str":
    case "e":
    case "d":
      return cell.value;
    default:
      return cell.value === "" ? "" : styled(cell.value, workbook.styles[cell.style] ?? "plain", workbook.epoch);
  }
}

type State = { readonly rows: SourceRow[]; row: number; cells: string[]; cell: Cell | null; into: "value" | "inline" | null; phonetic: number };
type Attributes = Readonly<Record<string, string>>;
type Step = (state: State, attributes: Attributes) => void;

const step =
  (change: (state: State) => Partial<State>): Step =>
  (state) =>
    void Object.assign(state, change(state));

const openRow =
  (maxRows: number): Step =>
  (state, attributes) => {
    if (state.rows.length >= maxRows) throw new FileRefused("tooLarge", `一份文件最多 ${maxRows.toLocaleString("en-US")} 行，请分开上传。`);
    const stated = Number(attributes["r"]);
    state.row = Number.isInteger(stated) && stated > 0 ? stated : state.row + 1;
    state.cells = [];
  };

/** A sheet leaves out its empty rows; each has its number all the same. A wide gap is an accident far below the table, not empty lines in it. */
const WIDEST_GAP = 200;
function fillGap(rows: SourceRow[], next: number): void {
  const last = rows.at(-1)?.row ?? 0;
  if (next - last > WIDEST_GAP) return;
  for (let row = last + 1; row < next; row++) rows.push({ row, cells: [] });
}

const openCell: Step = (state, attributes) => {
  const column = columnOf(attributes["r"]) ?? state.cells.length;
  state.cell = { column, type: attributes["t"] ?? "n", style: Number(attributes["s"] ?? 0), value: "", inline: "" };
};

const closeCell =
  (workbook: Workbook): Step =>
  (state) => {
    const { cell, cells } = state;
    if (!cell) return;
    const text = textOfCell(cell, workbook);
    state.cell = null;
    // Formats reach to the last column where somebody has coloured a whole row; only content counts
    if (cell.column >= MAX_COLUMNS && text.trim() !== "") throw new FileRefused("tooLarge", `表格超过 ${MAX_COLUMNS} 列，请删去右侧多余内容后上传。`);
    if (cell.column >= MAX_COLUMNS) return;
    while (cells.length < cell.column) cells.push("");
    cells[cell.column] = text;
  };

/**
 * 读工作表: rows in file order with the numbers that the program shows (rows of the same number are all kept). Formulas give their cached value.
 * @throws FileRefused beyond `maxRows` rows or content beyond 512 columns.
 */
export async function readSheet(archive: Archive, part: string, workbook: Workbook, maxRows: number): Promise<readonly SourceRow[]> {
  const state: State = { rows: [], row: 0, cells: [], cell: null, into: null, phonetic: 0 };
  const opening: Readonly<Record<string, Step>> = {
    row: openRow(maxRows),
    c: openCell,
    rPh: step(({ phonetic }) => ({ phonetic: phonetic + 1 })),
    v: step(() => ({ into: "value" })),
    t: step(({ phonetic }) => ({ into: phonetic === 0 ? "inline" : null })),
  };
  const closing: Readonly<Record<string, Step>> = {
    row: ({ rows, row, cells }) => {
      fillGap(rows, row);
      rows.push({ row, cells });
    },
    c: closeCell(workbook),
    rPh: step(({ phonetic }) => ({ phonetic: phonetic - 1 })),
    v: step(() => ({ into: null })),
    t: step(() => ({ into: null })),
  };
  await readXml(archive.text(part), {
    open: (tag, attributes) => opening[tag]?.(state, attributes),
    close: (tag) => closing[tag]?.(state, {}),
    text: (text) => {
      if (state.cell && state.into) state.cell[state.into] += text;
    },
  });
  return state.rows;
}
