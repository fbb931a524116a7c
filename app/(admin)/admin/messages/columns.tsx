import type { PlainColumn } from "@/app/_ui/plain-table";
import type { DeliveryRow } from "@/db/deliveries";
import { instant, type PlainDate } from "@/lib/kernel/plain-date";
import { CHANNEL_NAMES, TOPIC_NAMES } from "@/lib/messages/channels";
import { ConfirmAct } from "../_parts/act-form";
import { when } from "../_parts/when";
import { resend } from "./actions";
import { FAULTS } from "./texts";

type Column = PlainColumn<DeliveryRow>;

const faultText = ({ fault, faultCode }: DeliveryRow): string => {
  if (fault === null) return "还没有试过";
  return faultCode ? `${FAULTS[fault]}（${faultCode}）` : FAULTS[fault];
};

/** What a message is by channel, topic and case: neither whose it is nor what it says is for the system administrator. */
const common = (today: PlainDate): Column[] => [
  { id: "topic", head: "消息", cell: (row) => `${TOPIC_NAMES[row.topic]}${row.claimNumber ? `　${row.claimNumber}` : ""}`, rowHead: true, spot: "title" },
  { id: "channel", head: "通道", cell: (row) => CHANNEL_NAMES[row.channel], spot: "lead" },
  { id: "address", head: "发往", cell: (row) => row.addressMask ?? (row.channel === "email" || row.channel === "sms" ? "" : "工作群"), spot: "lead-end" },
  { id: "queued", head: "产生（业务时间）", cell: (row) => when(row.queuedAt, today), spot: "foot" },
];

const resendColumn: Column = {
  id: "acts",
  head: "操作",
  cell: (row) => (
    <ConfirmAct
      open="重发"
      title={`重发：${TOPIC_NAMES[row.topic]}${row.claimNumber ? `　${row.claimNumber}` : ""}`}
      description={`${CHANNEL_NAMES[row.channel]}，${faultText(row)}，试过 ${row.attempts} 次。`}
      action={resend}
      hidden={{ id: row.id }}
      submit="重发"
    />
  ),
};

export function deliveryColumns(state: DeliveryRow["state"], today: PlainDate, mayResend: boolean): Column[] {
  const wall = (at: Date | null) => (at ? when(instant(at.getTime()), today) : "");
  if (state === "sent")
    return [
      ...common(today),
      { id: "sent", head: "送出（实际时间）", cell: (row) => wall(row.sentAt), spot: "foot-end" },
      { id: "proof", head: "对方回执", cell: (row) => <span className="break-all text-small">{row.providerId}</span> },
    ];
  return [
    ...common(today),
    { id: "fault", head: "原因", cell: faultText },
    { id: "attempts", head: "试过（次）", cell: (row) => String(row.attempts), align: "end", unit: "次" },
    ...(state === "waiting" ? [{ id: "next", head: "最早再试（实际时间）", cell: (row: DeliveryRow) => wall(row.nextTryAt), spot: "foot-end" as const }] : []),
    ...(mayResend ? [resendColumn] : []),
  ];
}
