import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { inScope, type Scope } from "@/lib/access/scope";
import { dayOf, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { claimsInScope } from "./claim-lights";
import type { Actor } from "./claims";
import { caseNotes, claims, people } from "./schema";
import type { Db } from "./types";

/** 现场核验: the day, the place and who was there. */
export type Visit = { readonly visitedOn: PlainDate; readonly place: string; readonly companions: string };
export type NewNote = {
  readonly claimId: string;
  readonly scope: Scope;
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
  readonly text: string;
  readonly visit: Visit | null;
};
export type NoteRefusal = "notFound" | "textMissing" | "placeMissing" | "visitInFuture";

/** Officers of the scope; an enterprise has no part in what officers write for each other. */
const isOffice = (scope: Scope): boolean => scope.kind !== "enterprise";

function obstacle({ text, visit, at }: NewNote): NoteRefusal | null {
  if (text.trim().length < 2) return "textMissing";
  if (!visit) return null;
  if (visit.place.trim() === "") return "placeMissing";
  return visit.visitedOn > dayOf(at) ? "visitInFuture" : null;
}

/** 写内部记录: kept for good, with its audit row. */
export function writeNote(db: Db, input: NewNote): Promise<Result<string, NoteRefusal>> {
  const { claimId, scope, actor, at, visit } = input;
  return atomically<string, NoteRefusal>(db, async (tx) => {
    const [claim] = await tx.select({ number: claims.number, departmentId: claims.departmentId }).from(claims).where(eq(claims.id, claimId));
    if (!claim || !isOffice(scope) || !inScope(scope, claim)) return refused("notFound");
    const reason = obstacle(input);
    if (reason) return refused(reason);
    const kind = visit ? ("visit" as const) : ("note" as const);
    const seen = visit ? { visitedOn: visit.visitedOn, place: visit.place.trim(), companions: visit.companions.trim() || null } : {};
    const values = { claimId, kind, text: input.text.trim(), ...seen, authorId: actor.personId, authorRole: actor.role, at };
    const [row] = await tx.insert(caseNotes).values(values).returning({ id: caseNotes.id });
    if (!row) throw new Error("the note was not stored");
    const detail = { number: claim.number, kind, text: values.text, ...seen };
    await appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action: `claim.${kind}`, subjectType: "claim", subjectId: claimId, detail }]);
    return ok(row.id);
  });
}

export type CaseNote = {
  readonly id: string;
  readonly kind: "note" | "visit";
  readonly text: string;
  readonly visitedOn: PlainDate | null;
  readonly place: string | null;
  readonly companions: string | null;
  readonly author: string;
  readonly authorRole: string;
  readonly at: Instant;
};

/** 内部记录 of a case, oldest first, for officers of the scope. */
export async function listNotes(db: Db, scope: Scope, claimId: string): Promise<CaseNote[]> {
  if (!isOffice(scope)) return [];
  const rows = await db
    .select({ note: caseNotes, author: people.displayName })
    .from(caseNotes)
    .innerJoin(claims, eq(claims.id, caseNotes.claimId))
    .innerJoin(people, eq(people.id, caseNotes.authorId))
    .where(and(eq(caseNotes.claimId, claimId), claimsInScope(scope)))
    .orderBy(asc(caseNotes.at), asc(caseNotes.id));
  return rows.map(({ note: { id, kind, text, visitedOn, place, companions, authorRole, at }, author }) => ({
    id,
    kind,
    text,
    visitedOn,
    place,
    companions,
    author,
    authorRole,
    at: instant(at),
  }));
}
