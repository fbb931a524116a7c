import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission, type SessionUser, scopeFor } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { DataTable } from "@/app/_ui/data-table";
import { SearchField } from "@/app/_ui/search-field";
import { PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery, type TableQuery } from "@/app/_ui/table-query";
import { Chips, Tabs } from "@/app/_ui/tabs";
import { countPolicyAges, listStaffPolicies, type PolicyAge } from "@/db/admin-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { loadLibrary } from "@/db/policies";
import { countDrafts, listDrafts } from "@/db/policy-draft-queries";
import { policyDepartments } from "@/db/policy-queries";
import { may } from "@/lib/access/permissions";
import { draftColumns, policyColumns } from "./columns";

export const metadata: Metadata = { title: "政策规则" };

const PATH = "/admin/policies";
const PAGE_SIZE = 50;
const STATES = ["inForce", "expiring", "expired", "draft", "inReview"] as const;
type State = (typeof STATES)[number];
const Params = z.object({
  q: z.string().max(60).catch(""),
  department: z.string().max(40).catch(""),
  category: z.string().max(40).catch(""),
  state: z.enum(STATES).catch("inForce"),
});
type Query = z.infer<typeof Params>;

const STATE_NAMES: Readonly<Record<State, string>> = { inForce: "现行", expiring: "60 天内到期", expired: "已到期", draft: "草稿", inReview: "待审" };
const isDraft = (state: State): state is "draft" | "inReview" => state === "draft" || state === "inReview";
const HEADS: Readonly<Record<State, string>> = {
  inForce: "项现行政策，条件、算例和版本都在里面",
  expiring: "项政策 60 天内到期，要续的请尽早起草",
  expired: "项政策已到期，到期当晚起不再匹配，已建的办件照办",
  draft: "份草稿，写好、试算后提交",
  inReview: "份草稿等另一个人审核发布",
};

async function PolicyRows({ params, query }: { params: Query; query: TableQuery }) {
  const db = await getDb();
  const age = params.state as PolicyAge;
  const rows = await listStaffPolicies(db, {
    q: params.q,
    departmentId: params.department,
    category: params.category,
    age,
    sort: query.sort,
    today: await businessToday(db),
  });
  return (
    <DataTable
      caption="政策库"
      unit="项"
      columns={policyColumns}
      rows={rows.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE)}
      total={rows.length}
      query={query}
      rowKey={(row) => row.code}
      rowLabel={(row) => row.name}
      rowHref={(row) => `${PATH}/${row.code}`}
      empty={{ title: "没有这样的政策", filters: [STATE_NAMES[params.state], ...(params.q ? [`含 ${params.q}`] : [])], clearHref: PATH }}
    />
  );
}

async function DraftRows({ params, query, user }: { params: Query; query: TableQuery; user: SessionUser }) {
  const db = await getDb();
  const states = params.state === "inReview" ? (["inReview"] as const) : (["draft", "returned"] as const);
  const [rows, today] = await Promise.all([
    listDrafts(db, scopeFor(user, "policy.simulate"), { states, q: params.q, departmentId: params.department }),
    businessToday(db),
  ]);
  return (
    <DataTable
      caption={STATE_NAMES[params.state]}
      unit="份"
      columns={draftColumns(today)}
      rows={rows.slice((query.page - 1) * PAGE_SIZE, query.page * PAGE_SIZE)}
      total={rows.length}
      query={query}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      rowHref={(row) => `${PATH}/drafts/${row.id}`}
      empty={{ title: params.state === "draft" ? "没有草稿" : "没有待审的草稿", help: "修改一项政策，请打开它，按“起草修改”。" }}
    />
  );
}

export default async function PoliciesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("policy.view");
  const search = await searchParams;
  const params = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: ["code", "to"], pageSize: PAGE_SIZE });
  const db = await getDb();
  const today = await businessToday(db);
  const [ages, drafts, departments, library] = await Promise.all([
    countPolicyAges(db, today),
    countDrafts(db, scopeFor(user, "policy.simulate")),
    policyDepartments(db),
    loadLibrary(db),
  ]);
  const counts: Readonly<Record<State, number>> = { ...ages, ...drafts };
  const states = may(user.roles, "policy.simulate") ? STATES : STATES.filter((state) => !isDraft(state));
  const drafting = isDraft(params.state) && may(user.roles, "policy.simulate");
  return (
    <>
      <PageHead
        title="政策库"
        note={`${counts[params.state]} ${HEADS[params.state]}`}
        actions={may(user.roles, "policy.author") ? <ButtonLink href={`${PATH}/new`}>起草新政策</ButtonLink> : undefined}
      />
      <Tabs
        label="状态"
        className="mb-4"
        items={states.map((state) => ({
          href: queryHref(query, { state, page: null, sort: null }),
          text: STATE_NAMES[state],
          count: counts[state],
          current: state === params.state,
        }))}
      />
      <div className="mb-3 flex flex-wrap items-center gap-4">
        <Chips
          label="部门"
          items={[
            { href: queryHref(query, { department: null, page: null }), text: "全部部门", on: params.department === "" },
            ...departments.map((one) => ({
              href: queryHref(query, { department: one.id, page: null }),
              text: `${one.name} ${one.n}`,
              on: one.id === params.department,
            })),
          ]}
        />
        {drafting ? null : (
          <Chips
            label="类别"
            items={[
              { href: queryHref(query, { category: null, page: null }), text: "全部类别", on: params.category === "" },
              ...library.categories.map((one) => ({
                href: queryHref(query, { category: one.id, page: null }),
                text: one.name,
                on: one.id === params.category,
              })),
            ]}
          />
        )}
        <SearchField
          action={PATH}
          label="按名称、条文、拼音首字母或编号查找"
          defaultValue={params.q}
          keep={{ department: params.department, category: params.category, state: params.state }}
          button="查找"
          size="small"
        />
      </div>
      {drafting ? <DraftRows params={params} query={query} user={user} /> : <PolicyRows params={params} query={query} />}
    </>
  );
}
