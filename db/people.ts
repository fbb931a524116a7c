import "server-only";
import { hash } from "@node-rs/argon2";
import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { AgentRight } from "@/lib/access/agent-rights";
import type { Role } from "@/lib/access/roles";
import type { Instant, PlainDate } from "@/lib/kernel/plain-date";
import { appendAudit } from "./audit";
import { departments, enterprises, memberships, people, secondFactors } from "./schema";
import type { Db } from "./types";

/** argon2id, 19 MiB, two passes: about 22 ms. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON);

export type Membership = {
  readonly role: Role;
  /** 经办权限 of an agent; null: everything that the role may do. */
  readonly rights: readonly AgentRight[] | null;
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
  /** False for people who come through the identity provider only. */
  readonly hasPassword: boolean;
  /** 第二验证 in force. */
  readonly secondFactor: boolean;
  readonly memberships: readonly Membership[];
};

/** The person with the memberships valid on `today`; null when unknown or disabled. */
export async function loadAccess(db: Db, personId: string, today: PlainDate): Promise<PersonAccess | null> {
  const rows = await db
    .select({
      person: people,
      role: memberships.role,
      rights: memberships.rights,
      departmentId: memberships.departmentId,
      departmentName: departments.name,
      enterpriseId: memberships.enterpriseId,
      enterpriseName: enterprises.name,
      boundAt: secondFactors.confirmedAt,
    })
    .from(people)
    .leftJoin(secondFactors, eq(secondFactors.personId, people.id))
    .leftJoin(
      memberships,
      and(eq(memberships.personId, people.id), lte(memberships.validFrom, today), or(isNull(memberships.validTo), gt(memberships.validTo, today))),
    )
    .leftJoin(departments, eq(departments.id, memberships.departmentId))
    .leftJoin(enterprises, eq(enterprises.id, memberships.enterpriseId))
    .where(and(eq(people.id, personId), isNull(people.disabledAt)))
    .orderBy(memberships.createdAt, memberships.validFrom, memberships.id);
  const person = rows[0]?.person;
  if (!person) return null;
  return {
    personId: person.id,
    displayName: person.displayName,
    username: person.username,
    sessionVersion: person.sessionVersion,
    mustChangePassword: person.mustChangePassword,
    hasPassword: person.passwordHash !== null,
    secondFactor: rows.some((row) => row.boundAt !== null),
    memberships: rows.flatMap(({ person: _, boundAt: __, role, ...place }) => (role ? [{ role, ...place }] : [])),
  };
}

export type NewPerson = {
  readonly displayName: string;
  readonly username: string;
  /** Null for somebody who comes through the identity provider only. */
  readonly password: string | null;
  /** `issuer|account id` of the provider. */
  readonly oidcSubject?: string;
  readonly mustChangePassword?: boolean;
  readonly memberships: readonly { role: Role; departmentId?: string; enterpriseId?: string; validFrom: PlainDate; validTo?: PlainDate }[];
};

/** 新增人员 with their memberships, audited. `passwordHash` lets a bulk caller hash once. */
export async function createPerson(
  db: Db,
  input: NewPerson,
  context: { at: Instant; actorId: string | null; actorRole?: string; passwordHash?: string },
): Promise<string> {
  const passwordHash = context.passwordHash ?? (input.password === null ? null : await hashPassword(input.password));
  return db.transaction(async (tx) => {
    const [created] = await tx
      .insert(people)
      .values({
        displayName: input.displayName,
        username: input.username,
        passwordHash,
        oidcSubject: input.oidcSubject ?? null,
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
        actorRole: context.actorRole ?? (context.actorId ? "systemAdmin" : "system"),
        action: "person.created",
        subjectType: "person",
        subjectId: created.id,
        detail: { username: input.username, roles: input.memberships.map((one) => one.role) },
      },
    ]);
    return created.id;
  });
}

/** Ends every session of the person at its next request. */
export const raiseSession = (tx: Db, personId: string) =>
  tx
    .update(people)
    .set({ sessionVersion: sql`${people.sessionVersion} + 1` })
    .where(eq(people.id, personId));

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
