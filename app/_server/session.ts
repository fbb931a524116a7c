import "server-only";
import { cookies } from "next/headers";
import { forbidden, redirect, unauthorized } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { z } from "zod";
import { getDb } from "@/db/client";
import { businessToday } from "@/db/clock";
import { readConfig } from "@/db/config";
import { loadAccess, type Membership, type PersonAccess } from "@/db/people";
import { mayBy } from "@/lib/access/agent-rights";
import { may, type Permission } from "@/lib/access/permissions";
import { isEnterpriseRole, type Role } from "@/lib/access/roles";
import { NOTHING, type Scope } from "@/lib/access/scope";
import { mustEnrol } from "@/lib/access/sign-in-rules";
import { authOptions } from "./auth-options";

const Token = z.object({ personId: z.uuid(), sessionVersion: z.int() });
const ENTERPRISE_COOKIE = "enterprise";

export type SessionUser = {
  readonly personId: string;
  readonly displayName: string;
  readonly username: string;
  readonly hasPassword: boolean;
  readonly secondFactor: boolean;
  readonly roles: readonly Role[];
  /** The memberships behind `roles`: those of a member of staff, or of the enterprise in whose file the person works. */
  readonly held: readonly Membership[];
  readonly memberships: readonly Membership[];
  /** The department of a member of staff; null for county-wide roles and for enterprises. */
  readonly department: { readonly id: string; readonly name: string } | null;
  /** The enterprise in whose file an enterprise's person is working now. */
  readonly enterprise: { readonly id: string; readonly name: string } | null;
  readonly mustChangePassword: boolean;
  /** Where the person must go before anything else; null for a finished sign-in. */
  readonly unfinished: "/account/password" | "/account" | null;
};

async function chosenEnterprise(memberships: readonly Membership[]): Promise<SessionUser["enterprise"]> {
  const own = memberships.filter((one) => isEnterpriseRole(one.role) && one.enterpriseId);
  const wanted = (await cookies()).get(ENTERPRISE_COOKIE)?.value;
  const chosen = own.find((one) => one.enterpriseId === wanted) ?? own[0];
  return chosen?.enterpriseId ? { id: chosen.enterpriseId, name: chosen.enterpriseName ?? "" } : null;
}

function unfinishedOf({ mustChangePassword, hasPassword, secondFactor, memberships }: PersonAccess): SessionUser["unfinished"] {
  if (mustChangePassword) return "/account/password";
  const required = readConfig().staffSecondFactor;
  return mustEnrol({ required, hasPassword, secondFactor, roles: memberships.map((one) => one.role) }) ? "/account" : null;
}

/** Who asks: rights are read anew at each request, so that a revoked role or a changed password ends at once. Null without a valid session. */
export const currentUser = cache(async (): Promise<SessionUser | null> => {
  const token = Token.safeParse(await getServerSession(authOptions()));
  if (!token.success) return null;
  const db = await getDb();
  const access = await loadAccess(db, token.data.personId, await businessToday(db));
  if (!access || access.sessionVersion !== token.data.sessionVersion) return null;
  const enterprise = await chosenEnterprise(access.memberships);
  const office = access.memberships.find((one) => one.departmentId);
  const inForce = access.memberships.filter((one) => !isEnterpriseRole(one.role) || one.enterpriseId === enterprise?.id);
  return {
    personId: access.personId,
    displayName: access.displayName,
    username: access.username,
    hasPassword: access.hasPassword,
    secondFactor: access.secondFactor,
    roles: [...new Set(inForce.map((one) => one.role))],
    held: inForce,
    memberships: access.memberships,
    department: office?.departmentId ? { id: office.departmentId, name: office.departmentName ?? "" } : null,
    enterprise,
    mustChangePassword: access.mustChangePassword,
    unfinished: unfinishedOf(access),
  };
});

/** The signed-in person, or the page that asks to sign in. */
export async function requireUser(): Promise<SessionUser> {
  const user = (await currentUser()) ?? unauthorized();
  if (user.unfinished) redirect(user.unfinished);
  return user;
}

/** The signed-in person if the permission table allows the act; 401 or 403 page otherwise. First line of every page and action. */
export async function requirePermission(permission: Permission): Promise<SessionUser> {
  const user = await requireUser();
  return allowed(user, permission) ? user : forbidden();
}

/** May this person perform the act? An agent's rights may be narrower than the role's. */
export const allowed = (user: Pick<SessionUser, "held">, permission: Permission): boolean => mayBy(user.held, permission);

/** 数据域 for an act: the county for county-wide roles, the own department, or the own enterprise. Every read takes it. */
export function scopeFor(user: SessionUser, permission: Permission): Scope {
  const granted = user.memberships.filter((one) => mayBy([one], permission));
  if (granted.some((one) => !isEnterpriseRole(one.role) && (one.departmentId === null || one.role === "paymentMaker" || one.role === "paymentChecker")))
    return { kind: "county" };
  const department = granted.find((one) => one.departmentId);
  if (department?.departmentId) return { kind: "department", departmentId: department.departmentId };
  return user.enterprise && allowed(user, permission) ? { kind: "enterprise", enterpriseIds: [user.enterprise.id] } : NOTHING;
}

/** Actor of a move or an act: the person with all roles in force, recorded under the role that carries the permission. */
export function actorFor(user: SessionUser, permission: Permission) {
  const role = user.roles.find((one) => may([one], permission)) ?? "public";
  return { personId: user.personId, roles: user.roles, isSystem: false, role } as const;
}
