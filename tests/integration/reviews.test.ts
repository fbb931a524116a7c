import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endCase } from "@/db/case-end";
import type { Clock } from "@/db/claim-lights";
import type { Actor } from "@/db/claims";
import { reserveBudgets } from "@/db/ledger";
import { agreeToOpinions, checkSeenOpinion } from "@/db/opinion-checks";
import { checkCase, handleCase, resumeCase, signAsChief, suspendCase } from "@/db/reviews";
import { auditLog, budgetReservations, notifications } from "@/db/schema";
import { listSupervisions } from "@/db/supervision-queries";
import { orderSupervision, replySupervision } from "@/db/supervisions";
import type { Db } from "@/db/types";
import { fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { step } from "../support/enterprise-fixtures";
import { claimInNotice, DEPARTMENT, on, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { clockAt, makeCase, officer } from "../support/review-fixtures";

type Person = Actor & { personId: string };
let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
let both: Person;
let chief: Person;
let principal: Person;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15"));
  both = { ...(staff.handler as Person), roles: ["handler", "checker"] };
  chief = await officer(db, "chief", "sectionChief", DEPARTMENT);
  principal = await officer(db, "principal", "principalLeader", null);
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
const approve = { decision: "approve" as const, opinion: "资料齐全，拟同意" };
const reason = <T extends { ok: boolean }>(result: T) => ("reason" in result ? result.reason : "ok");

test("the checker agrees with the handler's opinion and the case goes to the notice", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  expect(reason(await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" }))).toBe("noOpinionYet");
  expect(reason(await handleCase(db, act(id, staff.handler), approve))).toBe("ok");
  expect(reason(await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" }))).toBe("ok");
  expect((await stateOf(db, id)).state).toBe("notice");
});

test("one person with both duties cannot check the own opinion", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  await handleCase(db, act(id, both), approve);
  expect(reason(await checkCase(db, act(id, both), { agree: true, opinion: "同意" }))).toBe("sameHandlerAndChecker");
  expect((await stateOf(db, id)).state).toBe("manualReview");
});

test("a case of another department is not there, and a version that has moved on is refused", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  expect(reason(await handleCase(db, act(id, staff.handler, 4, "hrss"), approve))).toBe("notFound");
  expect(reason(await handleCase(db, act(id, staff.handler, 3), approve))).toBe("changedMeanwhile");
});

test("from 200,000 yuan on the section chief signs before the checker can finish", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(200_000) });
  await handleCase(db, act(id, staff.handler), approve);
  expect(reason(await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" }))).toBe("chiefSignatureMissing");
  expect(reason(await signAsChief(db, act(id, chief), "同意"))).toBe("ok");
  expect(reason(await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" }))).toBe("ok");
});

test("a refusal names its clause; given back, the case waits for another opinion", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  expect(reason(await handleCase(db, act(id, staff.handler), { decision: "reject", opinion: "证书过期" }))).toBe("clauseOrReasonMissing");
  await handleCase(db, act(id, staff.handler), { decision: "reject", opinion: "证书过期", clauseId: "有效认定" });
  await checkCase(db, act(id, staff.checker), { agree: false, opinion: "请再核" });
  expect((await stateOf(db, id)).handlerId).toBeNull();
  await handleCase(db, act(id, staff.handler), { decision: "reject", opinion: "证书过期", clauseId: "有效认定" });
  expect(reason(await checkCase(db, act(id, staff.checker), { agree: true, opinion: "同意" }))).toBe("ok");
  const claim = await stateOf(db, id);
  expect([claim.state, claim.rejectedClause, claim.rejectedReason]).toEqual(["rejected", "有效认定", "证书过期"]);
});

test("suspended with reason and way back, resumed into the check", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  expect(reason(await suspendCase(db, act(id, staff.handler), { reason: "siteVisit", resumeCondition: " " }))).toBe("pauseReasonMissing");
  expect(reason(await suspendCase(db, act(id, staff.handler), { reason: "siteVisit", resumeCondition: "现场核验完成" }))).toBe("ok");
  expect(reason(await resumeCase(db, act(id, staff.handler, 5)))).toBe("ok");
  expect((await stateOf(db, id)).state).toBe("autoCheck");
});

test("督办: only the department's leader or a principal leader orders; the officers are told; one answer goes back", async () => {
  const { id } = await makeCase(db);
  const order = { claimId: id, content: "两天内办结", replyDueOn: plainDate("2026-07-17"), at: clock.at, calendar: clock.calendar };
  const stranger = await officer(db, "stranger", "leaderInCharge", "hrss");
  expect(reason(await orderSupervision(db, { ...order, actor: stranger }))).toBe("notLeader");
  expect(reason(await orderSupervision(db, { ...order, actor: principal, replyDueOn: plainDate("2026-07-14") }))).toBe("replyDayPast");
  const ordered = await orderSupervision(db, { ...order, actor: staff.leader as Person });
  if (!ordered.ok) throw new Error(ordered.reason);
  const told = await db.select().from(notifications).where(eq(notifications.kind, "claim.supervised"));
  expect(new Set(told.map((one) => one.personId))).toEqual(new Set([staff.handler.personId, staff.checker.personId, chief.personId]));
  const reply = { id: ordered.value, actor: staff.handler as Person, reply: "明天办结", at: clock.at };
  expect(reason(await replySupervision(db, { ...reply, departmentId: "hrss" }))).toBe("notFound");
  expect(reason(await replySupervision(db, { ...reply, departmentId: DEPARTMENT }))).toBe("ok");
  expect(reason(await replySupervision(db, { ...reply, departmentId: DEPARTMENT }))).toBe("alreadyReplied");
  const [one] = await listSupervisions(db, { kind: "department", departmentId: DEPARTMENT });
  expect([one?.reply, one?.repliedBy, one?.orderedBy]).toEqual(["明天办结", "handler", "leader"]);
  const back = await db.select().from(notifications).where(eq(notifications.kind, "supervision.replied"));
  expect(back.map((message) => message.personId)).toEqual([staff.leader.personId]);
  const trail = await db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, id));
  expect(trail.map((row) => row.action)).toEqual(expect.arrayContaining(["supervision.ordered", "supervision.replied"]));
  expect(reason(await orderSupervision(db, { ...order, actor: principal }))).toBe("ok");
});

test("批量同意 judges each case anew: what has changed, is one's own, or is a refusal is set aside by name and stops no other", async () => {
  const make = async (opinion: Parameters<typeof handleCase>[2] = approve) => {
    const { id } = await makeCase(db, { amountFen: fenFromYuan(10_000) });
    await handleCase(db, act(id, staff.handler), opinion);
    return id;
  };
  const [good, stale, refusal] = [await make(), await make(), await make({ decision: "reject", opinion: "证书过期", clauseId: "有效认定" })];
  const open = (await makeCase(db, { amountFen: fenFromYuan(10_000) })).id;
  const picked = [good, stale, refusal, open].map((claimId) => ({ claimId, version: claimId === stale ? 3 : 4, amountFen: 1_000_000 }));
  const { actor, at, calendar, departmentId } = act(good, staff.checker);
  const outcome = await agreeToOpinions(db, picked, { actor, at, calendar, departmentId }, "同意");
  expect(outcome.agreed).toEqual([good]);
  expect(outcome.aside.map((one) => [one.claimId, one.reason])).toEqual([
    [stale, "changedMeanwhile"],
    [refusal, "rejectionNeedsALook"],
    [open, "noOpinionYet"],
  ]);
  expect(outcome.aside[0]?.number).toBe((await stateOf(db, stale)).number);
  expect(await agreeToOpinions(db, [{ claimId: stale, version: 4, amountFen: 1_000_000 }], { actor, at, calendar, departmentId: "hrss" }, "同意")).toEqual({
    agreed: [],
    aside: [{ claimId: stale, number: null, reason: "notFound" }],
  });
});

test("the checker decides on the opinion that was on the screen, not on one that took its place", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(10_000) });
  await handleCase(db, act(id, staff.handler), approve);
  const seen = { handlerId: (staff.handler as Person).personId, decision: "approve" as const };
  await checkCase(db, act(id, staff.checker), { agree: false, opinion: "请再核" });
  await handleCase(db, act(id, staff.handler), { decision: "reject", opinion: "证书过期", clauseId: "有效认定" });
  expect(reason(await checkSeenOpinion(db, act(id, staff.checker), seen, { agree: true, opinion: "同意" }))).toBe("opinionChanged");
  expect(reason(await checkSeenOpinion(db, act(id, staff.checker), { ...seen, decision: "reject" }, { agree: true, opinion: "同意" }))).toBe("ok");
});

test("the handler ends a case whose enterprise is gone, with its ground, and the enterprise is told", async () => {
  const { id, company } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  const gone = { ground: "deregistered" as const, text: "市监局 2026年7月10日 准予注销" };
  expect(reason(await endCase(db, act(id, staff.handler, 4, "hrss"), gone))).toBe("notFound");
  expect(reason(await endCase(db, act(id, staff.checker), gone))).toBe("actorNotAllowed");
  expect(reason(await endCase(db, act(id, staff.handler), { ...gone, ground: "suspendedTooLong" }))).toBe("groundMissing");
  expect(reason(await endCase(db, act(id, staff.handler, 3), gone))).toBe("changedMeanwhile");
  expect((await stateOf(db, id)).state).toBe("manualReview");
  expect(reason(await endCase(db, act(id, staff.handler), gone))).toBe("ok");
  expect((await stateOf(db, id)).state).toBe("cancelled");
  const told = await db.select().from(notifications).where(eq(notifications.enterpriseId, company.id));
  expect(told.filter((one) => one.kind === "claim.ended").map((one) => one.body)).toEqual([
    "企业已注销或吊销：市监局 2026年7月10日 准予注销。有疑问请联系主管部门。",
  ]);
});

test("a suspended case is ended after ninety days, not before", async () => {
  const { id } = await makeCase(db, { amountFen: fenFromYuan(80_000) });
  const long = { ground: "suspendedTooLong" as const, text: "企业一直没有补交核验资料" };
  await suspendCase(db, act(id, staff.handler), { reason: "siteVisit", resumeCondition: "现场核验完成" });
  const later = (day: string) => ({ ...act(id, staff.handler, 5), at: on(day) });
  // 15 July and 90 days are 13 October
  expect(reason(await endCase(db, later("2026-10-13"), long))).toBe("suspensionNotOver");
  expect(reason(await endCase(db, later("2026-10-14"), long))).toBe("ok");
});

test("an approved case that is ended sets its frozen money free in the same act", async () => {
  const { claimId } = await claimInNotice(db);
  await step(db, claimId, "approved", { at: on("2026-07-21", "09:00"), facts: { noticeClosesAt: on("2026-07-20", "18:00"), openObjections: 0 } });
  const claim = await stateOf(db, claimId);
  expect((await db.transaction((tx) => reserveBudgets(tx, [claim], clock.at))).reserved).toEqual([claimId]);
  const stopped = { ground: "policyStopped" as const, text: "县政府文件 2026年第12号停止执行" };
  expect(reason(await endCase(db, act(claimId, staff.handler, claim.version), stopped))).toBe("ok");
  expect((await stateOf(db, claimId)).state).toBe("cancelled");
  expect(await db.select().from(budgetReservations).where(eq(budgetReservations.claimId, claimId))).toMatchObject([{ state: "released" }]);
});
