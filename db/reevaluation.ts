import "server-only";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import type { Decision } from "@/lib/policy/decide";
import { appendAudit } from "./audit";
import { type Judgement, judgeClaim } from "./auto-check";
import { type Claim, moveClaim, type Sweep, SYSTEM } from "./claims";
import { factsHashOf, takeSnapshot } from "./matching";
import { claimSnapshots, claims, indicators } from "./schema";
import type { Db } from "./types";

const changedBetween = (before: Record<string, unknown>, now: Record<string, unknown>): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((id) => JSON.stringify(before[id]) !== JSON.stringify(now[id]));

type Reevaluation = {
  readonly claim: Claim;
  readonly judgement: Judgement;
  readonly changed: readonly string[];
  /** The rule itself now gives another amount. What an officer has set (待核, 核减) is no change of the rule's. */
  readonly amountChanged: boolean;
  readonly patch: { snapshotId: number; factsHash: string };
};
export type ReevaluationOutcome = "unchanged" | "amountChanged" | "cancelled" | "suspended";

async function suspendPublished(tx: Db, { claim, changed, patch }: Reevaluation, { at, calendar }: Sweep): Promise<ReevaluationOutcome> {
  const facts = { pauseReason: "sourceCorrection", resumeCondition: "按更正后的数据重新核对", changedFields: changed } as const;
  const moved = await moveClaim(tx, { claimId: claim.id, to: "suspended", actor: SYSTEM, at, calendar, facts, patch, detail: { changed } });
  return moved.ok ? "suspended" : "unchanged";
}

async function cancelVanished(tx: Db, { claim, changed, patch }: Reevaluation, { at, calendar }: Sweep): Promise<ReevaluationOutcome> {
  const names = await tx
    .select({ name: indicators.name })
    .from(indicators)
    .where(inArray(indicators.id, [...changed]));
  const fields = names.map((one) => one.name);
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to: "cancelled",
    actor: SYSTEM,
    at,
    calendar,
    facts: { changedFields: fields },
    patch,
    reasonCode: "noLongerEligible",
    reasonText: `数据有更新，不再符合：${fields.join("、")}`,
    detail: { changed },
  });
  return moved.ok ? "cancelled" : "unchanged";
}

/** Doubts that are over once the missing data are there. */
const RESOLVED_BY_DATA: ReadonlySet<string> = new Set(["unknownData", "amountPending", "undetermined"]);

/** With a reviewer, a verdict that turned is one more doubt: a person decides on it. */
async function doubtForReviewer(tx: Db, { claim, patch }: Reevaluation): Promise<ReevaluationOutcome> {
  const doubt = { code: "falseButContested", text: "数据更新后按规则不再符合，请核实" };
  const doubts = [...claim.doubts.filter((one) => one.code !== doubt.code), doubt];
  await tx
    .update(claims)
    .set({ ...patch, doubts })
    .where(eq(claims.id, claim.id));
  return "unchanged";
}

/** An opinion on an amount that is no longer the rule's is written anew. */
const NO_OPINION = { handlerId: null, handlerDecision: null, handlerOpinion: null, rejectedClause: null, chiefId: null };

async function takeNewAmount(tx: Db, found: Reevaluation, { at }: Sweep): Promise<ReevaluationOutcome> {
  const { claim, judgement, changed, amountChanged, patch } = found;
  const amountFen = amountChanged ? judgement.decision.amountFen : claim.amountFen;
  const isOutdated = claim.state === "manualReview" && amountFen !== claim.amountFen;
  await tx
    .update(claims)
    .set({
      ...patch,
      amountFen,
      ...(isOutdated && NO_OPINION),
      doubts: judgement.decision.amountFen === null ? claim.doubts : claim.doubts.filter((doubt) => !RESOLVED_BY_DATA.has(doubt.code)),
    })
    .where(eq(claims.id, claim.id));
  if (amountFen === claim.amountFen) return "unchanged";
  const detail = { before: claim.amountFen, after: amountFen, changed };
  await appendAudit(tx, [{ at, actorId: null, actorRole: "system", action: "claim.reevaluated", subjectType: "claim", subjectId: claim.id, detail }]);
  return "amountChanged";
}

const OPEN_STATES = ["matched", "pendingConfirm", "manualReview", "notice"] as const;

/** What is new about a claim's data; null when nothing is. */
async function reevaluation(tx: Db, claimId: string, at: Instant): Promise<Reevaluation | null> {
  const [claim] = await tx
    .select()
    .from(claims)
    .where(and(eq(claims.id, claimId), inArray(claims.state, [...OPEN_STATES])))
    .for("update");
  const judgement = claim && (await judgeClaim(tx, claim, at));
  if (!claim || !judgement || factsHashOf(judgement.facts) === claim.factsHash) return null;
  const [before] = await tx
    .select({ facts: claimSnapshots.facts, decision: claimSnapshots.decision })
    .from(claimSnapshots)
    .where(eq(claimSnapshots.id, claim.snapshotId));
  const { policy, ...rest } = judgement;
  const taken = await takeSnapshot(tx, { ...rest, enterpriseId: claim.enterpriseId, policyVersionId: policy.versionId, at });
  const amountChanged = (before?.decision as Decision | undefined)?.amountFen !== judgement.decision.amountFen;
  return {
    claim,
    judgement,
    amountChanged,
    changed: changedBetween(before?.facts ?? {}, judgement.facts),
    patch: { snapshotId: taken.id, factsHash: taken.factsHash },
  };
}

/**
 * 重算 of an open claim when its data changed: still waiting for the enterprise, it takes the new amount or is closed with the changed data
 * named; with a reviewer it takes the data and, if it no longer holds, a doubt; in public notice it is suspended, because what was published
 * no longer holds.
 */
export async function reevaluateClaim(db: Db, claimId: string, sweep: Sweep): Promise<ReevaluationOutcome> {
  return db.transaction(async (tx) => {
    const found = await reevaluation(tx, claimId, sweep.at);
    if (!found) return "unchanged";
    const { claim, judgement, amountChanged } = found;
    const holds = judgement.decision.verdict !== "ineligible";
    if (claim.state === "notice" && (!holds || amountChanged)) return suspendPublished(tx, found, sweep);
    if (holds) return takeNewAmount(tx, found, sweep);
    return claim.state === "manualReview" ? doubtForReviewer(tx, found) : cancelVanished(tx, found, sweep);
  });
}

/** Claims that a change of data may touch: those of enterprises whose profile was refreshed at or after `since`. */
export async function claimsToReevaluate(db: Db, since: Instant): Promise<string[]> {
  const rows = await db
    .select({ id: claims.id })
    .from(claims)
    .where(
      and(
        inArray(claims.state, [...OPEN_STATES]),
        sql`exists (select 1 from enterprise_profiles p where p.enterprise_id = ${claims.enterpriseId} and p.refreshed_at >= ${since})`,
        lte(claims.createdAt, since),
      ),
    )
    .limit(5000);
  return rows.map((row) => row.id);
}
