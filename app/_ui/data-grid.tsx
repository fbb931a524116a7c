"use client";

import { type RowSelectionState, rowSelectionFeature, tableFeatures, useTable } from "@tanstack/react-table";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, type RefObject, useMemo, useRef, useState } from "react";
import { BulkBar } from "./bulk-bar";
import { cn } from "./cn";
import { GridHead, GridLine, GridPreview } from "./grid-rows";
import type { GridBulk, GridColumn, GridRow } from "./grid-types";
import { useHotkeys } from "./hotkeys";
import { ROLE } from "./table-parts";

const features = tableFeatures({ rowSelectionFeature });

function useSelection(columns: readonly GridColumn[], rows: readonly GridRow[], enabled: boolean) {
  const [rowSelection, onRowSelectionChange] = useState<RowSelectionState>({});
  const data = useMemo(() => [...rows], [rows]);
  const definitions = useMemo(() => columns.map((column) => ({ id: column.id })), [columns]);
  const getRowId = (row: GridRow) => row.id;
  const table = useTable({ features, columns: definitions, data, getRowId, enableRowSelection: enabled, state: { rowSelection }, onRowSelectionChange });
  return {
    lines: table.getRowModel().rows,
    selected: rows.filter((row) => rowSelection[row.id]),
    isPicked: (id: string): boolean => rowSelection[id] === true,
    pick: (ids: readonly string[], on: boolean) => table.setRowSelection((old) => pickAll(old, ids, on)),
    clear: () => onRowSelectionChange({}),
  };
}

const pickAll = (old: RowSelectionState, ids: readonly string[], on: boolean): RowSelectionState => {
  const next = { ...old };
  for (const id of ids) {
    if (on) next[id] = true;
    else delete next[id];
  }
  return next;
};

const onControl = (event: KeyboardEvent): boolean => event.target instanceof Element && event.target.closest("a, button, summary, input") !== null;

type Selection = ReturnType<typeof useSelection>;

/** 光标: J K move, X picks (⇧X from the last pick to here), 空格 previews, 回车 opens, Escape closes and gives the focus back to the row. */
function useCursor(rows: readonly GridRow[], body: RefObject<HTMLTableSectionElement | null>, selection: Selection, canPick: boolean) {
  const router = useRouter();
  const [cursor, setCursor] = useState(rows.some((row) => row.preview) ? 0 : -1);
  const [anchor, setAnchor] = useState(0);
  const [open, setOpen] = useState(false);
  const current = rows[cursor];
  const move = (by: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, cursor + by));
    setCursor(next);
    body.current?.rows[next]?.scrollIntoView({ block: "nearest" });
  };
  const pick = (from: number, on: boolean) => {
    const ids = rows.slice(Math.min(from, cursor), Math.max(from, cursor) + 1).map((row) => row.id);
    selection.pick(ids, on);
    setAnchor(cursor);
  };
  const close = () => {
    setOpen(false);
    body.current?.querySelector<HTMLElement>("[data-cursor] :is(a, input, button)")?.focus();
  };
  useHotkeys({
    J: () => move(1),
    K: () => move(-1),
    X: () => (canPick && current ? pick(cursor, !selection.isPicked(current.id)) : false),
    "⇧X": () => (canPick && current ? pick(anchor, true) : false),
    空格: (event) => (current?.preview && !onControl(event) ? setOpen(!open) : false),
    回车: (event) => (current?.href && !onControl(event) ? router.push(current.href as Route) : false),
    Escape: () => (open ? close() : false),
  });
  return { cursor, setCursor, current, open, close };
}

type Props = {
  caption: string;
  unit: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  bulk?: GridBulk | undefined;
  dense: boolean;
  previewLabel?: string | undefined;
  children?: ReactNode;
};

/** The browser's half of `DataTable`: selection, cursor, keys, bulk bar, preview. */
export function DataGrid({ caption, unit, columns, rows, bulk, dense, previewLabel = "预览", children }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const canPick = bulk !== undefined;
  const selection = useSelection(columns, rows, canPick);
  const { cursor, setCursor, current, open, close } = useCursor(rows, body, selection, canPick);
  const { selected, pick, clear, isPicked, lines } = selection;
  const all = rows.map((row) => row.id);
  const hasPreview = rows.some((row) => row.preview);
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
          <GridHead columns={columns} pick={canPick ? { all: selected.length === rows.length, onAll: (on) => pick(all, on) } : undefined} />
          <tbody {...ROLE.group} ref={body}>
            {lines.map(({ original: row, index }) => (
              <GridLine
                key={row.id}
                row={row}
                columns={columns}
                picked={canPick ? isPicked(row.id) : undefined}
                cursor={index === cursor}
                onPick={(on) => pick([row.id], on)}
                onPoint={() => setCursor(index)}
              />
            ))}
          </tbody>
        </table>
        {children}
        {bulk && selected.length > 0 ? <BulkBar bulk={bulk} unit={unit} rows={selected} onClear={clear} /> : null}
        <p role="status" className="sr-only">
          {current ? `${cursor + 1}，${current.label}` : ""}
        </p>
      </div>
      {hasPreview ? <GridPreview row={current ?? rows[0]} open={open} label={previewLabel} onClose={close} /> : null}
    </div>
  );
}
