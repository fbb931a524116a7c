import { writeXlsx } from "hucre/xlsx";
import { decodedText } from "@/app/_server/typed-text";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { findNotice, type PublicLine, type PublicNotice } from "@/db/public-notices";
import { plainYuan } from "@/lib/kernel/fen";
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
/** Text format: a credit code of digits only stays a code. */
const TEXT = "@";
const HEADS = ["序号", "企业名称", "统一社会信用代码", "政策", "依据", "金额（元）", "状态"];

function sheetOf(notice: PublicNotice) {
  const title = `${notice.title}（${notice.number}，公示到 ${formatDay(notice.endsOn)}）`;
  const rows = notice.lines.map((line) => [
    line.lineNo,
    line.enterpriseName,
    line.uscc,
    line.policyName,
    line.basis,
    Number(plainYuan(line.amountFen)),
    STATE[line.state],
  ]);
  return {
    name: "名单",
    columns: [
      { width: 6 },
      { width: 36, numFmt: TEXT },
      { width: 22, numFmt: TEXT },
      { width: 28 },
      { width: 48 },
      { width: 16, numFmt: "#,##0.00" },
      { width: 16 },
    ],
    rows: [[title], HEADS, ...rows],
    freezePane: { rows: 2 },
  };
}

/** 公示名单 as a workbook: the public fields and nothing more. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const db = await getDb();
  const notice = await findNotice(db, decodedText((await params).id), await businessToday(db));
  if (!notice) return refuse(404, "noticeNotFound", "没有这个公示，或者已经满一年下线。");
  const made = new Date(notice.publishedAt);
  const workbook = await writeXlsx({ properties: { title: notice.title, created: made, modified: made }, sheets: [sheetOf(notice)] });
  const name = encodeURIComponent(`${notice.number}.xlsx`);
  return new Response(new Uint8Array(workbook), {
    headers: {
      "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
    },
  });
}
