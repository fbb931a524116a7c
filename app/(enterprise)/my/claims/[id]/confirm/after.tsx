import { Section } from "@/app/_ui/section";
import type { PolicyLimits } from "@/lib/claim/deadlines";
import { stageLimit } from "@/lib/claim/deadlines";
import type { ClaimState } from "@/lib/claim/states";
import { formatShortDay } from "@/lib/kernel/plain-date";
import type { Promised } from "../../../_parts/promise";

const SAYS: Partial<Record<ClaimState, (limits: PolicyLimits) => string>> = {
  autoCheck: () => "系统核对，一般当天有结果",
  manualReview: (limits) => `主管部门复核，不超过 ${stageLimit("manualReview", limits) ?? 0} 个工作日`,
  notice: (limits) => `公示 ${stageLimit("notice", limits) ?? 0} 个工作日，只公开企业名称、信用代码、政策和金额`,
  approved: () => "核准付款",
  disbursing: () => "到账，发消息通知您",
};

/** 确认以后: the steps still to come with their promised days. */
export function AfterConfirm({ promised, limits }: { promised: Promised; limits: PolicyLimits }) {
  return (
    <Section title="确认以后">
      <ul>
        {promised.steps.map((step) => (
          <li key={step.state} className="grid grid-cols-[116px_minmax(0,1fr)] border-line border-t py-2 text-list first:border-t-0">
            <span className="text-ink-2">{`${formatShortDay(step.by)}前`}</span>
            {SAYS[step.state]?.(limits)}
          </li>
        ))}
      </ul>
      {promised.provisional ? <p className="text-ink-3 text-small">跨年的日子还没有放假安排，日期暂定。</p> : null}
    </Section>
  );
}
