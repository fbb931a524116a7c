import { createPerson } from "@/db/people";
import { findPublished } from "@/db/policies";
import { createDraft, saveDraft } from "@/db/policy-drafts";
import { submitDraft } from "@/db/policy-review";
import { runTrial } from "@/db/policy-trials";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import type { Instant } from "@/lib/kernel/plain-date";
import { plainDate } from "@/lib/kernel/plain-date";
import type { Result } from "@/lib/kernel/result";
import type { PolicyDocument } from "@/lib/policy/language";
import { on } from "./fixtures";

export type Drafter = { personId: string; roles: Role[]; isSystem: false; role: Role };

export async function policyPerson(db: Db, username: string, role: Role, departmentId: string): Promise<Drafter> {
  const membership = { role, departmentId, validFrom: plainDate("2026-01-01") };
  const input = { displayName: username, username, password: "unused", memberships: [membership] };
  return { personId: await createPerson(db, input, { at: on("2026-01-05"), actorId: null, passwordHash: "unused" }), roles: [role], isSystem: false, role };
}

export function must<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  return result.value;
}

export async function publishedDocument(db: Db, code: string): Promise<PolicyDocument> {
  const published = await findPublished(db, code);
  if (!published) throw new Error(`no policy ${code}`);
  return published.document;
}

/** A draft of a changed document, tried and handed in. */
export async function draftInReview(db: Db, author: Drafter, typed: unknown, at: Instant): Promise<{ id: string; revision: number }> {
  const { id } = must(await createDraft(db, { typed, groups: {}, actor: author, at }));
  const { revision } = must(await saveDraft(db, { id, revision: 1, typed, groups: {}, actor: author, at }));
  must(await runTrial(db, { id, actor: author, at }));
  must(await submitDraft(db, { id, revision, actor: author, at }));
  return { id, revision: revision + 1 };
}
