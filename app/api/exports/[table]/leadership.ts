import { type SheetColumn, sheetOf, yuanCell } from "@/app/_server/export/workbook";
import { LIGHT_WORDS } from "@/app/_ui/light";
import { FIGURE_TITLES, readFigure, readFigureRows } from "@/app/(leadership)/leader/cases/read-figure";
import { leaderRead } from "@/app/(leadership)/parts/read";
import { whoText } from "@/app/(leadership)/parts/words";
import { TextParam } from "@/app/(review)/parts/params";
import { type LedClaim, listOverdue } from "@/db/overdue-queries";
import { stateZh } from "@/lib/claim/states";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";
import { type ExportTable, titleLine, WHOLE } from "./kinds";

const columns: readonly SheetColumn<LedClaim>[] = [
  { head: "件号", width: 16, cell: (row) => row.number },
  { head: "企业", width: 34, cell: (row) => row.enterpriseName },
  { head: "政策", width: 28, cell: (row) => row.policyName },
  { head: "部门", width: 22, cell: (row) => row.departmentName },
  { head: "状态", width: 14, cell: (row) => stateZh(row.state, row.benefitKind) },
  { head: "谁在办", width: 16, cell: (row) => whoText(row.responsible) },
  { head: "灯色", width: 8, cell: (row) => (row.light ? LIGHT_WORDS[row.light] : "—") },
  { head: "应办结", width: 16, cell: (row) => row.dueOn && formatDay(row.dueOn) },
  { head: "剩余工作日", width: 12, kind: "count", cell: (row) => row.left },
  { head: "为什么", width: 30, cell: (row) => row.reason },
  { head: "到账", width: 16, cell: (row) => row.settledAt && formatDay(dayOf(row.settledAt)) },
  { head: "办理工作日", width: 12, kind: "count", cell: (row) => row.processingDays },
  { head: "全程工作日", width: 12, kind: "count", cell: (row) => row.endToEndDays },
  { head: "评价（分）", width: 10, kind: "count", cell: (row) => row.score },
  { head: "金额（元）", width: 16, kind: "money", cell: (row) => yuanCell(row.amountFen) },
];

export const overdue: ExportTable = {
  permission: "leader.cockpit",
  name: "超期办件",
  async read({ user, search, today }) {
    const { db, scope, clock } = await leaderRead(user);
    const department = TextParam.parse(search["department"]);
    const rows = (await listOverdue(db, scope, clock)).filter((claim) => !department || claim.departmentId === department);
    return sheetOf("超期办件", titleLine("超期办件", formatDay(today), rows.length, "件"), columns, rows);
  },
};

export const figure: ExportTable = {
  permission: "leader.cockpit",
  name: "数字背后的办件",
  async read({ user, search, today }) {
    const filter = readFigure(search);
    const { rows, total } = await readFigureRows(await leaderRead(user), filter, WHOLE);
    return sheetOf("办件", titleLine(FIGURE_TITLES[filter.set], formatDay(today), total, "件"), columns, rows);
  },
};
