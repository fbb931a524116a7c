import type { WorkCalendar } from "../calendar/work-calendar";
import { addWorkdays, workdayOnOrAfter } from "../calendar/workdays";
import { addFen, type Fen, subtractFen, ZERO_FEN } from "../kernel/fen";
import { dayOfMonth, firstOfMonth, lastOfMonth, monthOf, type PlainDate, yearOf } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import type { FundId } from "./funds";
import { instalmentsOf } from "./ledger";

/** 过错性质: who caused it. Fraud pays at once; a mistake of the office is never fined and may be paid in parts. */
export const FAULT_KINDS = ["systemError", "enterpriseFault", "fraud"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export const FAULT_WORDS: Record<FaultKind, string> = { systemError: "系统或经办差错", enterpriseFault: "企业填报有误", fraud: "虚报冒领、骗取" };

/** 依据 as the notice names it: fraud under the penalties regulation (insurance money under its own law), everything else is money paid without ground. */
export function clawbackBasis(faultKind: FaultKind, fund: FundId): string {
  if (faultKind === "systemError") return "多付的款项应当退回（《民法典》第九百八十五条）。差错不在企业，不罚款，可以分期";
  if (faultKind === "enterpriseFault") return "不符合享受条件的款项应当退回（政策条款）。不罚款，可以分期";
  return fund === "unemploymentInsurance" ? "《社会保险法》第八十八条：退回骗取的社会保险金" : "《财政违法行为处罚处分条例》第十四条：追回骗取的财政资金";
}

/** 核查来源: why a paid claim is looked at again. */
export const AUDIT_ORIGINS = ["sample", "report", "dataChange"] as const;
export type AuditOrigin = (typeof AUDIT_ORIGINS)[number];
export const ORIGIN_WORDS: Record<AuditOrigin, string> = { sample: "抽查", report: "举报", dataChange: "数据回溯变化" };

/** 告知听证: working days that must lie between the announcement of a hearing and its day (行政处罚法第64条, applied by analogy). */
export const HEARING_NOTICE_WORKDAYS = 7;
/** 缴回期限: the first or only payment, in working days after the decision; the limit of the state 追回中. */
export const REPAY_WORKDAYS = 15;
export const MAX_INSTALMENTS = 24;

export type PlannedInstalment = { readonly number: number; readonly amountFen: Fen; readonly dueOn: PlainDate };
export type PlanRefusal = "fraudPaysAtOnce" | "partsInvalid";

/** The same day of a later month; the month's last where it has no such day. */
function monthsLater(day: PlainDate, months: number): PlainDate {
  const index = yearOf(day) * 12 + monthOf(day) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const last = dayOfMonth(lastOfMonth(year, month));
  const wanted = Math.min(dayOfMonth(day), last);
  return `${firstOfMonth(year, month).slice(0, 8)}${String(wanted).padStart(2, "0")}` as PlainDate;
}

export type PlanInput = {
  readonly owedFen: Fen;
  readonly parts: number;
  readonly faultKind: FaultKind;
  readonly decidedOn: PlainDate;
  readonly calendar: WorkCalendar;
};

/** 分期计划: the first part fifteen working days after the decision, then one a month; a rest day moves on to the next working day. */
export function planInstalments({ owedFen, parts, faultKind, decidedOn, calendar }: PlanInput): Result<readonly PlannedInstalment[], PlanRefusal> {
  if (parts > MAX_INSTALMENTS) return refused("partsInvalid");
  const amounts = instalmentsOf(owedFen, parts, faultKind);
  if (!amounts.ok) return amounts;
  const first = addWorkdays(calendar, decidedOn, REPAY_WORKDAYS).day;
  return ok(amounts.value.map((one, index) => ({ ...one, dueOn: index === 0 ? first : workdayOnOrAfter(calendar, monthsLater(first, index)) })));
}

/** 下一期: the first instalment that what has come in does not cover yet, and what of it is missing; null when all is paid. */
export function nextInstalment(plan: readonly PlannedInstalment[], repaidFen: Fen): (PlannedInstalment & { readonly missingFen: Fen }) | null {
  let covered = ZERO_FEN;
  for (const one of plan) {
    covered = addFen(covered, one.amountFen);
    if (covered > repaidFen) {
      const missing = subtractFen(covered, repaidFen);
      return { ...one, missingFen: missing < one.amountFen ? missing : one.amountFen };
    }
  }
  return null;
}

/** 听证日: far enough away for the enterprise to prepare, and a working day. */
export function hearingDayFits(calendar: WorkCalendar, announcedOn: PlainDate, hearingOn: PlainDate): boolean {
  return hearingOn > addWorkdays(calendar, announcedOn, HEARING_NOTICE_WORKDAYS).day && workdayOnOrAfter(calendar, hearingOn) === hearingOn;
}

/** 陈述申辩 as it stands: what the enterprise has said, and what the office has done about it. */
export type Pleading = {
  readonly spoken: boolean;
  readonly waived: boolean;
  readonly hearingAsked: boolean;
  readonly hearingHeld: boolean;
  /** The auditor has written down what is made of it, after the last word of the enterprise and after the hearing. */
  readonly considered: boolean;
};

export type PleadingGap = "hearingNotHeld" | "statementNotConsidered";

/** 先听后定: what still stands between the enterprise's word and a decision; null when nothing does. Silence is the days' matter, not this one's. */
export function pleadingGap({ spoken, hearingAsked, hearingHeld, considered }: Pleading): PleadingGap | null {
  if (hearingAsked && !hearingHeld) return "hearingNotHeld";
  return (spoken || hearingAsked) && !considered ? "statementNotConsidered" : null;
}

/** 已听取: heard and considered, or expressly waived. */
export const wasHeard = (pleading: Pleading): boolean => pleadingGap(pleading) === null && (pleading.spoken || pleading.hearingAsked || pleading.waived);

/** 告知金额 and 决定金额: never more than was paid, and never more than the enterprise was told. */
export type AmountRefusal = "amountNotPositive" | "moreThanPaid" | "moreThanTold";
export function checkToldAmount(told: Fen, paid: Fen): Result<Fen, AmountRefusal> {
  if (told <= 0) return refused("amountNotPositive");
  return told > paid ? refused("moreThanPaid") : ok(told);
}
export function checkDecidedAmount(decided: Fen, told: Fen): Result<Fen, AmountRefusal> {
  if (decided <= 0) return refused("amountNotPositive");
  return decided > told ? refused("moreThanTold") : ok(decided);
}

export type ReceiptRefusal = "amountNotPositive" | "moreThanOwed" | "dayInFuture" | "dayBeforeDecision";
export type ReceiptInput = {
  readonly amountFen: Fen;
  readonly receivedOn: PlainDate;
  readonly decidedOn: PlainDate;
  readonly today: PlainDate;
  readonly owedFen: Fen;
  /** What is confirmed and what waits for the second person. */
  readonly enteredFen: Fen;
};

/** 缴回入账 as finance enters it: money that has come in, never more than is owed. */
export function checkReceipt({ amountFen, receivedOn, decidedOn, today, owedFen, enteredFen }: ReceiptInput): Result<Fen, ReceiptRefusal> {
  if (amountFen <= 0) return refused("amountNotPositive");
  if (receivedOn > today) return refused("dayInFuture");
  if (receivedOn < decidedOn) return refused("dayBeforeDecision");
  return addFen(enteredFen, amountFen) > owedFen ? refused("moreThanOwed") : ok(amountFen);
}
