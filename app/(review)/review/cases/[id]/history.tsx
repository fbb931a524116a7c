import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { Timeline, type TimelineItem } from "@/app/_ui/stages";
import { Code } from "@/app/_ui/tag";
import type { CaseEvent, CaseFile, CaseOpinion } from "@/db/case-file";
import type { OverdueReason } from "@/db/overdue-reasons";
import type { Precedent } from "@/db/precedents";
import type { Supervision } from "@/db/supervision-queries";
import { OVERDUE_REASONS } from "@/lib/claim/overdue-reason";
import { stateZh } from "@/lib/claim/states";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay, formatNearDay, formatShortDay, type PlainDate, timeOf } from "@/lib/kernel/plain-date";
import { roleWord } from "../../../parts/texts";

export const STAGE: Record<CaseOpinion["stage"], string> = {
  handle: "经办意见",
  check: "复核意见",
  chief: "科室负责人签字",
  leader: "分管领导意见",
  objection: "异议处理",
};
export const DECISION: Readonly<Record<string, string>> = {
  approve: "拟同意",
  reject: "拟不同意",
  agree: "同意经办意见",
  giveBack: "退回重写",
  takeBack: "本人撤回",
  dismissed: "异议不成立",
  upheld: "异议成立",
  partlyUpheld: "部分成立",
};

type Entry = { readonly at: string; readonly item: TimelineItem };

const who = (actor: string | null, role: string): string => (actor ? `${actor}（${roleWord(role)}）` : roleWord(role));

function ofEvent(event: CaseEvent, today: PlainDate): Entry {
  const day = dayOf(event.at);
  return {
    at: event.at,
    item: {
      key: `e${event.seq}`,
      title: stateZh(event.to),
      children: (
        <>
          {event.reasonText ? <p>{event.reasonText}</p> : null}
          <p className="text-ink-3 text-note">{`${formatNearDay(day, today)} ${timeOf(event.at)}　${who(event.actor, event.actorRole)}`}</p>
        </>
      ),
    },
  };
}

function ofOpinion(opinion: CaseOpinion, today: PlainDate): Entry {
  return {
    at: opinion.at,
    item: {
      key: `o${opinion.id}`,
      title: `${STAGE[opinion.stage]}：${DECISION[opinion.decision] ?? opinion.decision}`,
      children: (
        <>
          <p>{opinion.clauseId ? `${opinion.opinion}（条款：${opinion.clauseId}）` : opinion.opinion}</p>
          {opinion.reductionReason && opinion.amountBeforeFen !== null && opinion.amountAfterFen !== null ? (
            <p>{`核减：${formatYuan(opinion.amountBeforeFen)}元改为 ${formatYuan(opinion.amountAfterFen)}元，${opinion.reductionReason}`}</p>
          ) : null}
          <p className="text-ink-3 text-note">{`${formatNearDay(dayOf(opinion.at), today)} ${timeOf(opinion.at)}　${opinion.officer}`}</p>
        </>
      ),
    },
  };
}

function ofSupervision(order: Supervision, today: PlainDate): Entry {
  return {
    at: order.orderedAt,
    item: {
      key: `s${order.id}`,
      title: `督办：${order.content}`,
      children: (
        <>
          <p className="text-ink-3 text-note">{`${formatNearDay(dayOf(order.orderedAt), today)} ${timeOf(order.orderedAt)}　${order.orderedBy}，${formatNearDay(order.replyDueOn, today)}前答复`}</p>
          <p>{order.reply ? `答复：${order.reply}（${order.repliedBy ?? ""}）` : "还没有答复"}</p>
        </>
      ),
    },
  };
}

function ofReason(reason: OverdueReason, today: PlainDate): Entry {
  return {
    at: reason.at,
    item: {
      key: `r${reason.id}`,
      title: `超期原因：${OVERDUE_REASONS[reason.code]}`,
      children: (
        <>
          <p>{`${reason.words}（预计 ${formatNearDay(reason.expectedOn, today)}办结）`}</p>
          <p className="text-ink-3 text-note">{`${formatNearDay(dayOf(reason.at), today)} ${timeOf(reason.at)}　${who(reason.givenBy, reason.givenAs)}`}</p>
        </>
      ),
    },
  };
}

type HistoryInput = {
  readonly file: CaseFile;
  readonly supervisions: readonly Supervision[];
  readonly reasons: readonly OverdueReason[];
  readonly today: PlainDate;
};

/** 经过: moves, opinions, orders and reasons for delay in one line, oldest first, with who and when. */
export function HistorySection({ file, supervisions, reasons, today }: HistoryInput) {
  const entries = [
    ...file.events.map((event) => ofEvent(event, today)),
    ...file.opinions.map((opinion) => ofOpinion(opinion, today)),
    ...supervisions.map((order) => ofSupervision(order, today)),
    ...reasons.map((reason) => ofReason(reason, today)),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const items = entries.map(({ item }, index) => (index === entries.length - 1 ? { ...item, state: "now" as const } : item));
  return (
    <Section title="经过">
      <Timeline items={items} />
    </Section>
  );
}

/** 先例: how reviews of the same policy ended in the last twelve months. */
export function PrecedentSection({ rows, total }: { rows: readonly Precedent[]; total: number }) {
  return (
    <Section title="先例" aside={`同一政策，近 12 个月 ${total} 件`}>
      <PlainTable
        caption="先例"
        rows={rows}
        rowKey={(row) => row.claimId}
        empty="近 12 个月没有人工复核过同一政策的办件。"
        columns={[
          { id: "at", head: "时间", cell: (row) => formatDay(dayOf(row.at)), width: "w-[120px]" },
          { id: "number", head: "件号", cell: (row) => <Link href={`/review/cases/${row.claimId}`}>{row.number}</Link>, width: "w-[120px]" },
          { id: "how", head: "怎么办的", cell: (row) => `${row.to === "rejected" ? "不予享受" : "同意"}${row.reasonText ? `：${row.reasonText}` : ""}` },
          { id: "amount", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
        ]}
      />
    </Section>
  );
}

/** 这家企业的其他办件; those of other departments are named but not opened. */
export function RelatedSection({ file }: { file: CaseFile }) {
  return (
    <Section title="这家企业的其他办件" aside={`${file.related.length} 件`}>
      <PlainTable
        caption="其他办件"
        rows={file.related}
        rowKey={(row) => row.id}
        empty="这家企业没有其他办件。"
        columns={[
          {
            id: "number",
            head: "件号",
            width: "w-[120px]",
            cell: (row) => (row.open ? <Link href={`/review/cases/${row.id}`}>{row.number}</Link> : <Code>{row.number}</Code>),
          },
          { id: "policy", head: "政策", cell: (row) => row.policyName },
          { id: "state", head: "状态", cell: (row) => stateZh(row.state, row.benefitKind) },
          { id: "created", head: "建件", cell: (row) => formatShortDay(dayOf(row.createdAt)) },
          { id: "amount", head: "金额（元）", align: "end", unit: "元", cell: (row) => <Money fen={row.amountFen} size="cell" /> },
        ]}
      />
    </Section>
  );
}
