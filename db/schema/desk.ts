import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { claims } from "./claims";
import { dayColumn, fenColumn, instantColumn } from "./columns";
import { enterprises } from "./enterprises";
import { departments, people } from "./people";
import { policies } from "./policies";

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

/** 回避声明: an officer who has an interest in an enterprise takes part in none of its cases. Append-only. */
export const recusals = pgTable(
  "recusals",
  {
    personId: uuid()
      .notNull()
      .references(() => people.id),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    reason: text().notNull(),
    declaredAt: instantColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.enterpriseId] }),
    index("recusals_enterprise").on(table.enterpriseId),
    check("recusals_reason", sql`length(trim(${table.reason})) >= 4`),
  ],
);

/** 请假: from the first to the last day inclusive, and who stands in (代办人). Ended early by `endedAt`. */
export const absences = pgTable(
  "absences",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    deputyId: uuid().references(() => people.id),
    fromDay: dayColumn().notNull(),
    toDay: dayColumn().notNull(),
    reason: text().notNull(),
    recordedBy: uuid()
      .notNull()
      .references(() => people.id),
    recordedAt: instantColumn().notNull(),
    endedAt: instantColumn(),
  },
  (table) => [
    index("absences_department").on(table.departmentId, table.toDay),
    check("absences_days", sql`${table.toDay} >= ${table.fromDay}`),
    check("absences_deputy", sql`${table.deputyId} is distinct from ${table.personId}`),
  ],
);

/** 抽查盲审: an automatic approval that a second person decides anew without its result. Drawn by lot, week by week; decided once. */
export const blindChecks = pgTable(
  "blind_checks",
  {
    id: uuid().primaryKey().defaultRandom(),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    policyCode: text()
      .notNull()
      .references(() => policies.code),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    /** Monday of the week in which the approval was given. */
    week: dayColumn().notNull(),
    /** 当时的快照: what the second person is shown, and what the first result rests on. */
    snapshotId: bigint({ mode: "number" }).notNull(),
    firstAmountFen: fenColumn(),
    drawnAt: instantColumn().notNull(),
    verdict: text().$type<"eligible" | "ineligible" | "undetermined">(),
    /** What the second person comes to; null where the amount was not worked out. */
    amountFen: fenColumn(),
    note: text(),
    agrees: boolean(),
    decidedBy: uuid().references(() => people.id),
    decidedAt: instantColumn(),
  },
  (table) => [
    uniqueIndex("blind_checks_once").on(table.claimId),
    index("blind_checks_department").on(table.departmentId, table.decidedAt),
    index("blind_checks_policy_week").on(table.policyCode, table.week),
    check("blind_checks_verdict", sql`${table.verdict} is null or ${table.verdict} in ('eligible','ineligible','undetermined')`),
    check(
      "blind_checks_decided_whole",
      sql`(${table.verdict} is null) = (${table.decidedBy} is null) and (${table.verdict} is null) = (${table.decidedAt} is null) and (${table.verdict} is null) = (${table.agrees} is null)`,
    ),
    // 一致: the same verdict, and no other amount.
    check(
      "blind_checks_agree",
      sql`${table.agrees} is null or ${table.agrees} = (${table.verdict} = 'eligible' and (${table.amountFen} is null or ${table.amountFen} is not distinct from ${table.firstAmountFen}))`,
    ),
  ],
);

/** 内部记录 on a case: a note among officers, or the record of a site visit (现场核验). Never shown to the enterprise. Append-only. */
export const caseNotes = pgTable(
  "case_notes",
  {
    id: uuid().primaryKey().defaultRandom(),
    claimId: uuid()
      .notNull()
      .references(() => claims.id),
    kind: text().$type<"note" | "visit">().notNull(),
    text: text().notNull(),
    /** 现场核验: when, where and with whom. */
    visitedOn: dayColumn(),
    place: text(),
    companions: text(),
    authorId: uuid()
      .notNull()
      .references(() => people.id),
    authorRole: text().notNull(),
    at: instantColumn().notNull(),
  },
  (table) => [
    index("case_notes_claim").on(table.claimId, table.at),
    check("case_notes_text", sql`length(trim(${table.text})) >= 2`),
    check("case_notes_kind", sql`${table.kind} in ('note','visit')`),
    check("case_notes_visit", sql`(${table.kind} = 'visit') = (${table.visitedOn} is not null) and (${table.kind} = 'visit') = (${table.place} is not null)`),
  ],
);

/** 常用筛选 of the queue: a person's own views, by name. */
export const savedFilters = pgTable(
  "saved_filters",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    name: text().notNull(),
    /** The address's query, only the names the queue knows. */
    query: text().notNull(),
    savedAt: instantColumn().notNull(),
  },
  (table) => [uniqueIndex("saved_filters_name").on(table.personId, table.name)],
);

/** 常用意见 of a department, by what they are written for. One that is no longer used is retired, never changed. */
export const opinionTemplates = pgTable(
  "opinion_templates",
  {
    id: uuid().primaryKey().defaultRandom(),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    use: text().$type<"approve" | "reject" | "supplement" | "suspend">().notNull(),
    text: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => people.id),
    createdAt: instantColumn().notNull(),
    retiredAt: instantColumn(),
  },
  (table) => [
    uniqueIndex("opinion_templates_once").on(table.departmentId, table.use, table.text).where(sql`${table.retiredAt} is null`),
    check("opinion_templates_use", sql`${table.use} in ('approve','reject','supplement','suspend')`),
    check("opinion_templates_text", sql`length(trim(${table.text})) between 2 and 500`),
  ],
);
