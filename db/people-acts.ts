import "server-only";
import { and, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import { type ConflictReason, conflictOf } from "@/lib/access/incompatible";
import { isEnterpriseRole, type Role } from "@/lib/access/roles";
import { dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { holdsDuty } from "./duties";
import { oneTimePassword } from "./one-time-secrets";
import { createPerson, hashPassword, raiseSession } from "./people";
import { memberships, people } from "./schema";
import type { Db } from "./types";

type Act = { readonly actor: Actor; readonly at: Instant };

const isSystemAdmin = (tx: Db, { actor, at }: Act) => holdsDuty(tx, { personId: actor.personId, roles: ["systemAdmin"], day: dayOf(at) });
const isSecurityAdmin = (tx: Db, { actor, at }: Act) => holdsDuty(tx, { personId: actor.personId, roles: ["securityAdmin"], day: dayOf(at) });

async function lockPerson(tx: Db, personId: string) {
  const [person] = await tx.select().from(people).where(eq(people.id, personId)).for("update");
  return person;
}

export type NewAccountHolder = { readonly displayName: string; readonly username: string } & Act;
export type CreateRefusal = "notSystemAdmin" | "nameMissing" | "usernameInvalid" | "usernameTaken";
export type Issued = { readonly personId: string; readonly password: string };

const USERNAME = /^[a-z][a-z0-9-]{2,39}$/;

/**
 * 开户: a sign-in for a member of staff, without any right. Rights come from the security administrator (三员分立). Returns the one-time password.
 */
export function createStaffAccount(db: Db, input: NewAccountHolder): Promise<Result<Issued, CreateRefusal>> {
  const { displayName, username, actor, at } = input;
  return atomically<Issued, CreateRefusal>(db, async (tx) => {
    if (!(await isSystemAdmin(tx, input))) return refused("notSystemAdmin");
    if (displayName.trim() === "") return refused("nameMissing");
    const name = username.trim().toLowerCase();
    if (!USERNAME.test(name)) return refused("usernameInvalid");
    await queueFor(tx, "people.username");
    const [taken] = await tx.select({ id: people.id }).from(people).where(sql`lower(${people.username}) = ${name}`);
    if (taken) return refused("usernameTaken");
    const password = oneTimePassword();
    const person = { displayName: displayName.trim(), username: name, password, mustChangePassword: true, memberships: [] };
    return ok({ personId: await createPerson(tx, person, { at, actorId: actor.personId }), password });
  });
}

export type AccountAct = { readonly personId: string } & Act;
export type AccountActRefusal = "notSystemAdmin" | "notFound" | "ownAccount" | "alreadyDisabled" | "notDisabled";

/** 停用: the person cannot sign in and every session ends at its next request. The memberships stay on record. */
export function disablePerson(db: Db, input: AccountAct): Promise<Result<{ personId: string }, AccountActRefusal>> {
  const { personId, actor, at } = input;
  return atomically<{ personId: string }, AccountActRefusal>(db, async (tx) => {
    if (!(await isSystemAdmin(tx, input))) return refused("notSystemAdmin");
    if (personId === actor.personId) return refused("ownAccount");
    const person = await lockPerson(tx, personId);
    if (!person) return refused("notFound");
    if (person.disabledAt) return refused("alreadyDisabled");
    await tx
      .update(people)
      .set({ disabledAt: at, sessionVersion: sql`${people.sessionVersion} + 1` })
      .where(eq(people.id, personId));
    await record(tx, input, "person.disabled", {});
    return ok({ personId });
  });
}

/** 恢复 of a disabled sign-in. Rights that have run out meanwhile stay so. */
export function enablePerson(db: Db, input: AccountAct): Promise<Result<{ personId: string }, AccountActRefusal>> {
  const { personId } = input;
  return atomically<{ personId: string }, AccountActRefusal>(db, async (tx) => {
    if (!(await isSystemAdmin(tx, input))) return refused("notSystemAdmin");
    const person = await lockPerson(tx, personId);
    if (!person) return refused("notFound");
    if (!person.disabledAt) return refused("notDisabled");
    await tx
      .update(people)
      .set({ disabledAt: null, sessionVersion: sql`${people.sessionVersion} + 1` })
      .where(eq(people.id, personId));
    await record(tx, input, "person.enabled", {});
    return ok({ personId });
  });
}

/** 重置密码: a new one-time password; a lock-out and all sessions end with the old one. */
export function resetPassword(db: Db, input: AccountAct): Promise<Result<Issued, AccountActRefusal>> {
  const { personId, actor } = input;
  return atomically<Issued, AccountActRefusal>(db, async (tx) => {
    if (!(await isSystemAdmin(tx, input))) return refused("notSystemAdmin");
    if (personId === actor.personId) return refused("ownAccount");
    const person = await lockPerson(tx, personId);
    if (!person) return refused("notFound");
    if (person.disabledAt) return refused("alreadyDisabled");
    const password = oneTimePassword();
    await tx
      .update(people)
      .set({
        passwordHash: await hashPassword(password),
        mustChangePassword: true,
        failedSignIns: 0,
        lockedUntil: null,
        sessionVersion: sql`${people.sessionVersion} + 1`,
      })
      .where(eq(people.id, personId));
    await record(tx, input, "person.passwordReset", {});
    return ok({ personId, password });
  });
}

async function record(tx: Db, { personId, actor, at }: AccountAct, action: string, detail: Record<string, unknown>): Promise<void> {
  await appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action, subjectType: "person", subjectId: personId, detail }]);
}

/** Roles whose work belongs to one department; the database has the same rule. */
const DEPARTMENT_ROLES: ReadonlySet<Role> = new Set<Role>([
  "handler",
  "checker",
  "sectionChief",
  "leaderInCharge",
  "paymentMaker",
  "paymentChecker",
  "dataOfficer",
  "dataApprover",
  "policyAuthor",
  "policyPublisher",
]);
export const needsDepartment = (role: Role): boolean => DEPARTMENT_ROLES.has(role);

export type NewGrant = AccountAct & {
  readonly role: Role;
  readonly departmentId: string | null;
  readonly validFrom: PlainDate;
  /** First day without the role; null: until it is taken back. */
  readonly validTo: PlainDate | null;
};
export type GrantRefusal =
  | { readonly code: "incompatible"; readonly held: Role; readonly conflict: ConflictReason }
  | {
      readonly code:
        | "notSecurityAdmin"
        | "ownRights"
        | "notFound"
        | "disabled"
        | "enterpriseRole"
        | "departmentMissing"
        | "startsInPast"
        | "endsBeforeStart"
        | "alreadyHeld";
    };

function grantFault({ role, departmentId, validFrom, validTo, at, actor, personId }: NewGrant): GrantRefusal | null {
  if (personId === actor.personId) return { code: "ownRights" };
  if (isEnterpriseRole(role) || role === "public") return { code: "enterpriseRole" };
  if (needsDepartment(role) && departmentId === null) return { code: "departmentMissing" };
  if (validFrom < dayOf(at)) return { code: "startsInPast" };
  return validTo !== null && validTo <= validFrom ? { code: "endsBeforeStart" } : null;
}

/** Roles of the person whose time overlaps the new grant's: what begins later conflicts as well. */
const overlapping = (tx: Db, { personId, validFrom, validTo }: NewGrant) =>
  tx
    .select({ role: memberships.role, departmentId: memberships.departmentId })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        or(isNull(memberships.validTo), gt(memberships.validTo, validFrom)),
        or(isNull(memberships.validTo), ne(memberships.validTo, memberships.validFrom)),
        validTo === null ? undefined : sql`${memberships.validFrom} < ${validTo}`,
      ),
    );

function clashWith(grant: NewGrant, held: readonly { role: Role; departmentId: string | null }[]): GrantRefusal | null {
  const departmentId = grant.departmentId ?? null;
  if (held.some((one) => one.role === grant.role && one.departmentId === departmentId)) return { code: "alreadyHeld" };
  for (const { role } of held) {
    const conflict = conflictOf(grant.role, role);
    if (conflict) return { code: "incompatible", held: role, conflict };
  }
  return null;
}

/** 授权: a role for a time, refused where it is incompatible with one that the person holds then. Raises the session version. */
export function grantRole(db: Db, input: NewGrant): Promise<Result<{ membershipId: string }, GrantRefusal>> {
  const { personId, role, departmentId, validFrom, validTo, actor, at } = input;
  return atomically<{ membershipId: string }, GrantRefusal>(db, async (tx) => {
    if (!(await isSecurityAdmin(tx, input))) return refused({ code: "notSecurityAdmin" });
    const fault = grantFault(input);
    if (fault) return { ok: false, reason: fault };
    const person = await lockPerson(tx, personId);
    if (!person) return refused({ code: "notFound" });
    if (person.disabledAt) return refused({ code: "disabled" });
    const clash = clashWith(input, await overlapping(tx, input));
    if (clash) return { ok: false, reason: clash };
    const [granted] = await tx
      .insert(memberships)
      .values({ personId, role, departmentId, validFrom, validTo, grantedBy: actor.personId, createdAt: at })
      .returning({ id: memberships.id });
    if (!granted) throw new Error("the membership was not stored");
    await raiseSession(tx, personId);
    await record(tx, input, "person.roleGranted", { membershipId: granted.id, role, departmentId, validFrom, validTo });
    return ok({ membershipId: granted.id });
  });
}

export type Revocation = { readonly membershipId: string } & Act;
export type RevokeRefusal = "notSecurityAdmin" | "ownRights" | "notFound" | "alreadyEnded";

/** 收回: the role ends with today (离岗当日收回), and the person's sessions at their next request. One that has not begun never will. */
export function revokeRole(db: Db, input: Revocation): Promise<Result<{ personId: string }, RevokeRefusal>> {
  const { membershipId, actor, at } = input;
  return atomically<{ personId: string }, RevokeRefusal>(db, async (tx) => {
    if (!(await isSecurityAdmin(tx, input))) return refused("notSecurityAdmin");
    const [held] = await tx.select().from(memberships).where(eq(memberships.id, membershipId)).for("update");
    if (!held) return refused("notFound");
    if (held.personId === actor.personId) return refused("ownRights");
    const today = dayOf(at);
    if (held.validTo !== null && held.validTo <= today) return refused("alreadyEnded");
    const validTo = held.validFrom > today ? held.validFrom : today;
    await tx.update(memberships).set({ validTo }).where(eq(memberships.id, membershipId));
    await raiseSession(tx, held.personId);
    const { personId, role, departmentId, enterpriseId } = held;
    await record(tx, { personId, actor, at }, "person.roleRevoked", { membershipId, role, departmentId, enterpriseId, validTo });
    return ok({ personId });
  });
}
