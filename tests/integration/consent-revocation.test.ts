import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stepsOf } from "@/app/(enterprise)/my/_parts/progress";
import { loadCalendar } from "@/db/calendar";
import { revokeConsent, settleRevoked } from "@/db/consent-revocation";
import { grantConsent } from "@/db/consents";
import { confirmClaim, remainingMaterials } from "@/db/enterprise-acts";
import { reserveBudgets } from "@/db/ledger";
import { findInvitation, listMyConsents } from "@/db/my-consents";
import { listMyEvents } from "@/db/my-queries";
import { findPublished } from "@/db/policies";
import { auditLog, budgetReservations, consents, indicatorValues, notifications } from "@/db/schema";
import type { Db } from "@/db/types";
import { fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { actOf, PDF, step } from "../support/enterprise-fixtures";
import { type Company, DAY, on, refusedBy, seedOffice, stateOf } from "../support/fixtures";
import { allowed, claimsOf, deliverInvoices, hearFeeds, night, ownerOf, registeredCompany } from "../support/invoice-fixtures";

/** Equipment of a food factory, 20 % of the invoices: 640,000 yuan bring 128,000. */
const GATED = "AGR-001";
/** A title's reward: no invoice in it. */
const OPEN = "IND-001";
const TODAY = on("2026-07-15");

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  await hearFeeds(db);
});
afterAll(() => close());

async function companyWithClaim(): Promise<{ company: Company; claimId: string }> {
  const company = await registeredCompany(db, "1371");
  await night(db, company, on("2026-07-13", "02:00"));
  await deliverInvoices(db, company, [{ no: `A${company.last4}`, yuan: 640_000 }]);
  expect(await allowed(db, company, GATED, on("2026-07-13", "09:00"))).toMatchObject({ ok: true });
  const [claim] = await claimsOf(db, company, GATED);
  expect(claim).toMatchObject({ state: "pendingConfirm", amountFen: fenFromYuan(128_000) });
  return { company, claimId: claim!.id };
}

async function confirmed(): Promise<{ company: Company; claimId: string }> {
  const made = await companyWithClaim();
  const policy = await findPublished(db, GATED);
  const files = remainingMaterials(policy!).map((name) => ({ name, filename: "paper.pdf", content: PDF }));
  const act = await actOf(db, made.company, made.claimId, on("2026-07-13", "10:00"));
  expect(await confirmClaim(db, { ...act, files })).toMatchObject({ ok: true, value: { state: "autoCheck" } });
  return made;
}

const revoke = async (company: Company, policyCode = GATED, at = TODAY) =>
  revokeConsent(db, { enterpriseId: company.id, policyCode, actor: ownerOf(company), at, calendar: await loadCalendar(db) });

const invoiceValues = (company: Company) =>
  db
    .select()
    .from(indicatorValues)
    .where(and(eq(indicatorValues.enterpriseId, company.id), eq(indicatorValues.datasetId, "vatInvoice"), isNull(indicatorValues.supersededAt)));

test("without a consent the invoices are not read at all: no value, only the invitation", async () => {
  const company = await registeredCompany(db, "1371");
  await deliverInvoices(db, company, [{ no: "NEVER-READ", yuan: 900_000 }]);
  expect(await night(db, company, TODAY)).toEqual([]);
  expect(await invoiceValues(company)).toEqual([]);
  expect(await findInvitation(db, company.id, GATED)).not.toBeNull();
});

test("an offer that rests on the invoices is taken back in the act of revoking, with event, audit row, message and the timeline's words", async () => {
  const { company, claimId } = await companyWithClaim();
  const [listed] = await listMyConsents(db, company.id, TODAY);
  const before = await stateOf(db, claimId);
  expect(listed).toMatchObject({ policyCode: GATED, gated: ["增值税进项发票"], closing: [before.number] });
  expect((await revoke(company))?.closed.map((one) => one.id)).toEqual([claimId]);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "cancelled", version: before.version + 1 });
  const events = (await listMyEvents(db, company.id, [claimId])).get(claimId) ?? [];
  expect(events.at(-1)).toMatchObject({ to: "cancelled", reasonCode: "consentRevoked", reasonText: expect.stringContaining("撤回了数据授权") });
  const steps = stepsOf({ events, state: "cancelled", promised: null, notice: null, today: DAY });
  expect(steps.at(-1)).toMatchObject({ title: "您撤回了数据授权，这笔停办", state: "done" });
  const audits = await db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, claimId)).orderBy(desc(auditLog.seq)).limit(1);
  expect(audits).toEqual([{ action: "claim.pendingConfirm>cancelled" }]);
  const told = await db
    .select()
    .from(notifications)
    .where(and(eq(notifications.claimId, claimId), eq(notifications.kind, "claim.consentRevoked")));
  expect(told).toMatchObject([{ title: "农产品加工设备购置补贴：已停办", body: expect.stringContaining("重新授权"), href: `/my/claims/${claimId}` }]);
});

test("a confirmed claim is withdrawn in the name of the person who revoked; the values of the source are closed and the policy is an invitation again", async () => {
  const { company, claimId } = await confirmed();
  expect(await invoiceValues(company)).not.toEqual([]);
  expect((await revoke(company))?.closed).toHaveLength(1);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "withdrawn" });
  expect(await invoiceValues(company)).toEqual([]);
  expect(await findInvitation(db, company.id, GATED)).not.toBeNull();
  expect(await listMyConsents(db, company.id, TODAY)).toEqual([]);
  const [row] = await db.select().from(consents).where(eq(consents.enterpriseId, company.id));
  expect(row).toMatchObject({ revokedBy: company.owner.personId, revokedRole: "legalRepresentative" });
  expect(await revoke(company)).toBeNull();
});

test("from review and notice as well; nothing is left for the sweep", async () => {
  for (const to of ["manualReview", "notice"] as const) {
    const { company, claimId } = await confirmed();
    await step(db, claimId, to, { facts: { route: to } });
    await revoke(company);
    expect((await stateOf(db, claimId)).state).toBe("withdrawn");
  }
  expect(await settleRevoked(db, { at: TODAY, calendar: await loadCalendar(db) })).toEqual([]);
});

test("an approved claim is withdrawn before its order is made, and its frozen money is set free in the same act", async () => {
  const { company, claimId } = await confirmed();
  await step(db, claimId, "notice", { facts: { route: "notice" } });
  await step(db, claimId, "approved", { at: on("2026-07-15", "09:00"), facts: { noticeClosesAt: on("2026-07-14", "18:00"), openObjections: 0 } });
  const claim = await stateOf(db, claimId);
  expect((await db.transaction((tx) => reserveBudgets(tx, [claim], TODAY))).reserved).toEqual([claimId]);
  await revoke(company);
  expect((await stateOf(db, claimId)).state).toBe("withdrawn");
  expect(await db.select().from(budgetReservations).where(eq(budgetReservations.claimId, claimId))).toMatchObject([{ state: "released" }]);
});

test("with a new consent the same benefit is opened again, as a new claim", async () => {
  const { company, claimId } = await confirmed();
  await revoke(company);
  expect(await allowed(db, company, GATED, on("2026-07-16"))).toMatchObject({ ok: true });
  const all = await claimsOf(db, company, GATED);
  expect(all.map((one) => one.state)).toEqual(["withdrawn", "pendingConfirm"]);
  expect(all[1]).toMatchObject({ amountFen: fenFromYuan(128_000), subject: all[0]!.subject });
  expect(all[0]!.id).toBe(claimId);
});

test("another policy's consent for the same source stays: its values are still read, the revoked policy's are not", async () => {
  const { company } = await companyWithClaim();
  const other = await findPublished(db, "AGR-004");
  await db.transaction((tx) => grantConsent(tx, { enterpriseId: company.id, policy: other!, actor: ownerOf(company), at: on("2026-07-14") }));
  expect((await revoke(company))?.closed).toHaveLength(1);
  expect(await invoiceValues(company)).not.toEqual([]);
  expect(await night(db, company, on("2026-07-16", "02:00"))).toEqual([]);
});

test("revoking a consent whose policy reads no gated data ends the consent and moves nothing", async () => {
  const { company, claimId } = await companyWithClaim();
  const policy = await findPublished(db, OPEN);
  await db.transaction((tx) => grantConsent(tx, { enterpriseId: company.id, policy: policy!, actor: ownerOf(company), at: on("2026-07-14") }));
  const listed = await listMyConsents(db, company.id, TODAY);
  expect(listed.find((one) => one.policyCode === OPEN)).toMatchObject({ gated: [], closing: [] });
  expect(await revoke(company, OPEN)).toEqual({ closed: [] });
  expect(await stateOf(db, claimId)).toMatchObject({ state: "pendingConfirm" });
});

test.each(["settled", "disbursing", "paymentFailed"])("a claim in %s stays as it is: what was done before the revocation stands", async (state) => {
  const { company, claimId } = await confirmed();
  const { snapshotId } = await stateOf(db, claimId);
  // The state alone is set; the database's own rules about payment are tried elsewhere.
  await db.execute(sql`set session_replication_role = replica`);
  await db.execute(sql`update claims set state = ${state} where id = ${claimId}`);
  await db.execute(sql`set session_replication_role = origin`);
  expect(await revoke(company)).toEqual({ closed: [] });
  expect(await stateOf(db, claimId)).toMatchObject({ state, snapshotId });
});

test("the sweep closes what an interrupted run left open on a consent that is gone", async () => {
  const { company, claimId } = await confirmed();
  await db.execute(
    sql`update consents set revoked_at = ${TODAY}, revoked_by = ${company.owner.personId}, revoked_role = 'legalRepresentative' where enterprise_id = ${company.id}`,
  );
  const calendar = await loadCalendar(db);
  const { number } = await stateOf(db, claimId);
  expect(await settleRevoked(db, { at: on("2026-07-16"), calendar })).toEqual([number]);
  expect(await stateOf(db, claimId)).toMatchObject({ state: "withdrawn" });
  expect(await settleRevoked(db, { at: on("2026-07-16"), calendar })).toEqual([]);
});

test("the database keeps a consent as it was given: not rewritten, not deleted, revoked once and by somebody", async () => {
  const { company } = await companyWithClaim();
  const of = sql`where enterprise_id = ${company.id}`;
  const attack = (statement: ReturnType<typeof sql>) => refusedBy(() => db.execute(statement));
  expect(await attack(sql`update consents set dataset_ids = '[]' ${of}`)).toBe("consents_fixed");
  expect(await attack(sql`update consents set revoked_at = now() ${of}`)).toBe("consents_fixed");
  expect(await attack(sql`delete from consents ${of}`)).toBe("consents_fixed");
  await revoke(company);
  expect(await attack(sql`update consents set revoked_at = null, revoked_by = null, revoked_role = null ${of}`)).toBe("consents_fixed");
});
