import "server-only";
import { and, eq, isNull, lt } from "drizzle-orm";
import type { ClaimState } from "@/lib/claim/states";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatShortDay } from "@/lib/kernel/plain-date";
import { type Claim, moveClaim, type Sweep, SYSTEM } from "./claims";
import { type NewNotification, notify } from "./notifications";
import { findVersion, type PublishedPolicy } from "./policies";
import { bankAccounts, claims, consents } from "./schema";
import type { Db } from "./types";

const amountText = (amount: Fen | null): string => (amount === null ? "金额待核" : `${formatYuan(amount)}元`);

/** Claims in a state, oldest first, for a sweep. */
export async function claimsIn(db: Db, state: ClaimState, limit = 500): Promise<string[]> {
  const rows = await db.select({ id: claims.id }).from(claims).where(eq(claims.state, state)).orderBy(claims.createdAt, claims.number).limit(limit);
  return rows.map((row) => row.id);
}

/** 推送: tells the enterprise of a new match and waits for its word, or goes straight to the check where no word is needed first. */
export async function offerClaim(db: Db, claimId: string, { at, calendar }: Sweep): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [claim] = await tx.select().from(claims).where(eq(claims.id, claimId));
    if (claim?.state !== "matched") return false;
    const policy = await findVersion(tx, claim.policyVersionId);
    const to = claim.confirmStage === "before" ? "pendingConfirm" : "autoCheck";
    const moved = await moveClaim(tx, { claimId, to, actor: SYSTEM, at, calendar, facts: await onFile(tx, claim) });
    if (!moved.ok || !policy) return false;
    if (to === "pendingConfirm") await notify(tx, [offer(moved.value, policy)], at);
    return true;
  });
}

/** Account and authorisation that are on file already, for policies that ask for no confirmation. */
async function onFile(tx: Db, claim: Claim) {
  const [account] = await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.enterpriseId, claim.enterpriseId), eq(bankAccounts.state, "effective")));
  const [consent] = await tx
    .select({ id: consents.id })
    .from(consents)
    .where(and(eq(consents.enterpriseId, claim.enterpriseId), eq(consents.policyCode, claim.policyCode), isNull(consents.revokedAt)));
  return { accountNameEqual: account !== undefined, authorisationValid: consent !== undefined };
}

const offer = (claim: Claim, { resolved }: PublishedPolicy): NewNotification => ({
  enterpriseId: claim.enterpriseId,
  claimId: claim.id,
  kind: "claim.offered",
  title: `${resolved.name}：${amountText(claim.amountFen)}`,
  body: `按部门数据，您符合“${resolved.name}”。请核对收款账户并确认${claim.dueOn ? `，${formatShortDay(claim.dueOn)} 18:00 前有效` : ""}。`,
  href: `/my/claims/${claim.id}`,
  dedupeKey: `offered|${claim.id}|${claim.version}`,
});

/** 逾期未确认: everything whose time to confirm has run out; the enterprise can bring it back while the policy is in force. */
export async function expireUnconfirmed(db: Db, { at, calendar }: Sweep): Promise<number> {
  const due = await db
    .select({ id: claims.id })
    .from(claims)
    .where(and(eq(claims.state, "pendingConfirm"), lt(claims.dueOn, dayOf(at))));
  let expired = 0;
  for (const { id } of due) {
    const done = await db.transaction((tx) => moveClaim(tx, { claimId: id, to: "expired", actor: SYSTEM, at, calendar, reasonCode: "notConfirmedInTime" }));
    if (done.ok) expired += 1;
  }
  return expired;
}
