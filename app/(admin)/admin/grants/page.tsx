import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { DataTable } from "@/app/_ui/data-table";
import { SearchField } from "@/app/_ui/search-field";
import { Disclosure, PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { listDepartments, listGrantees, listGrants } from "@/db/people-queries";
import { listFactorHolders } from "@/db/second-factor";
import { ROLE_NAMES, ROLES, type Role, STAFF_ROLES } from "@/lib/access/roles";
import { ActDate, ActForm, ActSelect } from "../_parts/act-form";
import { grant } from "./actions";
import { grantColumns } from "./columns";
import { FactorHolders } from "./factor-holders";
import { RoleFilter } from "./role-filter";

export const metadata: Metadata = { title: "任职授权" };

const PATH = "/admin/grants";
const Params = z.object({
  view: z.enum(["current", "ended"]).catch("current"),
  q: z.string().max(60).catch(""),
  role: z.enum(["", ...ROLES] as unknown as ["", ...Role[]]).catch(""),
  department: z.string().max(40).catch(""),
});

export default async function GrantsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requirePermission("people.grant");
  const search = await searchParams;
  const params = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: ["person", "role", "from"], defaultSort: "person" });
  const db = await getDb();
  const today = await businessToday(db);
  const { view, q, role, department } = params;
  const filter = { view, q, role, departmentId: department, sort: query.sort, page: query.page, pageSize: query.pageSize };
  const [{ rows, total }, grantees, departments, holders] = await Promise.all([
    listGrants(db, filter, today),
    listGrantees(db),
    listDepartments(db),
    listFactorHolders(db),
  ]);
  const filters = [
    ...(q ? [`姓名含 ${q}`] : []),
    ...(role ? [ROLE_NAMES[role]] : []),
    ...departments.filter((one) => one.id === department).map((one) => one.name),
  ];
  const tab = (text: string, value: typeof view) => ({
    text,
    href: queryHref(query, { view: value, page: null }),
    current: view === value,
    ...(view === value && { count: total }),
  });
  return (
    <>
      <PageHead title="任职授权" note="谁在哪个部门任什么岗，任到哪天。不相容的岗位不能给同一个人" />
      <Disclosure summary="授予岗位">
        <div className="py-4">
          <ActForm action={grant} submit="授予岗位">
            <ActSelect
              label="人员"
              name="personId"
              required
              placeholder="请选"
              options={grantees.map((one) => ({ value: one.id, label: `${one.displayName}（${one.username}）` }))}
            />
            <ActSelect label="岗位" name="role" required placeholder="请选" options={STAFF_ROLES.map((one) => ({ value: one, label: ROLE_NAMES[one] }))} />
            <ActSelect
              label="部门"
              name="departmentId"
              hint="主要负责人、审计和三员可以不选，不选就是全县。"
              placeholder="全县"
              options={departments.map((one) => ({ value: one.id, label: one.name }))}
            />
            <ActDate label="开始" name="validFrom" defaultValue={today} required />
            <ActDate label="收回" name="validTo" hint="从这一天起不再有岗位。不定期请空着。" optional />
          </ActForm>
        </div>
      </Disclosure>
      <Disclosure summary={`解除动态验证码（${holders.length} 人已绑定）`}>
        <div className="py-4">
          <FactorHolders holders={holders} today={today} />
        </div>
      </Disclosure>
      <div className="mt-4 mb-3 flex flex-wrap items-end gap-4">
        <Tabs label="任职分类" items={[tab("现任和将任", "current"), tab("已结束", "ended")]} className="flex-1" />
        <RoleFilter path={PATH} view={view} q={q} role={role} department={department} departments={departments} />
        <SearchField action={PATH} label="按姓名或登录名查找" defaultValue={q} keep={{ view, role, department }} button="查找" size="small" />
      </div>
      <DataTable
        caption="任职"
        unit="项"
        columns={grantColumns(today, view === "ended")}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.personName} ${ROLE_NAMES[row.role]}`}
        empty={{ title: "没有符合的任职", filters, ...(filters.length > 0 && { clearHref: `${PATH}?view=${view}` }) }}
      />
    </>
  );
}
