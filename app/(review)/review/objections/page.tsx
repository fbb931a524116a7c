import type { Metadata } from "next";
import { requirePermission, scopeFor } from "@/app/_server/session";
import { Light } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead } from "@/app/_ui/section";
import { Tabs } from "@/app/_ui/tabs";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import { listObjections, type ObjectionRow } from "@/db/objections";
import { lightOf } from "@/lib/calendar/light";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { dayOf, formatNearDay, type Instant } from "@/lib/kernel/plain-date";
import { one, type SearchParams } from "../../parts/params";
import { shortName } from "../../parts/texts";
import { OBJECTION_STATES } from "./words";

export const metadata: Metadata = { title: "异议处理" };

function Due({ row, at, calendar }: { row: ObjectionRow; at: Instant; calendar: WorkCalendar }) {
  if (row.state !== "open") return <span className="text-ink-2">{OBJECTION_STATES[row.state]}</span>;
  const color = lightOf({ cal: calendar, enteredOn: dayOf(row.receivedAt), dueOn: row.dueOn, now: at, paused: false });
  return <Light color={color} word={`${formatNearDay(row.dueOn, dayOf(at))} 18:00 前`} />;
}

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("claim.objectionHandle");
  const state = one((await searchParams)["state"]) === "decided" ? "decided" : "open";
  const db = await getDb();
  const scope = scopeFor(user, "claim.objectionHandle");
  const [open, decided, at, calendar] = await Promise.all([
    listObjections(db, scope, { state: "open" }),
    listObjections(db, scope, { state: "decided" }),
    businessNow(db),
    loadCalendar(db),
  ]);
  const today = dayOf(at);
  const rows = state === "open" ? open : decided;
  return (
    <>
      <PageHead title="异议处理" note={open.length > 0 ? `${open.length} 件等答复` : "没有等答复的异议"} className="mb-2" />
      <Tabs
        label="按办理情况"
        items={[
          { href: "/review/objections", text: "待答复", count: open.length, current: state === "open" },
          { href: "/review/objections?state=decided", text: "已答复", count: decided.length, current: state === "decided" },
        ]}
      />
      <PlainTable
        caption="异议"
        rows={rows}
        rowKey={(row) => row.id}
        empty={state === "open" ? "现在没有等答复的异议。公示期内有人提出异议，会出现在这里，只停被异议的那一行。" : "还没有答复过异议。"}
        columns={[
          { id: "due", head: "答复期限", width: "w-[160px]", cell: (row) => <Due row={row} at={at} calendar={calendar} /> },
          { id: "number", head: "受理号", width: "w-[120px]", cell: (row) => <Link href={`/review/objections/${row.id}`}>{row.receiptNumber}</Link> },
          {
            id: "line",
            head: "被异议的一行",
            spot: "title",
            cell: (row) => (
              <>
                {shortName(row.enterpriseName)}
                <span className="block text-ink-3 text-note">{`${row.policyName}　${row.noticeNumber} 第 ${row.lineNo} 行`}</span>
              </>
            ),
          },
          { id: "content", head: "异议内容", cell: (row) => (row.content.length > 60 ? `${row.content.slice(0, 60)}…` : row.content) },
          { id: "received", head: "收到", width: "w-[96px]", cell: (row) => formatNearDay(dayOf(row.receivedAt), today) },
        ]}
      />
    </>
  );
}
