import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signApproved } from "@/db/approvals";
import { loadCalendar } from "@/db/calendar";
import type { Actor } from "@/db/claims";
import { answerClawback, loadMyClawback } from "@/db/clawback-answers";
import { decideClawback, resumeClawback, suspendClawback, upholdPlea } from "@/db/clawback-decision";
import { announceHearing, considerStatement, recordHearing } from "@/db/clawback-hearing";
import { listClawbacks, loadClawback } from "@/db/clawback-queries";
import { closeRepaid, confirmReceipt, enterReceipt, refuseReceipt } from "@/db/clawback-receipts";
import { remindClawbacks } from "@/db/clawback-reminders";
import { closeExamination, openExamination, tellClawback } from "@/db/clawbacks";
import { ledgerOverview } from "@/db/ledger-views";
import { matchContext, matchEnterprises } from "@/db/matching";
import { closeDue, publishWaiting } from "@/db/notices";
import { createPerson } from "@/db/people";
import { clawbackInstalments, clawbackReceipts, clawbackStatements, clawbacks, ledgerEntries, notifications } from "@/db/schema";
import type { Db } from "@/db/types";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { fenFromYuan as yuan } from "@/lib/kernel/fen";
import { plainDate as D, type Instant } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { type Company, intoNotice, makeCompany, on, refusedBy, type Staff, seedOffice, stateOf } from "../support/fixtures";
import { granted, paidClaims, payBatch } from "../support/paid-claims";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
let auditor: Actor;
let calendar: WorkCalendar;
const scope = { kind: "county" } as const;

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
  const input = { displayName: "审计", username: "auditor", password: "unused", memberships: [{ role: "auditor" as const, validFrom: D("2026-01-01") }] };
  const personId = await createPerson(db, input, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" });
  auditor = { personId, roles: ["auditor"], isSystem: false, role: "auditor" };
  calendar = await loadCalendar(db);
});
afterAll(() => close());

/** Ten working days after Tuesday 07-21 is Tuesday 08-04. */
const OPENED = on("2026-07-21", "09:00");
const TOLD = on("2026-07-21", "10:00");
const DECIDED = on("2026-08-05", "10:00");

const by = (actor: Actor, at: Instant) => ({ scope, actor, at, calendar });

async function examined(): Promise<{ company: Company; claimId: string; clawbackId: string }> {
  const [made] = await paidClaims(db, staff, 1);
  if (!made) throw new Error("no paid claim");
  const opened = await openExamination(db, { claimId: made.claimId, ...by(auditor, OPENED), origin: "report", ground: "举报称证书已失效" });
  return { ...made, clawbackId: granted(opened) };
}

async function told(toldFen = yuan(50_000), faultKind: "systemError" | "fraud" = "systemError") {
  const made = await examined();
  granted(await tellClawback(db, { clawbackId: made.clawbackId, ...by(auditor, TOLD), faultKind, factsText: "多计一年，多付 50,000 元", toldFen }));
  return made;
}

const answer = (made: { company: Company; claimId: string }, kind: "statement" | "hearing" | "waiver", at: Instant, words = "我们有不同看法，证书仍然有效") =>
  answerClawback(db, {
    claimId: made.claimId,
    enterpriseId: made.company.id,
    actor: { ...made.company.owner, personId: made.company.owner.personId ?? "" },
    at,
    calendar,
    kind,
    words,
  });

async function decided(parts = 1, decidedFen = yuan(50_000)) {
  const made = await told(decidedFen);
  granted(await decideClawback(db, { clawbackId: made.clawbackId, ...by(staff.leader, DECIDED), decidedFen, parts, text: "多付部分应当退回" }));
  return made;
}

let slips = 0;
const slip = (clawbackId: string, amountFen = yuan(50_000), at = on("2026-08-10")) => {
  slips += 1;
  return { clawbackId, ...by(staff.maker, at), amountFen, receivedOn: D("2026-08-10"), payerName: "试验公司", bankReference: `进账单${slips}` };
};

test("from the proposal to the money: told, heard with a hearing, decided in parts, received by two persons, back in full; the books balance", async () => {
  const made = await told();
  const { clawbackId, claimId, company } = made;
  expect(await stateOf(db, claimId)).toMatchObject({ state: "clawbackNotice", dueOn: "2026-08-04" });
  expect(await loadMyClawback(db, company.id, claimId)).toMatchObject({ noticeNumber: "追告〔2026〕1号", toldFen: 5_000_000, answerBy: "2026-08-04" });

  granted(await answer(made, "statement", on("2026-07-22")));
  granted(await answer(made, "hearing", on("2026-07-22", "11:00"), "要求听证，当面说明"));
  expect(await answer(made, "hearing", on("2026-07-22", "12:00"))).toEqual({ ok: false, reason: "hearingAskedBefore" });
  const decision = { clawbackId, decidedFen: yuan(45_000), parts: 3, text: "申辩部分成立，核减" };
  expect(await decideClawback(db, { ...decision, ...by(staff.leader, DECIDED) })).toEqual({ ok: false, reason: "hearingNotHeld" });

  const hearing = { clawbackId, hearingOn: D("2026-07-31"), place: "县政务大厅二楼" };
  expect(await announceHearing(db, { ...hearing, ...by(auditor, on("2026-07-22", "15:00")) })).toEqual({ ok: false, reason: "hearingTooSoon" });
  granted(await announceHearing(db, { ...hearing, hearingOn: D("2026-08-03"), ...by(auditor, on("2026-07-22", "15:00")) }));
  expect(await recordHearing(db, { clawbackId, minutes: "开过", ...by(auditor, on("2026-07-31")) })).toEqual({ ok: false, reason: "hearingToCome" });
  granted(await recordHearing(db, { clawbackId, minutes: "双方到场，企业出示了证书", ...by(auditor, on("2026-08-03", "16:00")) }));
  expect(await decideClawback(db, { ...decision, ...by(staff.leader, DECIDED) })).toEqual({ ok: false, reason: "statementNotConsidered" });
  granted(await considerStatement(db, { clawbackId, text: "部分采纳，核减 5,000 元", ...by(auditor, on("2026-08-04")) }));

  expect(await decideClawback(db, { ...decision, ...by(auditor, DECIDED) })).toEqual({ ok: false, reason: "notOnDuty" });
  expect(await decideClawback(db, { ...decision, decidedFen: yuan(50_001), ...by(staff.leader, DECIDED) })).toEqual({ ok: false, reason: "moreThanTold" });
  granted(await decideClawback(db, { ...decision, ...by(staff.leader, DECIDED) }));
  // Fifteen working days after Wednesday 08-05 is Wednesday 08-26.
  expect(await stateOf(db, claimId)).toMatchObject({ state: "clawback", dueOn: "2026-08-26" });
  expect((await loadClawback(db, scope, clawbackId))?.plan).toMatchObject([
    { amountFen: 1_500_000, dueOn: "2026-08-26" },
    { amountFen: 1_500_000, dueOn: "2026-09-28" },
    { amountFen: 1_500_000, dueOn: "2026-10-26" },
  ]);

  const first = granted(await enterReceipt(db, slip(clawbackId, yuan(15_000))));
  expect(await confirmReceipt(db, { receiptId: first, ...by(staff.maker, on("2026-08-11")) })).toEqual({ ok: false, reason: "notOnDuty" });
  expect(granted(await confirmReceipt(db, { receiptId: first, ...by(staff.releaser, on("2026-08-11")) })).repaidInFull).toBe(false);
  expect(await confirmReceipt(db, { receiptId: first, ...by(staff.releaser, on("2026-08-11")) })).toEqual({ ok: false, reason: "alreadyChecked" });
  expect((await stateOf(db, claimId)).dueOn).toBe("2026-09-28");
  expect(await enterReceipt(db, slip(clawbackId, yuan("30000.01")))).toEqual({ ok: false, reason: "moreThanOwed" });

  const wrong = granted(await enterReceipt(db, slip(clawbackId, yuan(30_000))));
  granted(await refuseReceipt(db, { receiptId: wrong, reason: "金额和回单不一致", ...by(staff.releaser, on("2026-08-12")) }));
  const rest = granted(await enterReceipt(db, slip(clawbackId, yuan(30_000))));
  expect(granted(await confirmReceipt(db, { receiptId: rest, ...by(staff.releaser, on("2026-08-13")) })).repaidInFull).toBe(true);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "clawedBack", dueOn: null });

  const books = await db.select().from(ledgerEntries).where(eq(ledgerEntries.claimId, claimId));
  const balance = (account: string) => books.filter((row) => row.account === account).reduce((sum, row) => sum + row.amountFen, 0);
  expect([balance("granted"), balance("receivable"), balance("recovered"), balance("bank")]).toEqual([15_500_000, 0, 4_500_000, -15_500_000]);
  expect(await ledgerOverview(db)).toMatchObject({ totalFen: 0, unbalanced: 0 });
  expect(await loadMyClawback(db, company.id, claimId)).toMatchObject({ repaidFen: 4_500_000, next: null });
  expect(JSON.stringify(await loadMyClawback(db, company.id, claimId))).not.toContain("审计");
});

test("nothing found, or a plea that holds, leaves the claim paid; it may be examined again", async () => {
  const made = await examined();
  granted(await closeExamination(db, { clawbackId: made.clawbackId, text: "证书有效", ...by(auditor, on("2026-07-22")) }));
  expect((await stateOf(db, made.claimId)).state).toBe("settled");
  const again = granted(await openExamination(db, { claimId: made.claimId, ...by(auditor, OPENED), origin: "sample", ground: "年度抽查" }));
  granted(await tellClawback(db, { clawbackId: again, ...by(auditor, TOLD), faultKind: "enterpriseFault", factsText: "人数不实", toldFen: yuan(1_000) }));
  granted(await answer(made, "statement", on("2026-07-23")));
  const plea = { clawbackId: again, document: "集体讨论记录第 3 号", text: "企业补充了证明" };
  expect(await upholdPlea(db, { ...plea, ...by(auditor, on("2026-07-23")) })).toEqual({ ok: false, reason: "statementNotConsidered" });
  granted(await considerStatement(db, { clawbackId: again, text: "采纳", ...by(auditor, on("2026-07-24")) }));
  granted(await upholdPlea(db, { ...plea, ...by(auditor, on("2026-07-24", "15:00")) }));
  expect((await stateOf(db, made.claimId)).state).toBe("settled");
  expect((await listClawbacks(db, { scope, view: "closed", page: 1, pageSize: 50 })).rows.filter((row) => row.claimId === made.claimId)).toHaveLength(2);
});

test("silence is waited for, a waiver is not; a late word and a stranger's word are not heard", async () => {
  const silent = await told();
  const decision = { decidedFen: yuan(50_000), parts: 1, text: "应当退回" };
  const at = on("2026-07-24");
  expect(await decideClawback(db, { clawbackId: silent.clawbackId, ...decision, ...by(staff.leader, at) })).toEqual({ ok: false, reason: "statementNotHeard" });
  expect(await answer({ ...silent, company: (await told()).company }, "statement", at)).toEqual({ ok: false, reason: "notFound" });
  expect(await answer(silent, "statement", on("2026-08-04", "18:01"))).toEqual({ ok: false, reason: "answerTooLate" });
  granted(await decideClawback(db, { clawbackId: silent.clawbackId, ...decision, ...by(staff.leader, DECIDED) }));
  const waived = await told();
  granted(await answer(waived, "waiver", at, "没有意见，同意退回"));
  granted(await decideClawback(db, { clawbackId: waived.clawbackId, ...decision, ...by(staff.leader, on("2026-07-24", "15:00")) }));
});

test("fraud is paid back at once", async () => {
  const made = await told(yuan(200_000), "fraud");
  const decision = { clawbackId: made.clawbackId, decidedFen: yuan(200_000), text: "骗取，全额追回", ...by(staff.leader, DECIDED) };
  expect(await decideClawback(db, { ...decision, parts: 2 })).toEqual({ ok: false, reason: "fraudPaysAtOnce" });
  granted(await decideClawback(db, { ...decision, parts: 1 }));
});

test("execution rests and is taken up again; money that came in meanwhile closes it by finance's hand", async () => {
  const made = await decided();
  const { clawbackId, claimId } = made;
  granted(await suspendClawback(db, { clawbackId, reason: "litigation", document: "行初字 5 号", until: "一审判决生效", ...by(auditor, on("2026-08-06")) }));
  expect(await stateOf(db, claimId)).toMatchObject({ state: "suspended", suspensionReason: "litigation" });
  const receiptId = granted(await enterReceipt(db, slip(clawbackId)));
  expect(granted(await confirmReceipt(db, { receiptId, ...by(staff.releaser, on("2026-08-11")) })).repaidInFull).toBe(true);
  expect(await closeRepaid(db, { clawbackId, ...by(staff.maker, on("2026-08-12")) })).toEqual({ ok: false, reason: "wrongStep" });
  granted(await resumeClawback(db, { clawbackId, document: "判决书 5 号", ...by(auditor, on("2026-08-12")) }));
  granted(await closeRepaid(db, { clawbackId, ...by(staff.maker, on("2026-08-12", "15:00")) }));
  expect((await stateOf(db, claimId)).state).toBe("clawedBack");
});

test("twenty confirmations and twenty entries at once count one slip once", async () => {
  const { clawbackId, claimId } = await decided();
  const one = slip(clawbackId);
  const entries = await Promise.all(Array.from({ length: 20 }, () => enterReceipt(db, one)));
  expect(entries.filter((result) => result.ok)).toHaveLength(1);
  const receiptId = entries.flatMap((result) => (result.ok ? [result.value] : []))[0] ?? "";
  const results = await Promise.all(Array.from({ length: 20 }, () => confirmReceipt(db, { receiptId, ...by(staff.releaser, on("2026-08-11")) })));
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  const booked = await db.select().from(ledgerEntries).where(sql`${ledgerEntries.claimId} = ${claimId} and ${ledgerEntries.account} = 'recovered'`);
  expect(booked.map((row) => row.amountFen)).toEqual([5_000_000]);
});

test("the enterprise is reminded before its answer and its payments are due, once a day", async () => {
  const made = await told();
  const mail = async () => (await db.select().from(notifications).where(eq(notifications.claimId, made.claimId))).filter((one) => one.enterpriseId !== null);
  const before = (await mail()).length;
  // Three working days before Tuesday 08-04 is Thursday 07-30.
  for (const [day, n] of [
    ["2026-07-29", 0],
    ["2026-07-30", 1],
    ["2026-07-30", 1],
    ["2026-07-31", 1],
    ["2026-08-03", 2],
  ] as const) {
    await remindClawbacks(db, { at: on(day), calendar });
    expect([day, (await mail()).length - before]).toEqual([day, n]);
  }
  granted(await decideClawback(db, { clawbackId: made.clawbackId, ...by(staff.leader, DECIDED), decidedFen: yuan(50_000), parts: 2, text: "应当退回" }));
  await remindClawbacks(db, { at: on("2026-08-25"), calendar });
  expect((await mail()).some((one) => one.title.includes("请缴回 第 1 期 25,000.00元"))).toBe(true);
  await remindClawbacks(db, { at: on("2026-09-02"), calendar });
  expect((await mail()).at(-1)).toMatchObject({ level: "red" });
});

test("the database forbids: more than was paid or told, rewriting, one person for two, more back than decided, a plan that is not whole", async () => {
  const { clawbackId, claimId } = await decided(2);
  const { claimId: otherClaim } = (await paidClaims(db, staff, 1))[0]!;
  const [row] = await db.select().from(clawbacks).where(eq(clawbacks.id, clawbackId));
  const set = (values: Partial<typeof clawbacks.$inferInsert>) => () => db.update(clawbacks).set(values).where(eq(clawbacks.id, clawbackId));
  expect(await refusedBy(set({ decidedFen: yuan(1) }))).toBe("clawbacks_written_once");
  expect(await refusedBy(set({ toldFen: yuan(1) }))).toBe("clawbacks_written_once");
  expect(await refusedBy(set({ paidFen: yuan(1) }))).toBe("clawbacks_written_once");
  expect(await refusedBy(set({ outcome: "repaid", closedAt: DECIDED }))).toBe("clawbacks_ends_in_full");
  expect(await refusedBy(set({ outcome: "pleaUpheld", closedAt: DECIDED }))).toBe("clawbacks_ends_in_full");
  expect(await refusedBy(() => db.delete(clawbacks).where(eq(clawbacks.id, clawbackId)))).toBe("clawbacks_append_only");
  const { id: _, noticeNumber: __, decisionNumber: ___, ...copy } = row!;
  expect(await refusedBy(() => db.insert(clawbacks).values({ ...copy, claimId: otherClaim }))).toBe("clawbacks_paid_order");

  const fresh = await told();
  const telling = (values: Partial<typeof clawbacks.$inferInsert>) => () => db.update(clawbacks).set(values).where(eq(clawbacks.id, fresh.clawbackId));
  expect(await refusedBy(telling({ decidedFen: yuan(50_001), decidedAt: DECIDED, decidedBy: staff.leader.personId }))).toBe("clawbacks_decided_within_told");
  expect(await refusedBy(telling({ decidedFen: yuan(50_000), decidedAt: DECIDED, decidedBy: auditor.personId }))).toBe("clawbacks_two_persons");
  expect(await refusedBy(telling({ decidedFen: yuan(50_000), decidedAt: DECIDED, decidedBy: staff.leader.personId }))).toBe("clawback_plan_is_whole");
  const looked = await examined();
  expect(
    await refusedBy(() =>
      db
        .update(clawbacks)
        .set({ toldFen: yuan(200_001) })
        .where(eq(clawbacks.id, looked.clawbackId)),
    ),
  ).toBe("clawbacks_told_within_paid");

  const part = { clawbackId, number: 3, amountFen: yuan(1), dueOn: D("2026-12-01") };
  expect(await refusedBy(() => db.insert(clawbackInstalments).values(part))).toBe("clawback_plan_is_whole");
  expect(await refusedBy(() => db.update(clawbackInstalments).set({ amountFen: yuan(1) }))).toBe("clawback_instalments_append_only");
  const money = { clawbackId, amountFen: yuan(50_000), receivedOn: D("2026-08-10"), payerName: "某", bankReference: "x1", enteredAt: DECIDED };
  const entered = { ...money, state: "entered" as const, enteredBy: staff.maker.personId ?? "" };
  expect(await refusedBy(() => db.insert(clawbackReceipts).values({ ...entered, amountFen: yuan("50000.01") }))).toBe("clawback_receipts_within_decision");
  expect(await refusedBy(() => db.insert(clawbackReceipts).values({ ...entered, clawbackId: fresh.clawbackId }))).toBe("clawback_receipts_decided");
  expect(await refusedBy(() => db.insert(clawbackReceipts).values({ ...entered, state: "confirmed", checkedBy: staff.releaser.personId }))).toBe(
    "clawback_receipts_fixed",
  );
  await db.insert(clawbackReceipts).values(entered);
  const check = (values: Partial<typeof clawbackReceipts.$inferInsert>) => () =>
    db.update(clawbackReceipts).set(values).where(eq(clawbackReceipts.bankReference, "x1"));
  expect(await refusedBy(check({ state: "confirmed", checkedBy: staff.maker.personId }))).toBe("clawback_receipts_two_persons");
  expect(await refusedBy(check({ amountFen: yuan(1) }))).toBe("clawback_receipts_fixed");
  expect(await refusedBy(() => db.update(clawbackStatements).set({ words: "改" }))).toBe("clawback_statements_append_only");

  const ledger = (account: string, amountFen: number) => ({
    ...{ transactionId: "00000000-0000-4000-8000-00000000000a", fundId: "countyTreasury", claimId, memo: "试", at: DECIDED },
    account,
    amountFen: amountFen as never,
  });
  const back = (amount: number) => () => db.insert(ledgerEntries).values([ledger("bank", amount), ledger("receivable", -amount)]);
  expect(await refusedBy(back(5_000_001))).toBe("ledger_claim_not_overdrawn");
  expect(await refusedBy(() => db.insert(ledgerEntries).values([ledger("receivable", 15_000_001), ledger("granted", -15_000_001)]))).toBe(
    "ledger_claim_not_overdrawn",
  );
});

test("no claim stands in a state of clawback without the record that says so", async () => {
  const [made] = await paidClaims(db, staff, 1);
  const { moveClaim } = await import("@/db/claims");
  const go = (to: "postAudit" | "clawbackNotice", facts: object) =>
    db.transaction((tx) => moveClaim(tx, { claimId: made!.claimId, to, actor: auditor, at: OPENED, calendar, facts }));
  granted(await go("postAudit", { ground: "抽查" }));
  expect(await refusedBy(() => go("clawbackNotice", { ground: "不实", faultKind: "fraud" }))).toBe("claims_clawback_recorded");
});

/** 吸纳就业: at least ten hired, 3,000 yuan each for a small firm. */
const HIRED = {
  ...{ regStatus: "active", registrationRegion: "529901", entityType: "company_ltd", enterpriseScale: "small" },
  ...{ isLaborDispatch: false, insuredCount: 40, newHireContract12mCount: 12 },
};
const opensAt = async (companyId: string, day: string) =>
  (await matchEnterprises(db, await matchContext(db, on(day, "02:00"), calendar), [companyId])).opened.filter((one) => one.policyCode === "EMP-002");

test("what stays with the enterprise after a clawback in part keeps its key: the night does not open the benefit again; after one in full it may", async () => {
  const membership = { role: "leaderInCharge" as const, departmentId: "hrss", validFrom: D("2026-01-01") };
  const personId = await createPerson(
    db,
    { displayName: "人社领导", username: "hrss-leader", password: "unused", memberships: [membership] },
    { at: on("2026-01-05"), actorId: null, passwordHash: "unused" },
  );
  const leader: Actor = { personId, roles: ["leaderInCharge"], isSystem: false, role: "leaderInCharge" };
  const firms = await Promise.all([makeCompany(db, { facts: HIRED }), makeCompany(db, { facts: HIRED })]);
  const claimIds: string[] = [];
  for (const firm of firms) {
    const [opened] = await opensAt(firm.id, "2026-07-13");
    claimIds.push(opened?.claimId ?? "");
    await intoNotice(db, firm, opened?.claimId ?? "");
  }
  await publishWaiting(db, on("2026-07-13", "11:00"));
  await closeDue(db, on("2026-07-24", "00:20"));
  const paying = on("2026-07-24", "10:00");
  granted(await signApproved(db, { claimIds, actor: leader, opinion: "同意", at: on("2026-07-24", "09:30") }));
  await payBatch(db, staff, claimIds, paying);
  for (const [index, back] of [yuan(9_000), yuan(36_000)].entries()) {
    const claimId = claimIds[index] ?? "";
    const clawbackId = granted(await openExamination(db, { claimId, ...by(auditor, on("2026-07-28")), origin: "sample", ground: "年度抽查" }));
    granted(await tellClawback(db, { clawbackId, ...by(auditor, on("2026-07-28")), faultKind: "systemError", factsText: "多计人数", toldFen: back }));
    granted(await answer({ company: firms[index]!, claimId }, "waiver", on("2026-07-29")));
    granted(await decideClawback(db, { clawbackId, ...by(leader, on("2026-07-29", "15:00")), decidedFen: back, parts: 1, text: "应当退回" }));
    const receiptId = granted(await enterReceipt(db, slip(clawbackId, back)));
    granted(await confirmReceipt(db, { receiptId, ...by(staff.releaser, on("2026-08-11")) }));
    expect((await stateOf(db, claimId)).state).toBe("clawedBack");
  }
  expect(await opensAt(firms[0].id, "2026-08-12")).toEqual([]);
  expect(await opensAt(firms[1].id, "2026-08-12")).toHaveLength(1);
});
