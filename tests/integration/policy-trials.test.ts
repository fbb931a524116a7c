import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { businessNow, setBusinessNow } from "@/db/clock";
import { latestTrial, latestTrialRun, listTrialLines } from "@/db/policy-draft-queries";
import { createDraft, saveDraft } from "@/db/policy-drafts";
import { submitDraft } from "@/db/policy-review";
import { finishTrial, requestTrial, runTrial, trialShards, unfinishedTrials, workTrialPart } from "@/db/policy-trials";
import { enterprises, indicatorValues, policyTrialParts, policyTrialRuns } from "@/db/schema";
import type { Db } from "@/db/types";
import { inngest } from "@/inngest/client";
import { advanceBusinessClock, drainRunner, startEmbeddedRunner, stopEmbeddedRunner } from "@/inngest/embedded";
import { policyTrialRequested } from "@/inngest/events";
import { policiesTry, policiesTrySweep } from "@/inngest/functions/policies/try";
import { plainDate } from "@/lib/kernel/plain-date";
import { freshDatabase } from "../support/database";
import { type Company, makeCompany, on, refusedBy, seedOffice } from "../support/fixtures";
import { type Drafter, must, policyPerson, publishedDocument } from "../support/policy-fixtures";

/** 展会补贴: half of the fee of the year, at most 100,000 yuan. */
const FAIR = "MKT-003";
const at = on("2026-07-15");
let db: Db;
let close: () => Promise<void>;
let author: Drafter;
let stranger: Drafter;
let firm: Company;

async function feeOf(company: Company, year: number, fen: number): Promise<void> {
  const [row] = await db.select({ sourceRowId: enterprises.sourceRowId }).from(enterprises).where(eq(enterprises.id, company.id));
  await db.insert(indicatorValues).values({
    enterpriseId: company.id,
    indicatorId: "exhibitionFee",
    period: String(year),
    state: "value",
    value: fen,
    validFrom: plainDate(`${year}-01-01`),
    asOf: plainDate("2026-07-01"),
    datasetId: "marketExpansion",
    sourceRowId: row!.sourceRowId,
    sourceRowIds: [row!.sourceRowId],
    sensitivity: "internal",
    recordedAt: on("2026-07-01"),
  });
}

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  author = await policyPerson(db, "author", "policyAuthor", "mofcom");
  stranger = await policyPerson(db, "stranger", "policyAuthor", "miit");
  firm = await makeCompany(db, { facts: { regStatus: "active", registrationRegion: "529901", entityType: "company_ltd", exhibitionFee: 40_000 } });
  await feeOf(firm, 2025, 4_000_000);
  await feeOf(firm, 2024, 6_800_000);
});
afterAll(() => close());

const stateOfRun = async (id: string) => (await db.select({ state: policyTrialRuns.state }).from(policyTrialRuns).where(eq(policyTrialRuns.id, id)))[0]?.state;
const drafted = async (name: string) =>
  must(
    await createDraft(db, {
      typed: { ...(await publishedDocument(db, FAIR)), name, amount: { kind: "rate", base: "exhibitionFee", rate: 0.25 } },
      groups: {},
      actor: author,
      at,
    }),
  );
let draft: string;

test("asked for once, worked off part by part, repeated without counting twice, shown while it goes on", async () => {
  draft = (await drafted("展会补贴（减半）")).id;
  expect(await requestTrial(db, { id: draft, actor: stranger, at })).toEqual({ ok: false, reason: "notAllowed" });
  const { runId } = must(await requestTrial(db, { id: draft, actor: author, at }));
  expect(must(await requestTrial(db, { id: draft, actor: author, at })).runId).toBe(runId);
  expect(await unfinishedTrials(db)).toEqual([runId]);
  expect(await latestTrialRun(db, draft)).toMatchObject({ state: "waiting", done: 0, reason: null });
  const [shard, ...others] = await trialShards(db, runId);
  expect(others).toEqual([]);
  expect(await latestTrialRun(db, draft)).toMatchObject({ state: "running", done: 0, total: 1 });
  for (let again = 0; again < 2; again += 1) await workTrialPart(db, runId, 0, shard!);
  expect(await latestTrialRun(db, draft)).toMatchObject({ state: "running", done: 1, total: 1 });
  expect(await latestTrial(db, draft)).toBeNull();
  const tried = await finishTrial(db, runId);
  // Half and a quarter of 40,000 yuan
  expect(tried?.report).toMatchObject({ enterprises: 1, less: 1, beforeFen: 2_000_000, afterFen: 1_000_000 });
  expect(await finishTrial(db, runId)).toBeNull();
  expect(await latestTrialRun(db, draft)).toMatchObject({ state: "done" });
  expect(await db.select().from(policyTrialParts)).toEqual([]);
  expect(await unfinishedTrials(db)).toEqual([]);
});

test("each of the last three full years with its own figures; a year without figures says nothing", async () => {
  const trial = await latestTrial(db, draft);
  expect(trial?.years.map(({ year, asOf, totals }) => [year, asOf, totals.beforeFen, totals.afterFen, totals.undetermined])).toEqual([
    [2025, "2026-07-15", 2_000_000, 1_000_000, 0],
    [2024, "2025-07-15", 3_400_000, 1_700_000, 0],
    [2023, "2024-07-15", 0, 0, 1],
  ]);
  const lines = async (year: number | null) =>
    (await listTrialLines(db, trial!.id, { view: "less", year, page: 1, pageSize: 10 })).rows.map((row) => [row.enterpriseId, row.beforeFen, row.afterFen]);
  expect(await lines(null)).toEqual([[firm.id, 2_000_000, 1_000_000]]);
  expect(await lines(2024)).toEqual([[firm.id, 3_400_000, 1_700_000]]);
  expect(await lines(2023)).toEqual([]);
});

test("a draft that is changed meanwhile ends its run; the trial of the old content opens no gate", async () => {
  const { runId } = must(await requestTrial(db, { id: draft, actor: author, at }));
  await trialShards(db, runId);
  const typed = { ...(await publishedDocument(db, FAIR)), name: "展会补贴（再改）" };
  must(await saveDraft(db, { id: draft, revision: 1, typed, groups: {}, actor: author, at }));
  expect(await finishTrial(db, runId)).toBeNull();
  const [run] = await db.select().from(policyTrialRuns).where(eq(policyTrialRuns.id, runId));
  expect(run).toMatchObject({ state: "failed", reason: "changed", trialId: null });
  expect(await submitDraft(db, { id: draft, revision: 2, actor: author, at })).toEqual({ ok: false, reason: "noTrial" });
  must(await runTrial(db, { id: draft, actor: author, at }));
  expect((await submitDraft(db, { id: draft, revision: 2, actor: author, at })).ok).toBe(true);
});

test("the durable run does it by itself once announced; one whose word was lost is found by the nightly sweep", async () => {
  const faults: unknown[] = [];
  const shared = globalThis as { platformDatabase?: unknown };
  shared.platformDatabase = Promise.resolve({ kind: "pglite", db, close });
  await setBusinessNow(db, at);
  const settings = { pollMs: 3_600_000, backoffMs: () => 20 };
  const functions = [policiesTry, policiesTrySweep];
  await startEmbeddedRunner({
    db,
    client: inngest,
    functions,
    businessNow,
    setBusinessNow,
    ownsDatabase: true,
    settings,
    onFault: (error) => void faults.push(error),
  });
  try {
    const told = must(await requestTrial(db, { id: draft, actor: author, at })).runId;
    await inngest.send(policyTrialRequested.create({ runId: told }));
    await drainRunner({ untilIdle: true });
    expect(await stateOfRun(told)).toBe("done");
    const lost = must(await requestTrial(db, { id: draft, actor: author, at })).runId;
    await drainRunner({ untilIdle: true });
    expect(await stateOfRun(lost)).toBe("waiting");
    await advanceBusinessClock(on("2026-07-16", "05:00"));
    await drainRunner({ untilIdle: true });
    expect(await stateOfRun(lost)).toBe("done");
    expect(faults).toEqual([]);
  } finally {
    await stopEmbeddedRunner();
    shared.platformDatabase = undefined;
  }
});

test("the database keeps runs and years as they ended", async () => {
  expect(await refusedBy(() => db.execute(sql`update policy_trial_runs set state = 'running', trial_id = null where state = 'done'`))).toBe(
    "policy_trial_runs_ended",
  );
  expect(await refusedBy(() => db.execute(sql`delete from policy_trial_runs`))).toBe("policy_trial_runs_kept");
  expect(await refusedBy(() => db.execute(sql`update policy_trial_years set year = 1999`))).toBe("policy_trial_years_append_only");
  const [run] = await db.select().from(policyTrialRuns).limit(1);
  const { id: _id, ...copy } = run!;
  const put = (set: object) => refusedBy(() => db.insert(policyTrialRuns).values({ ...copy, ...set }));
  expect(await put({ state: "done", trialId: null, reason: null })).toBe("policy_trial_runs_end");
  const waiting = { state: "waiting" as const, trialId: null, reason: null };
  await db.insert(policyTrialRuns).values({ ...copy, ...waiting });
  expect(await put(waiting)).toBe("policy_trial_runs_one_active");
  expect(await refusedBy(() => db.execute(sql`update policy_trial_runs set version_id = 'other' where state = 'waiting'`))).toBe("policy_trial_runs_identity");
});
