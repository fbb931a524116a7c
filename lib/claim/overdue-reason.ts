import type { Role } from "../access/roles";
import { dayOf, type Instant, type PlainDate } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import type { Lateness } from "./deadlines";
import { responsibleRole, type Suspension } from "./escalation";
import type { ClaimState } from "./states";

/** 超期原因, the coded list; what exactly happened stands beside it in words. */
export const OVERDUE_REASONS = {
  sourceData: "等来源部门的数据或答复",
  siteVisit: "等现场核验或外部鉴定",
  enterprise: "等企业说明或补充",
  policyQuestion: "政策口径待明确",
  budget: "等预算或资金到位",
  bank: "银行或账户问题",
  workload: "件多人少，没有排上",
  absence: "经办人请假、出差或调整",
  systemFault: "系统或接口故障",
  other: "其他",
} as const;

export type OverdueReasonCode = keyof typeof OVERDUE_REASONS;
export const OVERDUE_REASON_CODES = Object.keys(OVERDUE_REASONS) as readonly OverdueReasonCode[];

/** What decides whose delay it is. */
export type DelayedStep = {
  readonly state: ClaimState;
  readonly signed: boolean;
  /** 经办意见 is written: the next step is the checker's. */
  readonly opinionWritten: boolean;
  readonly suspension: Suspension | null;
};

const REVIEW_DESKS: readonly Role[] = ["handler", "checker"];

/** 谁来说明: the desk whose step it is; for the steps of handler and checker their section chief as well. */
export function explainers({ state, signed, opinionWritten, suspension }: DelayedStep): readonly Role[] {
  const desk = responsibleRole(state, signed, suspension);
  if (desk === "countyOffice" || desk === "dataBureau") return [];
  const role: Role = state === "manualReview" && opinionWritten ? "checker" : desk;
  return REVIEW_DESKS.includes(role) ? [role, "sectionChief"] : [role];
}

/** Their desks serve the whole county; all others explain for their own department only. */
const COUNTY_DESKS: ReadonlySet<Role> = new Set<Role>(["paymentMaker", "auditor"]);

export type OverdueReasonInput = {
  readonly step: DelayedStep;
  readonly departmentId: string;
  readonly late: Lateness | null;
  readonly actor: { readonly roles: readonly Role[]; readonly departmentId: string | null };
  readonly words: string;
  /** 预计办结 */
  readonly expectedOn: PlainDate;
  readonly now: Instant;
};
export type OverdueReasonRefusal = "notYours" | "notOverdue" | "wordsMissing" | "dayPast";

/** Fewer characters than this explain nothing. */
export const SHORTEST_REASON = 4;

/** 谁以哪个岗位说明: the role under which this person may explain the delay; null when it is somebody else's. */
export function explainingRole({ step, departmentId, actor }: Pick<OverdueReasonInput, "step" | "departmentId" | "actor">): Role | null {
  const own = actor.departmentId === departmentId;
  return explainers(step).find((role) => actor.roles.includes(role) && (own || COUNTY_DESKS.has(role))) ?? null;
}

/** 能否记下超期原因: only a case that is late, only by whose step it is, in words and with the day by which it will be done. */
export function decideOverdueReason(input: OverdueReasonInput): Result<Role, OverdueReasonRefusal> {
  const role = explainingRole(input);
  if (role === null) return refused("notYours");
  if (input.late === null) return refused("notOverdue");
  if (input.words.trim().length < SHORTEST_REASON) return refused("wordsMissing");
  return input.expectedOn < dayOf(input.now) ? refused("dayPast") : ok(role);
}
