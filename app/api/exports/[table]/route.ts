import { workbookAnswer } from "@/app/_server/export/workbook";
import { plainAnswer } from "@/app/_server/plain-answer";
import { actorFor, currentUser } from "@/app/_server/session";
import { typedText } from "@/app/_server/typed-text";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { recordExport } from "@/db/exports";
import { may } from "@/lib/access/permissions";
import { dayOf } from "@/lib/kernel/plain-date";
import { quarantine } from "./data";
import { budgets, ledger, monthly, payable } from "./finance";
import type { ExportTable } from "./kinds";
import { figure, overdue } from "./leadership";
import { cases, enterprises, unclaimed } from "./review";

export const dynamic = "force-dynamic";

const TABLES: Readonly<Record<string, ExportTable>> = { cases, unclaimed, enterprises, overdue, figure, payable, budgets, ledger, monthly, quarantine };

/** The filters as the page's address has them, short enough for the record. */
const searchOf = (params: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...params].slice(0, 12).map(([name, value]) => [typedText(name).slice(0, 40), typedText(value).slice(0, 80)]));

/** 导出表格: the list as its page shows it under the same filters, all pages at once, as XLSX. Recorded before it leaves. */
export async function GET(request: Request, { params }: { params: Promise<{ table: string }> }): Promise<Response> {
  const user = await currentUser();
  if (!user || user.unfinished) return plainAnswer(401, "请先登录。");
  const key = (await params).table;
  const table = Object.hasOwn(TABLES, key) ? TABLES[key] : undefined;
  if (!table) return plainAnswer(404, "没有这张表。");
  if (!may(user.roles, "export.make") || !may(user.roles, table.permission)) return plainAnswer(403, "您的岗位不能导出这张表。");
  const db = await getDb();
  const at = await businessNow(db);
  const today = dayOf(at);
  const search = searchOf(new URL(request.url).searchParams);
  const sheet = await table.read({ db, user, search, today });
  await recordExport(db, { table: key, rows: sheet.rows.length, filters: search, actor: actorFor(user, "export.make"), at });
  return workbookAnswer(sheet, `${table.name}${today}`, new Date(at));
}
