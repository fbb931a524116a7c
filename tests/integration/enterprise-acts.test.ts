import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalText } from "@/app/(enterprise)/my/_parts/texts";
import { listAccounts } from "@/db/accounts";
import { loadCalendar } from "@/db/calendar";
import { openCorrectionRequest } from "@/db/disputes";
import { answerSurvey, appealClaim, declineClaim, remainingMaterials, resumeClaim, withdrawClaim } from "@/db/enterprise-acts";
import { confirmWithAccount, deliverSupplement } from "@/db/my-acts";
import { findPublished } from "@/db/policies";
import { auditLog, bankAccounts, claimEvents, consents, correctionRequests, materials, notifications, surveys } from "@/db/schema";
import type { Db } from "@/db/types";
import { freshDatabase } from "../support/database";
import { actOf, claimToConfirm, claimToSupplement, NOT_A_PAPER, PDF, rejectedClaim, settledReduction } from "../support/enterprise-fixtures";
import { makeCompany, on, refusedBy, type Staff, seedOffice, stateOf } from "../support/fixtures";

let db: Db;
let close: () => Promise<void>;
let staff: Staff;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  staff = await seedOffice(db);
});
afterAll(() => close());

const TODAY = on("2026-07-15");
/** A policy that still asks for papers: contract, site photo, form, proof of payment. */
const WITH_PAPERS = "AGR-001";

const consentsOf = (enterpriseId: string) => db.select().from(consents).where(eq(consents.enterpriseId, enterpriseId));
const papersOf = (claimId: string) => db.select().from(materials).where(eq(materials.claimId, claimId));
const auditsOf = async (action: string, subjectId: string) =>
  db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, action), eq(auditLog.subjectId, subjectId)));

const papers = async (content = PDF) => {
  const policy = await findPublished(db, WITH_PAPERS);
  return remainingMaterials(policy!).map((name, index) => ({ name, filename: `${index}.pdf`, content }));
};

test("confirming moves the claim to the check, with the consent, its audit row and the account, in one act", async () => {
  const { company, claimId } = await claimToConfirm(db);
  const act = await actOf(db, company, claimId, TODAY);
  const done = await confirmWithAccount(db, { ...act, files: [], account: null });
  expect(done).toMatchObject({ ok: true, value: { state: "autoCheck", accountId: company.accountId, confirmedBy: company.owner.personId } });
  expect(await consentsOf(company.id)).toMatchObject([{ revokedAt: null, grantedBy: company.owner.personId, grantedRole: "legalRepresentative" }]);
  expect(await auditsOf("consent.granted", company.id)).toHaveLength(1);
  expect(await auditsOf("claim.pendingConfirm>autoCheck", claimId)).toHaveLength(1);
});

test("without an account nothing is confirmed and nothing stays; with one entered in the same form both are done", async () => {
  const company = await makeCompany(db, { withoutAccount: true });
  const { claimId } = await claimToConfirm(db, { company });
  const act = await actOf(db, company, claimId, TODAY);
  const refused = await confirmWithAccount(db, { ...act, files: [], account: null });
  expect(refused).toEqual({ ok: false, reason: "accountMissing" });
  expect(refusalText("accountMissing")).toContain("对公账户");
  expect(await stateOf(db, claimId)).toMatchObject({ state: "pendingConfirm" });
  expect(await consentsOf(company.id)).toEqual([]);
  const account = { holderName: company.name, bankName: "青禾农村商业银行城关支行", number: "529901000088123456", kind: "corporate" as const };
  expect(await confirmWithAccount(db, { ...act, files: [], account })).toMatchObject({ ok: true, value: { state: "autoCheck" } });
  expect(await listAccounts(db, company.id)).toMatchObject([{ state: "effective", last4: "3456" }]);
});

test("an account in another name is refused with words, and the claim waits on", async () => {
  const company = await makeCompany(db, { withoutAccount: true });
  const { claimId } = await claimToConfirm(db, { company });
  const act = await actOf(db, company, claimId, TODAY);
  const account = { holderName: "青禾县别家有限公司", bankName: "青禾农村商业银行", number: "529901000088654321", kind: "corporate" as const };
  expect(await confirmWithAccount(db, { ...act, files: [], account })).toEqual({ ok: false, reason: "holderDiffers" });
  expect(refusalText("holderDiffers")).toContain("营业执照");
  expect(await stateOf(db, claimId)).toMatchObject({ state: "pendingConfirm", version: 2 });
});

test("a file that is no PDF, JPG or PNG refuses the whole form: no account, no consent, no paper stays; the same form in order goes through", async () => {
  const company = await makeCompany(db, { withoutAccount: true });
  const { claimId } = await claimToConfirm(db, { company, policyCode: WITH_PAPERS, subject: "invoice:1" });
  const act = await actOf(db, company, claimId, TODAY);
  const account = { holderName: company.name, bankName: "青禾农村商业银行", number: "529901000077123456", kind: "corporate" as const };
  const [first, ...rest] = await papers();
  const wrong = [{ ...first!, content: NOT_A_PAPER }, ...rest];
  expect(await confirmWithAccount(db, { ...act, files: wrong, account })).toEqual({ ok: false, reason: "wrongType" });
  expect(await db.select().from(bankAccounts).where(eq(bankAccounts.enterpriseId, company.id))).toEqual([]);
  expect([await consentsOf(company.id), await papersOf(claimId)]).toEqual([[], []]);
  expect(await confirmWithAccount(db, { ...act, files: rest, account })).toEqual({ ok: false, reason: "materialMissing" });
  expect(await confirmWithAccount(db, { ...act, files: [first!, ...rest], account })).toMatchObject({ ok: true, value: { state: "autoCheck" } });
  expect(await papersOf(claimId)).toHaveLength(1 + rest.length);
});

test("a form over an older state of the claim is refused and leaves no consent behind", async () => {
  const { company, claimId } = await claimToConfirm(db);
  const act = await actOf(db, company, claimId, TODAY);
  expect(await confirmWithAccount(db, { ...act, expectedVersion: 1, files: [], account: null })).toEqual({ ok: false, reason: "changedMeanwhile" });
  expect(await consentsOf(company.id)).toEqual([]);
  expect(refusalText("changedMeanwhile")).toContain("刷新");
});

test("another enterprise's claim is as if it were not there, for every act", async () => {
  const { claimId } = await claimToConfirm(db);
  const stranger = await makeCompany(db);
  const act = await actOf(db, stranger, claimId, TODAY);
  const answers = [
    await confirmWithAccount(db, { ...act, files: [], account: null }),
    await declineClaim(db, { ...act, confirmedTwice: true }),
    await withdrawClaim(db, act, "不是我的"),
    await resumeClaim(db, act),
    await appealClaim(db, act, "不是我的"),
    await deliverSupplement(db, { ...act, files: [] }),
  ];
  expect(answers).toEqual(Array(6).fill({ ok: false, reason: "notFound" }));
  expect(await stateOf(db, claimId)).toMatchObject({ state: "pendingConfirm", version: 2 });
});

test("declining wants a second word; a declined claim can be resumed while the policy runs and has budget", async () => {
  const { company, claimId } = await claimToConfirm(db);
  const act = await actOf(db, company, claimId, TODAY);
  expect(await declineClaim(db, { ...act, confirmedTwice: false })).toEqual({ ok: false, reason: "declineNotConfirmed" });
  expect(await declineClaim(db, { ...act, confirmedTwice: true })).toMatchObject({ ok: true, value: { state: "declined" } });
  expect(await resumeClaim(db, { ...act, at: on("2026-07-16") })).toMatchObject({ ok: true, value: { state: "pendingConfirm", dueOn: "2026-07-30" } });
});

test("a declined claim is not resumed after its policy has ended", async () => {
  const { company, claimId } = await claimToConfirm(db);
  const act = await actOf(db, company, claimId, TODAY);
  await declineClaim(db, { ...act, confirmedTwice: true });
  expect(await resumeClaim(db, { ...act, at: on("2027-01-04") })).toEqual({ ok: false, reason: "policyNotInForce" });
});

test("a confirmed claim can be withdrawn with its reason in the events; one that waits to be confirmed cannot", async () => {
  const { company, claimId } = await claimToConfirm(db);
  const act = await actOf(db, company, claimId, TODAY);
  expect(await withdrawClaim(db, act, "账户要换")).toEqual({ ok: false, reason: "notALegalMove" });
  await confirmWithAccount(db, { ...act, files: [], account: null });
  expect(await withdrawClaim(db, act, "账户要换")).toMatchObject({ ok: true, value: { state: "withdrawn" } });
  const events = await db.select().from(claimEvents).where(eq(claimEvents.claimId, claimId)).orderBy(claimEvents.seq);
  expect(events.at(-1)).toMatchObject({ toState: "withdrawn", reasonText: "账户要换", actorId: company.owner.personId });
});

test("a refusal of 15 July may be appealed until 30 July, not on the 31st", async () => {
  const inTime = await rejectedClaim(db, on("2026-07-15"));
  const late = await rejectedClaim(db, on("2026-07-15"));
  const timely = await actOf(db, inTime.company, inTime.claimId, on("2026-07-30", "17:00"));
  expect(await appealClaim(db, timely, "欠税已在 7月10日缴清")).toMatchObject({ ok: true, value: { state: "manualReview", rejectedClause: null } });
  const tardy = await actOf(db, late.company, late.claimId, on("2026-07-31", "09:00"));
  expect(await appealClaim(db, tardy, "欠税已在 7月10日缴清")).toEqual({ ok: false, reason: "appealTooLate" });
  expect(refusalText("appealTooLate")).toContain("15 日");
});

test("papers that were asked for go back to the reviewer; a wrong file leaves none of them", async () => {
  const asked = ["设备付款凭证", "设备购置合同"];
  const { company, claimId } = await claimToSupplement(db, staff, asked);
  const act = await actOf(db, company, claimId, TODAY);
  const [pay, contract] = asked.map((name) => ({ name, filename: `${name}.pdf`, content: PDF }));
  expect(await deliverSupplement(db, { ...act, files: [pay!, { ...contract!, content: NOT_A_PAPER }] })).toEqual({ ok: false, reason: "wrongType" });
  expect(await deliverSupplement(db, { ...act, files: [{ ...pay!, name: "营业执照复印件" }] })).toEqual({ ok: false, reason: "materialUnknown" });
  expect(await papersOf(claimId)).toEqual([]);
  expect(await deliverSupplement(db, { ...act, files: [pay!, contract!] })).toMatchObject({ ok: true, value: { state: "manualReview" } });
  const stored = await papersOf(claimId);
  expect(stored.map((one) => one.name).sort()).toEqual([...asked].sort());
  expect(stored.every((one) => !new TextDecoder().decode(one.content).includes("%PDF"))).toBe(true);
});

test("the one question is answered once, by the claim's own enterprise, after the money came", async () => {
  const waiting = await claimToConfirm(db);
  const early = { claimId: waiting.claimId, enterpriseId: waiting.company.id, personId: waiting.company.owner.personId!, score: 4, comment: null, at: TODAY };
  expect(await answerSurvey(db, early)).toBe(false);
  const { company, claimId } = await settledReduction(db, staff);
  const answer = { ...early, claimId, enterpriseId: company.id, personId: company.owner.personId! };
  const stranger = await makeCompany(db);
  expect(await answerSurvey(db, { ...answer, enterpriseId: stranger.id })).toBe(false);
  expect(await answerSurvey(db, answer)).toBe(true);
  expect(await answerSurvey(db, { ...answer, score: 1 })).toBe(false);
  expect(await db.select().from(surveys).where(eq(surveys.claimId, claimId))).toMatchObject([{ score: 4 }]);
  expect(await refusedBy(() => db.update(surveys).set({ score: 6 }).where(eq(surveys.claimId, claimId)))).toBe("surveys_score");
});

test("数据有误 goes to the department that owns the datum, due after three working days over the weekend, once, and with personal numbers masked", async () => {
  const company = await makeCompany(db);
  const { actor } = await actOf(db, company, "", TODAY);
  const input = {
    enterpriseId: company.id,
    indicatorId: "avgInsuredCount",
    claimed: "92 人",
    note: "6月缴费单 92 人，请打 13812345678 核对",
    actor,
    at: on("2026-07-16"),
    calendar: await loadCalendar(db),
  };
  // Thursday 16 July: Friday, Monday, Tuesday.
  expect(await openCorrectionRequest(db, input)).toMatchObject({ ok: true, value: { dueOn: "2026-07-21", departmentName: "人力资源和社会保障局" } });
  expect(await openCorrectionRequest(db, input)).toEqual({ ok: false, reason: "alreadyOpen" });
  expect(await openCorrectionRequest(db, { ...input, indicatorId: "nothingLikeIt" })).toEqual({ ok: false, reason: "indicatorUnknown" });
  const [row, ...more] = await db.select().from(correctionRequests).where(eq(correctionRequests.enterpriseId, company.id));
  expect(more).toEqual([]);
  expect(row).toMatchObject({ state: "open", departmentId: "hrss", note: "6月缴费单 92 人，请打 138****5678 核对" });
  expect(await auditsOf("correction.requested", row!.id)).toHaveLength(1);
  const told = await db.select().from(notifications).where(eq(notifications.enterpriseId, company.id));
  expect(told).toMatchObject([{ kind: "correction.requested", href: "/my/file" }]);
});
