import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCalendar } from "@/db/calendar";
import { moveClaim, SYSTEM } from "@/db/claims";
import { sha256Hex } from "@/db/crypto";
import { closeDue, publishWaiting } from "@/db/notices";
import { decideObjection, findObjection, listObjections, raiseObjection, revealObjector } from "@/db/objections";
import { findNotice, latestNotices, listNotices, noticeFigures } from "@/db/public-notices";
import { auditLog, noticeLines, notices, objections } from "@/db/schema";
import type { Db } from "@/db/types";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { claimInNotice, DAY, DEPARTMENT, makeCompany, on, POLICY, type Staff, seedOffice, stateOf } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
});
afterAll(() => close());

/** Monday 2026-07-13; three working days end on Thursday 07-16. */
const MONDAY = on("2026-07-13", "11:00");

const lineOf = async (claimId: string) => {
  const rows = await db.select().from(noticeLines).where(eq(noticeLines.claimId, claimId)).orderBy(noticeLines.endsOn);
  return rows.at(-1)!;
};

const object = (noticeLineId: string, at = on("2026-07-14")) =>
  raiseObjection(db, { noticeLineId, name: "李明华", contact: "13800000000", content: "该企业近一年没有正常生产经营，请核实。", at });

async function published(options: Parameters<typeof claimInNotice>[1] = {}) {
  const made = await claimInNotice(db, options);
  await publishWaiting(db, MONDAY);
  return { ...made, line: await lineOf(made.claimId) };
}

test("claims of one policy become one frozen list with a number, its hash and the policy's working days; publishing again adds nothing", async () => {
  const first = await claimInNotice(db);
  const second = await claimInNotice(db);
  const { published: list, failed } = await publishWaiting(db, MONDAY);
  expect(failed).toEqual([]);
  expect(list).toMatchObject([{ number: "青惠公示〔2026〕1号" }]);
  expect([...(list[0]?.claimIds ?? [])].sort()).toEqual([first.claimId, second.claimId].sort());
  expect((await publishWaiting(db, MONDAY)).published).toEqual([]);
  const [notice] = await db.select().from(notices);
  expect(notice).toMatchObject({ startsOn: "2026-07-13", endsOn: "2026-07-16", workingDays: 3, endProvisional: false, policyCode: POLICY, state: "open" });
  const [row] = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "notice.published"), eq(auditLog.subjectId, notice!.id)));
  expect(sha256Hex(String(row?.detail["text"]))).toBe(notice?.contentHash);
  expect(String(row?.detail["text"])).toContain(first.company.uscc);
  expect(await stateOf(db, first.claimId)).toMatchObject({ state: "notice", dueOn: "2026-07-16" });
});

test("a notice runs to 18:00 of its last day and is closed on the day after, never on the day itself", async () => {
  const { claimId, line } = await published();
  expect((await closeDue(db, on("2026-07-16", "18:30"))).approved).not.toContain(claimId);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "notice", noticeDoneOn: null });
  const closed = await closeDue(db, on("2026-07-17", "00:20"));
  expect(closed.approved).toContain(claimId);
  expect(closed.noticeIds).toContain(line.noticeId);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "approved", noticeDoneOn: "2026-07-17" });
  expect(await closeDue(db, on("2026-07-17", "01:20"))).toEqual({ approved: [], toConfirm: [], noticeIds: [], resumed: [] });
});

test("confirmation after the notice: the enterprise is asked when it has run out", async () => {
  const company = await makeCompany(db);
  const { makeClaim } = await import("../support/fixtures");
  const claimId = await makeClaim(db, company, { confirmStage: "after" });
  const calendar = await loadCalendar(db);
  for (const step of [{ to: "autoCheck" as const }, { to: "notice" as const, facts: { route: "notice" as const } }])
    expect((await db.transaction((tx) => moveClaim(tx, { claimId, actor: SYSTEM, at: on("2026-07-13"), calendar, ...step }))).ok).toBe(true);
  await publishWaiting(db, MONDAY);
  expect((await closeDue(db, on("2026-07-17", "00:20"))).toConfirm).toEqual([claimId]);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "pendingConfirm", noticeDoneOn: "2026-07-17" });
});

test("an objection stops its own line; dismissed, the line serves the days it has not served and is approved after them", async () => {
  const stopped = await published();
  const running = await published();
  const raised = await object(stopped.line.id);
  expect(raised).toMatchObject({ ok: true, value: { receiptNumber: expect.stringMatching(/^异2026-\d{4}$/), dueOn: "2026-07-21" } });
  if (!raised.ok) return;
  expect(await stateOf(db, stopped.claimId)).toMatchObject({ state: "objection" });
  expect((await lineOf(stopped.claimId)).state).toBe("held");
  expect((await closeDue(db, on("2026-07-17", "00:20"))).approved).toEqual([running.claimId]);

  const { receiptNumber, querySecret, objectionId } = raised.value;
  expect(await findObjection(db, receiptNumber, "00000000")).toBeNull();
  expect(await findObjection(db, receiptNumber, querySecret)).toMatchObject({ state: "open", enterpriseName: stopped.company.name });
  expect(await listObjections(db, { kind: "department", departmentId: "hrss" })).toEqual([]);
  expect(await listObjections(db, { kind: "enterprise", enterpriseIds: [stopped.company.id] })).toEqual([]);
  expect(await listObjections(db, { kind: "department", departmentId: DEPARTMENT }, { state: "open" })).toMatchObject([{ receiptNumber, objectorMask: "李*" }]);

  const decide = (actor = staff.handler, at = on("2026-07-20")) =>
    decideObjection(db, { objectionId, actor, decision: "dismissed", answer: "经核实，企业正常经营，异议不成立。", at });
  expect(await decide(staff.maker)).toEqual({ ok: false, reason: "notHandlerOfDepartment" });
  // Stopped on Tuesday: the first day after the publication was not served, so three days are given again from Monday 07-20.
  expect(await decide()).toEqual({ ok: true, value: { claimId: stopped.claimId, claimTo: "notice", resumedUntil: "2026-07-23" } });
  expect(await decide()).toEqual({ ok: false, reason: "alreadyDecided" });
  expect(await stateOf(db, stopped.claimId)).toMatchObject({ state: "notice", dueOn: "2026-07-23" });
  expect((await publishWaiting(db, on("2026-07-20", "12:00"))).published).toEqual([]);
  expect((await closeDue(db, on("2026-07-23", "19:00"))).approved).toEqual([]);
  expect((await closeDue(db, on("2026-07-24", "00:20"))).approved).toEqual([stopped.claimId]);
  expect(await findObjection(db, receiptNumber, querySecret)).toMatchObject({ state: "dismissed", answer: "经核实，企业正常经营，异议不成立。" });
});

test("upheld refuses the claim with its clause; partly upheld sends it back and a new list follows; two objections wait for each other", async () => {
  const refusedOne = await published();
  const upheld = await object(refusedOne.line.id);
  if (!upheld.ok) throw new Error(upheld.reason);
  await decideObjection(db, {
    objectionId: upheld.value.objectionId,
    actor: staff.handler,
    decision: "upheld",
    answer: "证书已被撤销，异议成立。",
    at: on("2026-07-15"),
  });
  expect(await stateOf(db, refusedOne.claimId)).toMatchObject({ state: "rejected", rejectedReason: "证书已被撤销，异议成立。" });
  expect((await lineOf(refusedOne.claimId)).state).toBe("cancelled");

  const partly = await published({ amountFen: 15_000_000 as never });
  const one = await object(partly.line.id);
  const two = await object(partly.line.id, on("2026-07-15"));
  if (!one.ok || !two.ok) throw new Error("an objection was refused");
  const decide = (objectionId: string, decision: "dismissed" | "partlyUpheld") =>
    decideObjection(db, { objectionId, actor: staff.handler, decision, answer: "已核实，答复如上。", at: on("2026-07-16") });
  expect(await decide(one.value.objectionId, "dismissed")).toMatchObject({ value: { claimTo: null } });
  expect(await stateOf(db, partly.claimId)).toMatchObject({ state: "objection" });
  expect(await decide(two.value.objectionId, "partlyUpheld")).toMatchObject({ value: { claimTo: "manualReview" } });
  expect((await lineOf(partly.claimId)).state).toBe("corrected");
  const calendar = await loadCalendar(db);
  const at = on("2026-07-17");
  const again = await db.transaction((tx) =>
    moveClaim(tx, {
      claimId: partly.claimId,
      to: "notice",
      actor: staff.checker,
      at,
      calendar,
      patch: { handlerId: staff.handler.personId },
      amountFen: 10_000_000 as never,
    }),
  );
  expect(again).toMatchObject({ ok: true });
  const list = (await publishWaiting(db, at)).published;
  expect(list.flatMap((notice) => notice.claimIds)).toEqual([partly.claimId]);
  const lines = await db.select().from(noticeLines).where(eq(noticeLines.claimId, partly.claimId)).orderBy(noticeLines.endsOn);
  expect(lines.map((line) => [line.state, line.amountFen])).toEqual([
    ["corrected", 15_000_000],
    ["listed", 10_000_000],
  ]);
});

test("anonymous, late and empty objections are refused and leave nothing behind", async () => {
  const { claimId, line } = await published();
  const before = (await db.select().from(objections)).length;
  const raise = (change: object) =>
    raiseObjection(db, {
      noticeLineId: line.id,
      name: "王小明",
      contact: "13800000001",
      content: "该企业不在本县经营，请核实。",
      at: on("2026-07-14"),
      ...change,
    });
  expect(await raise({ name: "匿名群众" })).toEqual({ ok: false, reason: "anonymous" });
  expect(await raise({ contact: "" })).toEqual({ ok: false, reason: "contactMissing" });
  expect(await raise({ content: "不同意" })).toEqual({ ok: false, reason: "contentTooShort" });
  expect(await raise({ at: on("2026-07-16", "18:01") })).toEqual({ ok: false, reason: "noticeOver" });
  expect(await raise({ noticeLineId: "00000000-0000-4000-8000-000000000000" })).toEqual({ ok: false, reason: "lineUnknown" });
  expect((await db.select().from(objections)).length).toBe(before);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "notice" });
});

test("the objector's name is kept under seal and read only for a purpose, on record", async () => {
  const { line } = await published();
  const raised = await object(line.id);
  if (!raised.ok) throw new Error(raised.reason);
  const [row] = await db.select().from(objections).where(eq(objections.receiptNumber, raised.value.receiptNumber));
  expect(JSON.stringify(row)).not.toContain("李明华");
  expect(JSON.stringify(row)).not.toContain("13800000000");
  const reading = { objectionId: raised.value.objectionId, reader: staff.handler, at: on("2026-07-14") };
  expect(await revealObjector(db, { ...reading, purpose: " " })).toEqual({ ok: false, reason: "purposeMissing" });
  expect(await revealObjector(db, { ...reading, purpose: "答复异议人" })).toEqual({ ok: true, value: { name: "李明华", contact: "13800000000" } });
  const reads = await db.select().from(auditLog).where(eq(auditLog.chain, "reads"));
  expect(reads.at(-1)).toMatchObject({ action: "objector.revealed", detail: { purpose: "答复异议人" } });
});

test("a claim that the enterprise withdraws leaves its line marked, and a suspended one holds and resumes it", async () => {
  const gone = await published();
  const paused = await published();
  const calendar = await loadCalendar(db);
  const move = (claimId: string, at: string, step: object) => db.transaction((tx) => moveClaim(tx, { claimId, at: on(at), calendar, ...step } as never));
  await move(gone.claimId, "2026-07-14", { to: "withdrawn", actor: gone.company.owner });
  await move(paused.claimId, "2026-07-15", {
    to: "suspended",
    actor: SYSTEM,
    facts: { pauseReason: "sourceCorrection", resumeCondition: "重算", changedFields: ["dishonestFlag"] },
  });
  await closeDue(db, on("2026-07-15", "11:00"));
  expect((await lineOf(gone.claimId)).state).toBe("withdrawn");
  expect((await lineOf(paused.claimId)).state).toBe("held");
  await move(paused.claimId, "2026-07-20", { to: "notice", actor: SYSTEM, facts: { resultUnchanged: true } });
  const swept = await closeDue(db, on("2026-07-20", "12:00"));
  expect(swept.resumed).toEqual([paused.claimId]);
  // One of three days (Tuesday) was served before the stop on Wednesday: two more from Monday 07-20.
  expect(await lineOf(paused.claimId)).toMatchObject({ state: "listed", endsOn: "2026-07-22" });
});

test("the public reads number, names, codes, amounts and dates and nothing else", async () => {
  const { company, line, claimId } = await published();
  const { rows, total } = await listNotices(db, { today: DAY, search: company.name });
  expect(total).toBe(1);
  expect(rows[0]).toMatchObject({ id: line.noticeId, policyCode: POLICY, totalFen: 20_000_000, lineCount: 1 });
  expect((await listNotices(db, { today: DAY, search: "100%的企业" })).total).toBe(0);
  expect((await listNotices(db, { today: DAY, policyCode: "EMP-001" })).total).toBe(0);
  expect((await listNotices(db, { today: DAY, state: "open", departmentId: DEPARTMENT, pageSize: 1 })).rows).toHaveLength(1);
  const notice = await findNotice(db, rows[0]?.number ?? "", DAY);
  expect(Object.keys(notice?.lines[0] ?? {}).sort()).toEqual(["amountFen", "basis", "endsOn", "enterpriseName", "id", "lineNo", "policyName", "state", "uscc"]);
  const text = JSON.stringify(notice);
  for (const secret of [claimId, company.id, company.accountId, "农村商业银行"]) expect(text).not.toContain(secret);
  expect(await findNotice(db, line.noticeId, plainDate("2027-07-16"))).not.toBeNull();
  expect(await findNotice(db, line.noticeId, plainDate("2027-07-17"))).toBeNull();
  expect((await latestNotices(db, DAY, 2)).length).toBe(2);
  expect((await noticeFigures(db)).open).toBeGreaterThan(0);
});
