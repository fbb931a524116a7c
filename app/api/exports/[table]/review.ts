import { type SheetColumn, sheetOf, yuanCell } from "@/app/_server/export/workbook";
import { scopeFor } from "@/app/_server/session";
import { LIGHT_WORDS } from "@/app/_ui/light";
import { TextParam } from "@/app/(review)/parts/params";
import { doubtWord, STEP_WORDS } from "@/app/(review)/parts/texts";
import { readFilter } from "@/app/(review)/review/cases/params";
import { loadCalendar } from "@/db/calendar";
import { loadWords } from "@/db/case-file";
import { officeScope } from "@/db/claim-lights";
import { listQueue, listUnclaimed, QUEUE_SORTS, type QueueRow, type UnclaimedRow } from "@/db/claim-queries";
import { businessNow } from "@/db/clock";
import { ENTERPRISE_SORTS, type EnterpriseRow, searchEnterprises } from "@/db/enterprise-queries";
import { loadClaimSettings } from "@/db/settings";
import { addDays, dayOf, formatDay, instantAt } from "@/lib/kernel/plain-date";
import { type ExportTable, titleLine, WHOLE } from "./kinds";

const sortOf = (asked: string | undefined, sortable: readonly string[], otherwise: string): string =>
  asked && sortable.includes(asked.replace(/^-/, "")) ? asked : otherwise;

const queueColumns: readonly SheetColumn<QueueRow>[] = [
  { head: "件号", width: 16, cell: (row) => row.number },
  { head: "企业", width: 34, cell: (row) => row.enterpriseName },
  { head: "统一社会信用代码", width: 22, cell: (row) => row.uscc },
  { head: "政策", width: 28, cell: (row) => row.policyName },
  { head: "进度", width: 14, cell: (row) => STEP_WORDS[row.step] },
  { head: "存疑", width: 30, cell: (row) => row.doubts.map((doubt) => doubtWord(doubt.code)).join("、") },
  { head: "灯色", width: 8, cell: (row) => (row.light ? LIGHT_WORDS[row.light] : "不限时") },
  { head: "应办结", width: 16, cell: (row) => row.dueOn && `${formatDay(row.dueOn)}${row.dueProvisional ? "（暂定）" : ""}` },
  { head: "剩余工作日", width: 12, kind: "count", cell: (row) => row.left },
  { head: "经办人", width: 12, cell: (row) => row.handlerName },
  { head: "金额（元）", width: 16, kind: "money", cell: (row) => yuanCell(row.amountFen) },
];

export const cases: ExportTable = {
  permission: "claim.queue",
  name: "待办复核",
  async read({ db, user, search, today }) {
    const [at, calendar, settings] = await Promise.all([businessNow(db), loadCalendar(db), loadClaimSettings(db)]);
    const ask = {
      scope: scopeFor(user, "claim.queue"),
      filter: readFilter(search, user.personId),
      clock: { at, calendar },
      chiefFromFen: settings.chiefSignatureFromFen,
    };
    const { rows, total } = await listQueue(db, ask, { ...WHOLE, sort: sortOf(search["sort"], QUEUE_SORTS, "due") });
    return sheetOf("待办复核", titleLine("待办复核", formatDay(today), total, "件"), queueColumns, rows);
  },
};

const unclaimedColumns: readonly SheetColumn<UnclaimedRow>[] = [
  { head: "件号", width: 16, cell: (row) => row.number },
  { head: "企业", width: 34, cell: (row) => row.enterpriseName },
  { head: "统一社会信用代码", width: 22, cell: (row) => row.uscc },
  { head: "乡镇", width: 12, cell: (row) => row.town },
  { head: "法定代表人", width: 12, cell: (row) => row.representativeMask },
  { head: "电话", width: 16, cell: (row) => row.phoneMask },
  { head: "政策", width: 28, cell: (row) => row.policyName },
  { head: "推送", width: 16, cell: (row) => formatDay(dayOf(row.offeredAt)) },
  { head: "确认期限", width: 16, cell: (row) => row.dueOn && formatDay(row.dueOn) },
  { head: "金额（元）", width: 16, kind: "money", cell: (row) => yuanCell(row.amountFen) },
];

export const unclaimed: ExportTable = {
  permission: "hall.unclaimed",
  name: "未领清单",
  async read({ db, user, search, today }) {
    const days = Math.min(60, Math.max(0, Math.trunc(Number(search["days"] ?? 3)) || 0));
    const scope = await officeScope(db, scopeFor(user, "hall.unclaimed"));
    const { rows, total } = await listUnclaimed(db, scope, { before: instantAt(addDays(today, 1 - days), "00:00"), q: TextParam.parse(search["q"]) }, WHOLE);
    return sheetOf("未领清单", titleLine(`推送已满 ${days} 天没有确认`, formatDay(today), total, "件"), unclaimedColumns, rows);
  },
};

const enterpriseColumns = (statuses: Readonly<Record<string, string>>): readonly SheetColumn<EnterpriseRow>[] => [
  { head: "企业", width: 34, cell: (row) => row.name },
  { head: "统一社会信用代码", width: 22, cell: (row) => row.uscc },
  { head: "登记状态", width: 20, cell: (row) => statuses[row.regStatus] ?? "未知" },
  { head: "乡镇", width: 12, cell: (row) => row.town },
  { head: "成立", width: 16, cell: (row) => row.establishedDate && formatDay(row.establishedDate) },
  { head: "办件（件）", width: 12, kind: "count", cell: (row) => row.claims },
];

export const enterprises: ExportTable = {
  permission: "enterprise.search",
  name: "企业名单",
  async read({ db, user, search, today }) {
    const scope = await officeScope(db, scopeFor(user, "enterprise.search"));
    const filter = { q: TextParam.parse(search["q"]), town: TextParam.parse(search["town"]) };
    const page = { ...WHOLE, sort: sortOf(search["sort"], ENTERPRISE_SORTS, "name") };
    const [{ rows, total }, words] = await Promise.all([searchEnterprises(db, scope, filter, page), loadWords(db)]);
    return sheetOf("企业名单", titleLine("企业名单", formatDay(today), total, "家"), enterpriseColumns(words.codes["regStatus"] ?? {}), rows);
  },
};
