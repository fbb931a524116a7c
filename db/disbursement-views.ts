import "server-only";
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, notExists, sql } from "drizzle-orm";
import type { FundId } from "@/lib/disbursement/funds";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { uppercaseRmb } from "@/lib/kernel/uppercase-rmb";
import { maskAccount, maskPersonName } from "@/lib/standards/mask";
import {
  bankAccounts,
  bankFiles,
  budgetReservations,
  claims,
  departments,
  enterprises,
  funds,
  noticeLines,
  notices,
  paymentBatches,
  paymentOrders,
  people,
  policies,
} from "./schema";
import type { Db } from "./types";

const orNull = (at: Instant | null): Instant | null => at && instant(at);

export type PayableRow = {
  readonly claimId: string;
  readonly number: string;
  readonly state: "approved" | "paymentFailed";
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly policyCode: string;
  readonly policyName: string;
  readonly departmentName: string;
  readonly fundId: FundId;
  readonly amountFen: Fen;
  readonly dueOn: PlainDate | null;
  /** Money is frozen; without it preparation suspends the claim for want of budget. */
  readonly reserved: boolean;
  /** 现行账户, masked; null when none is effective. */
  readonly account: string | null;
  readonly bankName: string | null;
};

/** 可制单清单: signed claims without a live order, and returned payments that can be paid again; by due day. */
export async function listPayable(db: Db, state: PayableRow["state"] = "approved"): Promise<PayableRow[]> {
  const live = db
    .select({ id: paymentOrders.id })
    .from(paymentOrders)
    .where(and(eq(paymentOrders.claimId, claims.id), inArray(paymentOrders.state, ["prepared", "sent", "paid"])));
  const rows = await db
    .select({
      claim: claims,
      enterpriseName: enterprises.name,
      policyName: policies.name,
      departmentName: departments.shortName,
      reservation: budgetReservations.state,
      last4: bankAccounts.last4,
      bankName: bankAccounts.bankName,
    })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(departments, eq(departments.id, claims.departmentId))
    .leftJoin(budgetReservations, eq(budgetReservations.claimId, claims.id))
    .leftJoin(bankAccounts, and(eq(bankAccounts.enterpriseId, claims.enterpriseId), eq(bankAccounts.state, "effective")))
    .where(and(eq(claims.state, state), eq(claims.benefitKind, "cash"), isNotNull(claims.approvalId), isNotNull(claims.amountFen), notExists(live)))
    .orderBy(asc(claims.dueOn), asc(claims.number));
  return rows.flatMap(({ claim, reservation, last4, ...rest }) => {
    const { id: claimId, number, enterpriseId, policyCode, fundId, amountFen, dueOn } = claim;
    if (amountFen === null || fundId === null) return [];
    const account = last4 === null ? null : `****${last4}`;
    return [
      { claimId, number, state, enterpriseId, policyCode, fundId: fundId as FundId, amountFen, dueOn, reserved: reservation === "reserved", account, ...rest },
    ];
  });
}

export type BatchRow = {
  readonly id: string;
  readonly number: string;
  readonly fundId: FundId;
  readonly fundName: string;
  readonly state: "prepared" | "released" | "exported" | "reconciled";
  readonly orderCount: number;
  readonly totalFen: Fen;
  readonly makerId: string;
  readonly makerName: string;
  readonly madeAt: Instant;
  readonly releaserName: string | null;
  readonly releasedAt: Instant | null;
  readonly exportedAt: Instant | null;
  readonly dueOn: PlainDate;
};

function batchQuery(db: Db) {
  return db
    .select({
      batch: paymentBatches,
      fundName: funds.name,
      makerName: people.displayName,
      releaserName: sql<string | null>`(select p.display_name from people p where p.id = ${paymentBatches.releaserId})`,
    })
    .from(paymentBatches)
    .innerJoin(funds, eq(funds.id, paymentBatches.fundId))
    .innerJoin(people, eq(people.id, paymentBatches.makerId));
}

const batchRow = ({ batch, fundName, makerName, releaserName }: Awaited<ReturnType<typeof batchQuery>>[number]): BatchRow => ({
  id: batch.id,
  number: batch.number,
  fundId: batch.fundId as FundId,
  fundName,
  state: batch.state,
  orderCount: batch.orderCount,
  totalFen: batch.totalFen,
  makerId: batch.makerId,
  makerName,
  madeAt: instant(batch.madeAt),
  releaserName,
  releasedAt: orNull(batch.releasedAt),
  exportedAt: orNull(batch.exportedAt),
  dueOn: batch.dueOn,
});

/** 支付批次, newest first. */
export async function listBatches(
  db: Db,
  filter: { state?: BatchRow["state"]; page?: number; pageSize?: number } = {},
): Promise<{ rows: BatchRow[]; total: number }> {
  const pageSize = Math.min(100, filter.pageSize ?? 20);
  const condition = filter.state ? eq(paymentBatches.state, filter.state) : undefined;
  const rows = await batchQuery(db)
    .where(condition)
    .orderBy(desc(paymentBatches.madeAt), desc(paymentBatches.number))
    .limit(pageSize)
    .offset((Math.max(1, filter.page ?? 1) - 1) * pageSize);
  const [all] = await db.select({ n: count() }).from(paymentBatches).where(condition);
  return { rows: rows.map(batchRow), total: all?.n ?? 0 };
}

export type OrderRow = {
  readonly id: string;
  readonly number: string;
  readonly state: "prepared" | "sent" | "paid" | "returned" | "cancelled";
  readonly claimId: string;
  readonly claimNumber: string;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly policyName: string;
  readonly amountFen: Fen;
  readonly accountId: string;
  /** Masked; an operator's name too. */
  readonly holder: string;
  readonly bankName: string;
  readonly account: string;
  readonly remark: string;
  readonly bankReference: string | null;
  readonly returnCode: string | null;
  readonly returnReason: string | null;
  readonly settledAt: Instant | null;
};

export type FileRow = {
  readonly id: string;
  readonly direction: "out" | "in";
  readonly filename: string;
  readonly sha256: string;
  readonly lineCount: number;
  readonly totalFen: Fen;
  readonly findings: readonly { readonly orderNumber: string; readonly kind: string; readonly text: string }[];
  readonly at: Instant;
  readonly byName: string | null;
};

export type BatchDetail = BatchRow & { readonly orders: readonly OrderRow[]; readonly files: readonly FileRow[] };

async function ordersOf(db: Db, batchId: string): Promise<OrderRow[]> {
  const rows = await db
    .select({ order: paymentOrders, claimNumber: claims.number, enterprise: enterprises, policyName: policies.name, account: bankAccounts })
    .from(paymentOrders)
    .innerJoin(claims, eq(claims.id, paymentOrders.claimId))
    .innerJoin(enterprises, eq(enterprises.id, paymentOrders.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(bankAccounts, eq(bankAccounts.id, paymentOrders.accountId))
    .where(eq(paymentOrders.batchId, batchId))
    .orderBy(asc(paymentOrders.number));
  return rows.map(({ order, claimNumber, enterprise, policyName, account }) => ({
    id: order.id,
    number: order.number,
    state: order.state,
    claimId: order.claimId,
    claimNumber,
    enterpriseName: enterprise.name,
    uscc: enterprise.uscc,
    policyName,
    amountFen: order.amountFen,
    accountId: account.id,
    holder: account.kind === "operator" ? maskPersonName(account.holderName) : account.holderName,
    bankName: account.bankName,
    account: maskAccount(`0000${account.last4}`),
    remark: order.remark,
    bankReference: order.bankReference,
    returnCode: order.returnCode,
    returnReason: order.returnReason,
    settledAt: orNull(order.settledAt),
  }));
}

/** One batch with its orders and bank files; account numbers never leave as plain text here. */
export async function findBatch(db: Db, batchId: string): Promise<BatchDetail | null> {
  const [row] = await batchQuery(db).where(eq(sql`${paymentBatches.id}::text`, batchId));
  if (!row) return null;
  const files = await db
    .select({ file: bankFiles, byName: people.displayName })
    .from(bankFiles)
    .leftJoin(people, eq(people.id, bankFiles.byPersonId))
    .where(eq(bankFiles.batchId, row.batch.id))
    .orderBy(asc(bankFiles.at));
  return {
    ...batchRow(row),
    orders: await ordersOf(db, row.batch.id),
    files: files.map(({ file, byName }) => {
      const { id, direction, filename, sha256, lineCount, totalFen, findings, at } = file;
      return { id, direction, filename, sha256, lineCount, totalFen, findings, at: instant(at), byName };
    }),
  };
}

/** 到账凭证 of a settled claim. */
export type Receipt = {
  readonly claimNumber: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly policyName: string;
  readonly departmentName: string;
  readonly fundName: string;
  readonly amountFen: Fen;
  readonly amountWords: string;
  readonly settledAt: Instant;
  readonly orderNumber: string;
  readonly bankReference: string | null;
  readonly bankName: string;
  readonly account: string;
  readonly noticeNumber: string | null;
  readonly processingDays: number | null;
  readonly endToEndDays: number | null;
};

async function noticeNumberOf(db: Db, claimId: string): Promise<string | null> {
  const [row] = await db
    .select({ number: notices.number })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(and(eq(noticeLines.claimId, claimId), eq(noticeLines.state, "listed")))
    .orderBy(desc(notices.publishedAt))
    .limit(1);
  return row?.number ?? null;
}

/** Null while the money has not arrived. The caller checks whose claim it is. */
export async function receiptOf(db: Db, claimId: string): Promise<Receipt | null> {
  const [row] = await db
    .select({
      claim: claims,
      enterprise: enterprises,
      policyName: policies.name,
      departmentName: departments.name,
      fundName: funds.name,
      order: paymentOrders,
      account: bankAccounts,
    })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(departments, eq(departments.id, claims.departmentId))
    .innerJoin(paymentOrders, and(eq(paymentOrders.claimId, claims.id), eq(paymentOrders.state, "paid")))
    .innerJoin(funds, eq(funds.id, paymentOrders.fundId))
    .innerJoin(bankAccounts, eq(bankAccounts.id, paymentOrders.accountId))
    .where(eq(claims.id, claimId));
  if (!row?.claim.settledAt) return null;
  const { claim, enterprise, order, account } = row;
  return {
    claimNumber: claim.number,
    enterpriseId: enterprise.id,
    enterpriseName: enterprise.name,
    uscc: enterprise.uscc,
    policyName: row.policyName,
    departmentName: row.departmentName,
    fundName: row.fundName,
    amountFen: order.amountFen,
    amountWords: uppercaseRmb(order.amountFen),
    settledAt: instant(row.claim.settledAt),
    orderNumber: order.number,
    bankReference: order.bankReference,
    bankName: account.bankName,
    account: maskAccount(`0000${account.last4}`),
    noticeNumber: await noticeNumberOf(db, claimId),
    processingDays: claim.processingDays,
    endToEndDays: claim.endToEndDays,
  };
}

/** 资金环节概况 for the finance desk. */
export async function paymentFigures(
  db: Db,
): Promise<{ payable: number; toRelease: number; toExport: number; toReconcile: number; failed: number; accounts: number }> {
  const batches = await db.select({ state: paymentBatches.state, n: count() }).from(paymentBatches).groupBy(paymentBatches.state);
  const of = (state: BatchRow["state"]) => batches.find((row) => row.state === state)?.n ?? 0;
  const [failed] = await db.select({ n: count() }).from(claims).where(eq(claims.state, "paymentFailed"));
  const [pending] = await db
    .select({ n: count() })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.state, "pending"), isNull(bankAccounts.verifiedAt)));
  return {
    payable: (await listPayable(db)).length,
    toRelease: of("prepared"),
    toExport: of("released"),
    toReconcile: of("exported"),
    failed: failed?.n ?? 0,
    accounts: pending?.n ?? 0,
  };
}
