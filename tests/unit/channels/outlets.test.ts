import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { configuredChannels, readConfig } from "@/db/config";
import { sendMail } from "@/inngest/channels/email";
import { tellDingtalk, tellWecom } from "@/inngest/channels/robot";
import { sendText } from "@/inngest/channels/text-message";
import { answerJson, type Heard, httpServer } from "../../support/http-server";
import { type Behaviour, smtpServer } from "../../support/smtp-server";

const ID = "11111111-2222-4333-8444-555555555555";
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function mailbox(behaviour: Behaviour = {}, user = "") {
  const server = await smtpServer(behaviour);
  stops.push(server.close);
  return { ...server, email: { url: `smtp://${user}127.0.0.1:${server.port}`, from: "platform@example.test" } };
}
async function provider(answer: (heard: Heard, response: ServerResponse) => void) {
  const server = await httpServer(answer);
  stops.push(server.close);
  return server;
}

describe("mail", () => {
  const mail = { to: "clerk@example.test", subject: "【平台】期限提醒：兑2026-00042", text: "办件 兑2026-00042 已超期。", id: ID };

  test("is taken with the server's queue number as proof and the delivery's id as its own", async () => {
    const { email, received } = await mailbox();
    expect(await sendMail(email, mail)).toEqual({ ok: true, providerId: "250 2.0.0 Ok: queued as TEST1" });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ from: "platform@example.test", to: ["clerk@example.test"] });
    const data = received[0]!.data;
    expect(data).toContain(`Message-ID: <${ID}@example.test>`);
    const body = data.split("\n\n").slice(1).join("");
    expect(Buffer.from(body.replace(/\s/g, ""), "base64").toString("utf8").trim()).toBe(mail.text);
  });

  test("goes under the sign-in of its address", async () => {
    const { email, received } = await mailbox({}, "county:s%40cret@");
    expect(await sendMail(email, mail)).toMatchObject({ ok: true });
    expect(received[0]?.user).toBe("county");
  });

  test("an address that smuggles a second recipient reaches nobody else", async () => {
    const { email, received } = await mailbox();
    await sendMail(email, { ...mail, to: "a@example.test, b@example.test" });
    expect(received.flatMap((one) => one.to)).not.toContain("b@example.test");
  });

  test.each([
    ["no such mailbox", { rcpt: "550 5.1.1 no such user" }, "", "badAddress", "550"],
    ["greylisted", { rcpt: "450 4.7.1 try later" }, "", "rateLimited", "450"],
    ["too many connections", { greeting: "421 4.7.0 too many" }, "", "rateLimited", "421"],
    ["refused as spam", { data: "554 5.7.1 spam" }, "", "providerRefused", "554"],
    ["wrong password", { auth: "535 5.7.8 bad credentials" }, "u:p@", "badCredentials", "535"],
  ] as const)("%s", async (_name, behaviour, user, fault, code) => {
    const { email, received } = await mailbox(behaviour, user);
    expect(await sendMail(email, mail)).toEqual({ ok: false, fault, code });
    expect(received).toEqual([]);
  });

  test("a server that is not there or never greets is given up", async () => {
    expect(await sendMail({ url: "smtp://127.0.0.1:1", from: "p@example.test" }, mail)).toMatchObject({ ok: false, fault: "unreachable" });
    const { email } = await mailbox({ silent: true });
    expect(await sendMail(email, mail)).toMatchObject({ ok: false, fault: "timeout" });
  }, 20_000);
});

describe("钉钉", () => {
  const SECRET = "SEC0123456789abcdef";
  const robot = (address: string) => ({ url: `${address}/robot/send?access_token=t`, secret: SECRET });

  test("is signed as its document says and taken on errcode 0 only", async () => {
    let secret = SECRET;
    const server = await provider(({ url }, response) => {
      const timestamp = url.searchParams.get("timestamp");
      const right = createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");
      answerJson(response, url.searchParams.get("sign") === right ? { errcode: 0, errmsg: "ok" } : { errcode: 310000, errmsg: "sign not match" });
    });
    expect(await tellDingtalk(robot(server.address), "办件已超期。", ID)).toEqual({ ok: true, providerId: `ok:${ID}` });
    expect(server.heard[0]?.url.searchParams.get("access_token")).toBe("t");
    expect(JSON.parse(server.heard[0]?.body ?? "")).toEqual({ msgtype: "text", text: { content: "办件已超期。" } });
    secret = "another secret of the robot";
    expect(await tellDingtalk(robot(server.address), "x", ID)).toEqual({ ok: false, fault: "badCredentials", code: "310000" });
  });
});

describe("企业微信", () => {
  test.each([
    ["too fast", { errcode: 45009 }, 200, { fault: "rateLimited", code: "45009" }],
    ["a wrong key", { errcode: 93000 }, 200, { fault: "badCredentials", code: "93000" }],
    ["anything else", { errcode: -1 }, 200, { fault: "providerRefused", code: "-1" }],
    ["no JSON of its own", { hello: "<html>" }, 200, { fault: "providerRefused", code: "200" }],
    ["429 with a time to wait", {}, 429, { fault: "rateLimited", code: "429", retryAfterSeconds: 120 }],
    ["500", {}, 500, { fault: "providerRefused", code: "500" }],
    ["403", {}, 403, { fault: "badCredentials", code: "403" }],
  ])("%s", async (_name, body, status, expected) => {
    const server = await provider((_, response) => answerJson(response, body, status, status === 429 ? { "retry-after": "120" } : {}));
    expect(await tellWecom({ url: `${server.address}/send?key=k` }, "x", ID)).toEqual({ ok: false, ...expected });
    expect(server.heard).toHaveLength(1);
  });

  test("is taken on errcode 0; elsewhere, nowhere and silence are not", async () => {
    const good = await provider((_, response) => answerJson(response, { errcode: 0, msgid: "m-7" }));
    expect(await tellWecom({ url: good.address }, "x", ID)).toEqual({ ok: true, providerId: "m-7" });
    const elsewhere = await provider((_, response) => response.writeHead(307, { location: good.address }).end());
    expect(await tellWecom({ url: elsewhere.address }, "x", ID)).toEqual({ ok: false, fault: "unreachable" });
    expect(await tellWecom({ url: "http://127.0.0.1:1/" }, "x", ID)).toEqual({ ok: false, fault: "unreachable" });
    const silent = await provider(() => undefined);
    expect(await tellWecom({ url: silent.address }, "x", ID)).toEqual({ ok: false, fault: "timeout" });
    // A head that comes at once does not lengthen the five seconds
    const slow = await provider((_, response) => void response.writeHead(200).write("{"));
    expect(await tellWecom({ url: slow.address }, "x", ID)).toEqual({ ok: false, fault: "timeout" });
    expect(good.heard).toHaveLength(1);
  }, 20_000);
});

describe("短信", () => {
  const secret = "a secret of the gateway";
  const text = { to: "13800001234", template: "caseDeadline", params: { number: "兑2026-00042", state: "已超期" }, id: ID } as const;

  test("goes signed, with the delivery's id against repeats, and keeps the gateway's number", async () => {
    const server = await provider((_, response) => answerJson(response, { id: "sms-9" }, 202));
    expect(await sendText({ kind: "gateway", url: server.address, secret }, text)).toEqual({ ok: true, providerId: "sms-9" });
    const { headers, body } = server.heard[0]!;
    expect(headers["x-idempotency-key"]).toBe(ID);
    expect(headers["x-signature"]).toBe(createHmac("sha256", secret).update(`${headers["x-timestamp"]}\n${body}`).digest("hex"));
    expect(JSON.parse(body)).toEqual({ to: text.to, template: text.template, params: text.params });
  });

  test("a gateway without numbers proves by its status; 422 is a number that does not exist", async () => {
    const plain = await provider((_, response) => void response.writeHead(204).end());
    expect(await sendText({ kind: "gateway", url: plain.address, secret }, text)).toEqual({ ok: true, providerId: `204:${ID}` });
    const unknown = await provider((_, response) => answerJson(response, {}, 422));
    expect(await sendText({ kind: "gateway", url: unknown.address, secret }, text)).toEqual({ ok: false, fault: "badAddress", code: "422" });
  });
});

test("channels follow the configuration; half of one is refused with a sentence", () => {
  expect(configuredChannels({})).toEqual([]);
  expect(configuredChannels({ SMTP_URL: "", WECOM_WEBHOOK_URL: "https://x.example.test" })).toEqual(["wecom"]);
  expect(readConfig({}).outlets).toEqual({ email: null, sms: null, dingtalk: null, wecom: null });
  const set = { SMTP_URL: "smtps://u:p@mail.example.test:465", SMTP_FROM: "p@example.test" };
  expect(readConfig(set).outlets.email).toEqual({ url: set.SMTP_URL, from: set.SMTP_FROM });
  expect(() => readConfig({ SMTP_URL: set.SMTP_URL })).toThrow("SMTP_URL 与 SMTP_FROM 必须同时设置");
  expect(() => readConfig({ ...set, SMTP_URL: "http://mail.example.test" })).toThrow("SMTP_URL");
  expect(() => readConfig({ DINGTALK_WEBHOOK_URL: "https://x.example.test" })).toThrow("必须同时设置");
  expect(() => readConfig({ WECOM_WEBHOOK_URL: "file:///etc/passwd" })).toThrow("WECOM_WEBHOOK_URL");
});
