import "server-only";
import { createTransport } from "nodemailer";
import { z } from "zod";
import type { Outlets } from "@/db/config";
import type { Answer, DeliveryFault } from "@/lib/messages/delivery-rules";
import { TIMEOUT_MS } from "./post";

export type Mail = { readonly to: string; readonly subject: string; readonly text: string; readonly id: string };

/** On this very machine nobody listens in; to anywhere else a mail goes encrypted or not at all. */
const LOCAL: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

const DEFAULT_PORT: Readonly<Record<string, number>> = { "smtps:": 465, "smtp:": 587 };

function transportOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const auth = username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } };
  const patience = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS, dnsTimeout: TIMEOUT_MS };
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || DEFAULT_PORT[protocol]),
    secure,
    requireTLS: !secure && !LOCAL.has(hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...auth,
    ...patience,
  });
}

/** Its message may name the address; only its code and number are looked at. */
const SmtpError = z.object({ code: z.string().optional(), responseCode: z.int().optional(), command: z.string().optional() });

const BY_CODE: Readonly<Record<string, DeliveryFault>> = { EAUTH: "badCredentials", ETIMEDOUT: "timeout", ECONNECTION: "unreachable", EDNS: "unreachable" };

function faultOfError(error: unknown): DeliveryFault {
  const { code = "", responseCode = 0, command = "" } = SmtpError.safeParse(error).data ?? {};
  // 550–553 to RCPT TO: no such mailbox. 421, 450–452: busy, greylisted, full; later.
  if (command === "RCPT TO" && responseCode >= 550 && responseCode <= 553) return "badAddress";
  if (code === "EAUTH" || responseCode === 530 || responseCode === 535) return "badCredentials";
  if (responseCode >= 400 && responseCode < 500) return "rateLimited";
  if (responseCode >= 500) return "providerRefused";
  return BY_CODE[code] ?? "unreachable";
}

/**
 * 发邮件. The message id is the delivery's own, so that a mailbox recognises a repeat after a crash between the server's 250 and our note of it.
 * The server's answer (with its queue number) is the proof.
 */
export async function sendMail({ url, from }: NonNullable<Outlets["email"]>, { to, subject, text, id }: Mail): Promise<Answer> {
  const transport = transportOf(url);
  try {
    const info = await transport.sendMail({ from, to: { name: "", address: to }, subject, text, messageId: `<${id}@${from.split("@").at(-1)}>` });
    return { ok: true, providerId: String(info.response || info.messageId) };
  } catch (error) {
    const { responseCode, code } = SmtpError.safeParse(error).data ?? {};
    return { ok: false, fault: faultOfError(error), code: String(responseCode ?? code ?? "") };
  } finally {
    transport.close();
  }
}
