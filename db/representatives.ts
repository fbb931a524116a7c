import "server-only";
import { and, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { appendAudit } from "./audit";
import { raiseSession } from "./people";
import { memberships } from "./schema";
import type { Db } from "./types";

export type Basis = "provider" | "register";

/** 法定代表人 memberships of a person that are in force. */
export const representedBy = (db: Db, personId: string, at: Instant) =>
  db
    .select({ id: memberships.id, enterpriseId: memberships.enterpriseId, basis: memberships.basis })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        eq(memberships.role, "legalRepresentative"),
        lte(memberships.validFrom, dayOf(at)),
        or(isNull(memberships.validTo), gt(memberships.validTo, dayOf(at))),
      ),
    );

const record = (tx: Db, action: string, { personId, at, detail }: { personId: string; at: Instant; detail: Record<string, unknown> }) =>
  appendAudit(tx, [{ at, actorId: personId, actorRole: "person", action, subjectType: "person", subjectId: personId, detail }]);

/** 确认为法定代表人 of enterprises, on proof. What the person holds already stays as it is. Returns whether anything changed. */
export async function addRepresented(
  tx: Db,
  { personId, enterpriseIds, basis, at }: { personId: string; enterpriseIds: readonly string[]; basis: Basis; at: Instant },
): Promise<boolean> {
  const held = new Set((await representedBy(tx, personId, at)).map((one) => one.enterpriseId));
  const fresh = enterpriseIds.filter((id) => !held.has(id));
  if (fresh.length === 0) return false;
  const role = "legalRepresentative" as const;
  await tx.insert(memberships).values(fresh.map((enterpriseId) => ({ personId, role, enterpriseId, basis, validFrom: dayOf(at), createdAt: at })));
  await raiseSession(tx, personId);
  await record(tx, "person.representativeProven", { personId, at, detail: { basis, enterpriseIds: fresh } });
  return true;
}

/** The provider no longer names these enterprises: what rested on its word ends today, nothing else. */
export async function endUnnamed(
  tx: Db,
  { personId, enterpriseIds, at }: { personId: string; enterpriseIds: readonly string[]; at: Instant },
): Promise<boolean> {
  const ended = (await representedBy(tx, personId, at)).filter((one) => one.basis === "provider" && !enterpriseIds.includes(one.enterpriseId ?? ""));
  if (ended.length === 0) return false;
  await tx
    .update(memberships)
    .set({ validTo: dayOf(at) })
    .where(
      inArray(
        memberships.id,
        ended.map((one) => one.id),
      ),
    );
  await raiseSession(tx, personId);
  await record(tx, "person.representativeEnded", { personId, at, detail: { basis: "provider", enterpriseIds: ended.map((one) => one.enterpriseId) } });
  return true;
}
