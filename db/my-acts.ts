import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { type AccountRefusal, type NewAccount, registerAccount } from "./accounts";
import { atomically } from "./atomic";
import { offerClaim } from "./claim-offers";
import type { Actor, Claim } from "./claims";
import { grantConsent } from "./consents";
import { type ActRefusal, confirmClaim, type EnterpriseAct, submitSupplement } from "./enterprise-acts";
import { assignLines, type LineRefusal } from "./invoice-lines";
import { matchContext, matchEnterprises } from "./matching";
import type { MaterialFile } from "./materials";
import type { Mailbox } from "./notifications";
import { findPublished } from "./policies";
import { refreshContext, refreshProfiles } from "./profiles";
import { matches, notifications } from "./schema";
import type { Db } from "./types";

export type AccountEntry = Pick<NewAccount, "holderName" | "bankName" | "number" | "kind"> & { readonly cnapsCode?: string };
export type ConfirmRefusal = ActRefusal | AccountRefusal;

/**
 * 核对账户并确认 with, where one is given, a new account: account, consent, papers and the move are one act. What is refused leaves nothing
 * behind, so that the same form can be sent again.
 */
export function confirmWithAccount(
  db: Db,
  act: EnterpriseAct & { readonly files: readonly MaterialFile[]; readonly account: AccountEntry | null },
): Promise<Result<Claim, ConfirmRefusal>> {
  const { account, ...confirmation } = act;
  return atomically<Claim, ConfirmRefusal>(db, async (tx) => {
    if (account) {
      const stored = await registerAccount(tx, { ...account, enterpriseId: act.enterpriseId, personId: act.actor.personId, at: act.at });
      if (!stored.ok) return stored;
    }
    return confirmClaim(tx, confirmation);
  });
}

/** 补正 as one act: files and move together, or neither. */
export const deliverSupplement = (db: Db, act: EnterpriseAct & { readonly files: readonly MaterialFile[] }): Promise<Result<Claim, ActRefusal>> =>
  atomically<Claim, ActRefusal>(db, (tx) => submitSupplement(tx, act));

export type InvitationAct = {
  readonly enterpriseId: string;
  readonly policyCode: string;
  /** Invoice lines that the enterprise names for this policy with its consent (发票行归项). */
  readonly lines?: readonly string[];
  readonly actor: Actor & { readonly personId: string };
  readonly at: Instant;
  readonly calendar: WorkCalendar;
};
export type InvitationRefusal = "notInvited" | LineRefusal;

/**
 * 接受邀请: the consent is given and its invoice lines are named, then the enterprise alone is matched again, so that what it opened shows at once. The
 * nightly run would find the same. One act: what is refused leaves no consent behind. Returns the claims that came of it.
 */
export function acceptInvitation(db: Db, act: InvitationAct): Promise<Result<readonly string[], InvitationRefusal>> {
  const { enterpriseId, policyCode, lines = [], actor, at, calendar } = act;
  return atomically<readonly string[], InvitationRefusal>(db, async (tx) => {
    const policy = await findPublished(tx, policyCode);
    const [invited] = await tx
      .select({ code: matches.policyCode })
      .from(matches)
      .where(and(eq(matches.enterpriseId, enterpriseId), eq(matches.policyCode, policyCode), eq(matches.kind, "invitation")));
    if (!policy || !invited) return refused("notInvited");
    await grantConsent(tx, { enterpriseId, policy, actor, at });
    await refreshProfiles(tx, await refreshContext(tx, at), [enterpriseId]);
    const named = await assignLines(tx, { enterpriseId, choices: new Map(lines.map((line) => [line, policyCode])), actor, at });
    if (!named.ok) return named;
    const { opened } = await matchEnterprises(tx, await matchContext(tx, at, calendar), [enterpriseId]);
    for (const { claimId } of opened) await offerClaim(tx, claimId, { at, calendar });
    return ok(opened.filter((one) => one.policyCode === policyCode).map((one) => one.claimId));
  });
}

/** 打开消息: marks one message of the own mailbox as read and says where it leads; null when it is not the reader's. */
export async function openNotification(db: Db, mailbox: Mailbox, id: string, at: Instant): Promise<{ href: string | null } | null> {
  const [message] = await db.select().from(notifications).where(eq(notifications.id, id));
  const own = message && (message.personId === mailbox.personId || (message.enterpriseId !== null && message.enterpriseId === mailbox.enterpriseId));
  if (!own) return null;
  await db
    .update(notifications)
    .set({ readAt: at })
    .where(and(eq(notifications.id, id), isNull(notifications.readAt)));
  return { href: message.href };
}
