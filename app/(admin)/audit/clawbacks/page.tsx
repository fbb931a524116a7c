import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { Disclosure, PageHead } from "@/app/_ui/section";
import { queryHref, readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { Code } from "@/app/_ui/tag";
import { officeScope } from "@/db/claim-lights";
import { type ClawbackRow, countClawbacks, listClawbacks } from "@/db/clawback-queries";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { may } from "@/lib/access/permissions";
import { stateZh } from "@/lib/claim/states";
import { AUDIT_ORIGINS, ORIGIN_WORDS } from "@/lib/disbursement/clawback";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { ActArea, ActForm, ActSelect, ActText } from "../../admin/_parts/act-form";
import { when } from "../../admin/_parts/when";
import { openAct } from "./actions";
import { OUTCOME_WORDS } from "./texts";

export const metadata: Metadata = { title: "核查追回" };

const PATH = "/audit/clawbacks";
const Params = z.object({ view: z.enum(["open", "closed"]).catch("open"), claim: z.string().max(30).catch("") });

const columns = (today: PlainDate): readonly Column<ClawbackRow>[] => [
  {
    id: "number",
    head: "办件",
    cell: (row) => (
      <Link href={`${PATH}/${row.id}`}>
        <Code>{row.claimNumber}</Code>
      </Link>
    ),
    spot: "lead",
  },
  { id: "enterprise", head: "企业", cell: (row) => row.enterpriseName, spot: "title" },
  { id: "policy", head: "政策", cell: (row) => row.policyName },
  { id: "state", head: "进度", cell: (row) => (row.outcome ? OUTCOME_WORDS[row.outcome] : stateZh(row.state)), spot: "lead-end" },
  { id: "origin", spot: "label", head: "来源", cell: (row) => `${ORIGIN_WORDS[row.origin]} ${when(row.openedAt, today)}` },
  { id: "due", head: "期限", cell: (row) => (row.dueOn && !row.outcome ? `${formatNearDay(row.dueOn, today)} 18:00` : "已办结"), spot: "foot" },
  { id: "paid", spot: "label", head: "已付（元）", cell: (row) => <Money fen={row.paidFen} size="cell" />, align: "end" },
  { id: "owed", spot: "label", head: "应退（元）", cell: (row) => (row.owedFen === null ? "还没有定" : <Money fen={row.owedFen} size="cell" />), align: "end" },
  { id: "repaid", head: "已退（元）", cell: (row) => <Money fen={row.repaidFen} size="cell" />, align: "end", spot: "foot-end", unit: "元" },
];

function OpenForm({ number }: { number: string }) {
  return (
    <Disclosure summary="核查一笔已付的款" open={number !== ""}>
      <div className="py-3">
        <ActForm action={openAct} submit="启动核查" busyText="正在启动…">
          <ActText label="办件编号" name="number" required maxLength={30} defaultValue={number} hint="在企业档案或台账里能看到，如 兑2026-00012" />
          <ActSelect
            label="核查来源"
            name="origin"
            required
            placeholder="请选来源"
            options={AUDIT_ORIGINS.map((value) => ({ value, label: ORIGIN_WORDS[value] }))}
          />
          <ActArea label="为什么核查" name="ground" rows={3} required maxLength={300} hint="20 个工作日内核查完。企业在这一步不会收到通知。" />
        </ActForm>
      </div>
    </Disclosure>
  );
}

export default async function ClawbacksPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("clawback.view");
  const search = await searchParams;
  const { view, claim } = Params.parse(search);
  const query = readTableQuery(PATH, search, { sortable: [] });
  const db = await getDb();
  const scope = await officeScope(db, scopeFor(user, "clawback.view"));
  const [{ rows, total }, counts, today] = await Promise.all([
    listClawbacks(db, { scope, view, page: query.page, pageSize: query.pageSize }),
    countClawbacks(db, scope),
    businessToday(db),
  ]);
  const tab = (text: string, value: typeof view) => ({
    text,
    href: queryHref(query, { view: value === "open" ? null : value, page: null }),
    current: value === view,
    count: counts[value],
  });
  return (
    <>
      <PageHead title="核查追回" note="审计提出，先告知企业再决定，财政两个人收款" />
      {may(user.roles, "claim.postAudit") ? <OpenForm number={claim} /> : null}
      <Tabs className="mb-3" label="核查追回进度" items={[tab("在办", "open"), tab("已结", "closed")]} />
      <DataTable
        caption="核查追回"
        unit="件"
        columns={columns(today)}
        rows={rows}
        total={total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.enterpriseName} ${row.claimNumber}`}
        rowHref={(row) => `${PATH}/${row.id}`}
        empty={{ title: view === "open" ? "没有在办的核查" : "还没有办结的核查", help: "审计抽查、收到举报或数据回溯变化时，从上面启动。" }}
      />
    </>
  );
}
