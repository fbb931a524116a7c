import { Link } from "@/app/_ui/link";
import { Mark, type MarkKind } from "@/app/_ui/mark";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Code } from "@/app/_ui/tag";
import type { BatchDetail, FileRow, OrderRow } from "@/db/disbursement-views";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../../admin/_parts/when";
import { ORDER_STATES } from "../../texts";

const MARKS: Readonly<Record<OrderRow["state"], MarkKind | null>> = { prepared: null, sent: null, paid: "met", returned: "unmet", cancelled: null };

function State({ order }: { order: OrderRow }) {
  const mark = MARKS[order.state];
  const text = order.returnReason && order.state === "returned" ? `${ORDER_STATES.returned}：${order.returnReason}` : ORDER_STATES[order.state];
  return (
    <span className="inline-flex items-start gap-1.5">
      {mark ? <Mark kind={mark} label="" className="mt-0.5 shrink-0" /> : null}
      {text}
    </span>
  );
}

/** 支付指令 of a batch; account numbers masked. */
export function OrdersTable({ batch, today }: { batch: BatchDetail; today: PlainDate }) {
  return (
    <PlainTable
      caption="支付指令"
      rows={batch.orders}
      rowKey={(row) => row.id}
      rowTone={(row) => (row.state === "returned" ? "amber" : undefined)}
      empty="批次里没有支付指令。"
      columns={[
        {
          id: "number",
          head: "指令号",
          cell: (row) => (
            <Link href={`/finance/payments/${row.id}`}>
              <Code>{row.number}</Code>
            </Link>
          ),
          spot: "lead",
        },
        { id: "enterprise", head: "企业", cell: (row) => row.enterpriseName, rowHead: true, spot: "title" },
        {
          id: "claim",
          head: "办件",
          cell: (row) => (
            <Link href={`/review/cases/${row.claimId}`}>
              <Code>{row.claimNumber}</Code>
            </Link>
          ),
        },
        { id: "policy", head: "政策", cell: (row) => row.policyName, spot: "foot" },
        { id: "holder", head: "户名", cell: (row) => row.holder },
        { id: "account", head: "账户", cell: (row) => `${row.bankName} ${row.account}` },
        { id: "state", head: "结果", cell: (row) => <State order={row} /> },
        { id: "settled", head: "回单时间", cell: (row) => (row.settledAt ? when(row.settledAt, today) : "还没有回单") },
        { id: "amount", head: "金额（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", spot: "lead-end", unit: "元" },
      ]}
      foot={["合计", "", "", "", "", "", "", "", <Money key="sum" fen={batch.totalFen} size="cell" />]}
    />
  );
}

/** 银行文件 of a batch with what a person must look at. */
export function FilesTable({ files, today }: { files: readonly FileRow[]; today: PlainDate }) {
  return (
    <PlainTable
      caption="银行文件"
      rows={files}
      rowKey={(row) => row.id}
      rowTone={(row) => (row.findings.length > 0 ? "amber" : undefined)}
      empty="还没有文件往来。放行后导出支付文件，银行付款后导入回单。"
      columns={[
        { id: "direction", head: "方向", cell: (row) => (row.direction === "out" ? "发给银行" : "银行回单"), spot: "lead" },
        { id: "name", head: "文件", cell: (row) => row.filename, rowHead: true, spot: "title" },
        { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "lead-end" },
        { id: "by", head: "经手人", cell: (row) => row.byName ?? "系统" },
        {
          id: "findings",
          head: "要核对的",
          cell: (row) =>
            row.findings.length === 0 ? (
              "没有"
            ) : (
              <ul>
                {row.findings.map((one) => (
                  <li key={`${one.orderNumber}${one.kind}`}>{`${one.orderNumber}：${one.text}`}</li>
                ))}
              </ul>
            ),
        },
        { id: "hash", head: "校验码", cell: (row) => <Code>{row.sha256.slice(0, 12)}</Code> },
        { id: "lines", head: "笔数", cell: (row) => row.lineCount, align: "end", unit: " 笔" },
        { id: "total", head: "合计（元）", cell: (row) => <Money fen={row.totalFen} size="cell" />, align: "end", unit: "元" },
      ]}
    />
  );
}
