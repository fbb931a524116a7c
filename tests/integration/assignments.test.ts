import { and, eq, type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endAbsence, listAbsences, listRecusals, recordAbsence } from "@/db/absences";
import { signApproved } from "@/db/approvals";
import { assignWaiting, declareRecusal, giveBackCase, reassignCase, takeCase } from "@/db/assignments";
import type { Clock } from "@/db/claim-lights";
import { listQueue } from "@/db/claim-queries";
import type { Actor } from "@/db/claims";
import { handlersOn } from "@/db/handlers";
import { closeDue, publishWaiting } from "@/db/notices";
import { checkCase, handleCase } from "@/db/reviews";
import { auditLog } from "@/db/schema";
import type { Db } from "@/db/types";
import { fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { claimInNotice, DAY, DEPARTMENT, on, refusedBy, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { clockAt, makeCase, officer } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
let first: Person;
let second: Person;
let third: Person;
let chief: Person;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15"));
  first = staff.handler as Person;
  second = await officer(db, "second-handler", "handler", DEPARTMENT);
  third = await officer(db, "third-handler", "handler", DEPARTMENT);
  chief = await officer(db, "chief", "sectionChief", DEPARTMENT);
});
afterAll(() => close());

const act = (claimId: string, actor: Actor, expectedVersion = 4, departmentId = DEPARTMENT) => ({
  claimId,
  departmentId,
  actor: actor as Person,
  at: clock.at,
  calendar: clock.calendar,
  expectedVersion,
});
const reason = <T extends { ok: boolean }>(result: T) => ("reason" in result ? result.reason : "ok");
const holder = async (id: string) => (await stateOf(db, id)).assignedTo;
const fresh = async () => (await makeCase(db, { amountFen: fenFromYuan(10_000) })).id;
const approve = { decision: "approve" as const, opinion: "资料齐全，拟同意" };

test("cases are spread evenly over those present, each with its audit row; a second run changes nothing", async () => {
  const ids = [await fresh(), await fresh(), await fresh(), await fresh(), await fresh(), await fresh()];
  expect(await assignWaiting(db, clock.at)).toBe(6);
  const holders = await Promise.all(ids.map(holder));
  expect([first, second, third].map(({ personId }) => holders.filter((one) => one === personId).length)).toEqual([2, 2, 2]);
  expect(await assignWaiting(db, clock.at)).toBe(0);
  const trail = await db.select().from(auditLog).where(eq(auditLog.action, "claim.assigned"));
  expect(trail.map((row) => (row.detail as { how: string }).how)).toEqual(Array(6).fill("lot"));
  const read = { scope: { kind: "department", departmentId: DEPARTMENT } as const, clock, chiefFromFen: fenFromYuan(200_000) };
  const mine = await listQueue(db, { ...read, filter: { holder: { personId: first.personId } } }, { sort: "due", page: 1, pageSize: 20 });
  expect(mine.rows.map((row) => [row.assignedTo, row.holderName])).toEqual(Array(2).fill([first.personId, "handler"]));
  expect((await listQueue(db, { ...read, filter: { holder: { personId: null } } }, { sort: "due", page: 1, pageSize: 20 })).total).toBe(0);
});

test("of two who reach for one case the first has it, and only that one writes its opinion", async () => {
  const id = await fresh();
  const taken = await Promise.all([takeCase(db, act(id, first)), takeCase(db, act(id, second))]);
  expect(taken.map(reason).sort()).toEqual(["assignedToOther", "ok"]);
  const winner = (await holder(id)) === first.personId ? first : second;
  const loser = winner === first ? second : first;
  expect(reason(await takeCase(db, act(id, winner)))).toBe("alreadyYours");
  expect(reason(await handleCase(db, act(id, loser), approve))).toBe("assignedToOther");
  const written = await Promise.all([handleCase(db, act(id, winner), approve), handleCase(db, act(id, winner), { ...approve, opinion: "另一句话" })]);
  expect(written.map(reason).sort()).toEqual(["alreadyHandled", "ok"]);
  expect((await stateOf(db, id)).handlerId).toBe(winner.personId);
  expect(reason(await takeCase(db, act(id, loser)))).toBe("alreadyHandled");
});

test("two checkers on one case: one decides, the other is told that it has changed", async () => {
  const id = await fresh();
  expect(reason(await handleCase(db, act(id, first), approve))).toBe("ok");
  const other = await officer(db, "second-checker", "checker", DEPARTMENT);
  const checked = await Promise.all([
    checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" }),
    checkCase(db, act(id, other), { agree: false, opinion: "请再核对" }),
  ]);
  expect(checked.filter((one) => one.ok)).toHaveLength(1);
  const { state, handlerId } = await stateOf(db, id);
  expect(["changedMeanwhile", "noOpinionYet"]).toContain(checked.map(reason).find((one) => one !== "ok"));
  expect(state === "notice" ? handlerId : null).toBe(checked[0]?.ok ? first.personId : null);
});

test("given back with a reason it is another's at once; not by somebody who does not have it, nor without a reason", async () => {
  const id = await fresh();
  await takeCase(db, act(id, first));
  expect(reason(await giveBackCase(db, act(id, second), "不是我的件"))).toBe("notYours");
  expect(reason(await giveBackCase(db, act(id, first), " 忙 "))).toBe("reasonMissing");
  expect(reason(await giveBackCase(db, act(id, first, 3), "今天要出差"))).toBe("changedMeanwhile");
  expect(reason(await giveBackCase(db, act(id, first, 4, "hrss"), "今天要出差"))).toBe("notFound");
  const given = await giveBackCase(db, act(id, first), "今天要出差");
  expect(given.ok && [second.personId, third.personId].includes(given.value)).toBe(true);
  expect(await holder(id)).toBe(given.ok ? given.value : "");
  const entries = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "claim.assigned"), eq(auditLog.subjectId, id)));
  expect(entries.at(-1)?.detail).toMatchObject({ how: "givenBack", from: first.personId, reason: "今天要出差" });
});

test("the section chief hands a case on, to a handler of the own department only", async () => {
  const id = await fresh();
  await takeCase(db, act(id, first));
  expect(reason(await reassignCase(db, act(id, chief), third.personId))).toBe("ok");
  expect(await holder(id)).toBe(third.personId);
  expect(reason(await reassignCase(db, act(id, chief), staff.checker.personId!))).toBe("notAHandler");
});

test("回避: the case goes to another, none of the enterprise comes back, and no role is left for the officer", async () => {
  const { id, company } = await makeCase(db, { amountFen: fenFromYuan(10_000) });
  await takeCase(db, act(id, first));
  expect(reason(await declareRecusal(db, act(id, first), "亲戚"))).toBe("reasonMissing");
  const next = await declareRecusal(db, act(id, first), "企业经营者是我的亲属");
  expect(next.ok && next.value !== null && next.value !== first.personId).toBe(true);
  expect(await holder(id)).toBe(next.ok ? next.value : "");
  expect(reason(await declareRecusal(db, act(id, first), "再说一次同样的话"))).toBe("recused");
  expect(reason(await takeCase(db, act(id, first)))).toBe("recused");
  expect(reason(await reassignCase(db, act(id, chief), first.personId))).toBe("recused");
  expect(reason(await handleCase(db, act(id, first), approve))).toBe("recused");
  const again = await makeCase(db, { company, policyCode: "RENT-002", period: "2026", subject: "" });
  expect(reason(await handleCase(db, { ...act(again.id, first), departmentId: (await stateOf(db, again.id)).departmentId }, approve))).toBe("recused");
  expect((await listRecusals(db, DEPARTMENT)).map((row) => [row.name, row.enterpriseName, row.reason])).toEqual([
    ["handler", company.name, "企业经营者是我的亲属"],
  ]);
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  for (const column of ["assigned_to", "handler_id", "checker_id", "chief_id", "approver_id"])
    expect(await attack(sql`update claims set ${sql.raw(column)} = ${first.personId} where id = ${id}`)).toBe("claims_recused");
  expect(await attack(sql`delete from recusals`)).toBe("recusals_append_only");
  expect(await attack(sql`update recusals set reason = '没有关系'`)).toBe("recusals_append_only");
  expect(await attack(sql`truncate recusals`)).toBe("recusals_append_only");
  expect(await attack(sql`insert into recusals values (${second.personId}, ${company.id}, ' 亲 ', ${clock.at})`)).toBe("recusals_reason");
});

test("whoever has written the opinion takes it back before stepping aside", async () => {
  const id = await fresh();
  await handleCase(db, act(id, second), approve);
  expect(reason(await declareRecusal(db, act(id, second), "企业经营者是我的亲属"))).toBe("tookPart");
});

test("a leader who has stepped aside does not sign; the rest of the list is signed", async () => {
  const [mine, other] = [await claimInNotice(db, { at: on("2026-07-06") }), await claimInNotice(db, { at: on("2026-07-06") })];
  await publishWaiting(db, on("2026-07-06", "11:00"));
  await closeDue(db, on("2026-07-15", "00:20"));
  expect(reason(await declareRecusal(db, act(mine.claimId, staff.leader, (await stateOf(db, mine.claimId)).version), "我曾在这家企业任职"))).toBe("ok");
  const signed = await signApproved(db, { claimIds: [mine.claimId, other.claimId], actor: staff.leader, opinion: "同意", at: clock.at });
  if (!signed.ok) throw new Error(signed.reason);
  expect([signed.value.signed, signed.value.left]).toEqual([[other.claimId], [{ claimId: mine.claimId, reason: "recused" }]]);
});

test("on leave: no new case, those in hand go to the deputy; back from leave the person is drawn again", async () => {
  const id = await fresh();
  await reassignCase(db, act(id, chief), third.personId);
  const leave = { personId: third.personId, departmentId: DEPARTMENT, deputyId: second.personId, fromDay: DAY, toDay: plainDate("2026-07-17") };
  const ask = (part: Partial<Parameters<typeof recordAbsence>[1]> = {}) =>
    recordAbsence(db, { ...leave, reason: "年休假", actor: third, at: clock.at, ...part });
  expect(reason(await ask({ actor: first }))).toBe("notYours");
  expect(reason(await ask({ toDay: plainDate("2026-07-14") }))).toBe("daysInOrder");
  expect(reason(await ask({ fromDay: plainDate("2026-07-01"), toDay: plainDate("2026-07-02") }))).toBe("dayPast");
  expect(reason(await ask({ deputyId: third.personId }))).toBe("deputyIsSelf");
  expect(reason(await ask({ deputyId: staff.checker.personId! }))).toBe("deputyNotAHandler");
  expect(reason(await ask({ personId: staff.checker.personId! }))).toBe("notAHandler");
  const recorded = await ask({ actor: chief });
  if (!recorded.ok) throw new Error(recorded.reason);
  expect(reason(await ask())).toBe("overlaps");
  expect(reason(await ask({ personId: second.personId, actor: second, deputyId: third.personId }))).toBe("deputyAway");
  expect((await listAbsences(db, DEPARTMENT, DAY)).map((row) => [row.name, row.deputy, row.toDay])).toEqual([
    ["third-handler", "second-handler", "2026-07-17"],
  ]);
  await assignWaiting(db, clock.at);
  expect(await holder(id)).toBe(second.personId);
  const office = (await handlersOn(db, DAY, DEPARTMENT)).get(DEPARTMENT) ?? [];
  expect(office.find((one) => one.personId === third.personId)).toMatchObject({ away: true, waiting: 0, deputyId: second.personId });
  expect(reason(await reassignCase(db, act(id, chief), third.personId))).toBe("away");
  expect(reason(await endAbsence(db, { id: recorded.value, departmentId: DEPARTMENT, actor: first, at: clock.at }))).toBe("notYours");
  expect(reason(await endAbsence(db, { id: recorded.value, departmentId: DEPARTMENT, actor: third, at: clock.at }))).toBe("ok");
  expect(reason(await endAbsence(db, { id: recorded.value, departmentId: DEPARTMENT, actor: third, at: clock.at }))).toBe("notFound");
  const next = await fresh();
  await assignWaiting(db, clock.at);
  expect(await holder(next)).toBe(third.personId);
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  expect(await attack(sql`update absences set ended_at = null`)).toBe("absences_ended_once");
  expect(await attack(sql`delete from absences`)).toBe("absences_append_only");
});
