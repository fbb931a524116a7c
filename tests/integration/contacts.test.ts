import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { FormState } from "@/app/_ui/form-state";
import { setBusinessNow } from "@/db/clock";
import { listContacts } from "@/db/contact-addresses";
import { auditLog } from "@/db/schema";
import type { Db } from "@/db/types";
import { freshDatabase } from "../support/database";
import { on, type Staff, seedOffice } from "../support/fixtures";
import { answerJson, httpServer } from "../support/http-server";
import { navigation, requestHeaders } from "../support/sign-in";
import { smtpServer } from "../support/smtp-server";

/** 接收消息 on /account: an address is in force once the code that went there comes back. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", () => navigation);
vi.mock("next/headers", () => requestHeaders);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
const stops: (() => void)[] = [];

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  staff = await seedOffice(db);
  await setBusinessNow(db, on("2026-07-15"));
});
afterAll(() => close());
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  for (const name of ["SMTP_URL", "SMTP_FROM", "SMS_GATEWAY_URL", "SMS_GATEWAY_SECRET"]) delete process.env[name];
});

type Name = "propose" | "confirm" | "choose" | "remove";
async function send(name: Name, fields: readonly (readonly [string, string])[]): Promise<FormState> {
  const actions = await import("@/app/account/contacts/actions");
  const form = new FormData();
  for (const [key, value] of fields) form.append(key, value);
  return actions[name]({ status: "idle" }, form);
}
async function mail(behaviour: Parameters<typeof smtpServer>[0] = {}) {
  const server = await smtpServer(behaviour);
  stops.push(server.close);
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${server.port}`;
  process.env["SMTP_FROM"] = "platform@example.test";
  return server;
}
const textOf = (data: string) => Buffer.from(data.split("\n\n").slice(1).join("").replace(/\s/g, ""), "base64").toString("utf8");
const contactOf = async (channel: "email" | "sms") => (await listContacts(db, session.personId ?? "")).find((one) => one.channel === channel);

test("without a channel the county offers nothing, whatever is posted", async () => {
  session.personId = staff.handler.personId;
  expect(
    await send("propose", [
      ["channel", "email"],
      ["address", "clerk@example.test"],
    ]),
  ).toMatchObject({ status: "refused" });
  expect(await contactOf("email")).toMatchObject({ mask: null, pendingMask: null });
});

test("a mail brings the code; with it the address is in force, and its owner chooses and ends", async () => {
  session.personId = staff.handler.personId;
  const server = await mail();
  expect(
    await send("propose", [
      ["channel", "email"],
      ["address", " Clerk@Example.test "],
    ]),
  ).toMatchObject({ status: "done" });
  expect(server.received[0]?.to).toEqual(["Clerk@example.test"]);
  const code = /验证码 (\d{6})/.exec(textOf(server.received[0]?.data ?? ""))?.[1] ?? "";
  expect(
    await send("confirm", [
      ["channel", "email"],
      ["code", code === "000000" ? "111111" : "000000"],
    ]),
  ).toMatchObject({ status: "refused" });
  expect(await contactOf("email")).toMatchObject({ mask: null, pendingMask: "C***@example.test" });
  expect(
    await send("confirm", [
      ["channel", "email"],
      ["code", code],
    ]),
  ).toMatchObject({ status: "done" });
  expect(await contactOf("email")).toMatchObject({ mask: "C***@example.test", pendingMask: null, wanted: ["deadline", "supervision", "progress", "report"] });
  expect(
    await send("choose", [
      ["channel", "email"],
      ["topic", "deadline"],
      ["topic", "report"],
    ]),
  ).toMatchObject({ status: "done" });
  expect(await contactOf("email")).toMatchObject({ wanted: ["deadline", "report"] });
  expect(
    await send("choose", [
      ["channel", "email"],
      ["topic", "secrets"],
    ]),
  ).toMatchObject({ status: "refused" });
  expect(await send("remove", [["channel", "email"]])).toMatchObject({ status: "done" });
  expect(await contactOf("email")).toMatchObject({ mask: null });
  const actions = (await db.select({ action: auditLog.action }).from(auditLog)).map((row) => row.action);
  expect(actions).toEqual(expect.arrayContaining(["contact.proposed", "contact.verified", "contact.preferred", "contact.removed"]));
});

test("a text message brings it as well; a number that does not exist is said", async () => {
  session.personId = staff.checker.personId;
  const server = await httpServer(({ body }, response) => answerJson(response, {}, body.includes("13900000000") ? 422 : 202));
  stops.push(server.close);
  process.env["SMS_GATEWAY_URL"] = server.address;
  process.env["SMS_GATEWAY_SECRET"] = "a secret of the gateway";
  const refused = await send("propose", [
    ["channel", "sms"],
    ["address", "13900000000"],
  ]);
  expect(refused).toMatchObject({ status: "refused", message: expect.stringContaining("没有这个地址") });
  expect(
    await send("propose", [
      ["channel", "sms"],
      ["address", "138 0000 1234"],
    ]),
  ).toMatchObject({ status: "done" });
  const { to, template, params } = JSON.parse(server.heard.at(-1)?.body ?? "") as { to: string; template: string; params: { code: string } };
  expect([to, template]).toEqual(["13800001234", "addressCode"]);
  expect(
    await send("confirm", [
      ["channel", "sms"],
      ["code", params.code],
    ]),
  ).toMatchObject({ status: "done" });
  expect(await contactOf("sms")).toMatchObject({ mask: "138****1234" });
});

test("after five codes in an hour there are no more; nobody's mailbox is to be filled", async () => {
  session.personId = staff.maker.personId;
  const server = await mail();
  const ask = () =>
    send("propose", [
      ["channel", "email"],
      ["address", "victim@example.test"],
    ]);
  for (let n = 0; n < 5; n++) expect(await ask()).toMatchObject({ status: "done" });
  expect(await ask()).toMatchObject({ status: "refused", message: expect.stringContaining("太多次") });
  expect(server.received).toHaveLength(5);
});

test("a server that is down is said, and a visitor is sent to sign in", async () => {
  session.personId = staff.leader.personId;
  await mail();
  process.env["SMTP_URL"] = "smtp://127.0.0.1:1";
  expect(
    await send("propose", [
      ["channel", "email"],
      ["address", "l@example.test"],
    ]),
  ).toMatchObject({ status: "refused", message: "验证码没有发出去，请过一会儿再试。" });
  session.personId = null;
  await expect(
    send("propose", [
      ["channel", "email"],
      ["address", "l@example.test"],
    ]),
  ).rejects.toMatchObject({ kind: "unauthorized" });
});
