import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePermission, type SessionUser } from "@/app/_server/session";
import { ExportLink } from "@/app/_ui/export-link";
import { PageHead } from "@/app/_ui/section";
import { TableSkeleton } from "@/app/_ui/table-skeleton";
import { Chips } from "@/app/_ui/tabs";
import { one, type SearchParams } from "@/app/(review)/parts/params";
import { inWan } from "@/app/(review)/parts/texts";
import { listOverdue } from "@/db/overdue-queries";
import { listSupervisions } from "@/db/supervision-queries";
import { may } from "@/lib/access/permissions";
import { addWorkdays } from "@/lib/calendar/workdays";
import type { Fen } from "@/lib/kernel/fen";
import { dayOf } from "@/lib/kernel/plain-date";
import { OVERDUE_HEADS, OverdueTable } from "../../parts/overdue-table";
import { leaderRead } from "../../parts/read";

export const metadata: Metadata = { title: "超期办件" };

async function Overdue({ user, department }: { user: SessionUser; department: string | undefined }) {
  const { db, scope, clock } = await leaderRead(user);
  const all = await listOverdue(db, scope, clock);
  const rows = all.filter((claim) => !department || claim.departmentId === department);
  const orders = await listSupervisions(db, scope, { claimIds: rows.map((claim) => claim.id), limit: 500 });
  const today = dayOf(clock.at);
  const sum = rows.reduce((total, claim) => total + (claim.amountFen ?? 0), 0) as Fen;
  const departments = [...new Map(all.map((claim) => [claim.departmentId, claim.departmentName]))];
  return (
    <>
      <PageHead
        title="超期办件"
        crumbs={[["看板", "/leader"]]}
        here="超期办件"
        note={`${rows.length} 件　合计 ${inWan(sum)}万元　按超期天数、金额排`}
        actions={<ExportLink table="overdue" params={{ department }} />}
      />
      {departments.length > 1 ? (
        <div className="mb-3">
          <Chips
            label="按部门"
            lead="部门"
            items={[
              { href: "/leader/overdue", text: `全部 ${all.length}`, on: !department },
              ...departments.map(([id, name]) => ({
                href: `/leader/overdue?department=${id}`,
                text: `${name} ${all.filter((claim) => claim.departmentId === id).length}`,
                on: department === id,
              })),
            ]}
          />
        </div>
      ) : null}
      <OverdueTable
        rows={rows}
        orders={orders}
        today={today}
        replyBy={addWorkdays(clock.calendar, today, 2).day}
        maySupervise={may(user.roles, "claim.supervise")}
      />
    </>
  );
}

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("leader.cockpit");
  const department = one((await searchParams)["department"]);
  const waiting = (
    <>
      <PageHead title="超期办件" crumbs={[["看板", "/leader"]]} here="超期办件" note="正在读取" />
      {user.department === null ? <div className="mb-3 h-7 max-desk:h-11" /> : null}
      <TableSkeleton columns={OVERDUE_HEADS} rows={10} lines={2} />
    </>
  );
  return (
    <Suspense fallback={waiting}>
      <Overdue user={user} department={department} />
    </Suspense>
  );
}
