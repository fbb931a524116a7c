import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { DataTable } from "@/app/_ui/data-table";
import { ExportLink } from "@/app/_ui/export-link";
import { Money } from "@/app/_ui/money";
import { PageHead } from "@/app/_ui/section";
import { Stat, Stats } from "@/app/_ui/stat";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Chips, Tabs } from "@/app/_ui/tabs";
import { may } from "@/lib/access/permissions";
import { FUND_IDS, FUNDS } from "@/lib/disbursement/funds";
import { payChosenAgain, prepareChosen, resumeChosen } from "./actions";
import { payableColumns, waitingColumns } from "./columns";
import { Outcome } from "./outcome";
import { PATH, Params, readPayable } from "./read";

export const metadata: Metadata = { title: "待拨付" };

type Search = Promise<Record<string, string | string[] | undefined>>;

const NOTE = "付前逐件再核对登记状态、负面清单、预算、账户和公示。不通过的单独留下，不影响其他件。";
const BULK = {
  approved: { verb: "制单", action: prepareChosen, note: `同一资金来源合成一个批次，由另一位审核人放行。${NOTE}` },
  failed: { verb: "重付", action: payChosenAgain, note: `用更正后的账户重新制单，换新的指令号。${NOTE}` },
  budget: { verb: "恢复", action: resumeChosen, note: "预算够的回到待制单并冻结额度；不够的继续等。" },
} as const;

export default async function PayablePage({ searchParams }: { searchParams: Search }) {
  const user = await requirePermission("payment.view");
  const search = await searchParams;
  const params = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: [], pageSize: 50 });
  const data = await readPayable(params, query.page, query.pageSize);
  const tab = (view: keyof typeof BULK) => ({ href: queryHref({ ...query, params: {} }, { view }), current: params.view === view, count: data.counts[view] });
  const table = {
    caption: "待拨付办件",
    unit: "件",
    query: { ...query, params: { view: params.view, ...(params.fund && { fund: params.fund }) } },
    ...(may(user.roles, "payment.make") && { bulk: BULK[params.view] }),
  };
  return (
    <>
      <PageHead
        title="待拨付"
        note="公示期满、领导已签批，等财政付款"
        actions={<ExportLink table="payable" params={{ view: params.view, fund: params.fund }} />}
      />
      <Outcome {...data.outcome} />
      <Stats label="待拨付合计" columns={4}>
        <Stat label="待制单合计" value={<Money fen={data.total.fen} size="l" />} basis={`${data.total.count} 件，公示期满并已签批`} />
        {data.byFund.map((one) => (
          <Stat
            key={one.fundId}
            label={FUNDS[one.fundId].zh}
            value={<Money fen={one.fen} size="l" />}
            basis={`${one.count} 件`}
            href={queryHref({ ...query, params: {} }, { view: "approved", fund: one.fundId })}
          />
        ))}
      </Stats>
      <Tabs
        className="mt-6 mb-3"
        label="待拨付分类"
        items={[
          { text: "待制单", ...tab("approved") },
          { text: "退票待重付", ...tab("failed") },
          { text: "等预算", ...tab("budget") },
        ]}
      />
      {params.view === "budget" ? (
        <DataTable
          {...table}
          columns={waitingColumns}
          rows={data.waiting}
          total={data.counts.budget}
          rowKey={(row) => row.claimId}
          rowLabel={(row) => `${row.enterpriseName} ${row.number}`}
          rowAmount={(row) => row.amountFen}
          empty={{ title: "没有等预算的办件", help: "预算不足而中止的办件会出现在这里。" }}
        />
      ) : (
        <>
          <Chips
            label="资金来源"
            items={[
              { href: queryHref(query, { fund: null, page: null }), text: "全部资金", on: !params.fund },
              ...FUND_IDS.map((id) => ({ href: queryHref(query, { fund: id, page: null }), text: FUNDS[id].zh, on: params.fund === id })),
            ]}
          />
          <DataTable
            {...table}
            columns={payableColumns(data.today)}
            rows={data.rows}
            total={data.filtered}
            rowKey={(row) => row.claimId}
            rowLabel={(row) => `${row.enterpriseName} ${row.number}`}
            rowHref={(row) => `/review/cases/${row.claimId}`}
            rowAmount={(row) => row.amountFen}
            rowCommon={(row) => FUNDS[row.fundId].zh}
            rowAside={(row) => row.findings[0]?.text}
            empty={{
              title: params.view === "failed" ? "没有退票待重付的办件" : "没有待制单的办件",
              help: params.view === "failed" ? "银行退回的付款会出现在这里。企业更正账户后可以重付。" : "公示期满并经分管领导签批的办件会出现在这里。",
              ...(params.fund && { filters: [FUNDS[params.fund].zh], clearHref: queryHref(query, { fund: null }) }),
            }}
          />
        </>
      )}
    </>
  );
}
