import "server-only";
import { and, asc, desc, eq, or } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/access/scope";
import type { LedgerAccount } from "@/lib/disbursement/ledger";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { uppercaseRmb } from "@/lib/kernel/uppercase-rmb";
import { maskAccount } from "@/lib/standards/mask";
import { claimsInScope } from "./claim-lights";
import {
  approvals,
  auditLog,
  bankAccounts,
  bankFiles,
  claims,
  clawbacks,
  enterprises,
  funds,
  ledgerEntries,
  noticeLines,
  notices,
  paymentBatches,
  paymentOrders,
  people,
} from "./schema";
import type { Db } from "./types";

export type DossierNotice = {
  readonly id: string;
  readonly number: string;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly contentHash: string;
  readonly amountFen: Fen;
  readonly state: string;
};
export type DossierFile = {
  readonly id: string;
  readonly direction: "out" | "in";
  readonly filename: string;
  readonly sha256: string;
  readonly at: Instant;
  readonly findings: readonly string[];
};
export type DossierEntry = { readonly id: number; readonly account: LedgerAccount; readonly amountFen: Fen; readonly memo: string; readonly at: Instant };
export type DossierAudit = { readonly seq: number; readonly action: string; readonly at: Instant; readonly actor: string | null; readonly hash: string };

/** 支付档案: everything behind one payment, masked. */
export type PaymentDossier = {
  readonly order: typeof paymentOrders.$inferSelect;
  readonly amountWords: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly fundName: string;
  readonly payingAccount: string;
  readonly holder: string;
  readonly bankName: string;
  readonly account: string;
  readonly batch: {
    readonly id: string;
    readonly number: string;
    readonly makerName: string;
    readonly madeAt: Instant;
    readonly releaserName: string | null;
    readonly releasedAt: Instant | null;
  };
  readonly approval: { readonly signedBy: string; readonly at: Instant; readonly opinion: string } | null;
  readonly notices: readonly DossierNotice[];
  readonly files: readonly DossierFile[];
  readonly entries: readonly DossierEntry[];
  readonly audit: readonly DossierAudit[];
  readonly clawbackIds: readonly string[];
};

async function headOf(db: Db, scope: Scope, orderId: string) {
  const maker = alias(people, "maker");
  const releaser = alias(people, "releaser");
  const [row] = await db
    .select({
      order: paymentOrders,
      claim: claims,
      enterprise: enterprises,
      fund: funds,
      account: bankAccounts,
      batch: paymentBatches,
      makerName: maker.displayName,
      releaserName: releaser.displayName,
    })
    .from(paymentOrders)
    .innerJoin(claims, eq(claims.id, paymentOrders.claimId))
    .innerJoin(enterprises, eq(enterprises.id, paymentOrders.enterpriseId))
    .innerJoin(funds, eq(funds.id, paymentOrders.fundId))
    .innerJoin(bankAccounts, eq(bankAccounts.id, paymentOrders.accountId))
    .innerJoin(paymentBatches, eq(paymentBatches.id, paymentOrders.batchId))
    .innerJoin(maker, eq(maker.id, paymentBatches.makerId))
    .leftJoin(releaser, eq(releaser.id, paymentBatches.releaserId))
    .where(and(eq(paymentOrders.id, orderId), claimsInScope(scope)));
  return row ?? null;
}
type Head = NonNullable<Awaited<ReturnType<typeof headOf>>>;

async function approvalOf(db: Db, { claim }: Head): Promise<PaymentDossier["approval"]> {
  if (claim.approvalId === null) return null;
  const [row] = await db
    .select({ approval: approvals, signedBy: people.displayName })
    .from(approvals)
    .innerJoin(people, eq(people.id, approvals.signedBy))
    .where(eq(approvals.id, claim.approvalId));
  return row ? { signedBy: row.signedBy, at: instant(row.approval.signedAt), opinion: row.approval.opinion } : null;
}

async function noticesOf(db: Db, { claim }: Head): Promise<DossierNotice[]> {
  return db
    .select({
      id: notices.id,
      number: notices.number,
      startsOn: notices.startsOn,
      endsOn: noticeLines.endsOn,
      contentHash: notices.contentHash,
      amountFen: noticeLines.amountFen,
      state: noticeLines.state,
    })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(eq(noticeLines.claimId, claim.id))
    .orderBy(asc(notices.publishedAt));
}

/** The audit rows of the claim's moves, of its batch and of its files: each with its place and hash in the chain. */
async function auditOf(db: Db, { claim, batch }: Head): Promise<DossierAudit[]> {
  const rows = await db
    .select({ seq: auditLog.seq, action: auditLog.action, at: auditLog.at, actor: people.displayName, hash: auditLog.hash })
    .from(auditLog)
    .leftJoin(people, eq(people.id, auditLog.actorId))
    .where(
      and(
        eq(auditLog.chain, "business"),
        or(
          and(eq(auditLog.subjectType, "claim"), eq(auditLog.subjectId, claim.id)),
          and(eq(auditLog.subjectType, "paymentBatch"), eq(auditLog.subjectId, batch.id)),
        ),
      ),
    )
    .orderBy(asc(auditLog.seq));
  return rows.map((row) => ({ ...row, at: instant(row.at) }));
}

/** 一笔支付的档案 within the scope; null when there is none. */
export async function loadDossier(db: Db, scope: Scope, orderId: string): Promise<PaymentDossier | null> {
  const head = await headOf(db, scope, orderId);
  if (!head) return null;
  const { order, claim, enterprise, fund, account, batch } = head;
  const [approval, listed, files, entries, audit, back] = await Promise.all([
    approvalOf(db, head),
    noticesOf(db, head),
    db.select().from(bankFiles).where(eq(bankFiles.batchId, batch.id)).orderBy(asc(bankFiles.at)),
    db.select().from(ledgerEntries).where(eq(ledgerEntries.claimId, claim.id)).orderBy(asc(ledgerEntries.id)),
    auditOf(db, head),
    db.select({ id: clawbacks.id }).from(clawbacks).where(eq(clawbacks.orderId, order.id)).orderBy(desc(clawbacks.openedAt)),
  ]);
  return {
    order,
    amountWords: uppercaseRmb(order.amountFen),
    claimId: claim.id,
    claimNumber: claim.number,
    enterpriseName: enterprise.name,
    uscc: enterprise.uscc,
    fundName: fund.name,
    payingAccount: `${fund.payingAccountName}（尾号 ${fund.payingAccountLast4}）`,
    holder: account.kind === "operator" ? "经营者本人账户" : account.holderName,
    bankName: account.bankName,
    account: maskAccount(`0000${account.last4}`),
    batch: {
      id: batch.id,
      number: batch.number,
      makerName: head.makerName,
      madeAt: instant(batch.madeAt),
      releaserName: head.releaserName,
      releasedAt: batch.releasedAt && instant(batch.releasedAt),
    },
    approval,
    notices: listed,
    files: files.map(({ id, direction, filename, sha256, at, findings }) => ({
      ...{ id, direction, filename, sha256 },
      at: instant(at),
      findings: findings.filter((one) => one.orderNumber === order.number).map((one) => one.text),
    })),
    entries: entries.map((row) => ({ id: row.id, account: row.account as LedgerAccount, amountFen: row.amountFen, memo: row.memo, at: instant(row.at) })),
    audit,
    clawbackIds: back.map((row) => row.id),
  };
}
