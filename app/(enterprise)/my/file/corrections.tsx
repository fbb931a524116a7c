import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import type { MyCorrection } from "@/db/my-file";
import { dayOf, formatNearDay, type Instant } from "@/lib/kernel/plain-date";

const STATE: Readonly<Record<MyCorrection["state"], string>> = { open: "部门在核实", corrected: "已更正", kept: "核实后没有改" };

/** 更正申请: what was asked, who answers by when, what came of it. */
export function Corrections({ corrections, at }: { corrections: readonly MyCorrection[]; at: Instant }) {
  if (corrections.length === 0) return null;
  const today = dayOf(at);
  return (
    <Section title="更正申请">
      <PlainTable
        caption="更正申请"
        rows={corrections}
        rowKey={(one) => one.id}
        empty="没有更正申请"
        columns={[
          { id: "name", head: "数据", rowHead: true, spot: "title", cell: (one) => one.indicatorName },
          { id: "claimed", head: "您说应该是", spot: "foot", cell: (one) => one.claimed },
          { id: "state", head: "进展", spot: "lead", cell: (one) => STATE[one.state] },
          {
            id: "answer",
            head: "答复",
            spot: "foot-end",
            cell: (one) => one.answer ?? `${one.departmentName} ${formatNearDay(one.dueOn, today)} 18:00 前答复`,
          },
          { id: "at", head: "申请日期", spot: "lead-end", cell: (one) => formatNearDay(dayOf(one.requestedAt), today) },
        ]}
      />
    </Section>
  );
}
