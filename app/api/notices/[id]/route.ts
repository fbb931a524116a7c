import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { findNotice, type PublicLine } from "@/db/public-notices";
import { plainYuan } from "@/lib/kernel/fen";
import { refuse } from "../../v1/calculations/answer";

export const dynamic = "force-dynamic";

const STATE: Readonly<Record<PublicLine["state"], string>> = {
  listed: "公示",
  held: "有异议，核实中",
  withdrawn: "已撤回",
  corrected: "已更正",
  cancelled: "已取消",
};

/** A cell that a spreadsheet takes as text: a leading sign would be a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** 公示名单 as a table (CSV with a byte order mark, so that Excel and WPS read it as Chinese): the public fields and nothing more. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const db = await getDb();
  const notice = await findNotice(db, decodeURIComponent((await params).id), await businessToday(db));
  if (!notice) return refuse(404, "noticeNotFound", "没有这个公示，或者已经满一年下线。");
  const head = ["序号", "企业名称", "统一社会信用代码", "政策", "依据", "金额（元）", "状态"].map(cell).join(",");
  const rows = notice.lines.map((line) =>
    [String(line.lineNo), line.enterpriseName, line.uscc, line.policyName, line.basis, plainYuan(line.amountFen), STATE[line.state]].map(cell).join(","),
  );
  const name = encodeURIComponent(`${notice.number}.csv`);
  return new Response(`\ufeff${[head, ...rows].join("\r\n")}\r\n`, {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename*=UTF-8''${name}` },
  });
}
