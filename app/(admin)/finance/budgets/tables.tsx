import { DataTable } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { ShareBar } from "@/app/_ui/stat";
import type { TableQuery } from "@/app/_ui/table-query";
import { Code } from "@/app/_ui/tag";
import type { BudgetClaim, BudgetUse } from "@/db/finance-queries";
import type { BudgetRow } from "@/db/ledger-views";
import { FUNDS } from "@/lib/disbursement/funds";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../admin/_parts/when";

function Uses({ use, waiting, href }: { use: BudgetUse; waiting: number; href: string }) {
  const count = use.reserved + use.paid;
  return (
    <>
      {count > 0 ? <Link href={href}>{`${count} 件`}</Link> : "0 件"}
      {waiting > 0 ? <span className="block text-amber text-note">{`${waiting} 件等预算`}</span> : null}
    </>
  );
}

const Percent = ({ row }: { row: BudgetRow }) => {
  const used = row.amountFen > 0 ? Math.round(((row.paidFen + row.reservedFen) / row.amountFen) * 1000) / 10 : 0;
  return (
    <span className="grid min-w-24 gap-1">
      <span>{`${used}%`}</span>
      <ShareBar
        height={8}
        total={row.amountFen}
        parts={[
          { value: row.paidFen, tone: "now" },
          { value: row.reservedFen, tone: "third" },
        ]}
      />
    </span>
  );
};

/** 预算执行 by policy: given, paid (dark), frozen (pale), left. */
export function BudgetTable({ rows, uses, year }: { rows: readonly BudgetRow[]; uses: ReadonlyMap<string, BudgetUse>; year: number }) {
  return (
    <PlainTable
      caption={`${year}年各项政策的预算执行`}
      rows={rows}
      rowKey={(row) => row.policyCode}
      rowTone={(row) => (row.waitingCount > 0 ? "amber" : undefined)}
      empty={`${year}年还没有下达预算。`}
      columns={[
        { id: "policy", head: "政策", cell: (row) => row.policyName, rowHead: true, spot: "title" },
        { id: "fund", head: "资金", cell: (row) => FUNDS[row.fundId].zh, spot: "foot" },
        { id: "document", head: "指标文号", cell: (row) => <Code>{row.documentNumber}</Code>, spot: "lead" },
        { id: "used", head: "已用", cell: (row) => <Percent row={row} />, width: "w-32" },
        {
          id: "claims",
          head: "办件",
          cell: (row) => (
            <Uses
              use={uses.get(row.policyCode) ?? { reserved: 0, paid: 0 }}
              waiting={row.waitingCount}
              href={`/finance/budgets?year=${year}&policy=${row.policyCode}`}
            />
          ),
          align: "end",
          spot: "label",
        },
        { id: "amount", head: "预算（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", spot: "label" },
        { id: "paid", head: "已支付（元）", cell: (row) => <Money fen={row.paidFen} size="cell" />, align: "end", spot: "label" },
        { id: "reserved", head: "已冻结（元）", cell: (row) => <Money fen={row.reservedFen} size="cell" />, align: "end", spot: "label" },
        { id: "left", head: "还剩（元）", cell: (row) => <Money fen={row.availableFen} size="cell" />, align: "end", spot: "label" },
      ]}
    />
  );
}

type Claims = { claims: { rows: readonly BudgetClaim[]; total: number }; query: TableQuery; today: PlainDate; opens: boolean };

/** The claims behind one budget. */
export function ClaimsTable({ claims, query, today, opens }: Claims) {
  return (
    <DataTable
      caption="占用预算的办件"
      unit="件"
      rows={claims.rows}
      total={claims.total}
      query={query}
      rowKey={(row) => row.claimId}
      rowLabel={(row) => `${row.enterpriseName} ${row.number}`}
      {...(opens && { rowHref: (row: BudgetClaim) => `/review/cases/${row.claimId}` })}
      empty={{ title: "这项预算还没有办件占用" }}
      columns={[
        {
          id: "number",
          head: "编号",
          cell: (row) =>
            opens ? (
              <Link href={`/review/cases/${row.claimId}`}>
                <Code>{row.number}</Code>
              </Link>
            ) : (
              <Code>{row.number}</Code>
            ),
          spot: "lead",
        },
        { id: "enterprise", head: "企业", cell: (row) => row.enterpriseName, spot: "title" },
        { id: "state", head: "占用", cell: (row) => (row.state === "paid" ? "已支付" : "已冻结"), spot: "foot" },
        { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "foot-end" },
        { id: "amount", head: "金额（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", spot: "lead-end", unit: "元" },
      ]}
    />
  );
}
