import "server-only";
import { and, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import type { Claim } from "./claims";
import { notify } from "./notifications";
import { memberships } from "./schema";
import type { Db } from "./types";

type Words = { readonly kind: string; readonly title: string; readonly body: string };

/** 追回, told to the enterprise: every step once. */
export async function tellEnterprise(tx: Db, claim: Pick<Claim, "id" | "enterpriseId">, at: Instant, { kind, title, body }: Words): Promise<void> {
  const message = { enterpriseId: claim.enterpriseId, claimId: claim.id, kind: "claim.clawback", level: "yellow" as const, title, body };
  await notify(tx, [{ ...message, href: `/my/claims/${claim.id}`, dedupeKey: `clawback|${claim.id}|${kind}` }], at);
}

type Told = Words & { readonly roles: readonly Role[]; readonly clawbackId: string };

/** Those whose step comes next: the leaders of the claim's department, finance, or the auditors. */
export async function tellDesks(tx: Db, claim: Pick<Claim, "id" | "departmentId">, at: Instant, { roles, clawbackId, kind, title, body }: Told): Promise<void> {
  const today = dayOf(at);
  const desks = await tx
    .selectDistinct({ personId: memberships.personId, role: memberships.role, departmentId: memberships.departmentId })
    .from(memberships)
    .where(and(inArray(memberships.role, [...roles]), lte(memberships.validFrom, today), or(isNull(memberships.validTo), gt(memberships.validTo, today))));
  const near = desks.filter(({ role, departmentId }) => role !== "leaderInCharge" || departmentId === claim.departmentId);
  const messages = [...new Set(near.map((desk) => desk.personId))].map((personId) => ({
    personId,
    claimId: claim.id,
    kind: "clawback",
    title,
    body,
    href: `/audit/clawbacks/${clawbackId}`,
    dedupeKey: `clawback|${clawbackId}|${kind}|${today}|${personId}`,
  }));
  await notify(tx, messages, at);
}
