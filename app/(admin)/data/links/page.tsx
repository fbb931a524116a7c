import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery, type TableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { loadWords } from "@/db/case-file";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { type Candidate, type Doubt, findDoubt, listDoubts, listLinkDecisions, listTwins } from "@/db/link-queries";
import type { Db } from "@/db/types";
import { listDatasets } from "@/db/upload-queries";
import { may } from "@/lib/access/permissions";
import type { Scope } from "@/lib/access/scope";
import { linkPlan } from "@/lib/pipeline/link/link-row";
import { Decided } from "./decided";
import { Detail, NoDoubts, Queue } from "./doubts";
import { doneText } from "./texts";
import { TwinList } from "./twins";

export const metadata: Metadata = { title: "关联核对" };

const Params = z.object({
  view: z.enum(["doubts", "twins", "decided"]).catch("doubts"),
  row: z.coerce.number().int().positive().nullable().catch(null),
  with: z.uuid().nullable().catch(null),
  done: z.string().max(30).catch(""),
});
type Params = z.output<typeof Params>;

type Shown = {
  readonly db: Db;
  readonly scope: Scope;
  readonly query: TableQuery;
  readonly canResolve: boolean;
  readonly statuses: Readonly<Record<string, string>>;
};

async function Doubts({ shown, params, list }: { shown: Shown; params: Params; list: { rows: readonly Doubt[]; total: number } }) {
  const { db, scope, query, canResolve, statuses } = shown;
  if (list.total === 0) return <NoDoubts />;
  const rowId = params.row ?? list.rows[0]?.rowId ?? 0;
  const detail = await findDoubt(db, scope, rowId);
  const candidate = detail?.candidates.find((one) => one.id === params.with) ?? detail?.candidates[0] ?? null;
  const hrefOf = (one: Candidate) => queryHref(query, { row: String(rowId), with: one.id, page: query.page > 1 ? String(query.page) : null });
  return (
    <div className="grid gap-8 rail:grid-cols-[320px_minmax(0,1fr)]">
      <Queue rows={list.rows} total={list.total} query={query} current={rowId} />
      <div className="min-w-0">
        {detail ? (
          <Detail detail={detail} candidate={candidate} hrefOf={hrefOf} statuses={statuses} canResolve={canResolve} />
        ) : (
          <p className="text-ink-2">这一行已经处理过，或不属于您的部门。请从列表里另选一家。</p>
        )}
      </div>
    </div>
  );
}

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("quarantine.view");
  const search = await searchParams;
  const params = Params.parse(search);
  const { view } = params;
  const query = readTableQuery("/data/links", view === "doubts" ? { page: search["page"] } : { view, page: search["page"] }, { sortable: [], pageSize: 10 });
  const db = await getDb();
  const scope = scopeFor(user, "quarantine.view");
  const datasets = await listDatasets(db, scope);
  const nameFields = [...new Set(["name", ...datasets.map((one) => linkPlan(one.definition).nameField)])];
  const of = (one: Params["view"]) => (view === one ? query : { page: 1, pageSize: 1 });
  const [doubts, twins, decided, words, today] = await Promise.all([
    listDoubts(db, scope, nameFields, of("doubts")),
    listTwins(db, scope, of("twins")),
    listLinkDecisions(db, scope, nameFields, of("decided")),
    loadWords(db),
    businessToday(db),
  ]);
  const canResolve = may(user.roles, "link.resolve");
  const shown: Shown = { db, scope, query, canResolve, statuses: words.codes["regStatus"] ?? {} };
  const done = doneText(params.done);
  return (
    <>
      <PageHead title="关联核对" note="认不准是哪家企业的行，请您看一眼再定" />
      {done ? <Message className="mb-4" tone="green" live="status" title={done} /> : null}
      <Tabs
        label="关联核对"
        className="mb-4"
        items={[
          { href: "/data/links", text: "待核对", count: doubts.total, current: view === "doubts" },
          { href: "/data/links?view=twins", text: "疑似同一家", count: twins.total, current: view === "twins" },
          { href: "/data/links?view=decided", text: "已核对", count: decided.total, current: view === "decided" },
        ]}
      />
      {view === "doubts" ? <Doubts shown={shown} params={params} list={doubts} /> : null}
      {view === "twins" ? <TwinList pairs={twins.rows} total={twins.total} query={query} statuses={shown.statuses} canResolve={canResolve} /> : null}
      {view === "decided" ? <Decided rows={decided.rows} total={decided.total} query={query} today={today} canResolve={canResolve} /> : null}
    </>
  );
}
