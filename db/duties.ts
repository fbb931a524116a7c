import "server-only";
import { and, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { memberships, people } from "./schema";
import type { Db } from "./types";

export type Duty = { readonly personId: string | null; readonly roles: readonly Role[]; readonly departmentId?: string; readonly day: PlainDate };

/** 任职核对: does the person hold one of the roles on that day (in that department, if one is named)? `validTo` is the first day without it. */
export async function holdsDuty(db: Db, { personId, roles, departmentId, day }: Duty): Promise<boolean> {
  if (personId === null) return false;
  const [row] = await db
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(
      and(
        eq(memberships.personId, personId),
        inArray(memberships.role, [...roles]),
        departmentId === undefined ? undefined : eq(memberships.departmentId, departmentId),
        lte(memberships.validFrom, day),
        or(isNull(memberships.validTo), gt(memberships.validTo, day)),
        isNull(people.disabledAt),
      ),
    )
    .limit(1);
  return row !== undefined;
}
