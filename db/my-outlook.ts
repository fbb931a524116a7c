import "server-only";
import { and, asc, eq, gte, isNotNull, isNull } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import type { IndicatorDefinition } from "@/lib/indicators/catalogue";
import { type Fen, ZERO_FEN } from "@/lib/kernel/fen";
import { dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ladderKey } from "@/lib/policy/benefit-period";
import { decidePolicy } from "@/lib/policy/decide";
import { withCodeNames } from "@/lib/policy/describe";
import { describeAmount } from "@/lib/policy/describe-amount";
import type { Facts } from "@/lib/policy/facts";
import { type Gap, type GapVocabulary, nearMisses } from "@/lib/policy/gap";
import { datasetsOfPolicy } from "./consents";
import { type JudgedPolicy, judgeProfile, loadProfiles, type MatchContext, matchContext } from "./matching";
import { groupOf, type MyClaim } from "./my-queries";
import { consents, datasets, departments, indicators, indicatorValues, matches } from "./schema";
import type { Db } from "./types";

/** 还差一点: one change that would bring a benefit, and what it would cost elsewhere. */
export type MyNearMiss = {
  readonly policyCode: string;
  readonly policyName: string;
  readonly gap: Gap;
  readonly have: string;
  readonly amountFen: Fen | null;
  /** Benefits that the same change would end: 净增 is the difference. */
  readonly lost: readonly { readonly policyName: string; readonly amountFen: Fen }[];
};
/** 授权后可得: everything else fits, only data that the enterprise has not opened is missing. */
export type MyInvitation = { readonly policyCode: string; readonly policyName: string; readonly rule: string; readonly datasets: readonly string[] };
/** 申报即享: nothing to claim here, it is taken in the tax return. */
export type MyHint = { readonly policyCode: string; readonly policyName: string; readonly amountFen: Fen | null; readonly departmentName: string };
/** 等数据: a feed is late, nothing is concluded yet. */
export type MyWaiting = { readonly policyCode: string; readonly policyName: string; readonly waitsFor: string };
export type MyTitle = { readonly code: string; readonly name: string; readonly until: PlainDate };

export type Outlook = {
  readonly near: readonly MyNearMiss[];
  readonly invitations: readonly MyInvitation[];
  readonly hints: readonly MyHint[];
  readonly waiting: readonly MyWaiting[];
  readonly titles: readonly MyTitle[];
  /** False until a department has delivered anything about the enterprise. */
  readonly hasProfile: boolean;
};

/** 差距词汇: the catalogue's words and what the library says about closing a gap. */
export async function gapVocabulary(db: Db, { library }: Pick<MatchContext, "library">): Promise<GapVocabulary> {
  const rows = await db.select({ id: indicators.id, definition: indicators.definition }).from(indicators);
  const definitions = rows.map(({ id, definition }) => [id, definition as IndicatorDefinition] as const);
  const labels = definitions.flatMap(([id, one]) => (one.labels ? [[id, one.labels] as const] : []));
  return withCodeNames({ indicators: Object.fromEntries(definitions), codes: Object.fromEntries(labels), gapWords: library.gapWords }, library.codeNames);
}

/** 已享补差 on each ladder, in yuan: what the enterprise's own live claims bring. */
function priorGrants(context: MatchContext, mine: readonly MyClaim[]): Record<string, number> {
  const grants: Record<string, number> = {};
  for (const { resolved } of context.policies) {
    const ladder = ladderKey(resolved, null);
    if (ladder === null) continue;
    const live = mine.filter((claim) => claim.policyCode === resolved.code && groupOf(claim.state) !== "ended");
    grants[ladder] = (grants[ladder] ?? 0) + live.reduce((sum, claim) => sum + (claim.amountFen ?? 0) / 100, 0);
  }
  return grants;
}

function withTarget(facts: Facts, { indicator, target }: Gap, fullYear: number): Facts {
  const before = facts[indicator];
  if (before === undefined) return facts;
  const isSeries = typeof before === "object" && before !== null && !Array.isArray(before);
  return { ...facts, [indicator]: isSeries ? { ...before, [String(fullYear)]: Number(target) } : Number(target) };
}

/** What is eligible today and would not be after the change. */
function lostBy(gap: Gap, context: MatchContext, judged: readonly JudgedPolicy[]): MyNearMiss["lost"] {
  const { asOf, fullYear } = context;
  return judged.flatMap(({ policy, decision, facts, priorGrants: grants }) => {
    if (decision.verdict !== "eligible" || !(gap.indicator in facts)) return [];
    const after = decidePolicy(policy, { asOf, fullYear, facts: withTarget(facts, gap, fullYear), priorGrants: grants });
    return after.verdict === "eligible" ? [] : [{ policyName: policy.name, amountFen: decision.amountFen ?? ZERO_FEN }];
  });
}

const shownNumber = (facts: Facts, { indicator }: Gap, fullYear: number): string => {
  const value = facts[indicator];
  const single = typeof value === "object" && value !== null && !Array.isArray(value) ? value[String(fullYear)] : value;
  return typeof single === "number" || typeof single === "string" ? String(single) : "";
};

function nearOf(context: MatchContext, judged: readonly JudgedPolicy[], mine: readonly MyClaim[], words: GapVocabulary): MyNearMiss[] {
  const { asOf, fullYear } = context;
  const held = new Set(mine.filter((claim) => groupOf(claim.state) !== "ended").map((claim) => claim.policyCode));
  return judged
    .filter(({ policy }) => !held.has(policy.code))
    .flatMap(({ policy, facts, priorGrants: grants }): MyNearMiss[] => {
      const [nearest] = nearMisses(policy, { asOf, fullYear, facts, priorGrants: grants }, withCodeNames(words, policy.names));
      if (!nearest) return [];
      const { gap, amountFen } = nearest;
      return [
        { policyCode: policy.code, policyName: policy.name, gap, have: shownNumber(facts, gap, fullYear), amountFen, lost: lostBy(gap, context, judged) },
      ];
    })
    .sort((a, b) => (b.amountFen ?? 0) - (a.amountFen ?? 0));
}

async function invitationsOf(db: Db, context: MatchContext, codes: readonly string[], words: GapVocabulary): Promise<MyInvitation[]> {
  const invited = context.policies.filter((one) => codes.includes(one.resolved.code));
  return Promise.all(
    invited.map(async (policy) => {
      const gated = (await datasetsOfPolicy(db, policy)).filter((one) => one.consentGated);
      const { code, name, amount, names } = policy.resolved;
      return {
        policyCode: code,
        policyName: name,
        rule: describeAmount(amount, withCodeNames(words, names)),
        datasets: gated.map((one) => one.name),
      };
    }),
  );
}

/** 证书到期: titles in force whose last day of validity is known, the soonest first. */
export async function titlesOf(db: Db, enterpriseId: string, today: PlainDate, words: GapVocabulary): Promise<MyTitle[]> {
  const rows = await db
    .select({ code: indicatorValues.subject, until: indicatorValues.validTo })
    .from(indicatorValues)
    .where(
      and(
        eq(indicatorValues.enterpriseId, enterpriseId),
        eq(indicatorValues.indicatorId, "titleCodes"),
        isNull(indicatorValues.supersededAt),
        isNotNull(indicatorValues.validTo),
        gte(indicatorValues.validTo, today),
      ),
    )
    .orderBy(asc(indicatorValues.validTo));
  return rows.flatMap(({ code, until }) => (code !== "" && until ? [{ code, name: words.codes["titleCodes"]?.[code] ?? code, until }] : []));
}

async function waitingOf(db: Db, missing: readonly string[]): Promise<string> {
  const rows = await db
    .select({ id: indicators.id, department: departments.name, dataset: datasets.name })
    .from(indicators)
    .innerJoin(datasets, eq(datasets.id, indicators.datasetId))
    .innerJoin(departments, eq(departments.id, datasets.departmentId));
  return [...new Set(rows.filter((row) => missing.includes(row.id)).map((row) => `${row.department}${row.dataset}`))].join("、");
}

export type OutlookInput = { readonly enterpriseId: string; readonly mine: readonly MyClaim[]; readonly at: Instant; readonly calendar: WorkCalendar };

/** 前景 of an enterprise beside its claims: near misses, invitations, hints, what waits for data, dates of its titles. */
export async function loadOutlook(db: Db, { enterpriseId, mine, at, calendar }: OutlookInput): Promise<Outlook> {
  const [context, profiles, found, given] = await Promise.all([
    matchContext(db, at, calendar),
    loadProfiles(db, [enterpriseId]),
    db.select().from(matches).where(eq(matches.enterpriseId, enterpriseId)),
    db
      .select({ code: consents.policyCode })
      .from(consents)
      .where(and(eq(consents.enterpriseId, enterpriseId), isNull(consents.revokedAt))),
  ]);
  const words = await gapVocabulary(db, context);
  const profile = profiles.get(enterpriseId);
  const consented = new Set(given.map((row) => row.code));
  const judged = profile ? judgeProfile(context, profile, { consented, priorGrants: priorGrants(context, mine) }) : [];
  const published = new Map(context.policies.map((one) => [one.resolved.code, one.resolved]));
  const named = (code: string) => ({ policyCode: code, policyName: published.get(code)?.name ?? "" });
  const departmentNames = new Map(context.library.departments.map((one) => [one.id, one.name]));
  const ofKind = (kind: "invitation" | "hint" | "waiting") => found.filter((match) => match.kind === kind && published.has(match.policyCode));
  const invited = ofKind("invitation")
    .map((match) => match.policyCode)
    .filter((code) => !consented.has(code));
  const [invitations, titles, waiting] = await Promise.all([
    invitationsOf(db, context, invited, words),
    titlesOf(db, enterpriseId, dayOf(at), withCodeNames(words, { titleCodes: context.library.titleCodes })),
    Promise.all(ofKind("waiting").map(async (match) => ({ ...named(match.policyCode), waitsFor: await waitingOf(db, match.missing) }))),
  ]);
  const hints = ofKind("hint").map((match) => ({
    ...named(match.policyCode),
    amountFen: match.amountFen as Fen | null,
    departmentName: departmentNames.get(published.get(match.policyCode)?.dept ?? "") ?? "",
  }));
  return { near: nearOf(context, judged, mine, words), invitations, hints, waiting, titles, hasProfile: profile !== undefined };
}
