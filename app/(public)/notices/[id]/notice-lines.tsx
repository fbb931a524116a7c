import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Code, Tag } from "@/app/_ui/tag";
import type { PublicLine, PublicNotice } from "@/db/public-notices";
import { isPastDue } from "@/lib/calendar/office-hours";
import { formatNearDay, type Instant } from "@/lib/kernel/plain-date";

const STATE: Readonly<Record<PublicLine["state"], { text: string; tone: "amber" | "plain" } | null>> = {
  listed: null,
  held: { text: "本条有异议，正在核实，其他不受影响", tone: "amber" },
  withdrawn: { text: "企业已撤回", tone: "plain" },
  corrected: { text: "已更正，见新的公示", tone: "plain" },
  cancelled: { text: "已取消", tone: "plain" },
};

/** A line keeps its own end: one that stood still for an objection runs longer than the list. */
function canObject(line: PublicLine, now: Instant): boolean {
  return (line.state === "listed" || line.state === "held") && !isPastDue(now, line.endsOn);
}

/** 名单: frozen lines, each with its state and, while it runs, the way to object. */
export function NoticeLines({ notice, open, now }: { notice: PublicNotice; open: boolean; now: Instant }) {
  return (
    <PlainTable
      caption={`${notice.number}名单`}
      rows={notice.lines}
      rowKey={(line) => line.id}
      rowTone={(line) => (line.state === "held" ? "amber" : undefined)}
      empty="名单是空的。"
      columns={[
        { id: "no", head: "序号", align: "end", spot: "none", cell: (line) => line.lineNo },
        {
          id: "name",
          head: "企业和统一社会信用代码",
          spot: "title",
          cell: (line) => (
            <>
              {line.enterpriseName}
              <span className="block font-normal">
                <Code>{line.uscc}</Code>
              </span>
            </>
          ),
        },
        {
          id: "basis",
          head: "依据",
          cell: (line) => {
            const state = STATE[line.state];
            const later = line.state === "listed" && line.endsOn !== notice.endsOn;
            return (
              <>
                {line.basis}
                {state ? (
                  <span className="block">
                    <Tag tone={state.tone}>{state.text}</Tag>
                  </span>
                ) : null}
                {later ? <span className="block text-ink-3 text-note">{`本条公示到 ${formatNearDay(line.endsOn, notice.startsOn)}`}</span> : null}
              </>
            );
          },
        },
        { id: "amount", head: "拟补金额（元）", align: "end", spot: "lead-end", unit: "元", cell: (line) => <Money fen={line.amountFen} size="cell" /> },
        ...(open || notice.lines.some((line) => canObject(line, now))
          ? [
              {
                id: "object",
                head: "异议",
                spot: "foot-end" as const,
                cell: (line: PublicLine) =>
                  canObject(line, now) ? (
                    <Link
                      href={`/objections/new?line=${line.id}`}
                      className="inline-flex min-h-6 items-center whitespace-nowrap max-desk:min-h-11"
                      prefetch={false}
                    >
                      提出异议<span className="sr-only">：{line.enterpriseName}</span>
                    </Link>
                  ) : null,
              },
            ]
          : []),
      ]}
    />
  );
}
