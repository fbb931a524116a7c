import type { Column } from "@/app/_ui/data-table";
import { Mark } from "@/app/_ui/mark";
import { Money } from "@/app/_ui/money";
import { Code } from "@/app/_ui/tag";
import type { PayableRow } from "@/db/disbursement-views";
import type { SetAsideFinding } from "@/db/disbursements";
import type { BudgetWaiting } from "@/db/finance-queries";
import { FUNDS } from "@/lib/disbursement/funds";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";

export type PayableView = PayableRow & { readonly findings: readonly SetAsideFinding[] };

/** 付前校验 in a cell: fit to be paid, or what stands against it. */
function Findings({ findings }: { findings: readonly SetAsideFinding[] }) {
  return (
    <span className="inline-flex items-start gap-1.5">
      <Mark kind={findings.length === 0 ? "met" : "doubt"} label={findings.length === 0 ? "可以付" : "先不付"} className="mt-0.5 shrink-0" />
      <span>{findings.length === 0 ? "可以付" : findings.map((one) => one.text).join("；")}</span>
    </span>
  );
}

const NUMBER = { id: "number", head: "编号", cell: (row: { number: string }) => <Code>{row.number}</Code>, spot: "lead" } as const;
const ENTERPRISE = { id: "enterprise", head: "企业", cell: (row: { enterpriseName: string }) => row.enterpriseName, spot: "title" } as const;
const AMOUNT = {
  id: "amount",
  head: "金额（元）",
  cell: (row: { amountFen: PayableRow["amountFen"] | null }) => <Money fen={row.amountFen} size="cell" />,
  align: "end",
  spot: "lead-end",
  unit: "元",
} as const;

export const payableColumns = (today: PlainDate): readonly Column<PayableView>[] => [
  NUMBER,
  ENTERPRISE,
  { id: "policy", head: "政策", cell: (row) => row.policyName, spot: "foot" },
  { id: "fund", head: "资金", cell: (row) => FUNDS[row.fundId].zh },
  { id: "account", head: "收款账户", cell: (row) => (row.account ? `${row.bankName ?? ""} ${row.account}` : "还没有账户") },
  { id: "findings", head: "付前核对", cell: (row) => <Findings findings={row.findings} /> },
  { id: "due", head: "应付日", cell: (row) => (row.dueOn ? formatNearDay(row.dueOn, today) : "不限") },
  AMOUNT,
];

export const waitingColumns: readonly Column<BudgetWaiting>[] = [
  NUMBER,
  ENTERPRISE,
  { id: "policy", head: "政策", cell: (row) => row.policyName, spot: "foot" },
  AMOUNT,
];
