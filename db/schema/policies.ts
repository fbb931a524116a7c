import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { dayColumn, fenColumn, instantColumn } from "./columns";
import { departments, people } from "./people";

/** 政策: the stable identity; what it says is in its versions. */
export const policies = pgTable("policies", {
  code: text().primaryKey(),
  name: text().notNull(),
  departmentId: text()
    .notNull()
    .references(() => departments.id),
  category: text().notNull(),
  boards: jsonb().$type<string[]>().notNull(),
  initials: text().notNull(),
  sortOrder: integer().notNull(),
});

/** 政策版本: immutable once published, named by the hash of its resolved content. Author and publisher are two persons. */
export const policyVersions = pgTable(
  "policy_versions",
  {
    /** SHA-256 of the canonical document. */
    id: text().primaryKey(),
    policyCode: text()
      .notNull()
      .references(() => policies.code),
    number: integer().notNull(),
    /** As written, with examples and materials. */
    document: jsonb().notNull(),
    /** As run: base conditions and negative list inlined. */
    resolved: jsonb().notNull(),
    effectiveFrom: dayColumn().notNull(),
    effectiveTo: dayColumn().notNull(),
    state: text().$type<"draft" | "inReview" | "published" | "retired">().notNull(),
    authoredBy: uuid().references(() => people.id),
    publishedBy: uuid().references(() => people.id),
    publishedAt: instantColumn(),
    createdAt: instantColumn().notNull(),
  },
  (table) => [
    uniqueIndex("policy_versions_number").on(table.policyCode, table.number),
    uniqueIndex("policy_versions_one_published").on(table.policyCode).where(sql`${table.state} = 'published'`),
    check("policy_versions_two_persons", sql`${table.authoredBy} is null or ${table.publishedBy} is null or ${table.authoredBy} <> ${table.publishedBy}`),
  ],
);

/** 政策库 shared parts (base conditions, negative list, exclusion groups, title codes), versioned by hash as well. */
export const policyLibraries = pgTable(
  "policy_libraries",
  { id: text().primaryKey(), document: jsonb().notNull(), createdAt: instantColumn().notNull(), current: integer().notNull() },
  (table) => [uniqueIndex("policy_libraries_current").on(table.current).where(sql`${table.current} = 1`)],
);

/** 资金: treasury and insurance funds never mix. */
export const funds = pgTable("funds", {
  id: text().$type<"countyTreasury" | "unemploymentInsurance" | "employment">().primaryKey(),
  name: text().notNull(),
  payingAccountName: text().notNull(),
  payingAccountLast4: text().notNull(),
});

/** 年度预算 of a policy. `reservedFen` and `paidFen` are kept by triggers from budget_reservations; nobody writes them by hand. */
export const budgets = pgTable(
  "budgets",
  {
    id: uuid().primaryKey().defaultRandom(),
    policyCode: text()
      .notNull()
      .references(() => policies.code),
    year: integer().notNull(),
    fundId: text()
      .notNull()
      .references(() => funds.id),
    documentNumber: text().notNull(),
    amountFen: fenColumn().notNull(),
    reservedFen: fenColumn().notNull().default(sql`0`),
    paidFen: fenColumn().notNull().default(sql`0`),
    createdAt: instantColumn().notNull(),
  },
  (table) => [
    uniqueIndex("budgets_policy_year").on(table.policyCode, table.year),
    index("budgets_year").on(table.year),
    check(
      "budgets_never_overdrawn",
      sql`${table.reservedFen} >= 0 and ${table.paidFen} >= 0 and ${table.reservedFen} + ${table.paidFen} <= ${table.amountFen}`,
    ),
  ],
);
