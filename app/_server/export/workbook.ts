import "server-only";
import { writeXlsx } from "hucre/xlsx";
import { type Fen, plainYuan } from "@/lib/kernel/fen";

/** A cell as the workbook keeps it: text stays text, so that nothing typed by people is ever a formula; money is in yuan. */
export type Cell = string | number | null;
export type SheetColumn<Row> = {
  readonly head: string;
  readonly width: number;
  /** Text unless said: money gets thousands and two places, count none. */
  readonly kind?: "text" | "money" | "count";
  readonly cell: (row: Row) => Cell;
};
export type Sheet = {
  readonly name: string;
  /** The line above the heads: what the list is, on which day, under which filters. */
  readonly title: string;
  readonly heads: readonly string[];
  readonly widths: readonly number[];
  readonly kinds: readonly NonNullable<SheetColumn<unknown>["kind"]>[];
  readonly rows: readonly (readonly Cell[])[];
};

/** Money for a cell: yuan with two places, exact up to the largest safe integer of fen; null stays empty (待核). */
export const yuanCell = (amount: Fen | null): Cell => (amount === null ? null : Number(plainYuan(amount)));

const FORMAT = { text: "@", money: "#,##0.00", count: "#,##0" } as const;
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Rows of a list laid out by its columns. */
export function sheetOf<Row>(name: string, title: string, columns: readonly SheetColumn<Row>[], rows: readonly Row[]): Sheet {
  return {
    name,
    title,
    heads: columns.map((column) => column.head),
    widths: columns.map((column) => column.width),
    kinds: columns.map((column) => column.kind ?? "text"),
    rows: rows.map((row) => columns.map((column) => column.cell(row))),
  };
}

/** 导出表格: one sheet as an XLSX answer, with title line, frozen heads and number formats. `made` is the business instant of the export. */
export async function workbookAnswer(sheet: Sheet, filename: string, made: Date): Promise<Response> {
  const workbook = await writeXlsx({
    properties: { title: sheet.title, created: made, modified: made },
    sheets: [
      {
        name: sheet.name,
        columns: sheet.widths.map((width, index) => ({ width, numFmt: FORMAT[sheet.kinds[index] ?? "text"] })),
        rows: [[sheet.title], [...sheet.heads], ...sheet.rows.map((row) => [...row])],
        freezePane: { rows: 2 },
      },
    ],
  });
  return new Response(new Uint8Array(workbook), {
    headers: {
      "content-type": TYPE,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(`${filename}.xlsx`)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
