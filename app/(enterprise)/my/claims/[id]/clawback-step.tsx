import { Clause, Facts } from "@/app/_ui/facts";
import { Message } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import { Countdown } from "@/app/_ui/time";
import type { MyClawback } from "@/db/clawback-answers";
import type { MyClaim } from "@/db/my-queries";
import { isPastDue } from "@/lib/calendar/office-hours";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay, formatNearDay, type Instant, timeOf } from "@/lib/kernel/plain-date";
import { countdownOf } from "../../_parts/days";
import { answer } from "./actions";
import { AnswerForm } from "./clawback-form";

type Props = { claim: MyClaim; clawback: MyClawback; at: Instant; calendar: WorkCalendar };

const SAID = { statement: "您的说明", hearing: "您要求听证", waiver: "您表示没有意见" } as const;

function Said({ clawback, at }: Props) {
  const { statements, hearingOn, hearingPlace, hearingHeldAt } = clawback;
  const today = dayOf(at);
  return (
    <div className="grid gap-2">
      {statements.map((one) => (
        <div key={one.id}>
          <b>{SAID[one.kind]}</b>
          <span className="ml-3 text-ink-3 text-note">{`${formatNearDay(dayOf(one.at), today)} ${timeOf(one.at)} 收到`}</span>
          <p className="whitespace-pre-wrap">{one.words}</p>
        </div>
      ))}
      {hearingOn ? (
        <p>{`听证${hearingHeldAt ? "已在" : "定在"} ${formatNearDay(hearingOn, today)}，${hearingPlace ?? ""}${hearingHeldAt ? " 开过" : ""}。`}</p>
      ) : null}
    </div>
  );
}

/** 追回告知: what may have to go back, why, and the days for an answer. Nothing is decided yet. */
function Told(props: Props) {
  const { claim, clawback, at, calendar } = props;
  const { noticeNumber, toldFen, factsText, basis, answerBy, statements } = clawback;
  const open = answerBy !== null && !isPastDue(at, answerBy);
  return (
    <Section title="可能要退回，等您说明" aside={noticeNumber}>
      <p>
        拟请您退回 <Money fen={toldFen} size="l" />
        ，现在还没有决定。
      </p>
      <p className="my-2">{factsText}</p>
      <Clause>{basis}</Clause>
      <div className="mt-4 grid gap-4">
        {answerBy && open ? <Countdown {...countdownOf(calendar, answerBy, at)} /> : <p className="text-ink-2">说明的期限已过，等主管部门决定。</p>}
        <Said {...props} />
        {open ? <AnswerForm claimId={claim.id} mayAskHearing={!statements.some((one) => one.kind === "hearing")} action={answer} /> : null}
        <p className="text-ink-3 text-note">{`不清楚的可以打${claim.departmentName}电话 ${claim.departmentPhone}，报编号 ${claim.number}。`}</p>
      </div>
    </Section>
  );
}

function Plan({ clawback, at }: Props) {
  const { plan, received, next } = clawback;
  const today = dayOf(at);
  const words = (number: number): string => {
    if (next === null || number < next.number) return "已缴";
    return number === next.number ? `还差 ${formatYuan(next.missingFen)}元` : "还没有到";
  };
  return (
    <>
      <PlainTable
        caption="缴款计划"
        rows={plan}
        rowKey={(row) => String(row.number)}
        empty="没有缴款计划。"
        columns={[
          { id: "number", head: "期次", cell: (row) => `第 ${row.number} 期`, rowHead: true, spot: "title" },
          { id: "due", head: "期限", cell: (row) => `${formatNearDay(row.dueOn, today)} 18:00 前`, spot: "lead" },
          { id: "state", head: "情况", cell: (row) => words(row.number), spot: "lead-end" },
          { id: "amount", head: "金额（元）", cell: (row) => <Money fen={row.amountFen} size="cell" />, align: "end", unit: "元" },
        ]}
      />
      <ul>
        {received.map((one) => (
          <li key={one.id}>{`${formatNearDay(one.receivedOn, today)} 收到 ${formatYuan(one.amountFen)}元`}</li>
        ))}
      </ul>
    </>
  );
}

/** 追回决定: how much, until when, where to, and what can be done against it. */
function Decided(props: Props) {
  const { claim, clawback, at, calendar } = props;
  const { decisionNumber, decidedFen, decisionText, decidedAt, basis, next, payTo } = clawback;
  const rests = claim.state === "suspended";
  return (
    <Section title={rests ? "退回暂停执行" : "需要退回"} aside={decisionNumber}>
      <p>
        请退回 <Money fen={decidedFen} size="l" />
      </p>
      <p className="my-2">{decisionText}</p>
      <Clause>{basis}</Clause>
      <div className="mt-4 grid gap-4">
        {rests ? <Message tone="blue" title="复议、诉讼或破产程序没有结束以前，不用缴款" /> : null}
        {!rests && next ? <Countdown {...countdownOf(calendar, next.dueOn, at)} /> : null}
        {next ? (
          <Facts
            items={[
              { label: "这一期", value: <Money fen={next.missingFen} /> },
              { label: "缴到", value: payTo, note: "账号请向财政局电话核对，不要向私人账户付款" },
              { label: "附言", value: `${decisionNumber ?? ""} ${claim.number}` },
            ]}
          />
        ) : null}
        <Plan {...props} />
        <p className="text-ink-2 text-list">
          {`不服这个决定，可以在收到之日起 60 日内申请行政复议，或者 6 个月内向人民法院提起行政诉讼。${decidedAt ? `决定日期 ${formatDay(dayOf(decidedAt))}。` : ""}`}
        </p>
      </div>
    </Section>
  );
}

function Returned(props: Props) {
  const { clawback } = props;
  return (
    <Section title="已经退清" aside={clawback.decisionNumber}>
      <p className="mb-3">
        共退回 <Money fen={clawback.repaidFen} size="l" />
        ，这件事办完了。
      </p>
      <Plan {...props} />
    </Section>
  );
}

/** 追回 as the enterprise reads it: told, decided, returned. */
export function ClawbackStep(props: Props) {
  if (props.claim.state === "clawbackNotice") return <Told {...props} />;
  return props.claim.state === "clawedBack" ? <Returned {...props} /> : <Decided {...props} />;
}
