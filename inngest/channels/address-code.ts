import "server-only";
import { randomUUID } from "node:crypto";
import type { Outlets } from "@/db/config";
import type { CodeOnItsWay } from "@/db/contact-addresses";
import { CODE_MINUTES } from "@/lib/access/registration-rules";
import type { PersonChannel } from "@/lib/messages/channels";
import type { Answer } from "@/lib/messages/delivery-rules";
import { codeMail } from "@/lib/messages/wording";
import { SENDER } from "./deliver";
import { sendMail } from "./email";
import { sendText } from "./text-message";

/** 地址验证码, at once and once: the person waits for it on the screen. */
export async function sendAddressCode(outlets: Outlets, channel: PersonChannel, { address, code }: CodeOnItsWay): Promise<Answer> {
  const id = randomUUID();
  const { email, sms } = outlets;
  if (channel === "email") return email ? sendMail(email, { to: address, ...codeMail(code, CODE_MINUTES, SENDER), id }) : { ok: false, fault: "notConfigured" };
  const params = { code, minutes: CODE_MINUTES };
  return sms ? sendText(sms, { to: address, template: "addressCode", params, id }) : { ok: false, fault: "notConfigured" };
}
