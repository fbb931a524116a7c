import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { requirePermission, type SessionUser, scopeFor } from "@/app/_server/session";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { ExportLink } from "@/app/_ui/export-link";
import { TextField } from "@/app/_ui/field";
import { FilterForm } from "@/app/_ui/filter-form";
import { Link } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { readTableQuery, type TableQuery } from "@/app/_ui/table-query";
import { TableSkeleton } from "@/app/_ui/table-skeleton";
import { Code } from "@/app/_ui/tag";
import { loadWords } from "@/db/case-file";
import { officeScope } from "@/db/claim-lights";
import { getDb } from "@/db/client";
import { ENTERPRISE_SORTS, type EnterpriseRow, listTowns, searchEnterprises } from "@/db/enterprise-queries";
import { may } from "@/lib/access/permissions";
import { formatDay } from "@/lib/kernel/plain-date";
import { one, type SearchParams, TextParam } from "../parts/params";
import { shortName } from "../parts/texts";

export const metadata: Metadata = { title: "企业档案" };

const Query = z.object({ q: TextParam, town: TextParam });

const columnsFor = (linked: boolean, statuses: Readonly<Record<string, string>>): Column<EnterpriseRow>[] => [
  {
    id: "name",
    head: "企业",
    sort: true,
    spot: "title",
    cell: (row) => (linked ? <Link href={`/enterprises/${row.id}`}>{shortName(row.name)}</Link> : shortName(row.name)),
  },
  { id: "uscc", head: "统一社会信用代码", width: "w-[190px]", cell: (row) => <Code>{row.uscc}</Code> },
  { id: "status", head: "登记状态", cell: (row) => statuses[row.regStatus] ?? "未知" },
  { id: "town", head: "乡镇", width: "w-[104px]", cell: (row) => row.town ?? "未登记" },
  { id: "established", head: "成立", sort: true, width: "w-[136px]", cell: (row) => (row.establishedDate ? formatDay(row.establishedDate) : "未登记") },
  { id: "claims", head: "办件", sort: true, align: "end", unit: "件", width: "w-[72px]", cell: (row) => row.claims.toLocaleString("zh-CN") },
];

function Finder({ filter, towns }: { filter: z.output<typeof Query>; towns: readonly string[] }) {
  return (
    <search>
      <FilterForm key={JSON.stringify(filter)} action="/enterprises" verb="查找" className="mb-3 flex flex-wrap items-end gap-2 max-desk:[&>div]:w-full">
        <TextField label="查找企业" hideLabel name="q" placeholder="名称、曾用名、信用代码、拼音首字母" defaultValue={filter.q} />
        <Select
          label="乡镇"
          hideLabel
          name="town"
          placeholder="乡镇：全部"
          defaultValue={filter.town ?? ""}
          options={towns.map((town) => ({ value: town, label: town }))}
        />
      </FilterForm>
    </search>
  );
}

type Asked = { readonly user: SessionUser; readonly filter: z.output<typeof Query>; readonly query: TableQuery };

async function Enterprises({ user, filter, query }: Asked) {
  const linked = may(user.roles, "enterprise.viewFile");
  const db = await getDb();
  const scope = await officeScope(db, scopeFor(user, "enterprise.search"));
  const [{ rows, total }, towns, words] = await Promise.all([searchEnterprises(db, scope, filter, query), listTowns(db), loadWords(db)]);
  return (
    <>
      <PageHead
        title="企业档案"
        note={`${total.toLocaleString("zh-CN")} 家`}
        actions={<ExportLink table="enterprises" params={{ ...filter, sort: query.sort }} />}
      />
      <Finder filter={filter} towns={towns} />
      <DataTable
        caption="企业"
        unit="家"
        columns={columnsFor(linked, words.codes["regStatus"] ?? {})}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        {...(linked && { rowHref: (row: EnterpriseRow) => `/enterprises/${row.id}` })}
        empty={{
          title: "没有这样的企业",
          filters: [...(filter.q ? [`“${filter.q}”`] : []), ...(filter.town ? [filter.town] : [])],
          clearHref: "/enterprises",
          help: <p>这里只列与您部门有关的企业：有您部门的办件、匹配或数据。换个名称、信用代码或拼音首字母再试。</p>,
        }}
      />
    </>
  );
}

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("enterprise.search");
  const search = await searchParams;
  const filter = Query.parse({ q: one(search["q"]), town: one(search["town"]) });
  const query = readTableQuery("/enterprises", search, { sortable: ENTERPRISE_SORTS, defaultSort: "name" });
  const waiting = (
    <>
      <PageHead title="企业档案" note="正在读取" />
      <Finder filter={filter} towns={[]} />
      <TableSkeleton columns={columnsFor(false, {})} rows={query.pageSize} />
    </>
  );
  return (
    <Suspense fallback={waiting}>
      <Enterprises user={user} filter={filter} query={query} />
    </Suspense>
  );
}
