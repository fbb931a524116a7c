import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { requirePermission, type SessionUser } from "@/app/_server/session";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { LIGHT_WORDS } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PageHead } from "@/app/_ui/section";
import { readTableQuery, type TableQuery } from "@/app/_ui/table-query";
import { TableSkeleton } from "@/app/_ui/table-skeleton";
import { CaseDue } from "@/app/(review)/parts/due";
import { LightParam, one, type SearchParams, TextParam } from "@/app/(review)/parts/params";
import { inWan, shortName } from "@/app/(review)/parts/texts";
import { type FigureSet, type LedClaim, listBehindFigure, listInHand } from "@/db/overdue-queries";
import { stateZh } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { leaderRead } from "../../parts/read";
import { whoText } from "../../parts/words";

export const metadata: Metadata = { title: "数字背后的办件" };

const TITLES: Record<FigureSet | "inHand", string> = {
  paid: "今年已到账",
  settled: "今年办结",
  surveyed: "今年的评价",
  satisfied: "今年评 4 分以上",
  checked: "今年初审",
  passed: "今年初审直通",
  opened: "今年建件",
  inHand: "在办",
};
const Query = z.object({
  set: z.enum(["paid", "settled", "surveyed", "satisfied", "checked", "passed", "opened", "inHand"]).catch("inHand"),
  light: LightParam,
  department: TextParam,
  policy: TextParam,
});

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

type Read = Awaited<ReturnType<typeof leaderRead>>;

async function readRows(
  { db, scope, clock, period }: Read,
  { set, ...filter }: z.output<typeof Query>,
  query: TableQuery,
): Promise<{ rows: LedClaim[]; total: number; sumFen: Fen }> {
  if (set !== "inHand") return listBehindFigure(db, scope, { set, period, department: filter.department, policy: filter.policy }, query);
  const all = await listInHand(db, scope, clock, filter);
  const sumFen = all.reduce((sum, claim) => sum + (claim.amountFen ?? 0), 0) as Fen;
  return { rows: all.slice((query.page - 1) * query.pageSize, query.page * query.pageSize), total: all.length, sumFen };
}

type Asked = { readonly user: SessionUser; readonly filter: z.output<typeof Query>; readonly query: TableQuery };

async function Behind({ user, filter, query }: Asked) {
  const read = await leaderRead(user);
  const { rows, total, sumFen } = await readRows(read, filter, query);
  const words = [
    ...(filter.light ? [LIGHT_WORDS[filter.light]] : []),
    ...(filter.department ? [rows[0]?.departmentName ?? "所选部门"] : []),
    ...(filter.policy ? [rows[0]?.policyName ?? "所选政策"] : []),
  ];
  const title = [TITLES[filter.set], ...words].join("　");
  return (
    <>
      <PageHead
        title={title}
        crumbs={[["看板", "/leader"]]}
        here={TITLES[filter.set]}
        note={`${total.toLocaleString("zh-CN")} 件　合计 ${inWan(sumFen)}万元`}
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
  const filter = Query.parse({ set: one(search["set"]), light: one(search["light"]), department: one(search["department"]), policy: one(search["policy"]) });
  const query = readTableQuery("/leader/cases", search, { sortable: [] });
  const inHand = filter.set === "inHand";
  const waiting = (
    <>
      <PageHead title={TITLES[filter.set]} crumbs={[["看板", "/leader"]]} here={TITLES[filter.set]} note="正在读取" />
      <TableSkeleton columns={columnsFor(null, inHand)} rows={query.pageSize} dense />
    </>
  );
  return (
    <Suspense fallback={waiting}>
      <Behind user={user} filter={filter} query={query} />
    </Suspense>
  );
}
