import "server-only";
import { type Outlets, readConfig } from "@/db/config";
import { type Attempt, beginAttempt, finishAttempt } from "@/db/deliveries";
import type { Db } from "@/db/types";
import type { Answer } from "@/lib/messages/delivery-rules";
import { type Outward, outwardWords } from "@/lib/messages/wording";
import { sendMail } from "./email";
import { tellDingtalk, tellWecom } from "./robot";
import { sendText } from "./text-message";

/** 平台 as it names itself in a message. */
export const SENDER = "青禾县企业服务平台";

type Sender = (outlets: Outlets, attempt: Attempt, words: Outward & { readonly withLink: string }) => Promise<Answer>;
const NOT_CONFIGURED: Answer = { ok: false, fault: "notConfigured" };
const NO_ADDRESS: Answer = { ok: false, fault: "noAddress" };

const SENDERS: Readonly<Record<Attempt["channel"], Sender>> = {
  email: async ({ email }, { address, id }, { subject, withLink }) => {
    if (!email) return NOT_CONFIGURED;
    return address === null ? NO_ADDRESS : sendMail(email, { to: address, subject, text: withLink, id });
  },
  sms: async ({ sms }, { address, id }, words) => {
    if (!sms) return NOT_CONFIGURED;
    return address === null ? NO_ADDRESS : sendText(sms, { to: address, ...words.sms, id });
  },
  dingtalk: async ({ dingtalk }, { id }, { withLink }) => (dingtalk ? tellDingtalk(dingtalk, withLink, id) : NOT_CONFIGURED),
  wecom: async ({ wecom }, { id }, { withLink }) => (wecom ? tellWecom(wecom, withLink, id) : NOT_CONFIGURED),
};

/** 送一条: one try of one delivery. Text messages carry no link: people are taught not to follow any. */
export async function deliverOne(db: Db, id: string, config = readConfig()): Promise<"sent" | "waiting" | "dead" | "skipped"> {
  const attempt = await beginAttempt(db, id);
  if (!attempt) return "skipped";
  const words = outwardWords(attempt, SENDER);
  const link = config.publicAddress && attempt.href ? `\n${config.publicAddress}${attempt.href}` : "";
  const answer = await SENDERS[attempt.channel](config.outlets, attempt, { ...words, withLink: `${words.text}${link}` });
  return finishAttempt(db, attempt, answer);
}
