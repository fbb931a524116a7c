import { sql } from "drizzle-orm";
import { bigint, check, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { dayColumn, instantColumn, wallColumn } from "./columns";
import { enterprises } from "./enterprises";
import { departments, people } from "./people";

/** 审计日志: append-only hash chains ("business" for acts, "reads" for reads of personal data). A trigger checks seq, previous hash and hash. */
export const auditLog = pgTable(
  "audit_log",
  {
    chain: text().$type<"business" | "reads">().notNull(),
    seq: bigint({ mode: "number" }).notNull(),
    at: instantColumn().notNull(),
    actorId: uuid(),
    actorRole: text().notNull(),
    action: text().notNull(),
    subjectType: text().notNull(),
    subjectId: text().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull(),
    algorithm: text().$type<"sha256" | "sm3">().notNull(),
    /** The canonical bytes (RFC 8785) that were hashed, as text. */
    canonical: text().notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.seq] }),
    index("audit_log_subject").on(table.subjectType, table.subjectId),
    index("audit_log_actor").on(table.actorId, table.at),
    index("audit_log_at").on(table.at),
  ],
);

/** 链头: one row per chain; the lock under which rows are appended. */
export const auditHeads = pgTable("audit_heads", { chain: text().primaryKey(), seq: bigint({ mode: "number" }).notNull(), hash: text().notNull() });

/** 通知: the outbox and the in-app mailbox in one. `dedupeKey` makes repeats harmless. */
export const notifications = pgTable(
  "notifications",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid().references(() => people.id),
    enterpriseId: uuid().references(() => enterprises.id),
    claimId: uuid(),
    kind: text().notNull(),
    level: text().$type<"info" | "yellow" | "red" | "supervise">().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    href: text(),
    day: dayColumn().notNull(),
    dedupeKey: text().notNull(),
    createdAt: instantColumn().notNull(),
    readAt: instantColumn(),
    deliveredAt: wallColumn(),
  },
  (table) => [
    uniqueIndex("notifications_dedupe").on(table.dedupeKey),
    index("notifications_person").on(table.personId, table.readAt),
    index("notifications_enterprise").on(table.enterpriseId, table.readAt),
  ],
);

/** 督办单: an order of a leader about one case, or to a department as a whole, with a day for the reply. The reply is written once. */
export const supervisions = pgTable(
  "supervisions",
  {
    id: uuid().primaryKey().defaultRandom(),
    claimId: uuid(),
    departmentId: text().references(() => departments.id),
    orderedBy: uuid()
      .notNull()
      .references(() => people.id),
    content: text().notNull(),
    replyDueOn: dayColumn().notNull(),
    orderedAt: instantColumn().notNull(),
    reply: text(),
    repliedBy: uuid().references(() => people.id),
    repliedAt: instantColumn(),
  },
  (table) => [
    index("supervisions_claim").on(table.claimId),
    index("supervisions_department").on(table.departmentId),
    check("supervisions_about_one", sql`(${table.claimId} is null) <> (${table.departmentId} is null)`),
    check(
      "supervisions_replied_whole",
      sql`(${table.reply} is null) = (${table.repliedAt} is null) and (${table.reply} is null) = (${table.repliedBy} is null)`,
    ),
  ],
);
