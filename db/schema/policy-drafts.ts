import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { TrialReport, TrialTotals, TrialYear } from "@/lib/matching/trial";
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
    /** 往年 whose figures it was tried with; null for those of today. */
    year: integer(),
    /** Conditions whose figure is within 5 % of its threshold. */
    near: jsonb().$type<{ id: string; actual: string; threshold: number; met: boolean }[]>().notNull(),
  },
  (table) => [index("policy_trial_lines_trial").on(table.trialId, table.change)],
);

/** 往年试算 of a trial: one row per full year. Append-only. */
export const policyTrialYears = pgTable(
  "policy_trial_years",
  {
    trialId: uuid()
      .notNull()
      .references(() => policyTrials.id),
    year: integer().notNull(),
    asOf: dayColumn().notNull(),
    totals: jsonb().$type<TrialTotals>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trialId, table.year] })],
);

/** 试算的一次运行: asked for by a person, worked off part by part, ends in a trial or says why not. */
export const policyTrialRuns = pgTable(
  "policy_trial_runs",
  {
    id: uuid().primaryKey().defaultRandom(),
    draftId: uuid()
      .notNull()
      .references(() => policyDrafts.id),
    versionId: text().notNull(),
    requestedBy: uuid()
      .notNull()
      .references(() => people.id),
    requestedRole: text().notNull(),
    requestedAt: instantColumn().notNull(),
    state: text().$type<"waiting" | "running" | "done" | "failed">().notNull(),
    /** Enterprises tried so far, of how many. */
    done: integer().notNull().default(0),
    total: integer().notNull().default(0),
    /** Why it failed. */
    reason: text().$type<"changed" | "baseMoved" | "notOpen">(),
    trialId: uuid().references(() => policyTrials.id),
  },
  (table) => [
    uniqueIndex("policy_trial_runs_one_active").on(table.draftId).where(sql`${table.state} in ('waiting', 'running')`),
    check("policy_trial_runs_states", sql`${table.state} in ('waiting', 'running', 'done', 'failed')`),
    check(
      "policy_trial_runs_end",
      sql`(${table.state} = 'done') = (${table.trialId} is not null) and (${table.state} = 'failed') = (${table.reason} is not null)`,
    ),
  ],
);

/** One part of a run, kept until the run ends, so that a restart tries no enterprise twice. */
export const policyTrialParts = pgTable(
  "policy_trial_parts",
  {
    runId: uuid()
      .notNull()
      .references(() => policyTrialRuns.id),
    part: integer().notNull(),
    totals: jsonb().$type<TrialTotals>().notNull(),
    years: jsonb().$type<TrialYear[]>().notNull(),
    lines: jsonb().$type<TrialPartLine[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.part] })],
);
export type TrialPartLine = Omit<typeof policyTrialLines.$inferInsert, "id" | "trialId">;
