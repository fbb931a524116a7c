import type { ReactNode } from "react";
import { cn } from "./cn";
import { cellAttributes, ROLE, type Spot } from "./table-parts";

export type PlainColumn<Row> = {
  id: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  align?: "end";
  spot?: Spot;
  /** Suffix at phone width only, where the head with its （元） is gone. */
  unit?: string;
  /** The cell names the row (a `th`). */
  rowHead?: boolean;
  /** Class of the column's head, for widths. */
  width?: string;
};

/**
 * 小表: a small table without state, rendered on the server. `caption` names it for screen readers (shown with `showCaption`).
 * Without rows it says `empty`. `foot` is one cell per column (合计). At phone width rows become lines (`cards`), or the table scrolls
 * sideways (`scroll`), or stays as it is (`keep`, for two or three narrow columns).
 */
export function PlainTable<Row>({
  caption,
  showCaption = false,
  columns,
  rows,
  rowKey,
  rowTone,
  empty,
  foot,
  phone = "cards",
  sticky = false,
  oneLine = false,
}: {
  caption: string;
  showCaption?: boolean;
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowTone?: (row: Row) => "amber" | undefined;
  empty: ReactNode;
  foot?: readonly ReactNode[];
  phone?: "cards" | "scroll" | "keep";
  sticky?: boolean;
  oneLine?: boolean;
}) {
  if (rows.length === 0) return <div className="py-4 text-ink-2">{empty}</div>;
  const table = (
    <table {...ROLE.table} className="ledger w-full border-collapse" data-phone={phone} data-rows={oneLine ? "one" : undefined}>
      <caption className={showCaption ? "mb-2 text-left text-ink-2" : "sr-only"}>{caption}</caption>
      <thead {...ROLE.group}>
        <tr {...ROLE.row}>
          {columns.map((column) => (
            <th key={column.id} scope="col" {...ROLE.head} data-align={column.align} className={cn(sticky && "sticky top-(--bar) z-2", column.width)}>
              {column.head || <span className="sr-only">操作</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...ROLE.group}>
        {rows.map((row) => (
          <tr key={rowKey(row)} {...ROLE.row} data-tone={rowTone?.(row)}>
            {columns.map((column) =>
              column.rowHead ? (
                <th key={column.id} scope="row" {...ROLE.rowHead} {...cellAttributes(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.id} {...ROLE.cell} {...cellAttributes(column)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {foot ? (
        <tfoot {...ROLE.group}>
          <tr {...ROLE.row}>
            {columns.map((column, at) => (
              <td key={column.id} {...ROLE.cell} {...cellAttributes(column)}>
                {foot[at]}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
  if (phone !== "scroll") return table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must take the keyboard
    <section aria-label={`${caption}，可左右滚动`} tabIndex={0} className="max-desk:overflow-x-auto">
      {table}
    </section>
  );
}
