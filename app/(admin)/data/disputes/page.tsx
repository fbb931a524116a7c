import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { type Column, DataTable } from "@/app/_ui/data-table";
import { Light } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { PageHead } from "@/app/_ui/section";
import { readTableQuery } from "@/app/_ui/table-query";
import { Tabs } from "@/app/_ui/tabs";
import { Tag } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { type DisputeListRow, findDispute, listDisputes } from "@/db/dispute-answers";
import { may } from "@/lib/access/permissions";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { momentText } from "../texts";
import { Detail } from "./detail";
import { DISPUTE_STATE_NAMES } from "./texts";

export const metadata: Metadata = { title: "更正申请" };

const Params = z.object({ view: z.enum(["open", "answered"]).catch("open"), id: z.uuid().nullable().catch(null) });

function Due({ row, today }: { row: DisputeListRow; today: PlainDate }) {
  if (row.state !== "open") return <Tag>{DISPUTE_STATE_NAMES[row.state]}</Tag>;
  if (row.dueOn < today) return <Light color="red" word={`应在 ${formatNearDay(row.dueOn, today)} 前`} />;
  return <Light color={row.dueOn === today ? "yellow" : "green"} word={row.dueOn === today ? "今天 18:00 前" : `${formatNearDay(row.dueOn, today)} 前`} />;
}

const columnsFor = (view: string, today: PlainDate): readonly Column<DisputeListRow>[] => [
  { id: "enterprise", head: "企业", spot: "lead", cell: (row) => <Link href={`/data/disputes?view=${view}&id=${row.id}`}>{row.enterpriseName}</Link> },
  { id: "due", head: view === "open" ? "答复期限" : "结果", spot: "lead-end", cell: (row) => <Due row={row} today={today} /> },
  { id: "indicator", head: "数据", spot: "title", cell: (row) => row.indicatorName },
  { id: "claimed", head: "企业说应为", spot: "label", cell: (row) => row.claimed },
  { id: "requested", head: "提出", spot: "foot", cell: (row) => momentText(row.requestedAt, today) },
  { id: "answered", head: "答复", spot: "foot-end", cell: (row) => (row.answeredAt ? momentText(row.answeredAt, today) : "") },
];

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const user = await requirePermission("dispute.handle");
  const search = await searchParams;
  const { view, id } = Params.parse(search);
  const query = readTableQuery("/data/disputes", { view, page: search["page"] }, { sortable: [] });
  const db = await getDb();
  const scope = scopeFor(user, "dispute.handle");
  const [open, answered, detail, today] = await Promise.all([
    listDisputes(db, scope, true, view === "open" ? query : { page: 1, pageSize: 1 }),
    listDisputes(db, scope, false, view === "answered" ? query : { page: 1, pageSize: 1 }),
    id ? findDispute(db, scope, id) : null,
    businessToday(db),
  ]);
  const list = view === "open" ? open : answered;
  return (
    <>
      <PageHead title="更正申请" note={`${open.total} 件等答复`} />
      <Tabs
        label="更正申请"
        className="mb-4"
        items={[
          { href: "/data/disputes", text: "等答复", count: open.total, current: view === "open" },
          { href: "/data/disputes?view=answered", text: "已答复", count: answered.total, current: view === "answered" },
        ]}
      />
      <DataTable
        caption="更正申请"
        unit="件"
        columns={columnsFor(view, today)}
        rows={list.rows}
        total={list.total}
        query={query}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.enterpriseName} ${row.indicatorName}`}
        rowHref={(row) => `/data/disputes?view=${view}&id=${row.id}`}
        empty={{
          title: view === "open" ? "没有等答复的更正申请" : "还没有答复过更正申请",
          help: <p>企业在自己的档案里说“数据有误”，申请就会到这里，由报送数据的部门核对答复。</p>,
        }}
      />
      {detail ? <Detail detail={detail} today={today} canReply={may(user.roles, "dispute.handle")} /> : null}
    </>
  );
}
