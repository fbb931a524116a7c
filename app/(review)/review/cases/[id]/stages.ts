import type { Stage } from "@/app/_ui/stages";
import type { CaseEvent } from "@/db/case-file";
import type { BenefitKind, ClaimState } from "@/lib/claim/states";
import { stateZh } from "@/lib/claim/states";
import { dayOf, formatShortDay } from "@/lib/kernel/plain-date";

type Step = { readonly name: string; readonly states: readonly ClaimState[] };

const STEPS: readonly Step[] = [
  { name: "已匹配", states: ["matched"] },
  { name: "企业确认", states: ["pendingConfirm"] },
  { name: "智能初审", states: ["autoCheck"] },
  { name: "人工复核", states: ["manualReview", "supplement"] },
  { name: "公示", states: ["notice", "objection"] },
  { name: "核准", states: ["approved"] },
  { name: "拨付", states: ["disbursing", "paymentFailed"] },
];
const PAID_ONLY = new Set(["公示", "核准", "拨付"]);

export type StageInput = {
  readonly state: ClaimState;
  readonly benefitKind: BenefitKind;
  readonly suspendedFrom: ClaimState | null;
  readonly events: readonly CaseEvent[];
};

const indexOf = (state: ClaimState): number => STEPS.findIndex((step) => step.states.includes(state));

/** 阶段条: steps that were passed over (no review, no confirmation) are left out; an ended case closes with its end. */
export function stagesOf({ state, benefitKind, suspendedFrom, events }: StageInput): Stage[] {
  const at = indexOf(state === "suspended" && suspendedFrom ? suspendedFrom : state);
  const lastReached = Math.max(...events.map((event) => indexOf(event.to)), 0);
  const now = at < 0 ? STEPS.length : at;
  const steps = STEPS.flatMap((step, index): Stage[] => {
    const entered = events.findLast((event) => step.states.includes(event.to));
    const passedOver = !entered && index <= (at < 0 ? lastReached : now);
    const neverComes = !entered && (at < 0 || (benefitKind === "taxReduction" && PAID_ONLY.has(step.name)));
    if (passedOver || neverComes) return [];
    const note = entered ? formatShortDay(dayOf(entered.at)) : undefined;
    return [{ name: step.name, state: stepState(index, now), note }];
  });
  const end = events.at(-1);
  const here = state === "suspended" ? [{ name: "中止", state: "now" as const, note: end && formatShortDay(dayOf(end.at)) }] : [];
  if (at >= 0) return [...steps.filter((step) => here.length === 0 || step.state === "done" || step.state === "todo"), ...here].sort(byState);
  return [...steps, { name: stateZh(state, benefitKind), state: "now", note: end && formatShortDay(dayOf(end.at)) }];
}

const ORDER = { done: 0, now: 1, todo: 2 } as const;
const byState = (a: Stage, b: Stage): number => ORDER[a.state] - ORDER[b.state];

function stepState(index: number, now: number): Stage["state"] {
  if (index < now) return "done";
  return index === now ? "now" : "todo";
}
