import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { readConfig } from "@/db/config";
import { sendTextMessage } from "@/inngest/channels/text-message";

const SECRET = "a secret of the gateway";
const MESSAGE = { to: "13800001234", template: "registrationCode", params: { code: "012345", minutes: 10 } } as const;
const stops: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const stop of stops.splice(0)) stop();
});

/** A gateway on the loopback that answers as told and remembers what it got. */
async function gateway(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { kind: "gateway", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, secret: SECRET } as const;
}

test("a message is signed and taken by any 2xx", async () => {
  const got: { body: string; signature: unknown; timestamp: unknown }[] = [];
  const channel = await gateway((request, response, body) => {
    got.push({ body, signature: request.headers["x-signature"], timestamp: request.headers["x-timestamp"] });
    response.writeHead(202).end();
  });
  expect(await sendTextMessage(channel, MESSAGE)).toEqual({ ok: true, value: null });
  expect(got).toHaveLength(1);
  expect(JSON.parse(got[0]?.body ?? "")).toEqual(MESSAGE);
  expect(got[0]?.signature).toBe(createHmac("sha256", SECRET).update(`${got[0]?.timestamp}\n${got[0]?.body}`).digest("hex"));
});

test("a gateway that refuses or leads elsewhere takes nothing", async () => {
  expect(await sendTextMessage(await gateway((_, response) => response.writeHead(500).end("no")), MESSAGE)).toEqual({ ok: false, reason: "gatewayRefused" });
  const elsewhere = await gateway((_, response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end());
  expect(await sendTextMessage(elsewhere, MESSAGE)).toEqual({ ok: false, reason: "gatewayUnreachable" });
});

test("one that is not there, or never answers, is given up", async () => {
  expect(await sendTextMessage({ kind: "gateway", url: "http://127.0.0.1:1/", secret: SECRET }, MESSAGE)).toEqual({ ok: false, reason: "gatewayUnreachable" });
  const silent = await gateway(() => undefined);
  expect(await sendTextMessage(silent, MESSAGE)).toEqual({ ok: false, reason: "gatewayUnreachable" });
}, 15_000);

test("without a channel it is refused; a demo county writes it to the log under a masked number", async () => {
  expect(await sendTextMessage({ kind: "none" }, MESSAGE)).toEqual({ ok: false, reason: "noChannel" });
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  await sendTextMessage({ kind: "demo" }, MESSAGE);
  expect(written.join("")).toContain("012345");
  expect(written.join("")).toContain("138****1234");
  expect(written.join("")).not.toContain(MESSAGE.to);
});

test("the channel follows the configuration", () => {
  expect(readConfig({}).messages).toEqual({ kind: "demo" });
  expect(readConfig({ DEMO: "off" }).messages).toEqual({ kind: "none" });
  const set = { DEMO: "off", SMS_GATEWAY_URL: "https://sms.example.test/send", SMS_GATEWAY_SECRET: SECRET };
  expect(readConfig(set).messages).toEqual({ kind: "gateway", url: set.SMS_GATEWAY_URL, secret: SECRET });
  expect(() => readConfig({ ...set, SMS_GATEWAY_SECRET: "" })).toThrow("必须同时设置");
  expect(readConfig({}).staffSecondFactor).toBe(false);
  expect(readConfig({ STAFF_SECOND_FACTOR: "required" }).staffSecondFactor).toBe(true);
  expect(() => readConfig({ STAFF_SECOND_FACTOR: "yes" })).toThrow("STAFF_SECOND_FACTOR");
});
