import type { ReactNode } from "react";

/**
 * Where a cell goes when a row becomes lines at phone width: `lead` and `lead-end` share the first line, `title` takes the second,
 * `foot` and `foot-end` the third, `label` is a line with the column's name at the left, `none` is left out. Default: a line of its own.
 */
export type Spot = "lead" | "lead-end" | "title" | "foot" | "foot-end" | "label" | "none";

/** `display: block` drops the meaning of table parts, so each names its role itself. */
export const ROLE = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  head: { role: "columnheader" },
  rowHead: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

/** Attributes of a cell that the style sheet reads. */
export const cellAttributes = (column: {
  head: ReactNode;
  align?: "end" | undefined;
  spot?: Spot | undefined;
  unit?: string | undefined;
  roomy?: boolean | undefined;
}) => ({
  "data-align": column.align,
  "data-spot": column.spot,
  "data-label": column.spot === "label" && typeof column.head === "string" ? column.head : undefined,
  "data-unit": column.unit,
  "data-roomy": column.roomy ? "" : undefined,
});
