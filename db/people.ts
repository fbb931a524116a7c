import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import type { Instant, PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { departments, enterprises, memberships, people } from "./schema";
import type { Db } from "./types";

/** argon2id, 19 MiB, two passes: about 22 ms. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const MAX_FAILURES = 5;
const LOCK_MINUTES = 15;

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON);

export type Membership = {
  readonly role: Role;
  readonly departmentId: string | null;
  readonly departmentName: string | null;
  readonly enterpriseId: string | null;
  readonly enterpriseName: string | null;
};

export type PersonAccess = {
  readonly personId: string;
  readonly displayName: string;
  readonly username: string;
  readonly sessionVersion: number;
  readonly mustChangePassword: boolean;
  readonly memberships: readonly Membership[];
};

/** The person with the memberships valid on `today`; null when unknown or disabled. */
export async function loadAccess(db: Db, personId: string, today: PlainDate): Promise<PersonAccess | null> {
  const rows = await db
    .select({
      person: people,
      role: memberships.role,
      departmentId: memberships.departmentId,
      departmentName: departments.name,
      enterpriseId: memberships.enterpriseId,
      enterpriseName: enterprises.name,
    })
    .from(people)
    .leftJoin(
      memberships,
      and(eq(memberships.personId, people.id), lte(memberships.validFrom, today), or(isNull(memberships.validTo), gt(memberships.validTo, today))),
    )
    .leftJoin(departments, eq(departments.id, memberships.departmentId))
    .leftJoin(enterprises, eq(enterprises.id, memberships.enterpriseId))
    .where(and(eq(people.id, personId), isNull(people.disabledAt)))
    .orderBy(memberships.createdAt, memberships.id);
  const person = rows[0]?.person;
  if (!person) return null;
  return {
    personId: person.id,
    displayName: person.displayName,
    username: person.username,
    sessionVersion: person.sessionVersion,
    mustChangePassword: person.mustChangePassword,
    memberships: rows.flatMap(({ person: _, role, ...place }) => (role ? [{ role, ...place }] : [])),
  };
}

export type SignInRefusal = "unknown" | "locked" | "disabled";

/**
 * Checks a password (口令). Five failures lock the sign-in for a quarter of an hour. The wall clock is right here: a lock-out protects
 * against attempts, whatever the business day is.
 */
export async function checkPassword(db: Db, username: string, password: string, at: Instant): Promise<Result<string, SignInRefusal>> {
  const [person] = await db.select().from(people).where(sql`lower(${people.username}) = lower(${username.trim()})`);
  if (!person?.passwordHash) {
    await hashPassword(password); // the answer takes as long for a name that does not exist
    return refused("unknown");
  }
  if (person.disabledAt) return refused("disabled");
  const now = new Date();
  if (person.lockedUntil && person.lockedUntil > now) return refused("locked");
  const matches = await verify(person.passwordHash, password);
  const failures = matches ? 0 : person.failedSignIns + 1;
  const lock = failures >= MAX_FAILURES;
  await db.transaction(async (tx) => {
    await tx
      .update(people)
      .set({ failedSignIns: lock ? 0 : failures, lockedUntil: lock ? new Date(now.getTime() + LOCK_MINUTES * 60_000) : null })
      .where(eq(people.id, person.id));
    const action = matches ? "signIn.succeeded" : "signIn.failed";
    await appendAudit(tx, [{ at, actorId: person.id, actorRole: "person", action, subjectType: "person", subjectId: person.id, detail: {} }]);
  });
  return matches ? ok(person.id) : refused("unknown");
}

/** The person of an identity provider's account, if one is bound. */
export async function findByOidcSubject(db: Db, subject: string): Promise<string | null> {
  const [person] = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.oidcSubject, subject), isNull(people.disabledAt)));
  return person?.id ?? null;
}

export type NewPerson = {
  readonly displayName: string;
  readonly username: string;
  readonly password: string;
  readonly mustChangePassword?: boolean;
  readonly memberships: readonly { role: Role; departmentId?: string; enterpriseId?: string; validFrom: PlainDate; validTo?: PlainDate }[];
};

/** 新增人员 with their memberships, audited. `passwordHash` lets a bulk caller hash once. */
export async function createPerson(db: Db, input: NewPerson, context: { at: Instant; actorId: string | null; passwordHash?: string }): Promise<string> {
  const passwordHash = context.passwordHash ?? (await hashPassword(input.password));
  return db.transaction(async (tx) => {
    const [created] = await tx
      .insert(people)
      .values({
        displayName: input.displayName,
        username: input.username,
        passwordHash,
        mustChangePassword: input.mustChangePassword ?? false,
        createdAt: context.at,
      })
      .returning({ id: people.id });
    if (!created) throw new Error("person was not stored");
    if (input.memberships.length > 0)
      await tx
        .insert(memberships)
        .values(input.memberships.map((one) => ({ ...one, personId: created.id, grantedBy: context.actorId, createdAt: context.at })));
    await appendAudit(tx, [
      {
        at: context.at,
        actorId: context.actorId,
        actorRole: context.actorId ? "systemAdmin" : "system",
        action: "person.created",
        subjectType: "person",
        subjectId: created.id,
        detail: { username: input.username, roles: input.memberships.map((one) => one.role) },
      },
    ]);
    return created.id;
  });
}

/** 改口令: also ends every other session of the person. Returns the new session version. */
export async function changePassword(db: Db, personId: string, password: string, at: Instant): Promise<number> {
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const [changed] = await tx
      .update(people)
      .set({ passwordHash, mustChangePassword: false, sessionVersion: sql`${people.sessionVersion} + 1` })
      .where(eq(people.id, personId))
      .returning({ version: people.sessionVersion });
    await appendAudit(tx, [
      { at, actorId: personId, actorRole: "person", action: "person.passwordChanged", subjectType: "person", subjectId: personId, detail: {} },
    ]);
    return changed?.version ?? 1;
  });
}
