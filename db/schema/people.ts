import { sql } from "drizzle-orm";
import { boolean, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instantColumn, wallColumn } from "./columns";

/** 部门: the 12 policy departments and the 7 data-providing ones (some are both), and the platform's own office. */
export const departments = pgTable("departments", {
  id: text().primaryKey(),
  name: text().notNull(),
  shortName: text().notNull(),
  isPolicyDepartment: boolean().notNull(),
  isSourceDepartment: boolean().notNull(),
  phone: text().notNull(),
  sortOrder: integer().notNull(),
});

/** 人员: one natural person with one sign-in, whatever the number of memberships. */
export const people = pgTable(
  "people",
  {
    id: uuid().primaryKey().defaultRandom(),
    displayName: text().notNull(),
    username: text().notNull(),
    /** argon2id; null for people who come through the identity provider only. */
    passwordHash: text(),
    /** `issuer|account id` of the OIDC provider. */
    oidcSubject: text(),
    mustChangePassword: boolean().notNull().default(false),
    /** Raised whenever rights change: a session with an older number is refused at its next request. */
    sessionVersion: integer().notNull().default(1),
    failedSignIns: integer().notNull().default(0),
    lockedUntil: wallColumn(),
    disabledAt: instantColumn(),
    createdAt: instantColumn().notNull(),
  },
  (table) => [uniqueIndex("people_username").on(sql`lower(${table.username})`), uniqueIndex("people_oidc_subject").on(table.oidcSubject)],
);

/** 接口密钥 of a department's system. The secret is stored as ciphertext because it must sign. */
export const apiKeys = pgTable("api_keys", {
  keyId: text().primaryKey(),
  departmentId: text()
    .notNull()
    .references(() => departments.id),
  secretCipher: text().notNull(),
  label: text().notNull(),
  createdAt: instantColumn().notNull(),
  createdBy: uuid().references(() => people.id),
  revokedAt: instantColumn(),
});

/** A nonce is good once; rows older than the time window may be swept. */
export const apiNonces = pgTable("api_nonces", { keyId: text().notNull(), nonce: text().notNull(), seenAt: wallColumn().notNull() }, (table) => [
  primaryKey({ columns: [table.keyId, table.nonce] }),
]);

/** 限频: fixed windows per subject. */
export const rateWindows = pgTable("rate_windows", { key: text().notNull(), windowStart: wallColumn().notNull(), hits: integer().notNull() }, (table) => [
  primaryKey({ columns: [table.key, table.windowStart] }),
]);
