import "server-only";
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Outlets } from "@/db/config";
import { wallNow } from "@/db/wall-clock";
import type { Answer, DeliveryFault } from "@/lib/messages/delivery-rules";
import { faultOf, hasFailed, jsonOf, post } from "./post";

/** Both robots answer 200 whatever happens; the number inside tells. */
const Reply = z.object({ errcode: z.int(), msgid: z.string().optional(), messageId: z.string().optional() });

/** 机器人返回码 that say more than that it failed. 钉钉: 310000 signature, 410100 and 130101 too fast; 企业微信: 45009 too fast, 93000 address. */
const FAULTS: Readonly<Record<number, DeliveryFault>> = {
  310000: "badCredentials",
  300001: "badCredentials",
  93000: "badCredentials",
  410100: "rateLimited",
  130101: "rateLimited",
  45009: "rateLimited",
};

async function say(url: string, content: string, id: string): Promise<Answer> {
  const posted = await post(url, JSON.stringify({ msgtype: "text", text: { content } }));
  if (hasFailed(posted)) return posted;
  if (!posted.ok) return faultOf(posted);
  const reply = Reply.safeParse(jsonOf(posted.text));
  if (!reply.success) return { ok: false, fault: "providerRefused", code: String(posted.status) };
  const { errcode, msgid, messageId } = reply.data;
  if (errcode === 0) return { ok: true, providerId: msgid ?? messageId ?? `ok:${id}` };
  return { ok: false, fault: FAULTS[errcode] ?? "providerRefused", code: String(errcode) };
}

/** 钉钉群机器人 with 加签: milliseconds, a line feed and the secret, HMAC-SHA-256 keyed with the secret, base64, both in the address. */
export function tellDingtalk({ url, secret }: NonNullable<Outlets["dingtalk"]>, content: string, id: string): Promise<Answer> {
  const timestamp = String(wallNow().getTime());
  const signed = new URL(url);
  signed.searchParams.set("timestamp", timestamp);
  signed.searchParams.set("sign", createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64"));
  return say(signed.href, content, id);
}

/** 企业微信群机器人: the key in its address is all it asks for. */
export const tellWecom = ({ url }: NonNullable<Outlets["wecom"]>, content: string, id: string): Promise<Answer> => say(url, content, id);
