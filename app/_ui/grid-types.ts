import type { ReactNode } from "react";
import type { Fen } from "@/lib/kernel/fen";
import type { Spot } from "./table-parts";

export type GridColumn = {
  id: string;
  head: string;
  align?: "end" | undefined;
  spot?: Spot | undefined;
  unit?: string | undefined;
  width?: string | undefined;
  roomy?: boolean | undefined;
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
  /** What `?preview=` calls the row. */
  previewId?: string | undefined;
  /** Keys of the row and where they lead: A, R, S. */
  acts?: Readonly<Record<string, string>> | undefined;
  cells: Readonly<Record<string, ReactNode>>;
};

export type GridPreview = {
  /** Names the panel: 办件预览. */
  label: string;
  /** The row whose content is here; null when the panel is closed. */
  rowId: string | null;
  /** The address names it. Otherwise the first row is shown where the panel has room beside the list, and only there. */
  pinned: boolean;
  content: ReactNode;
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
