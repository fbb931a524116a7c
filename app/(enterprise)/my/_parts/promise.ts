import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addWorkdays } from "@/lib/calendar/workdays";
import { type PolicyLimits, stageLimit } from "@/lib/claim/deadlines";
import type { BenefitKind, ClaimState, ConfirmStage } from "@/lib/claim/states";
import type { PlainDate } from "@/lib/kernel/plain-date";

export type PromiseInput = {
  readonly state: ClaimState;
  readonly benefitKind: BenefitKind;
  readonly confirmStage: ConfirmStage;
  /** The policy sends every case to a person. */
  readonly reviewed: boolean;
  readonly dueOn: PlainDate | null;
  readonly limits: PolicyLimits;
};
/** One step still to come and the day by which it is promised. */
export type PromisedStep = { readonly state: ClaimState; readonly by: PlainDate };
/** 承诺到账日. `late` when the step in hand is already past its day. */
export type Promised = { readonly by: PlainDate; readonly steps: readonly PromisedStep[]; readonly provisional: boolean; readonly late: boolean };

const PAYMENT = ["approved", "disbursing"] as const satisfies readonly ClaimState[];

/** A tax reduction ends with the department's word: no notice, no payment. */
const REDUCTION: Partial<Record<ClaimState, readonly ClaimState[]>> = {
  pendingConfirm: ["autoCheck", "manualReview"],
  autoCheck: ["manualReview"],
  manualReview: [],
};

/** What still lies before a claim, if nothing unforeseen happens. Null where it waits for somebody or has ended. */
function stepsAfter({ state, benefitKind, confirmStage, reviewed }: PromiseInput): readonly ClaimState[] | null {
  if (benefitKind === "taxReduction") return REDUCTION[state] ?? null;
  const review: readonly ClaimState[] = reviewed ? ["manualReview"] : [];
  const after = confirmStage === "after";
  const steps: Partial<Record<ClaimState, readonly ClaimState[] | null>> = {
    pendingConfirm: after ? PAYMENT : ["autoCheck", ...review, "notice", ...PAYMENT],
    autoCheck: [...review, "notice", ...PAYMENT],
    manualReview: ["notice", ...PAYMENT],
    notice: after ? null : PAYMENT,
    approved: ["disbursing"],
    disbursing: [],
  };
  return steps[state] ?? null;
}

/**
 * 预计到账: the limits of the steps still to come, one after the other, from the due day of the step in hand (from today when that is past, or when
 * the enterprise has not confirmed yet). Working days only.
 */
export function promiseOf(cal: WorkCalendar, input: PromiseInput, today: PlainDate): Promised | null {
  const states = stepsAfter(input);
  if (!states) return null;
  const late = input.state !== "pendingConfirm" && input.dueOn !== null && input.dueOn < today;
  const from = input.state === "pendingConfirm" || input.dueOn === null || late ? today : input.dueOn;
  let [day, provisional] = [from, false];
  const steps: PromisedStep[] = [];
  for (const state of states) {
    const due = addWorkdays(cal, day, stageLimit(state, input.limits) ?? 0);
    day = due.day;
    provisional ||= due.provisional;
    steps.push({ state, by: day });
  }
  return { by: day, steps, provisional, late };
}
