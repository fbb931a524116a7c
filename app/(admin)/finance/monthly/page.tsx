import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { ExportLink } from "@/app/_ui/export-link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead } from "@/app/_ui/section";
import { Tabs } from "@/app/_ui/tabs";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { type MonthlyRow, monthlyStatement } from "@/db/monthly-statement";
import { FUNDS } from "@/lib/disbursement/funds";
import { addFen, type Fen, ZERO_FEN } from "@/lib/kernel/fen";
import { monthOf, yearOf } from "@/lib/kernel/plain-date";
import { monthAsked, monthText, recentMonths } from "./months";

export const metadata: Metadata = { title: "财政月报" };

const PATH = "/finance/monthly";
const total = (rows: readonly MonthlyRow[], of: (row: MonthlyRow) => Fen): Fen => addFen(ZERO_FEN, ...rows.map(of));
const cell = (fen: Fen) => <Money fen={fen} size="cell" />;

export default async function MonthlyPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requirePermission("payment.view");
  const db = await getDb();
  const today = await businessToday(db);
  const { month: asked } = await searchParams;
  const month = monthAsked(typeof asked === "string" ? asked : undefined, today);
  const rows = await monthlyStatement(db, month);
  return (
    <>
      <PageHead
        title={`${yearOf(month)}年${monthOf(month)}月财政月报`}
        note="按台账分录统计，以记账日为准"
        actions={<ExportLink table="monthly" params={{ month: monthText(month) }} />}
      />
      <Tabs
        label="月份"
        className="mb-3"
        items={recentMonths(today).map((one) => ({ text: `${monthOf(one)}月`, href: `${PATH}?month=${monthText(one)}`, current: one === month }))}
      />
      <PlainTable
        caption="财政月报"
        rows={rows.filter((row) => row.sentFen + row.paidFen + row.returnedFen + row.claimedBackFen + row.recoveredFen > 0)}
        rowKey={(row) => `${row.fundId}${row.policyCode}`}
        empty="这个月没有拨付、退票和追回。"
        columns={[
          { id: "fund", head: "资金", cell: (row) => FUNDS[row.fundId].zh, spot: "lead" },
          { id: "policy", head: "政策", cell: (row) => row.policyName, rowHead: true, spot: "title" },
          { id: "sent", spot: "label", head: "发往银行（元）", cell: (row) => cell(row.sentFen), align: "end" },
          { id: "count", spot: "label", head: "到账（笔）", cell: (row) => row.paidCount, align: "end" },
          { id: "paid", head: "到账（元）", cell: (row) => cell(row.paidFen), align: "end", spot: "lead-end", unit: "元" },
          { id: "returned", spot: "label", head: "退票（元）", cell: (row) => cell(row.returnedFen), align: "end" },
          { id: "claimed", spot: "label", head: "决定追回（元）", cell: (row) => cell(row.claimedBackFen), align: "end" },
          { id: "recovered", spot: "label", head: "追回入账（元）", cell: (row) => cell(row.recoveredFen), align: "end" },
          { id: "year", spot: "label", head: "本年累计到账（元）", cell: (row) => cell(row.paidInYearFen), align: "end" },
          { id: "budget", spot: "label", head: "年度预算（元）", cell: (row) => cell(row.budgetFen), align: "end" },
        ]}
        foot={[
          "合计",
          "",
          cell(total(rows, (row) => row.sentFen)),
          rows.reduce((sum, row) => sum + row.paidCount, 0),
          cell(total(rows, (row) => row.paidFen)),
          cell(total(rows, (row) => row.returnedFen)),
          cell(total(rows, (row) => row.claimedBackFen)),
          cell(total(rows, (row) => row.recoveredFen)),
          "",
          "",
        ]}
      />
    </>
  );
}
