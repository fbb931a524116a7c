import { Link } from "@/app/_ui/link";
import { Timeline } from "@/app/_ui/stages";
import { WorkdayRuler } from "@/app/_ui/time";
import type { MyClaim, MyEvent, MyNotice } from "@/db/my-queries";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { dayOf, formatNearDay, type Instant, weekday } from "@/lib/kernel/plain-date";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { rulerOf, weekdayWord } from "./days";
import { stepsOf } from "./progress";
import { type Promised, promiseOf } from "./promise";

type Props = {
  claim: MyClaim;
  policy: ResolvedPolicy;
  events: readonly MyEvent[];
  notice: MyNotice | null;
  accountTail?: string | undefined;
  at: Instant;
  calendar: WorkCalendar;
};

export const promiseFor = ({ claim, policy, at, calendar }: Pick<Props, "claim" | "policy" | "at" | "calendar">): Promised | null =>
  promiseOf(
    calendar,
    {
      state: claim.state,
      benefitKind: claim.benefitKind,
      confirmStage: claim.confirmStage,
      reviewed: policy.needsManualReview,
      dueOn: claim.dueOn,
      limits: policy.limits,
    },
    dayOf(at),
  );

/** Day from which the ruler runs: the enterprise's confirmation, or the first event. */
const startOf = (events: readonly MyEvent[]): Instant | undefined => (events.findLast((event) => event.from === "pendingConfirm") ?? events[0])?.at;

/** 预计到账 with its ruler of working days. Nothing where the claim waits for somebody. */
export function PromiseLine(props: Props) {
  const { claim, events, at, calendar } = props;
  const promised = promiseFor(props);
  const started = startOf(events);
  if (!promised || !started) return null;
  const today = dayOf(at);
  const word = claim.benefitKind === "taxReduction" ? "办结" : "到账";
  const day = formatNearDay(promised.by, today);
  return (
    <>
      <p>
        {"预计 "}
        <b>{`${day}（${weekdayWord(weekday(promised.by))}）`}</b>
        {` 前${word}${promised.provisional ? "，暂定" : ""}`}
      </p>
      <WorkdayRuler
        className="my-3 max-w-[560px]"
        cells={rulerOf(calendar, dayOf(started), promised.by, today)}
        label={`办理进度，今天是 ${formatNearDay(today, today)}，预计 ${day} 前${word}`}
      />
    </>
  );
}

/** 经过 of a claim, with its notice linked where it stands in one. */
export function ClaimTimeline(props: Props) {
  const { claim, events, notice, accountTail, at } = props;
  const steps = stepsOf({ events, state: claim.state, promised: promiseFor(props), notice, today: dayOf(at), accountTail });
  return (
    <Timeline
      label="办理经过"
      items={steps.map((step) => ({
        key: step.key,
        title: step.title,
        state: step.state,
        children: (
          <p>
            {step.note}
            {step.state === "now" && claim.state === "notice" && notice ? (
              <>
                {"　"}
                <Link href={`/notices/${notice.noticeId}`}>看公示</Link>
              </>
            ) : null}
          </p>
        ),
      }))}
    />
  );
}
