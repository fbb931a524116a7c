import { Light } from "@/app/_ui/light";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { lateText } from "@/app/(review)/parts/due";
import { shortName } from "@/app/(review)/parts/texts";
import { SuperviseDialog } from "@/app/(review)/review/cases/[id]/supervision-form";
import type { LedClaim } from "@/db/overdue-queries";
import type { Supervision } from "@/db/supervisions";
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

/** What the person responsible has said; until then what the case itself tells, and that nobody has explained it. */
function Why({ row: { explained, reason }, today }: { row: LedClaim; today: PlainDate }) {
  if (explained === null) {
    return (
      <>
        {reason}
        <span className="block text-amber text-note">还没有说明超期原因</span>
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

/** 超期清单: how long, who has it, which case, why; 督办 in the last column. */
export function OverdueTable({
  rows,
  orders,
  today,
  replyBy,
  maySupervise,
}: {
  rows: readonly LedClaim[];
  orders: readonly Supervision[];
  today: PlainDate;
  replyBy: PlainDate;
  maySupervise: boolean;
}) {
  return (
    <PlainTable
      caption="超期办件"
      rows={rows}
      rowKey={(row) => row.id}
      empty="没有超期的办件。临期的在下面各部门一栏里。"
      columns={[
        {
          id: "late",
          head: "超期",
          width: "w-[140px]",
          cell: (row) => (
            <>
              <Light color="red" word={row.late ? lateText(row.late) : undefined} />
              {row.dueOn && row.late?.why === "limit" ? (
                <span className="block text-ink-3 text-note">{`应 ${formatNearDay(row.dueOn, today)}办结`}</span>
              ) : (
                <span className="block text-ink-3 text-note">累计暂停不超过 30 天</span>
              )}
            </>
          ),
        },
        {
          id: "who",
          head: "谁在办",
          cell: (row) => (
            <>
              <b>{whoText(row.responsible)}</b>
              <span className="block text-ink-3 text-note">{`${row.departmentName}　${stateZh(row.state, row.benefitKind)}`}</span>
            </>
          ),
        },
        {
          id: "case",
          head: "办件",
          spot: "title",
          cell: (row) => (
            <>
              <Link href={`/review/cases/${row.id}`}>{shortName(row.enterpriseName)}</Link>
              <span className="block text-ink-3 text-note">{`${row.policyName}　${row.number}`}</span>
            </>
          ),
        },
        { id: "why", head: "为什么", cell: (row) => <Why row={row} today={today} /> },
        { id: "amount", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
        {
          id: "act",
          head: "",
          align: "end",
          width: "w-[120px]",
          cell: (row) => <Act row={row} order={orders.find((order) => order.claimId === row.id)} replyBy={replyBy} maySupervise={maySupervise} />,
        },
      ]}
    />
  );
}
