import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import { cn } from "./cn";
import type { GridColumn, GridRow } from "./grid-types";
import { Link } from "./link";
import { LinkBusy } from "./link-busy";
import { cellAttributes, ROLE } from "./table-parts";

function SortHead({ column }: { column: GridColumn }) {
  const Arrow = column.sorted === "descending" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      {...ROLE.head}
      aria-sort={column.sortHref ? (column.sorted ?? "none") : undefined}
      data-align={column.align}
      data-roomy={column.roomy ? "" : undefined}
      className={cn("sticky top-(--bar) z-2", column.width)}
    >
      {column.sortHref ? (
        <Link
          href={column.sortHref}
          scroll={false}
          className={cn("relative inline-flex min-h-6 items-center gap-1 no-underline hover:underline", column.sorted ? "font-medium text-ink" : "text-ink-3")}
        >
          {column.head}
          {column.sorted ? <Arrow aria-hidden="true" size={14} /> : null}
          <LinkBusy />
        </Link>
      ) : (
        column.head
      )}
    </th>
  );
}

/** The head: select-all of this page when rows can be picked, then the columns with their sort links. */
export function GridHead({ columns, pick }: { columns: readonly GridColumn[]; pick?: { all: boolean; onAll: (on: boolean) => void } | undefined }) {
  return (
    <thead {...ROLE.group}>
      <tr {...ROLE.row}>
        {pick ? (
          <th scope="col" {...ROLE.head} className="sticky top-(--bar) z-2 w-8">
            <input
              type="checkbox"
              aria-label="全选本页"
              checked={pick.all}
              onChange={(event) => pick.onAll(event.target.checked)}
              className="mx-auto block size-4 accent-qing"
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <SortHead key={column.id} column={column} />
        ))}
      </tr>
    </thead>
  );
}

/** One row: its select box, its cells, the 3-px bar of the cursor. */
export function GridLine({
  row,
  columns,
  picked,
  cursor,
  onPick,
  onPress,
}: {
  row: GridRow;
  columns: readonly GridColumn[];
  /** undefined: rows cannot be picked. */
  picked: boolean | undefined;
  cursor: boolean;
  onPick: (on: boolean) => void;
  onPress: (event: { target: EventTarget | null }) => void;
}) {
  const canPick = picked !== undefined;
  return (
    <tr
      {...ROLE.row}
      aria-selected={picked}
      data-cursor={cursor ? "" : undefined}
      data-pick={canPick ? "" : undefined}
      onClickCapture={row.previewId ? onPress : undefined}
    >
      {canPick ? (
        <td {...ROLE.cell} data-spot="pick">
          <label className="grid min-h-6 place-items-center max-desk:min-h-11 max-desk:justify-start">
            <span className="sr-only">{`选择 ${row.label}`}</span>
            <input type="checkbox" checked={picked} onChange={(event) => onPick(event.target.checked)} className="size-4 accent-qing max-desk:size-6" />
          </label>
        </td>
      ) : null}
      {columns.map((column) => (
        <td key={column.id} {...ROLE.cell} {...cellAttributes(column)}>
          {row.cells[column.id]}
        </td>
      ))}
    </tr>
  );
}
