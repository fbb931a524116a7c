import "server-only";
import { eq, sql } from "drizzle-orm";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { type DraftRow, type GateRefusal, holdsPolicyDuty, lockDraft, type PolicyAct, passGate, record } from "./policy-gate";
import { policyDrafts } from "./schema";
import type { Db } from "./types";

export type Decide = PolicyAct & { readonly id: string; readonly revision: number };
export type SubmitRefusal = "notFound" | "notAuthor" | "notOpen" | "moved" | GateRefusal;

async function move(tx: Db, draft: DraftRow, set: Partial<typeof policyDrafts.$inferInsert>): Promise<void> {
  await tx
    .update(policyDrafts)
    .set({ ...set, revision: sql`${policyDrafts.revision} + 1` })
    .where(eq(policyDrafts.id, draft.id));
}

/** 提交审核: the author hands the draft over; nothing is rewritten until it comes back. */
export function submitDraft(db: Db, { id, revision, ...act }: Decide): Promise<Result<null, SubmitRefusal>> {
  return atomically<null, SubmitRefusal>(db, async (tx) => {
    const draft = await lockDraft(tx, id);
    if (!draft) return refused("notFound");
    if (draft.authorId !== act.actor.personId) return refused("notAuthor");
    if (draft.state !== "draft") return refused("notOpen");
    if (draft.revision !== revision) return refused("moved");
    const gate = await passGate(tx, draft, act.at);
    if (!gate.ok && gate.reason !== "notYet") return gate;
    await move(tx, draft, { state: "inReview", submittedAt: act.at, answer: null });
    await record(tx, act, "policy.submitted", draft, { versionId: draft.versionId });
    return ok(null);
  });
}

export type WithdrawRefusal = "notFound" | "notAuthor" | "notInReview" | "notOpen" | "moved";

/** 撤回: the author takes the draft back from review. */
export function withdrawDraft(db: Db, { id, revision, ...act }: Decide): Promise<Result<null, WithdrawRefusal>> {
  return atomically<null, WithdrawRefusal>(db, async (tx) => {
    const draft = await lockDraft(tx, id);
    if (!draft) return refused("notFound");
    if (draft.authorId !== act.actor.personId) return refused("notAuthor");
    if (draft.state !== "inReview") return refused("notInReview");
    if (draft.revision !== revision) return refused("moved");
    await move(tx, draft, { state: "draft", submittedAt: null });
    await record(tx, act, "policy.withdrawn", draft);
    return ok(null);
  });
}

/** 作废: an open draft is given up by its author, or cleared away by a publisher where the author has left. */
export function discardDraft(db: Db, { id, revision, ...act }: Decide): Promise<Result<null, WithdrawRefusal>> {
  return atomically<null, WithdrawRefusal>(db, async (tx) => {
    const draft = await lockDraft(tx, id);
    if (!draft) return refused("notFound");
    const own = draft.authorId === act.actor.personId;
    if (!own && !(await holdsPolicyDuty(tx, "policyPublisher", draft.departmentId, act))) return refused("notAuthor");
    if (draft.state !== "draft" && draft.state !== "returned") return refused("notOpen");
    if (draft.revision !== revision) return refused("moved");
    await move(tx, draft, { state: "discarded", decidedBy: act.actor.personId, decidedAt: act.at });
    await record(tx, act, "policy.discarded", draft);
    return ok(null);
  });
}
