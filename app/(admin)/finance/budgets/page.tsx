import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { ExportLink } from "@/app/_ui/export-link";
import { Money } from "@/app/_ui/money";
import { PageHead, Section } from "@/app/_ui/section";
import { Stat, Stats } from "@/app/_ui/stat";
import { readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { budgetUses, budgetYears, listBudgetClaims } from "@/db/finance-queries";
import { budgetOverview } from "@/db/ledger-views";
import { may } from "@/lib/access/permissions";
import { FUND_IDS, FUNDS } from "@/lib/disbursement/funds";
import { addFen } from "@/lib/kernel/fen";
import { yearOf } from "@/lib/kernel/plain-date";
import { BudgetTable, ClaimsTable } from "./tables";

export const metadata: Metadata = { title: "预算" };

const PATH = "/finance/budgets";
const Params = z.object({ year: z.coerce.number().int().min(2000).max(2100).nullable().catch(null), policy: z.string().max(20).catch("") });

export default async function BudgetsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("payment.view");
  const search = await searchParams;
  const params = Params.parse(search);
  const db = await getDb();
  const today = await businessToday(db);
  const year = params.year ?? yearOf(today);
  const query = readTableQuery(PATH, search, { sortable: [], pageSize: 20 });
  const [years, rows, uses, claims] = await Promise.all([
    budgetYears(db),
    budgetOverview(db, year),
    budgetUses(db, year),
    params.policy ? listBudgetClaims(db, { policyCode: params.policy, year, page: query.page, pageSize: query.pageSize }) : null,
  ]);
  const chosen = rows.find((row) => row.policyCode === params.policy);
  const sum = (list: typeof rows, key: "amountFen" | "paidFen" | "reservedFen" | "availableFen") => addFen(...list.map((row) => row[key]));
  return (
    <>
      <PageHead title={`${year}年预算`} note={`${rows.length} 项政策有预算`} actions={<ExportLink table="budgets" params={{ year: String(year) }} />} />
      <Tabs label="年度" className="mb-4" items={years.map((one) => ({ text: `${one}年`, href: `${PATH}?year=${one}`, current: one === year }))} />
      <Stats label="预算执行" columns={4}>
        <Stat label="还剩" value={<Money fen={sum(rows, "availableFen")} size="l" />} basis="预算减去已冻结和已支付" />
        {FUND_IDS.map((fund) => {
          const own = rows.filter((row) => row.fundId === fund);
          return (
            <Stat
              key={fund}
              label={`${FUNDS[fund].zh}已支付`}
              value={<Money fen={sum(own, "paidFen")} size="l" />}
              basis={
                <>
                  预算 <Money fen={sum(own, "amountFen")} />
                </>
              }
            />
          );
        })}
      </Stats>
      {chosen && claims ? (
        <Section title={`${chosen.policyName}：占用预算的办件`} aside={`${claims.total} 件`} className="mt-6">
          <ClaimsTable claims={claims} query={query} today={today} opens={may(user.roles, "claim.view")} />
        </Section>
      ) : null}
      <Section title="按政策" className="mt-6" aside="点件数看办件">
        <BudgetTable rows={rows} uses={uses} year={year} />
      </Section>
    </>
  );
}
