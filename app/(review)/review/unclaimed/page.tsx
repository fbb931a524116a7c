import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { requirePermission, type SessionUser, scopeFor } from "@/app/_server/session";
import { DataTable } from "@/app/_ui/data-table";
import { ExportLink } from "@/app/_ui/export-link";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { SearchField } from "@/app/_ui/search-field";
import { PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery, type TableQuery } from "@/app/_ui/table-query";
import { TableSkeleton } from "@/app/_ui/table-skeleton";
import { Chips } from "@/app/_ui/tabs";
import { Code } from "@/app/_ui/tag";
import { officeScope } from "@/db/claim-lights";
import { listUnclaimed, type UnclaimedRow } from "@/db/claim-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { formatYuan } from "@/lib/kernel/fen";
import { addDays, dayOf, formatNearDay, instantAt, type PlainDate } from "@/lib/kernel/plain-date";
import { one, type SearchParams, TextParam } from "../../parts/params";
import { shortName } from "../../parts/texts";

export const metadata: Metadata = { title: "未领清单" };

const DAYS = [1, 3, 5, 8] as const;
const Query = z.object({ days: z.coerce.number().int().min(0).max(60).catch(3), q: TextParam });

/** Without a day only the heads are wanted, for the skeleton. */
const columnsFor = (today: PlainDate | null) => [
  {
    id: "due",
    head: "确认期限",
    spot: "lead" as const,
    width: "w-[112px]",
    cell: (row: UnclaimedRow) => (row.dueOn && today ? `${formatNearDay(row.dueOn, today)} 18:00 前` : "不限"),
  },
  {
    id: "enterprise",
    head: "企业",
    spot: "title" as const,
    cell: (row: UnclaimedRow) => (
      <>
        <Link href={`/search?q=${row.uscc}`} className="text-ink no-underline hover:underline">
          {shortName(row.enterpriseName)}
        </Link>
        <span className="block">
          <Code>{row.uscc}</Code>
        </span>
      </>
    ),
  },
  { id: "policy", head: "政策", cell: (row: UnclaimedRow) => row.policyName },
  { id: "town", head: "乡镇", width: "w-[96px]", cell: (row: UnclaimedRow) => row.town ?? "未登记" },
  {
    id: "contact",
    head: "联系人",
    width: "w-[160px]",
    cell: (row: UnclaimedRow) => [row.representativeMask, row.phoneMask].filter(Boolean).join("　") || "登记库没有联系方式",
  },
  { id: "offered", head: "推送", width: "w-[80px]", cell: (row: UnclaimedRow) => (today ? formatNearDay(dayOf(row.offeredAt), today) : "") },
  {
    id: "amount",
    head: "金额（元）",
    align: "end" as const,
    unit: "元",
    spot: "lead-end" as const,
    cell: (row: UnclaimedRow) => <Money fen={row.amountFen} size="cell" />,
  },
];

function Tools({ filter: { days, q }, query }: Omit<Asked, "user">) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-3">
      <SearchField
        action="/review/unclaimed"
        label="在清单中查找"
        placeholder="企业、信用代码、件号、拼音首字母"
        defaultValue={q}
        size="small"
        keep={{ days: String(days) }}
        className="w-[280px] max-desk:w-full"
      />
      <Chips
        label="推送多久"
        lead="推送已满"
        items={DAYS.map((count) => ({ href: queryHref(query, { days: String(count) }), text: `${count} 天`, on: count === days }))}
      />
    </div>
  );
}

type Asked = { readonly user: SessionUser; readonly filter: z.output<typeof Query>; readonly query: TableQuery };

async function Unclaimed({ user, filter: { days, q }, query }: Asked) {
  const db = await getDb();
  const today = await businessToday(db);
  const scope = await officeScope(db, scopeFor(user, "hall.unclaimed"));
  const before = instantAt(addDays(today, 1 - days), "00:00");
  const { rows, total, sumFen, enterprises } = await listUnclaimed(db, scope, { before, q }, query);
  return (
    <>
      <PageHead
        title="未领清单"
        note={`${enterprises} 家企业 ${total} 件没有确认　合计 ${formatYuan(sumFen)}元`}
        actions={<ExportLink table="unclaimed" params={{ days: String(days), q }} />}
      />
      <Tools filter={{ days, q }} query={query} />
      <DataTable
        caption="未领清单"
        unit="件"
        columns={columnsFor(today)}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.enterpriseName}
        empty={{
          title: "没有推送后一直没确认的",
          filters: [`推送已满 ${days} 天`, ...(q ? [`“${q}”`] : [])],
          clearHref: "/review/unclaimed",
          help: <p>电话或上门提醒后，企业可以自己确认，也可以签委托书由大厅代办。</p>,
        }}
      />
    </>
  );
}

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("hall.unclaimed");
  const search = await searchParams;
  const filter = Query.parse({ days: one(search["days"]) ?? 3, q: one(search["q"]) });
  const query = readTableQuery("/review/unclaimed", search, { sortable: [] });
  const waiting = (
    <>
      <PageHead title="未领清单" note="正在读取" />
      <Tools filter={filter} query={query} />
      <TableSkeleton columns={columnsFor(null)} rows={query.pageSize} lines={2} />
    </>
  );
  return (
    <Suspense fallback={waiting}>
      <Unclaimed user={user} filter={filter} query={query} />
    </Suspense>
  );
}
