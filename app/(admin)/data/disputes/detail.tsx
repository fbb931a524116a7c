import { Facts } from "@/app/_ui/facts";
import { Section } from "@/app/_ui/section";
import type { DisputeDetail } from "@/db/dispute-answers";
import { IndicatorDefinition } from "@/lib/indicators/catalogue";
import { formatIndicator, type ShownValue } from "@/lib/indicators/format";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { momentText, periodText } from "../texts";
import { ReplyForm } from "./reply-form";
import { DISPUTE_STATE_NAMES } from "./texts";

const periodOf = (period: string): string => (period === "snapshot" || period === "latest" ? "现在" : periodText(period));

function held({ held: values, indicatorDefinition }: DisputeDetail): string {
  const definition = IndicatorDefinition.parse(indicatorDefinition);
  if (values.length === 0) return "没有记录";
  return values.map((one) => `${periodOf(one.period)} ${formatIndicator(one.value as ShownValue, definition)}`).join("；");
}

/** 一件更正申请: what the enterprise says, what the county holds, the answer or the form for it. */
export function Detail({ detail, today, canReply }: { detail: DisputeDetail; today: PlainDate; canReply: boolean }) {
  const { dispute, enterpriseName, uscc, indicatorName, answeredByName } = detail;
  return (
    <Section title={`${enterpriseName}：${indicatorName}`} aside={uscc} className="mt-8">
      <Facts
        className="mb-4"
        items={[
          { label: "平台现有", value: held(detail) },
          { label: "企业说应为", value: dispute.claimed },
          { label: "企业的说明", value: dispute.note || "没有填" },
          { label: "提出", value: momentText(dispute.requestedAt, today) },
          { label: "应答复", value: `${formatNearDay(dispute.dueOn, today)} 18:00 前` },
          { label: "状态", value: DISPUTE_STATE_NAMES[dispute.state] },
          ...(dispute.answer
            ? [
                {
                  label: "答复",
                  value: dispute.answer,
                  note: dispute.answeredAt ? `${answeredByName ?? ""}　${momentText(dispute.answeredAt, today)}` : undefined,
                },
              ]
            : []),
        ]}
      />
      {dispute.state === "open" && canReply ? <ReplyForm key={dispute.id} disputeId={dispute.id} /> : null}
    </Section>
  );
}
