import "server-only";
import { and, desc, eq, inArray, isNotNull, notExists, sql } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { afterRevocation, CONSENT_REVOKED, type RevocationOutcome, restsOn } from "@/lib/claim/revocation";
import { CLAIM_STATE_IDS, type ClaimState } from "@/lib/claim/states";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { policyIndicators } from "@/lib/policy/indicators";
import { gatedIndicators, type Judgement, judgeClaim } from "./auto-check";
import { offerClaim } from "./claim-offers";
import { type Actor, asMoving, type Claim, lockClaim, moveClaim, type Sweep, SYSTEM } from "./claims";
import { endConsent, type Revocation } from "./consents";
import { releaseLines } from "./invoice-projects";
import { releaseReservation } from "./ledger";
import { matchContext, matchEnterprises, takeSnapshot } from "./matching";
import { notify } from "./notifications";
import { refreshContext, refreshProfiles } from "./profiles";
import { reevaluateClaim } from "./reevaluation";
import { claimSnapshots, claims, consents, indicators } from "./schema";
import type { Db } from "./types";

/** Claims of these states may be closed by a revocation; the rest are paid, being paid, paid back or ended. */
const CLOSABLE: readonly ClaimState[] = CLAIM_STATE_IDS.filter((state) => afterRevocation({ state, suspendedFrom: null, hasLiveOrder: false }) !== "stays");

export type RestingClaim = { readonly claim: Claim; readonly outcome: Exclude<RevocationOutcome, "stays">; readonly gaps: readonly string[] };

type Found = { readonly judgement: Judgement; readonly resting: RestingClaim | null };

/** One claim judged without the data of the consent; null where its policy reads none of them. */
async function withoutConsent(db: Db, claim: Claim, at: Instant, gated: ReadonlySet<string>): Promise<Found | null> {
  const judgement = await judgeClaim(db, claim, at, gated);
  if (!judgement || !policyIndicators(judgement.policy.resolved).all.some((id) => gated.has(id))) return null;
  const { decision } = judgement;
  const { hasLiveOrder } = await asMoving(db, claim);
  const outcome = afterRevocation({ state: claim.state, suspendedFrom: claim.suspendedFrom, hasLiveOrder });
  if (outcome === "stays" || !restsOn(decision, gated)) return { judgement, resting: null };
  const gaps = [...new Set([...decision.missing, ...decision.amountMissing])].filter((id) => gated.has(id));
  return { judgement, resting: { claim, outcome, gaps } };
}

/** 靠这些数据核对的在办补贴: what a revocation would close. The page asks before, the act does it. */
export async function claimsRestingOn(db: Db, query: { enterpriseId: string; policyCode: string; at: Instant }): Promise<RestingClaim[]> {
  const open = await db
    .select()
    .from(claims)
    .where(and(eq(claims.enterpriseId, query.enterpriseId), eq(claims.policyCode, query.policyCode), inArray(claims.state, [...CLOSABLE])))
    .orderBy(claims.number);
  const gated = await gatedIndicators(db);
  const found: RestingClaim[] = [];
  for (const claim of open) {
    const one = await withoutConsent(db, claim, query.at, gated);
    if (one?.resting) found.push(one.resting);
  }
  return found;
}

const namesOf = async (tx: Db, ids: readonly string[]): Promise<string[]> =>
  (
    await tx
      .select({ name: indicators.name })
      .from(indicators)
      .where(inArray(indicators.id, [...ids]))
      .orderBy(indicators.sortOrder)
  ).map((row) => row.name);

type Closing = Sweep & { readonly actor: Actor };

/** Closes one claim: before it was confirmed by the machine, afterwards in the name of the person who revoked. */
async function closeOne(tx: Db, { claim, outcome, gaps }: RestingClaim, policyName: string, { actor, at, calendar }: Closing): Promise<Claim> {
  const names = await namesOf(tx, gaps);
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to: outcome,
    actor: outcome === "cancelled" ? SYSTEM : actor,
    at,
    calendar,
    facts: { changedFields: names },
    reasonCode: CONSENT_REVOKED,
    reasonText: `企业撤回了数据授权，没有这些数据不能核对：${names.join("、")}`,
    detail: { changed: gaps },
  });
  if (!moved.ok) throw new Error(`claim ${claim.number} could not be closed: ${moved.reason}`);
  await releaseReservation(tx, claim.id, at);
  const body = `您撤回了数据授权，不能再查询${names.join("、")}，这笔补贴停办。还想要，请重新授权，平台会重新核对。`;
  const message = { title: `${policyName}：已停办`, body, href: `/my/claims/${claim.id}`, dedupeKey: `revoked|${claim.id}|${moved.value.version}` };
  await notify(tx, [{ enterpriseId: claim.enterpriseId, claimId: claim.id, kind: "claim.consentRevoked", ...message }], at);
  return moved.value;
}

/** A result that holds without the data: the claim goes on, on a snapshot in which they no longer stand. */
async function forgetData(tx: Db, claim: Claim, judgement: Judgement, sweep: Sweep): Promise<void> {
  if (claim.state === "autoCheck") return;
  const outcome = await reevaluateClaim(tx, claim.id, sweep);
  const now = await lockClaim(tx, claim.id);
  if (outcome !== "unchanged" || judgement.decision.verdict !== "eligible" || now?.snapshotId !== claim.snapshotId) return;
  const { policy, ...rest } = judgement;
  const taken = await takeSnapshot(tx, { ...rest, enterpriseId: claim.enterpriseId, policyVersionId: policy.versionId, asOf: dayOf(sweep.at), at: sweep.at });
  await tx.update(claims).set({ snapshotId: taken.id, factsHash: taken.factsHash }).where(eq(claims.id, claim.id));
}

/** Judges and, where it rests on the data, closes one claim. The caller's transaction. */
async function settleOne(tx: Db, claimId: string, closing: Closing): Promise<Claim | null> {
  const claim = await lockClaim(tx, claimId);
  const found = claim && CLOSABLE.includes(claim.state) ? await withoutConsent(tx, claim, closing.at, await gatedIndicators(tx)) : null;
  if (!claim || !found) return null;
  if (found.resting) return closeOne(tx, found.resting, found.judgement.policy.resolved.name, closing);
  await forgetData(tx, claim, found.judgement, closing);
  return null;
}

/**
 * 撤回授权: from this moment the data are not read for the policy, and in the same act what rests on them ends. Values derived from a source that no
 * consent opens any longer are closed; the policy is an invitation again. Paid claims stay. Null when there was no consent.
 */
export async function revokeConsent(db: Db, input: Revocation & { readonly calendar: WorkCalendar }): Promise<{ readonly closed: readonly Claim[] } | null> {
  const { enterpriseId, policyCode, actor, at, calendar } = input;
  return db.transaction(async (tx) => {
    if (!(await endConsent(tx, input))) return null;
    const open = await tx
      .select({ id: claims.id })
      .from(claims)
      .where(and(eq(claims.enterpriseId, enterpriseId), eq(claims.policyCode, policyCode), inArray(claims.state, [...CLOSABLE])))
      .orderBy(claims.id);
    const closed: Claim[] = [];
    for (const { id } of open) {
      const done = await settleOne(tx, id, { actor, at, calendar });
      if (done) closed.push(done);
    }
    await releaseLines(tx, { enterpriseId, policyCode, at });
    await refreshProfiles(tx, await refreshContext(tx, at), [enterpriseId]);
    const { opened } = await matchEnterprises(tx, await matchContext(tx, at, calendar), [enterpriseId]);
    for (const { claimId } of opened) await offerClaim(tx, claimId, { at, calendar });
    return { closed };
  });
}

/**
 * 补漏: claims that still rest on data whose consent is gone, because they were opened or moved while it was being revoked. Finds nothing when the
 * revocations did their work. Returns the numbers of what it closed.
 */
export async function settleRevoked(db: Db, sweep: Sweep): Promise<string[]> {
  const gated = [...(await gatedIndicators(db))];
  const live = db
    .select({ one: sql`1` })
    .from(sql`consents as live`)
    .where(sql`live.enterprise_id = ${claims.enterpriseId} and live.policy_code = ${claims.policyCode} and live.revoked_at is null`);
  const rows = await db
    .selectDistinctOn([claims.id], { id: claims.id, personId: consents.revokedBy, role: consents.revokedRole })
    .from(claims)
    .innerJoin(claimSnapshots, eq(claimSnapshots.id, claims.snapshotId))
    .innerJoin(consents, and(eq(consents.enterpriseId, claims.enterpriseId), eq(consents.policyCode, claims.policyCode), isNotNull(consents.revokedBy)))
    .where(
      and(
        inArray(claims.state, [...CLOSABLE]),
        notExists(live),
        sql`exists (select 1 from jsonb_object_keys(${claimSnapshots.facts}) k where k in (select jsonb_array_elements_text(${JSON.stringify(gated)}::jsonb)))`,
      ),
    )
    .orderBy(claims.id, desc(consents.revokedAt))
    .limit(500);
  const closed: string[] = [];
  for (const { id, personId, role } of rows) {
    const actor: Actor = { personId, roles: [role as Role], isSystem: false, role: role ?? "" };
    const done = await db.transaction((tx) => settleOne(tx, id, { ...sweep, actor }));
    if (done) closed.push(done.number);
  }
  return closed;
}
