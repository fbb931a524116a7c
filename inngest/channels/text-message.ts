import "server-only";
import { createHmac } from "node:crypto";
import type { MessageChannel } from "@/db/config";
import { wallNow } from "@/db/wall-clock";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { maskPhone } from "@/lib/standards/mask";

/** 短信: a template of the gateway with its parameters; the wording is agreed with the carrier and never built here. */
export type TextMessage = { readonly to: string; readonly template: "registrationCode"; readonly params: { readonly code: string; readonly minutes: number } };
export type MessageRefusal = "noChannel" | "gatewayRefused" | "gatewayUnreachable";

/** A gateway that has not answered by then will not. */
const TIMEOUT_MS = 5_000;

async function throughGateway({ url, secret }: Extract<MessageChannel, { kind: "gateway" }>, message: TextMessage): Promise<Result<null, MessageRefusal>> {
  const body = JSON.stringify(message);
  const timestamp = String(Math.floor(wallNow().getTime() / 1000));
  const signature = createHmac("sha256", secret).update(`${timestamp}\n${body}`).digest("hex");
  const headers = { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": signature };
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok ? ok(null) : refused("gatewayRefused");
  } catch {
    return refused("gatewayUnreachable");
  }
}

/** 发短信. In a demo county no telephone rings: the message goes to the server's log, where a tester can read it. */
export async function sendTextMessage(channel: MessageChannel, message: TextMessage): Promise<Result<null, MessageRefusal>> {
  if (channel.kind === "none") return refused("noChannel");
  if (channel.kind === "gateway") return throughGateway(channel, message);
  const { to, params } = message;
  process.stdout.write(`演示短信 发给 ${maskPhone(to)}：企业注册验证码 ${params.code}，${params.minutes} 分钟内有效。\n`);
  return ok(null);
}
