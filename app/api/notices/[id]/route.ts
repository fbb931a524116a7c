import { type SheetColumn, sheetOf, workbookAnswer, yuanCell } from "@/app/_server/export/workbook";
import { decodedText } from "@/app/_server/typed-text";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { findNotice, type PublicLine } from "@/db/public-notices";
import { formatDay } from "@/lib/kernel/plain-date";
import { refuse } from "../../v1/calculations/answer";

export const dynamic = "force-dynamic";

const STATE: Readonly<Record<PublicLine["state"], string>> = {
  listed: "公示",
  held: "有异议，核实中",
  withdrawn: "已撤回",
  corrected: "已更正",
  cancelled: "已取消",
};
const COLUMNS: readonly SheetColumn<PublicLine>[] = [
  { head: "序号", width: 6, kind: "count", cell: (line) => line.lineNo },
  { head: "企业名称", width: 36, cell: (line) => line.enterpriseName },
  { head: "统一社会信用代码", width: 22, cell: (line) => line.uscc },
  { head: "政策", width: 28, cell: (line) => line.policyName },
  { head: "依据", width: 48, cell: (line) => line.basis },
  { head: "金额（元）", width: 16, kind: "money", cell: (line) => yuanCell(line.amountFen) },
  { head: "状态", width: 16, cell: (line) => STATE[line.state] },
];

/** 公示名单 as a workbook: the public fields and nothing more. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const db = await getDb();
  const notice = await findNotice(db, decodedText((await params).id), await businessToday(db));
  if (!notice) return refuse(404, "noticeNotFound", "没有这个公示，或者已经满一年下线。");
  const title = `${notice.title}（${notice.number}，公示到 ${formatDay(notice.endsOn)}）`;
  return workbookAnswer(sheetOf("名单", title, COLUMNS, notice.lines), notice.number, new Date(notice.publishedAt));
}
