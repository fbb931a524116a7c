import { sql } from "drizzle-orm";
import { bigint, check, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instantColumn } from "./columns";
import { people } from "./people";

/** 第二验证: the seed of a person's authenticator. Offered until the first right code confirms it; from then on it never changes, it is only taken away. */
export const secondFactors = pgTable(
  "second_factors",
  {
    personId: uuid()
      .primaryKey()
      .references(() => people.id),
    seedCipher: text().notNull(),
    offeredAt: instantColumn().notNull(),
    confirmedAt: instantColumn(),
    /** The last 30-second step whose code was taken: no code is good twice. */
    lastStep: bigint({ mode: "number" }),
  },
  (table) => [
    check("second_factors_sealed", sql`${table.seedCipher} like 'v1.%'`),
    check("second_factors_confirmed_by_code", sql`(${table.confirmedAt} is null) = (${table.lastStep} is null)`),
  ],
);

/** 备用码 as keyed digests; each is good once. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    personId: uuid()
      .notNull()
      .references(() => secondFactors.personId, { onDelete: "cascade" }),
    digest: text().notNull(),
    usedAt: instantColumn(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.digest] }), check("recovery_codes_digested", sql`${table.digest} ~ '^[0-9a-f]{64}$'`)],
);
