import "server-only";
import { randomUUID } from "node:crypto";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { reserve } from "@/lib/disbursement/budget";
import type { FundId } from "@/lib/disbursement/funds";
import { type LedgerAccount, type LedgerEvent, post } from "@/lib/disbursement/ledger";
import { type Fen, fen } from "@/lib/kernel/fen";
import { dayOf, type Instant, yearOf } from "@/lib/kernel/plain-date";
import type { Claim } from "./claims";
import { budgetReservations, budgets, ledgerEntries } from "./schema";
import type { Db } from "./types";

type Budget = typeof budgets.$inferSelect;
export type Reservation = typeof budgetReservations.$inferSelect;

export type Entry = {
  readonly event: LedgerEvent;
  readonly fundId: FundId;
  readonly amountFen: Fen;
  readonly claimId?: string;
  readonly orderId?: string;
  readonly memo: string;
  readonly at: Instant;
  readonly transactionId?: string;
};

/** 记账: the double entry of one event. The database refuses it when it does not balance. */
export async function postLedger(tx: Db, entry: Entry): Promise<void> {
  const { event, fundId, amountFen, claimId = null, orderId = null, memo, at, transactionId = randomUUID() } = entry;
  const rows = post(event, fundId, amountFen).map((one) => ({
    transactionId,
    fundId: one.book,
    account: one.account,
    amountFen: one.amountFen,
    claimId,
    orderId,
    memo,
    at,
  }));
  await tx.insert(ledgerEntries).values(rows);
}

/** 指标入账: brings the book up to the budget's amount; the budget's id is the transaction's, so that it is never booked twice. Call under the budget's lock. */
export async function bookAppropriation(tx: Db, budget: Budget, at: Instant): Promise<void> {
  const [booked] = await tx
    .select({ sum: sql<string>`coalesce(sum(${ledgerEntries.amountFen}), 0)::text` })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.transactionId, budget.id), eq(ledgerEntries.account, "available" satisfies LedgerAccount)));
  const missing = budget.amountFen - Number(booked?.sum ?? 0);
  if (missing === 0) return;
  const memo = `下达预算指标 ${budget.documentNumber}`;
  const rows = post("appropriate", budget.fundId as FundId, fen(Math.abs(missing))).map((one) => ({
    transactionId: budget.id,
    fundId: one.book,
    account: one.account,
    amountFen: fen(missing > 0 ? one.amountFen : -one.amountFen),
    memo,
    at,
  }));
  await tx.insert(ledgerEntries).values(rows);
}

type Reservable = Pick<Claim, "id" | "number" | "policyCode" | "fundId" | "amountFen">;

/** 预算行 of the claims' policies in a year, locked in the order of their ids: two payers never wait for each other crosswise. */
async function lockBudgets(tx: Db, policyCodes: readonly string[], year: number): Promise<Map<string, Budget>> {
  const rows = await tx
    .select()
    .from(budgets)
    .where(and(inArray(budgets.policyCode, [...new Set(policyCodes)]), eq(budgets.year, year)))
    .orderBy(asc(budgets.id))
    .for("update");
  return new Map(rows.map((row) => [row.policyCode, row]));
}

export type Reserved = { readonly reserved: readonly string[]; readonly short: readonly string[] };

/**
 * 冻结额度 for claims whose rows the caller has locked, each whole or not at all; in the order given. A claim for which the year's budget
 * does not suffice is named in `short`. Money already frozen for a claim with the same amount stays as it is.
 */
export async function reserveBudgets(tx: Db, list: readonly Reservable[], at: Instant): Promise<Reserved> {
  const year = yearOf(dayOf(at));
  const locked = await lockBudgets(
    tx,
    list.map((claim) => claim.policyCode),
    year,
  );
  const existing = await reservationsOf(
    tx,
    list.map((claim) => claim.id),
  );
  const reserved: string[] = [];
  const short: string[] = [];
  for (const claim of list) {
    const held = existing.get(claim.id);
    const budget = locked.get(claim.policyCode);
    if (held?.state === "reserved" && held.amountFen === claim.amountFen) reserved.push(claim.id);
    else if (budget && claim.amountFen !== null && budget.fundId === claim.fundId && (await reserveOne(tx, budget, claim, claim.amountFen, held, at)))
      reserved.push(claim.id);
    else short.push(claim.id);
  }
  return { reserved, short };
}

export async function reservationsOf(tx: Db, claimIds: readonly string[]): Promise<Map<string, Reservation>> {
  if (claimIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(budgetReservations)
    .where(inArray(budgetReservations.claimId, [...claimIds]));
  return new Map(rows.map((row) => [row.claimId, row]));
}

/** The sums of `budget` were read under its lock and are carried on here. */
async function reserveOne(tx: Db, budget: Budget, claim: Reservable, amountFen: Fen, held: Reservation | undefined, at: Instant): Promise<boolean> {
  if (held?.state === "paid") throw new Error(`claim ${claim.number} is paid already`);
  if (held && (await releaseReservation(tx, claim.id, at)) && held.budgetId === budget.id) budget.reservedFen = fen(budget.reservedFen - held.amountFen);
  const next = reserve({ budgetFen: budget.amountFen, reservedFen: budget.reservedFen, paidFen: budget.paidFen }, amountFen);
  if (!next.ok) return false;
  await bookAppropriation(tx, budget, at);
  const row = { budgetId: budget.id, amountFen, state: "reserved" as const, at };
  // No upsert: a before-insert trigger would count the amount twice.
  if (held) await tx.update(budgetReservations).set(row).where(eq(budgetReservations.claimId, claim.id));
  else await tx.insert(budgetReservations).values({ claimId: claim.id, ...row });
  budget.reservedFen = next.value.reservedFen;
  await postLedger(tx, { event: "reserve", fundId: budget.fundId as FundId, amountFen, claimId: claim.id, memo: `冻结 ${claim.number}`, at });
  return true;
}

async function fundOfBudget(tx: Db, budgetId: string): Promise<FundId> {
  const [row] = await tx.select({ fundId: budgets.fundId }).from(budgets).where(eq(budgets.id, budgetId));
  if (!row) throw new Error(`budget ${budgetId} is gone`);
  return row.fundId as FundId;
}

/** 释放冻结 of a claim that will not be paid for now. True when something was frozen. */
export async function releaseReservation(tx: Db, claimId: string, at: Instant): Promise<boolean> {
  const [freed] = await tx
    .update(budgetReservations)
    .set({ state: "released", at })
    .where(and(eq(budgetReservations.claimId, claimId), eq(budgetReservations.state, "reserved")))
    .returning();
  if (!freed) return false;
  await postLedger(tx, { event: "release", fundId: await fundOfBudget(tx, freed.budgetId), amountFen: freed.amountFen, claimId, memo: "释放冻结", at });
  return true;
}

/** 转为实付: the frozen amount of a claim that the bank has paid. The ledger's entry belongs to the order. */
export async function spendReservation(tx: Db, claimId: string, at: Instant): Promise<void> {
  const spent = await tx
    .update(budgetReservations)
    .set({ state: "paid", at })
    .where(and(eq(budgetReservations.claimId, claimId), eq(budgetReservations.state, "reserved")))
    .returning({ claimId: budgetReservations.claimId });
  if (spent.length !== 1) throw new Error(`no frozen budget for claim ${claimId}`);
}
