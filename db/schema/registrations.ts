import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instantColumn, wallColumn } from "./columns";
import { enterprises } from "./enterprises";
import { people } from "./people";

/**
 * 企业注册申请: one try to prove to be the legal representative. A try whose facts do not fit the register is kept as well, without an
 * enterprise, so that both are answered alike.
 */
export const registrations = pgTable(
  "registrations",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Null: credit code, name or identity number did not fit. No code leads on from such a row. */
    enterpriseId: uuid().references(() => enterprises.id),
    phoneMask: text(),
    codeDigest: text().notNull(),
    /** The code itself as ciphertext, in a demo county only, where no telephone rings. */
    codeCipher: text(),
    failures: integer().notNull().default(0),
    expiresAt: wallColumn().notNull(),
    startedAt: instantColumn().notNull(),
    completedAt: instantColumn(),
    personId: uuid().references(() => people.id),
  },
  (table) => [
    index("registrations_enterprise").on(table.enterpriseId),
    index("registrations_started").on(table.startedAt),
    check("registrations_completed_for_somebody", sql`(${table.completedAt} is null) = (${table.personId} is null)`),
    check("registrations_completed_is_proven", sql`${table.completedAt} is null or ${table.enterpriseId} is not null`),
    check("registrations_code_sealed", sql`${table.codeDigest} ~ '^[0-9a-f]{64}$' and (${table.codeCipher} is null or ${table.codeCipher} like 'v1.%')`),
  ],
);
