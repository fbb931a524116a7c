import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instantColumn, jsonValueColumn } from "./columns";
import { departments, people } from "./people";

/** 共享数据集: one of the 18, with its legal basis (CMP-001) and the definition that the pipeline reads. */
export const datasets = pgTable("datasets", {
  id: text().primaryKey(),
  name: text().notNull(),
  departmentId: text()
    .notNull()
    .references(() => departments.id),
  frequency: text().notNull(),
  lagDays: integer().notNull(),
  consentGated: boolean().notNull(),
  purpose: text().notNull(),
  legalBasis: text().notNull(),
  retention: text().notNull(),
  definition: jsonb().notNull(),
  sortOrder: integer().notNull(),
});

/** 指标目录: an indicator is data, so that the browser can add one. */
export const indicators = pgTable("indicators", {
  id: text().primaryKey(),
  name: text().notNull(),
  dimension: text().notNull(),
  type: text().notNull(),
  unit: text(),
  period: text().notNull(),
  sensitivity: text().$type<"public" | "internal" | "sensitive">().notNull(),
  datasetId: text()
    .notNull()
    .references(() => datasets.id),
  legalConstraint: boolean().notNull(),
  consentGated: boolean().notNull(),
  definition: jsonb().notNull(),
  sortOrder: integer().notNull(),
});

/** 表头记忆: how a department's own header maps to a field. */
export const headerMappings = pgTable(
  "header_mappings",
  { datasetId: text().notNull(), header: text().notNull(), fieldId: text().notNull(), recordedAt: instantColumn().notNull() },
  (table) => [primaryKey({ columns: [table.datasetId, table.header] })],
);

/** 参数: thresholds with a dated default (decisions D), changed in the browser. */
export const settings = pgTable("settings", {
  key: text().primaryKey(),
  value: jsonValueColumn().notNull(),
  updatedAt: instantColumn(),
  updatedBy: uuid().references(() => people.id),
});

/** 业务时钟: one row. `fixedAt` null follows the system clock. */
export const businessClock = pgTable("business_clock", { id: integer().primaryKey(), fixedAt: instantColumn() }, (table) => [
  check("business_clock_one_row", sql`${table.id} = 1`),
]);

/** 工作日历: holidays and make-up days of an announced year. */
export const calendarYears = pgTable("calendar_years", {
  year: integer().primaryKey(),
  holidays: jsonb().$type<string[]>().notNull(),
  makeupDays: jsonb().$type<string[]>().notNull(),
  source: text().notNull(),
  importedAt: instantColumn(),
});
