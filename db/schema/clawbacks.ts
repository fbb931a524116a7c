import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { AuditOrigin, FaultKind } from "@/lib/disbursement/clawback";
import type { FundId } from "@/lib/disbursement/funds";
import { claims } from "./claims";
import { dayColumn, fenColumn, instantColumn } from "./columns";
import { paymentOrders } from "./disbursements";
import { people } from "./people";
import { funds } from "./policies";

/** 事后核查与追回: one examination of a paid claim, and what became of it. Each part is written once; the state itself is the claim's. */
export const clawbacks = pgTable(
  "clawbacks",
  {
    id: uuid().primaryKey().defaultRandom(),
    claimId: uuid().notNull(),
    enterpriseId: uuid().notNull(),
    orderId: uuid()
      .notNull()
      .references(() => paymentOrders.id),
    fundId: text()
      .$type<FundId>()
      .notNull()
      .references(() => funds.id),
    paidFen: fenColumn().notNull(),
    origin: text().$type<AuditOrigin>().notNull(),
    ground: text().notNull(),
    openedBy: uuid()
      .notNull()
      .references(() => people.id),
    openedAt: instantColumn().notNull(),
    /** 追回告知 */
    noticeNumber: text(),
    faultKind: text().$type<FaultKind>(),
    factsText: text(),
    basis: text(),
    toldFen: fenColumn(),
    toldBy: uuid().references(() => people.id),
    toldAt: instantColumn(),
    /** 陈述申辩 until 18:00 of this day. */
    answerBy: dayColumn(),
    /** 听证: announced, then held. */
    hearingOn: dayColumn(),
    hearingPlace: text(),
    hearingSetAt: instantColumn(),
    hearingMinutes: text(),
    hearingHeldAt: instantColumn(),
    /** 听取意见: what the auditor makes of it, for the leader who decides. */
    consideration: text(),
    consideredBy: uuid().references(() => people.id),
    consideredAt: instantColumn(),
    /** 追回决定 */
    decisionNumber: text(),
    decidedFen: fenColumn(),
    decisionText: text(),
    decidedBy: uuid().references(() => people.id),
    decidedAt: instantColumn(),
    outcome: text().$type<"nothingFound" | "pleaUpheld" | "repaid">(),
    closingText: text(),
    closedAt: instantColumn(),
  },
  (table) => [
    foreignKey({ name: "clawbacks_claim_of_enterprise", columns: [table.claimId, table.enterpriseId], foreignColumns: [claims.id, claims.enterpriseId] }),
    uniqueIndex("clawbacks_one_open").on(table.claimId).where(sql`${table.closedAt} is null`),
    unique("clawbacks_notice_number").on(table.noticeNumber),
    unique("clawbacks_decision_number").on(table.decisionNumber),
    index("clawbacks_enterprise").on(table.enterpriseId),
    check("clawbacks_told_within_paid", sql`${table.toldFen} > 0 and ${table.toldFen} <= ${table.paidFen}`),
    check("clawbacks_decided_within_told", sql`${table.decidedFen} > 0 and ${table.decidedFen} <= ${table.toldFen}`),
    check("clawbacks_told_first", sql`${table.decidedAt} is null or (${table.toldAt} is not null and ${table.toldFen} is not null)`),
    check("clawbacks_two_persons", sql`${table.decidedBy} is null or ${table.decidedBy} not in (${table.openedBy}, ${table.toldBy})`),
    check("clawbacks_closed_with_outcome", sql`(${table.closedAt} is null) = (${table.outcome} is null)`),
  ],
);

/** 陈述申辩 of the enterprise: what it says, that it asks for a hearing, or that it waives both. Append-only. */
export const clawbackStatements = pgTable(
  "clawback_statements",
  {
    id: uuid().primaryKey().defaultRandom(),
    clawbackId: uuid()
      .notNull()
      .references(() => clawbacks.id),
    kind: text().$type<"statement" | "hearing" | "waiver">().notNull(),
    words: text().notNull(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    at: instantColumn().notNull(),
  },
  (table) => [index("clawback_statements_of").on(table.clawbackId)],
);

/** 分期: the plan of the decision; its parts are the decided amount. Append-only. */
export const clawbackInstalments = pgTable(
  "clawback_instalments",
  {
    clawbackId: uuid()
      .notNull()
      .references(() => clawbacks.id),
    number: integer().notNull(),
    amountFen: fenColumn().notNull(),
    dueOn: dayColumn().notNull(),
  },
  (table) => [primaryKey({ columns: [table.clawbackId, table.number] }), check("clawback_instalments_positive", sql`${table.amountFen} > 0`)],
);

/** 缴回入账: money that came back, entered by one person of finance and confirmed by another. */
export const clawbackReceipts = pgTable(
  "clawback_receipts",
  {
    id: uuid().primaryKey().defaultRandom(),
    clawbackId: uuid()
      .notNull()
      .references(() => clawbacks.id),
    amountFen: fenColumn().notNull(),
    receivedOn: dayColumn().notNull(),
    payerName: text().notNull(),
    bankReference: text().notNull(),
    state: text().$type<"entered" | "confirmed" | "refused">().notNull(),
    enteredBy: uuid()
      .notNull()
      .references(() => people.id),
    enteredAt: instantColumn().notNull(),
    checkedBy: uuid().references(() => people.id),
    checkedAt: instantColumn(),
    refusal: text(),
  },
  (table) => [
    index("clawback_receipts_of").on(table.clawbackId),
    uniqueIndex("clawback_receipts_once").on(table.bankReference).where(sql`${table.state} <> 'refused'`),
    check("clawback_receipts_positive", sql`${table.amountFen} > 0`),
    check("clawback_receipts_two_persons", sql`${table.checkedBy} is null or ${table.checkedBy} <> ${table.enteredBy}`),
    check("clawback_receipts_checked_by_somebody", sql`(${table.state} = 'entered') = (${table.checkedBy} is null)`),
  ],
);
