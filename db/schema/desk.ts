import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { claims } from "./claims";
import { fenColumn, instantColumn } from "./columns";
import { departments, people } from "./people";

/** 批量同意: one checker's opinion for many cases. It waits until `effectiveFrom`, so that it can still be taken back before anything is published. */
export const reviewBatches = pgTable(
  "review_batches",
  {
    id: uuid().primaryKey().defaultRandom(),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    checkerId: uuid()
      .notNull()
      .references(() => people.id),
    opinion: text().notNull(),
    state: text().$type<"waiting" | "done" | "takenBack">().notNull(),
    agreedAt: instantColumn().notNull(),
    effectiveFrom: instantColumn().notNull(),
    settledAt: instantColumn(),
  },
  (table) => [
    index("review_batches_waiting").on(table.effectiveFrom).where(sql`${table.state} = 'waiting'`),
    check("review_batches_state", sql`${table.state} in ('waiting','done','takenBack')`),
    check("review_batches_settled", sql`(${table.state} = 'waiting') = (${table.settledAt} is null)`),
    check("review_batches_window", sql`${table.effectiveFrom} >= ${table.agreedAt} + interval '10 minutes'`),
  ],
);

/** A case of a batch as the checker saw it, and what has become of it. */
export const reviewBatchLines = pgTable(
  "review_batch_lines",
  {
    batchId: uuid()
      .notNull()
      .references(() => reviewBatches.id),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    claimVersion: integer().notNull(),
    amountFen: fenColumn(),
    /** "agreed", "takenBack", or why it was set aside; null while it waits. */
    outcome: text(),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.claimId] }),
    uniqueIndex("review_batch_lines_once").on(table.claimId).where(sql`${table.outcome} is null`),
  ],
);
