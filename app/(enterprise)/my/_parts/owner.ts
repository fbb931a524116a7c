import "server-only";
import { forbidden } from "next/navigation";
import { actorFor, requirePermission, type SessionUser } from "@/app/_server/session";
import { loadCalendar } from "@/db/calendar";
import { getDb } from "@/db/client";
import { businessNow } from "@/db/clock";
import type { EnterpriseAct } from "@/db/enterprise-acts";
import type { Permission } from "@/lib/access/permissions";

export type Owner = { readonly user: SessionUser; readonly enterprise: { readonly id: string; readonly name: string } };

/** The signed-in person and the enterprise in whose file the person works; nobody without one gets in. */
export async function requireOwner(permission: Permission): Promise<Owner> {
  const user = await requirePermission(permission);
  return { user, enterprise: user.enterprise ?? forbidden() };
}

/** Database, business time and calendar of one page or act. */
export async function workingTime() {
  const db = await getDb();
  const [at, calendar] = await Promise.all([businessNow(db), loadCalendar(db)]);
  return { db, at, calendar };
}

/** What every act on an own claim carries: who, for which enterprise, when. */
export async function ownAct(user: SessionUser, permission: Permission, claimId: string) {
  const { db, at, calendar } = await workingTime();
  const act: EnterpriseAct = { claimId, enterpriseId: user.enterprise?.id ?? forbidden(), actor: actorFor(user, permission), at, calendar };
  return { db, act };
}
