import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signApproved } from "@/db/approvals";
import { loadCalendar } from "@/db/calendar";
import type { Actor } from "@/db/claims";
import { closeDue, publishWaiting } from "@/db/notices";
import { auditLog, notifications } from "@/db/schema";
import { countSupervisions, departmentsToOrder, listOrders, type Reader } from "@/db/supervision-queries";
import { orderDepartmentSupervision, orderSupervision, remindSupervisions, replySupervision } from "@/db/supervisions";
import type { Db } from "@/db/types";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { claimInNotice, DEPARTMENT, on, refusedBy, type Staff, seedOffice } from "../support/fixtures";
import { makeCase, officer } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let calendar: WorkCalendar;
let staff: Staff;
let chief: Person;
let principal: Person;
const AT = on("2026-07-15", "10:00");
const FRIDAY = plainDate("2026-07-17");

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  calendar = await loadCalendar(db);
  chief = await officer(db, "chief", "sectionChief", DEPARTMENT);
  principal = await officer(db, "principal", "principalLeader", null);
});
afterAll(() => close());

const outcome = (result: { ok: boolean; reason?: unknown }) => (result.ok ? "ok" : result.reason);
const order = (actor: Actor, change: object = {}) => ({
  departmentId: DEPARTMENT,
  actor: actor as Person,
  content: "请说明本月积压的原因",
  replyDueOn: FRIDAY,
  at: AT,
  calendar,
  ...change,
});
const county: Reader = { as: "leader", scope: { kind: "county" } };
const own: Reader = { as: "addressee", personId: "00000000-0000-4000-8000-000000000000", departmentId: DEPARTMENT, pays: false };
const page = (state: "late" | "open" | "replied", now = AT) => ({ state, now, page: 1, size: 20 });
const toldOf = async (kind: string) => (await db.select().from(notifications).where(eq(notifications.kind, kind))).map((one) => one.personId);

test("a department is ordered by its own leader or the county's, for a working day on which it can still answer", async () => {
  const stranger = await officer(db, "stranger", "leaderInCharge", "hrss");
  expect(outcome(await orderDepartmentSupervision(db, order(stranger)))).toBe("notLeader");
  expect(outcome(await orderDepartmentSupervision(db, order(staff.handler)))).toBe("notLeader");
  expect(outcome(await orderDepartmentSupervision(db, order(principal, { content: "  " })))).toBe("contentMissing");
  expect(outcome(await orderDepartmentSupervision(db, order(principal, { replyDueOn: plainDate("2026-07-18") })))).toBe("replyDayRest");
  expect(outcome(await orderDepartmentSupervision(db, order(principal, { replyDueOn: plainDate("2026-07-14") })))).toBe("replyDayPast");
  expect(outcome(await orderDepartmentSupervision(db, order(principal, { departmentId: "nowhere" })))).toBe("notFound");
  expect(outcome(await orderDepartmentSupervision(db, order(principal, { departmentId: "agriculture" })))).toBe("nobodyThere");
  expect(await countSupervisions(db, county, AT)).toEqual({ late: 0, open: 0, replied: 0 });
});

test("its leader, chief and handlers are told; one of them answers once, the order goes back answered, each step audited", async () => {
  const ordered = await orderDepartmentSupervision(db, order(principal));
  if (!ordered.ok) throw new Error(String(ordered.reason));
  expect(new Set(await toldOf("supervision.department"))).toEqual(new Set([staff.handler.personId, staff.leader.personId, chief.personId]));
  expect(await listOrders(db, own, page("open"))).toMatchObject([{ id: ordered.value, claim: null, orderedBy: "principal", state: "open" }]);
  expect(await listOrders(db, { as: "leader", scope: { kind: "department", departmentId: "hrss" } }, page("open"))).toEqual([]);
  const reply = { id: ordered.value, departmentId: DEPARTMENT, reply: "两人休假，本周补上", at: AT };
  expect(outcome(await replySupervision(db, { ...reply, actor: principal, departmentId: null }))).toBe("notFound");
  expect(outcome(await replySupervision(db, { ...reply, actor: chief, departmentId: "hrss", reply: " " }))).toBe("replyMissing");
  expect(outcome(await replySupervision(db, { ...reply, actor: chief }))).toBe("ok");
  expect(outcome(await replySupervision(db, { ...reply, actor: staff.handler as Person }))).toBe("alreadyReplied");
  expect(await toldOf("supervision.replied")).toEqual([principal.personId]);
  expect(await listOrders(db, county, page("replied"))).toMatchObject([{ reply: "两人休假，本周补上", repliedBy: "chief" }]);
  const trail = await db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, ordered.value));
  expect(trail.map((row) => row.action)).toEqual(["supervision.ordered", "supervision.replied"]);
});

test("a leader does not answer the order that the leader gave", async () => {
  const ordered = await orderDepartmentSupervision(db, order(staff.leader));
  if (!ordered.ok) throw new Error(String(ordered.reason));
  const reply = { id: ordered.value, departmentId: DEPARTMENT, reply: "已经办好了", at: AT };
  expect(outcome(await replySupervision(db, { ...reply, actor: staff.leader as Person }))).toBe("ownOrder");
  expect(outcome(await replySupervision(db, { ...reply, actor: chief }))).toBe("ok");
});

test("a signed claim is ordered from the payment maker of another department, who sees it and can answer", async () => {
  const { claimId } = await claimInNotice(db);
  await publishWaiting(db, on("2026-07-13", "11:00"));
  await closeDue(db, on("2026-07-17", "00:20"));
  const at = on("2026-07-17", "09:30");
  await signApproved(db, { claimIds: [claimId], actor: staff.leader, opinion: "同意", at });
  const input = { claimId, actor: staff.leader as Person, content: "请说明几时拨付", replyDueOn: plainDate("2026-07-20"), at, calendar };
  const ordered = await orderSupervision(db, input);
  if (!ordered.ok) throw new Error(String(ordered.reason));
  const maker: Reader = { as: "addressee", personId: staff.maker.personId ?? "", departmentId: "finance", pays: true };
  expect(await listOrders(db, maker, page("open", at))).toMatchObject([{ id: ordered.value, claim: { id: claimId } }]);
  const releaser: Reader = { as: "addressee", personId: staff.releaser.personId ?? "", departmentId: "finance", pays: false };
  expect(await listOrders(db, releaser, page("open", at))).toEqual([]);
  const reply = { id: ordered.value, departmentId: "finance", reply: "下周一制单", at };
  expect(outcome(await replySupervision(db, { ...reply, actor: staff.releaser as Person }))).toBe("notFound");
  expect(outcome(await replySupervision(db, { ...reply, actor: staff.maker as Person }))).toBe("ok");
});

test("a reply that is late turns to the head of the list and is told once a working day, to both sides, until it is there", async () => {
  const { id: claimId } = await makeCase(db);
  const ordered = await orderSupervision(db, { claimId, actor: principal, content: "两天内办结", replyDueOn: FRIDAY, at: AT, calendar });
  if (!ordered.ok) throw new Error(String(ordered.reason));
  expect(await countSupervisions(db, own, on("2026-07-17", "18:00"))).toMatchObject({ late: 0, open: 1 });
  expect(await countSupervisions(db, own, on("2026-07-17", "18:01"))).toMatchObject({ late: 1, open: 0 });
  expect(await remindSupervisions(db, { at: on("2026-07-17", "17:00"), calendar })).toBe(0);
  expect(await remindSupervisions(db, { at: on("2026-07-18", "10:00"), calendar })).toBe(0);
  expect(await remindSupervisions(db, { at: on("2026-07-20", "08:30"), calendar })).toBe(0);
  const monday = on("2026-07-20", "09:00");
  // Handler, checker and chief of the department, and the leader who waits
  expect(await remindSupervisions(db, { at: monday, calendar })).toBe(4);
  expect(await remindSupervisions(db, { at: on("2026-07-20", "15:00"), calendar })).toBe(0);
  expect(await remindSupervisions(db, { at: on("2026-07-21", "09:00"), calendar })).toBe(4);
  const late = and(eq(notifications.kind, "supervision.late"), eq(notifications.personId, principal.personId));
  expect((await db.select().from(notifications).where(late))[0]?.body).toContain("已逾期 1 个工作日");
  expect(await listOrders(db, county, page("late", monday))).toMatchObject([{ id: ordered.value, state: "late" }]);
  const done = { id: ordered.value, departmentId: DEPARTMENT, actor: chief, reply: "今天办结", at: on("2026-07-21", "10:00") };
  expect(outcome(await replySupervision(db, done))).toBe("ok");
  expect(await remindSupervisions(db, { at: on("2026-07-22", "09:00"), calendar })).toBe(0);
});

test("a county leader may order every policy department, a department's leader the own one", async () => {
  expect((await departmentsToOrder(db, { kind: "county" })).length).toBeGreaterThan(5);
  expect((await departmentsToOrder(db, { kind: "department", departmentId: DEPARTMENT })).map((one) => one.id)).toEqual([DEPARTMENT]);
});

test("the database keeps an order as it was given, with one reply, about one thing", async () => {
  const attack = (statement: ReturnType<typeof sql>) => refusedBy(() => db.execute(statement));
  const open = await orderDepartmentSupervision(db, order(principal));
  const id = open.ok ? open.value : "";
  expect(await attack(sql`update supervisions set content = '别的' where id = ${id}`)).toBe("supervisions_fixed");
  expect(await attack(sql`update supervisions set reply_due_on = '2027-01-01' where id = ${id}`)).toBe("supervisions_fixed");
  expect(await attack(sql`update supervisions set reply = '改了' where replied_at is not null`)).toBe("supervisions_fixed");
  expect(await attack(sql`update supervisions set reply = '没有署名' where id = ${id}`)).toBe("supervisions_replied_whole");
  expect(await attack(sql`delete from supervisions where id = ${id}`)).toBe("supervisions_append_only");
  const insert = (columns: string) =>
    attack(sql`insert into supervisions (${sql.raw(columns)}, ordered_by, content, reply_due_on, ordered_at)
      select ${sql.raw(columns === "department_id" ? "null" : "null, null")}, ordered_by, content, reply_due_on, ordered_at from supervisions where id = ${id}`);
  expect(await insert("department_id")).toBe("supervisions_about_one");
  expect(
    await attack(sql`insert into supervisions (claim_id, department_id, ordered_by, content, reply_due_on, ordered_at)
      select (select id from claims limit 1), department_id, ordered_by, content, reply_due_on, ordered_at from supervisions where id = ${id}`),
  ).toBe("supervisions_about_one");
});
