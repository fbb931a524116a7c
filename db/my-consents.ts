import "server-only";
import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import { GROUP_STATES } from "./my-queries";
import { findPublished, type PublishedPolicy } from "./policies";
import { claims, consents, datasets, matches, policies } from "./schema";
import type { Db } from "./types";

export type MyConsent = {
  readonly policyCode: string;
  readonly policyName: string;
  readonly datasets: readonly string[];
  readonly purpose: string;
  readonly textVersion: string;
  readonly grantedAt: Instant;
  /** Claims on their way that rest on it. */
  readonly openClaims: number;
};

/** 在用的授权 of one enterprise, the newest first. */
export async function listMyConsents(db: Db, enterpriseId: string): Promise<MyConsent[]> {
  const [rows, names, open] = await Promise.all([
    db
      .select({ consent: consents, policyName: policies.name })
      .from(consents)
      .innerJoin(policies, eq(policies.code, consents.policyCode))
      .where(and(eq(consents.enterpriseId, enterpriseId), isNull(consents.revokedAt))),
    db.select({ id: datasets.id, name: datasets.name }).from(datasets),
    db
      .select({ policyCode: claims.policyCode, n: count() })
      .from(claims)
      .where(and(eq(claims.enterpriseId, enterpriseId), inArray(claims.state, [...GROUP_STATES.open])))
      .groupBy(claims.policyCode),
  ]);
  const nameOf = new Map(names.map((one) => [one.id, one.name]));
  const openOf = new Map(open.map((one) => [one.policyCode, one.n]));
  return rows
    .map(({ consent, policyName }) => ({
      policyCode: consent.policyCode,
      policyName,
      datasets: consent.datasetIds.map((id) => nameOf.get(id) ?? id),
      purpose: consent.purpose,
      textVersion: consent.textVersion,
      grantedAt: instant(consent.grantedAt),
      openClaims: openOf.get(consent.policyCode) ?? 0,
    }))
    .sort((a, b) => b.grantedAt.localeCompare(a.grantedAt));
}

/** The policy of an invitation that stands open for this enterprise; null when there is none. */
export async function findInvitation(db: Db, enterpriseId: string, policyCode: string): Promise<PublishedPolicy | null> {
  const [invited] = await db
    .select({ code: matches.policyCode })
    .from(matches)
    .where(and(eq(matches.enterpriseId, enterpriseId), eq(matches.policyCode, policyCode), eq(matches.kind, "invitation")));
  return invited ? findPublished(db, policyCode) : null;
}
