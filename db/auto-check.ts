import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { type AutoCheckInput, type AutoCheckReason, routeAutoCheck } from "@/lib/claim/auto-check";
import { dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { factsFor, type MatchProfile } from "@/lib/matching/profile";
import { countsByLine, forProject } from "@/lib/matching/project-lines";
import { type Decision, decidePolicy, type ManualReason } from "@/lib/policy/decide";
import { policyIndicators } from "@/lib/policy/indicators";
import { type Claim, moveClaim, type Sweep, SYSTEM } from "./claims";
import { sha256Hex } from "./crypto";
import { type DatasetFreshness, datasetFreshness } from "./freshness";
import { loadProfiles, takeSnapshot } from "./matching";
import { type NewNotification, notify } from "./notifications";
import { findVersion, type PublishedPolicy } from "./policies";
import { bankAccounts, claimSnapshots, claimSubjects, claims, consents, indicators, indicatorValues, uploadRows } from "./schema";
import { loadClaimSettings } from "./settings";
import type { Db } from "./types";

const MANUAL_TEXT: Record<ManualReason, string> = {
  verdictOpen: "条件还判不出来",
  policyDemandsReview: "政策规定须人工复核",
  amountOpen: "金额还算不出来",
  divertedByClause: "属于政策写明须人工办理的情形",
  diversionOpen: "是否属于须人工办理的情形还不清楚",
  crossCheckFailed: "两个来源对不上",
  crossCheckOpen: "核对数据不全",
};

export type Judgement = {
  readonly policy: PublishedPolicy;
  readonly decision: Decision;
  readonly facts: ReturnType<typeof factsFor>;
  /** The day of which it was judged. */
  readonly asOf: PlainDate;
  readonly fullYear: number;
  readonly priorGrants: Record<string, number>;
};

/**
 * Judges a claim anew on today's data, under the version and the full year it was opened with. `withheld`: indicators that must not be read; without it,
 * what the enterprise has not opened for the policy.
 */
export async function judgeClaim(db: Db, claim: Claim, at: Instant, withheld?: ReadonlySet<string>): Promise<Judgement | null> {
  const policy = await findVersion(db, claim.policyVersionId);
  const profile = (await loadProfiles(db, [claim.enterpriseId])).get(claim.enterpriseId);
  const [snapshot] = await db.select().from(claimSnapshots).where(eq(claimSnapshots.id, claim.snapshotId));
  if (!policy || !profile || !snapshot) return null;
  const view = await onOwnLines(db, claim, policy, profile);
  const facts = factsFor(policy.resolved, view, withheld ?? (await withheldFor(db, claim)));
  // A claim opened in time goes on after the policy's end: it is judged as of a day on which its version was in force.
  const today = dayOf(at);
  const asOf = today > policy.resolved.effective.to ? policy.resolved.effective.to : today;
  const input = { asOf, fullYear: snapshot.fullYear, facts, priorGrants: snapshot.priorGrants };
  return { policy, decision: decidePolicy(policy.resolved, input), ...input };
}

/** A claim that pays by invoice line is judged on the lines it was opened for, and on no other. */
async function onOwnLines(db: Db, claim: Claim, { resolved }: PublishedPolicy, profile: MatchProfile): Promise<MatchProfile> {
  if (!countsByLine(resolved)) return profile;
  const lines = await db.selectDistinct({ line: claimSubjects.subject }).from(claimSubjects).where(eq(claimSubjects.claimId, claim.id));
  return lines.length === 0 ? profile : forProject(resolved, profile, { only: lines.map((row) => row.line) });
}

async function withheldFor(db: Db, claim: Claim): Promise<ReadonlySet<string>> {
  const [consent] = await db
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.enterpriseId, claim.enterpriseId), eq(consents.policyCode, claim.policyCode), isNull(consents.revokedAt)));
  return consent ? new Set() : gatedIndicators(db);
}

/** Indicators that are read only with the enterprise's consent for the policy at hand. */
export async function gatedIndicators(db: Db): Promise<ReadonlySet<string>> {
  const gated = await db.select({ id: indicators.id }).from(indicators).where(eq(indicators.consentGated, true));
  return new Set(gated.map((row) => row.id));
}

/** 关联置信度 of the weakest source row behind the indicators used. */
async function weakestLink(db: Db, enterpriseId: string, indicatorIds: readonly string[]): Promise<number> {
  const [row] = await db
    .select({ weakest: sql<number | null>`min(${uploadRows.linkConfidence})` })
    .from(indicatorValues)
    .innerJoin(uploadRows, eq(uploadRows.id, indicatorValues.sourceRowId))
    .where(and(eq(indicatorValues.enterpriseId, enterpriseId), inArray(indicatorValues.indicatorId, [...indicatorIds]), isNull(indicatorValues.supersededAt)));
  return row?.weakest ?? 1;
}

async function unconfirmedStatistics(db: Db, claim: Claim, used: readonly string[], catalogue: CheckContext["catalogue"]): Promise<string[]> {
  const bound = catalogue.filter((one) => one.legalConstraint && used.includes(one.id));
  if (bound.length === 0) return [];
  const [consent] = await db
    .select({ datasetIds: consents.datasetIds })
    .from(consents)
    .where(and(eq(consents.enterpriseId, claim.enterpriseId), eq(consents.policyCode, claim.policyCode), isNull(consents.revokedAt)));
  return bound.filter((one) => !consent?.datasetIds.includes(one.datasetId)).map((one) => one.name);
}

/** 抽查: a share of claims is looked at by a person; which ones depends on the number alone, so that nobody can choose. */
const isSampled = (claimNumber: string, rate: number): boolean => Number.parseInt(sha256Hex(`sample|${claimNumber}`).slice(0, 8), 16) / 0xffff_ffff < rate;

const HIT = { true: "hit", false: "clear", unknown: "unknown" } as const;
const NEVER_DELIVERED = { fresh: false, expected: true } as const;

function negativeStates(
  { resolved }: PublishedPolicy,
  decision: Decision,
  stateOf: (indicator: string) => DatasetFreshness | undefined,
): AutoCheckInput["negativeList"] {
  return resolved.negativeList.map(({ id, name }, index) => {
    const leaf = decision.negativeList[index];
    const { fresh, expected } = stateOf(leaf?.indicators[0] ?? "") ?? NEVER_DELIVERED;
    return { item: id, name, hit: HIT[leaf?.result ?? "unknown"], fresh, expected };
  });
}

const failedConditions = ({ base, conditions }: Decision): AutoCheckInput["failedConditions"] =>
  [...base, ...conditions].filter((leaf) => leaf.result === "false").map(({ id, clause }) => ({ id, clause, authoritative: true }));

/** What a run of checks reads once. */
export type CheckContext = Sweep & {
  readonly settings: Awaited<ReturnType<typeof loadClaimSettings>>;
  readonly freshness: ReadonlyMap<string, DatasetFreshness>;
  readonly catalogue: readonly {
    readonly id: string;
    readonly name: string;
    readonly datasetId: string;
    readonly legalConstraint: boolean;
    readonly consentGated: boolean;
  }[];
};

export async function checkContext(db: Db, sweep: Sweep): Promise<CheckContext> {
  const [settings, freshness, catalogue] = await Promise.all([
    loadClaimSettings(db),
    datasetFreshness(db, dayOf(sweep.at), sweep.calendar),
    db
      .select({
        id: indicators.id,
        name: indicators.name,
        datasetId: indicators.datasetId,
        legalConstraint: indicators.legalConstraint,
        consentGated: indicators.consentGated,
      })
      .from(indicators),
  ]);
  return { ...sweep, settings, freshness, catalogue };
}

async function autoCheckInput(db: Db, claim: Claim, judgement: Judgement, context: CheckContext): Promise<AutoCheckInput> {
  const { policy, decision } = judgement;
  const { settings, freshness, catalogue } = context;
  const used = policyIndicators(policy.resolved);
  const datasetOf = new Map(catalogue.map((one) => [one.id, one.datasetId]));
  const nameOf = new Map(catalogue.map((one) => [one.id, one.name]));
  const stateOf = (indicator: string): DatasetFreshness | undefined => freshness.get(datasetOf.get(indicator) ?? "");
  const feeds = new Set(used.all.map((id) => stateOf(id)).filter((state) => state !== undefined));
  const [account] = claim.accountId ? await db.select({ kind: bankAccounts.kind }).from(bankAccounts).where(eq(bankAccounts.id, claim.accountId)) : [];
  return {
    benefitKind: claim.benefitKind,
    verdict: decision.verdict,
    route: decision.route,
    manualReasons: decision.manualReasons.filter((one) => one !== "verdictOpen" && one !== "amountOpen").map((one) => MANUAL_TEXT[one]),
    amountFen: decision.amountFen,
    ceilingFen: settings.automaticCeilingFen,
    failedConditions: failedConditions(decision),
    unknownData: [...decision.missing, ...decision.amountMissing].map((id) => nameOf.get(id) ?? id),
    negativeList: negativeStates(policy, decision, stateOf),
    staleDatasets: [...feeds].filter((state) => !state.fresh).map((state) => ({ dataset: state.datasetId, name: state.name, expected: state.expected })),
    linkConfidence: await weakestLink(db, claim.enterpriseId, used.all),
    unconfirmedLegalConstraints: await unconfirmedStatistics(db, claim, used.entitlement, catalogue),
    individualBusinessAccount: account?.kind === "operator",
    sampled: isSampled(claim.number, settings.blindSampleRate),
  };
}

export type AutoCheckOutcome = { readonly to: "notice" | "manualReview" | "rejected" | "waiting" | "gone"; readonly reasons: readonly AutoCheckReason[] };

type Routed = {
  readonly claim: Claim;
  readonly judgement: Judgement;
  readonly to: "notice" | "manualReview" | "rejected";
  readonly reasons: readonly AutoCheckReason[];
};

/** Writes what the check found: a fresh snapshot, the amount of today, the doubts or the clause, and the move. */
async function writeOutcome(tx: Db, { claim, judgement, to, reasons }: Routed, { at, calendar }: Sweep): Promise<void> {
  const { policy, ...rest } = judgement;
  const snapshot = await takeSnapshot(tx, { ...rest, enterpriseId: claim.enterpriseId, policyVersionId: policy.versionId, at });
  const reasonText = reasons.map((one) => one.text).join("；");
  const isRefused = to === "rejected";
  if (rest.decision.verdict === "eligible") await tx.update(claims).set({ amountFen: rest.decision.amountFen }).where(eq(claims.id, claim.id));
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to,
    actor: SYSTEM,
    at,
    calendar,
    facts: { route: to, ...(isRefused && { clauses: reasons.map((one) => one.text), reasonText }) },
    patch: {
      doubts: to === "manualReview" ? [...reasons] : [],
      waitingFor: null,
      snapshotId: snapshot.id,
      factsHash: snapshot.factsHash,
      ...(isRefused && { rejectedClause: reasons[0]?.text ?? "", rejectedReason: reasonText }),
    },
    ...(reasons[0] && { reasonCode: reasons[0].code, reasonText }),
  });
  if (!moved.ok) throw new Error(`auto check of ${claim.number} was refused: ${moved.reason}`);
  await notify(tx, afterCheck(moved.value, policy, reasonText), at);
}

/** 智能初审 of one claim: judges it on fresh data and sends it where the law says; without fresh data it waits (等待数据). */
export async function runAutoCheck(db: Db, claimId: string, sweep: Sweep, known?: CheckContext): Promise<AutoCheckOutcome> {
  const context = known ?? (await checkContext(db, sweep));
  return db.transaction(async (tx) => {
    const [claim] = await tx.select().from(claims).where(eq(claims.id, claimId)).for("update");
    const judgement = claim?.state === "autoCheck" ? await judgeClaim(tx, claim, sweep.at) : null;
    if (!claim || !judgement) return { to: "gone", reasons: [] };
    const { to, reasons } = routeAutoCheck(await autoCheckInput(tx, claim, judgement, context));
    if (to === "waiting") {
      const waitingFor = reasons.map((one) => one.text).join("；");
      if (waitingFor !== claim.waitingFor) await tx.update(claims).set({ waitingFor }).where(eq(claims.id, claimId));
    } else await writeOutcome(tx, { claim, judgement, to, reasons }, sweep);
    return { to, reasons };
  });
}

function afterCheck(claim: Claim, { resolved }: PublishedPolicy, reasonText: string): NewNotification[] {
  if (claim.state !== "rejected") return [];
  return [
    {
      enterpriseId: claim.enterpriseId,
      claimId: claim.id,
      kind: "claim.rejected",
      title: `${resolved.name}：不符合`,
      body: `${reasonText}。数据有误可以申请更正；对结论有意见，15 日内可申请复核。`,
      href: `/my/claims/${claim.id}`,
      dedupeKey: `rejected|${claim.id}|${claim.version}`,
    },
  ];
}
