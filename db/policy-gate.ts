import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { checkDraft, type DraftCheck } from "@/lib/policy/draft";
import type { LintContext } from "@/lib/policy/lint/finding";
import { isBlocked } from "@/lib/policy/lint/lint";
import { appendAudit } from "./audit";
import { listDefinitions } from "./calculations";
import type { Actor } from "./claims";
import { holdsDuty } from "./duties";
import { findPublished, loadLibrary, versionIdOf } from "./policies";
import { datasets, departments, policyDrafts, policyTrials, policyVersions } from "./schema";
import type { Db } from "./types";

export type PolicyAct = { readonly actor: Actor; readonly at: Instant };
export type DraftRow = typeof policyDrafts.$inferSelect;
export type DraftState = DraftRow["state"];

/** 静态分析所据: catalogue, library and feeds as they are now. */
export async function loadLintContext(db: Db): Promise<LintContext> {
  // One after the other: a transaction has one connection
  const definitions = await listDefinitions(db);
  const library = await loadLibrary(db);
  const feeds = await db.select({ id: datasets.id }).from(datasets);
  return { indicators: Object.fromEntries(definitions.map((one) => [one.id, one])), library, datasets: feeds.map((one) => one.id), isPublished: false };
}

/** 政策编制 and 发布 belong to the policy's department; the platform's own office does it for all. */
export async function holdsPolicyDuty(tx: Db, role: Extract<Role, "policyAuthor" | "policyPublisher">, departmentId: string, { actor, at }: PolicyAct) {
  const duty = { personId: actor.personId, roles: [role], day: dayOf(at) };
  if (await holdsDuty(tx, { ...duty, departmentId })) return true;
  const offices = await tx
    .select({ id: departments.id })
    .from(departments)
    .where(and(eq(departments.isPolicyDepartment, false), eq(departments.isSourceDepartment, false)));
  for (const office of offices) if (await holdsDuty(tx, { ...duty, departmentId: office.id })) return true;
  return false;
}

export async function record(
  tx: Db,
  { actor, at }: PolicyAct,
  action: string,
  draft: Pick<DraftRow, "id" | "policyCode">,
  detail: Record<string, unknown> = {},
) {
  const entry = { at, actorId: actor.personId, actorRole: actor.role, action, subjectType: "policy", subjectId: draft.policyCode };
  await appendAudit(tx, [{ ...entry, detail: { draftId: draft.id, ...detail } }]);
}

export async function lockDraft(tx: Db, id: string): Promise<DraftRow | undefined> {
  const [draft] = await tx.select().from(policyDrafts).where(eq(policyDrafts.id, id)).for("update");
  return draft;
}

/** 试算 of exactly this content against exactly this version in force; without it nothing goes on. */
export async function hasTrial(tx: Db, draft: DraftRow): Promise<boolean> {
  if (draft.versionId === null) return false;
  const [trial] = await tx
    .select({ baseVersionId: policyTrials.baseVersionId })
    .from(policyTrials)
    .where(and(eq(policyTrials.draftId, draft.id), eq(policyTrials.versionId, draft.versionId)))
    .orderBy(desc(policyTrials.runAt))
    .limit(1);
  return trial !== undefined && trial.baseVersionId === draft.baseVersionId;
}

export type GateRefusal = "doesNotRun" | "findings" | "noTrial" | "sameAsVersion" | "baseMoved" | "notYet";

/** 发布关口: runs, without a blocking finding, new in content, tried over the roster, on the day from which it is to apply. */
export async function passGate(tx: Db, draft: DraftRow, at: Instant): Promise<Result<Extract<DraftCheck, { runs: true }>, GateRefusal>> {
  const check = checkDraft({ typed: draft.typed, groups: draft.groups }, await loadLintContext(tx));
  if (!check.runs || versionIdOf(check.read.resolved) !== draft.versionId) return refused("doesNotRun");
  if (isBlocked(check.findings)) return refused("findings");
  const [known] = await tx.select({ id: policyVersions.id }).from(policyVersions).where(eq(policyVersions.id, draft.versionId));
  if (known) return refused("sameAsVersion");
  const base = await findPublished(tx, draft.policyCode);
  if ((base?.versionId ?? null) !== draft.baseVersionId) return refused("baseMoved");
  if (!(await hasTrial(tx, draft))) return refused("noTrial");
  // The version in force would end at once, the new one would begin later: in between nobody would be entitled.
  const today = dayOf(at);
  if (base && base.resolved.effective.to >= today && check.read.document.effective.from > today) return refused("notYet");
  return ok(check);
}
