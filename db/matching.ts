import "server-only";
import canonicalize from "canonicalize";
import { and, asc, eq, gt, inArray, isNull, notInArray, sql } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { claimNumber } from "@/lib/claim/keys";
import { CONSENT_REVOKED } from "@/lib/claim/revocation";
import type { ClaimState } from "@/lib/claim/states";
import { dayOf, type Instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { type Judged, memberKeys, planOpenings } from "@/lib/matching/openings";
import { factsFor, type MatchProfile, ProfileSubjects } from "@/lib/matching/profile";
import { countsByLine, forProject, type LineNaming } from "@/lib/matching/project-lines";
import { ladderKey } from "@/lib/policy/benefit-period";
import { type Decision, decidePolicy } from "@/lib/policy/decide";
import type { Facts } from "@/lib/policy/facts";
import type { LibraryDocument } from "@/lib/policy/language";
import { matchKind } from "@/lib/policy/match-kind";
import { shownAsOf } from "./as-of";
import { type NewClaim, openClaims } from "./claims";
import { withoutCounted } from "./counted-members";
import { sha256Hex } from "./crypto";
import { lateIndicators } from "./freshness";
import { loadNamed } from "./invoice-projects";
import { listPublished, loadLibrary, type PublishedPolicy } from "./policies";
import { claimSnapshots, claimSubjects, claims, consents, enterpriseProfiles, enterprises, indicators, indicatorValues, matches } from "./schema";
import type { Db } from "./types";

/** Everything that a run of the matching reads once. */
export type MatchContext = {
  readonly at: Instant;
  readonly asOf: PlainDate;
  readonly fullYear: number;
  readonly calendar: WorkCalendar;
  readonly policies: readonly PublishedPolicy[];
  readonly library: LibraryDocument;
  readonly consentGated: ReadonlySet<string>;
  readonly late: ReadonlySet<string>;
};

export async function matchContext(db: Db, at: Instant, calendar: WorkCalendar): Promise<MatchContext> {
  const asOf = dayOf(at);
  const gated = await db.select({ id: indicators.id }).from(indicators).where(eq(indicators.consentGated, true));
  return {
    at,
    asOf,
    fullYear: yearOf(asOf) - 1,
    calendar,
    policies: await listPublished(db),
    library: await loadLibrary(db),
    consentGated: new Set(gated.map((row) => row.id)),
    late: await lateIndicators(db, asOf, calendar),
  };
}

/** Ids of the enterprises in shards, for durable steps. */
export async function enterpriseShards(db: Db, size: number): Promise<{ after: string | null; count: number }[]> {
  const rows = await db.select({ id: enterprises.id }).from(enterprises).orderBy(asc(enterprises.id));
  const shards: { after: string | null; count: number }[] = [];
  for (let start = 0; start < rows.length; start += size) shards.push({ after: rows[start - 1]?.id ?? null, count: Math.min(size, rows.length - start) });
  return shards;
}

export async function enterprisesOfShard(db: Db, shard: { after: string | null; count: number }): Promise<string[]> {
  const rows = await db
    .select({ id: enterprises.id })
    .from(enterprises)
    .where(shard.after === null ? undefined : gt(enterprises.id, shard.after))
    .orderBy(asc(enterprises.id))
    .limit(shard.count);
  return rows.map((row) => row.id);
}

export type LoadedProfile = MatchProfile & { readonly factsHash: string };

export async function loadProfiles(db: Db, enterpriseIds: readonly string[]): Promise<Map<string, LoadedProfile>> {
  if (enterpriseIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(enterpriseProfiles)
    .where(inArray(enterpriseProfiles.enterpriseId, [...enterpriseIds]));
  const named = await loadNamed(db, enterpriseIds);
  return new Map(
    rows.map(({ enterpriseId, facts, subjects, factsHash }) => [
      enterpriseId,
      { facts: facts as Facts, subjects: ProfileSubjects.parse(subjects), factsHash, named: named.get(enterpriseId) ?? {} },
    ]),
  );
}

type Members = string[];
type HeldRow = {
  id: string;
  enterpriseId: string;
  policyCode: string;
  policyVersionId: string;
  period: string;
  subject: string;
  state: ClaimState;
  amountFen: number | null;
  members: Members;
};

const ENDED: readonly ClaimState[] = ["rejected", "declined", "expired", "withdrawn", "cancelled", "clawedBack"];
const isLive = (state: ClaimState): boolean => !ENDED.includes(state);

/** A claim that ended because its consent was revoked lets go of its key: with a new consent it is opened again (重新匹配). */
const endedByRevocation = sql`(${claims.state} = 'withdrawn' and exists (select 1 from claim_events e where e.claim_id = claims.id and e.seq = ${claims.version} and e.reason_code = ${CONSENT_REVOKED}))`;

/** 部分追回: what stays with the enterprise keeps its key, so that the same benefit is not opened and paid a second time. */
const keptInPart = sql<number>`(select k.paid_fen - k.decided_fen from clawbacks k where k.claim_id = claims.id and k.outcome = 'repaid')`;
const letGo = sql`(${claims.state} = 'cancelled' or (${claims.state} = 'clawedBack' and coalesce(${keptInPart}, 0) = 0))`;

async function loadHeld(db: Db, enterpriseIds: readonly string[]): Promise<Map<string, HeldRow[]>> {
  const rows = await db
    .select({
      id: claims.id,
      enterpriseId: claims.enterpriseId,
      policyCode: claims.policyCode,
      policyVersionId: claims.policyVersionId,
      period: claims.period,
      subject: claims.subject,
      state: claims.state,
      amountFen: sql<number | null>`case when ${claims.state} = 'clawedBack' then ${keptInPart} else ${claims.amountFen} end`.mapWith((value) =>
        value === null ? null : Number(value),
      ),
      // Raw names: in a select of one table drizzle leaves the table out, and `id` would be that of the inner one
      members: sql<Members>`coalesce((select jsonb_agg(s.subject) from claim_subjects s where s.claim_id = claims.id), '[]'::jsonb)`,
    })
    .from(claims)
    .where(and(inArray(claims.enterpriseId, [...enterpriseIds]), sql`not ${letGo}`, sql`not ${endedByRevocation}`));
  const found = new Map<string, HeldRow[]>();
  for (const row of rows) found.set(row.enterpriseId, [...(found.get(row.enterpriseId) ?? []), row]);
  return found;
}

async function loadConsents(db: Db, enterpriseIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await db
    .select({ enterpriseId: consents.enterpriseId, policyCode: consents.policyCode })
    .from(consents)
    .where(and(inArray(consents.enterpriseId, [...enterpriseIds]), isNull(consents.revokedAt)));
  const found = new Map<string, Set<string>>();
  for (const row of rows) found.set(row.enterpriseId, (found.get(row.enterpriseId) ?? new Set()).add(row.policyCode));
  return found;
}

/** 已享补差: what live claims on the same ladder have brought or will bring, in yuan. */
function priorGrantsOf(held: readonly HeldRow[], policies: readonly PublishedPolicy[], exceptClaimId?: string): Record<string, number> {
  const ladders = new Map(policies.map((one) => [one.resolved.code, ladderKey(one.resolved, null)]));
  const grants: Record<string, number> = {};
  for (const claim of held) {
    const ladder = ladders.get(claim.policyCode);
    const counts = isLive(claim.state) || claim.state === "clawedBack";
    if (!ladder || !counts || claim.id === exceptClaimId || claim.amountFen === null) continue;
    grants[ladder] = (grants[ladder] ?? 0) + claim.amountFen / 100;
  }
  return grants;
}

const NO_CONSENT: ReadonlySet<string> = new Set();

export type JudgedPolicy = Judged & { readonly versionId: string; readonly facts: Facts; readonly priorGrants: Readonly<Record<string, number>> };

/** Lines, persons … that a claim of this enterprise counts already. */
type HeldMembers = Pick<HeldRow, "policyCode" | "state" | "members">;
type JudgeInput = {
  readonly consented?: ReadonlySet<string>;
  readonly priorGrants?: Record<string, number>;
  readonly held?: readonly HeldMembers[];
};

/** 归项 as it stands: what the enterprise has named, and what a live claim counts already. */
function namingOf({ policies }: MatchContext, profile: MatchProfile, { consented = NO_CONSENT, held = [] }: JudgeInput): LineNaming {
  const candidates = policies.map((one) => one.resolved).filter((policy) => consented.has(policy.code) && countsByLine(policy));
  const codes = new Set(policies.filter((one) => countsByLine(one.resolved)).map((one) => one.resolved.code));
  const counted = held.filter((claim) => isLive(claim.state) && codes.has(claim.policyCode));
  const named = Object.fromEntries(counted.flatMap(({ policyCode, members }) => members.map((line) => [line, policyCode])));
  return { named: { ...profile.named, ...named }, candidates };
}

/**
 * 判定 of one enterprise under every published policy, exactly as the nightly run does it. A policy that pays by invoice line sees the lines that count
 * for it; where some of them stand in a claim already, the rest alone is judged first, because only the rest can open another one.
 */
export function judgeProfile(context: MatchContext, profile: MatchProfile, input: JudgeInput): JudgedPolicy[] {
  const { consented = NO_CONSENT, priorGrants = {}, held = [] } = input;
  const naming = namingOf(context, profile, input);
  return context.policies.map(({ resolved: policy, versionId }) => {
    const withheld = consented.has(policy.code) ? NO_CONSENT : context.consentGated;
    const judge = (view: MatchProfile): JudgedPolicy => {
      const facts = factsFor(policy, view, withheld);
      const decision = decidePolicy(policy, { asOf: context.asOf, fullYear: context.fullYear, facts, priorGrants });
      const kind = matchKind(policy, decision, { consentGated: withheld, late: context.late });
      return { policy, versionId, decision, kind, facts, priorGrants, profile: view };
    };
    const except = new Set(held.filter((claim) => claim.policyCode === policy.code).flatMap((claim) => claim.members));
    if (except.size > 0 && countsByLine(policy)) {
      const rest = judge(forProject(policy, profile, { naming, except }));
      if (rest.kind === "claim") return rest;
    }
    return judge(forProject(policy, profile, { naming }));
  });
}

export const factsHashOf = (facts: Facts): string => sha256Hex(canonicalize(facts) ?? "");

/** Sources of the facts used: dataset, as-of date and value row, per indicator. */
async function sourcesOf(db: Db, enterpriseId: string, indicatorIds: readonly string[]) {
  const rows = await db
    .selectDistinctOn([indicatorValues.indicatorId], {
      indicatorId: indicatorValues.indicatorId,
      datasetId: indicatorValues.datasetId,
      asOf: shownAsOf,
      valueId: indicatorValues.id,
    })
    .from(indicatorValues)
    .where(and(eq(indicatorValues.enterpriseId, enterpriseId), inArray(indicatorValues.indicatorId, [...indicatorIds]), isNull(indicatorValues.supersededAt)))
    .orderBy(indicatorValues.indicatorId, sql`${indicatorValues.asOf} desc`, sql`${indicatorValues.id} desc`);
  return Object.fromEntries(rows.map(({ indicatorId, ...source }) => [indicatorId, source]));
}

export type SnapshotInput = {
  readonly enterpriseId: string;
  readonly policyVersionId: string;
  readonly asOf: PlainDate;
  readonly fullYear: number;
  readonly facts: Facts;
  readonly priorGrants: Readonly<Record<string, number>>;
  readonly decision: Decision;
  readonly at: Instant;
};

/** 指标快照: what a claim was judged on, kept for good; a replay needs nothing else. */
export async function takeSnapshot(db: Db, input: SnapshotInput): Promise<{ id: number; factsHash: string }> {
  const { at, ...rest } = input;
  const factsHash = factsHashOf(input.facts);
  const [row] = await db
    .insert(claimSnapshots)
    .values({
      ...rest,
      facts: { ...input.facts },
      priorGrants: { ...input.priorGrants },
      factsHash,
      sources: Object.keys(input.facts).length > 0 ? await sourcesOf(db, input.enterpriseId, Object.keys(input.facts)) : {},
      takenAt: at,
    })
    .returning({ id: claimSnapshots.id });
  if (!row) throw new Error("snapshot was not stored");
  return { id: row.id, factsHash };
}

/** Next claim number of a year; the lock on the counter is held until the caller's transaction ends. */
async function nextNumbers(tx: Db, year: number, count: number): Promise<string[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(52990101)`);
  const prefix = claimNumber(year, 1).slice(0, -5);
  const [row] = await tx
    .select({ last: sql<string | null>`max(${claims.number})` })
    .from(claims)
    .where(sql`${claims.number} like ${`${prefix}%`}`);
  const last = row?.last ? Number(row.last.slice(prefix.length)) : 0;
  return Array.from({ length: count }, (_, index) => claimNumber(year, last + 1 + index));
}

async function writeMatches(tx: Db, context: MatchContext, enterpriseId: string, judged: readonly JudgedPolicy[]): Promise<void> {
  const kept = judged.filter(({ kind }) => kind !== "none");
  await tx.delete(matches).where(
    and(
      eq(matches.enterpriseId, enterpriseId),
      kept.length > 0
        ? notInArray(
            matches.policyCode,
            kept.map((one) => one.policy.code),
          )
        : undefined,
    ),
  );
  if (kept.length === 0) return;
  const rows = kept.map(({ policy, versionId, decision, kind, facts }) => ({
    enterpriseId,
    policyCode: policy.code,
    policyVersionId: versionId,
    verdict: decision.verdict === "eligible" ? ("eligible" as const) : ("undetermined" as const),
    kind,
    amountFen: decision.amountFen,
    route: decision.route,
    missing: [...decision.missing],
    factsHash: factsHashOf(facts),
    evaluatedAt: context.at,
  }));
  await tx
    .insert(matches)
    .values(rows)
    .onConflictDoUpdate({
      target: [matches.enterpriseId, matches.policyCode],
      set: {
        policyVersionId: sql`excluded.policy_version_id`,
        verdict: sql`excluded.verdict`,
        kind: sql`excluded.kind`,
        amountFen: sql`excluded.amount_fen`,
        route: sql`excluded.route`,
        missing: sql`excluded.missing`,
        factsHash: sql`excluded.facts_hash`,
        evaluatedAt: sql`excluded.evaluated_at`,
      },
      setWhere: sql`(${matches.policyVersionId}, ${matches.verdict}, ${matches.kind}, ${matches.factsHash}) is distinct from (excluded.policy_version_id, excluded.verdict, excluded.kind, excluded.facts_hash) or ${matches.amountFen} is distinct from excluded.amount_fen`,
    });
}

export type Opened = { readonly claimId: string; readonly enterpriseId: string; readonly policyCode: string };

async function openFor(
  tx: Db,
  context: MatchContext,
  enterpriseId: string,
  profile: MatchProfile,
  judged: readonly JudgedPolicy[],
  held: readonly HeldRow[],
): Promise<Opened[]> {
  const planned = planOpenings({
    profile,
    judged,
    held: held.map((claim) => ({ ...claim, isLive: isLive(claim.state) })),
    groups: context.library.exclusionGroups,
    asOf: context.asOf,
    digest: (text) => sha256Hex(text).slice(0, 24),
  });
  const openings = await withoutCounted(tx, { enterpriseId, groups: context.library.exclusionGroups, at: context.at }, planned);
  if (openings.length === 0) return [];
  const numbers = await nextNumbers(tx, yearOf(context.asOf), openings.length);
  const rows: NewClaim[] = [];
  for (const [index, { judged: one, key }] of openings.entries()) {
    const { policy, versionId, decision, facts, priorGrants } = one as JudgedPolicy;
    const snapshot = await takeSnapshot(tx, {
      enterpriseId,
      policyVersionId: versionId,
      asOf: context.asOf,
      fullYear: context.fullYear,
      facts,
      priorGrants,
      decision,
      at: context.at,
    });
    rows.push({
      number: numbers[index] ?? "",
      enterpriseId,
      policyCode: policy.code,
      policyVersionId: versionId,
      departmentId: policy.dept,
      period: key.period,
      subject: key.subject,
      benefitKind: policy.benefitKind,
      fundId: policy.fund.account,
      confirmStage: policy.confirmStage,
      amountFen: decision.amountFen,
      factsHash: snapshot.factsHash,
      snapshotId: snapshot.id,
    });
  }
  const ids = await openClaims(tx, rows, context.at);
  const subjects = openings.flatMap(({ judged: one, key, members }, index) =>
    members.flatMap((subject) =>
      memberKeys(one.policy.code, key.period, context.library.exclusionGroups).map((groupKey) => ({
        claimId: ids[index] ?? "",
        groupKey,
        subject,
        live: true,
      })),
    ),
  );
  if (subjects.length > 0) await tx.insert(claimSubjects).values(subjects);
  return ids.map((claimId, index) => ({ claimId, enterpriseId, policyCode: rows[index]?.policyCode ?? "" }));
}

export type ShardResult = { readonly enterprises: number; readonly matched: number; readonly opened: readonly Opened[] };

/**
 * 自动匹配 of a shard: judges each enterprise under every policy, keeps what it matches, opens the claims that follow. Running it again
 * on the same data writes nothing.
 */
export async function matchEnterprises(db: Db, context: MatchContext, enterpriseIds: readonly string[]): Promise<ShardResult> {
  if (enterpriseIds.length === 0) return { enterprises: 0, matched: 0, opened: [] };
  // One after the other: within a transaction there is one connection
  const profiles = await loadProfiles(db, enterpriseIds);
  const held = await loadHeld(db, enterpriseIds);
  const consented = await loadConsents(db, enterpriseIds);
  const opened: Opened[] = [];
  let matched = 0;
  await db.transaction(async (tx) => {
    for (const enterpriseId of enterpriseIds) {
      const profile = profiles.get(enterpriseId);
      if (!profile) continue;
      const own = held.get(enterpriseId) ?? [];
      const judged = judgeProfile(context, profile, {
        consented: consented.get(enterpriseId) ?? NO_CONSENT,
        priorGrants: priorGrantsOf(own, context.policies),
        held: own,
      });
      matched += judged.filter(({ kind }) => kind !== "none").length;
      await writeMatches(tx, context, enterpriseId, judged);
      opened.push(...(await openFor(tx, context, enterpriseId, profile, judged, own)));
    }
  });
  return { enterprises: enterpriseIds.length, matched, opened };
}

/** 匹配底数 of one enterprise: its file, its claims, and the nightly judgement of any file on any day. Null without a file. */
export async function loadStanding(db: Db, context: MatchContext, enterpriseId: string) {
  const [profiles, held, consented] = await Promise.all([loadProfiles(db, [enterpriseId]), loadHeld(db, [enterpriseId]), loadConsents(db, [enterpriseId])]);
  const profile = profiles.get(enterpriseId);
  if (!profile) return null;
  const own = held.get(enterpriseId) ?? [];
  const input = { consented: consented.get(enterpriseId) ?? NO_CONSENT, priorGrants: priorGrantsOf(own, context.policies), held: own };
  return {
    profile,
    held: own.map((claim) => ({ ...claim, isLive: isLive(claim.state) })),
    judge: (file: MatchProfile, asOf: PlainDate) => judgeProfile({ ...context, asOf }, file, input),
  };
}
