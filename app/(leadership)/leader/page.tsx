import type { Metadata } from "next";
import { Suspense } from "react";
import { requirePermission, type SessionUser } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { LightShape } from "@/app/_ui/light";
import { Message } from "@/app/_ui/message";
import { PageHead, Section } from "@/app/_ui/section";
import { TableSkeleton } from "@/app/_ui/table-skeleton";
import { inWan } from "@/app/(review)/parts/texts";
import { may } from "@/lib/access/permissions";
import { addWorkdays } from "@/lib/calendar/workdays";
import type { Fen } from "@/lib/kernel/fen";
import { dayOf, formatShortDay, timeOf } from "@/lib/kernel/plain-date";
import { DepartmentSection } from "../parts/departments";
import { Figures, FiguresSkeleton } from "../parts/figures";
import { CoverageSection, DurationSection, SpendingSection, TrendSection } from "../parts/money";
import { OVERDUE_HEADS, OverdueTable } from "../parts/overdue-table";
import { readCockpit } from "../parts/read";

export const metadata: Metadata = { title: "看板" };

/** More overdue cases than this have a page of their own. */
const SHOWN = 10;

const acts = (
  <>
    <ButtonLink size="small" href="/leader/overdue">
      全部超期
    </ButtonLink>
    <ButtonLink size="small" href="/leader/supervisions">
      督办单
    </ButtonLink>
    <ButtonLink size="small" href="/leader/wall">
      大屏
    </ButtonLink>
  </>
);

const waiting = (
  <>
    <PageHead title="今日" note="正在读取" actions={acts} />
    <div className="grid gap-8">
      <Section title="超期">
        <TableSkeleton columns={OVERDUE_HEADS} rows={SHOWN} lines={2} />
      </Section>
      <FiguresSkeleton />
    </div>
  </>
);

async function Cockpit({ user }: { user: SessionUser }) {
  const data = await readCockpit(user);
  const { clock, overdue, inHand, orders, spending, trend, reached, period, scope, days } = data;
  const today = dayOf(clock.at);
  const sum = overdue.reduce((total, claim) => total + (claim.amountFen ?? 0), 0) as Fen;
  return (
    <>
      <PageHead
        title="今日"
        note={`${scope.kind === "county" ? "全县" : (user.department?.name ?? "")}　数据截至 ${formatShortDay(today)} ${timeOf(clock.at)}`}
        actions={acts}
      />
      {data.lateReplies > 0 ? (
        <Message
          tone="red"
          title={`${data.lateReplies} 件督办逾期没有答复`}
          className="mb-6"
          actions={
            <ButtonLink size="small" href="/leader/supervisions?state=late">
              看是哪些
            </ButtonLink>
          }
        />
      ) : null}
      <div className="grid gap-8">
        <Section
          title={
            <span className="inline-flex items-center gap-2">
              {overdue.length > 0 ? <LightShape color="red" /> : null}
              {overdue.length > 0 ? `超期 ${overdue.length} 件，先办这些` : "没有超期的办件"}
            </span>
          }
          aside={overdue.length > 0 ? `按超期天数、金额排　合计 ${inWan(sum)}万元` : undefined}
        >
          <OverdueTable
            rows={overdue.slice(0, SHOWN)}
            orders={orders}
            today={today}
            replyBy={addWorkdays(clock.calendar, today, 2).day}
            maySupervise={may(user.roles, "claim.supervise")}
          />
          {overdue.length > SHOWN ? (
            <p className="mt-2">
              <ButtonLink size="small" href="/leader/overdue">{`看其余 ${overdue.length - SHOWN} 件`}</ButtonLink>
            </p>
          ) : null}
        </Section>
        <Figures data={data} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8 rail:grid-cols-[minmax(0,7fr)_minmax(0,6fr)]">
          <DepartmentSection inHand={inHand} median={days.processing.p50} />
          <div className="grid content-start gap-8">
            <DurationSection trend={trend} />
            <CoverageSection reached={reached} />
          </div>
          <SpendingSection rows={spending} year={period.year} />
          <div className="grid content-start gap-8">
            <TrendSection trend={trend} />
          </div>
        </div>
      </div>
    </>
  );
}

/** The guard comes before the first byte, so that a stranger gets 403 and no skeleton. */
export default async function Page() {
  const user = await requirePermission("leader.cockpit");
  return (
    <Suspense fallback={waiting}>
      <Cockpit user={user} />
    </Suspense>
  );
}
