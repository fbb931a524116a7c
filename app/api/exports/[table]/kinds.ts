import type { Sheet } from "@/app/_server/export/workbook";
import type { SessionUser } from "@/app/_server/session";
import type { Db } from "@/db/types";
import type { Permission } from "@/lib/access/permissions";
import type { PlainDate } from "@/lib/kernel/plain-date";

/** One list that can be taken away: who may see it, what the file is called, and how it is read — by the same query as its page, without pages. */
export type ExportTable = {
  readonly permission: Permission;
  readonly name: string;
  readonly read: (ask: ExportAsk) => Promise<Sheet>;
};
export type ExportAsk = { readonly db: Db; readonly user: SessionUser; readonly search: Readonly<Record<string, string>>; readonly today: PlainDate };

/** Enough for a county's lists; a longer one is cut and its title line says so. */
export const EXPORT_LIMIT = 10_000;
export const WHOLE = { page: 1, pageSize: EXPORT_LIMIT } as const;
/** 待办复核（2026年7月15日，16 件）; a list that was cut says how to get the rest. */
export const titleLine = (name: string, day: string, total: number, unit: string): string =>
  total > EXPORT_LIMIT
    ? `${name}（${day}，共 ${total} ${unit}，本表只含前 ${EXPORT_LIMIT} ${unit}，请缩小筛选后导出其余）`
    : `${name}（${day}，${total} ${unit}）`;
