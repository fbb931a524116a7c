import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Code } from "@/app/_ui/tag";
import type { CaseOpinion } from "@/db/case-file";
import type { DossierAudit, DossierEntry, DossierFile, DossierNotice } from "@/db/payment-dossier";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { DECISION, STAGE } from "../../../../(review)/review/cases/[id]/history";
import { when } from "../../../admin/_parts/when";
import { actionText } from "../../../audit/log/texts";
import { ACCOUNT_NAMES } from "../../texts";

export function OpinionsTable({ opinions, today }: { opinions: readonly CaseOpinion[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="审核意见"
      rows={opinions}
      rowKey={(row) => row.id}
      empty="系统核对全部通过，没有转人工。"
      columns={[
        { id: "stage", head: "环节", cell: (row) => STAGE[row.stage], rowHead: true, spot: "title" },
        { id: "officer", head: "经手人", cell: (row) => row.officer, spot: "lead" },
        { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "lead-end" },
        { id: "decision", head: "结论", cell: (row) => DECISION[row.decision] ?? "其他" },
        { id: "opinion", head: "意见", cell: (row) => row.opinion },
      ]}
    />
  );
}

const LINE_STATES: Readonly<Record<string, string>> = { listed: "公示期满", held: "有异议", withdrawn: "已撤回", corrected: "已更正", cancelled: "已取消" };

export function NoticesTable({ rows, today }: { rows: readonly DossierNotice[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="公示"
      rows={rows}
      rowKey={(row) => row.id}
      empty="没有公示记录。"
      columns={[
        { id: "number", head: "公示", cell: (row) => <Link href={`/notices/${row.id}`}>{row.number}</Link>, rowHead: true, spot: "title" },
        { id: "days", head: "起止", cell: (row) => `${formatNearDay(row.startsOn, today)}—${formatNearDay(row.endsOn, today)}`, spot: "lead" },
        { id: "state", head: "结果", cell: (row) => LINE_STATES[row.state] ?? "其他", spot: "lead-end" },
        { id: "hash", head: "名单校验码", cell: (row) => <Code>{row.contentHash.slice(0, 16)}</Code> },
        { id: "amount", head: "公示金额（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", unit: "元" },
      ]}
    />
  );
}

export function FilesTable({ rows, today }: { rows: readonly DossierFile[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="银行文件"
      rows={rows}
      rowKey={(row) => row.id}
      rowTone={(row) => (row.findings.length > 0 ? "amber" : undefined)}
      empty="还没有文件往来。"
      columns={[
        { id: "direction", head: "方向", cell: (row) => (row.direction === "out" ? "发给银行" : "银行回单"), spot: "lead" },
        { id: "name", head: "文件", cell: (row) => row.filename, rowHead: true, spot: "title" },
        { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "lead-end" },
        { id: "hash", head: "校验码", cell: (row) => <Code>{row.sha256.slice(0, 16)}</Code> },
        { id: "findings", head: "这一笔要核对的", cell: (row) => (row.findings.length > 0 ? row.findings.join("；") : "没有") },
      ]}
    />
  );
}

export function EntriesTable({ rows, today }: { rows: readonly DossierEntry[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="台账分录"
      rows={rows}
      rowKey={(row) => String(row.id)}
      empty="还没有分录。"
      columns={[
        { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "lead" },
        { id: "memo", head: "摘要", cell: (row) => row.memo, rowHead: true, spot: "title" },
        { id: "account", head: "科目", cell: (row) => ACCOUNT_NAMES[row.account], spot: "lead-end" },
        { id: "amount", head: "借正贷负（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", unit: "元" },
      ]}
    />
  );
}

export function AuditTable({ rows, today }: { rows: readonly DossierAudit[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="审计日志"
      rows={rows}
      rowKey={(row) => String(row.seq)}
      empty="没有记录。"
      columns={[
        { id: "seq", head: "序号", cell: (row) => row.seq, spot: "lead" },
        { id: "action", head: "做了什么", cell: (row) => actionText(row.action), rowHead: true, spot: "title" },
        { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "lead-end" },
        { id: "actor", head: "谁", cell: (row) => row.actor ?? "系统" },
        { id: "hash", head: "校验值", cell: (row) => <Code>{row.hash.slice(0, 16)}</Code> },
      ]}
    />
  );
}
