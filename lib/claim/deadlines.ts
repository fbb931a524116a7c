import { type Light, lightOf, PAUSE_LIMIT_WORKDAYS } from "../calendar/light";
import { dueInstant, isPastDue } from "../calendar/office-hours";
import type { WorkCalendar } from "../calendar/work-calendar";
import { addWorkdays, workdayOnOrAfter, workdaysBetween } from "../calendar/workdays";
import { addDays, dayOf, type Instant, type PlainDate } from "../kernel/plain-date";
import { type ClaimSettings, DEFAULT_CLAIM_SETTINGS } from "./settings";
import { CLAIM_STATES, type ClaimClock, type ClaimState, type ConfirmStage, isActive, type Party } from "./states";

/** 政策自己的时限, working days; what a policy leaves out is taken from the table of states. */
export type PolicyLimits = { readonly manualReviewWorkingDays?: number; readonly noticeWorkingDays?: number; readonly disbursementWorkingDays?: number };

/** 办理时限 of a state in working days; null when it has none. */
export function stageLimit(state: ClaimState, limits: PolicyLimits = {}): number | null {
  const own: Partial<Record<ClaimState, number | undefined>> = {
    manualReview: limits.manualReviewWorkingDays,
    notice: limits.noticeWorkingDays,
    disbursing: limits.disbursementWorkingDays,
  };
  return own[state] ?? CLAIM_STATES[state].limitWorkingDays;
}

export type StageDue = { readonly on: PlainDate /** 18:00 Shanghai time. */; readonly at: Instant /** 暂定 */; readonly provisional: boolean };

/**
 * 到期: the day of entry is not counted, the end is 18:00 of the last working day. Null when the state has no limit.
 * A notice that was interrupted by an objection ends later than this; its own end day counts then.
 */
export function stageDue(cal: WorkCalendar, state: ClaimState, enteredAt: Instant, limits: PolicyLimits = {}): StageDue | null {
  const limit = stageLimit(state, limits);
  if (limit === null) return null;
  const { day, provisional } = addWorkdays(cal, workdayIfImmediate(cal, dayOf(enteredAt), limit), limit);
  return { on: day, at: dueInstant(day), provisional };
}

/** A state without time of its own (limit 0) that is entered on a rest day is due on the next working day. */
const workdayIfImmediate = (cal: WorkCalendar, day: PlainDate, limit: number): PlainDate => (limit === 0 ? workdayOnOrAfter(cal, day) : day);

/** 复核申请截止日: fifteen calendar days after the refusal; a last day that is no working day moves to the next one (民法典第203条). */
export const appealUntil = (cal: WorkCalendar, rejectedOn: PlainDate, { appealDays }: ClaimSettings = DEFAULT_CLAIM_SETTINGS): PlainDate =>
  workdayOnOrAfter(cal, addDays(rejectedOn, appealDays));

export type LightInput = {
  readonly state: ClaimState;
  readonly enteredOn: PlainDate;
  readonly dueOn: PlainDate | null;
  readonly now: Instant;
  readonly pausedWorkdays: number;
};

/** 预警灯 of a claim; null when it is closed or its state has no limit. A running notice is not a delay: green until its end day has passed. */
export function claimLight(cal: WorkCalendar, { state, enteredOn, dueOn, now, pausedWorkdays }: LightInput): Light | null {
  if (dueOn === null || !isActive(state)) return null;
  if (state === "notice") return isPastDue(now, dueOn) ? "red" : "green";
  const { clock } = CLAIM_STATES[state];
  return lightOf({ cal, enteredOn, dueOn, now, paused: clock === "paused" || clock === "enterprise", pausedWorkdays });
}

/** 超期: past the stage's own due day (`limit`), or paused for longer than the law of pauses allows (`pause`); in working days. */
export type Lateness = { readonly why: "limit" | "pause"; readonly workdays: number };

/**
 * 超期多久; null unless the light is red. While the clock stands the stage's due day does not run: a paused claim is late only by what its pauses
 * exceed thirty working days together. On the due day itself, after 18:00, it is late by zero days.
 */
export function latenessOf(cal: WorkCalendar, input: LightInput): Lateness | null {
  const { state, dueOn, now, pausedWorkdays: paused } = input;
  if (dueOn === null || claimLight(cal, input) !== "red") return null;
  const stands = state !== "notice" && ["paused", "enterprise"].includes(CLAIM_STATES[state].clock);
  if (!stands && isPastDue(now, dueOn)) return { why: "limit", workdays: workdaysBetween(cal, dueOn, dayOf(now)) };
  return { why: "pause", workdays: paused - PAUSE_LIMIT_WORKDAYS };
}

/** One step of a claim's history, oldest first. */
export type ClaimEvent = { readonly from: ClaimState | "new"; readonly to: ClaimState; readonly at: Instant };

/** 一段经历: a claim in one state; `leftOn` is the day of asking while it still stands there. */
export type StageSpan = { readonly state: ClaimState; readonly enteredOn: PlainDate; readonly leftOn: PlainDate; readonly open: boolean };

/** The spans of a history. `until` closes the last one. */
export function stageSpans(events: readonly ClaimEvent[], until: Instant): readonly StageSpan[] {
  return events.map(({ to, at }, index) => {
    const next = events[index + 1];
    return { state: to, enteredOn: dayOf(at), leftOn: dayOf(next?.at ?? until), open: next === undefined };
  });
}

/** 累计暂停, working days in paused states. The enterprise's own time to confirm is no pause. */
export const pausedWorkdays = (cal: WorkCalendar, events: readonly ClaimEvent[], until: Instant): number =>
  stageSpans(events, until)
    .filter(({ state }) => CLAIM_STATES[state].clock === "paused")
    .reduce((sum, { enteredOn, leftOn }) => sum + workdaysBetween(cal, enteredOn, leftOn), 0);

/** 两个用时 of a claim, working days. `processingDays` + the other clocks = `endToEndDays`. */
export type ClaimDurations = {
  readonly startedOn: PlainDate;
  /** Null while the claim is on its way; the figures then run to the day of asking. */
  readonly endedOn: PlainDate | null;
  readonly processingDays: number;
  readonly endToEndDays: number;
  readonly byClock: Readonly<Record<ClaimClock, number>>;
};

/** 计时起点: the enterprise's confirmation, or (no confirmation needed) the match. Of several rounds the last counts. */
function startIndex(events: readonly ClaimEvent[], confirmStage: ConfirmStage): number {
  const starts = ({ from, to }: ClaimEvent) =>
    confirmStage === "none" ? to === "matched" : from === "pendingConfirm" && (to === "autoCheck" || to === "approved");
  return events.findLastIndex(starts);
}

/**
 * 用时: from the start to the money's arrival (or the end of the claim). The day of the start is not counted; a working day belongs to the state in
 * which the claim stood when that day began, so the parts add up exactly. `processingDays` leaves out notice and objection, supplement and
 * suspension, the enterprise's own time and the correction of a failed payment. Null when the clock has not started.
 */
export function claimDurations(cal: WorkCalendar, events: readonly ClaimEvent[], confirmStage: ConfirmStage, until: Instant): ClaimDurations | null {
  const first = startIndex(events, confirmStage);
  const start = events[first];
  if (!start) return null;
  const rest = events.slice(first);
  const ending = rest.findIndex(({ to }) => !isActive(to));
  const end = rest[ending];
  const spans = stageSpans(ending === -1 ? rest : rest.slice(0, ending), end?.at ?? until);
  const byClock = { run: 0, enterprise: 0, paused: 0, excluded: 0, separate: 0 };
  for (const { state, enteredOn, leftOn } of spans) byClock[CLAIM_STATES[state].clock] += workdaysBetween(cal, enteredOn, leftOn);
  const startedOn = dayOf(start.at);
  const endedOn = end ? dayOf(end.at) : null;
  return { startedOn, endedOn, processingDays: byClock.run, endToEndDays: workdaysBetween(cal, startedOn, endedOn ?? dayOf(until)), byClock };
}

export type OverdueQuestion = {
  readonly limits?: PolicyLimits /** Day of the leader's signature, null when it is missing. */;
  readonly signedOn?: PlainDate | null;
};

type Charge = readonly [Party, number];

/** 已核准 is the leader's until the signature, then the payment maker's. */
function chargeApproved(cal: WorkCalendar, due: PlainDate, leftOn: PlainDate, signedOn: PlainDate | null): readonly Charge[] {
  const handedOver = signedOn === null || signedOn > leftOn ? leftOn : signedOn;
  const boundary = handedOver < due ? due : handedOver;
  return [
    ["deptLeader", workdaysBetween(cal, due, boundary)],
    ["finance", Math.max(0, workdaysBetween(cal, boundary, leftOn))],
  ];
}

/** 超期工作日 by the party that held the claim, over its whole history; parties without overdue days are left out. */
export function overdueByParty(
  cal: WorkCalendar,
  events: readonly ClaimEvent[],
  until: Instant,
  { limits = {}, signedOn = null }: OverdueQuestion = {},
): Partial<Record<Party, number>> {
  const total: Partial<Record<Party, number>> = {};
  for (const span of stageSpans(events, until)) {
    for (const [party, days] of chargesOf(cal, span, limits, signedOn)) if (days > 0) total[party] = (total[party] ?? 0) + days;
  }
  return total;
}

function chargesOf(cal: WorkCalendar, { state, enteredOn, leftOn }: StageSpan, limits: PolicyLimits, signedOn: PlainDate | null): readonly Charge[] {
  const limit = stageLimit(state, limits);
  if (limit === null || !isActive(state)) return [];
  const { day: due } = addWorkdays(cal, workdayIfImmediate(cal, enteredOn, limit), limit);
  if (leftOn <= due) return [];
  return state === "approved" ? chargeApproved(cal, due, leftOn, signedOn) : [[CLAIM_STATES[state].party, workdaysBetween(cal, due, leftOn)]];
}
