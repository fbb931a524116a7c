import { cn } from "./cn";
import type { Column } from "./data-table";
import { Skeleton } from "./message";
import { numbered } from "./numbered";
import { cellAttributes, ROLE } from "./table-parts";

type Shape = Pick<Column<never>, "id" | "head" | "align" | "spot" | "width" | "roomy" | "sort">;

/**
 * 骨架行: the table while its rows are read, with the same columns and the same height, so that nothing moves when they come. `lines` is how many
 * lines a cell of the table has; `panel` keeps the place of the preview.
 */
export function TableSkeleton({
  columns,
  rows = 8,
  lines = 1,
  dense = false,
  panel = false,
}: {
  columns: readonly Shape[];
  rows?: number;
  lines?: 1 | 2;
  dense?: boolean;
  panel?: boolean;
}) {
  return (
    <div className={cn(panel && "rail:grid rail:grid-cols-[minmax(0,1fr)_344px] rail:items-start rail:gap-6 wall:grid-cols-[minmax(0,1fr)_368px]")}>
      <div className="@container/grid min-w-0">
        <p role="status" className="sr-only">
          正在读取
        </p>
        <table
          {...ROLE.table}
          aria-hidden="true"
          className={cn("ledger w-full border-collapse", dense && "text-small max-desk:text-work")}
          data-phone="cards"
          data-rows={dense ? "one" : undefined}
        >
          <thead {...ROLE.group}>
            <tr {...ROLE.row}>
              {columns.map((column) => (
                <th key={column.id} {...ROLE.head} data-align={column.align} data-roomy={column.roomy ? "" : undefined} className={column.width}>
                  <span className={column.sort ? "inline-flex min-h-6 items-center" : ""}>{column.head || "\u3000"}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...ROLE.group}>
            {numbered(Array<null>(rows).fill(null)).map(({ key }) => (
              <tr key={key} {...ROLE.row}>
                {columns.map((column) => (
                  <td key={column.id} {...ROLE.cell} {...cellAttributes({ ...column, unit: undefined })}>
                    <Bars lines={lines} end={column.align === "end"} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {panel ? (
        <div aria-hidden="true" className="grid gap-3 border border-line border-t-2 border-t-ink px-4 py-4 max-rail:hidden">
          <Skeleton width="w-32" />
          <Skeleton width="w-full" />
          <Skeleton width="w-56" />
          <Skeleton width="w-full" />
          <Skeleton width="w-40" />
        </div>
      ) : null}
    </div>
  );
}

const Bars = ({ lines, end }: { lines: 1 | 2; end: boolean }) => (
  <span className={cn("block", end && "[&>span>span]:ml-auto")}>
    <span className="flex h-[1lh] items-center">
      <Skeleton width={end ? "w-16" : "w-24"} />
    </span>
    {lines === 2 ? (
      <span className="flex h-5 items-center">
        <Skeleton width="w-16" />
      </span>
    ) : null}
  </span>
);
