import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { SearchField } from "@/app/_ui/search-field";
import { PageHead } from "@/app/_ui/section";
import { ShareBar } from "@/app/_ui/stat";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Chips } from "@/app/_ui/tabs";
import { Code } from "@/app/_ui/tag";
import { listStaffPolicies, type StaffPolicyRow } from "@/db/admin-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { policyDepartments } from "@/db/policy-queries";
import { formatDay, yearOf } from "@/lib/kernel/plain-date";

export const metadata: Metadata = { title: "政策库" };

const PATH = "/admin/policies";
const PAGE_SIZE = 50;
const Params = z.object({ q: z.string().max(60).catch(""), department: z.string().max(40).catch("") });

function Budget({ row }: { row: StaffPolicyRow }) {
  if (row.amountFen === null) return row.benefitKind === "taxReduction" ? "不发生付款" : "还没有下达";
  return (
    <span className="grid min-w-28 gap-1">
      <Money fen={row.amountFen} size="cell" />
      <ShareBar
        height={6}
        total={row.amountFen}
        parts={[
          { value: row.paidFen ?? 0, tone: "now" },
          { value: row.reservedFen ?? 0, tone: "third" },
        ]}
      />
    </span>
  );
}

const columns: readonly Column<StaffPolicyRow>[] = [
  { id: "code", head: "编号", cell: (row) => <Code>{row.code}</Code>, sort: true, spot: "lead" },
  { id: "name", head: "政策", cell: (row) => <Link href={`${PATH}/${row.code}`}>{row.name}</Link>, spot: "title" },
  { id: "department", head: "部门", cell: (row) => row.departmentName, spot: "lead-end" },
  { id: "version", head: "现行版本", cell: (row) => `第 ${row.number} 版` },
  { id: "to", head: "有效期至", cell: (row) => formatDay(row.effectiveTo), sort: true, spot: "foot" },
  { id: "examples", head: "算例", cell: (row) => row.examples, align: "end", unit: " 个算例" },
  { id: "open", head: "在办（件）", cell: (row) => row.openClaims, align: "end", unit: " 件在办" },
  { id: "budget", head: "本年预算（元）", cell: (row) => <Budget row={row} />, align: "end", spot: "label" },
];

export default async function PoliciesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requirePermission("policy.view");
  const search = await searchParams;
  const { q, department } = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: ["code", "to"], pageSize: PAGE_SIZE });
  const db = await getDb();
  const today = await businessToday(db);
  const [rows, departments] = await Promise.all([
    listStaffPolicies(db, { q, departmentId: department, sort: query.sort, year: yearOf(today) }),
    policyDepartments(db),
  ]);
  const chosen = departments.find((one) => one.id === department);
  const filters = [...(q ? [`含 ${q}`] : []), ...(chosen ? [chosen.name] : [])];
  return (
    <>
      <PageHead title="政策库" note={`${rows.length} 项现行政策，条件、算例和版本都在里面`} />
      <div className="mb-3 flex flex-wrap items-center gap-4">
        <Chips
          label="部门"
          items={[
            { href: queryHref(query, { department: null, page: null }), text: "全部部门", on: department === "" },
            ...departments.map((one) => ({
              href: queryHref(query, { department: one.id, page: null }),
              text: `${one.name} ${one.n}`,
              on: one.id === department,
            })),
          ]}
        />
        <SearchField action={PATH} label="按名称、拼音首字母或编号查找" defaultValue={q} keep={{ department }} button="查找" size="small" />
      </div>
      <DataTable
        caption="政策库"
        unit="项"
        columns={columns}
        rows={rows.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE)}
        total={rows.length}
        query={query}
        rowKey={(row) => row.code}
        rowLabel={(row) => row.name}
        rowHref={(row) => `${PATH}/${row.code}`}
        empty={{ title: "没有符合的政策", filters, ...(filters.length > 0 && { clearHref: PATH }) }}
      />
    </>
  );
}
