import "server-only";
import { and, asc, eq, inArray, isNull, notInArray } from "drizzle-orm";
import type { Fen } from "@/lib/kernel/fen";
import { fen } from "@/lib/kernel/fen";
import { dayOf, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { factsFor } from "@/lib/matching/profile";
import { addTried, NO_TRIAL, type TrialReport, type TrialTotals, trialLine, trialReport } from "@/lib/matching/trial";
import { ladderKey } from "@/lib/policy/benefit-period";
import { decidePolicy } from "@/lib/policy/decide";
import { readDraft } from "@/lib/policy/draft";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { atomically } from "./atomic";
import { loadProfiles } from "./matching";
import { findPublished, listPublished, loadLibrary } from "./policies";
import { type DraftRow, holdsPolicyDuty, lockDraft, type PolicyAct, record } from "./policy-gate";
import { budgets, claims, consents, enterprises, indicators, policyTrialLines, policyTrials } from "./schema";
import type { Db } from "./types";

const CHUNK = 400;

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
type Trial = {
  readonly draft: DraftRow;
  readonly after: ResolvedPolicy;
  readonly before: ResolvedPolicy | null;
  readonly asOf: PlainDate;
  /** Other policies on the same ladder: what they granted is taken off. */
  readonly ladder: readonly string[];
  readonly consentGated: ReadonlySet<string>;
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

type Line = Omit<typeof policyTrialLines.$inferInsert, "trialId">;
type Tally = { readonly totals: TrialTotals; readonly lines: readonly Line[] };

async function tryChunk(tx: Db, trial: Trial, ids: readonly string[], tally: Tally): Promise<Tally> {
  const { draft, after, before, asOf, ladder, consentGated } = trial;
  const codes = [...new Set([draft.policyCode, ...ladder])];
  const profiles = await loadProfiles(tx, ids);
  const held = await claimsOf(tx, ids, codes);
  const consented = await tx
    .select({ enterpriseId: consents.enterpriseId })
    .from(consents)
    .where(and(inArray(consents.enterpriseId, [...ids]), eq(consents.policyCode, draft.policyCode), isNull(consents.revokedAt)));
  const open = new Set(consented.map((row) => row.enterpriseId));
  const lines: Line[] = [...tally.lines];
  let { totals } = tally;
  for (const enterpriseId of ids) {
    const profile = profiles.get(enterpriseId);
    if (!profile) continue;
    const withheld = open.has(enterpriseId) ? NOTHING_WITHHELD : consentGated;
    const { priorGrants, alreadyGranted } = grantedOf(trial, held.get(enterpriseId) ?? []);
    const judge = (policy: ResolvedPolicy) =>
      decidePolicy(policy, { asOf, fullYear: yearOf(asOf) - 1, facts: factsFor(policy, profile, withheld), priorGrants });
    const was = before && judge(before);
    const is = judge(after);
    const line = trialLine(was, is);
    totals = addTried(totals, { before: was, after: is, line, alreadyGranted });
    if (line.change !== "same" || line.near.length > 0) lines.push({ enterpriseId, ...line, near: [...line.near] });
  }
  return { totals, lines };
}

async function budgetOf(tx: Db, code: string, year: number, after: ResolvedPolicy): Promise<{ amountFen: Fen; usedFen: Fen } | null> {
  const [row] = await tx
    .select()
    .from(budgets)
    .where(and(eq(budgets.policyCode, code), eq(budgets.year, year)));
  if (row) return { amountFen: row.amountFen, usedFen: fen(row.reservedFen + row.paidFen) };
  return after.annualBudget === null ? null : { amountFen: fen(Math.round(after.annualBudget * 100)), usedFen: fen(0) };
}

async function setUp(tx: Db, draft: DraftRow, after: ResolvedPolicy, asOf: PlainDate): Promise<Trial> {
  const published = await listPublished(tx);
  const base = published.find((one) => one.resolved.code === draft.policyCode);
  const gated = await tx.select({ id: indicators.id }).from(indicators).where(eq(indicators.consentGated, true));
  const own = ladderKey(after, null);
  const ladder = own === null ? [] : published.filter((one) => ladderKey(one.resolved, null) === own).map((one) => one.resolved.code);
  return { draft, after, before: base?.resolved ?? null, asOf, ladder, consentGated: new Set(gated.map((row) => row.id)) };
}

type Kept = { readonly lines: readonly Line[]; readonly report: TrialReport; readonly asOf: PlainDate; readonly personId: string; readonly act: PolicyAct };

async function keepTrial(tx: Db, draft: DraftRow, { lines, report, asOf, personId, act }: Kept): Promise<Tried> {
  const kept = { draftId: draft.id, versionId: draft.versionId ?? "", baseVersionId: draft.baseVersionId, asOf, report, runBy: personId, runAt: act.at };
  const [row] = await tx.insert(policyTrials).values(kept).returning({ id: policyTrials.id });
  if (!row) throw new Error("the trial was not stored");
  for (let start = 0; start < lines.length; start += CHUNK)
    await tx.insert(policyTrialLines).values(lines.slice(start, start + CHUNK).map((line) => ({ ...line, trialId: row.id })));
  const { gained, lost, afterFen } = report;
  await record(tx, act, "policy.tried", draft, { trialId: row.id, versionId: draft.versionId, gained, lost, afterFen });
  return { id: row.id, report };
}

export type TrialRefusal = "notFound" | "notAllowed" | "notOpen" | "doesNotRun" | "baseMoved";
export type Tried = { readonly id: string; readonly report: TrialReport };

type Checked = { readonly draft: DraftRow; readonly resolved: ResolvedPolicy; readonly personId: string };

async function checked(tx: Db, { id, ...act }: RunTrial): Promise<Result<Checked, TrialRefusal>> {
  const draft = await lockDraft(tx, id);
  const { personId } = act.actor;
  if (!draft || personId === null) return refused("notFound");
  if (draft.authorId !== personId && !(await holdsPolicyDuty(tx, "policyPublisher", draft.departmentId, act))) return refused("notAllowed");
  if (draft.state === "published" || draft.state === "discarded") return refused("notOpen");
  const read = readDraft({ typed: draft.typed, groups: draft.groups }, await loadLibrary(tx));
  if (!read.ok || draft.versionId === null) return refused("doesNotRun");
  const base = await findPublished(tx, draft.policyCode);
  return (base?.versionId ?? null) === draft.baseVersionId ? ok({ draft, resolved: read.value.resolved, personId }) : refused("baseMoved");
}

async function tryAll(tx: Db, trial: Trial): Promise<Tally> {
  const roster = await tx.select({ id: enterprises.id }).from(enterprises).orderBy(asc(enterprises.id));
  const ids = roster.map((row) => row.id);
  let tally: Tally = { totals: NO_TRIAL, lines: [] };
  for (let start = 0; start < ids.length; start += CHUNK) tally = await tryChunk(tx, trial, ids.slice(start, start + CHUNK), tally);
  return tally;
}

export type RunTrial = PolicyAct & { readonly id: string };

/**
 * 全县试算: the draft as saved over every enterprise of the roster, as tonight's match would read them, beside the version in force. The report
 * and the enterprises that it concerns are kept with the draft; no claim is touched.
 */
export function runTrial(db: Db, input: RunTrial): Promise<Result<Tried, TrialRefusal>> {
  return atomically<Tried, TrialRefusal>(db, async (tx) => {
    const found = await checked(tx, input);
    if (!found.ok) return found;
    const { draft, resolved, personId } = found.value;
    const asOf = dayOf(input.at);
    const tally = await tryAll(tx, await setUp(tx, draft, resolved, asOf));
    const report = trialReport(tally.totals, await budgetOf(tx, draft.policyCode, yearOf(asOf), resolved), asOf);
    return ok(await keepTrial(tx, draft, { lines: tally.lines, report, asOf, personId, act: input }));
  });
}
