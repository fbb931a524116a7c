import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePermission, type SessionUser } from "@/app/_server/session";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { ExportLink } from "@/app/_ui/export-link";
import { LIGHT_WORDS } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PageHead } from "@/app/_ui/section";
import { readTableQuery, type TableQuery } from "@/app/_ui/table-query";
import { TableSkeleton } from "@/app/_ui/table-skeleton";
import { CaseDue } from "@/app/(review)/parts/due";
import { one, type SearchParams } from "@/app/(review)/parts/params";
import { inWan, shortName } from "@/app/(review)/parts/texts";
import type { LedClaim } from "@/db/overdue-queries";
import { stateZh } from "@/lib/claim/states";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { leaderRead } from "../../parts/read";
import { whoText } from "../../parts/words";
import { FIGURE_TITLES, type FigureFilter, readFigure, readFigureRows } from "./read-figure";

export const metadata: Metadata = { title: "数字背后的办件" };

/** Without a day only the heads are wanted, for the skeleton. */
const columnsFor = (today: PlainDate | null, inHand: boolean): Column<LedClaim>[] => [
  inHand
    ? { id: "due", head: "期限", spot: "lead", width: "w-[152px]", cell: (row) => <CaseDue row={row} /> }
    : {
        id: "settled",
        head: "到账",
        spot: "lead",
        width: "w-[136px]",
        cell: (row) => (row.settledAt && today ? formatNearDay(dayOf(row.settledAt), today) : "还没有"),
      },
  { id: "number", head: "件号", width: "w-[120px]", cell: (row) => <Link href={`/review/cases/${row.id}`}>{row.number}</Link> },
  { id: "enterprise", head: "企业", spot: "title", cell: (row) => shortName(row.enterpriseName) },
  { id: "policy", head: "政策", cell: (row) => row.policyName },
  { id: "state", head: "状态", cell: (row) => stateZh(row.state, row.benefitKind) },
  inHand
    ? { id: "who", head: "谁在办", cell: (row) => `${row.departmentName}　${whoText(row.responsible)}` }
    : { id: "days", head: "办理和全程（工作日）", align: "end", cell: (row) => `${row.processingDays ?? "—"} / ${row.endToEndDays ?? "—"}` },
  ...(inHand ? [] : [{ id: "score", head: "评价", align: "end" as const, cell: (row: LedClaim) => (row.score === null ? "没有评" : `${row.score} 分`) }]),
  { id: "amount", head: "金额（元）", align: "end", unit: "元", spot: "lead-end", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
];

type Asked = { readonly user: SessionUser; readonly filter: FigureFilter; readonly query: TableQuery };

async function Behind({ user, filter, query }: Asked) {
  const read = await leaderRead(user);
  const { rows, total, sumFen } = await readFigureRows(read, filter, query);
  const words = [
    ...(filter.light ? [LIGHT_WORDS[filter.light]] : []),
    ...(filter.department ? [rows[0]?.departmentName ?? "所选部门"] : []),
    ...(filter.policy ? [rows[0]?.policyName ?? "所选政策"] : []),
  ];
  const title = [FIGURE_TITLES[filter.set], ...words].join("　");
  return (
    <>
      <PageHead
        title={title}
        crumbs={[["看板", "/leader"]]}
        here={FIGURE_TITLES[filter.set]}
        note={`${total.toLocaleString("zh-CN")} 件　合计 ${inWan(sumFen)}万元`}
        actions={<ExportLink table="figure" params={filter} />}
      />
      <DataTable
        caption={title}
        unit="件"
        dense
        columns={columnsFor(dayOf(read.clock.at), filter.set === "inHand")}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.enterpriseName} ${row.number}`}
        rowHref={(row) => `/review/cases/${row.id}`}
        empty={{ title: "没有符合的办件", filters: words, clearHref: `/leader/cases?set=${filter.set}` }}
      />
    </>
  );
}

/** The drill-down of every figure: exactly the cases that were counted. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("leader.cockpit");
  const search = await searchParams;
  const filter = readFigure(Object.fromEntries(Object.entries(search).map(([key, value]) => [key, one(value)])));
  const query = readTableQuery("/leader/cases", search, { sortable: [] });
  const inHand = filter.set === "inHand";
  const waiting = (
    <>
      <PageHead title={FIGURE_TITLES[filter.set]} crumbs={[["看板", "/leader"]]} here={FIGURE_TITLES[filter.set]} note="正在读取" />
      <TableSkeleton columns={columnsFor(null, inHand)} rows={query.pageSize} dense />
    </>
  );
  return (
    <Suspense fallback={waiting}>
      <Behind user={user} filter={filter} query={query} />
    </Suspense>
  );
}
