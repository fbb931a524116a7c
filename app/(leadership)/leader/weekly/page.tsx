import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { ButtonLink } from "@/app/_ui/button";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { PrintButton } from "@/app/_ui/print-button";
import { PageHead, Section } from "@/app/_ui/section";
import { one, type SearchParams } from "@/app/(review)/parts/params";
import { inHandByDepartment, listOverdue } from "@/db/overdue-queries";
import { countSupervisions } from "@/db/supervision-queries";
import { weeklyReport } from "@/db/weekly-report";
import { addWorkdays } from "@/lib/calendar/workdays";
import { chosenWeek, lastFullWeek, nextWeek, weekBefore, weekText } from "@/lib/claim/report-week";
import { dayOf, formatShortDay, PlainDate, timeOf, yearOf } from "@/lib/kernel/plain-date";
import { OverdueTable } from "../../parts/overdue-table";
import { leaderRead } from "../../parts/read";
import { type Cell, reportRows } from "./rows";

export const metadata: Metadata = { title: "周报" };

/** As many as fit on the sheet; the rest is a number. */
const SHOWN = 10;

function Figure({ cell: { text, basis } }: { cell: Cell }) {
  return (
    <>
      {text}
      {basis ? <span className="block text-ink-3 text-note">{basis}</span> : null}
    </>
  );
}

/** 周报: last week's figures against the week before and the 28 days before it, and what is overdue at the time of reading. Prints on A4. */
export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const user = await requirePermission("leader.cockpit");
  const asked = PlainDate.safeParse(one((await searchParams)["week"]));
  const { db, scope, clock, period } = await leaderRead(user);
  const today = dayOf(clock.at);
  const monday = chosenWeek(asked.success ? asked.data : null, today);
  const [report, overdue, inHand, orders] = await Promise.all([
    weeklyReport(db, scope, monday),
    listOverdue(db, scope, clock),
    inHandByDepartment(db, scope, clock, period),
    countSupervisions(db, { as: "leader", scope }, clock.at),
  ]);
  const place = scope.kind === "county" ? "全县" : (user.department?.name ?? "");
  return (
    <>
      <PageHead
        title={`${place}兑现周报`}
        crumbs={[["看板", "/leader"]]}
        here="周报"
        note={`${yearOf(monday)}年 ${weekText(monday)}`}
        actions={
          <>
            <ButtonLink size="small" href={`/leader/weekly?week=${weekBefore(monday)}`}>
              前一周
            </ButtonLink>
            {monday < lastFullWeek(today) ? (
              <ButtonLink size="small" href={`/leader/weekly?week=${nextWeek(monday)}`}>
                后一周
              </ButtonLink>
            ) : null}
            <PrintButton>打印周报</PrintButton>
          </>
        }
      />
      <div className="grid gap-8">
        <Section title="这一周" aside="和前一周、前 28 天对比">
          <PlainTable
            caption="这一周的数字"
            rows={reportRows(report)}
            rowKey={(row) => row.id}
            empty="没有数字。"
            columns={[
              {
                id: "label",
                head: "指标",
                cell: (row) => (
                  <>
                    {row.label}
                    <span className="block font-normal text-ink-3 text-note">{row.note}</span>
                  </>
                ),
                rowHead: true,
                spot: "title",
                width: "min-w-40",
              },
              { id: "week", head: "这一周", cell: (row) => <Figure cell={row.week} />, align: "end" },
              { id: "before", head: "前一周", cell: (row) => <Figure cell={row.before} />, align: "end" },
              { id: "change", head: "变化", cell: (row) => row.change, align: "end" },
              { id: "past", head: "前 28 天", cell: (row) => <Figure cell={row.past} />, align: "end" },
            ]}
            phone="scroll"
          />
        </Section>
        <Section title="钱用到哪了" aside="这一周到账的，金额大的在前">
          <PlainTable
            caption="这一周到账的政策"
            rows={report.spending}
            rowKey={(row) => row.code}
            empty="这一周没有到账。"
            columns={[
              { id: "name", head: "政策", cell: (row) => row.name, rowHead: true, spot: "title" },
              { id: "count", head: "笔数", cell: (row) => row.count.toLocaleString("zh-CN"), align: "end", unit: "笔", spot: "foot" },
              { id: "paid", head: "金额（元）", cell: (row) => <Money fen={row.paidFen} size="cell" />, align: "end", unit: "元", spot: "lead-end" },
            ]}
          />
        </Section>
        <Section title={`现在超期 ${overdue.length} 件`} aside={`截至 ${formatShortDay(today)} ${timeOf(clock.at)}`}>
          <p className="mb-2">{`在办 ${inHand.total} 件：红 ${inHand.lights.red}，黄 ${inHand.lights.yellow}，绿 ${inHand.lights.green}，暂停 ${inHand.lights.blue}。督办等答复 ${orders.open} 件，逾期未答复 ${orders.late} 件。`}</p>
          <OverdueTable rows={overdue.slice(0, SHOWN)} orders={[]} today={today} replyBy={addWorkdays(clock.calendar, today, 2).day} maySupervise={false} />
          {overdue.length > SHOWN ? <p className="mt-2 text-ink-2">{`其余 ${overdue.length - SHOWN} 件见超期清单。`}</p> : null}
        </Section>
      </div>
    </>
  );
}
