import "server-only";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { type Fen, fen } from "@/lib/kernel/fen";
import { dayOf, instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { mergeTotals, NO_TRIAL, type TrialReport, type TrialYear, trialReport } from "@/lib/matching/trial";
import { readDraft } from "@/lib/policy/draft";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { atomically } from "./atomic";
import { enterpriseShards, enterprisesOfShard } from "./matching";
import { findPublished, loadLibrary } from "./policies";
import { type DraftRow, holdsPolicyDuty, lockDraft, type PolicyAct, record } from "./policy-gate";
import { setUpTrial, type TrialPart, tryEnterprises } from "./policy-trial-roster";
import { budgets, policyTrialLines, policyTrialParts, policyTrialRuns, policyTrials, policyTrialYears } from "./schema";
import type { Db } from "./types";

/** Enterprises of one part, and rows of one insert. */
const CHUNK = 400;

async function budgetOf(tx: Db, code: string, year: number, after: ResolvedPolicy): Promise<{ amountFen: Fen; usedFen: Fen } | null> {
  const [row] = await tx
    .select()
    .from(budgets)
    .where(and(eq(budgets.policyCode, code), eq(budgets.year, year)));
  if (row) return { amountFen: row.amountFen, usedFen: fen(row.reservedFen + row.paidFen) };
  return after.annualBudget === null ? null : { amountFen: fen(Math.round(after.annualBudget * 100)), usedFen: fen(0) };
}

export type TrialRefusal = "notFound" | "notAllowed" | "notOpen" | "doesNotRun" | "baseMoved";
export type Tried = { readonly id: string; readonly report: TrialReport };
export type RunTrial = PolicyAct & { readonly id: string };
type RunRow = typeof policyTrialRuns.$inferSelect;
type Shard = Awaited<ReturnType<typeof enterpriseShards>>[number];

/** The draft as saved, if it can be tried at all. */
async function runnable(tx: Db, draft: DraftRow): Promise<Result<ResolvedPolicy, Exclude<TrialRefusal, "notFound" | "notAllowed">>> {
  if (draft.state === "published" || draft.state === "discarded") return refused("notOpen");
  const read = readDraft({ typed: draft.typed, groups: draft.groups }, await loadLibrary(tx));
  if (!read.ok || draft.versionId === null) return refused("doesNotRun");
  const base = await findPublished(tx, draft.policyCode);
  return (base?.versionId ?? null) === draft.baseVersionId ? ok(read.value.resolved) : refused("baseMoved");
}

const ACTIVE = ["waiting", "running"] as const;

/** A run of this very content that is under way is joined; one of an older content is given up. */
async function joined(tx: Db, draft: DraftRow): Promise<string | null> {
  const [active] = await tx
    .select()
    .from(policyTrialRuns)
    .where(and(eq(policyTrialRuns.draftId, draft.id), inArray(policyTrialRuns.state, [...ACTIVE])));
  if (!active) return null;
  if (active.versionId === draft.versionId) return active.id;
  await endRun(tx, active.id, { state: "failed", reason: "changed" });
  return null;
}

async function endRun(tx: Db, runId: string, set: Partial<RunRow>): Promise<void> {
  await tx.delete(policyTrialParts).where(eq(policyTrialParts.runId, runId));
  await tx.update(policyTrialRuns).set(set).where(eq(policyTrialRuns.id, runId));
}

async function runFor(tx: Db, draft: DraftRow, personId: string, { actor, at }: PolicyAct): Promise<string> {
  const underWay = await joined(tx, draft);
  if (underWay) return underWay;
  const asked = { requestedBy: personId, requestedRole: actor.role, requestedAt: at, state: "waiting" as const };
  const [row] = await tx
    .insert(policyTrialRuns)
    .values({ draftId: draft.id, versionId: draft.versionId ?? "", ...asked })
    .returning({ id: policyTrialRuns.id });
  if (!row) throw new Error("the run was not stored");
  return row.id;
}

/** 请求试算 by the author or a publisher. The roster is worked off apart from the request. */
export function requestTrial(db: Db, { id, ...act }: RunTrial): Promise<Result<{ runId: string }, TrialRefusal>> {
  return atomically<{ runId: string }, TrialRefusal>(db, async (tx) => {
    const draft = await lockDraft(tx, id);
    const { personId } = act.actor;
    if (!draft || personId === null) return refused("notFound");
    if (draft.authorId !== personId && !(await holdsPolicyDuty(tx, "policyPublisher", draft.departmentId, act))) return refused("notAllowed");
    const found = await runnable(tx, draft);
    return found.ok ? ok({ runId: await runFor(tx, draft, personId, act) }) : found;
  });
}

/** Runs whose event was lost, or that broke off. */
export async function unfinishedTrials(db: Db): Promise<string[]> {
  const rows = await db
    .select({ id: policyTrialRuns.id })
    .from(policyTrialRuns)
    .where(inArray(policyTrialRuns.state, [...ACTIVE]));
  return rows.map((row) => row.id);
}

type Open = { readonly run: RunRow; readonly draft: DraftRow; readonly resolved: ResolvedPolicy };

/** A run under way with its draft, locked; a draft that has moved on meanwhile ends the run with the reason. */
async function openRun(tx: Db, runId: string): Promise<Open | null> {
  const [run] = await tx.select().from(policyTrialRuns).where(eq(policyTrialRuns.id, runId)).for("update");
  if (!run || !ACTIVE.some((state) => state === run.state)) return null;
  const draft = await lockDraft(tx, run.draftId);
  const found = draft && (await runnable(tx, draft));
  if (draft && found?.ok && draft.versionId === run.versionId) return { run, draft, resolved: found.value };
  const reason = found && !found.ok && found.reason !== "doesNotRun" ? found.reason : "changed";
  await endRun(tx, runId, { state: "failed", reason });
  return null;
}

/** 分片 of the roster for a run; none where it has ended. */
export async function trialShards(db: Db, runId: string): Promise<Shard[]> {
  return db.transaction(async (tx) => {
    if (!(await openRun(tx, runId))) return [];
    const shards = await enterpriseShards(tx, CHUNK);
    const total = shards.reduce((sum, shard) => sum + shard.count, 0);
    await tx.update(policyTrialRuns).set({ state: "running", total }).where(eq(policyTrialRuns.id, runId));
    return shards;
  });
}

/** One part of the roster, kept until the run ends. A repeat overwrites it with the same. */
export async function workTrialPart(db: Db, runId: string, part: number, shard: Shard): Promise<number> {
  return db.transaction(async (tx) => {
    const open = await openRun(tx, runId);
    if (!open) return 0;
    const { run, draft, resolved } = open;
    const trial = await setUpTrial(tx, draft, resolved, dayOf(run.requestedAt));
    const { totals, years, lines } = await tryEnterprises(tx, trial, await enterprisesOfShard(tx, shard));
    const kept = { totals, years: [...years], lines: [...lines] };
    await tx
      .insert(policyTrialParts)
      .values({ runId, part, ...kept })
      .onConflictDoUpdate({ target: [policyTrialParts.runId, policyTrialParts.part], set: kept });
    const done = Math.min(run.total, part * CHUNK + shard.count);
    await tx
      .update(policyTrialRuns)
      .set({ done: sql`greatest(${policyTrialRuns.done}, ${done})` })
      .where(eq(policyTrialRuns.id, runId));
    return shard.count;
  });
}

function mergeYears(parts: readonly TrialPart[]): TrialYear[] {
  const found = new Map<number, TrialYear>();
  for (const one of parts.flatMap((part) => part.years))
    found.set(one.year, { ...one, totals: mergeTotals(found.get(one.year)?.totals ?? NO_TRIAL, one.totals) });
  return [...found.values()];
}

type Kept = {
  readonly parts: readonly TrialPart[];
  readonly report: TrialReport;
  readonly asOf: PlainDate;
  readonly personId: string;
  readonly act: PolicyAct;
};

async function keepTrial(tx: Db, draft: DraftRow, { parts, report, asOf, personId, act }: Kept): Promise<Tried> {
  const kept = { draftId: draft.id, versionId: draft.versionId ?? "", baseVersionId: draft.baseVersionId, asOf, report, runBy: personId, runAt: act.at };
  const [row] = await tx.insert(policyTrials).values(kept).returning({ id: policyTrials.id });
  if (!row) throw new Error("the trial was not stored");
  const years = mergeYears(parts).map((year) => ({ trialId: row.id, ...year }));
  if (years.length > 0) await tx.insert(policyTrialYears).values(years);
  for (const { lines } of parts)
    for (let start = 0; start < lines.length; start += CHUNK)
      await tx.insert(policyTrialLines).values(lines.slice(start, start + CHUNK).map((line) => ({ ...line, trialId: row.id })));
  const { gained, lost, afterFen } = report;
  await record(tx, act, "policy.tried", draft, { trialId: row.id, versionId: draft.versionId, gained, lost, afterFen });
  return { id: row.id, report };
}

/** 试算完成: the parts become the trial of the draft. Null where the run has ended otherwise. */
export async function finishTrial(db: Db, runId: string): Promise<Tried | null> {
  return db.transaction(async (tx) => {
    const open = await openRun(tx, runId);
    if (!open) return null;
    const { run, draft, resolved } = open;
    const asOf = dayOf(run.requestedAt);
    const parts = await tx.select().from(policyTrialParts).where(eq(policyTrialParts.runId, runId)).orderBy(asc(policyTrialParts.part));
    const totals = parts.map((part) => part.totals).reduce(mergeTotals, NO_TRIAL);
    const report = trialReport(totals, await budgetOf(tx, draft.policyCode, yearOf(asOf), resolved), asOf);
    const actor = { personId: run.requestedBy, roles: [], isSystem: false, role: run.requestedRole };
    const act = { actor, at: instant(run.requestedAt) };
    const tried = await keepTrial(tx, draft, { parts, report, asOf, personId: run.requestedBy, act });
    await endRun(tx, runId, { state: "done", trialId: tried.id, done: run.total });
    return tried;
  });
}

/**
 * 全县试算 from the request to the report, in one go: the draft as saved over every enterprise of the roster, beside the version in force.
 * Report and enterprises concerned are kept with the draft; no claim is touched.
 */
export async function runTrial(db: Db, input: RunTrial): Promise<Result<Tried, TrialRefusal>> {
  const asked = await requestTrial(db, input);
  if (!asked.ok) return asked;
  const { runId } = asked.value;
  for (const [part, shard] of (await trialShards(db, runId)).entries()) await workTrialPart(db, runId, part, shard);
  const tried = await finishTrial(db, runId);
  return tried ? ok(tried) : refused("baseMoved");
}
