/** 通道: where a message goes besides the in-app mailbox (站内信), which takes every message always. */
export const PERSON_CHANNELS = ["email", "sms"] as const;
/** 群机器人: one group of the county's staff each; nobody's own address. */
const GROUP_CHANNELS = ["dingtalk", "wecom"] as const;
export const CHANNELS = [...PERSON_CHANNELS, ...GROUP_CHANNELS] as const;

export type PersonChannel = (typeof PERSON_CHANNELS)[number];
export type Channel = (typeof CHANNELS)[number];

export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = { email: "邮件", sms: "短信", dingtalk: "钉钉群机器人", wecom: "企业微信群机器人" };

/** 消息类别: what a person chooses channels for. */
export const TOPICS = ["deadline", "supervision", "progress", "report"] as const;
export type Topic = (typeof TOPICS)[number];

export const TOPIC_NAMES: Readonly<Record<Topic, string>> = { deadline: "期限提醒", supervision: "督办", progress: "办理进展", report: "周报" };

const BEGINNINGS: readonly (readonly [string, Topic])[] = [
  ["reminder.", "deadline"],
  ["claim.supervised", "supervision"],
  ["supervision.", "supervision"],
  ["report.", "report"],
];

/** The topic of a message's kind; whatever has no other is progress. */
export const topicOf = (kind: string): Topic => BEGINNINGS.find(([beginning]) => kind.startsWith(beginning))?.[1] ?? "progress";

/** A group is told what is overdue and what was ordered, never what is only near its day, nor an enterprise's own affairs. */
const GROUP_KINDS: ReadonlySet<string> = new Set([
  "reminder.red",
  "reminder.redOver1",
  "reminder.redOver3",
  "reminder.redOver5",
  "claim.supervised",
  "supervision.department",
]);
export const tellsGroup = (kind: string): boolean => GROUP_KINDS.has(kind);

export const isPersonChannel = (channel: Channel): channel is PersonChannel => channel === "email" || channel === "sms";
