import { sql } from "drizzle-orm";
import { bigint, bigserial, boolean, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { datasets, indicators } from "./catalogue";
import { dayColumn, instantColumn, jsonValueColumn } from "./columns";
import { enterprises } from "./enterprises";
import { departments, people } from "./people";
import { uploadRows, uploads } from "./uploads";

/**
 * 指标值, bitemporal: valid on days [validFrom, validTo], known from recordedAt to supersededAt. Never updated but for supersededAt.
 * `state` null is the meaningful blank (不适用); an absent value has no row.
 */
export const indicatorValues = pgTable(
  "indicator_values",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    indicatorId: text()
      .notNull()
      .references(() => indicators.id),
    /** "snapshot" or a year, quarter or month. */
    period: text().notNull(),
    /** Empty, or title code, invoice line, loan, site, person digest. */
    subject: text().notNull().default(""),
    state: text().$type<"value" | "null">().notNull(),
    value: jsonValueColumn(),
    validFrom: dayColumn(),
    validTo: dayColumn(),
    asOf: dayColumn().notNull(),
    datasetId: text()
      .notNull()
      .references(() => datasets.id),
    /** The newest of the rows it rests on; the rest are in sourceRowIds. */
    sourceRowId: bigint({ mode: "number" }).references(() => uploadRows.id),
    sourceRowIds: jsonb().$type<number[]>().notNull(),
    /** 推定: a zero or an empty set concluded from a delivered feed that holds no row of the enterprise; rests on that upload. */
    basisUploadId: uuid().references(() => uploads.id),
    sensitivity: text().$type<"public" | "internal" | "sensitive">().notNull(),
    recordedAt: instantColumn().notNull(),
    supersededAt: instantColumn(),
  },
  (table) => [
    uniqueIndex("indicator_values_current")
      .on(table.enterpriseId, table.indicatorId, table.period, table.subject, table.datasetId)
      .where(sql`${table.supersededAt} is null`),
    index("indicator_values_source_row").on(table.sourceRowId),
    index("indicator_values_history").on(table.enterpriseId, table.recordedAt),
    check("indicator_values_state", sql`${table.state} = 'value' and ${table.value} is not null or ${table.state} = 'null' and ${table.value} is null`),
    check("indicator_values_has_source", sql`${table.sourceRowId} is not null or ${table.basisUploadId} is not null`),
    check("indicator_values_time_in_order", sql`${table.supersededAt} is null or ${table.supersededAt} >= ${table.recordedAt}`),
  ],
);

/** 一企一档 as a cache: the facts that the policies read. Can be rebuilt from indicator_values at any time. */
export const enterpriseProfiles = pgTable("enterprise_profiles", {
  enterpriseId: uuid()
    .primaryKey()
    .references(() => enterprises.id),
  facts: jsonb().$type<Record<string, unknown>>().notNull(),
  /** What single grants are for: titles with dates, person digests, invoice lines, products, stages. */
  subjects: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  factsHash: text().notNull(),
  refreshedAt: instantColumn().notNull(),
  /** Set when a row of the enterprise changed after the last refresh. */
  stale: boolean().notNull().default(false),
});

/** 数据更正申请 (「数据有误」): goes to the department that owns the datum, with its own clock. */
export const correctionRequests = pgTable(
  "correction_requests",
  {
    id: uuid().primaryKey().defaultRandom(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    indicatorId: text()
      .notNull()
      .references(() => indicators.id),
    departmentId: text()
      .notNull()
      .references(() => departments.id),
    claimed: text().notNull(),
    note: text().notNull(),
    state: text().$type<"open" | "corrected" | "kept">().notNull(),
    requestedBy: uuid()
      .notNull()
      .references(() => people.id),
    requestedAt: instantColumn().notNull(),
    dueOn: dayColumn().notNull(),
    answer: text(),
    answeredBy: uuid().references(() => people.id),
    answeredAt: instantColumn(),
  },
  (table) => [index("correction_requests_department").on(table.departmentId, table.state)],
);

/** 匹配结果: the newest verdict per enterprise and policy; ineligible ones are not kept, they are computed when somebody asks why. */
export const matches = pgTable(
  "matches",
  {
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    policyCode: text().notNull(),
    policyVersionId: text().notNull(),
    verdict: text().$type<"eligible" | "undetermined">().notNull(),
    kind: text().$type<"claim" | "invitation" | "hint" | "waiting" | "none">().notNull(),
    amountFen: bigint({ mode: "number" }),
    route: text().$type<"auto" | "manual">(),
    missing: jsonb().$type<string[]>().notNull(),
    factsHash: text().notNull(),
    evaluatedAt: instantColumn().notNull(),
  },
  (table) => [primaryKey({ columns: [table.enterpriseId, table.policyCode] }), index("matches_policy").on(table.policyCode, table.kind)],
);
