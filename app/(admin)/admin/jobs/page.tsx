import type { Metadata } from "next";
import { requirePermission } from "@/app/_server/session";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { PageHead, Section } from "@/app/_ui/section";
import { Stat, Stats } from "@/app/_ui/stat";
import { Code } from "@/app/_ui/tag";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { isEmbedded } from "@/inngest/client";
import { runnerStatus } from "@/inngest/embedded";
import { may } from "@/lib/access/permissions";
import { instant } from "@/lib/kernel/plain-date";
import { ConfirmAct } from "../_parts/act-form";
import { jobName, scheduleText } from "../_parts/jobs";
import { count, when } from "../_parts/when";
import { resume } from "./actions";

export const metadata: Metadata = { title: "后台任务" };

export default async function JobsPage() {
  const user = await requirePermission("ops.view");
  const db = await getDb();
  const [status, today] = await Promise.all([runnerStatus(db), businessToday(db)]);
  const mayResume = may(user.roles, "settings.manage") && isEmbedded;
  const time = (at: Date | null) => (at ? when(instant(at.getTime()), today) : "不是定时任务");
  return (
    <>
      <PageHead title={status.failed > 0 ? `${count(status.failed)} 次后台任务失败` : "后台任务都正常"} note="处理数据、匹配、公示期满、提醒都在后台运行" />
      {isEmbedded ? null : (
        <Message title="后台任务由外部调度服务器执行" className="mb-6">
          运行情况和失败重试请到调度服务器查看。下面只有本机内嵌运行时留下的记录。
        </Message>
      )}
      <Stats label="运行情况" columns={5}>
        <Stat label="失败" value={count(status.failed)} unit="次" basis="重试用完仍没有成功" />
        <Stat label="正在运行" value={count(status.running + status.queued)} unit="次" basis={`其中排队 ${status.queued} 次`} />
        <Stat label="到点待办" value={count(status.due)} unit="项" basis={`正在办 ${status.underWay} 项`} />
        <Stat label="等待重试" value={count(status.retrying)} unit="项" basis="失败后隔一会再试" />
        <Stat label="已完成" value={count(status.completed)} unit="次" basis="最近 30 天" />
      </Stats>
      <Section title="最近失败" className="mt-8">
        <PlainTable
          caption="最近失败的后台任务"
          rows={status.failures}
          rowKey={(row) => row.runId}
          empty="没有失败的任务。"
          columns={[
            { id: "name", head: "任务", cell: (row) => jobName(row.functionId), rowHead: true, spot: "title" },
            { id: "slot", head: "业务时间", cell: (row) => time(row.slot), spot: "lead" },
            { id: "ended", head: "实际时间", cell: (row) => (row.endedAt ? when(instant(row.endedAt.getTime()), today) : "还没有结束"), spot: "lead-end" },
            { id: "error", head: "故障类别", cell: (row) => <Code>{row.error?.name ?? "未知"}</Code> },
            {
              id: "acts",
              head: "操作",
              cell: (row) =>
                mayResume ? (
                  <ConfirmAct
                    open="重新执行"
                    title={`重新执行：${jobName(row.functionId)}`}
                    description="从失败的那一步接着做，做完的步骤不会重复。"
                    action={resume}
                    hidden={{ runId: row.runId }}
                    submit="重新执行"
                  />
                ) : (
                  "由系统管理员处理"
                ),
            },
          ]}
        />
      </Section>
      <Section title="定时任务" className="mt-8" aside="按业务时钟">
        <PlainTable
          caption="定时任务"
          rows={status.crons}
          rowKey={(row) => `${row.functionId}${row.cron}`}
          empty="还没有定时任务的记录。"
          oneLine
          columns={[
            { id: "name", head: "任务", cell: (row) => jobName(row.functionId), rowHead: true, spot: "title" },
            { id: "cron", head: "何时", cell: (row) => scheduleText(row.cron), spot: "foot" },
            { id: "last", head: "最近一次", cell: (row) => time(row.lastSlot), spot: "foot-end" },
          ]}
        />
      </Section>
    </>
  );
}
