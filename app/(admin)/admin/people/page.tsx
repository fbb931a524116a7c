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
import { listPeople, type PeopleView } from "@/db/people-queries";
import { ActForm, ActText } from "../_parts/act-form";
import { createAccount } from "./actions";
import { peopleColumns } from "./columns";

export const metadata: Metadata = { title: "人员" };

const PATH = "/admin/people";
const Params = z.object({ view: z.enum(["staff", "enterprise", "disabled"]).catch("staff"), q: z.string().max(60).catch("") });

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requirePermission("people.manage");
  const search = await searchParams;
  const { view, q } = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: ["name", "username", "created"], defaultSort: "username" });
  const db = await getDb();
  const today = await businessToday(db);
  const { rows, total } = await listPeople(db, { view, q, sort: query.sort, page: query.page, pageSize: query.pageSize }, today);
  const tab = (text: string, value: PeopleView) => ({
    text,
    href: queryHref(query, { view: value, page: null }),
    current: view === value,
    ...(view === value && { count: total }),
  });
  return (
    <>
      <PageHead title="人员" note="开户、停用、重置密码。岗位由安全管理员授予" />
      <Disclosure summary="为工作人员开户">
        <div className="py-4">
          <ActForm
            action={createAccount}
            submit="开户"
            reveal={[
              ["username", "登录名"],
              ["password", "一次性密码"],
            ]}
          >
            <ActText label="姓名" name="displayName" required maxLength={40} />
            <ActText label="登录名" name="username" hint="字母开头，只含字母、数字和短横，如 rsj-wang" required maxLength={40} autoComplete="off" />
          </ActForm>
        </div>
      </Disclosure>
      <div className="mt-4 mb-3 flex flex-wrap items-end gap-4">
        <Tabs label="人员分类" items={[tab("工作人员", "staff"), tab("企业人员", "enterprise"), tab("已停用", "disabled")]} className="flex-1" />
        <SearchField action={PATH} label="按姓名或登录名查找" defaultValue={q} keep={{ view }} button="查找" size="small" />
      </div>
      <DataTable
        caption="人员"
        unit="人"
        columns={peopleColumns(today)}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.displayName} ${row.username}`}
        empty={{ title: "没有符合的人员", ...(q && { filters: [`姓名或登录名含 ${q}`], clearHref: queryHref(query, { q: null }) }) }}
      />
    </>
  );
}
