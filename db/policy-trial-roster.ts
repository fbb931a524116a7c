import "server-only";
import { and, desc, eq, inArray, isNotNull, isNull, ne, notInArray, or } from "drizzle-orm";
import { IndicatorDefinition } from "@/lib/indicators/catalogue";
import type { StoredValue } from "@/lib/indicators/facts";
import { type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { asIfInForce, type PastYear, pastYears, profileOfYear } from "@/lib/matching/past-years";
import { factsFor, type MatchProfile } from "@/lib/matching/profile";
import { addTried, NO_TRIAL, type TrialTotals, type TrialYear, trialLine } from "@/lib/matching/trial";
import { ladderKey } from "@/lib/policy/benefit-period";
import { decidePolicy } from "@/lib/policy/decide";
import { policyIndicators } from "@/lib/policy/indicators";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { loadProfiles } from "./matching";
import { listPublished } from "./policies";
import type { DraftRow } from "./policy-gate";
import { claims, consents, indicators, indicatorValues, type TrialPartLine } from "./schema";
import type { Db } from "./types";

/** What the claims of an enterprise mean for a trial: grants on the ladder in yuan, and whether this round has been granted. */
type Granted = { readonly priorGrants: Readonly<Record<string, number>>; readonly alreadyGranted: boolean };

const ENDED = ["rejected", "declined", "expired", "withdrawn", "cancelled", "clawedBack"] as const;

type ClaimRow = { enterpriseId: string; policyCode: string; amountFen: number | null; period: string };

async function claimsOf(db: Db, enterpriseIds: readonly string[], codes: readonly string[]): Promise<Map<string, ClaimRow[]>> {
  const rows = await db
    .select({ enterpriseId: claims.enterpriseId, policyCode: claims.policyCode, amountFen: claims.amountFen, period: claims.period })
    .from(claims)
    .where(and(inArray(claims.enterpriseId, [...enterpriseIds]), inArray(claims.policyCode, [...codes]), notInArray(claims.state, [...ENDED])));
  const found = new Map<string, ClaimRow[]>();
  for (const row of rows) found.set(row.enterpriseId, [...(found.get(row.enterpriseId) ?? []), row]);
  return found;
}

const ofThisRound = (period: string, year: number): boolean => period === "once" || period.startsWith(String(year));

/** 试算 of one draft against the version in force, over the whole roster. */
export type Trial = {
  readonly draft: Pick<DraftRow, "policyCode">;
  readonly after: ResolvedPolicy;
  readonly before: ResolvedPolicy | null;
  readonly asOf: PlainDate;
  /** Other policies on the same ladder: what they granted is taken off. */
  readonly ladder: readonly string[];
  readonly consentGated: ReadonlySet<string>;
  readonly definitions: ReadonlyMap<string, IndicatorDefinition>;
};

function grantedOf({ draft, after, asOf }: Trial, rows: readonly ClaimRow[]): Granted {
  const ladder = ladderKey(after, null);
  const sum = rows.reduce((total, row) => total + (row.amountFen ?? 0), 0);
  return {
    priorGrants: ladder === null || sum === 0 ? {} : { [ladder]: sum / 100 },
    alreadyGranted: rows.some((row) => row.policyCode === draft.policyCode && ofThisRound(row.period, yearOf(asOf))),
  };
}

const NOTHING_WITHHELD: ReadonlySet<string> = new Set();

/** 一部分名册 of a trial, with today's figures and with those of each past year. */
export type TrialPart = { readonly totals: TrialTotals; readonly years: readonly TrialYear[]; readonly lines: readonly TrialPartLine[] };

/** Yearly figures of the file that the two versions read, and every title on record with its term, the newest word of each. */
async function pastValues(tx: Db, { after, before, definitions }: Trial, ids: readonly string[]): Promise<Map<string, StoredValue[]>> {
  const used = [...policyIndicators(after).all, ...(before ? policyIndicators(before).all : [])];
  const yearly = [...new Set(used)].filter((id) => definitions.get(id)?.period === "year");
  const { enterpriseId, indicatorId, period, subject, state, value, validFrom, validTo, recordedAt } = indicatorValues;
  const isTitle = and(eq(indicatorId, "titleAwardDate"), ne(subject, ""));
  const isYearly = and(inArray(indicatorId, [...yearly, ""]), eq(subject, ""), isNull(indicatorValues.supersededAt));
  const rows = await tx
    .selectDistinctOn([enterpriseId, indicatorId, period, subject], { enterpriseId, indicatorId, period, subject, state, value, validFrom, validTo })
    .from(indicatorValues)
    .where(and(inArray(enterpriseId, [...ids]), isNotNull(validFrom), or(isTitle, isYearly)))
    .orderBy(enterpriseId, indicatorId, period, subject, desc(recordedAt));
  const found = new Map<string, StoredValue[]>();
  for (const { enterpriseId: id, ...row } of rows) found.set(id, [...(found.get(id) ?? []), { ...row, validFrom: row.validFrom ?? "" } as StoredValue]);
  return found;
}

type Firm = { readonly enterpriseId: string; readonly profile: MatchProfile; readonly withheld: ReadonlySet<string>; readonly granted: Granted };
type Judging = { readonly profile: MatchProfile; readonly asOf: PlainDate; readonly fullYear: number; readonly granted: Granted; readonly year: number | null };

/** One enterprise in one year: counted, and kept as a line where something changes or a threshold is near. */
function tried({ before, after }: Trial, { enterpriseId, withheld }: Firm, { profile, asOf, fullYear, granted, year }: Judging, totals: TrialTotals) {
  const { priorGrants, alreadyGranted } = granted;
  const judge = (policy: ResolvedPolicy) => decidePolicy(policy, { asOf, fullYear, facts: factsFor(policy, profile, withheld), priorGrants });
  const was = before && judge(before);
  const is = judge(after);
  const line = trialLine(was, is);
  const kept = line.change !== "same" || (year === null && line.near.length > 0);
  return {
    totals: addTried(totals, { before: was, after: is, line, alreadyGranted }),
    lines: kept ? [{ enterpriseId, ...line, year, near: [...line.near] }] : [],
  };
}

const NOT_GRANTED: Granted = { priorGrants: {}, alreadyGranted: false };

function tryYear(
  trial: Trial,
  firms: readonly Firm[],
  values: ReadonlyMap<string, StoredValue[]>,
  past: PastYear,
): { year: TrialYear; lines: TrialPartLine[] } {
  const { fullYear, asOf } = past;
  const then: Trial = { ...trial, after: asIfInForce(trial.after), before: trial.before && asIfInForce(trial.before) };
  const lines: TrialPartLine[] = [];
  let totals = NO_TRIAL;
  for (const firm of firms) {
    const profile = profileOfYear(firm.profile, values.get(firm.enterpriseId) ?? [], past, trial.definitions);
    const one = tried(then, firm, { profile, asOf, fullYear, granted: NOT_GRANTED, year: fullYear }, totals);
    totals = one.totals;
    lines.push(...one.lines);
  }
  return { year: { year: fullYear, asOf, totals }, lines };
}

async function firmsOf(tx: Db, trial: Trial, ids: readonly string[]): Promise<Firm[]> {
  const { draft, ladder, consentGated } = trial;
  const profiles = await loadProfiles(tx, ids);
  const held = await claimsOf(tx, ids, [...new Set([draft.policyCode, ...ladder])]);
  const consented = await tx
    .select({ enterpriseId: consents.enterpriseId })
    .from(consents)
    .where(and(inArray(consents.enterpriseId, [...ids]), eq(consents.policyCode, draft.policyCode), isNull(consents.revokedAt)));
  const open = new Set(consented.map((row) => row.enterpriseId));
  return ids.flatMap((enterpriseId) => {
    const profile = profiles.get(enterpriseId);
    const withheld = open.has(enterpriseId) ? NOTHING_WITHHELD : consentGated;
    return profile ? [{ enterpriseId, profile, withheld, granted: grantedOf(trial, held.get(enterpriseId) ?? []) }] : [];
  });
}

/** 试算 of some enterprises, as tonight's match would read them and as each of the last three full years had them. Reads only. */
export async function tryEnterprises(tx: Db, trial: Trial, ids: readonly string[]): Promise<TrialPart> {
  const firms = await firmsOf(tx, trial, ids);
  const values = await pastValues(tx, trial, ids);
  const lines: TrialPartLine[] = [];
  let totals = NO_TRIAL;
  for (const firm of firms) {
    const { profile, granted } = firm;
    const one = tried(trial, firm, { profile, asOf: trial.asOf, fullYear: yearOf(trial.asOf) - 1, granted, year: null }, totals);
    totals = one.totals;
    lines.push(...one.lines);
  }
  const past = pastYears(trial.asOf).map((year) => tryYear(trial, firms, values, year));
  return { totals, years: past.map((one) => one.year), lines: [...lines, ...past.flatMap((one) => one.lines)] };
}

/** What a trial reads once. */
export async function setUpTrial(tx: Db, draft: Pick<DraftRow, "policyCode">, after: ResolvedPolicy, asOf: PlainDate): Promise<Trial> {
  const published = await listPublished(tx);
  const base = published.find((one) => one.resolved.code === draft.policyCode);
  const catalogue = await tx.select({ id: indicators.id, consentGated: indicators.consentGated, definition: indicators.definition }).from(indicators);
  const own = ladderKey(after, null);
  const ladder = own === null ? [] : published.filter((one) => ladderKey(one.resolved, null) === own).map((one) => one.resolved.code);
  return {
    draft,
    after,
    before: base?.resolved ?? null,
    asOf,
    ladder,
    consentGated: new Set(catalogue.flatMap((row) => (row.consentGated ? [row.id] : []))),
    definitions: new Map(catalogue.map((row) => [row.id, IndicatorDefinition.parse(row.definition)])),
  };
}
