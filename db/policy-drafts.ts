import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { checkDraft, type DraftCheck, type NewGroups } from "@/lib/policy/draft";
import { GroupRule } from "@/lib/policy/language";
import { atomically, queueFor } from "./atomic";
import { findPublished, versionIdOf } from "./policies";
import { type DraftRow, type DraftState, holdsPolicyDuty, loadLintContext, lockDraft, type PolicyAct, record } from "./policy-gate";
import { departments, policies, policyDrafts } from "./schema";
import type { Db } from "./types";

/** The parts of a typed document that the draft is filed under, whatever else it lacks. */
const Head = z.looseObject({
  code: z.string().regex(/^[A-Z]{2,5}-\d{3}$/),
  name: z.string().trim().min(1).max(80),
  dept: z.string().min(1).max(40),
});
const Groups = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/), GroupRule);

/** What is stored of a typed draft; a typed value of more than this is no policy. */
const MOST_TEXT = 400_000;

type Filed = { readonly head: z.infer<typeof Head>; readonly groups: NewGroups; readonly check: DraftCheck };

async function file(tx: Db, typed: unknown, groups: unknown): Promise<Result<Filed, "unreadable" | "headMissing">> {
  const own = Groups.safeParse(groups);
  if (!own.success || JSON.stringify(typed).length > MOST_TEXT) return refused("unreadable");
  const head = Head.safeParse(typed);
  if (!head.success) return refused("headMissing");
  return ok({ head: head.data, groups: own.data, check: checkDraft({ typed, groups: own.data }, await loadLintContext(tx)) });
}

const versionOf = (check: DraftCheck): string | null => (check.runs ? versionIdOf(check.read.resolved) : null);

const OPEN: DraftState[] = ["draft", "inReview", "returned"];

/** May this person write for that department, and is it one that has policies? */
async function mayWrite(tx: Db, departmentId: string, act: PolicyAct): Promise<Result<null, "noDepartment" | "notAuthor">> {
  const [department] = await tx
    .select({ id: departments.id })
    .from(departments)
    .where(and(eq(departments.id, departmentId), eq(departments.isPolicyDepartment, true)));
  if (!department) return refused("noDepartment");
  return (await holdsPolicyDuty(tx, "policyAuthor", departmentId, act)) ? ok(null) : refused("notAuthor");
}

async function openDraftOf(tx: Db, code: string): Promise<boolean> {
  const [open] = await tx
    .select({ id: policyDrafts.id })
    .from(policyDrafts)
    .where(and(eq(policyDrafts.policyCode, code), inArray(policyDrafts.state, OPEN)));
  return open !== undefined;
}

export type NewDraft = PolicyAct & { readonly typed: unknown; readonly groups: NewGroups };
export type DraftRefusal = "notAuthor" | "unreadable" | "headMissing" | "noDepartment" | "alreadyOpen";

async function insertDraft(tx: Db, { head, groups, check }: Filed, { typed, actor, at }: NewDraft, baseVersionId: string | null): Promise<DraftRow> {
  if (actor.personId === null) throw new Error("a draft has an author");
  const row = { policyCode: head.code, name: head.name, departmentId: head.dept, baseVersionId, authorId: actor.personId };
  const [draft] = await tx
    .insert(policyDrafts)
    .values({ ...row, state: "draft", typed, groups, versionId: versionOf(check), createdAt: at, updatedAt: at })
    .returning();
  if (!draft) throw new Error("the draft was not stored");
  return draft;
}

/**
 * 起草: a new draft, of a policy in the library or of a new one. What was typed is kept as it is; one policy has one open draft.
 */
export function createDraft(db: Db, input: NewDraft): Promise<Result<{ id: string }, DraftRefusal>> {
  return atomically<{ id: string }, DraftRefusal>(db, async (tx) => {
    const filed = await file(tx, input.typed, input.groups);
    if (!filed.ok) return filed;
    const { head } = filed.value;
    const allowed = await mayWrite(tx, head.dept, input);
    if (!allowed.ok) return allowed;
    await queueFor(tx, "policy.draft");
    if (await openDraftOf(tx, head.code)) return refused("alreadyOpen");
    const base = await findPublished(tx, head.code);
    if (base && !(await holdsPolicyDuty(tx, "policyAuthor", base.departmentId, input))) return refused("notAuthor");
    const draft = await insertDraft(tx, filed.value, input, base?.versionId ?? null);
    await record(tx, input, "policy.drafted", draft, { baseVersionId: draft.baseVersionId });
    return ok({ id: draft.id });
  });
}

export type Save = PolicyAct & { readonly id: string; readonly revision: number; readonly typed: unknown; readonly groups: unknown };
export type SaveRefusal = "notFound" | "notAuthor" | "notOpen" | "moved" | "unreadable" | "headMissing" | "otherPolicy" | "noDepartment";

async function lockOwn(tx: Db, { id, revision, actor }: Pick<Save, "id" | "revision" | "actor">): Promise<Result<DraftRow, SaveRefusal>> {
  const draft = await lockDraft(tx, id);
  if (!draft) return refused("notFound");
  if (draft.authorId !== actor.personId) return refused("notAuthor");
  if (draft.state !== "draft" && draft.state !== "returned") return refused("notOpen");
  return draft.revision === revision ? ok(draft) : refused("moved");
}

async function overwrite(tx: Db, draft: DraftRow, { head, groups, check }: Filed, { typed, at }: Save): Promise<void> {
  const base = await findPublished(tx, draft.policyCode);
  const filed = { name: head.name, departmentId: head.dept, versionId: versionOf(check), baseVersionId: base?.versionId ?? null };
  await tx
    .update(policyDrafts)
    .set({ ...filed, state: "draft", revision: sql`${policyDrafts.revision} + 1`, typed, groups, updatedAt: at })
    .where(eq(policyDrafts.id, draft.id));
}

/** 保存: what was typed is kept also where the engine cannot run it; only what runs gets a version number and can go on. */
export function saveDraft(db: Db, input: Save): Promise<Result<{ revision: number; runs: boolean }, SaveRefusal>> {
  return atomically<{ revision: number; runs: boolean }, SaveRefusal>(db, async (tx) => {
    const draft = await lockOwn(tx, input);
    if (!draft.ok) return draft;
    const filed = await file(tx, input.typed, input.groups);
    if (!filed.ok) return filed;
    const { head, check } = filed.value;
    if (head.code !== draft.value.policyCode) return refused("otherPolicy");
    const allowed = await mayWrite(tx, head.dept, input);
    if (!allowed.ok) return allowed;
    await overwrite(tx, draft.value, filed.value, input);
    const revision = input.revision + 1;
    await record(tx, input, "policy.draftSaved", draft.value, { revision, versionId: versionOf(check) });
    return ok({ revision, runs: check.runs });
  });
}

/** The next free code with the prefix of a category, for a new policy. */
export async function nextCode(db: Db, prefix: string): Promise<string> {
  const pattern = `${prefix}-%`;
  const [known, drafted] = await Promise.all([
    db.select({ code: policies.code }).from(policies).where(sql`${policies.code} like ${pattern}`),
    db.select({ code: policyDrafts.policyCode }).from(policyDrafts).where(sql`${policyDrafts.policyCode} like ${pattern}`),
  ]);
  const numbers = [...known, ...drafted].map(({ code }) => Number(code.slice(-3)));
  return `${prefix}-${String(Math.max(0, ...numbers) + 1).padStart(3, "0")}`;
}
