import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { ExportLink } from "@/app/_ui/export-link";
import { Message } from "@/app/_ui/message";
import { PageHead, Section } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { listTransactions } from "@/db/finance-queries";
import { ledgerOverview } from "@/db/ledger-views";
import { FUND_IDS, FUNDS, type FundId } from "@/lib/disbursement/funds";
import { formatYuan } from "@/lib/kernel/fen";
import { count } from "../../admin/_parts/when";
import { BalanceTable, TransactionsTable } from "./tables";

export const metadata: Metadata = { title: "台账" };

const PATH = "/finance/ledger";
const Params = z.object({
  fund: z
    .enum(FUND_IDS as [FundId, ...FundId[]])
    .nullable()
    .catch(null),
});

export default async function LedgerPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requirePermission("payment.view");
  const search = await searchParams;
  const { fund } = Params.parse({ fund: search["fund"] ?? null });
  const query = readTableQuery(PATH, search, { sortable: [], pageSize: 20 });
  const db = await getDb();
  const [overview, transactions, today] = await Promise.all([
    ledgerOverview(db),
    listTransactions(db, { fundId: fund, page: query.page, pageSize: query.pageSize }),
    businessToday(db),
  ]);
  const entries = overview.books.reduce((sum, book) => sum + book.entryCount, 0);
  const balanced = overview.unbalanced === 0 && overview.books.every((book) => book.sumFen === 0);
  const tab = (text: string, value: FundId | null) => ({ text, href: queryHref(query, { fund: value, page: null }), current: fund === value });
  return (
    <>
      <PageHead
        title="台账"
        note={`${count(entries)} 条分录，复式记账，只增不改`}
        actions={<ExportLink table="ledger" params={{ fund: fund ?? undefined }} />}
      />
      <Message tone={balanced ? "green" : "red"} title={balanced ? "三本账借贷都相等" : `有 ${overview.unbalanced} 笔交易借贷不等`} className="mb-6">
        {overview.books.map((book) => `${FUNDS[book.fundId].zh}借贷相抵 ${formatYuan(book.sumFen)}元`).join("，")}。
        {balanced ? "每一笔交易也都相抵为 0。" : "请停止付款，联系审计核查。"}
      </Message>
      <Section title="各账户余额" aside="正数在借方，负数在贷方">
        <BalanceTable books={overview.books} />
      </Section>
      <Section title="分录" className="mt-8">
        <Tabs label="资金" className="mb-3" items={[tab("全部", null), ...FUND_IDS.map((id) => tab(FUNDS[id].zh, id))]} />
        <TransactionsTable transactions={transactions} query={query} today={today} filters={fund ? [FUNDS[fund].zh] : []} />
      </Section>
    </>
  );
}
