import type { Light } from "../calendar/light";
import { END_OF_OFFICE, START_OF_OFFICE } from "../calendar/office-hours";
import { isWorkday, type WorkCalendar } from "../calendar/work-calendar";
import { nextWorkday, workdaysBetween } from "../calendar/workdays";
import { dayOf, formatShortDay, type Instant, instantAt, type PlainDate, timeOf } from "../kernel/plain-date";
import type { Lateness } from "./deadlines";
import type { SuspensionReason } from "./moving-claim";
import { CLAIM_STATES, type ClaimState, type Party } from "./states";

/** 催办级别: close to the limit · overdue · by more than 1, 3, 5 working days. */
export type ReminderLevel = "yellow" | "red" | "redOver1" | "redOver3" | "redOver5";

/** Who is told: role ids, the data bureau that runs the platform, and the county government's office. */
export type ReminderRole = "handler" | "sectionChief" | "leaderInCharge" | "principalLeader" | "paymentMaker" | "auditor" | "dataBureau" | "countyOffice";

export type Recipient = { readonly role: ReminderRole; readonly mode: "to" | "cc" };

export type Reminder = {
  readonly claimId: string;
  readonly level: ReminderLevel;
  /** claim|level|day: the one reminder of this level on this day. */
  readonly key: string;
  /** Now, or the next opening when the office is closed. */
  readonly sendAt: Instant;
  readonly recipients: readonly Recipient[];
  readonly channels: readonly ("inbox" | "sms")[];
  /** 须填超期原因. */
  readonly reasonRequired: boolean;
  /** 催办 · 督办单 · 督查报告. */
  readonly kind: "reminder" | "supervision" | "inspection";
  readonly text: string;
};

export type EscalationClaim = {
  readonly claimId: string;
  readonly claimNumber: string;
  readonly state: ClaimState;
  readonly dueOn: PlainDate | null;
  readonly light: Light | null;
  /** 已核准: the leader has signed, the payment maker is next. */
  readonly signed: boolean;
  /** 中止: where it came from and what it waits for. */
  readonly suspension?: Suspension | null;
  /** 暂停过久: late by its pauses, not by the due day of its stage. */
  readonly late?: Lateness | null;
};

/** The two facts that tell who ends a suspension. */
export type Suspension = { readonly from: ClaimState | null; readonly reason: SuspensionReason | null };

/** 发送时刻: working days 09:00–18:00; earlier waits for 09:00, later and rest days for 09:00 of the next working day. */
export function sendingTime(cal: WorkCalendar, now: Instant): Instant {
  const day = dayOf(now);
  if (!isWorkday(cal, day)) return instantAt(nextWorkday(cal, day), START_OF_OFFICE);
  const time = timeOf(now);
  if (time < START_OF_OFFICE) return instantAt(day, START_OF_OFFICE);
  return time < END_OF_OFFICE ? now : instantAt(nextWorkday(cal, day), START_OF_OFFICE);
}

const RESPONSIBLE: Record<Party, ReminderRole> = {
  system: "handler",
  enterprise: "handler",
  handler: "handler",
  deptLeader: "leaderInCharge",
  finance: "paymentMaker",
  auditor: "auditor",
};

/**
 * 责任人: whose step it is. The machine and the enterprise have no desk; their claims are looked after by the handler. A suspended claim is looked
 * after by whoever alone can end the suspension: the payment maker when the budget is short, the auditor when a clawback rests.
 */
export function responsibleRole(state: ClaimState, signed: boolean, suspension: Suspension | null = null): ReminderRole {
  if (state === "approved" && signed) return "paymentMaker";
  if (state === "suspended" && suspension?.from === "clawback") return "auditor";
  if (state === "suspended" && suspension?.from === "approved" && suspension.reason === "budget") return "paymentMaker";
  return RESPONSIBLE[CLAIM_STATES[state].party];
}

function levelOf(light: Light | null, overdue: number): ReminderLevel | null {
  if (light === "yellow") return "yellow";
  if (light !== "red") return null;
  if (overdue > 5) return "redOver5";
  if (overdue > 3) return "redOver3";
  return overdue > 1 ? "redOver1" : "red";
}

type Rule = { readonly others: readonly Recipient[]; readonly reasonRequired: boolean; readonly kind: Reminder["kind"] };

/** 升级链. The responsible person is always told as well: somebody has to do the work. */
const RULES: Record<ReminderLevel, Rule> = {
  yellow: { others: [], reasonRequired: false, kind: "reminder" },
  red: {
    others: [
      { role: "leaderInCharge", mode: "to" },
      { role: "sectionChief", mode: "cc" },
    ],
    reasonRequired: false,
    kind: "reminder",
  },
  redOver1: { others: [{ role: "leaderInCharge", mode: "to" }], reasonRequired: true, kind: "reminder" },
  redOver3: {
    others: [
      { role: "principalLeader", mode: "to" },
      { role: "dataBureau", mode: "to" },
    ],
    reasonRequired: true,
    kind: "supervision",
  },
  redOver5: { others: [{ role: "countyOffice", mode: "to" }], reasonRequired: true, kind: "inspection" },
};

const recipientsOf = (responsible: ReminderRole, { others }: Rule): readonly Recipient[] => [
  { role: responsible, mode: "to" },
  ...others.filter(({ role }) => role !== responsible),
];

function words({ claimNumber, state, dueOn, late }: EscalationClaim, level: ReminderLevel, overdue: number): string {
  const head = `${claimNumber} ${CLAIM_STATES[state].zh}`;
  if (late?.why === "pause") return `${head}，累计暂停过久，超期 ${overdue} 个工作日`;
  if (dueOn === null || (level !== "yellow" && overdue <= 0)) return level === "yellow" ? `${head}，快到期了` : `${head}，已亮红灯`;
  return level === "yellow" ? `${head}，${formatShortDay(dueOn)} 18:00 前到期` : `${head}，超期 ${overdue} 个工作日`;
}

export const reminderKey = (claimId: string, level: string, day: PlainDate): string => `${claimId}|${level}|${day}`;

/** Working days of delay on the day of sending. */
function overdueOn(cal: WorkCalendar, { dueOn, late }: EscalationClaim, now: Instant, day: PlainDate): number {
  if (late?.why === "pause") return late.workdays + workdaysBetween(cal, dayOf(now), day);
  return dueOn === null ? 0 : workdaysBetween(cal, dueOn, day);
}

/**
 * 催办: the reminder a claim gives rise to at a business instant; null for none, or when the key is in `sent`. Levels are judged for the moment of
 * sending, so that one postponed over a weekend says how late the claim is then. One reminder per claim, level and day.
 */
export function reminderFor(cal: WorkCalendar, claim: EscalationClaim, now: Instant, sent: ReadonlySet<string> = new Set()): Reminder | null {
  const sendAt = sendingTime(cal, now);
  const day = dayOf(sendAt);
  const overdue = overdueOn(cal, claim, now, day);
  const level = levelOf(claim.light, overdue);
  if (level === null) return null;
  const key = reminderKey(claim.claimId, level, day);
  if (sent.has(key)) return null;
  const rule = RULES[level];
  const recipients = recipientsOf(responsibleRole(claim.state, claim.signed, claim.suspension), rule);
  const { reasonRequired, kind } = rule;
  return { claimId: claim.claimId, level, key, sendAt, recipients, channels: ["inbox", "sms"], reasonRequired, kind, text: words(claim, level, overdue) };
}

export type EnterpriseReminder = { readonly claimId: string; readonly key: string; readonly sendAt: Instant; readonly daysLeft: 3 | 1; readonly text: string };

/** 提醒企业: three working days and one working day before its time to confirm, to repair papers or to correct the account runs out. */
export function enterpriseReminderFor(
  cal: WorkCalendar,
  claim: Pick<EscalationClaim, "claimId" | "state" | "dueOn">,
  now: Instant,
  sent: ReadonlySet<string> = new Set(),
): EnterpriseReminder | null {
  if (claim.dueOn === null || CLAIM_STATES[claim.state].party !== "enterprise") return null;
  const sendAt = sendingTime(cal, now);
  const daysLeft = workdaysBetween(cal, dayOf(sendAt), claim.dueOn);
  if (daysLeft !== 3 && daysLeft !== 1) return null;
  const key = reminderKey(claim.claimId, `enterprise${daysLeft}`, dayOf(sendAt));
  if (sent.has(key)) return null;
  return { claimId: claim.claimId, key, sendAt, daysLeft, text: `还剩 ${daysLeft} 个工作日（${formatShortDay(claim.dueOn)} 18:00 前）` };
}
