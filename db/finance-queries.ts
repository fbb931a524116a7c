import "server-only";
import { asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import type { ClaimState } from "@/lib/claim/states";
import type { FundId } from "@/lib/disbursement/funds";
import type { LedgerAccount } from "@/lib/disbursement/ledger";
import { checkBeforePayment } from "@/lib/disbursement/pre-checks";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant } from "@/lib/kernel/plain-date";
import type { SetAsideFinding } from "./disbursements";
import { accountFormFinding, loadPayable, prePaymentFacts, sameAccountAgain } from "./payment-facts";
import { budgetReservations, budgets, claimEvents, claims, enterprises, ledgerEntries, policies } from "./schema";
import type { Db } from "./types";

/** 付前校验 of claims as they stand now, by claim id; nothing is moved. An empty list means that the claim may be paid. */
export async function paymentFindings(db: Db, claimIds: readonly string[], at: Instant): Promise<ReadonlyMap<string, readonly SetAsideFinding[]>> {
  if (claimIds.length === 0) return new Map();
  const list = await db
    .select()
    .from(claims)
    .where(inArray(claims.id, [...claimIds]));
  const payables = await loadPayable(db, list, at);
  return new Map(
    payables.map((payable) => {
      const form = accountFormFinding(payable);
      const found = [...checkBeforePayment(prePaymentFacts(payable, at)), ...(form ? [form] : [])].map(({ code, text }) => ({ code, text }));
      const again = payable.claim.state === "paymentFailed" && sameAccountAgain(payable) ? [{ code: "accountNotCorrected", text: "退票后账户还没有更正" }] : [];
      return [payable.claim.id, [...found, ...again]];
    }),
  );
}

export type AsideRow = {
  readonly claimId: string;
  readonly number: string;
  readonly enterpriseName: string;
  readonly state: ClaimState;
  readonly amountFen: Fen | null;
  readonly findings: readonly SetAsideFinding[];
};

/** 留下的办件 after an act of finance: where each stands now, and why, from its own history. */
export async function setAsideNow(db: Db, claimIds: readonly string[], at: Instant): Promise<AsideRow[]> {
  if (claimIds.length === 0) return [];
  const rows = await db
    .select({ claim: claims, enterpriseName: enterprises.name })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(inArray(claims.id, [...claimIds]))
    .orderBy(asc(claims.number));
  const waiting = rows.filter(({ claim }) => claim.state === "approved" || claim.state === "paymentFailed").map(({ claim }) => claim.id);
  const [current, moved] = await Promise.all([paymentFindings(db, waiting, at), lastReasons(db, claimIds)]);
  return rows.map(({ claim, enterpriseName }) => ({
    claimId: claim.id,
    number: claim.number,
    enterpriseName,
    state: claim.state,
    amountFen: claim.amountFen,
    findings: current.get(claim.id) ?? moved.get(claim.id) ?? [],
  }));
}

async function lastReasons(db: Db, claimIds: readonly string[]): Promise<ReadonlyMap<string, readonly SetAsideFinding[]>> {
  const rows = await db
    .select({ claimId: claimEvents.claimId, reasonCode: claimEvents.reasonCode, reasonText: claimEvents.reasonText })
    .from(claimEvents)
    .where(inArray(claimEvents.claimId, [...claimIds]))
    .orderBy(asc(claimEvents.claimId), asc(claimEvents.seq));
  // Later rows replace earlier ones: the newest move tells why the claim stands where it stands.
  return new Map(rows.map(({ claimId, reasonCode, reasonText }) => [claimId, reasonText ? [{ code: reasonCode ?? "", text: reasonText }] : []]));
}

export type BudgetWaiting = {
  readonly claimId: string;
  readonly number: string;
  readonly enterpriseName: string;
  readonly policyName: string;
  readonly amountFen: Fen | null;
};

/** 等预算的办件: suspended until there is money. */
export async function listBudgetWaiting(db: Db): Promise<BudgetWaiting[]> {
  return db
    .select({ claimId: claims.id, number: claims.number, enterpriseName: enterprises.name, policyName: policies.name, amountFen: claims.amountFen })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .where(sql`${claims.state} = 'suspended' and ${claims.suspensionReason} = 'budget'`)
    .orderBy(asc(claims.stageEnteredAt), asc(claims.number));
}

export type BudgetUse = { readonly reserved: number; readonly paid: number };

/** How many claims stand behind the sums of each policy's budget of a year. */
export async function budgetUses(db: Db, year: number): Promise<ReadonlyMap<string, BudgetUse>> {
  const rows = await db
    .select({ policyCode: budgets.policyCode, state: budgetReservations.state, n: count() })
    .from(budgetReservations)
    .innerJoin(budgets, eq(budgets.id, budgetReservations.budgetId))
    .where(eq(budgets.year, year))
    .groupBy(budgets.policyCode, budgetReservations.state);
  const uses = new Map<string, BudgetUse>();
  for (const { policyCode, state, n } of rows) {
    const before = uses.get(policyCode) ?? { reserved: 0, paid: 0 };
    uses.set(policyCode, { reserved: before.reserved + (state === "reserved" ? n : 0), paid: before.paid + (state === "paid" ? n : 0) });
  }
  return uses;
}

export type BudgetClaim = {
  readonly claimId: string;
  readonly number: string;
  readonly enterpriseName: string;
  readonly amountFen: Fen;
  readonly state: "reserved" | "paid" | "released";
  readonly at: Instant;
};

/** The claims behind one policy's budget, newest first, one page of them. */
export async function listBudgetClaims(
  db: Db,
  { policyCode, year, page, pageSize }: { policyCode: string; year: number; page: number; pageSize: number },
): Promise<{ rows: BudgetClaim[]; total: number }> {
  const condition = sql`${budgets.policyCode} = ${policyCode} and ${budgets.year} = ${year} and ${budgetReservations.state} <> 'released'`;
  const [rows, [all]] = await Promise.all([
    db
      .select({
        claimId: claims.id,
        number: claims.number,
        enterpriseName: enterprises.name,
        amountFen: budgetReservations.amountFen,
        state: budgetReservations.state,
        at: budgetReservations.at,
      })
      .from(budgetReservations)
      .innerJoin(budgets, eq(budgets.id, budgetReservations.budgetId))
      .innerJoin(claims, eq(claims.id, budgetReservations.claimId))
      .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
      .where(condition)
      .orderBy(desc(budgetReservations.at), asc(claims.number))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ n: count() }).from(budgetReservations).innerJoin(budgets, eq(budgets.id, budgetReservations.budgetId)).where(condition),
  ]);
  return { rows: rows.map((row) => ({ ...row, at: instant(row.at) })), total: all?.n ?? 0 };
}

/** Years for which budgets are on record, newest first. */
export async function budgetYears(db: Db): Promise<number[]> {
  const rows = await db.selectDistinct({ year: budgets.year }).from(budgets).orderBy(desc(budgets.year));
  return rows.map((row) => row.year);
}

export type LedgerTransaction = {
  readonly id: string;
  readonly fundId: FundId;
  readonly at: Instant;
  readonly memo: string;
  readonly claimId: string | null;
  readonly claimNumber: string | null;
  readonly entries: readonly { readonly account: LedgerAccount; readonly amountFen: Fen }[];
};

/** 台账 by transaction, newest first, one page of them. */
export async function listTransactions(
  db: Db,
  { fundId, page, pageSize }: { fundId: FundId | null; page: number; pageSize: number },
): Promise<{ rows: LedgerTransaction[]; total: number }> {
  const condition = fundId === null ? undefined : eq(ledgerEntries.fundId, fundId);
  const newest = sql<number>`max(${ledgerEntries.id})`;
  const [heads, [all]] = await Promise.all([
    db
      .select({ id: ledgerEntries.transactionId })
      .from(ledgerEntries)
      .where(condition)
      .groupBy(ledgerEntries.transactionId)
      .orderBy(desc(newest))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db
      .select({ n: sql<number>`count(distinct ${ledgerEntries.transactionId})::int` })
      .from(ledgerEntries)
      .where(condition),
  ]);
  const ids = heads.map((head) => head.id);
  if (ids.length === 0) return { rows: [], total: all?.n ?? 0 };
  const entries = await db
    .select({ entry: ledgerEntries, claimNumber: claims.number })
    .from(ledgerEntries)
    .leftJoin(claims, eq(claims.id, ledgerEntries.claimId))
    .where(inArray(ledgerEntries.transactionId, ids))
    .orderBy(asc(ledgerEntries.id));
  return { rows: ids.flatMap((id) => transactionOf(entries.filter(({ entry }) => entry.transactionId === id))), total: all?.n ?? 0 };
}

type StoredEntry = { readonly entry: typeof ledgerEntries.$inferSelect; readonly claimNumber: string | null };

function transactionOf(entries: readonly StoredEntry[]): LedgerTransaction[] {
  const first = entries[0];
  if (!first) return [];
  const { transactionId, fundId, at, memo, claimId } = first.entry;
  return [
    {
      id: transactionId,
      fundId: fundId as FundId,
      at: instant(at),
      memo,
      claimId,
      claimNumber: first.claimNumber,
      entries: entries.map(({ entry }) => ({ account: entry.account as LedgerAccount, amountFen: entry.amountFen })),
    },
  ];
}
