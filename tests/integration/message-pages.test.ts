import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadCalendar } from "@/db/calendar";
import { setBusinessNow } from "@/db/clock";
import { confirmAddress, proposeAddress } from "@/db/contact-addresses";
import { dueDeliveries } from "@/db/deliveries";
import { notify } from "@/db/notifications";
import { orderDepartmentSupervision, orderSupervision, replySupervision } from "@/db/supervisions";
import type { Db } from "@/db/types";
import { deliverOne } from "@/inngest/channels/deliver";
import type { Role } from "@/lib/access/roles";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, on, seedOffice } from "../support/fixtures";
import { makeCase } from "../support/review-fixtures";
import { navigation, personPerRole, requestHeaders } from "../support/sign-in";

/** Pages of messages, orders and the weekly report, on nothing and on data: guarded, whole, in Chinese. */
const session: { personId: string | null } = { personId: null };
vi.mock("next-auth", async (original) => ({
  ...(await original<object>()),
  getServerSession: async () => (session.personId ? { personId: session.personId, sessionVersion: 1 } : null),
}));
vi.mock("next/navigation", () => ({ ...navigation, usePathname: () => "/", useRouter: () => ({}), useSearchParams: () => new URLSearchParams() }));
vi.mock("next/headers", () => requestHeaders);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("@/inngest/client", () => ({ isEmbedded: true, inngest: { send: async () => ({ ids: [] }), createFunction: () => ({}) } }));

const NOW = on("2026-07-21", "10:00");
const COUNTY_PAGES = {
  "/admin/messages": { role: "systemAdmin", stranger: "handler", load: () => import("@/app/(admin)/admin/messages/page") },
  "/leader/supervisions": { role: "principalLeader", stranger: "handler", load: () => import("@/app/(leadership)/leader/supervisions/page") },
  "/leader/weekly": { role: "principalLeader", stranger: "handler", load: () => import("@/app/(leadership)/leader/weekly/page") },
  "/review/supervisions": { role: "handler", stranger: "auditor", load: () => import("@/app/(review)/review/supervisions/page") },
} as const;
type Address = keyof typeof COUNTY_PAGES;
const ADDRESSES = Object.keys(COUNTY_PAGES) as Address[];

let db: Db;
let close: () => Promise<void>;
let people: ReadonlyMap<Role, string>;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  (globalThis as { platformDatabase?: unknown }).platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await seedOffice(db);
  await setBusinessNow(db, NOW);
  people = await personPerRole(db);
});
afterAll(async () => {
  for (const name of ["SMTP_URL", "SMTP_FROM", "WECOM_WEBHOOK_URL"]) delete process.env[name];
  await close();
});

const personOf = (role: Role): string => people.get(role) ?? "";
const actorOf = (role: Role) => ({ personId: personOf(role), roles: [role], isSystem: false, role }) as const;
const plain = (node: ReactNode): string =>
  renderToStaticMarkup(node)
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");

async function shown(address: Address, search: Record<string, string> = {}, role?: Role): Promise<string> {
  const { load, role: own } = COUNTY_PAGES[address];
  session.personId = personOf(role ?? own);
  const page = (await load()).default;
  return plain(await page({ searchParams: Promise.resolve(search) }));
}
/** No raw code, no English word left over, no instant as the database writes it. */
const isClean = (text: string): boolean => !/null|undefined|NaN|\[object|\d{4}-\d{2}-\d{2}T|reminder\.|supervision|dead|waiting|unreachable/.test(text);

test.each(ADDRESSES)("%s is closed to others, and says so when there is nothing", async (address) => {
  await expect(shown(address, {}, COUNTY_PAGES[address].stranger)).rejects.toMatchObject({ kind: "forbidden" });
  const text = await shown(address);
  expect(text).toMatch(/没有|0 件/);
  expect(text).toSatisfy(isClean);
});

test("/account offers no channel that the county does not have", async () => {
  const { Contacts } = await import("@/app/account/contacts/contacts");
  expect(plain(await Contacts({ personId: personOf("handler") }))).toContain("本县还没有开通邮件和短信提醒");
});

test("on data each page tells what it is for", async () => {
  Object.assign(process.env, { SMTP_URL: "smtp://127.0.0.1:1", SMTP_FROM: "platform@example.test", WECOM_WEBHOOK_URL: "http://127.0.0.1:1/" });
  const calendar = await loadCalendar(db);
  const own = { personId: personOf("handler"), channel: "email" as const, at: NOW };
  const proposed = await proposeAddress(db, own, "handler@example.test");
  await confirmAddress(db, own, proposed.ok ? proposed.value.code : "");
  const { id: claimId } = await makeCase(db);
  await notify(db, [{ personId: own.personId, claimId, kind: "reminder.red", title: "已超期", body: "一件。", dedupeKey: "k" }], NOW);
  for (const id of await dueDeliveries(db, { at: NOW, calendar }, 10)) await deliverOne(db, id);
  const early = { actor: actorOf("principalLeader"), at: on("2026-07-15"), calendar, content: "请说明超期原因" };
  await orderSupervision(db, { ...early, claimId, replyDueOn: plainDate("2026-07-17") });
  await orderDepartmentSupervision(db, { ...early, departmentId: DEPARTMENT, replyDueOn: plainDate("2026-07-24"), content: "请报告清理安排" });
  const answered = await orderDepartmentSupervision(db, { ...early, departmentId: DEPARTMENT, replyDueOn: plainDate("2026-07-20") });
  const reply = { id: answered.ok ? answered.value : "", departmentId: DEPARTMENT, actor: actorOf("sectionChief"), reply: "本周内办结", at: NOW };
  await replySupervision(db, reply);

  const admin = await shown("/admin/messages", { state: "waiting" });
  expect(admin).toMatch(/期限提醒 兑2026-\d+.*连不上对方服务器/);
  // The robots of the groups: one per event, whoever else is told
  expect(admin).toMatch(/企业微信群机器人 已配置 0 4 0/);
  expect(admin).toContain("h***@example.test");
  expect(admin).not.toContain("handler@");
  expect(await shown("/leader/supervisions")).toMatch(/1 件逾期没有答复.*逾期 2 个工作日/);
  expect(await shown("/leader/supervisions", { state: "replied" })).toContain("本周内办结");
  expect(await shown("/review/supervisions", { state: "open" })).toMatch(/请报告清理安排.*7月24日 18:00 前/);
  expect(await shown("/leader/weekly", { week: "2026-07-15" })).toMatch(/全县兑现周报.*2026年 7月13日—7月19日.*督办等答复 1 件，逾期未答复 1 件/);
  for (const address of ADDRESSES)
    for (const state of ["late", "open", "replied", "dead", "waiting", "sent"])
      expect(await shown(address, { state, page: "x", week: "x" })).toSatisfy(isClean);
  const { Contacts } = await import("@/app/account/contacts/contacts");
  expect(plain(await Contacts({ personId: own.personId }))).toMatch(/邮件 h\*\*\*@example.test.*期限提醒.*督办.*办理进展.*周报/);
});
