import { count, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countPolicyAges, listStaffPolicies, policyAge } from "@/db/admin-queries";
import { loadCalendar } from "@/db/calendar";
import { matchContext, matchEnterprises } from "@/db/matching";
import { findPublished, listPublished, loadLibrary } from "@/db/policies";
import { countDrafts, findDraft, latestTrial, listDrafts, listTrialLines, TRIAL_VIEWS } from "@/db/policy-draft-queries";
import { createDraft, saveDraft } from "@/db/policy-drafts";
import { publishDraft, returnDraft } from "@/db/policy-publication";
import { discardDraft, submitDraft, withdrawDraft } from "@/db/policy-review";
import { runTrial } from "@/db/policy-trials";
import { auditLog, budgets, claims, matches, policyDrafts, policyTrialLines, policyVersions } from "@/db/schema";
import { seedCatalogue } from "@/db/seed/catalogue";
import type { Db } from "@/db/types";
import { plainDate } from "@/lib/kernel/plain-date";
import { type ComparisonLeaf, leavesOf } from "@/lib/policy/condition";
import type { PolicyDocument } from "@/lib/policy/language";
import { freshDatabase } from "../support/database";
import { makeCompany, on, refusedBy, seedOffice } from "../support/fixtures";
import { type Drafter, draftInReview, must, policyPerson, publishedDocument } from "../support/policy-fixtures";

let db: Db;
let close: () => Promise<void>;
let author: Drafter;
let publisher: Drafter;
let stranger: Drafter;
let office: Drafter;
const at = on("2026-07-15");

/** 吸纳就业: at least ten hired, 3,000 yuan each for a small firm. */
const HIRE = "EMP-002";
const FACTS = {
  regStatus: "active",
  registrationRegion: "529901",
  entityType: "company_ltd",
  enterpriseScale: "small",
  isLaborDispatch: false,
  insuredCount: 40,
  newHireContract12mCount: 8,
};

beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  await seedOffice(db);
  author = await policyPerson(db, "author", "policyAuthor", "hrss");
  publisher = await policyPerson(db, "publisher", "policyPublisher", "hrss");
  stranger = await policyPerson(db, "stranger", "policyAuthor", "miit");
  office = await policyPerson(db, "office", "policyAuthor", "dataBureau");
});
afterAll(() => close());

/** The same policy for firms that hired eight, with an example that says so. */
async function lowered(name: string, threshold = 8): Promise<PolicyDocument> {
  const document = structuredClone(await publishedDocument(db, HIRE));
  const hired = leavesOf(document.conditions).find((leaf) => "ind" in leaf && leaf.ind === "newHireContract12mCount") as ComparisonLeaf;
  hired.value = threshold;
  return { ...document, name, examples: document.examples.filter((one) => one.expected.verdict === "eligible") };
}

const draftRow = async (id: string) => (await db.select().from(policyDrafts).where(eq(policyDrafts.id, id)))[0]!;
const actionsOf = async (code: string) =>
  (await db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, code))).map((row) => row.action);

test("draft, trial, review, publication by another person, matched the same night; the claim before keeps its version", async () => {
  const firm = await makeCompany(db, { facts: FACTS });
  const before = await findPublished(db, HIRE);
  const typed = await lowered("吸纳就业补贴（放宽）");
  const { id } = must(await createDraft(db, { typed, groups: {}, actor: author, at }));
  expect(await draftRow(id)).toMatchObject({ state: "draft", revision: 1, policyCode: HIRE, baseVersionId: before!.versionId });

  // A trial comes first
  expect(await submitDraft(db, { id, revision: 1, actor: author, at })).toEqual({ ok: false, reason: "noTrial" });
  const { id: trialId, report } = must(await runTrial(db, { id, actor: author, at }));
  // 8 heads × 3,000 yuan
  expect(report).toMatchObject({ enterprises: 1, eligibleBefore: 0, eligibleAfter: 1, gained: 1, lost: 0, afterFen: 2_400_000, near: 1 });
  const [line] = await db.select().from(policyTrialLines).where(eq(policyTrialLines.trialId, trialId));
  expect(line).toMatchObject({ enterpriseId: firm.id, change: "gained", beforeFen: null, afterFen: 2_400_000 });
  expect(line!.near).toMatchObject([{ actual: "8", threshold: 8, met: true }]);

  must(await submitDraft(db, { id, revision: 1, actor: author, at }));
  expect(await publishDraft(db, { id, revision: 2, budgetNumber: "", actor: author, at })).toEqual({ ok: false, reason: "ownDraft" });
  expect(await publishDraft(db, { id, revision: 2, budgetNumber: "", actor: stranger, at })).toEqual({ ok: false, reason: "notPublisher" });
  const published = must(await publishDraft(db, { id, revision: 2, budgetNumber: "", actor: publisher, at }));
  expect(published).toMatchObject({ policyCode: HIRE, number: before!.number + 1 });
  expect(await findPublished(db, HIRE)).toMatchObject({ versionId: published.versionId, resolved: { name: "吸纳就业补贴（放宽）" } });
  const [old] = await db.select().from(policyVersions).where(eq(policyVersions.id, before!.versionId));
  expect(old!.state).toBe("retired");

  const opened = (await matchEnterprises(db, await matchContext(db, on("2026-07-16", "02:00"), await loadCalendar(db)), [firm.id])).opened;
  const own = opened.find((one) => one.policyCode === HIRE);
  const [claim] = await db.select().from(claims).where(eq(claims.id, own!.claimId));
  expect(claim).toMatchObject({ policyVersionId: published.versionId, amountFen: 2_400_000 });
  expect(await actionsOf(HIRE)).toEqual(["policy.imported", "policy.drafted", "policy.tried", "policy.submitted", "policy.published"]);

  // The next version leaves the open claim where it is
  const next = await draftInReview(db, author, await lowered("吸纳就业补贴（再放宽）"), on("2026-07-17"));
  const second = must(await publishDraft(db, { ...next, budgetNumber: "", actor: publisher, at: on("2026-07-17") }));
  expect(second.number).toBe(published.number + 1);
  const [still] = await db.select().from(claims).where(eq(claims.id, claim!.id));
  expect(still!.policyVersionId).toBe(published.versionId);
});

test("what the engine cannot run is kept as typed and goes no further", async () => {
  const document = await publishedDocument(db, "EMP-004");
  const typed = { ...document, effective: { from: document.effective.from, to: "明年" } };
  const { id } = must(await createDraft(db, { typed, groups: {}, actor: office, at }));
  expect(await draftRow(id)).toMatchObject({ typed, versionId: null });
  expect(await runTrial(db, { id, actor: office, at })).toEqual({ ok: false, reason: "doesNotRun" });
  expect(await submitDraft(db, { id, revision: 1, actor: office, at })).toEqual({ ok: false, reason: "doesNotRun" });
  // Two windows: the second to save has not seen the latest
  expect(must(await saveDraft(db, { id, revision: 1, typed, groups: {}, actor: office, at }))).toEqual({ revision: 2, runs: false });
  expect(await saveDraft(db, { id, revision: 1, typed, groups: {}, actor: office, at })).toEqual({ ok: false, reason: "moved" });
  expect(await saveDraft(db, { id, revision: 2, typed: { ...typed, code: "EMP-005" }, groups: {}, actor: office, at })).toEqual({
    ok: false,
    reason: "otherPolicy",
  });
  // The same content as the version in force is no new version
  must(await saveDraft(db, { id, revision: 2, typed: document, groups: {}, actor: office, at }));
  must(await runTrial(db, { id, actor: office, at }));
  expect((await submitDraft(db, { id, revision: 3, actor: office, at })).ok).toBe(false);
  must(await discardDraft(db, { id, revision: 3, actor: office, at }));
});

test("a draft without a review conclusion does not pass, whatever the trial says", async () => {
  const document = await publishedDocument(db, "EMP-003");
  expect(document.fairCompetition.review).toBeUndefined();
  const { id } = must(await createDraft(db, { typed: { ...document, name: "扩岗补助（新）" }, groups: {}, actor: author, at }));
  must(await runTrial(db, { id, actor: author, at }));
  expect(await submitDraft(db, { id, revision: 1, actor: author, at })).toEqual({ ok: false, reason: "findings" });
  must(await discardDraft(db, { id, revision: 1, actor: author, at }));
});

test("a policy is written by its department or the office, one draft at a time", async () => {
  const document = await publishedDocument(db, "EMP-005");
  expect(await createDraft(db, { typed: document, groups: {}, actor: stranger, at })).toEqual({ ok: false, reason: "notAuthor" });
  expect(await createDraft(db, { typed: { ...document, dept: "stats" }, groups: {}, actor: office, at })).toEqual({ ok: false, reason: "noDepartment" });
  const { id } = must(await createDraft(db, { typed: document, groups: {}, actor: office, at }));
  expect(await createDraft(db, { typed: document, groups: {}, actor: author, at })).toEqual({ ok: false, reason: "alreadyOpen" });
  expect(await saveDraft(db, { id, revision: 1, typed: document, groups: {}, actor: author, at })).toEqual({ ok: false, reason: "notAuthor" });
  must(await discardDraft(db, { id, revision: 1, actor: publisher, at }));
});

test("a returned draft says why, is written on and handed in again; a changed draft needs a new trial", async () => {
  const document = { ...(await publishedDocument(db, "EMP-005")), name: "见习留用补贴（新）" };
  const { id, revision } = await draftInReview(db, author, document, at);
  expect(await saveDraft(db, { id, revision, typed: document, groups: {}, actor: author, at })).toEqual({ ok: false, reason: "notOpen" });
  expect(await returnDraft(db, { id, revision, answer: " ", actor: publisher, at })).toEqual({ ok: false, reason: "answerMissing" });
  must(await returnDraft(db, { id, revision, answer: "名称要写全", actor: publisher, at }));
  expect(await draftRow(id)).toMatchObject({ state: "returned", answer: "名称要写全" });
  must(await saveDraft(db, { id, revision: revision + 1, typed: { ...document, name: "就业见习留用补贴" }, groups: {}, actor: author, at }));
  expect(await submitDraft(db, { id, revision: revision + 2, actor: author, at })).toEqual({ ok: false, reason: "noTrial" });
  must(await runTrial(db, { id, actor: author, at }));
  must(await submitDraft(db, { id, revision: revision + 2, actor: author, at }));
  must(await withdrawDraft(db, { id, revision: revision + 3, actor: author, at }));
  must(await discardDraft(db, { id, revision: revision + 4, actor: author, at }));
});

test("a new policy brings its group and its budget; seeding again leaves both in force", async () => {
  const model = await publishedDocument(db, "EMP-005");
  const text = JSON.stringify({
    ...model,
    code: "EMP-901",
    name: "返乡创业带动补贴",
    relations: [{ group: "G_RETURN", rule: "就高不就低" }],
    annualBudget: 300_000,
  });
  const typed = JSON.parse(text.replaceAll("EMP-005.", "EMP-901.")) as unknown;
  const groups = { G_RETURN: { level: "enterprise-year", mode: "oneOf", rule: "就高不就低" } } as const;
  const { id } = must(await createDraft(db, { typed, groups, actor: author, at }));
  must(await runTrial(db, { id, actor: author, at }));
  must(await submitDraft(db, { id, revision: 1, actor: author, at }));
  expect(await publishDraft(db, { id, revision: 2, budgetNumber: "", actor: publisher, at })).toEqual({ ok: false, reason: "budgetNumberMissing" });
  must(await publishDraft(db, { id, revision: 2, budgetNumber: "青财指〔2026〕901号", actor: publisher, at }));
  expect((await loadLibrary(db)).exclusionGroups["G_RETURN"]).toEqual({ ...groups.G_RETURN, policies: ["EMP-901"] });
  const [budget] = await db.select().from(budgets).where(eq(budgets.policyCode, "EMP-901"));
  expect(budget).toMatchObject({ year: 2026, amountFen: 30_000_000, documentNumber: "青财指〔2026〕901号" });

  const inForce = (await listPublished(db)).map((one) => one.versionId);
  expect(inForce).toHaveLength(38);
  await seedCatalogue(db, at, [2026]);
  expect((await listPublished(db)).map((one) => one.versionId)).toEqual(inForce);
  expect((await loadLibrary(db)).exclusionGroups["G_RETURN"]).toBeDefined();
});

test("a later beginning waits for its day, so that no gap opens between two versions", async () => {
  const document = await publishedDocument(db, "EMP-006");
  const typed = {
    ...document,
    name: "平台补贴（新）",
    effective: { from: "2026-08-01", to: "2026-12-31" },
    examples: document.examples.map((one) => ({ ...one, asOf: "2026-09-01", fullYear: 2025 })),
  };
  const { id, revision } = await draftInReview(db, author, JSON.parse(JSON.stringify(typed)), at);
  expect(await publishDraft(db, { id, revision, budgetNumber: "", actor: publisher, at })).toEqual({ ok: false, reason: "notYet" });
  expect((await publishDraft(db, { id, revision, budgetNumber: "", actor: publisher, at: on("2026-08-01") })).ok).toBe(true);
});

test("expiry takes effect the same night", async () => {
  const firm = await makeCompany(db, { facts: { ...FACTS, newHireContract12mCount: 9 } });
  const kept = await lowered("吸纳就业补贴（至七月）");
  const { id, revision } = await draftInReview(db, author, { ...kept, effective: { ...kept.effective, to: "2026-07-31" } }, on("2026-07-18"));
  must(await publishDraft(db, { id, revision, budgetNumber: "", actor: publisher, at: on("2026-07-18") }));
  const night = async (day: string) => matchEnterprises(db, await matchContext(db, on(day, "02:00"), await loadCalendar(db)), [firm.id]);
  const own = async () => (await db.select({ code: matches.policyCode }).from(matches).where(eq(matches.enterpriseId, firm.id))).map((row) => row.code);
  const { opened } = await night("2026-07-31");
  expect(opened.map((one) => one.policyCode)).toContain(HIRE);
  expect(await own()).toContain(HIRE);
  await night("2026-08-01");
  expect(await own()).not.toContain(HIRE);
  // What was opened in time goes on
  const [claim] = await db
    .select({ state: claims.state })
    .from(claims)
    .where(eq(claims.id, opened.find((one) => one.policyCode === HIRE)!.claimId));
  expect(claim!.state).toBe("matched");
});

test("the database refuses what the acts refuse", async () => {
  const { id, revision } = await draftInReview(db, author, { ...(await publishedDocument(db, "EMP-005")), name: "见习留用（库）" }, at);
  const draft = await draftRow(id);
  const version = (set: Record<string, unknown>) => ({
    id: draft.versionId!,
    policyCode: draft.policyCode,
    number: 90,
    document: {},
    resolved: {},
    effectiveFrom: "2026-01-01" as never,
    effectiveTo: "2026-12-31" as never,
    state: "published" as const,
    createdAt: at,
    ...set,
  });
  const put = (set: Record<string, unknown>) =>
    refusedBy(() =>
      db.transaction(async (tx) => {
        await tx
          .update(policyVersions)
          .set({ state: "retired" })
          .where(sql`${policyVersions.policyCode} = ${draft.policyCode} and ${policyVersions.state} = 'published'`);
        await tx.insert(policyVersions).values(version(set));
        throw new Error("rolled back");
      }),
    );
  expect(await put({ authoredBy: author.personId })).toBe("policy_versions_two_persons");
  expect(await put({ publishedBy: publisher.personId })).toBe("policy_versions_two_persons");
  expect(await put({ authoredBy: author.personId, publishedBy: author.personId })).toBe("policy_versions_two_persons");
  expect(await put({ authoredBy: author.personId, publishedBy: publisher.personId, id: "other" })).toBe("policy_versions_gate");
  expect(await put({ authoredBy: office.personId, publishedBy: publisher.personId })).toBe("policy_versions_gate");
  // Out of the reviewed draft by another person it would pass
  expect(await put({ authoredBy: author.personId, publishedBy: publisher.personId })).toBeUndefined();

  const change = (set: Partial<typeof policyDrafts.$inferInsert>) => refusedBy(() => db.update(policyDrafts).set(set).where(eq(policyDrafts.id, id)));
  expect(await change({ typed: {}, revision: revision + 1 })).toBe("policy_drafts_moves");
  expect(await change({ typed: {}, state: "draft", revision: revision + 1 })).toBe("policy_drafts_in_review");
  expect(await change({ authorId: office.personId, state: "draft", revision: revision + 1 })).toBe("policy_drafts_identity");
  expect(await change({ state: "discarded", revision: revision + 1 })).toBe("policy_drafts_moves");
  expect(await change({ state: "draft" })).toBe("policy_drafts_revision");
  expect(await change({ state: "published", decidedBy: author.personId, revision: revision + 1 })).toMatch(/policy_drafts_(two_persons|published_version)/);
  expect(await change({ state: "published", decidedBy: publisher.personId, revision: revision + 1 })).toBe("policy_drafts_published_version");
  expect(await refusedBy(() => db.delete(policyDrafts).where(eq(policyDrafts.id, id)))).toBe("policy_drafts_kept");
  expect(await refusedBy(() => db.execute(sql`update policy_trials set as_of = '2020-01-01' where draft_id = ${id}`))).toBe("policy_trials_append_only");
  expect(await refusedBy(() => db.execute(sql`delete from policy_trial_lines`))).toBe("policy_trial_lines_append_only");
  const [n] = await db.select({ n: count() }).from(policyVersions).where(eq(policyVersions.policyCode, draft.policyCode));
  expect(n!.n).toBe(1);
});

test("the library is listed by category, age and words of the clause; drafts by state within the department", async () => {
  const list = (more: object) => listStaffPolicies(db, { q: "", departmentId: "", sort: "", today: plainDate("2026-11-20"), ...more });
  const codes = (rows: readonly { code: string }[]) => rows.map((row) => row.code);
  expect(codes(await list({ category: "rent" }))).toEqual(["RENT-001", "RENT-002"]);
  // The one that ended in July, and those that end with the year
  expect(codes(await list({ age: "expired" }))).toEqual([HIRE]);
  const ages = await countPolicyAges(db, plainDate("2026-11-20"));
  expect(codes(await list({ age: "expiring" }))).toHaveLength(ages.expiring);
  expect(ages.inForce + ages.expired).toBe((await listPublished(db)).length);
  expect(policyAge(plainDate("2026-12-31"), plainDate("2026-11-01"))).toBe("expiring");
  expect(policyAge(plainDate("2026-12-31"), plainDate("2026-10-31"))).toBe("inForce");
  expect(codes(await list({ q: "失业保险费12个月以上" }))).toContain("EMP-001");
  expect(codes(await list({ q: "wgfh" }))).toEqual(["EMP-001"]);

  const drafts = (departmentId: string, states: readonly ("draft" | "inReview")[]) => listDrafts(db, { kind: "department", departmentId }, { states });
  expect((await drafts("hrss", ["inReview"])).map((row) => row.code)).toEqual(["EMP-005"]);
  expect(await drafts("miit", ["inReview"])).toEqual([]);
  expect(await drafts("hrss", ["draft"])).toEqual([]);
  expect((await drafts("dataBureau", ["inReview"])).map((row) => row.authorName)).toEqual(["author"]);
  const [open] = await drafts("hrss", ["inReview"]);
  expect(await findDraft(db, { kind: "department", departmentId: "miit" }, open!.id)).toBeNull();
  expect(await findDraft(db, { kind: "county" }, open!.id)).toMatchObject({ authorName: "author", baseNumber: 1 });
  expect(await countDrafts(db, { kind: "county" })).toEqual({ draft: 0, inReview: 1 });
});

test("the enterprises behind a figure of the trial", async () => {
  const [open] = await listDrafts(db, { kind: "county" }, { states: ["inReview"] });
  const trial = await latestTrial(db, open!.id);
  expect(trial!.report.enterprises).toBe(2);
  for (const view of TRIAL_VIEWS) {
    const { rows, total } = await listTrialLines(db, trial!.id, { view, page: 1, pageSize: 10 });
    expect(total, view).toBe(trial!.report[view]);
    expect(rows).toHaveLength(total);
  }
});
