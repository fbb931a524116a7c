import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { dayColumn, instantColumn, wallColumn } from "./columns";
import { enterprises } from "./enterprises";
import { people } from "./people";

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

/** 投诉举报与督办: orders of a leader with a reply due. */
export const supervisions = pgTable(
  "supervisions",
  {
    id: uuid().primaryKey().defaultRandom(),
    claimId: uuid().notNull(),
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
  (table) => [index("supervisions_claim").on(table.claimId)],
);
