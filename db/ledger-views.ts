import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { FUND_IDS, type FundId } from "@/lib/disbursement/funds";
import type { LedgerAccount } from "@/lib/disbursement/ledger";
import { type Fen, fen } from "@/lib/kernel/fen";
import { budgets, claims, ledgerEntries, policies } from "./schema";
import type { Db } from "./types";

export type BudgetRow = {
  readonly policyCode: string;
  readonly policyName: string;
  readonly departmentId: string;
  readonly fundId: FundId;
  readonly documentNumber: string;
  readonly amountFen: Fen;
  readonly reservedFen: Fen;
  readonly paidFen: Fen;
  readonly availableFen: Fen;
  /** Claims suspended until the budget comes, and what they need. */
  readonly waitingCount: number;
  readonly waitingFen: Fen;
};

/** 预算执行 of a year, per policy. */
export async function budgetOverview(db: Db, year: number): Promise<BudgetRow[]> {
  const rows = await db
    .select({ budget: budgets, policyName: policies.name, departmentId: policies.departmentId })
    .from(budgets)
    .innerJoin(policies, eq(policies.code, budgets.policyCode))
    .where(eq(budgets.year, year))
    .orderBy(asc(policies.sortOrder));
  const waiting = await db
    .select({ policyCode: claims.policyCode, n: sql<number>`count(*)::int`, total: sql<string>`coalesce(sum(${claims.amountFen}), 0)::text` })
    .from(claims)
    .where(and(eq(claims.state, "suspended"), eq(claims.suspensionReason, "budget")))
    .groupBy(claims.policyCode);
  const byPolicy = new Map(waiting.map((row) => [row.policyCode, row]));
  return rows.map(({ budget, policyName, departmentId }) => ({
    policyCode: budget.policyCode,
    policyName,
    departmentId,
    fundId: budget.fundId as FundId,
    documentNumber: budget.documentNumber,
    amountFen: budget.amountFen,
    reservedFen: budget.reservedFen,
    paidFen: budget.paidFen,
    availableFen: fen(budget.amountFen - budget.reservedFen - budget.paidFen),
    waitingCount: byPolicy.get(budget.policyCode)?.n ?? 0,
    waitingFen: fen(Number(byPolicy.get(budget.policyCode)?.total ?? 0)),
  }));
}

export type LedgerOverview = {
  readonly books: readonly {
    readonly fundId: FundId;
    readonly balances: Partial<Record<LedgerAccount, Fen>>;
    readonly sumFen: Fen;
    readonly entryCount: number;
  }[];
  /** Transactions that do not sum to zero: the database admits none, the page proves it. */
  readonly unbalanced: number;
  readonly totalFen: Fen;
};

/** 总账: the balance of every account of every fund, and the proof that all of it sums to zero. */
export async function ledgerOverview(db: Db): Promise<LedgerOverview> {
  const rows = await db
    .select({
      fundId: ledgerEntries.fundId,
      account: ledgerEntries.account,
      total: sql<string>`sum(${ledgerEntries.amountFen})::text`,
      n: sql<number>`count(*)::int`,
    })
    .from(ledgerEntries)
    .groupBy(ledgerEntries.fundId, ledgerEntries.account);
  const broken = await db
    .select({ id: ledgerEntries.transactionId })
    .from(ledgerEntries)
    .groupBy(ledgerEntries.transactionId, ledgerEntries.fundId)
    .having(sql`sum(${ledgerEntries.amountFen}) <> 0`);
  const books = FUND_IDS.map((fundId) => {
    const own = rows.filter((row) => row.fundId === fundId);
    const balances = Object.fromEntries(own.map((row) => [row.account, fen(Number(row.total))])) as Partial<Record<LedgerAccount, Fen>>;
    return { fundId, balances, sumFen: fen(own.reduce((sum, row) => sum + Number(row.total), 0)), entryCount: own.reduce((sum, row) => sum + row.n, 0) };
  });
  return { books, unbalanced: broken.length, totalFen: fen(books.reduce((sum, book) => sum + book.sumFen, 0)) };
}
