import "server-only";
import { eq, max, sql } from "drizzle-orm";
import { fenFromYuan } from "@/lib/kernel/fen";
import { dayOf, yearOf } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import type { PolicyDocument } from "@/lib/policy/language";
import { atomically, queueFor } from "./atomic";
import { loadLibrary, putInForce, storeBudget, storeLibrary, storePolicyHead } from "./policies";
import { type DraftRow, type GateRefusal, holdsPolicyDuty, lockDraft, passGate, record } from "./policy-gate";
import type { Decide } from "./policy-review";
import { policies, policyDrafts } from "./schema";
import type { Db } from "./types";

export type PublishRefusal = "notFound" | "notPublisher" | "ownDraft" | "notInReview" | "moved" | "budgetNumberMissing" | GateRefusal;
export type Publish = Decide & {
  /** 预算文号 of the year's budget; asked for where the policy pays and has none on record. */
  readonly budgetNumber: string;
};
export type Published = { readonly policyCode: string; readonly versionId: string; readonly number: number };

async function checked(tx: Db, { id, revision, ...act }: Decide): Promise<Result<DraftRow, PublishRefusal>> {
  const draft = await lockDraft(tx, id);
  if (!draft) return refused("notFound");
  if (draft.authorId === act.actor.personId) return refused("ownDraft");
  if (!(await holdsPolicyDuty(tx, "policyPublisher", draft.departmentId, act))) return refused("notPublisher");
  if (draft.state !== "inReview") return refused("notInReview");
  return draft.revision === revision ? ok(draft) : refused("moved");
}

/** The budget of the year comes with its document; an existing one stays as it is (adjustments are an act of finance). */
async function enterBudget(tx: Db, document: PolicyDocument, { actor: _, at, budgetNumber }: Publish): Promise<void> {
  if (document.fund.account === null || document.annualBudget === null || budgetNumber.trim() === "") return;
  const year = yearOf(dayOf(at));
  const amountFen = fenFromYuan(document.annualBudget);
  await storeBudget(tx, { policyCode: document.code, year, fundId: document.fund.account, amountFen, documentNumber: budgetNumber.trim(), at });
}

async function placeOf(tx: Db, code: string): Promise<{ readonly isNew: boolean; readonly sortOrder: number }> {
  const [known] = await tx.select({ sortOrder: policies.sortOrder }).from(policies).where(eq(policies.code, code));
  if (known) return { isNew: false, sortOrder: known.sortOrder };
  const [last] = await tx.select({ sortOrder: max(policies.sortOrder) }).from(policies);
  return { isNew: true, sortOrder: (last?.sortOrder ?? 0) + 1 };
}

/**
 * 发布: another person than the author puts the draft in force. The version before is retired and keeps its open claims; the nightly match reads
 * the new one. Everything that the gate asks is asked again here.
 */
export function publishDraft(db: Db, input: Publish): Promise<Result<Published, PublishRefusal>> {
  return atomically<Published, PublishRefusal>(db, async (tx) => {
    await queueFor(tx, "policy.publication");
    const draft = await checked(tx, input);
    if (!draft.ok) return draft;
    const gate = await passGate(tx, draft.value, input.at);
    if (!gate.ok) return gate;
    const { document, resolved, library } = gate.value.read;
    const { isNew, sortOrder } = await placeOf(tx, document.code);
    if (isNew && document.fund.account !== null && input.budgetNumber.trim() === "") return refused("budgetNumberMissing");
    const versionId = draft.value.versionId ?? "";
    if (JSON.stringify(library) !== JSON.stringify(await loadLibrary(tx))) await storeLibrary(tx, library, input.at);
    await storePolicyHead(tx, document, sortOrder);
    const { actor, at } = input;
    const number = await putInForce(tx, { id: versionId, document, resolved, authoredBy: draft.value.authorId, publishedBy: actor.personId, at });
    await enterBudget(tx, document, input);
    await tx
      .update(policyDrafts)
      .set({ state: "published", decidedBy: actor.personId, decidedAt: at, revision: sql`${policyDrafts.revision} + 1` })
      .where(eq(policyDrafts.id, draft.value.id));
    await record(tx, input, "policy.published", draft.value, { versionId, number, replaces: draft.value.baseVersionId });
    return ok({ policyCode: document.code, versionId, number });
  });
}

export type Return = Decide & { readonly answer: string };
export type ReturnRefusal = "notFound" | "notPublisher" | "ownDraft" | "notInReview" | "moved" | "answerMissing" | PublishRefusal;

/** 退回: the publisher sends the draft back with what is to be changed. */
export function returnDraft(db: Db, { answer, ...input }: Return): Promise<Result<null, ReturnRefusal>> {
  return atomically<null, ReturnRefusal>(db, async (tx) => {
    const draft = await checked(tx, input);
    if (!draft.ok) return draft;
    if (answer.trim() === "") return refused("answerMissing");
    await tx
      .update(policyDrafts)
      .set({ state: "returned", answer: answer.trim(), decidedBy: input.actor.personId, decidedAt: input.at, revision: sql`${policyDrafts.revision} + 1` })
      .where(eq(policyDrafts.id, draft.value.id));
    await record(tx, input, "policy.returned", draft.value, { answer: answer.trim() });
    return ok(null);
  });
}
