import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { activateDueAccounts, effectiveAccount, registerAccount, revealAccountNumber, verifyAccountChange } from "@/db/accounts";
import { listAwaitingSignature, signApproved } from "@/db/approvals";
import { exportBatch, importReturn, readOutgoing } from "@/db/bank-exchange";
import { findBatch, listBatches, listPayable, receiptOf } from "@/db/disbursement-views";
import { payAgain, prepareBatch } from "@/db/disbursements";
import { budgetOverview, ledgerOverview } from "@/db/ledger-views";
import { closeDue, publishWaiting } from "@/db/notices";
import { releaseBatch } from "@/db/payment-release";
import { expireFailed, releaseOrphans, resumeForBudget } from "@/db/payment-sweeps";
import { auditLog, bankAccounts, budgetReservations, budgets, claims, enterpriseProfiles, enterprises, ledgerEntries, paymentOrders } from "@/db/schema";
import type { Db } from "@/db/types";
import { readBankReturn } from "@/inngest/bank/read-return";
import { answerBankFile } from "@/inngest/bank/simulated-bank";
import { fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { type Company, claimInNotice, DEPARTMENT, type makeClaim, makeCompany, on, POLICY, type Staff, seedOffice, stateOf } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
});
afterAll(() => close());

const PUBLISHED = on("2026-07-13", "11:00");
/** Three working days after Monday 07-13 is Thursday 07-16; Friday is the first day after it. */
const CLOSING = on("2026-07-17", "00:20");
const SIGNING = on("2026-07-17", "09:30");
const PAYING = on("2026-07-17", "10:00");

/** Claims whose notice has run out. */
async function approvedClaims(count: number, options: Parameters<typeof makeClaim>[2] = {}): Promise<{ company: Company; claimId: string }[]> {
  const made: { company: Company; claimId: string }[] = [];
  for (let index = 0; index < count; index++) made.push(await claimInNotice(db, options));
  await publishWaiting(db, PUBLISHED);
  await closeDue(db, CLOSING);
  return made;
}

async function signedClaims(count: number, options: Parameters<typeof makeClaim>[2] = {}) {
  const made = await approvedClaims(count, options);
  const signed = await signApproved(db, { claimIds: made.map((one) => one.claimId), actor: staff.leader, opinion: "同意", at: SIGNING });
  if (!signed.ok) throw new Error(signed.reason);
  return made;
}

const granted = <Value>(result: { ok: true; value: Value } | { ok: false; reason: unknown }): Value => {
  if (!result.ok) throw new Error(String(result.reason));
  return result.value;
};

async function sentBatch(claimIds: readonly string[], at = PAYING) {
  const prepared = granted(await prepareBatch(db, { claimIds, actor: staff.maker, at }));
  const batchId = prepared.batches[0]?.batchId ?? "";
  granted(await releaseBatch(db, { batchId, actor: staff.releaser, at }));
  const file = granted(await exportBatch(db, { batchId, actor: staff.maker, at }));
  return { batchId, file };
}

test("the whole way: notice, signature, batch, release, file, return, settled; the ledger sums to zero and a second import is harmless", async () => {
  const made = await approvedClaims(2);
  const ids = made.map((one) => one.claimId);
  expect((await listAwaitingSignature(db, DEPARTMENT, CLOSING.slice(0, 10) as never)).map((row) => row.claimId).sort()).toEqual([...ids].sort());
  expect(await prepareBatch(db, { claimIds: ids, actor: staff.maker, at: PAYING })).toMatchObject({
    ok: true,
    value: { batches: [], setAside: [{ findings: [{ code: "leaderSignatureMissing" }] }, {}] },
  });
  expect(granted(await signApproved(db, { claimIds: ids, actor: staff.leader, opinion: "同意", at: SIGNING }))).toMatchObject({ short: [], left: [] });
  expect((await listPayable(db)).filter((row) => ids.includes(row.claimId)).map((row) => row.reserved)).toEqual([true, true]);

  const prepared = granted(await prepareBatch(db, { claimIds: ids, actor: staff.maker, at: PAYING }));
  expect(prepared.setAside).toEqual([]);
  expect(prepared.batches).toMatchObject([{ orderCount: 2, totalFen: 40_000_000, fundId: "countyTreasury" }]);
  const batchId = prepared.batches[0]?.batchId ?? "";
  expect(await exportBatch(db, { batchId, actor: staff.maker, at: PAYING })).toEqual({ ok: false, reason: "notReleased" });
  expect(await releaseBatch(db, { batchId, actor: staff.maker, at: PAYING })).toEqual({ ok: false, reason: "roleMissing" });
  expect(await releaseBatch(db, { batchId, actor: staff.releaser, at: PAYING })).toEqual({ ok: true, value: { batchId } });
  expect(await releaseBatch(db, { batchId, actor: staff.releaser, at: PAYING })).toEqual({ ok: false, reason: "alreadyReleased" });
  const file = granted(await exportBatch(db, { batchId, actor: staff.maker, at: PAYING }));
  expect(await exportBatch(db, { batchId, actor: staff.maker, at: PAYING })).toEqual({ ok: false, reason: "alreadyExported" });
  expect(granted(await readOutgoing(db, { batchId, actor: staff.releaser, purpose: "重传银行", at: PAYING })).text).toBe(file.text);

  const text = answerBankFile(file.text);
  const input = { batchId, filename: "return.csv", text, actor: staff.maker, at: on("2026-07-20", "15:00") };
  const imported = granted(await importReturn(db, input));
  expect(imported).toMatchObject({ duplicate: false, findings: [], reconciled: true });
  expect(imported.paid).toHaveLength(2);
  const entries = await db.select().from(ledgerEntries);
  expect(granted(await importReturn(db, input))).toMatchObject({ duplicate: true, paid: [], returned: [] });
  expect(await db.select().from(ledgerEntries)).toEqual(entries);

  const settled = await stateOf(db, ids[0] ?? "");
  // Confirmed on Monday 07-13; the notice ran until the approval on Friday 07-17, paid on Monday 07-20: one working day of processing, five in all.
  expect(settled).toMatchObject({ state: "settled", processingDays: 1, endToEndDays: 5, noticeDoneOn: "2026-07-17" });
  const ledger = await ledgerOverview(db);
  expect(ledger).toMatchObject({ totalFen: 0, unbalanced: 0 });
  expect(ledger.books.find((book) => book.fundId === "countyTreasury")?.balances).toMatchObject({
    granted: 40_000_000,
    bank: -40_000_000,
    inTransit: 0,
    reserved: 0,
    spent: 40_000_000,
  });
  expect((await budgetOverview(db, 2026)).find((row) => row.policyCode === POLICY)).toMatchObject({ paidFen: 40_000_000, reservedFen: 0 });
  expect(await receiptOf(db, ids[0] ?? "")).toMatchObject({ amountWords: "人民币贰拾万元整", account: expect.stringMatching(/^\*{4}\d{4}$/) });
  const detail = await findBatch(db, batchId);
  expect(detail?.files.map((one) => one.direction)).toEqual(["out", "in"]);
  expect(JSON.stringify(detail)).not.toMatch(/5299010000\d{7}/);
  expect((await listBatches(db, { state: "reconciled" })).total).toBe(1);
});

test("what is kept of a bank file is ciphertext, and no account number stands in the audit log", async () => {
  const { company, claimId } = (await signedClaims(1))[0]!;
  const { file } = await sentBatch([claimId]);
  const number = granted(await revealAccountNumber(db, { accountId: company.accountId, reader: staff.maker, purpose: "核对", at: PAYING }));
  expect(file.text).toContain(number);
  const leaks = await db.execute(sql`
    select 'file' from bank_files where content_cipher like ${`%${number}%`}
    union all select 'account' from bank_accounts where number_cipher like ${`%${number}%`}
    union all select 'audit' from audit_log where canonical like ${`%${number}%`}
    union all select 'order' from payment_orders where remark like ${`%${number}%`}`);
  expect(leaks).toMatchObject({ rows: [] });
  const reads = await db.select().from(auditLog).where(eq(auditLog.chain, "reads"));
  expect(reads.at(-1)).toMatchObject({ action: "account.revealed", subjectId: company.accountId, detail: { purpose: "核对" } });
});

test("twenty makers at once create one live order per claim", async () => {
  const made = await signedClaims(3);
  const ids = made.map((one) => one.claimId);
  const attempts = Array.from({ length: 20 }, (_, index) =>
    prepareBatch(db, { claimIds: ids, actor: index % 2 ? staff.maker : staff.secondMaker, at: PAYING }),
  );
  const results = await Promise.all(attempts);
  const created = results.flatMap((result) => (result.ok ? result.value.batches : []));
  expect(created).toHaveLength(1);
  const orders = await db.select().from(paymentOrders).where(inArray(paymentOrders.claimId, ids));
  expect(orders).toHaveLength(3);
  expect(new Set(orders.map((order) => order.number)).size).toBe(3);
});

test("a budget race never oversubscribes: who is short is signed but suspended at payment, whole, and comes back when the budget does", async () => {
  const policyCode = "IND-002";
  await db
    .update(budgets)
    .set({ amountFen: fenFromYuan(500_000) })
    .where(eq(budgets.policyCode, policyCode));
  const made = await approvedClaims(4, { policyCode, amountFen: fenFromYuan(200_000) });
  const results = await Promise.all(made.map(({ claimId }) => signApproved(db, { claimIds: [claimId], actor: staff.leader, opinion: "同意", at: SIGNING })));
  const short = results.flatMap((result) => (result.ok ? result.value.short : []));
  expect(short).toHaveLength(2);
  expect((await budgetOverview(db, 2026)).find((row) => row.policyCode === policyCode)).toMatchObject({ reservedFen: 40_000_000, availableFen: 10_000_000 });
  const prepared = granted(await prepareBatch(db, { claimIds: made.map((one) => one.claimId), actor: staff.maker, at: PAYING }));
  expect(prepared.batches).toMatchObject([{ orderCount: 2 }]);
  expect(prepared.setAside.map((one) => [one.movedTo, one.findings[0]?.code])).toEqual([
    ["suspended", "budgetNotReserved"],
    ["suspended", "budgetNotReserved"],
  ]);
  const suspended = await stateOf(db, short[0] ?? "");
  expect(suspended).toMatchObject({ state: "suspended", suspensionReason: "budget", amountFen: 20_000_000 });
  await db
    .update(budgets)
    .set({ amountFen: fenFromYuan(700_000) })
    .where(eq(budgets.policyCode, policyCode));
  const resumed = granted(await resumeForBudget(db, { claimIds: short, actor: staff.maker, at: PAYING }));
  expect(resumed.resumed).toHaveLength(1);
  expect(resumed.left).toMatchObject([{ reason: "budgetShort" }]);
  expect(granted(await prepareBatch(db, { claimIds: resumed.resumed, actor: staff.maker, at: PAYING })).batches).toMatchObject([{ orderCount: 1 }]);
});

test("returned, corrected by two persons, cooled off, paid", async () => {
  const { company, claimId } = (await signedClaims(1))[0]!;
  const { batchId, file } = await sentBatch([claimId]);
  const back = answerBankFile(file.text, [{ payee: company.last4, code: "03" }]);
  expect(granted(await importReturn(db, { batchId, filename: "back.csv", text: back, actor: staff.maker, at: PAYING })).returned).toHaveLength(1);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "paymentFailed" });
  const again = (at: ReturnType<typeof on>) => payAgain(db, { claimIds: [claimId], actor: staff.maker, at });
  expect(granted(await again(PAYING)).setAside[0]?.findings[0]?.code).toBe("accountNotCorrected");

  const entered = {
    enterpriseId: company.id,
    holderName: company.name,
    bankName: "青禾农村商业银行",
    cnapsCode: "402529900010",
    kind: "corporate" as const,
    personId: company.owner.personId ?? "",
  };
  const at = on("2026-07-17", "14:00");
  expect(await registerAccount(db, { ...entered, holderName: "别人的公司", number: "62990000011111", at })).toEqual({ ok: false, reason: "holderDiffers" });
  const changed = granted(await registerAccount(db, { ...entered, number: "62990000012345", at }));
  expect(changed.state).toBe("pending");
  expect(await verifyAccountChange(db, { accountId: changed.id, actor: company.owner, decision: "accepted", at })).toEqual({ ok: false, reason: "notFinance" });
  granted(await verifyAccountChange(db, { accountId: changed.id, actor: staff.releaser, decision: "accepted", at }));
  expect((await effectiveAccount(db, company.id))?.id).toBe(company.accountId);
  expect(await activateDueAccounts(db, on("2026-07-18", "13:59"))).toEqual([]);
  expect(granted(await again(on("2026-07-18", "13:59"))).batches).toEqual([]);

  const monday = on("2026-07-20", "10:00");
  const prepared = granted(await again(monday));
  expect(prepared).toMatchObject({ setAside: [], batches: [{ orderCount: 1 }] });
  expect(await effectiveAccount(db, company.id)).toMatchObject({ id: changed.id, last4: "2345" });
  const secondBatch = prepared.batches[0]?.batchId ?? "";
  granted(await releaseBatch(db, { batchId: secondBatch, actor: staff.releaser, at: monday }));
  const second = granted(await exportBatch(db, { batchId: secondBatch, actor: staff.maker, at: monday }));
  granted(await importReturn(db, { batchId: null, filename: "second.csv", text: answerBankFile(second.text), actor: staff.maker, at: monday }));
  expect(await stateOf(db, claimId)).toMatchObject({ state: "settled" });
  const orders = await db.select().from(paymentOrders).where(eq(paymentOrders.claimId, claimId));
  expect(orders.map((order) => order.state).sort()).toEqual(["paid", "returned"]);
  expect(await ledgerOverview(db)).toMatchObject({ totalFen: 0, unbalanced: 0 });
});

test("a failed payment that nobody corrects is suspended after its due day and lets go of its money", async () => {
  const { company, claimId } = (await signedClaims(1))[0]!;
  const { batchId, file } = await sentBatch([claimId]);
  granted(
    await importReturn(db, { batchId, filename: "late.csv", text: answerBankFile(file.text, [{ payee: company.name }]), actor: staff.maker, at: PAYING }),
  );
  const { dueOn } = await stateOf(db, claimId);
  expect(dueOn).toBe("2026-07-24");
  expect(await expireFailed(db, on("2026-07-24", "18:00"))).toEqual([]);
  expect(await expireFailed(db, on("2026-07-24", "18:01"))).toEqual([claimId]);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "suspended", suspensionReason: "accountOverdue" });
  const [row] = await db.select({ state: budgetReservations.state }).from(budgetReservations).where(eq(budgetReservations.claimId, claimId));
  expect(row?.state).toBe("released");
});

test("a return file with another amount, an unknown order or a broken trailer books nothing of it", async () => {
  const made = await signedClaims(2);
  const { batchId, file } = await sentBatch(made.map((one) => one.claimId));
  const answer = answerBankFile(file.text);
  const importing = (text: string) => importReturn(db, { batchId, filename: "odd.csv", text, actor: staff.maker, at: PAYING });
  expect(await importing(answer.replace("成功", "失败"))).toEqual({ ok: false, reason: "lineInvalid" });
  expect(await importing(answer.split("\r\n").slice(0, -2).join("\r\n"))).toEqual({ ok: false, reason: "trailerMissing" });
  expect(await importing(answer.replaceAll("200000.00", "200000.01"))).toMatchObject({ ok: false });
  const [first, second] = await db.select().from(paymentOrders).where(eq(paymentOrders.batchId, batchId)).orderBy(paymentOrders.number);
  const { writeReturnFile } = await import("@/lib/disbursement/return-file");
  const { sha256Hex } = await import("@/db/crypto");
  const line = (orderNumber: string, amountFen: number) => ({
    orderNumber,
    amountFen: amountFen as never,
    status: "成功" as const,
    code: "00",
    text: "成功",
    bankReference: "QH1",
  });
  const batchNumber = (await findBatch(db, batchId))?.number ?? "";
  const odd = writeReturnFile(
    { batchNumber, day: "2026-07-17" as never, lines: [line(first!.number, 20_000_001), line("付20260717-999999", 100), line(second!.number, 20_000_000)] },
    sha256Hex,
  );
  const result = granted(await importing(odd));
  expect(result.paid).toEqual([second!.number]);
  expect(result.findings.map((finding) => finding.kind).sort()).toEqual(["changedAmount", "unmatched"]);
  expect(result.reconciled).toBe(false);
  expect(await stateOf(db, first!.claimId)).toMatchObject({ state: "disbursing" });
  // The right answer for the first order comes later, together with a repetition of the second.
  const later = granted(await importing(answer));
  expect(later).toMatchObject({ paid: [first!.number], reconciled: true, findings: [{ kind: "alreadyAnswered", orderNumber: second!.number }] });
});

test("the check before payment sends a newly listed dishonest company back to a person, lets an unknown one wait, and names a deregistered one", async () => {
  const [dishonest, unknown, gone] = await signedClaims(3);
  await db.update(enterpriseProfiles).set({ facts: sql`facts || '{"dishonestFlag": true}'` }).where(eq(enterpriseProfiles.enterpriseId, dishonest!.company.id));
  await db.update(enterpriseProfiles).set({ facts: sql`facts - 'wageArrearsFlag'` }).where(eq(enterpriseProfiles.enterpriseId, unknown!.company.id));
  await db.update(enterprises).set({ regStatus: "deregistered" }).where(eq(enterprises.id, gone!.company.id));
  const prepared = granted(await prepareBatch(db, { claimIds: [dishonest!.claimId, unknown!.claimId, gone!.claimId], actor: staff.maker, at: PAYING }));
  expect(prepared.batches).toEqual([]);
  const moved = new Map(prepared.setAside.map((one) => [one.claimId, [one.movedTo, one.findings[0]?.code]]));
  expect(moved.get(dishonest!.claimId)).toEqual(["manualReview", "negativeHit"]);
  expect(moved.get(unknown!.claimId)).toEqual([null, "negativeUnknown"]);
  expect(moved.get(gone!.claimId)).toEqual([null, "deregistered"]);
  expect(await stateOf(db, dishonest!.claimId)).toMatchObject({ state: "manualReview", approverId: null, approvalId: null });
  expect(await stateOf(db, gone!.claimId)).toMatchObject({ state: "approved", doubts: [{ code: "deregistered" }] });
  await db
    .update(enterpriseProfiles)
    .set({ facts: sql`facts || '{"wageArrearsFlag": false}'` })
    .where(eq(enterpriseProfiles.enterpriseId, unknown!.company.id));
  expect(granted(await prepareBatch(db, { claimIds: [unknown!.claimId], actor: staff.maker, at: PAYING })).batches).toHaveLength(1);
});

test("money frozen for a claim that was withdrawn is set free", async () => {
  const { company, claimId } = (await signedClaims(1))[0]!;
  const { moveClaim } = await import("@/db/claims");
  const { loadCalendar } = await import("@/db/calendar");
  const calendar = await loadCalendar(db);
  granted(await db.transaction((tx) => moveClaim(tx, { claimId, to: "withdrawn", actor: company.owner, at: PAYING, calendar })));
  const { publishWaiting: publish } = await import("@/db/notices");
  await publish(db, PAYING);
  expect(await releaseOrphans(db, PAYING)).toBe(1);
  expect(await releaseOrphans(db, PAYING)).toBe(0);
});

test("release refuses a batch whose account number was changed after it was handed over", async () => {
  const { company, claimId } = (await signedClaims(1))[0]!;
  const prepared = granted(await prepareBatch(db, { claimIds: [claimId], actor: staff.maker, at: PAYING }));
  // Only where the database still lets somebody rewrite an account; the release does not trust it either way.
  const tampered = await db
    .update(bankAccounts)
    .set({ numberIndex: "another" })
    .where(eq(bankAccounts.id, company.accountId))
    .then(
      () => true,
      () => false,
    );
  const released = await releaseBatch(db, { batchId: prepared.batches[0]?.batchId ?? "", actor: staff.releaser, at: PAYING });
  expect(released.ok).toBe(!tampered);
  if (tampered) expect(released).toEqual({ ok: false, reason: "batchChanged" });
});

test("the maker may not have signed or reviewed, and an account without a bank code waits", async () => {
  const company = await makeCompany(db, { withoutAccount: true });
  const at = on("2026-07-13", "08:00");
  granted(
    await registerAccount(db, {
      enterpriseId: company.id,
      holderName: company.name.replace("青禾县", "青禾县"),
      bankName: "青禾农村商业银行",
      number: "52990199990001",
      kind: "corporate",
      personId: company.owner.personId ?? "",
      at,
    }),
  );
  const { claimId } = await claimInNotice(db, { company });
  await publishWaiting(db, PUBLISHED);
  await closeDue(db, CLOSING);
  expect(await signApproved(db, { claimIds: [claimId], actor: { ...staff.handler, roles: ["leaderInCharge"] }, opinion: "同意", at: SIGNING })).toEqual({
    ok: false,
    reason: "notLeaderOfDepartment",
  });
  granted(await signApproved(db, { claimIds: [claimId], actor: staff.leader, opinion: "同意", at: SIGNING }));
  expect(granted(await prepareBatch(db, { claimIds: [claimId], actor: staff.maker, at: PAYING })).setAside[0]).toMatchObject({
    movedTo: null,
    findings: [{ code: "accountIncomplete" }],
  });
  expect(await prepareBatch(db, { claimIds: [claimId], actor: { ...staff.leader, roles: ["paymentMaker"] }, at: PAYING })).toEqual({
    ok: false,
    reason: "notPaymentMaker",
  });
  expect((await db.select().from(claims).where(eq(claims.id, claimId)))[0]?.state).toBe("approved");
});

test("ISO 20022: a batch leaves once as pain.001, its camt.054 is booked once however often it comes, a changed amount and a stranger are set aside", async () => {
  const made = await signedClaims(3);
  const prepared = granted(await prepareBatch(db, { claimIds: made.map((one) => one.claimId), actor: staff.maker, at: PAYING }));
  const batchId = prepared.batches[0]?.batchId ?? "";
  granted(await releaseBatch(db, { batchId, actor: staff.releaser, at: PAYING }));
  const exports = await Promise.all(Array.from({ length: 20 }, () => exportBatch(db, { batchId, actor: staff.maker, at: PAYING, format: "pain001" })));
  expect(exports.filter((result) => result.ok)).toHaveLength(1);
  const file = exports.flatMap((result) => (result.ok ? [result.value] : []))[0];
  expect(file?.filename).toMatch(/\.xml$/);
  expect(file?.text).toContain("pain.001.001.09");

  const at = on("2026-07-20", "15:00");
  const answer = answerBankFile(file?.text ?? "", [{ payee: made[0]?.company.last4 ?? "", code: "02" }]);
  const bring = (text: string) => importReturn(db, { batchId, filename: "camt.xml", text, actor: staff.maker, at, read: readBankReturn });
  expect(await bring(answer.replace("<Document", "<!DOCTYPE x><Document"))).toEqual({ ok: false, reason: "headInvalid" });
  expect(await bring(answer.slice(0, -30))).toEqual({ ok: false, reason: "headInvalid" });
  const numbers = [...answer.matchAll(/<EndToEndId>([^<]+)</g)].map((match) => match[1] ?? "");
  const [changed = "", paidOne = ""] = numbers;
  // One amount one fen less (with the sum of its entry), one order that was never sent.
  const odd = answer.replace('<Amt Ccy="CNY">400000.00<', '<Amt Ccy="CNY">399999.99<').replace('<Amt Ccy="CNY">200000.00<', '<Amt Ccy="CNY">199999.99<');
  const first = granted(await bring(odd));
  expect(first.paid).toEqual([paidOne]);
  expect(first.findings).toMatchObject([{ orderNumber: changed, kind: "changedAmount" }]);
  expect(first.reconciled).toBe(false);
  const strange = answer.replace(`<EndToEndId>${paidOne}<`, "<EndToEndId>付20990101-000001<");
  const results = await Promise.all(Array.from({ length: 20 }, () => bring(strange)));
  const booked = results.map(granted).filter((one) => !one.duplicate);
  expect(booked).toHaveLength(1);
  expect(booked[0]?.paid).toEqual([changed]);
  expect(booked[0]?.findings.map((one) => one.kind).sort()).toEqual(["alreadyAnswered", "unmatched"]);
  const orders = await db.select().from(paymentOrders).where(eq(paymentOrders.batchId, batchId));
  expect(orders.map((order) => order.state).sort()).toEqual(["paid", "paid", "returned"]);
  expect(await ledgerOverview(db)).toMatchObject({ totalFen: 0, unbalanced: 0 });
});
