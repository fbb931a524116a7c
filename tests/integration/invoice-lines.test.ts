import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCalendar } from "@/db/calendar";
import { revokeConsent } from "@/db/consent-revocation";
import { listCountedElsewhere } from "@/db/counted-members";
import { declineClaim, resumeClaim } from "@/db/enterprise-acts";
import { countOpenLines, listInvoiceLines, nameInvoiceLines } from "@/db/invoice-lines";
import { findInvitation } from "@/db/my-consents";
import { auditLog, claimSubjects, consents, invoiceProjects } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Scope } from "@/lib/access/scope";
import { fenFromYuan } from "@/lib/kernel/fen";
import { freshDatabase } from "../support/database";
import { actOf } from "../support/enterprise-fixtures";
import { type Company, on, refusedBy, seedOffice, stateOf } from "../support/fixtures";
import { allowed, claimsOf, deliverInvoices, hearFeeds, night, ownerOf, registeredCompany } from "../support/invoice-fixtures";

/** 初加工 (0514) may have equipment and a cold store: both policies pay for the same kind of line, 20 % and 30 %. */
const EQUIPMENT = "AGR-001";
const COLD_CHAIN = "AGR-004";
const TODAY = on("2026-07-15");

let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  await hearFeeds(db);
});
afterAll(() => close());

/** A packer whose invoices have come; nothing is allowed yet. */
async function packer(lines: readonly { no: string; yuan: number }[]): Promise<{ company: Company; line: (no: string) => string }> {
  const company = await registeredCompany(db, "0514");
  const own = (no: string) => `${no}${company.last4}`;
  await deliverInvoices(
    db,
    company,
    lines.map(({ no, yuan }) => ({ no: own(no), yuan })),
  );
  await night(db, company, on("2026-07-13", "02:00"));
  return { company, line: (no) => `${own(no)}#1` };
}

const name = async (company: Company, choices: Record<string, string>) =>
  nameInvoiceLines(db, {
    enterpriseId: company.id,
    choices: new Map(Object.entries(choices)),
    actor: ownerOf(company),
    at: TODAY,
    calendar: await loadCalendar(db),
  });
const linesOfClaim = async (claimId: string) =>
  (await db.select({ line: claimSubjects.subject }).from(claimSubjects).where(eq(claimSubjects.claimId, claimId))).map((row) => row.line).sort();

test("before a consent no line is shown; with one policy alone every line counts for it and its claim names them", async () => {
  const { company, line } = await packer([
    { no: "A", yuan: 300_000 },
    { no: "B", yuan: 340_000 },
  ]);
  expect(await listInvoiceLines(db, { enterpriseId: company.id, at: TODAY, asked: EQUIPMENT })).toMatchObject({ lines: [] });
  expect(await allowed(db, company, EQUIPMENT, TODAY)).toMatchObject({ ok: true });
  const [claim] = await claimsOf(db, company, EQUIPMENT);
  expect(claim).toMatchObject({ state: "pendingConfirm", amountFen: fenFromYuan(128_000), subject: expect.stringMatching(/^batch:/) });
  expect(await linesOfClaim(claim!.id)).toEqual([line("A"), line("B")]);
  const { lines } = await listInvoiceLines(db, { enterpriseId: company.id, at: TODAY });
  expect(lines).toMatchObject([
    { line: line("A"), amountFen: fenFromYuan(300_000), goods: expect.stringContaining("设备"), policyCode: EQUIPMENT, heldBy: { number: claim!.number } },
    { line: line("B"), policyCode: EQUIPMENT },
  ]);
});

test("with the consent the enterprise names the lines: the new policy pays for these alone, B5's subject is the line itself", async () => {
  const { company, line } = await packer([
    { no: "A", yuan: 90_000 },
    { no: "B", yuan: 250_000 },
  ]);
  // The first consent takes both lines, 30 % of 340,000; declined, its claim lets go of them.
  const cold = await allowed(db, company, COLD_CHAIN, TODAY);
  const [first] = await claimsOf(db, company, COLD_CHAIN);
  expect(cold).toMatchObject({ ok: true, value: [first!.id] });
  expect(first).toMatchObject({ amountFen: fenFromYuan(102_000) });
  await declineClaim(db, { ...(await actOf(db, company, first!.id, TODAY)), confirmedTwice: true });
  await night(db, company, on("2026-07-16", "02:00"));
  // 250,000 × 20 % for the one line named with the second consent; the other is left to the cold store.
  const named = await allowed(db, company, EQUIPMENT, on("2026-07-16"), [line("B")]);
  const [equipment] = await claimsOf(db, company, EQUIPMENT);
  expect(named).toMatchObject({ ok: true, value: [equipment!.id] });
  expect(equipment).toMatchObject({ amountFen: fenFromYuan(50_000), subject: line("B"), period: "once" });
  expect(await linesOfClaim(equipment!.id)).toEqual([line("B")]);
  const { lines } = await listInvoiceLines(db, { enterpriseId: company.id, at: TODAY });
  expect(lines.map((one) => [one.line, one.policyCode])).toEqual([
    [line("A"), null],
    [line("B"), EQUIPMENT],
  ]);
  expect(await countOpenLines(db, company.id, TODAY)).toBe(1);
  const audits = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "invoice.named"), eq(auditLog.subjectId, company.id)));
  expect(audits).toHaveLength(1);
  // The declined claim counted the line that has another place now.
  expect(await resumeClaim(db, await actOf(db, company, first!.id, on("2026-07-16")))).toEqual({ ok: false, reason: "countedElsewhere" });
});

test("a line that a running claim counts is not named for another policy; nothing of the refused form stays", async () => {
  const { company, line } = await packer([
    { no: "A", yuan: 300_000 },
    { no: "B", yuan: 340_000 },
  ]);
  await allowed(db, company, EQUIPMENT, TODAY);
  expect(await findInvitation(db, company.id, COLD_CHAIN)).not.toBeNull();
  expect(await allowed(db, company, COLD_CHAIN, TODAY, [line("A")])).toEqual({ ok: false, reason: "lineHeld" });
  expect(await allowed(db, company, COLD_CHAIN, TODAY, ["NOBODYS#1"])).toEqual({ ok: false, reason: "lineUnknown" });
  const given = await db.select({ code: consents.policyCode }).from(consents).where(eq(consents.enterpriseId, company.id));
  expect(given).toEqual([{ code: EQUIPMENT }]);
  expect(await db.select().from(invoiceProjects).where(eq(invoiceProjects.enterpriseId, company.id))).toEqual([]);
});

test("a claim goes on with its own lines when another policy is allowed and when a further invoice comes; the further one opens its own claim", async () => {
  const { company, line } = await packer([{ no: "A", yuan: 300_000 }]);
  await allowed(db, company, EQUIPMENT, TODAY);
  await deliverInvoices(db, company, [{ no: `C${company.last4}`, yuan: 120_000 }]);
  expect(await night(db, company, on("2026-07-16", "02:00"))).toHaveLength(1);
  const all = await claimsOf(db, company, EQUIPMENT);
  expect(all.map((one) => [one.amountFen, one.subject])).toEqual([
    [fenFromYuan(60_000), line("A")],
    [fenFromYuan(24_000), line("C")],
  ]);
  expect(await night(db, company, on("2026-07-17", "02:00"))).toEqual([]);
});

test("later naming moves a free line and releases the naming before; another enterprise's line and a policy without consent are refused", async () => {
  const { company, line } = await packer([
    { no: "A", yuan: 60_000 },
    { no: "B", yuan: 70_000 },
  ]);
  const other = await packer([{ no: "A", yuan: 60_000 }]);
  // 130,000 yuan are too little for a cold store (200,000) and enough for equipment (100,000), but 60,000 are not.
  await allowed(db, company, COLD_CHAIN, TODAY);
  expect(await claimsOf(db, company, COLD_CHAIN)).toEqual([]);
  expect(await name(company, { [line("A")]: EQUIPMENT })).toEqual({ ok: false, reason: "policyNotConsented" });
  await allowed(db, company, EQUIPMENT, TODAY, [line("A")]);
  expect(await claimsOf(db, company, EQUIPMENT)).toEqual([]);
  expect(await name(company, { [other.line("A")]: EQUIPMENT })).toEqual({ ok: false, reason: "lineUnknown" });
  expect(await name(company, { [line("A")]: COLD_CHAIN })).toMatchObject({ ok: true, value: [] });
  const rows = await db
    .select()
    .from(invoiceProjects)
    .where(eq(invoiceProjects.line, line("A")))
    .orderBy(invoiceProjects.namedAt, invoiceProjects.policyCode);
  expect(rows.map((row) => [row.policyCode, row.releasedAt !== null])).toEqual([
    [EQUIPMENT, true],
    [COLD_CHAIN, false],
  ]);
  const both = await name(company, { [line("A")]: EQUIPMENT, [line("B")]: EQUIPMENT });
  expect(both).toMatchObject({ ok: true });
  expect(await claimsOf(db, company, EQUIPMENT)).toMatchObject([{ amountFen: fenFromYuan(26_000) }]);
});

test("with the consent its namings end", async () => {
  const { company, line } = await packer([
    { no: "A", yuan: 60_000 },
    { no: "B", yuan: 70_000 },
  ]);
  await allowed(db, company, COLD_CHAIN, TODAY);
  await allowed(db, company, EQUIPMENT, TODAY, [line("A")]);
  await revokeConsent(db, { enterpriseId: company.id, policyCode: EQUIPMENT, actor: ownerOf(company), at: TODAY, calendar: await loadCalendar(db) });
  const live = and(eq(invoiceProjects.enterpriseId, company.id), isNull(invoiceProjects.releasedAt));
  expect(await db.select().from(invoiceProjects).where(live)).toEqual([]);
});

test("the database lets a line stand for one policy only, whatever the SQL", async () => {
  const { company, line } = await packer([
    { no: "A", yuan: 60_000 },
    { no: "B", yuan: 300_000 },
  ]);
  await allowed(db, company, COLD_CHAIN, TODAY);
  const claim = (await claimsOf(db, company, COLD_CHAIN))[0]!;
  await declineClaim(db, { ...(await actOf(db, company, claim.id, TODAY)), confirmedTwice: true });
  await night(db, company, on("2026-07-16", "02:00"));
  await allowed(db, company, EQUIPMENT, TODAY, [line("A"), line("B")]);
  const equipment = (await claimsOf(db, company, EQUIPMENT))[0]!;
  expect(await linesOfClaim(equipment.id)).toEqual([line("A"), line("B")]);
  const attack = (statement: SQL) => refusedBy(() => db.execute(statement));
  const consentOf = (code: string) => sql`(select id from consents where enterprise_id = ${company.id} and policy_code = ${code})`;
  const naming = (code: string, which: string, consent = consentOf(code)) =>
    sql`insert into invoice_projects (enterprise_id, policy_code, consent_id, line, named_by, named_at) values (${company.id}, ${code}, ${consent}, ${which}, ${company.owner.personId}, ${TODAY})`;
  // Named twice; for a policy by another's consent; without any; as no line at all.
  expect(await attack(naming(EQUIPMENT, line("A")))).toBe("invoice_projects_once");
  expect(await attack(naming(COLD_CHAIN, line("A")))).toMatch(/^invoice_projects_(once|line_taken)$/);
  expect(await attack(naming(COLD_CHAIN, "NEW#1", consentOf(EQUIPMENT)))).toBe("invoice_projects_consent_of_policy");
  expect(await attack(naming("IND-005", "NEW#1"))).toBe("invoice_projects_consented");
  expect(await attack(naming(EQUIPMENT, "no line"))).toBe("invoice_projects_line");
  // Rewritten, deleted, brought back.
  const of = sql`where enterprise_id = ${company.id} and line = ${line("A")}`;
  expect(await attack(sql`update invoice_projects set policy_code = ${COLD_CHAIN}, consent_id = ${consentOf(COLD_CHAIN)} ${of}`)).toBe(
    "invoice_projects_fixed",
  );
  expect(await attack(sql`delete from invoice_projects ${of}`)).toBe("invoice_projects_fixed");
  expect(await attack(sql`truncate invoice_projects`)).toBe("invoice_projects_append_only");
  // Released by hand, the claim that counts the line still keeps it from the other policy.
  await db.execute(sql`update invoice_projects set released_at = ${TODAY} ${of}`);
  expect(await attack(naming(COLD_CHAIN, line("A")))).toBe("invoice_projects_line_taken");
  expect(await attack(sql`update invoice_projects set released_at = null ${of}`)).toBe("invoice_projects_fixed");
  // And a claim takes no line that was named for another policy.
  const count = (which: string) => sql`insert into claim_subjects (claim_id, group_key, subject, live) values (${claim.id}, 'anything', ${which}, true)`;
  expect(await attack(count(line("B")))).toBe("claim_subjects_named");
  expect(await stateOf(db, claim.id)).toMatchObject({ state: "declined" });
});

test("a line that another enterprise's live claim has counted opens nothing, stops no night, and is on record", async () => {
  const { company, line } = await packer([{ no: "S", yuan: 500_000 }]);
  expect(await allowed(db, company, EQUIPMENT, TODAY)).toMatchObject({ ok: true });
  const [first] = await claimsOf(db, company, EQUIPMENT);
  expect(await linesOfClaim(first!.id)).toEqual([line("S")]);

  const twin = await registeredCompany(db, "0514");
  await deliverInvoices(db, twin, [{ no: `S${company.last4}`, yuan: 500_000 }]);
  await night(db, twin, on("2026-07-14", "02:00"));
  expect(await allowed(db, twin, EQUIPMENT, TODAY)).toMatchObject({ ok: true });
  expect(await night(db, twin, on("2026-07-16", "02:00"))).toEqual([]);
  expect(await claimsOf(db, twin, EQUIPMENT)).toEqual([]);
  const told = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "matching.memberCounted"), eq(auditLog.subjectId, twin.id)));
  expect(told.at(-1)?.detail).toEqual({ policy: EQUIPMENT, period: "once", members: 1, counted: 1 });
  // The enterprise and the policy's department see why; nobody else, and not for ever.
  const seen = (scope: Scope, at = on("2026-07-16")) => listCountedElsewhere(db, scope, twin.id, at);
  const why = [{ policyCode: EQUIPMENT, period: "once", members: 1, counted: 1 }];
  expect(await seen({ kind: "enterprise", enterpriseIds: [twin.id] })).toMatchObject(why);
  expect(await seen({ kind: "department", departmentId: first!.departmentId })).toMatchObject(why);
  expect(await seen({ kind: "county" })).toMatchObject(why);
  expect(await seen({ kind: "enterprise", enterpriseIds: [company.id] })).toEqual([]);
  expect(await seen({ kind: "department", departmentId: "housing" })).toEqual([]);
  expect(await seen({ kind: "county" }, on("2026-09-01"))).toEqual([]);
});
