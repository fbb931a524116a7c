import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { TrialReport } from "@/lib/matching/trial";
import type { GroupRule } from "@/lib/policy/language";
import { dayColumn, fenColumn, instantColumn, jsonValueColumn } from "./columns";
import { enterprises } from "./enterprises";
import { departments, people } from "./people";
import { policyVersions } from "./policies";

/** 政策草稿: what an author is writing. `typed` is kept as it was typed, also where the engine cannot run it yet. */
export const policyDrafts = pgTable(
  "policy_drafts",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Of a policy in the library, or the code that a new one will have. */
    policyCode: text().notNull(),
    name: text().notNull(),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    /** The version in force that it would replace; null for a new policy. */
    baseVersionId: text().references(() => policyVersions.id),
    authorId: uuid()
      .notNull()
      .references(() => people.id),
    state: text().$type<"draft" | "inReview" | "returned" | "published" | "discarded">().notNull(),
    /** Optimistic lock: who saves must have seen the latest. */
    revision: integer().notNull().default(1),
    typed: jsonValueColumn().notNull(),
    /** Exclusion groups that this policy brings along. */
    groups: jsonb().$type<Record<string, GroupRule>>().notNull(),
    /** Hash of what would run; null while it cannot. */
    versionId: text(),
    /** What the publisher answered when it was returned. */
    answer: text(),
    submittedAt: instantColumn(),
    decidedBy: uuid().references(() => people.id),
    decidedAt: instantColumn(),
    createdAt: instantColumn().notNull(),
    updatedAt: instantColumn().notNull(),
  },
  (table) => [
    uniqueIndex("policy_drafts_one_open").on(table.policyCode).where(sql`${table.state} in ('draft', 'inReview', 'returned')`),
    index("policy_drafts_state").on(table.state),
    check("policy_drafts_states", sql`${table.state} in ('draft', 'inReview', 'returned', 'published', 'discarded')`),
    check("policy_drafts_runs_in_review", sql`${table.state} not in ('inReview', 'published') or ${table.versionId} is not null`),
    check("policy_drafts_two_persons", sql`${table.state} <> 'published' or (${table.decidedBy} is not null and ${table.decidedBy} <> ${table.authorId})`),
  ],
);

/** 全县试算 of a draft over the roster, kept with it. Append-only. */
export const policyTrials = pgTable(
  "policy_trials",
  {
    id: uuid().primaryKey().defaultRandom(),
    draftId: uuid()
      .notNull()
      .references(() => policyDrafts.id),
    /** What was tried: a trial counts for the same content only. */
    versionId: text().notNull(),
    /** Held against this version in force; null for a new policy. */
    baseVersionId: text().references(() => policyVersions.id),
    asOf: dayColumn().notNull(),
    report: jsonb().$type<TrialReport>().notNull(),
    runBy: uuid()
      .notNull()
      .references(() => people.id),
    runAt: instantColumn().notNull(),
  },
  (table) => [index("policy_trials_draft").on(table.draftId, table.versionId)],
);

/** 试算明细: enterprises for which something changes, or that stand near a threshold. Append-only. */
export const policyTrialLines = pgTable(
  "policy_trial_lines",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    trialId: uuid()
      .notNull()
      .references(() => policyTrials.id),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    change: text().$type<"gained" | "lost" | "more" | "less" | "open" | "same">().notNull(),
    beforeFen: fenColumn(),
    afterFen: fenColumn(),
    /** Conditions whose figure is within 5 % of its threshold. */
    near: jsonb().$type<{ id: string; actual: string; threshold: number; met: boolean }[]>().notNull(),
  },
  (table) => [index("policy_trial_lines_trial").on(table.trialId, table.change)],
);
