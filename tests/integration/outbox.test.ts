import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { loadCalendar } from "@/db/calendar";
import { readConfig } from "@/db/config";
import { choosePreferences, confirmAddress, listContacts, proposeAddress, removeAddress } from "@/db/contact-addresses";
import { beginAttempt, channelStates, dueDeliveries, finishAttempt, listDeliveries, resendDeliveries } from "@/db/deliveries";
import { listNotifications, type NewNotification, notify } from "@/db/notifications";
import { auditLog, contactAddresses, deliveries, notifications } from "@/db/schema";
import { orderDepartmentSupervision } from "@/db/supervisions";
import type { Db } from "@/db/types";
import { deliverOne } from "@/inngest/channels/deliver";
import { plainDate } from "@/lib/kernel/plain-date";
import type { PersonChannel, Topic } from "@/lib/messages/channels";
import { MOST_ATTEMPTS } from "@/lib/messages/delivery-rules";
import { freshDatabase } from "../support/database";
import { type Company, DEPARTMENT, makeClaim, makeCompany, on, refusedBy, type Staff, seedOffice } from "../support/fixtures";
import { answerJson, httpServer } from "../support/http-server";
import { officer } from "../support/review-fixtures";
import { smtpServer } from "../support/smtp-server";

/** 发件箱 against providers on the loopback. The wall clock stands still here, so that retries can be told by the minute. */
const NOON = Date.parse("2026-11-24T04:00:00Z");
const AT = on("2026-07-15", "10:00");
const NAMES = ["SMTP_URL", "SMTP_FROM", "SMS_GATEWAY_URL", "SMS_GATEWAY_SECRET", "DINGTALK_WEBHOOK_URL", "DINGTALK_SECRET", "WECOM_WEBHOOK_URL"] as const;

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let company: Company;
let claimId: string;
let admin: Awaited<ReturnType<typeof officer>>;
let serial = 0;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  company = await makeCompany(db);
  claimId = await makeClaim(db, company);
  admin = await officer(db, "admin", "systemAdmin", null);
});
afterAll(async () => {
  vi.useRealTimers();
  await close();
});
beforeEach(async () => {
  for (const name of NAMES) delete process.env[name];
  // What earlier tests left waiting is out of the way
  await db.update(deliveries).set({ state: "dead", fault: "interrupted" }).where(eq(deliveries.state, "waiting"));
});

const now = async (at = AT) => ({ at, calendar: await loadCalendar(db) });
const message = (change: Partial<NewNotification> = {}): NewNotification => {
  serial += 1;
  const title = "已超期：张三丰的店";
  return { claimId, kind: "reminder.red", title, body: "里面有姓名和金额", href: `/review/cases/${claimId}`, dedupeKey: `test-${serial}`, ...change };
};
const idOf = (actor: { personId: string | null }): string => actor.personId ?? "";
const wait = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
const waitingOf = (channel: string) => db.select().from(deliveries).where(sql`${deliveries.channel} = ${channel} and ${deliveries.state} = 'waiting'`);
const rowOf = async (id: string) => (await db.select().from(deliveries).where(eq(deliveries.id, id)))[0]!;

async function reachable(actor: { personId: string | null }, channel: PersonChannel, address: string): Promise<void> {
  const own = { personId: idOf(actor), channel, at: AT };
  const proposed = await proposeAddress(db, own, address);
  if (!proposed.ok) throw new Error(proposed.reason);
  expect(await confirmAddress(db, own, proposed.value.code)).toMatchObject({ ok: true });
}

async function mailServer(behaviour: Parameters<typeof smtpServer>[0] = {}) {
  const server = await smtpServer(behaviour);
  process.env["SMTP_URL"] = `smtp://127.0.0.1:${server.port}`;
  process.env["SMTP_FROM"] = "platform@example.test";
  return server;
}

/** One run of the function's step. */
async function drain(at = AT): Promise<string[]> {
  const ids = await dueDeliveries(db, await now(at), 50);
  return Promise.all(ids.map((id) => deliverOne(db, id, readConfig())));
}

describe("what is queued", () => {
  test("nothing without a configured channel; the mailbox has it all the same", async () => {
    await reachable(staff.handler, "email", "handler@example.test");
    expect(await notify(db, [message({ personId: idOf(staff.handler) })], AT)).toBe(1);
    expect(await db.select().from(deliveries)).toEqual([]);
    expect((await listNotifications(db, { personId: idOf(staff.handler), enterpriseId: null }, { page: 1 })).total).toBe(1);
    expect(await dueDeliveries(db, await now(), 10)).toEqual([]);
  });

  test("one per person and message, however often it is repeated; nobody without a verified address", async () => {
    process.env["SMTP_URL"] = "smtp://127.0.0.1:1";
    await proposeAddress(db, { personId: idOf(staff.checker), channel: "email", at: AT }, "checker@example.test");
    const [one, other] = [message({ personId: idOf(staff.handler) }), message({ personId: idOf(staff.checker) })];
    expect(await notify(db, [one, other], AT)).toBe(2);
    expect(await notify(db, [one, other], AT)).toBe(0);
    expect(await waitingOf("email")).toMatchObject([{ personId: idOf(staff.handler), topic: "deadline" }]);
  });

  test("a message to an enterprise goes to whoever stands for it today", async () => {
    process.env["SMS_GATEWAY_URL"] = "http://127.0.0.1:1/";
    await reachable(company.owner, "sms", "13800001234");
    await notify(db, [message({ enterpriseId: company.id, kind: "claim.offered" })], AT);
    expect(await waitingOf("sms")).toMatchObject([{ personId: idOf(company.owner), topic: "progress" }]);
  });

  test("a topic that was switched off stays in the mailbox alone", async () => {
    process.env["SMTP_URL"] = "smtp://127.0.0.1:1";
    const own = { personId: idOf(staff.handler), channel: "email" as const, at: AT };
    const others: Topic[] = ["supervision", "progress", "report"];
    await choosePreferences(db, own, others);
    await notify(db, [message({ personId: own.personId }), message({ personId: own.personId, kind: "claim.supervised" })], AT);
    expect(await waitingOf("email")).toMatchObject([{ topic: "supervision" }]);
    expect((await listContacts(db, own.personId))[0]).toMatchObject({ channel: "email", mask: "h***@example.test", wanted: others });
    await choosePreferences(db, own, [...others, "deadline"]);
  });

  test("a group hears of a case once a day, whoever else is told, and never of yellow", async () => {
    process.env["WECOM_WEBHOOK_URL"] = "http://127.0.0.1:1/";
    const told = [staff.handler, staff.leader].map((actor) => message({ personId: idOf(actor), dedupeKey: `${claimId}|red|2026-07-15|${idOf(actor)}` }));
    await notify(db, [...told, message({ personId: idOf(staff.handler), kind: "reminder.yellow" })], AT);
    expect(await waitingOf("wecom")).toHaveLength(1);
    const order = { actor: staff.leader as typeof admin, content: "请说明原因", replyDueOn: plainDate("2026-07-17"), at: AT };
    await orderDepartmentSupervision(db, { ...order, departmentId: DEPARTMENT, calendar: await loadCalendar(db) });
    expect((await waitingOf("wecom")).map((row) => row.topic).sort()).toEqual(["deadline", "supervision"]);
  });

  test("message and deliveries are one fact: what fails leaves neither", async () => {
    process.env["SMTP_URL"] = "smtp://127.0.0.1:1";
    const one = message({ personId: idOf(staff.handler) });
    await expect(
      db.transaction(async (tx) => {
        await notify(tx, [one], AT);
        throw new Error("the case did not move");
      }),
    ).rejects.toThrow("the case did not move");
    expect(await db.select().from(notifications).where(eq(notifications.dedupeKey, one.dedupeKey))).toEqual([]);
    expect(await waitingOf("email")).toEqual([]);
  });
});

describe("on its way", () => {
  test("a mail is sent once, says nothing personal, and keeps its proof", async () => {
    const server = await mailServer();
    await notify(db, [message({ personId: idOf(staff.handler) })], AT);
    expect(await drain()).toEqual(["sent"]);
    expect(await drain()).toEqual([]);
    expect(server.received).toHaveLength(1);
    const { to, data } = server.received[0]!;
    expect(to).toEqual(["handler@example.test"]);
    const text = Buffer.from(data.split("\n\n").slice(1).join("").replace(/\s/g, ""), "base64").toString("utf8");
    expect(text).toMatch(/办件 兑2026-\d+ 已超期。请登录平台办理。/);
    expect(text).not.toMatch(/张三丰|姓名|金额/);
    const [row] = await db.select().from(deliveries).where(eq(deliveries.state, "sent"));
    expect(row).toMatchObject({ attempts: 1, addressMask: "h***@example.test", providerId: "250 2.0.0 Ok: queued as TEST1", fault: null });
    expect(row?.sentAt?.getTime()).toBe(Date.now());
    server.close();
  });

  test("never at night, at noon on a Saturday or on a holiday; then at nine", async () => {
    const server = await mailServer();
    await notify(db, [message({ personId: idOf(staff.handler) })], AT);
    for (const at of [on("2026-07-15", "18:30"), on("2026-07-18", "12:00"), on("2026-10-01", "10:00"), on("2026-07-20", "08:59")])
      expect(await drain(at)).toEqual([]);
    expect(await drain(on("2026-07-20", "09:00"))).toEqual(["sent"]);
    server.close();
  });

  test("a server that is down is tried again after 1, 5, 15 … minutes and given up with its reason; the administrator sends it again", async () => {
    process.env["SMTP_URL"] = "smtp://127.0.0.1:1";
    process.env["SMTP_FROM"] = "platform@example.test";
    await notify(db, [message({ personId: idOf(staff.handler) })], AT);
    const { id } = (await waitingOf("email"))[0]!;
    for (const [tries, minutes] of [1, 5, 15, 60, 240, 720, 1440].entries()) {
      expect(await drain()).toEqual(["waiting"]);
      expect(await rowOf(id)).toMatchObject({ attempts: tries + 1, fault: "unreachable" });
      wait(minutes * 60 - 1);
      expect(await drain()).toEqual([]);
      wait(1);
    }
    expect(await drain()).toEqual(["dead"]);
    expect(await rowOf(id)).toMatchObject({ attempts: MOST_ATTEMPTS, state: "dead", fault: "unreachable" });
    const { rows } = await listDeliveries(db, "dead", { page: 1, size: 50 });
    expect(rows.find((row) => row.id === id)).toMatchObject({ channel: "email", fault: "unreachable", addressMask: "h***@example.test" });
    expect(await resendDeliveries(db, { id, actor: staff.handler, at: AT })).toEqual({ ok: false, reason: "notSystemAdmin" });
    expect(await resendDeliveries(db, { id, actor: admin, at: AT })).toEqual({ ok: true, value: 1 });
    const server = await mailServer();
    expect(await drain()).toEqual(["sent"]);
    expect(await resendDeliveries(db, { id, actor: admin, at: AT })).toEqual({ ok: false, reason: "nothingToResend" });
    expect((await db.select().from(auditLog).where(eq(auditLog.action, "delivery.resent"))).map((row) => row.subjectId)).toEqual([id]);
    server.close();
  });

  test("a mailbox that does not exist is not tried twice; an address taken away neither", async () => {
    const server = await mailServer({ rcpt: "550 5.1.1 no such user" });
    await notify(db, [message({ personId: idOf(staff.handler) })], AT);
    expect(await drain()).toEqual(["dead"]);
    await reachable(staff.leader, "email", "leader@example.test");
    await notify(db, [message({ personId: idOf(staff.leader) })], AT);
    const { id } = (await waitingOf("email"))[0]!;
    await removeAddress(db, { personId: idOf(staff.leader), channel: "email", at: AT });
    expect(await drain()).toEqual(["dead"]);
    expect(await rowOf(id)).toMatchObject({ fault: "noAddress" });
    server.close();
  });

  test("a robot that asks for patience gets it", async () => {
    const server = await httpServer((_, response) =>
      server.heard.length === 1 ? answerJson(response, {}, 429, { "retry-after": "600" }) : answerJson(response, { errcode: 0, msgid: "m-1" }),
    );
    process.env["WECOM_WEBHOOK_URL"] = server.address;
    await notify(db, [message({ personId: idOf(staff.handler), kind: "reminder.redOver3" })], AT);
    expect(await drain()).toEqual(["waiting"]);
    wait(599);
    expect(await drain()).toEqual([]);
    wait(1);
    expect(await drain()).toEqual(["sent"]);
    expect(server.heard.at(-1)?.body).not.toMatch(/张三丰|姓名/);
    server.close();
  });

  test("ten runners at once send it once", async () => {
    const server = await mailServer();
    await notify(db, [message({ personId: idOf(staff.handler) })], AT);
    const { id } = (await waitingOf("email"))[0]!;
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => deliverOne(db, id, readConfig())));
    expect(outcomes.filter((one) => one === "sent")).toHaveLength(1);
    expect(server.received).toHaveLength(1);
    server.close();
  });

  test("a process that dies with a message in hand costs one try; another takes it up after five minutes under the same message id", async () => {
    const server = await mailServer({ dropAfterData: true });
    await notify(db, [message({ personId: idOf(staff.handler) })], AT);
    const { id } = (await waitingOf("email"))[0]!;
    expect(await beginAttempt(db, id)).toMatchObject({ attempts: 1, address: "handler@example.test" });
    expect(await drain()).toEqual([]);
    expect(await resendDeliveries(db, { id, actor: admin, at: AT })).toEqual({ ok: false, reason: "nothingToResend" });
    wait(300);
    expect(await drain()).toEqual(["waiting"]);
    // The first process comes back late: its word is about a try that is over
    await finishAttempt(db, { id, attempts: 1 }, { ok: false, fault: "badAddress" });
    expect(await rowOf(id)).toMatchObject({ state: "waiting", attempts: 2, fault: "unreachable" });
    server.close();
    const good = await mailServer();
    wait(300);
    expect(await drain()).toEqual(["sent"]);
    const idLine = (data: string) => /^Message-ID: .*$/m.exec(data)?.[0];
    expect(idLine(good.received[0]!.data)).toBe(idLine(server.received[0]!.data));
    good.close();
  });

  test("channels are told with what they sent and what waits", async () => {
    process.env["SMTP_URL"] = "smtp://127.0.0.1:1";
    await notify(db, [message({ personId: idOf(staff.handler) })], AT);
    const states = await channelStates(db);
    expect(states.map(({ channel, configured }) => [channel, configured])).toEqual([
      ["email", true],
      ["sms", false],
      ["dingtalk", false],
      ["wecom", false],
    ]);
    expect(states[0]).toMatchObject({ waiting: 1 });
    expect(states[0]?.sent).toBeGreaterThan(3);
    expect(states[3]).toMatchObject({ sent: 1 });
  });
});

describe("addresses", () => {
  test("are ciphertext and mask, in force after the right code only; five wrong codes end the try", async () => {
    const own = { personId: idOf(staff.maker), channel: "email" as const, at: AT };
    expect(await proposeAddress(db, own, "not an address")).toEqual({ ok: false, reason: "badAddress" });
    const proposed = await proposeAddress(db, own, "Maker@Example.test");
    if (!proposed.ok) throw new Error(proposed.reason);
    const wrong = proposed.value.code === "000000" ? "111111" : "000000";
    for (let n = 0; n < 4; n++) expect(await confirmAddress(db, own, wrong)).toEqual({ ok: false, reason: "codeWrong" });
    expect(await confirmAddress(db, own, wrong)).toEqual({ ok: false, reason: "expired" });
    expect(await confirmAddress(db, own, proposed.value.code)).toEqual({ ok: false, reason: "expired" });
    expect((await listContacts(db, own.personId))[0]).toMatchObject({ mask: null, pendingMask: null });
    await reachable(staff.maker, "email", "Maker@Example.test");
    const [row] = await db.select().from(contactAddresses).where(eq(contactAddresses.personId, own.personId));
    expect(row).toMatchObject({ addressMask: "M***@example.test", pendingCipher: null, codeDigest: null });
    expect(JSON.stringify(row)).not.toContain("aker@");
    const log = await db.select().from(auditLog).where(eq(auditLog.subjectId, own.personId));
    expect(log.some((entry) => entry.canonical.toLowerCase().includes("maker@"))).toBe(false);
    expect(log.map((entry) => entry.action)).toEqual(expect.arrayContaining(["contact.proposed", "contact.verified"]));
  });

  test("a new one takes the old one's place with its code, and a code ends after ten minutes", async () => {
    const own = { personId: idOf(staff.maker), channel: "email" as const, at: AT };
    const proposed = await proposeAddress(db, own, "new@example.test");
    if (!proposed.ok) throw new Error(proposed.reason);
    expect((await listContacts(db, own.personId))[0]).toMatchObject({ mask: "M***@example.test", pendingMask: "n***@example.test" });
    wait(600);
    expect(await confirmAddress(db, own, proposed.value.code)).toEqual({ ok: false, reason: "expired" });
    expect((await listContacts(db, own.personId))[0]).toMatchObject({ mask: "M***@example.test", pendingMask: null });
  });
});

describe("the database", () => {
  const attack = (statement: ReturnType<typeof sql>) => refusedBy(() => db.execute(statement));

  test("loses no message and no delivery, and keeps what was sent", async () => {
    expect(await attack(sql`delete from notifications`)).toBe("notifications_append_only");
    expect(await attack(sql`truncate notifications cascade`)).toMatch(/_append_only$/);
    expect(await attack(sql`delete from deliveries`)).toBe("deliveries_append_only");
    expect(await attack(sql`truncate deliveries`)).toBe("deliveries_append_only");
    expect(await attack(sql`update deliveries set state = 'waiting', sent_at = null, provider_id = null where state = 'sent'`)).toBe("deliveries_sent_fixed");
    expect(await attack(sql`update deliveries set person_id = ${idOf(staff.checker)} where state = 'dead' and channel = 'email'`)).toBe(
      "deliveries_recipient_fixed",
    );
  });

  test("takes no proof without a number, no end without a reason, no message to nobody", async () => {
    const dead = sql`where id = (select id from deliveries where state = 'dead' limit 1)`;
    expect(await attack(sql`update deliveries set state = 'sent', sent_at = now() ${dead}`)).toBe("deliveries_proof");
    expect(await attack(sql`update deliveries set fault = null ${dead}`)).toBe("deliveries_reason");
    const insert = (channel: string, person: string | null, key: string) =>
      attack(sql`insert into deliveries (notification_id, channel, topic, person_id, dedupe_key, next_try_at, queued_at)
        values ((select id from notifications limit 1), ${channel}, 'deadline', ${person}, ${key}, now(), now())`);
    expect(await insert("email", null, "a")).toBe("deliveries_to_somebody");
    expect(await insert("wecom", idOf(staff.handler), "a")).toBe("deliveries_to_somebody");
    expect(await insert("fax", idOf(staff.handler), "a")).toBe("deliveries_channel");
    const [row] = await db.select().from(deliveries).where(eq(deliveries.channel, "email")).limit(1);
    expect(await insert("email", row!.personId, row!.dedupeKey)).toBe("deliveries_once");
  });

  test("takes no address in plain text and none in force without its day", async () => {
    const where = sql`where person_id = ${idOf(staff.maker)}`;
    expect(await attack(sql`update contact_addresses set address_cipher = 'maker@example.test' ${where}`)).toBe("contact_addresses_sealed");
    expect(await attack(sql`update contact_addresses set verified_at = null ${where}`)).toBe("contact_addresses_verified");
    expect(await attack(sql`update contact_addresses set code_digest = null ${where}`)).toBe("contact_addresses_pending");
  });
});
