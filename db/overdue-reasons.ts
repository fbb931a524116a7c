import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import { inScope, type Scope } from "@/lib/access/scope";
import { type DelayedStep, decideOverdueReason, type OverdueReasonCode, type OverdueReasonRefusal } from "@/lib/claim/overdue-reason";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { type Clock, claimsInScope, claimTerms, NO_TERM } from "./claim-lights";
import { type Claim, lockClaim } from "./claims";
import { claims, overdueReasons, people } from "./schema";
import type { Db } from "./types";

export type NewOverdueReason = {
  readonly claimId: string;
  readonly scope: Scope;
  readonly actor: { readonly personId: string; readonly roles: readonly Role[]; readonly departmentId: string | null };
  readonly clock: Clock;
  /** The version on the screen: a reason never lands on a later stage. */
  readonly expectedVersion: number;
  readonly code: OverdueReasonCode;
  readonly words: string;
  readonly expectedOn: PlainDate;
};
export type GiveReasonRefusal = OverdueReasonRefusal | "notFound" | "changedMeanwhile";

/** The step of a claim as the law of delays sees it. */
export const delayedStep = (claim: Pick<Claim, "state" | "approverId" | "handlerId" | "suspendedFrom" | "suspensionReason">): DelayedStep => ({
  state: claim.state,
  signed: claim.approverId !== null,
  opinionWritten: claim.handlerId !== null,
  suspension: { from: claim.suspendedFrom, reason: claim.suspensionReason },
});

async function latenessNow(tx: Db, claim: Claim, clock: Clock) {
  const { id, state, dueOn } = claim;
  const terms = await claimTerms(tx, [{ id, state, dueOn, stageEnteredAt: instant(claim.stageEnteredAt) }], clock);
  return (terms.get(id) ?? NO_TERM).late;
}

/** 填超期原因: recorded with its audit row; a later one of the same stage stands beside the earlier. */
export function giveOverdueReason(db: Db, input: NewOverdueReason): Promise<Result<string, GiveReasonRefusal>> {
  const { claimId, scope, actor, clock, code, expectedOn } = input;
  const words = input.words.trim();
  const at = clock.at;
  return atomically<string, GiveReasonRefusal>(db, async (tx) => {
    const claim = await lockClaim(tx, claimId);
    if (!claim || !inScope(scope, claim)) return refused("notFound");
    if (claim.version !== input.expectedVersion) return refused("changedMeanwhile");
    const late = await latenessNow(tx, claim, clock);
    const decided = decideOverdueReason({ step: delayedStep(claim), departmentId: claim.departmentId, late, actor, words, expectedOn, now: at });
    if (!decided.ok) return decided;
    const lateWorkdays = late?.workdays ?? 0;
    const givenAs = decided.value;
    const detail = { number: claim.number, version: claim.version, state: claim.state, code, words, expectedOn, lateWorkdays };
    const [auditSeq = 0] = await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: givenAs, action: "claim.overdueReason", subjectType: "claim", subjectId: claimId, detail },
    ]);
    const [row] = await tx
      .insert(overdueReasons)
      .values({ claimId, claimVersion: claim.version, code, words, expectedOn, lateWorkdays, givenBy: actor.personId, givenAs, at, auditSeq })
      .returning({ id: overdueReasons.id });
    if (!row) throw new Error("the reason was not stored");
    return ok(row.id);
  });
}

export type OverdueReason = {
  readonly id: string;
  readonly claimId: string;
  readonly code: OverdueReasonCode;
  readonly words: string;
  readonly expectedOn: PlainDate;
  readonly lateWorkdays: number;
  readonly givenBy: string;
  readonly givenAs: Role;
  readonly at: Instant;
  /** It speaks of the stage in which the case stands now. */
  readonly present: boolean;
};

/** 超期原因 of claims within the scope, the newest first. */
export async function listOverdueReasons(db: Db, scope: Scope, claimIds: readonly string[]): Promise<OverdueReason[]> {
  if (claimIds.length === 0) return [];
  const rows = await db
    .select({ one: overdueReasons, givenBy: people.displayName, version: claims.version })
    .from(overdueReasons)
    .innerJoin(claims, eq(claims.id, overdueReasons.claimId))
    .innerJoin(people, eq(people.id, overdueReasons.givenBy))
    .where(and(claimsInScope(scope), inArray(overdueReasons.claimId, [...claimIds])))
    .orderBy(desc(overdueReasons.at), desc(overdueReasons.auditSeq));
  return rows.map(({ one, givenBy, version }) => ({
    id: one.id,
    claimId: one.claimId,
    code: one.code,
    words: one.words,
    expectedOn: one.expectedOn,
    lateWorkdays: one.lateWorkdays,
    givenBy,
    givenAs: one.givenAs as Role,
    at: instant(one.at),
    present: one.claimVersion === version,
  }));
}
