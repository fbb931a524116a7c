import type { Metadata } from "next";
import { requirePermission, type SessionUser } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { listAbsences, listRecusals } from "@/db/absences";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { handlersOn, type NamedHandler } from "@/db/handlers";
import { may } from "@/lib/access/permissions";
import { dayOf, formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { one, type SearchParams } from "../../parts/params";
import { EndLeaveForm, LeaveForm } from "./leave-form";

export const metadata: Metadata = { title: "请假与回避" };

const DONE: Readonly<Record<string, string>> = { recorded: "请假已登记，手里的件已交给代办人或重新分办", ended: "已销假，从现在起恢复分办" };

function Handlers({ handlers }: { handlers: readonly NamedHandler[] }) {
  return (
    <Section title="本部门经办人" aside={`${handlers.length} 人`}>
      <PlainTable
        caption="本部门经办人"
        phone="keep"
        rows={handlers}
        rowKey={(row) => row.personId}
        empty="本部门今天没有经办人，办件会等在“还没分办的”里。"
        columns={[
          { id: "name", head: "姓名", rowHead: true, cell: (row) => row.name },
          { id: "away", head: "今天", cell: (row) => (row.away ? "请假" : "在岗") },
          { id: "waiting", head: "手里等意见的", align: "end", cell: (row) => `${row.waiting} 件` },
        ]}
      />
    </Section>
  );
}

async function Leave({
  user,
  today,
  handlers,
  departmentId,
}: {
  user: SessionUser;
  today: PlainDate;
  handlers: readonly NamedHandler[];
  departmentId: string;
}) {
  const db = await getDb();
  const absences = await listAbsences(db, departmentId, today);
  const isChief = may(user.roles, "claim.transfer");
  const options = handlers.map(({ personId, name }) => ({ value: personId, label: name }));
  const mine = options.filter(({ value }) => isChief || value === user.personId);
  return (
    <Section title="请假" aside="请假期间不分新件，手里的件由代办人办">
      <PlainTable
        caption="请假"
        rows={absences}
        rowKey={(row) => row.id}
        empty="现在没有登记的请假。"
        columns={[
          { id: "name", head: "谁", spot: "title", cell: (row) => row.name },
          { id: "days", spot: "label", head: "几时", cell: (row) => `${formatNearDay(row.fromDay, today)}—${formatNearDay(row.toDay, today)}` },
          { id: "deputy", spot: "label", head: "代办人", cell: (row) => row.deputy ?? "由系统分办" },
          { id: "reason", spot: "label", head: "事由", cell: (row) => row.reason },
          { id: "act", head: "", align: "end", cell: (row) => (isChief || row.personId === user.personId ? <EndLeaveForm id={row.id} /> : null) },
        ]}
      />
      {mine.length > 0 ? (
        <div className="mt-6">
          <h3 className="mb-2">登记请假</h3>
          <LeaveForm key={absences.length} people={mine} deputies={options} today={today} />
        </div>
      ) : null}
    </Section>
  );
}

async function Recusals({ departmentId, today }: { departmentId: string; today: PlainDate }) {
  const rows = await listRecusals(await getDb(), departmentId);
  return (
    <Section title="回避声明" aside="在办件的页面里声明">
      <PlainTable
        caption="回避声明"
        rows={rows}
        rowKey={(row) => `${row.personId}${row.enterpriseId}`}
        empty="本部门还没有人声明回避。"
        columns={[
          { id: "name", head: "谁", spot: "title", cell: (row) => row.name },
          { id: "enterprise", spot: "label", head: "对哪家企业", cell: (row) => row.enterpriseName },
          { id: "reason", head: "什么关系", cell: (row) => row.reason },
          { id: "at", head: "几时声明", cell: (row) => formatNearDay(dayOf(row.declaredAt), today) },
        ]}
      />
    </Section>
  );
}

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("claim.leave");
  const done = DONE[one((await searchParams)["done"]) ?? ""];
  const db = await getDb();
  const today = await businessToday(db);
  const departmentId = user.department?.id ?? "";
  const handlers = (await handlersOn(db, today, departmentId)).get(departmentId) ?? [];
  return (
    <>
      <PageHead title="请假与回避" note={user.department?.name ?? ""} />
      {done ? <Message tone="green" live="status" title={done} className="mb-4" /> : null}
      <div className="grid gap-8">
        <Handlers handlers={handlers} />
        <Leave user={user} today={today} handlers={handlers} departmentId={departmentId} />
        <Recusals departmentId={departmentId} today={today} />
      </div>
    </>
  );
}
