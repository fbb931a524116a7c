import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Instant } from "@/lib/kernel/plain-date";
import { policyIndicators } from "@/lib/policy/indicators";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { sha256Hex } from "./crypto";
import type { PublishedPolicy } from "./policies";
import { consents, datasets, indicators } from "./schema";
import { markProfilesStale } from "./stale-profiles";
import type { Db } from "./types";

/** 授权书: the words that the enterprise agrees to. A new wording gets a new version. */
export const CONSENT_TEXT_VERSION = "2026-01";
export const consentText = (policyName: string, datasetNames: readonly string[]): string =>
  `我单位同意青禾县企业服务平台为办理“${policyName}”，查询并使用我单位的以下数据：${datasetNames.join("、")}。仅用于本项补贴的核对与支付，办结后不再读取；我单位可以随时撤回。`;

/** The datasets that a policy reads, which is what a consent for it covers. */
export async function datasetsOfPolicy(db: Db, { resolved }: PublishedPolicy): Promise<{ id: string; name: string; consentGated: boolean }[]> {
  const used = new Set(policyIndicators(resolved).all);
  const rows = await db
    .select({ indicatorId: indicators.id, id: datasets.id, name: datasets.name, consentGated: datasets.consentGated, sortOrder: datasets.sortOrder })
    .from(indicators)
    .innerJoin(datasets, eq(datasets.id, indicators.datasetId))
    .orderBy(datasets.sortOrder);
  const found = new Map(rows.filter((row) => used.has(row.indicatorId)).map(({ id, name, consentGated }) => [id, { id, name, consentGated }]));
  return [...found.values()];
}

export type ConsentInput = {
  readonly enterpriseId: string;
  readonly policy: PublishedPolicy;
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
};

/** 授权: for one policy, audited; giving it again changes nothing. True when it opens data that were closed before (the file is then out of date). */
export async function grantConsent(tx: Db, { enterpriseId, policy, actor, at }: ConsentInput): Promise<boolean> {
  const covered = await datasetsOfPolicy(tx, policy);
  const text = consentText(
    policy.resolved.name,
    covered.map((one) => one.name),
  );
  const [stored] = await tx
    .insert(consents)
    .values({
      enterpriseId,
      policyCode: policy.resolved.code,
      datasetIds: covered.map((one) => one.id),
      purpose: `办理${policy.resolved.name}`,
      textVersion: CONSENT_TEXT_VERSION,
      textHash: sha256Hex(text),
      grantedBy: actor.personId,
      grantedRole: actor.role,
      grantedAt: at,
    })
    .onConflictDoNothing()
    .returning({ id: consents.id });
  if (!stored) return false;
  const detail = { policyCode: policy.resolved.code, datasetIds: covered.map((one) => one.id), textHash: sha256Hex(text) };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "consent.granted", subjectType: "enterprise", subjectId: enterpriseId, detail },
  ]);
  const opens = covered.some((one) => one.consentGated);
  if (opens) await markProfilesStale(tx, [enterpriseId]);
  return opens;
}

export type Revocation = {
  readonly enterpriseId: string;
  readonly policyCode: string;
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
};

/** Ends the consent itself, audited; what rests on it is the caller's. False when there was none. */
export async function endConsent(tx: Db, { enterpriseId, policyCode, actor, at }: Revocation): Promise<boolean> {
  const [ended] = await tx
    .update(consents)
    .set({ revokedAt: at, revokedBy: actor.personId, revokedRole: actor.role })
    .where(and(eq(consents.enterpriseId, enterpriseId), eq(consents.policyCode, policyCode), isNull(consents.revokedAt)))
    .returning({ id: consents.id });
  if (!ended) return false;
  const subject = { subjectType: "enterprise", subjectId: enterpriseId, detail: { policyCode } };
  await appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action: "consent.revoked", ...subject }]);
  return true;
}

/** 已授权的数据 of some enterprises: the datasets that a consent in force covers, whatever its policy. */
export async function consentedDatasets(db: Db, enterpriseIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const rows = await db
    .select({ enterpriseId: consents.enterpriseId, datasetIds: consents.datasetIds })
    .from(consents)
    .where(and(inArray(consents.enterpriseId, [...enterpriseIds]), isNull(consents.revokedAt)));
  const found = new Map<string, Set<string>>();
  for (const { enterpriseId, datasetIds } of rows) found.set(enterpriseId, new Set([...(found.get(enterpriseId) ?? []), ...datasetIds]));
  return found;
}
