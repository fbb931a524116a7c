import { Link } from "@/app/_ui/link";
import { Timeline } from "@/app/_ui/stages";
import { WorkdayRuler } from "@/app/_ui/time";
import type { MyClaim, MyEvent, MyNotice } from "@/db/my-queries";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addDays, dayOf, formatNearDay, type Instant, type PlainDate, weekday } from "@/lib/kernel/plain-date";
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

/** How far back the ruler looks, so that it stays one line: calendar days. */
const LOOK_BACK = 7;

/** Day from which the ruler runs: the enterprise's confirmation, or the first event; of a long story the last week. */
function startOf(events: readonly MyEvent[], today: PlainDate): PlainDate | null {
  const first = (events.findLast((event) => event.from === "pendingConfirm") ?? events[0])?.at;
  if (!first) return null;
  const [day, earliest] = [dayOf(first), addDays(today, -LOOK_BACK)];
  return day < earliest ? earliest : day;
}

/** 预计到账 with its ruler of working days. Nothing where the claim waits for somebody. */
export function PromiseLine(props: Props) {
  const { claim, events, at, calendar } = props;
  const promised = promiseFor(props);
  const today = dayOf(at);
  const started = startOf(events, today);
  if (!promised || !started) return null;
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
        cells={rulerOf(calendar, started, promised.by, today)}
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
