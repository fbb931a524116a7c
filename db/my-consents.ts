import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import { claimsRestingOn } from "./consent-revocation";
import { findPublished, type PublishedPolicy } from "./policies";
import { consents, datasets, matches, policies } from "./schema";
import type { Db } from "./types";

export type MyConsent = {
  readonly policyCode: string;
  readonly policyName: string;
  readonly datasets: readonly string[];
  readonly purpose: string;
  readonly textVersion: string;
  readonly grantedAt: Instant;
  /** Datasets among them that only this consent opens; the others rest on legal duty. */
  readonly gated: readonly string[];
  /** Numbers of the claims that would end with it. */
  readonly closing: readonly string[];
};

/** 在用的授权 of one enterprise, the newest first. */
export async function listMyConsents(db: Db, enterpriseId: string, at: Instant): Promise<MyConsent[]> {
  const [rows, known] = await Promise.all([
    db
      .select({ consent: consents, policyName: policies.name })
      .from(consents)
      .innerJoin(policies, eq(policies.code, consents.policyCode))
      .where(and(eq(consents.enterpriseId, enterpriseId), isNull(consents.revokedAt))),
    db.select({ id: datasets.id, name: datasets.name, gated: datasets.consentGated }).from(datasets),
  ]);
  const byId = new Map(known.map((one) => [one.id, one]));
  const listed = await Promise.all(
    rows.map(async ({ consent, policyName }): Promise<MyConsent> => {
      const { policyCode, purpose, textVersion, datasetIds, grantedAt } = consent;
      const gated = datasetIds.flatMap((id) => (byId.get(id)?.gated ? [byId.get(id)?.name ?? id] : []));
      const resting = gated.length > 0 ? await claimsRestingOn(db, { enterpriseId, policyCode, at }) : [];
      const covered = datasetIds.map((id) => byId.get(id)?.name ?? id);
      const closing = resting.map(({ claim }) => claim.number);
      return { policyCode, policyName, datasets: covered, gated, closing, purpose, textVersion, grantedAt: instant(grantedAt) };
    }),
  );
  return listed.sort((a, b) => b.grantedAt.localeCompare(a.grantedAt));
}

/** The policy of an invitation that stands open for this enterprise; null when there is none. */
export async function findInvitation(db: Db, enterpriseId: string, policyCode: string): Promise<PublishedPolicy | null> {
  const [invited] = await db
    .select({ code: matches.policyCode })
    .from(matches)
    .where(and(eq(matches.enterpriseId, enterpriseId), eq(matches.policyCode, policyCode), eq(matches.kind, "invitation")));
  return invited ? findPublished(db, policyCode) : null;
}
