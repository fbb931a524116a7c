import { DataTable } from "@/app/_ui/data-table";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import type { TableQuery } from "@/app/_ui/table-query";
import { Code } from "@/app/_ui/tag";
import type { LedgerTransaction } from "@/db/finance-queries";
import type { LedgerOverview } from "@/db/ledger-views";
import { FUNDS } from "@/lib/disbursement/funds";
import { type Fen, fen, ZERO_FEN } from "@/lib/kernel/fen";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { when } from "../../admin/_parts/when";
import { ACCOUNT_NAMES, LEDGER_ACCOUNTS } from "../texts";

type Entry = LedgerTransaction["entries"][number];

/** 余额 of every account in the books of the three funds, and their sums: each must be 0.00. */
export function BalanceTable({ books }: { books: LedgerOverview["books"] }) {
  return (
    <PlainTable
      caption="各账户余额"
      rows={LEDGER_ACCOUNTS}
      rowKey={(account) => account}
      empty=""
      phone="scroll"
      oneLine
      columns={[
        { id: "account", head: "账户", cell: (account) => ACCOUNT_NAMES[account], rowHead: true, width: "min-w-24" },
        ...books.map((book) => ({
          id: book.fundId,
          head: `${FUNDS[book.fundId].zh}（元）`,
          cell: (account: (typeof LEDGER_ACCOUNTS)[number]) => <Money fen={book.balances[account] ?? ZERO_FEN} size="cell" />,
          align: "end" as const,
        })),
      ]}
      foot={["借贷相抵", ...books.map((book) => <Money key={book.fundId} fen={book.sumFen} size="cell" />)]}
    />
  );
}

function Side({ entries, sign }: { entries: readonly Entry[]; sign: 1 | -1 }) {
  const own = entries.filter((entry) => entry.amountFen * sign > 0);
  const amount = (value: Fen) => fen(Math.abs(value));
  return (
    <span className="grid justify-items-end">
      {own.map((entry) => (
        <span key={entry.account} className="whitespace-nowrap">
          {ACCOUNT_NAMES[entry.account]} <Money fen={amount(entry.amountFen)} size="cell" />
        </span>
      ))}
    </span>
  );
}

type Props = { transactions: { rows: readonly LedgerTransaction[]; total: number }; query: TableQuery; today: PlainDate; filters: readonly string[] };

/** 分录 by transaction: what was debited, what was credited. */
export function TransactionsTable({ transactions, query, today, filters }: Props) {
  return (
    <DataTable
      caption="分录"
      unit="笔"
      rows={transactions.rows}
      total={transactions.total}
      query={query}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.memo}
      empty={{ title: "还没有分录", filters, ...(filters.length > 0 && { clearHref: query.path }), help: "冻结预算、发往银行、到账和退票都会记账。" }}
      columns={[
        { id: "at", head: "时间", cell: (row) => when(row.at, today), spot: "lead" },
        { id: "memo", head: "摘要", cell: (row) => row.memo, spot: "title" },
        { id: "claim", head: "办件", cell: (row) => (row.claimNumber ? <Code>{row.claimNumber}</Code> : "与单件无关"), spot: "foot" },
        { id: "fund", head: "资金", cell: (row) => FUNDS[row.fundId].zh, spot: "lead-end" },
        { id: "debit", head: "借方（元）", cell: (row) => <Side entries={row.entries} sign={1} />, align: "end", spot: "label" },
        { id: "credit", head: "贷方（元）", cell: (row) => <Side entries={row.entries} sign={-1} />, align: "end", spot: "label" },
      ]}
    />
  );
}
