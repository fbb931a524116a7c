import { desc, eq, type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Clock } from "@/db/claim-lights";
import { listInHand, listOverdue } from "@/db/overdue-queries";
import { giveOverdueReason, listOverdueReasons, type NewOverdueReason } from "@/db/overdue-reasons";
import { handleCase } from "@/db/reviews";
import { auditLog, overdueReasons } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import { OVERDUE_REASON_CODES } from "@/lib/claim/overdue-reason";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { DEPARTMENT, on, refusedBy, type Staff, seedOffice } from "../support/fixtures";
import { clockAt, makeCase } from "../support/review-fixtures";

let db: Db;
let close: () => Promise<void>;
let clock: Clock;
let staff: Staff;
let late: string;
let inTime: string;
const county: Scope = { kind: "county" };
const own: Scope = { kind: "department", departmentId: DEPARTMENT };

// Wednesday 15 July: a review that came on Wednesday 8 July was due on Monday the 13th.
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  clock = await clockAt(db, on("2026-07-15"));
  late = (await makeCase(db, { enteredAt: on("2026-07-08") })).id;
  inTime = (await makeCase(db, { enteredAt: on("2026-07-15", "09:00") })).id;
});
afterAll(() => close());

const give = (part: Partial<NewOverdueReason> & { as?: keyof Staff; department?: string } = {}) => {
  const { as = "handler", department = DEPARTMENT, ...rest } = part;
  const actor = { personId: staff[as].personId!, roles: staff[as].roles as Role[], departmentId: department };
  const words = "等来源部门回函，已催两次";
  const request = { claimId: late, scope: own, actor, clock, expectedVersion: 4, code: "sourceData" as const, words, expectedOn: plainDate("2026-07-17") };
  return giveOverdueReason(db, { ...request, ...rest });
};

test("the handler says why; the overdue list, the case and the audit log have it", async () => {
  expect((await listOverdue(db, county, clock)).map((row) => [row.id, row.explained])).toEqual([[late, null]]);
  expect((await give({ words: "先去现场看过，等鉴定", code: "siteVisit" })).ok).toBe(true);
  expect((await give()).ok).toBe(true);
  const [row] = await listOverdue(db, county, clock);
  expect(row?.explained).toMatchObject({
    code: "sourceData",
    words: "等来源部门回函，已催两次",
    expectedOn: "2026-07-17",
    givenBy: "handler",
    lateWorkdays: 2,
  });
  expect((await listOverdueReasons(db, own, [late])).map((one) => one.code)).toEqual(["sourceData", "siteVisit"]);
  expect(await listOverdueReasons(db, { kind: "department", departmentId: "agriculture" }, [late])).toEqual([]);
  const [entry] = await db.select().from(auditLog).where(eq(auditLog.action, "claim.overdueReason")).orderBy(desc(auditLog.seq)).limit(1);
  expect([entry?.subjectId, entry?.actorId, entry?.actorRole]).toEqual([late, staff.handler.personId, "handler"]);
  expect(entry?.detail).toMatchObject({ code: "sourceData", lateWorkdays: 2, version: 4 });
});

test("refused: another desk, another department, a case in time, a version that has moved on; nothing is written", async () => {
  const before = await db.$count(overdueReasons);
  expect(await give({ as: "checker" })).toEqual({ ok: false, reason: "notYours" });
  expect(await give({ as: "maker", department: "finance", scope: county })).toEqual({ ok: false, reason: "notYours" });
  expect(await give({ scope: { kind: "department", departmentId: "agriculture" }, department: "agriculture" })).toEqual({ ok: false, reason: "notFound" });
  expect(await give({ claimId: inTime })).toEqual({ ok: false, reason: "notOverdue" });
  expect(await give({ expectedVersion: 3 })).toEqual({ ok: false, reason: "changedMeanwhile" });
  expect(await give({ words: "  忙" })).toEqual({ ok: false, reason: "wordsMissing" });
  expect(await give({ expectedOn: plainDate("2026-07-14") })).toEqual({ ok: false, reason: "dayPast" });
  expect(await db.$count(overdueReasons)).toBe(before);
});

test("with the opinion written the delay is the checker's", async () => {
  const { id } = await makeCase(db, { enteredAt: on("2026-07-08") });
  const actor = { ...staff.handler, personId: staff.handler.personId! };
  const act = { claimId: id, departmentId: DEPARTMENT, actor, at: clock.at, calendar: clock.calendar, expectedVersion: 4 };
  expect((await handleCase(db, act, { decision: "reject", opinion: "证书过期", clauseId: "c1" })).ok).toBe(true);
  expect(await give({ claimId: id })).toEqual({ ok: false, reason: "notYours" });
  expect((await give({ claimId: id, as: "checker", code: "workload" })).ok).toBe(true);
  expect((await listInHand(db, county, clock, { light: "red" })).find((row) => row.id === id)?.explained?.givenAs).toBe("checker");
});

test("the database takes no changed reason, none of another stage, none without its own audit row, no code that is not in the list", async () => {
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  expect(await attack(sql`update overdue_reasons set words = '没有的事情'`)).toBe("overdue_reasons_append_only");
  expect(await attack(sql`delete from overdue_reasons`)).toBe("overdue_reasons_append_only");
  expect(await attack(sql`truncate overdue_reasons`)).toBe("overdue_reasons_append_only");
  const [known] = await db.select().from(overdueReasons).where(eq(overdueReasons.claimId, late)).limit(1);
  const insert = (change: { claimId?: string; version?: number; code?: string; words?: string }) =>
    attack(sql`insert into overdue_reasons (claim_id, claim_version, code, words, expected_on, late_workdays, given_by, given_as, at, audit_seq)
      values (${change.claimId ?? late}, ${change.version ?? 4}, ${change.code ?? "other"}, ${change.words ?? "没有写明原因"}, '2026-07-17', 2,
        ${staff.handler.personId}, 'handler', ${clock.at}, ${known!.auditSeq})`);
  expect(await insert({})).toBe("overdue_reasons_audit");
  expect(await insert({ version: 3 })).toBe("overdue_reasons_present_stage");
  expect(await insert({ claimId: inTime })).toBe("overdue_reasons_audit_own");
  expect(await insert({ code: "holiday" })).toBe("overdue_reasons_code");
  expect(await insert({ words: " 忙 " })).toBe("overdue_reasons_in_words");
});

test("the database's list of codes is the list of the law", async () => {
  const result = (await db.execute(sql`select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'overdue_reasons_code'`)) as unknown as {
    rows: { text: string }[];
  };
  const codes = [...(result.rows[0]?.text ?? "").matchAll(/'(\w+)'/g)].map((match) => match[1]);
  expect(codes.sort()).toEqual([...OVERDUE_REASON_CODES].sort());
});
