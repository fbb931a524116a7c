import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { appealUntil } from "@/lib/claim/deadlines";
import type { MoveFacts } from "@/lib/claim/moving-claim";
import type { ClaimState } from "@/lib/claim/states";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { inForceOn } from "@/lib/policy/decide";
import { atomically } from "./atomic";
import { type Actor, type Claim, type ClaimMoveRefusal, moveClaim } from "./claims";
import { grantConsent } from "./consents";
import { checkMaterial, type MaterialFile, type MaterialRefusal, storeMaterial } from "./materials";
import { findVersion, type PublishedPolicy } from "./policies";
import { refreshContext, refreshProfiles } from "./profiles";
import { bankAccounts, budgets, claims, surveys } from "./schema";
import type { Db } from "./types";

/** An act of an enterprise's person on one of its own claims. */
export type EnterpriseAct = {
  readonly claimId: string;
  readonly enterpriseId: string;
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
  readonly calendar: WorkCalendar;
  readonly expectedVersion?: number | undefined;
};
export type ActRefusal = ClaimMoveRefusal | MaterialRefusal | "countedElsewhere" | "accountMissing" | "materialMissing" | "materialUnknown";

/** The claim if it is the enterprise's own; another's is as if it were not there. */
async function ownClaim(db: Db, { claimId, enterpriseId }: EnterpriseAct): Promise<Claim | null> {
  const [claim] = await db
    .select()
    .from(claims)
    .where(and(eq(claims.id, claimId), eq(claims.enterpriseId, enterpriseId)));
  return claim ?? null;
}

/** 还要交的材料: only what no dataset and not the platform itself replaces. */
export const remainingMaterials = ({ document }: PublishedPolicy): string[] =>
  document.materials.filter((one) => one.replacedBy === null).map((one) => one.name);

type Checked = MaterialFile & { readonly mediaType: string };

function checkFiles(files: readonly MaterialFile[], allowed: readonly string[]): Result<Checked[], MaterialRefusal | "materialUnknown"> {
  const checked: Checked[] = [];
  for (const file of files) {
    if (!allowed.includes(file.name)) return refused("materialUnknown");
    const type = checkMaterial(file);
    if (!type.ok) return type;
    checked.push({ ...file, mediaType: type.value });
  }
  return { ok: true, value: checked };
}

function completeFiles(files: readonly MaterialFile[], wanted: readonly string[]): Result<Checked[], MaterialRefusal | "materialUnknown" | "materialMissing"> {
  const checked = checkFiles(files, wanted);
  if (!checked.ok) return checked;
  return wanted.every((name) => checked.value.some((file) => file.name === name)) ? checked : refused("materialMissing");
}

/** The account to be paid to: the effective one, or a first one that still waits. */
async function accountFor(tx: Db, enterpriseId: string) {
  const [account] = await tx
    .select({ id: bankAccounts.id, kind: bankAccounts.kind })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.enterpriseId, enterpriseId), inArray(bankAccounts.state, ["effective", "pending"])))
    .orderBy(sql`${bankAccounts.state} = 'effective' desc`)
    .limit(1);
  return account;
}

const confirmFacts = (kind: "corporate" | "operator" | undefined) => ({
  authorisationValid: true,
  accountNameEqual: kind === "corporate",
  operatorAccountConsented: kind === "operator",
});

type Confirmation = EnterpriseAct & { readonly files: readonly MaterialFile[] };

/** Everything a confirmation needs, or what is missing. */
async function confirmationOf(tx: Db, act: Confirmation) {
  const claim = await ownClaim(tx, act);
  const policy = claim && (await findVersion(tx, claim.policyVersionId));
  if (!claim || !policy) return refused("notFound");
  const files = completeFiles(act.files, remainingMaterials(policy));
  if (!files.ok) return files;
  const account = await accountFor(tx, act.enterpriseId);
  return !account && claim.benefitKind === "cash" ? refused("accountMissing") : ok({ claim, policy, files: files.value, account });
}

/**
 * 核对账户并确认: the enterprise's one act — its will, its account, its consent, and the papers where the policy still has some. The check
 * follows by itself.
 */
export async function confirmClaim(db: Db, act: Confirmation): Promise<Result<Claim, ActRefusal>> {
  const { actor, at, calendar, enterpriseId, expectedVersion } = act;
  return atomically<Claim, ActRefusal>(db, async (tx) => {
    const found = await confirmationOf(tx, act);
    if (!found.ok) return found;
    const { claim, policy, files, account } = found.value;
    if (await grantConsent(tx, { enterpriseId, policy, actor, at })) await refreshProfiles(tx, await refreshContext(tx, at), [enterpriseId]);
    for (const file of files) await storeMaterial(tx, { ...file, enterpriseId, claimId: claim.id, personId: actor.personId, at });
    return moveClaim(tx, {
      claimId: claim.id,
      to: claim.confirmStage === "after" ? "approved" : "autoCheck",
      actor,
      at,
      calendar,
      expectedVersion,
      facts: confirmFacts(account?.kind),
      patch: { confirmedBy: actor.personId, confirmedAt: at, accountId: account?.id ?? null },
    });
  });
}

async function moveOwn(
  db: Db,
  act: EnterpriseAct,
  to: ClaimState,
  facts: Omit<MoveFacts, "now">,
  reasonText?: string,
): Promise<Result<Claim, ClaimMoveRefusal>> {
  return atomically<Claim, ClaimMoveRefusal>(db, async (tx) => {
    if (!(await ownClaim(tx, act))) return refused("notFound");
    const { claimId, actor, at, calendar } = act;
    return moveClaim(tx, { claimId, to, actor, at, calendar, facts, ...(reasonText && { reasonText }) });
  });
}

/** 放弃, confirmed a second time by the person. */
export const declineClaim = (db: Db, act: EnterpriseAct & { confirmedTwice: boolean }) => moveOwn(db, act, "declined", { confirmedTwice: act.confirmedTwice });

/** 撤回, as long as no payment order exists. */
export const withdrawClaim = (db: Db, act: EnterpriseAct, reason: string) => moveOwn(db, act, "withdrawn", {}, reason);

/** 标的已另计: what the ended claim counted (invoice lines, persons) stands in another claim by now, or its line was named for another policy. */
async function countedElsewhere(tx: Db, { id, enterpriseId, policyCode }: Claim): Promise<boolean> {
  const { rows } = (await tx.execute(sql`
    select 1 from claim_subjects s where s.claim_id = ${id} and not s.live and (
      exists (select 1 from claim_subjects o where o.live and o.group_key = s.group_key and o.subject = s.subject and o.claim_id <> s.claim_id)
      or exists (select 1 from invoice_projects p where p.enterprise_id = ${enterpriseId} and p.line = s.subject and p.released_at is null and p.policy_code <> ${policyCode}))
    limit 1`)) as unknown as { rows: unknown[] };
  return rows.length > 0;
}

/** 恢复 a declined or expired claim while its policy is in force and has budget left. */
export async function resumeClaim(db: Db, act: EnterpriseAct): Promise<Result<Claim, ClaimMoveRefusal | "countedElsewhere">> {
  const claim = await ownClaim(db, act);
  const policy = claim && (await findVersion(db, claim.policyVersionId));
  if (!claim || !policy) return refused("notFound");
  if (await countedElsewhere(db, claim)) return refused("countedElsewhere");
  const year = Number(dayOf(act.at).slice(0, 4));
  const [budget] = await db
    .select({ left: sql<number>`(${budgets.amountFen} - ${budgets.reservedFen} - ${budgets.paidFen})::float8` })
    .from(budgets)
    .where(and(eq(budgets.policyCode, claim.policyCode), eq(budgets.year, year)));
  const budgetLeft = claim.benefitKind === "taxReduction" || (budget !== undefined && budget.left >= (claim.amountFen ?? 0));
  return moveOwn(db, act, "pendingConfirm", { policyInForce: inForceOn(policy.resolved, dayOf(act.at)), budgetLeft });
}

/** 申请复核 of a refusal, within 15 days; another officer looks. */
export async function appealClaim(db: Db, act: EnterpriseAct, reason: string): Promise<Result<Claim, ClaimMoveRefusal | "countedElsewhere">> {
  return atomically<Claim, ClaimMoveRefusal | "countedElsewhere">(db, async (tx) => {
    const claim = await ownClaim(tx, act);
    if (!claim) return refused("notFound");
    if (await countedElsewhere(tx, claim)) return refused("countedElsewhere");
    const until = appealUntil(act.calendar, dayOf(claim.stageEnteredAt));
    const patch = {
      handlerId: null,
      checkerId: null,
      chiefId: null,
      handlerDecision: null,
      handlerOpinion: null,
      rejectedClause: null,
      rejectedReason: null,
      assignedTo: null,
    };
    return moveClaim(tx, {
      claimId: claim.id,
      to: "manualReview",
      actor: act.actor,
      at: act.at,
      calendar: act.calendar,
      facts: { appealUntil: until },
      reasonCode: "appeal",
      reasonText: reason,
      patch,
    });
  });
}

/** 补正: the one delivery of what was asked for. */
export async function submitSupplement(db: Db, act: EnterpriseAct & { readonly files: readonly MaterialFile[] }): Promise<Result<Claim, ActRefusal>> {
  return atomically<Claim, ActRefusal>(db, async (tx) => {
    const claim = await ownClaim(tx, act);
    if (!claim) return refused("notFound");
    const asked = (claim.supplementRequest ?? "").split("、").filter(Boolean);
    const files = checkFiles(act.files, asked);
    if (!files.ok) return files;
    if (files.value.length === 0) return refused("materialMissing");
    for (const file of files.value)
      await storeMaterial(tx, { ...file, enterpriseId: act.enterpriseId, claimId: claim.id, personId: act.actor.personId, at: act.at });
    return moveClaim(tx, { claimId: claim.id, to: "manualReview", actor: act.actor, at: act.at, calendar: act.calendar, reasonCode: "supplemented" });
  });
}

/** 评价一下: one question, once, after the money came. */
export async function answerSurvey(
  db: Db,
  input: { claimId: string; enterpriseId: string; personId: string; score: number; comment: string | null; at: Instant },
): Promise<boolean> {
  const [claim] = await db
    .select({ state: claims.state })
    .from(claims)
    .where(and(eq(claims.id, input.claimId), eq(claims.enterpriseId, input.enterpriseId)));
  if (claim?.state !== "settled") return false;
  const { claimId, score, comment, personId, at } = input;
  const stored = await db
    .insert(surveys)
    .values({ claimId, score, comment, answeredBy: personId, answeredAt: at })
    .onConflictDoNothing()
    .returning({ id: surveys.claimId });
  return stored.length > 0;
}
