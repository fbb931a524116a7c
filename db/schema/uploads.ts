import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { datasets } from "./catalogue";
import { bytesColumn, dayColumn, instantColumn, wallColumn } from "./columns";
import { enterprises } from "./enterprises";
import { people } from "./people";

/** 入库阶段 of a long file: `staging` while its rows come in unseen, `settling` once they count and what hangs on them follows. */
export type UploadStage = "staging" | "settling";

export type UploadState = "receiving" | "received" | "processing" | "applied" | "refused" | "cancelled" | "failed";

/** 上传: one received file or request. */
export const uploads = pgTable(
  "uploads",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** 收文序号: which of two files came first; the business clock may stand still between them. */
    arrival: bigserial({ mode: "number" }).notNull(),
    datasetId: text()
      .notNull()
      .references(() => datasets.id),
    period: text().notNull(),
    channel: text().$type<"browser" | "api" | "connector" | "manual">().notNull(),
    filename: text().notNull(),
    contentSha256: text().notNull(),
    byteSize: integer().notNull(),
    state: text().$type<UploadState>().notNull(),
    refusal: text(),
    /** 数据时点: the day the department says the file speaks of, else the day it came. */
    asOf: dayColumn().notNull(),
    totalRows: integer().notNull().default(0),
    acceptedRows: integer().notNull().default(0),
    correctedRows: integer().notNull().default(0),
    quarantinedRows: integer().notNull().default(0),
    duplicateRows: integer().notNull().default(0),
    ignoredRows: integer().notNull().default(0),
    /** pattern → number of corrections, for the county's statistics. */
    patternCounts: jsonb().$type<Record<string, number>>().notNull().default({}),
    unknownColumns: jsonb().$type<string[]>().notNull().default([]),
    /** 读法: the units that the file's own head states and its system of day numbers, for reading a waiting row anew. */
    reading: jsonb().$type<{ units: Record<string, string>; epoch: "1900" | "1904" }>(),
    /** 进度: rows read so far while the file is being processed, of `totalRows` once they have been counted. */
    processedRows: integer().notNull().default(0),
    /** 处理次数 that were begun since the file came or was sent round again; what breaks off every time must not come round for ever. */
    attempts: integer().notNull().default(0),
    /** Set while the rows of the file are in the table without being settled: nobody reads what is `staging`. */
    stage: text().$type<UploadStage>(),
    /** 登记库文件: its rows open files of enterprises, and rows of other files may have waited for them. */
    opensEnterprises: boolean().notNull().default(false),
    /** Last sign of life of whoever stores the file. */
    stageSeenAt: wallColumn(),
    receivedAt: instantColumn().notNull(),
    finishedAt: instantColumn(),
    receivedBy: uuid().references(() => people.id),
    keyId: text(),
  },
  (table) => [
    uniqueIndex("uploads_same_bytes_once").on(table.datasetId, table.period, table.contentSha256).where(sql`${table.state} not in ('refused','cancelled')`),
    index("uploads_by_time").on(table.receivedAt),
    index("uploads_of_dataset").on(table.datasetId, table.receivedAt),
    uniqueIndex("uploads_one_stage_per_dataset").on(table.datasetId).where(sql`${table.stage} is not null`),
    check("uploads_stage_known", sql`${table.stage} in ('staging','settling')`),
    check("uploads_stage_fits_state", sql`${table.stage} is null or (${table.stage} = 'settling') = (${table.state} = 'applied')`),
    check("uploads_state_known", sql`${table.state} in ('receiving','received','processing','applied','refused','cancelled','failed')`),
    check("uploads_failed_says_why", sql`${table.state} <> 'failed' or ${table.refusal} is not null`),
    check(
      "uploads_rows_add_up",
      sql`${table.state} <> 'applied' or ${table.totalRows} = ${table.acceptedRows} + ${table.correctedRows} + ${table.quarantinedRows} + ${table.duplicateRows} + ${table.ignoredRows}`,
    ),
  ],
);

/** The received bytes, encrypted (they may hold identity numbers), until the file is processed. */
export const uploadChunks = pgTable(
  "upload_chunks",
  {
    uploadId: uuid()
      .notNull()
      .references(() => uploads.id, { onDelete: "cascade" }),
    seq: integer().notNull(),
    content: bytesColumn().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.seq] })],
);

export type Fate = "accepted" | "corrected" | "quarantined" | "duplicate" | "ignored";
export type LinkFate = "exact" | "auto" | "review" | "none";

/** 原始行: every source row with exactly one fate; the accepted and corrected ones are the records that the indicators rest on. */
export const uploadRows = pgTable(
  "upload_rows",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    uploadId: uuid()
      .notNull()
      .references(() => uploads.id),
    datasetId: text().notNull(),
    /** The number that WPS and Excel show. */
    row: integer().notNull(),
    fate: text().$type<Fate>().notNull(),
    /** As it came, identity numbers masked. */
    raw: jsonb().$type<Record<string, string>>().notNull(),
    /** Typed values; null unless accepted or corrected. */
    record: jsonb().$type<Record<string, unknown>>(),
    recordKey: text(),
    period: text().notNull(),
    enterpriseId: uuid().references(() => enterprises.id),
    uscc: text(),
    linkFate: text().$type<LinkFate>().notNull(),
    linkConfidence: doublePrecision(),
    linkCandidates: jsonb().$type<string[]>(),
    corrections: jsonb().$type<{ field: string; from: string; to: string; pattern: string }[]>(),
    reasons: jsonb().$type<{ field: string; pattern: string; code?: string; message: string; proposal?: string }[]>(),
    /** 已解决: how a clerk closed a quarantined row. */
    resolvedAt: instantColumn(),
    resolvedBy: uuid().references(() => people.id),
    resolution: text(),
    /** The row that took this one's place. Negative while that row's file is being stored: it counts from the moment the file does. */
    supersededBy: bigint({ mode: "number" }),
  },
  (table) => [
    unique("upload_rows_one_fate").on(table.uploadId, table.row),
    index("upload_rows_live")
      .on(table.enterpriseId, table.datasetId)
      .where(sql`${table.record} is not null and (${table.supersededBy} is null or ${table.supersededBy} < 0)`),
    uniqueIndex("upload_rows_one_live_record").on(table.datasetId, table.recordKey).where(sql`${table.record} is not null and ${table.supersededBy} is null`),
    uniqueIndex("upload_rows_one_giving_way").on(table.datasetId, table.recordKey).where(sql`${table.record} is not null and ${table.supersededBy} < 0`),
    index("upload_rows_open_quarantine").on(table.datasetId, table.uploadId).where(sql`${table.fate} = 'quarantined' and ${table.resolvedAt} is null`),
    check("upload_rows_fate_known", sql`${table.fate} in ('accepted','corrected','quarantined','duplicate','ignored')`),
    check("upload_rows_record_fits_fate", sql`(${table.record} is not null) = (${table.fate} in ('accepted','corrected'))`),
    check("upload_rows_no_plain_identity", sql`coalesce(${table.raw}->>'idCardNo', '') !~ '^[0-9]{15,17}[0-9Xx]?$'`),
  ],
);

/** 待建档: what a register's rows that are not yet seen will open or change, with names and telephones sealed. */
export const uploadOpenings = pgTable(
  "upload_openings",
  {
    uploadId: uuid()
      .notNull()
      .references(() => uploads.id, { onDelete: "cascade" }),
    rowId: bigint({ mode: "number" }).notNull(),
    opening: jsonb().$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.rowId] })],
);
