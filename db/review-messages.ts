import "server-only";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import type { Instant } from "@/lib/kernel/plain-date";
import type { Claim } from "./claims";
import { notify } from "./notifications";
import { findVersion } from "./policies";
import type { claimOpinions } from "./schema";
import type { Db } from "./types";

/** 不予享受, told to the enterprise with the reason and the way to a second look. */
export async function tellRejection(tx: Db, claim: Claim, reason: string, at: Instant): Promise<void> {
  const policy = await findVersion(tx, claim.policyVersionId);
  await notify(
    tx,
    [
      {
        enterpriseId: claim.enterpriseId,
        claimId: claim.id,
        kind: "claim.rejected",
        title: `${policy?.resolved.name ?? claim.number}：不予享受`,
        body: `${reason}。对结论有意见，15 日内可申请复核，由其他人员办理。`,
        href: `/my/claims/${claim.id}`,
        dedupeKey: `rejected|${claim.id}|${claim.version}`,
      },
    ],
    at,
  );
}

/** 终止, told to the enterprise with its ground. */
export async function tellEnd(tx: Db, claim: Claim, ground: string, at: Instant): Promise<void> {
  const policy = await findVersion(tx, claim.policyVersionId);
  await notify(
    tx,
    [
      {
        enterpriseId: claim.enterpriseId,
        claimId: claim.id,
        kind: "claim.ended",
        title: `${policy?.resolved.name ?? claim.number}：办件终止`,
        body: `${ground}。有疑问请联系主管部门。`,
        href: `/my/claims/${claim.id}`,
        dedupeKey: `ended|${claim.id}|${claim.version}`,
      },
    ],
    at,
  );
}

/** 核减, told to the enterprise with clause and reason. */
export async function tellReduction(tx: Db, claim: Claim, opinion: typeof claimOpinions.$inferSelect, at: Instant): Promise<void> {
  const policy = await findVersion(tx, claim.policyVersionId);
  const less = formatYuan(((opinion.amountBeforeFen ?? 0) - (opinion.amountAfterFen ?? 0)) as Fen);
  await notify(
    tx,
    [
      {
        enterpriseId: claim.enterpriseId,
        claimId: claim.id,
        kind: "claim.reduced",
        title: `${policy?.resolved.name ?? claim.number}：核定 ${formatYuan(opinion.amountAfterFen ?? (0 as Fen))}元`,
        body: `比测算少 ${less}元。依据：${opinion.clauseId ?? ""}。理由：${opinion.reductionReason ?? ""}。有疑问请联系主管部门。`,
        href: `/my/claims/${claim.id}`,
        dedupeKey: `reduced|${claim.id}|${claim.version}`,
      },
    ],
    at,
  );
}
