import type { ReactNode } from "react";
import { Light } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { lateText } from "@/app/(review)/parts/due";
import { shortName } from "@/app/(review)/parts/texts";
import { SuperviseDialog } from "@/app/(review)/review/cases/[id]/supervision-form";
import type { LedClaim } from "@/db/overdue-queries";
import type { Supervision } from "@/db/supervision-queries";
import { OVERDUE_REASONS } from "@/lib/claim/overdue-reason";
import { stateZh } from "@/lib/claim/states";
import { formatNearDay, type PlainDate } from "@/lib/kernel/plain-date";
import { whoText } from "./words";

function Act({ row, order, replyBy, maySupervise }: { row: LedClaim; order: Supervision | undefined; replyBy: PlainDate; maySupervise: boolean }) {
  if (order?.reply) return <Link href={`/review/cases/${row.id}`}>看答复</Link>;
  if (order) return <span className="text-ink-3 text-note">已督办，等答复</span>;
  if (!maySupervise) return null;
  return <SuperviseDialog small id={row.id} title={row.number} replyBy={replyBy} draft="请说明超期原因，并写明办结日期。" />;
}

/** What the person responsible has said; until then what the case itself tells, and that nobody has explained it. A suspension is its own reason. */
function Why({ row: { explained, reason, suspensionReason }, today }: { row: LedClaim; today: PlainDate }) {
  if (explained === null) {
    return (
      <>
        {suspensionReason ? `中止：${reason}` : reason}
        {suspensionReason ? null : <span className="block text-amber text-note">还没有说明超期原因</span>}
      </>
    );
  }
  return (
    <>
      <b>{OVERDUE_REASONS[explained.code]}</b>
      <span className="block">{explained.words}</span>
      <span className="block text-ink-3 text-note">{`${explained.givenBy}　预计 ${formatNearDay(explained.expectedOn, today)}办结`}</span>
    </>
  );
}

/** Heads and widths of the list, also while it is read. */
export const OVERDUE_HEADS = [
  { id: "late", head: "超期", width: "w-[140px]" },
  { id: "who", head: "谁在办" },
  { id: "case", head: "办件", spot: "title" },
  { id: "why", head: "为什么" },
  { id: "amount", head: "金额（元）", align: "end", unit: "元" },
  { id: "act", head: "", align: "end", width: "w-[120px]" },
] as const;

function Late({ row, today }: { row: LedClaim; today: PlainDate }) {
  const { late, dueOn } = row;
  return (
    <>
      <Light color="red" word={late ? lateText(late) : undefined} />
      <span className="block text-ink-3 text-note">{dueOn && late?.why === "limit" ? `应 ${formatNearDay(dueOn, today)}办结` : "累计暂停不超过 30 天"}</span>
    </>
  );
}

type Props = {
  readonly rows: readonly LedClaim[];
  readonly orders: readonly Supervision[];
  readonly today: PlainDate;
  readonly replyBy: PlainDate;
  readonly maySupervise: boolean;
};

/** 超期清单: how long, who has it, which case, why; 督办 in the last column. */
export function OverdueTable({ rows, orders, today, replyBy, maySupervise }: Props) {
  const cells: Record<(typeof OVERDUE_HEADS)[number]["id"], (row: LedClaim) => ReactNode> = {
    late: (row) => <Late row={row} today={today} />,
    who: (row) => (
      <>
        <b>{whoText(row.responsible)}</b>
        <span className="block text-ink-3 text-note">{`${row.departmentName}　${stateZh(row.state, row.benefitKind)}`}</span>
      </>
    ),
    case: (row) => (
      <>
        <Link href={`/review/cases/${row.id}`}>{shortName(row.enterpriseName)}</Link>
        <span className="block text-ink-3 text-note">{`${row.policyName}　${row.number}`}</span>
      </>
    ),
    why: (row) => <Why row={row} today={today} />,
    amount: (row) => <Money fen={row.amountFen} size="cell" />,
    act: (row) => <Act row={row} order={orders.find((order) => order.claimId === row.id)} replyBy={replyBy} maySupervise={maySupervise} />,
  };
  return (
    <PlainTable
      caption="超期办件"
      rows={rows}
      rowKey={(row) => row.id}
      empty="没有超期的办件。临期的在下面各部门一栏里。"
      columns={OVERDUE_HEADS.map((head) => ({ ...head, cell: cells[head.id] }))}
    />
  );
}
