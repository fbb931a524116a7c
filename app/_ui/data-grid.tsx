"use client";

import { type RowSelectionState, rowSelectionFeature, tableFeatures, useTable } from "@tanstack/react-table";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useRef, useState } from "react";
import type { Fen } from "@/lib/kernel/fen";
import { BulkBar } from "./bulk-bar";
import { Button } from "./button";
import { cn } from "./cn";
import { useHotkeys } from "./hotkeys";
import { Link } from "./link";
import { cellAttributes, ROLE, type Spot } from "./table-parts";

export type GridColumn = {
  id: string;
  head: string;
  align?: "end" | undefined;
  spot?: Spot | undefined;
  unit?: string | undefined;
  width?: string | undefined;
  sortHref?: string;
  sorted?: "ascending" | "descending" | undefined;
};

export type GridRow = {
  id: string;
  label: string;
  href?: string | undefined;
  amount?: Fen | undefined;
  common?: string | undefined;
  aside?: string | undefined;
  preview?: ReactNode;
  cells: Readonly<Record<string, ReactNode>>;
};

export type GridBulk = {
  /** 同意: the button says 批量同意, the dialog 同意 6 件. */
  verb: string;
  hotkey?: string;
  /** A server action; it receives one `id` per selected row. */
  action: (form: FormData) => void | Promise<void>;
  /** What happens then: 提交时逐件再核对金额。有变化的会单独留下，不影响其他件。 */
  note: string;
  /** More fields of the form, such as an opinion. */
  fields?: ReactNode;
};

const onControl = (event: KeyboardEvent): boolean => event.target instanceof Element && event.target.closest("a, button, summary, input") !== null;

const features = tableFeatures({ rowSelectionFeature });

function Head({ column }: { column: GridColumn }) {
  const Arrow = column.sorted === "descending" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      {...ROLE.head}
      aria-sort={column.sortHref ? (column.sorted ?? "none") : undefined}
      data-align={column.align}
      className={cn("sticky top-(--bar) z-2", column.width)}
    >
      {column.sortHref ? (
        <Link
          href={column.sortHref}
          scroll={false}
          className={cn("inline-flex min-h-6 items-center gap-1 no-underline hover:underline", column.sorted ? "font-medium text-ink" : "text-ink-3")}
        >
          {column.head}
          {column.sorted ? <Arrow aria-hidden="true" size={14} /> : null}
        </Link>
      ) : (
        column.head
      )}
    </th>
  );
}

function Preview({ row, open, label, onClose }: { row: GridRow | undefined; open: boolean; label: string; onClose: () => void }) {
  if (!row?.preview) return null;
  return (
    <aside
      aria-label={label}
      data-noprint
      className={cn(
        "border border-line border-t-2 border-t-ink bg-paper px-4 pt-3 pb-4 rail:sticky rail:top-[calc(var(--bar)+16px)] rail:block rail:max-h-[calc(100vh-var(--bar)-32px)] rail:overflow-y-auto",
        open
          ? "max-rail:fixed max-rail:inset-y-0 max-rail:right-0 max-rail:z-20 max-rail:w-[min(368px,100%)] max-rail:overflow-y-auto max-rail:shadow-over"
          : "hidden",
      )}
    >
      <div className="mb-2 text-right rail:hidden">
        <Button size="small" onClick={onClose}>
          关闭
        </Button>
      </div>
      {row.preview}
    </aside>
  );
}

/** The browser's half of `DataTable`: selection, cursor, keys, bulk bar, preview. */
export function DataGrid({
  caption,
  unit,
  columns,
  rows,
  bulk,
  dense,
  previewLabel = "预览",
  children,
}: {
  caption: string;
  unit: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  bulk?: GridBulk | undefined;
  dense: boolean;
  previewLabel?: string | undefined;
  children?: ReactNode;
}) {
  const router = useRouter();
  const body = useRef<HTMLTableSectionElement>(null);
  const hasPreview = rows.some((row) => row.preview);
  const [cursor, setCursor] = useState(hasPreview ? 0 : -1);
  const [open, setOpen] = useState(false);
  const data = useMemo(() => [...rows], [rows]);
  const definitions = useMemo(() => columns.map((column) => ({ id: column.id })), [columns]);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: (row: GridRow) => row.id,
    enableRowSelection: bulk !== undefined,
    state: { rowSelection },
    onRowSelectionChange: setRowSelection,
  });
  const current = rows[cursor];
  const selected = rows.filter((row) => rowSelection[row.id]);
  const all = selected.length === rows.length;

  const toggle = (id: string, on: boolean) => table.getRow(id).toggleSelected(on);
  const move = (by: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, cursor + by));
    setCursor(next);
    body.current?.rows[next]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    setOpen(false);
    body.current?.querySelector<HTMLElement>("[data-cursor] :is(a, input, button)")?.focus();
  };
  // Only keys that act: a bare page keeps its space bar for scrolling.
  useHotkeys({
    J: () => move(1),
    K: () => move(-1),
    X: () => (bulk && current ? toggle(current.id, !rowSelection[current.id]) : false),
    空格: (event) => (current?.preview && !onControl(event) ? setOpen(!open) : false),
    回车: (event) => (current?.href && !onControl(event) ? router.push(current.href as Route) : false),
    Escape: () => (open ? close() : false),
  });

  return (
    <div className={cn(hasPreview && "rail:grid rail:grid-cols-[minmax(0,1fr)_368px] rail:items-start rail:gap-6")}>
      <div className="min-w-0">
        <table
          {...ROLE.table}
          className={cn("ledger w-full border-collapse", dense && "text-small max-desk:text-work")}
          data-phone="cards"
          data-rows={dense ? "one" : undefined}
        >
          <caption className="sr-only">{caption}</caption>
          <thead {...ROLE.group}>
            <tr {...ROLE.row}>
              {bulk ? (
                <th scope="col" {...ROLE.head} className="sticky top-(--bar) z-2 w-8">
                  <input
                    type="checkbox"
                    aria-label="全选本页"
                    checked={all}
                    onChange={(event) => table.toggleAllRowsSelected(event.target.checked)}
                    className="mx-auto block size-4 accent-qing"
                  />
                </th>
              ) : null}
              {columns.map((column) => (
                <Head key={column.id} column={column} />
              ))}
            </tr>
          </thead>
          <tbody {...ROLE.group} ref={body}>
            {table.getRowModel().rows.map(({ original: row, index }) => (
              <tr
                key={row.id}
                {...ROLE.row}
                aria-selected={bulk ? Boolean(rowSelection[row.id]) : undefined}
                data-cursor={index === cursor ? "" : undefined}
                data-pick={bulk ? "" : undefined}
                onClickCapture={hasPreview ? () => setCursor(index) : undefined}
              >
                {bulk ? (
                  <td {...ROLE.cell} data-spot="pick">
                    <label className="grid min-h-6 place-items-center max-desk:min-h-11 max-desk:justify-start">
                      <span className="sr-only">{`选择 ${row.label}`}</span>
                      <input
                        type="checkbox"
                        checked={Boolean(rowSelection[row.id])}
                        onChange={(event) => toggle(row.id, event.target.checked)}
                        className="size-4 accent-qing max-desk:size-6"
                      />
                    </label>
                  </td>
                ) : null}
                {columns.map((column) => (
                  <td key={column.id} {...ROLE.cell} {...cellAttributes(column)}>
                    {row.cells[column.id]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {children}
        {bulk && selected.length > 0 ? <BulkBar bulk={bulk} unit={unit} rows={selected} onClear={() => setRowSelection({})} /> : null}
        <p role="status" className="sr-only">
          {current ? `${cursor + 1}，${current.label}` : ""}
        </p>
      </div>
      {hasPreview ? <Preview row={current ?? rows[0]} open={open} label={previewLabel} onClose={close} /> : null}
    </div>
  );
}
