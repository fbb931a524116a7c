import "server-only";
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { MessageChannel } from "@/db/config";
import { wallNow } from "@/db/wall-clock";
import { ok, type Result, refused } from "@/lib/kernel/result";
import type { Answer } from "@/lib/messages/delivery-rules";
import type { SmsTemplate } from "@/lib/messages/wording";
import { maskPhone } from "@/lib/standards/mask";
import { faultOf, hasFailed, jsonOf, post } from "./post";

/** 短信: a template of the gateway with its parameters; the wording is agreed with the carrier and never built here. */
export type TextMessage = { readonly to: string; readonly template: "registrationCode"; readonly params: { readonly code: string; readonly minutes: number } };
export type MessageRefusal = "noChannel" | "gatewayRefused" | "gatewayUnreachable";

type Gateway = Extract<MessageChannel, { kind: "gateway" }>;
/** The number of the message, where the gateway gives one. */
const Receipt = z.object({ id: z.string().min(1) });

function postSigned({ url, secret }: Gateway, message: object, key?: string) {
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(wallNow().getTime() / 1000));
  const signature = createHmac("sha256", secret).update(`${timestamp}\n${body}`).digest("hex");
  return post(url, body, { "x-timestamp": timestamp, "x-signature": signature, ...(key !== undefined && { "x-idempotency-key": key }) });
}

export type OutgoingText = { readonly to: string; readonly template: SmsTemplate | "addressCode"; readonly params: object; readonly id: string };

/** 发短信 of the outbox: the delivery's id goes along, so that the gateway takes a repeat for what it is. */
export async function sendText(gateway: Gateway, { id, ...message }: OutgoingText): Promise<Answer> {
  const posted = await postSigned(gateway, message, id);
  if (hasFailed(posted)) return posted;
  if (posted.ok) return { ok: true, providerId: Receipt.safeParse(jsonOf(posted.text)).data?.id ?? `${posted.status}:${id}` };
  return posted.status === 422 ? { ok: false, fault: "badAddress", code: "422" } : faultOf(posted);
}

async function throughGateway(gateway: Gateway, message: TextMessage): Promise<Result<null, MessageRefusal>> {
  const posted = await postSigned(gateway, message);
  if (hasFailed(posted)) return refused("gatewayUnreachable");
  return posted.ok ? ok(null) : refused("gatewayRefused");
}

/** 发短信. In a demo county no telephone rings: the message goes to the server's log, where a tester can read it. */
export async function sendTextMessage(channel: MessageChannel, message: TextMessage): Promise<Result<null, MessageRefusal>> {
  if (channel.kind === "none") return refused("noChannel");
  if (channel.kind === "gateway") return throughGateway(channel, message);
  const { to, params } = message;
  process.stdout.write(`演示短信 发给 ${maskPhone(to)}：企业注册验证码 ${params.code}，${params.minutes} 分钟内有效。\n`);
  return ok(null);
}
