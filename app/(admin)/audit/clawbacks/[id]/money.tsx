import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import type { ClawbackFile } from "@/db/clawback-queries";
import { formatYuan } from "@/lib/kernel/fen";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../../admin/_parts/when";
import { RECEIPT_WORDS } from "../texts";

function paidWords({ next }: ClawbackFile, number: number): string {
  if (next === null || number < next.number) return "已缴";
  return number === next.number ? `还差 ${formatYuan(next.missingFen)}` : "未到";
}

/** 缴回: the plan of the decision against the money that has come in. */
export function MoneySection({ file, today }: { file: ClawbackFile; today: PlainDate }) {
  const { plan, receipts, clawback, repaidFen } = file;
  if (clawback.decidedFen === null) return null;
  return (
    <>
      <Section title="缴款计划" aside={`${formatYuan(repaidFen)} ÷ ${formatYuan(clawback.decidedFen)} 元已入账`}>
        <PlainTable
          caption="缴款计划"
          rows={plan}
          rowKey={(row) => String(row.number)}
          rowTone={(row) => (file.next?.number === row.number && row.dueOn < today ? "amber" : undefined)}
          empty="没有缴款计划。"
          columns={[
            { id: "number", head: "期次", cell: (row) => `第 ${row.number} 期`, rowHead: true, spot: "title" },
            { id: "due", head: "缴款期限", cell: (row) => `${formatNearDay(row.dueOn, today)} 18:00`, spot: "lead" },
            { id: "state", head: "情况", cell: (row) => paidWords(file, row.number), spot: "lead-end" },
            { id: "amount", head: "应缴（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", unit: "元" },
          ]}
        />
      </Section>
      <Section title="到账登记">
        <PlainTable
          caption="到账登记"
          rows={receipts}
          rowKey={(row) => row.id}
          rowTone={(row) => (row.state === "entered" ? "amber" : undefined)}
          empty="还没有款到账。到账后由财政制单人登记、审核人核对。"
          columns={[
            { id: "slip", head: "银行流水号", cell: (row) => <Code>{row.bankReference}</Code>, spot: "lead" },
            { id: "payer", head: "付款人", cell: (row) => row.payerName, rowHead: true, spot: "title" },
            { id: "day", head: "到账日", cell: (row) => formatNearDay(row.receivedOn, today) },
            { id: "by", head: "登记", cell: (row) => `${row.enteredByName} ${when(row.enteredAt, today)}` },
            {
              id: "state",
              head: "核对",
              cell: (row) => (row.refusal ? `${RECEIPT_WORDS[row.state]}：${row.refusal}` : RECEIPT_WORDS[row.state]),
              spot: "lead-end",
            },
            { id: "amount", head: "金额（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", unit: "元" },
          ]}
        />
      </Section>
    </>
  );
}
