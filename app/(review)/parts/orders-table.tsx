import type { ReactNode } from "react";
import { Link } from "@/app/_ui/link";
import { type PlainColumn, PlainTable } from "@/app/_ui/plain-table";
import { Tabs } from "@/app/_ui/tabs";
import { Tag } from "@/app/_ui/tag";
import type { SupervisionOrder } from "@/db/supervision-queries";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { replyLateBy, type SupervisionState } from "@/lib/claim/supervision";
import { dayOf, formatNearDay, type Instant, timeOf } from "@/lib/kernel/plain-date";
import { shortName } from "./texts";

export const ORDER_STATES = ["late", "open", "replied"] as const satisfies readonly SupervisionState[];
const STATE_NAMES: Readonly<Record<SupervisionState, string>> = { late: "逾期未答复", open: "等答复", replied: "已答复" };
const EMPTY: Readonly<Record<SupervisionState, string>> = {
  late: "没有逾期未答复的督办。",
  open: "没有等答复的督办。",
  replied: "还没有答复过的督办。",
};

export function OrderTabs({ path, state, counts }: { path: string; state: SupervisionState; counts: Readonly<Record<SupervisionState, number>> }) {
  const items = ORDER_STATES.map((one) => ({ href: `${path}?state=${one}`, text: STATE_NAMES[one], count: counts[one], current: one === state }));
  return <Tabs label="按答复" items={items} className="mb-3" />;
}

type Props = {
  readonly rows: readonly SupervisionOrder[];
  readonly state: SupervisionState;
  readonly now: Instant;
  readonly calendar: WorkCalendar;
  /** What the reader may do with an order that is not answered. */
  readonly act?: (row: SupervisionOrder) => ReactNode;
};

function Due({ row, now, calendar }: { row: SupervisionOrder } & Pick<Props, "now" | "calendar">) {
  const by = `${formatNearDay(row.replyDueOn, dayOf(now))} 18:00 前`;
  if (row.state !== "late") return by;
  const days = replyLateBy(calendar, row.replyDueOn, now);
  return (
    <>
      <Tag tone="red">{days === 0 ? "今天逾期" : `逾期 ${days} 个工作日`}</Tag>
      <span className="block text-ink-3 text-note">{by}</span>
    </>
  );
}

function About({ row: { claim, departmentName } }: { row: SupervisionOrder }) {
  if (claim === null)
    return (
      <>
        <b>{departmentName}</b>
        <span className="block text-ink-3 text-note">督办部门</span>
      </>
    );
  return (
    <>
      <Link href={`/review/cases/${claim.id}`}>{shortName(claim.enterpriseName)}</Link>
      <span className="block text-ink-3 text-note">{`${claim.policyName}　${claim.number}　${departmentName}`}</span>
    </>
  );
}

function Reply({ row, today }: { row: SupervisionOrder; today: ReturnType<typeof dayOf> }) {
  if (row.reply === null || row.repliedAt === null) return <span className="text-ink-3">还没有答复</span>;
  return (
    <>
      {row.reply}
      <span className="block text-ink-3 text-note">{`${row.repliedBy ?? ""}　${formatNearDay(dayOf(row.repliedAt), today)} ${timeOf(row.repliedAt)}`}</span>
    </>
  );
}

/** 督办单: about what, what was asked, until when, and the reply. */
export function OrdersTable({ rows, state, now, calendar, act }: Props) {
  const today = dayOf(now);
  const columns: PlainColumn<SupervisionOrder>[] = [
    { id: "about", head: "督办什么", cell: (row) => <About row={row} />, rowHead: true, spot: "title" },
    {
      id: "content",
      head: "要求",
      cell: (row) => (
        <>
          {row.content}
          <span className="block text-ink-3 text-note">{`${row.orderedBy}　${formatNearDay(dayOf(row.orderedAt), today)} ${timeOf(row.orderedAt)}`}</span>
        </>
      ),
    },
    { id: "due", head: "答复期限", cell: (row) => <Due row={row} now={now} calendar={calendar} />, width: "w-[150px]", spot: "lead" },
    ...(state === "replied" ? [{ id: "reply", head: "答复", cell: (row: SupervisionOrder) => <Reply row={row} today={today} /> }] : []),
    ...(act && state !== "replied" ? [{ id: "act", head: "", cell: act, align: "end" as const, width: "w-[120px]" }] : []),
  ];
  return <PlainTable caption={STATE_NAMES[state]} rows={rows} rowKey={(row) => row.id} empty={EMPTY[state]} columns={columns} />;
}

/** The state asked for; else the first that holds something. */
export const chosenState = (asked: string | undefined, counts: Readonly<Record<SupervisionState, number>>): SupervisionState =>
  ORDER_STATES.find((one) => one === asked) ?? ORDER_STATES.find((one) => counts[one] > 0) ?? "open";
