"use client";

import { type RowSelectionState, rowSelectionFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { BulkBar } from "./bulk-bar";
import { cn } from "./cn";
import { useCursor } from "./grid-cursor";
import { PreviewPanel, usePreview } from "./grid-preview";
import { GridHead, GridLine } from "./grid-rows";
import type { GridBulk, GridColumn, GridPreview, GridRow } from "./grid-types";
import { NO_PREVIEW } from "./no-preview";
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

type Props = {
  caption: string;
  unit: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  bulk?: GridBulk | undefined;
  dense: boolean;
  preview?: GridPreview | undefined;
  children?: ReactNode;
};

/** The browser's half of `DataTable`: selection, cursor, keys, bulk bar, preview. */
export function DataGrid({ caption, unit, columns, rows, bulk, dense, preview, children }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const canPick = bulk !== undefined;
  const selection = useSelection(columns, rows, canPick);
  const control = usePreview(preview);
  const { cursor, current, press, close } = useCursor(rows, body, canPick ? selection : null, control);
  const { selected, pick, clear, isPicked, lines } = selection;
  const all = rows.map((row) => row.id);
  const hasPanel = preview !== undefined && control.shown !== NO_PREVIEW;
  return (
    <div className={cn(hasPanel && "rail:grid rail:grid-cols-[minmax(0,1fr)_344px] rail:items-start rail:gap-6 wall:grid-cols-[minmax(0,1fr)_368px]")}>
      <div className="@container/grid min-w-0">
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
                onPress={(event) => press(index, event)}
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
      {preview ? <PreviewPanel preview={preview} control={control} row={rows.find((row) => row.previewId === control.shown)} onClose={close} /> : null}
    </div>
  );
}
