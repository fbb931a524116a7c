import { sql } from "drizzle-orm";
import { bigserial, check, foreignKey, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { claims } from "./claims";
import { dayColumn, fenColumn, instantColumn } from "./columns";
import { bankAccounts, enterprises } from "./enterprises";
import { people } from "./people";
import { budgets, funds } from "./policies";

/** 预算冻结: one per claim. Triggers carry the sums to the budget, where a check forbids overdrawing (I1). */
export const budgetReservations = pgTable(
  "budget_reservations",
  {
    claimId: uuid()
      .primaryKey()
      .references(() => claims.id),
    budgetId: uuid()
      .notNull()
      .references(() => budgets.id),
    amountFen: fenColumn().notNull(),
    state: text().$type<"reserved" | "paid" | "released">().notNull(),
    at: instantColumn().notNull(),
  },
  (table) => [index("budget_reservations_budget").on(table.budgetId), check("budget_reservations_positive", sql`${table.amountFen} >= 0`)],
);

/** 支付批次: one fund, made by one person and released by another. */
export const paymentBatches = pgTable(
  "payment_batches",
  {
    id: uuid().primaryKey().defaultRandom(),
    number: text().notNull(),
    fundId: text()
      .notNull()
      .references(() => funds.id),
    state: text().$type<"prepared" | "released" | "exported" | "reconciled">().notNull(),
    orderCount: integer().notNull(),
    totalFen: fenColumn().notNull(),
    makerId: uuid()
      .notNull()
      .references(() => people.id),
    madeAt: instantColumn().notNull(),
    releaserId: uuid().references(() => people.id),
    releasedAt: instantColumn(),
    exportedAt: instantColumn(),
    dueOn: dayColumn().notNull(),
  },
  (table) => [
    unique("payment_batches_number").on(table.number),
    unique("payment_batches_fund").on(table.id, table.fundId),
    check("payment_batches_two_persons", sql`${table.releaserId} is null or ${table.releaserId} <> ${table.makerId}`),
    check("payment_batches_released_by_somebody", sql`${table.state} = 'prepared' or ${table.releaserId} is not null`),
  ],
);

/** 支付指令: one live order per claim (I3); what it must equal is checked by trigger (I3, I4). */
export const paymentOrders = pgTable(
  "payment_orders",
  {
    id: uuid().primaryKey().defaultRandom(),
    number: text().notNull(),
    batchId: uuid().notNull(),
    fundId: text().notNull(),
    claimId: uuid().notNull(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    accountId: uuid().notNull(),
    amountFen: fenColumn().notNull(),
    state: text().$type<"prepared" | "sent" | "paid" | "returned" | "cancelled">().notNull(),
    idempotencyKey: text().notNull(),
    bankReference: text(),
    returnCode: text(),
    returnReason: text(),
    remark: text().notNull(),
    createdAt: instantColumn().notNull(),
    settledAt: instantColumn(),
  },
  (table) => [
    unique("payment_orders_number").on(table.number),
    unique("payment_orders_idempotency").on(table.idempotencyKey),
    uniqueIndex("payment_orders_one_live").on(table.claimId).where(sql`${table.state} in ('prepared','sent','paid')`),
    foreignKey({ name: "payment_orders_claim_of_enterprise", columns: [table.claimId, table.enterpriseId], foreignColumns: [claims.id, claims.enterpriseId] }),
    foreignKey({
      name: "payment_orders_account_of_enterprise",
      columns: [table.accountId, table.enterpriseId],
      foreignColumns: [bankAccounts.id, bankAccounts.enterpriseId],
    }),
    foreignKey({ name: "payment_orders_batch_of_fund", columns: [table.batchId, table.fundId], foreignColumns: [paymentBatches.id, paymentBatches.fundId] }),
    index("payment_orders_batch").on(table.batchId),
    check("payment_orders_positive", sql`${table.amountFen} > 0`),
  ],
);

/** 银行文件: written to and read from the bank; each content once. Content is ciphertext (it holds account numbers). */
export const bankFiles = pgTable(
  "bank_files",
  {
    id: uuid().primaryKey().defaultRandom(),
    batchId: uuid().references(() => paymentBatches.id),
    direction: text().$type<"out" | "in">().notNull(),
    filename: text().notNull(),
    sha256: text().notNull(),
    lineCount: integer().notNull(),
    totalFen: fenColumn().notNull(),
    contentCipher: text().notNull(),
    findings: jsonb().$type<{ orderNumber: string; kind: string; text: string }[]>().notNull().default([]),
    at: instantColumn().notNull(),
    byPersonId: uuid().references(() => people.id),
  },
  (table) => [
    unique("bank_files_once").on(table.direction, table.sha256),
    uniqueIndex("bank_files_one_out").on(table.batchId).where(sql`${table.direction} = 'out'`),
  ],
);

/** 台账: double entry, append-only; a deferred trigger wants every transaction to sum to zero (I5). */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    transactionId: uuid().notNull(),
    fundId: text()
      .notNull()
      .references(() => funds.id),
    account: text().notNull(),
    /** Debit positive, credit negative. */
    amountFen: fenColumn().notNull(),
    claimId: uuid().references(() => claims.id),
    orderId: uuid().references(() => paymentOrders.id),
    memo: text().notNull(),
    at: instantColumn().notNull(),
  },
  (table) => [index("ledger_entries_transaction").on(table.transactionId), index("ledger_entries_claim").on(table.claimId)],
);
