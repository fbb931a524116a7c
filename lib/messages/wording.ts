import type { Topic } from "./channels";

/**
 * 对外文案: all that leaves the platform by mail, text message or robot. Made from the kind and the number of the case alone: no name, no amount,
 * no free text, so that nothing personal can travel with it (PIPL 51). Who wants to know more signs in.
 */
export type Outward = {
  /** 主题 of a mail. */
  readonly subject: string;
  readonly text: string;
  /** The template agreed with the carrier and its parameters; docs/sms-gateway.md holds the wording. */
  readonly sms: { readonly template: SmsTemplate; readonly params: Readonly<Record<string, string>> };
};
export const SMS_TEMPLATES = ["caseDeadline", "supervision", "caseProgress", "weeklyReport"] as const;
export type SmsTemplate = (typeof SMS_TEMPLATES)[number];

const STATES: Readonly<Record<string, string>> = {
  "reminder.yellow": "快到期",
  "reminder.red": "已超期",
  "reminder.redOver1": "超期 1 天以上，请填超期原因",
  "reminder.redOver3": "超期 3 天以上，已报主要负责人",
  "reminder.redOver5": "超期 5 天以上，已报督查",
  "reminder.enterprise": "快到期，请尽快办理",
};

const ORDERS: Readonly<Record<string, string>> = { "supervision.replied": "督办已答复", "supervision.late": "有一件督办答复逾期" };

export type Told = { readonly topic: Topic; readonly kind: string; readonly claimNumber: string | null };

const caseWord = (number: string | null): string => (number === null ? "有事项" : `办件 ${number} `);

function deadline({ kind, claimNumber }: Told): Omit<Outward, "subject"> {
  const state = STATES[kind] ?? "快到期";
  return { text: `${caseWord(claimNumber)}${state}。请登录平台办理。`, sms: { template: "caseDeadline", params: { number: claimNumber ?? "", state } } };
}

function supervision({ kind, claimNumber }: Told): Omit<Outward, "subject"> {
  const what = ORDERS[kind] ?? "有一件督办等您答复";
  const about = claimNumber === null ? "" : `（办件 ${claimNumber}）`;
  return { text: `${what}${about}。请登录平台查看。`, sms: { template: "supervision", params: { number: claimNumber ?? "", state: what } } };
}

const progress = ({ claimNumber }: Told): Omit<Outward, "subject"> => ({
  text: `${claimNumber === null ? "您有一条新消息" : `办件 ${claimNumber} 有新进展`}。请登录平台查看。`,
  sms: { template: "caseProgress", params: { number: claimNumber ?? "" } },
});

const report = (): Omit<Outward, "subject"> => ({ text: "上周的全县兑现周报已经生成。请登录平台查看。", sms: { template: "weeklyReport", params: {} } });

const WORDS: Readonly<Record<Topic, (told: Told) => Omit<Outward, "subject">>> = { deadline, supervision, progress, report };
const SUBJECTS: Readonly<Record<Topic, string>> = { deadline: "期限提醒", supervision: "督办", progress: "办理进展", report: "周报" };

/** What is said outside of a message that lies in the mailbox. */
export function outwardWords(told: Told, platform: string): Outward {
  const { text, sms } = WORDS[told.topic](told);
  const number = told.claimNumber === null ? "" : `：${told.claimNumber}`;
  return { subject: `【${platform}】${SUBJECTS[told.topic]}${number}`, text: `【${platform}】${text}`, sms };
}

/** 地址验证码 by mail. */
export const codeMail = (code: string, minutes: number, platform: string) => ({
  subject: `【${platform}】验证码`,
  text: `【${platform}】验证码 ${code}，${minutes} 分钟内有效。用来确认这个地址能收到平台的消息。不是您本人操作请忽略。`,
});
