import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeClaimSettings, importCalendarYear } from "@/db/admin-acts";
import { countProvisional, findStaffVersion, listCalendarYears, listClaimSettings, listStaffPolicies, listVersions } from "@/db/admin-queries";
import { signApproved } from "@/db/approvals";
import { loadCalendar } from "@/db/calendar";
import { alertMissingYear } from "@/db/calendar-alerts";
import { moveClaim, SYSTEM } from "@/db/claims";
import { prepareBatch } from "@/db/disbursements";
import { openCorrectionRequest } from "@/db/disputes";
import { budgetUses, listBudgetClaims, listTransactions, paymentFindings, setAsideNow } from "@/db/finance-queries";
import { closeDue, publishWaiting } from "@/db/notices";
import { createPerson } from "@/db/people";
import { auditLog, correctionRequests, notifications, policies } from "@/db/schema";
import { loadClaimSettings } from "@/db/settings";
import type { Db } from "@/db/types";
import { fenFromYuan } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { claimInNotice, DAY, makeClaim, makeCompany, on, POLICY, type Staff, seedOffice, stateOf } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let admin: { readonly personId: string; readonly roles: readonly ["systemAdmin"]; readonly isSystem: false; readonly role: "systemAdmin" };
const AT = on("2026-07-15");

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  const membership = { role: "systemAdmin" as const, validFrom: plainDate("2026-01-01") };
  const personId = await createPerson(
    db,
    { displayName: "系统管理员", username: "system-admin", password: "unused", memberships: [membership] },
    { at: on("2026-01-05"), actorId: null, passwordHash: "unused" },
  );
  admin = { personId, roles: ["systemAdmin"], isSystem: false, role: "systemAdmin" };
});
afterAll(() => close());

test("a setting is changed by the system administrator only, with a reason, and only what differs is written", async () => {
  const changes = { automaticCeilingFen: fenFromYuan(300_000), appealDays: 15 };
  expect(await changeClaimSettings(db, { changes, reason: "县政府专题会议", actor: staff.handler, at: AT })).toEqual({ ok: false, reason: "notSystemAdmin" });
  expect(await changeClaimSettings(db, { changes, reason: " ", actor: admin, at: AT })).toEqual({ ok: false, reason: "reasonMissing" });
  expect(await changeClaimSettings(db, { changes, reason: "县政府专题会议", actor: admin, at: AT })).toEqual({
    ok: true,
    value: { changed: ["automaticCeilingFen"] },
  });
  expect(await changeClaimSettings(db, { changes, reason: "县政府专题会议", actor: admin, at: AT })).toEqual({ ok: false, reason: "nothingChanged" });
  expect(await loadClaimSettings(db)).toMatchObject({ automaticCeilingFen: 30_000_000, appealDays: 15 });
  const row = (await listClaimSettings(db)).find((one) => one.key === "automaticCeilingFen");
  expect(row).toMatchObject({ value: 30_000_000, updatedByName: "系统管理员", updatedAt: AT });
  const [audit] = await db.select().from(auditLog).where(eq(auditLog.action, "settings.changed"));
  expect(audit?.detail).toEqual({ reason: "县政府专题会议", changes: [{ key: "automaticCeilingFen", from: 50_000_000, to: 30_000_000 }] });
});

const notice = (holidays: string[], makeupDays: string[] = [], year = 2027) => ({ year, source: "放假通知", holidays, makeupDays });

test("a notice with faults is not taken over and every fault is named; a past year is left alone", async () => {
  const refusal = async (one: ReturnType<typeof notice>) => {
    const result = await importCalendarYear(db, { notice: one, actor: admin, at: AT });
    return result.ok ? null : result.reason;
  };
  expect(await refusal(notice(["2027-01-01 元旦", "2027-13-01", "2026-03-01", "2027-01-01"], ["2027-01-04"]))).toEqual({
    code: "faults",
    faults: [
      { entry: "2027-13-01", fault: "notADay" },
      { entry: "2026-03-01", fault: "otherYear" },
      { entry: "2027-01-01", fault: "twice" },
      { entry: "2027-01-04", fault: "makeupOnWeekday" },
    ],
  });
  expect(await refusal(notice([]))).toEqual({ code: "holidaysMissing" });
  expect(await refusal(notice(["2025-01-01 元旦"], [], 2025))).toEqual({ code: "yearPast" });
  expect((await listCalendarYears(db)).map((one) => one.year)).toEqual([2026, 2025, 2024]);
});

test("from 1 November a missing next year is told to the system administrator, once a week, in red from December", async () => {
  const calendar = await loadCalendar(db);
  const told = async (day: string) => alertMissingYear(db, { at: on(day, "09:00"), calendar });
  expect(await told("2026-10-31")).toBe(0);
  expect(await told("2026-11-01")).toBe(1);
  expect(await told("2026-11-02")).toBe(1);
  expect([await told("2026-11-02"), await told("2026-11-08")]).toEqual([0, 0]);
  expect(await told("2026-12-07")).toBe(1);
  const messages = await db.select().from(notifications).where(eq(notifications.kind, "calendar.missing")).orderBy(notifications.createdAt);
  expect(messages.map(({ personId, day, level, title, href }) => ({ personId, day, level, title, href }))).toEqual(
    [
      ["2026-11-01", "yellow"],
      ["2026-11-02", "yellow"],
      ["2026-12-07", "red"],
    ].map(([day, level]) => ({ personId: admin.personId, day, level, title: "请导入 2027年放假安排", href: "/admin/calendar" })),
  );
  expect(await alertMissingYear(db, { at: on("2026-12-21", "09:00"), calendar: { ...calendar, announced: [...calendar.announced, 2027] } })).toBe(0);
});

test("importing a year counts provisional deadlines once more", async () => {
  // Entered on Wednesday 2026-12-30 with a manual review of three working days: 12-31, then 01-04 and 01-05 by the provisional rule (01-01 is off).
  const company = await makeCompany(db);
  const claimId = await makeClaim(db, company, { at: on("2026-12-29") });
  const at = on("2026-12-30");
  const steps: Omit<Parameters<typeof moveClaim>[1], "claimId" | "at" | "calendar">[] = [
    { to: "pendingConfirm", actor: SYSTEM },
    { to: "autoCheck", actor: company.owner, facts: { accountNameEqual: true, authorisationValid: true } },
    { to: "manualReview", actor: SYSTEM, facts: { route: "manualReview" } },
  ];
  const calendar = await loadCalendar(db);
  for (const step of steps) expect(await db.transaction((tx) => moveClaim(tx, { claimId, at, calendar, ...step }))).toMatchObject({ ok: true });
  expect(await stateOf(db, claimId)).toMatchObject({ dueOn: "2027-01-05", dueProvisional: true });
  expect(await countProvisional(db)).toBe(1);
  // A request for correction of the same day is due by the same count.
  const asked = { enterpriseId: company.id, indicatorId: "insuredCount", claimed: "八十六人", note: "", at, calendar };
  const opened = await openCorrectionRequest(db, { ...asked, actor: { ...company.owner, personId: company.owner.personId as string } });
  expect(opened).toMatchObject({ ok: true, value: { dueOn: "2027-01-05", provisional: true } });
  const limit = (await findStaffVersion(db, POLICY, null))?.resolved.limits.manualReviewWorkingDays;
  expect(limit).toBe(3);
  // 2027-01-01 is a Friday; the notice also takes Monday 01-04 off and has Saturday 01-09 worked.
  const result = await importCalendarYear(db, { notice: notice(["2027-01-01 元旦", "2027-01-04 元旦"], ["2027-01-09 元旦"]), actor: admin, at: AT });
  expect(result).toEqual({ ok: true, value: { year: 2027, replaced: false, recomputed: 2 } });
  expect(await db.select({ dueOn: correctionRequests.dueOn }).from(correctionRequests)).toEqual([{ dueOn: "2027-01-06" }]);
  expect(await stateOf(db, claimId)).toMatchObject({ dueOn: "2027-01-06", dueProvisional: false });
});

test("the library lists each published policy once, with its budget and its versions", async () => {
  const all = await listStaffPolicies(db, { q: "", departmentId: "", sort: "", today: DAY });
  const codes = await db.select({ code: policies.code }).from(policies);
  expect(all.map((one) => one.code).sort()).toEqual(codes.map((one) => one.code).sort());
  const one = (await listStaffPolicies(db, { q: POLICY, departmentId: "", sort: "", today: DAY }))[0];
  expect(one?.examples).toBeGreaterThan(0);
  expect(one?.amountFen).toBeGreaterThan(0);
  expect((await listVersions(db, POLICY)).map((version) => [version.number, version.state])).toEqual([[1, "published"]]);
  expect(await findStaffVersion(db, POLICY, 9)).toBeNull();
});

test("the desk of finance: findings before payment, what was set aside, and the claims behind a budget", async () => {
  const good = await claimInNotice(db);
  const bare = await claimInNotice(db, { company: await makeCompany(db, { withoutAccount: true }) });
  const ids = [good.claimId, bare.claimId];
  await publishWaiting(db, on("2026-07-13", "11:00"));
  await closeDue(db, on("2026-07-17", "00:20"));
  const signed = await signApproved(db, { claimIds: ids, actor: staff.leader, opinion: "同意", at: on("2026-07-17", "09:30") });
  expect(signed.ok).toBe(true);
  const findings = await paymentFindings(db, ids, on("2026-07-17", "10:00"));
  expect(findings.get(good.claimId)).toEqual([]);
  expect(findings.get(bare.claimId)?.map((one) => one.code)).toEqual(["accountMissing"]);
  const prepared = await prepareBatch(db, { claimIds: ids, actor: staff.maker, at: on("2026-07-17", "10:00") });
  expect(prepared).toMatchObject({ ok: true, value: { batches: [{ orderCount: 1 }], setAside: [{ claimId: bare.claimId }] } });
  expect(await setAsideNow(db, [bare.claimId], on("2026-07-17", "10:00"))).toMatchObject([
    { state: "manualReview", findings: [{ text: "没有可用的收款账户" }] },
  ]);
  expect((await budgetUses(db, 2026)).get(POLICY)).toEqual({ reserved: 1, paid: 0 });
  expect((await listBudgetClaims(db, { policyCode: POLICY, year: 2026, page: 1, pageSize: 10 })).total).toBe(1);
  const { rows, total } = await listTransactions(db, { fundId: null, page: 1, pageSize: 50 });
  expect(total).toBe(rows.length);
  for (const row of rows) expect(row.entries.reduce((sum, entry) => sum + entry.amountFen, 0)).toBe(0);
});
