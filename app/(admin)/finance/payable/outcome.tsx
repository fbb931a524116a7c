import { Link } from "@/app/_ui/link";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import type { BatchRow } from "@/db/disbursement-views";
import type { AsideRow } from "@/db/finance-queries";
import { stateZh } from "@/lib/claim/states";
import { formatYuan } from "@/lib/kernel/fen";
import { PREPARE_REFUSAL } from "../texts";

export type OutcomeProps = {
  refused: keyof typeof PREPARE_REFUSAL | null;
  made: readonly BatchRow[];
  aside: readonly AsideRow[];
  left: number;
  resumed: number | null;
};

/** 制单结果: what became of the chosen claims. Those set aside are named with their reasons; they never fail the batch. */
export function Outcome({ refused, made, aside, left, resumed }: OutcomeProps) {
  return (
    <div className="mb-6 grid gap-3 empty:hidden">
      {refused ? <Message tone="red" title={PREPARE_REFUSAL[refused]} live="alert" /> : null}
      {resumed === null ? null : (
        <Message tone={resumed > 0 ? "green" : "amber"} title={`${resumed} 件已有预算，回到待制单`} live="status">
          {left > 0 ? `另有 ${left} 件预算还不够，继续等待。` : null}
        </Message>
      )}
      {made.map((batch) => (
        <Message key={batch.id} tone="green" title={`已生成 ${batch.number}：${batch.orderCount} 笔，${formatYuan(batch.totalFen)}元`} live="status">
          {`${batch.fundName}。等另一位财政审核人放行。`}
          <Link href={`/finance/batches/${batch.id}`}>打开批次</Link>
        </Message>
      ))}
      {aside.length > 0 ? (
        <Message tone="amber" title={`${left} 件没有制单，单独留下`} live="status">
          <PlainTable
            caption="没有制单的办件"
            rows={aside}
            rowKey={(row) => row.claimId}
            empty=""
            columns={[
              { id: "number", head: "编号", cell: (row) => row.number, rowHead: true },
              { id: "enterprise", head: "企业", cell: (row) => row.enterpriseName },
              { id: "why", head: "原因", cell: (row) => row.findings.map((one) => one.text).join("；") || "已有人先办了" },
              { id: "state", head: "现在", cell: (row) => stateZh(row.state) },
              { id: "amount", head: "金额（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", unit: "元" },
            ]}
          />
        </Message>
      ) : null}
    </div>
  );
}
