import { sheetOf } from "@/app/_server/export/workbook";
import { scopeFor } from "@/app/_server/session";
import { openRows, quarantineGroups } from "@/db/quarantine-queries";
import { listDatasets } from "@/db/upload-queries";
import { formatDay } from "@/lib/kernel/plain-date";
import { type ExportTable, titleLine, WHOLE } from "./kinds";

/** 退回部门的问题数据: the rows of one group as they were sent, with the reason beside each, for the department to correct and send again. */
export const quarantine: ExportTable = {
  permission: "quarantine.view",
  name: "问题数据",
  async read({ db, user, search, today }) {
    const scope = scopeFor(user, "quarantine.view");
    const group = { datasetId: search["dataset"] ?? "", code: search["code"] ?? "", field: search["field"] ?? "" };
    const [rows, groups, datasets] = await Promise.all([openRows(db, scope, group, WHOLE), quarantineGroups(db, scope), listDatasets(db, scope)]);
    const definition = datasets.find((one) => one.id === group.datasetId)?.definition;
    const known = groups.find((one) => one.datasetId === group.datasetId && one.code === group.code && (one.field ?? "") === group.field);
    const columns = [
      { head: "文件", width: 28, cell: (row: (typeof rows)[number]) => row.filename },
      { head: "行号", width: 8, kind: "count" as const, cell: (row: (typeof rows)[number]) => row.row },
      { head: "为什么", width: 44, cell: (row: (typeof rows)[number]) => (row.reasons ?? []).map((reason) => reason.message).join("；") },
      ...(definition?.fields ?? []).map((field) => ({ head: field.header, width: 18, cell: (row: (typeof rows)[number]) => row.raw[field.id] ?? "" })),
    ];
    const name = `${definition?.name ?? "问题数据"}：${known?.message ?? "没有等回答的行"}`;
    return sheetOf("问题数据", titleLine(name, formatDay(today), known?.rows ?? 0, "行"), columns, rows);
  },
};
