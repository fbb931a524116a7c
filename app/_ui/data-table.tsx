import type { ReactNode } from "react";
import type { Fen } from "@/lib/kernel/fen";
import { ButtonLink } from "./button";
import { DataGrid } from "./data-grid";
import type { GridBulk, GridPreview, GridRow } from "./grid-types";
import { EmptyState } from "./message";
import { Pager } from "./pager";
import type { Spot } from "./table-parts";
import { sortHref, sortState, type TableQuery } from "./table-query";

export type Column<Row> = {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  align?: "end";
  /** The head becomes a sort link; `id` is the name in ?sort=. */
  sort?: boolean;
  spot?: Spot;
  /** Suffix at phone width, where the head is gone: 元. */
  unit?: string;
  width?: string;
  /** Left out where the table is narrow (the preview stands beside it). */
  roomy?: boolean;
};

export type DataTableProps<Row> = {
  caption: string;
  /** Measure word of a row: 件, 家, 行. */
  unit: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  total: number;
  query: TableQuery;
  rowKey: (row: Row) => string;
  /** Names the row for its select box and for the spoken cursor: the enterprise and the case number. */
  rowLabel: (row: Row) => string;
  /** Where 回车 leads. */
  rowHref?: (row: Row) => string;
  /** What the bulk bar adds up. */
  rowAmount?: (row: Row) => Fen | null;
  /** What a row has in common with others; said when all selected share it: 按规定人工看. */
  rowCommon?: (row: Row) => string;
  /** Why a row would be set aside in a bulk act (数据冲突); named, never failing the batch. */
  rowAside?: (row: Row) => string | undefined;
  /** What `?preview=` calls a row. */
  rowPreviewId?: (row: Row) => string;
  /** Keys of the row under the cursor and where they lead. */
  rowActs?: (row: Row) => Readonly<Record<string, string>>;
  /** 右侧预览: the panel of one row, rendered on the server. */
  preview?: GridPreview;
  bulk?: GridBulk;
  /** What is so, why (the filters in words), where the filters are cleared. */
  empty: { title: string; filters?: readonly string[]; clearHref?: string; help?: ReactNode };
  /** Text of the cells is 13 px and one line high (40 px), as in the queue. */
  dense?: boolean;
};

function Empty({ empty }: { empty: DataTableProps<unknown>["empty"] }) {
  return (
    <EmptyState level={2} title={empty.title} actions={empty.clearHref ? <ButtonLink href={empty.clearHref}>清除筛选</ButtonLink> : undefined}>
      {empty.filters?.length ? <p>{`当前筛选：${empty.filters.join("、")}。`}</p> : null}
      {empty.help}
    </EmptyState>
  );
}

/**
 * 清单: the one table of the platform. Cells are rendered on the server; the browser adds selection, the row cursor (J K X 空格 回车)
 * and the bulk bar. Sort, filter and page are links.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, query } = props;
  if (rows.length === 0) return <Empty empty={props.empty} />;
  const heads = columns.map((column) => ({
    id: column.id,
    head: column.head,
    align: column.align,
    spot: column.spot,
    unit: column.unit,
    width: column.width,
    roomy: column.roomy,
    ...(column.sort ? { sortHref: sortHref(query, column.id), sorted: sortState(query, column.id) } : {}),
  }));
  const grid = rows.map<GridRow>((row) => ({
    id: props.rowKey(row),
    label: props.rowLabel(row),
    href: props.rowHref?.(row),
    amount: props.rowAmount?.(row) ?? undefined,
    common: props.rowCommon?.(row),
    aside: props.rowAside?.(row),
    previewId: props.rowPreviewId?.(row),
    acts: props.rowActs?.(row),
    cells: Object.fromEntries(columns.map((column) => [column.id, column.cell(row)])),
  }));
  // A new address is a new list: selection and cursor start afresh. The preview only looks at one of its rows.
  const key = JSON.stringify([{ ...query.params, preview: "" }, query.sort, query.page]);
  return (
    <DataGrid
      key={key}
      caption={props.caption}
      unit={props.unit}
      columns={heads}
      rows={grid}
      bulk={props.bulk}
      dense={props.dense ?? false}
      preview={props.preview}
    >
      <Pager query={query} total={props.total} unit={props.unit} />
    </DataGrid>
  );
}
