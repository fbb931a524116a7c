import { loadCalendar } from "@/db/calendar";
import { moveClaim, openClaims, SYSTEM } from "@/db/claims";
import type { EnterpriseAct } from "@/db/enterprise-acts";
import { findPublished } from "@/db/policies";
import { claimSnapshots } from "@/db/schema";
import type { Db } from "@/db/types";
import type { ClaimState } from "@/lib/claim/states";
import { fenFromYuan } from "@/lib/kernel/fen";
import type { Instant } from "@/lib/kernel/plain-date";
import { type ClaimOptions, type Company, DAY, makeClaim, makeCompany, on, type Staff } from "./fixtures";

/** A company with a claim that waits for its word since Monday morning. */
export async function claimToConfirm(db: Db, options: ClaimOptions & { readonly company?: Company } = {}): Promise<{ company: Company; claimId: string }> {
  const company = options.company ?? (await makeCompany(db));
  const claimId = await makeClaim(db, company, options);
  await step(db, claimId, "pendingConfirm", { at: on("2026-07-13", "09:30") });
  return { company, claimId };
}

type Move = Parameters<typeof moveClaim>[1];

/** One legal move of the fixtures; a refusal is a fault of the test. */
export async function step(db: Db, claimId: string, to: ClaimState, more: Partial<Omit<Move, "claimId" | "to">> = {}): Promise<void> {
  const calendar = await loadCalendar(db);
  const moved = await db.transaction((tx) => moveClaim(tx, { claimId, to, actor: SYSTEM, at: on("2026-07-13"), calendar, ...more }));
  if (!moved.ok) throw new Error(`${to}: ${moved.reason}`);
}

/** The act of the company's representative on a claim. */
export async function actOf(db: Db, company: Company, claimId: string, at: Instant): Promise<EnterpriseAct> {
  const { personId } = company.owner;
  if (personId === null) throw new Error("the owner is a person");
  return { claimId, enterpriseId: company.id, actor: { ...company.owner, personId }, at, calendar: await loadCalendar(db) };
}

/** Confirmed, then refused by the check on a day. */
export async function rejectedClaim(db: Db, rejectedAt: Instant): Promise<{ company: Company; claimId: string }> {
  const made = await claimToConfirm(db);
  const { company, claimId } = made;
  await step(db, claimId, "autoCheck", { actor: company.owner, facts: { accountNameEqual: true, authorisationValid: true } });
  const facts = { route: "rejected", clauses: ["有欠税"], reasonText: "有欠税 12,000元，缴清后可以申请复核" } as const;
  await step(db, claimId, "rejected", { at: rejectedAt, facts, patch: { rejectedClause: "有欠税", rejectedReason: facts.reasonText } });
  return made;
}

/** With the review's handler, asked for papers once. */
export async function claimToSupplement(db: Db, staff: Staff, asked: readonly string[]): Promise<{ company: Company; claimId: string }> {
  const made = await claimToConfirm(db);
  await step(db, made.claimId, "autoCheck", { actor: made.company.owner, facts: { accountNameEqual: true, authorisationValid: true } });
  await step(db, made.claimId, "manualReview", { facts: { route: "manualReview" } });
  await step(db, made.claimId, "supplement", {
    actor: staff.handler,
    facts: { askedMaterials: asked, remainingMaterials: asked },
    patch: { supplementUsed: true, supplementRequest: asked.join("、") },
  });
  return made;
}

/** A claim whose benefit is less tax: no fund, no order. */
async function openReduction(db: Db, company: Company): Promise<string> {
  const policy = await findPublished(db, "TAX-002");
  if (!policy) throw new Error("the library has no tax reduction");
  const at = on("2026-07-13", "09:00");
  const head = { enterpriseId: company.id, policyVersionId: policy.versionId };
  const snapshot = { ...head, asOf: DAY, fullYear: 2025, facts: {}, priorGrants: {}, factsHash: "reduction", sources: {}, decision: {}, takenAt: at };
  return db.transaction(async (tx) => {
    const [taken] = await tx.insert(claimSnapshots).values(snapshot).returning({ id: claimSnapshots.id });
    const claim = {
      ...head,
      number: `兑2026-8${company.uscc.slice(-4)}`,
      policyCode: "TAX-002",
      departmentId: policy.departmentId,
      period: "2026",
      subject: "",
      benefitKind: "taxReduction" as const,
      fundId: null,
      confirmStage: "before" as const,
      amountFen: fenFromYuan(4_000),
      factsHash: "reduction",
      snapshotId: taken!.id,
    };
    const [id] = await openClaims(tx, [claim], at);
    return id!;
  });
}

/** A tax reduction that the department has granted: settled without notice and order. */
export async function settledReduction(db: Db, staff: Staff): Promise<{ company: Company; claimId: string }> {
  const company = await makeCompany(db);
  const claimId = await openReduction(db, company);
  await step(db, claimId, "pendingConfirm");
  await step(db, claimId, "autoCheck", { actor: company.owner, facts: { authorisationValid: true } });
  await step(db, claimId, "manualReview", { facts: { route: "manualReview" } });
  const settledAt = on("2026-07-14");
  await step(db, claimId, "settled", {
    actor: staff.checker,
    at: settledAt,
    patch: { handlerId: staff.handler.personId, checkerId: staff.checker.personId, settledAt },
  });
  return { company, claimId };
}

export const PDF = new TextEncoder().encode("%PDF-1.7 a paper");
export const NOT_A_PAPER = new TextEncoder().encode("MZ this is a program");
