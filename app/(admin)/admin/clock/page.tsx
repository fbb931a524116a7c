import type { Metadata } from "next";
import { z } from "zod";
import { requirePermission } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { latestActs } from "@/db/audit-queries";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow, fixedBusinessTime } from "@/db/clock";
import { isEmbedded } from "@/inngest/client";
import { runnerStatus } from "@/inngest/embedded";
import { holidayName, isWorkday } from "@/lib/calendar/work-calendar";
import { nextWorkday } from "@/lib/calendar/workdays";
import { addDays, dayOf, formatDay, Instant, type PlainDate, timeOf, weekday } from "@/lib/kernel/plain-date";
import { jobName } from "../_parts/jobs";
import { when } from "../_parts/when";
import { Movers } from "./movers";

export const metadata: Metadata = { title: "业务时钟" };

const Move = z.object({ from: Instant, to: Instant, ran: z.record(z.string(), z.number()), failed: z.number() });
const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"] as const;
const named = (day: PlainDate) => `${formatDay(day)} 星期${WEEKDAYS[weekday(day)] ?? ""}`;

/** Why the clock cannot be moved here; null when it can. */
function standsBecause(fixed: boolean): { title: string; help: string } | null {
  if (!fixed) return { title: "业务时钟跟随系统时间", help: "正式运行的县不拨时钟：期限、公示期和定时任务都按真实日期走。" };
  if (!isEmbedded) return { title: "后台任务由外部调度服务器执行", help: "那里的时间不能拨动，所以业务日期固定不变。要推进日期，请改用内嵌方式运行。" };
  return null;
}

export default async function ClockPage() {
  await requirePermission("clock.move");
  const db = await getDb();
  const [now, fixed, calendar, acts, status] = await Promise.all([
    businessNow(db),
    fixedBusinessTime(db),
    loadCalendar(db),
    latestActs(db, "clock.moved", 10),
    runnerStatus(db),
  ]);
  const today = dayOf(now);
  const why = standsBecause(fixed !== null);
  const moves = acts.flatMap((act) => {
    const move = Move.safeParse(act.detail);
    return move.success ? [{ seq: act.seq, by: act.actorName ?? "系统", ...move.data }] : [];
  });
  const festival = holidayName(calendar, today);
  return (
    <>
      <PageHead title={`${named(today)} ${timeOf(now)}`} note={isWorkday(calendar, today) ? "工作日" : `休息日${festival ? `（${festival}）` : ""}`} />
      {why ? <Message title={why.title}>{why.help}</Message> : <Movers nextWorkday={named(nextWorkday(calendar, today))} nextDay={named(addDays(today, 1))} />}
      <Section
        title="后台任务"
        className="mt-8"
        aside={
          <ButtonLink href="/admin/jobs" size="small" tone="text">
            看后台任务
          </ButtonLink>
        }
      >
        <p>{`完成 ${status.completed} 次，正在运行 ${status.running + status.queued} 次，失败 ${status.failed} 次，等待 ${status.due} 项。`}</p>
      </Section>
      <Section title="拨动记录" className="mt-8">
        <PlainTable
          caption="拨动记录"
          rows={moves}
          rowKey={(row) => String(row.seq)}
          rowTone={(row) => (row.failed > 0 ? "amber" : undefined)}
          empty="还没有拨动过。"
          columns={[
            { id: "to", head: "拨到", cell: (row) => when(row.to, today), rowHead: true, spot: "title" },
            { id: "from", head: "从", cell: (row) => when(row.from, today), spot: "lead" },
            { id: "by", head: "谁拨的", cell: (row) => row.by, spot: "lead-end" },
            {
              id: "ran",
              head: "其间运行",
              cell: (row) =>
                Object.entries(row.ran)
                  .map(([id, n]) => `${jobName(id)} ${n} 次`)
                  .join("，") || "没有到点的任务",
            },
            { id: "failed", head: "失败", cell: (row) => row.failed, align: "end", spot: "foot-end", unit: " 次失败" },
          ]}
        />
      </Section>
    </>
  );
}
