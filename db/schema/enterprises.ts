import { sql } from "drizzle-orm";
import { bigint, bigserial, check, foreignKey, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytesColumn, dayColumn, instantColumn } from "./columns";
import { people } from "./people";

/** 企业（市场主体）: stable internal id, whatever its name or code does. */
export const enterprises = pgTable(
  "enterprises",
  {
    id: uuid().primaryKey().defaultRandom(),
    uscc: text().notNull(),
    name: text().notNull(),
    /** 名称匹配键: normalised, never shown. */
    nameKey: text().notNull(),
    /** Pinyin initials of the name for the search box. */
    initials: text().notNull().default(""),
    entityType: text(),
    regStatus: text().notNull(),
    establishedDate: dayColumn(),
    industryCode: text(),
    registrationRegion: text(),
    address: text(),
    town: text(),
    /** Masked (张*); the full name is personal data and stays as ciphertext. */
    representativeMask: text(),
    representativeCipher: text(),
    /** 带盐摘要 of the representative's identity number, as the register gave it; the number itself is never stored. */
    representativeDigest: text(),
    phoneMask: text(),
    phoneCipher: text(),
    /** The row that opened this file; its foreign key is in the guards migration (upload_rows refers back). */
    sourceRowId: bigint({ mode: "number" }).notNull(),
    createdAt: instantColumn().notNull(),
    updatedAt: instantColumn().notNull(),
  },
  (table) => [
    uniqueIndex("enterprises_uscc").on(table.uscc),
    index("enterprises_source_row").on(table.sourceRowId),
    index("enterprises_name_key").on(table.nameKey),
    index("enterprises_initials").on(table.initials),
    index("enterprises_town").on(table.town),
    // 关联企业: only ever asked for equality.
    index("enterprises_address").using("hash", table.address),
    index("enterprises_representative").using("hash", table.representativeDigest),
  ],
);

/** 曾用名、旧号、户号: everything else by which a row may mean this enterprise. */
export const enterpriseAliases = pgTable(
  "enterprise_aliases",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    kind: text().$type<"formerName" | "legacyRegNo" | "orgCode" | "meterAccount" | "customsCode" | "unitNo">().notNull(),
    value: text().notNull(),
    key: text().notNull(),
    sourceRowId: bigint({ mode: "number" }),
    recordedAt: instantColumn().notNull(),
  },
  (table) => [
    unique("enterprise_aliases_once").on(table.enterpriseId, table.kind, table.key),
    index("enterprise_aliases_key").on(table.kind, table.key),
    index("enterprise_aliases_source_row").on(table.sourceRowId),
  ],
);

/** 授权: which datasets may be read for which policy, in the enterprise's own words and hand. */
export const consents = pgTable(
  "consents",
  {
    id: uuid().primaryKey().defaultRandom(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    policyCode: text().notNull(),
    datasetIds: jsonb().$type<string[]>().notNull(),
    purpose: text().notNull(),
    textVersion: text().notNull(),
    textHash: text().notNull(),
    grantedBy: uuid()
      .notNull()
      .references(() => people.id),
    grantedRole: text().notNull(),
    grantedAt: instantColumn().notNull(),
    revokedAt: instantColumn(),
    /** 撤回人: in whose name what rests on the consent is withdrawn. */
    revokedBy: uuid().references(() => people.id),
    revokedRole: text(),
  },
  (table) => [
    uniqueIndex("consents_live").on(table.enterpriseId, table.policyCode).where(sql`${table.revokedAt} is null`),
    unique("consents_of_policy").on(table.id, table.enterpriseId, table.policyCode),
  ],
);

/**
 * 发票行归项: the policy whose project an invoice line belongs to, as the enterprise has named it (B18). A line stands for one policy at a time;
 * another naming, or the end of the consent, releases it first.
 */
export const invoiceProjects = pgTable(
  "invoice_projects",
  {
    id: uuid().primaryKey().defaultRandom(),
    enterpriseId: uuid().notNull(),
    policyCode: text().notNull(),
    consentId: uuid().notNull(),
    /** 发票号码#行号 */
    line: text().notNull(),
    namedBy: uuid()
      .notNull()
      .references(() => people.id),
    namedAt: instantColumn().notNull(),
    releasedAt: instantColumn(),
  },
  (table) => [
    uniqueIndex("invoice_projects_once").on(table.enterpriseId, table.line).where(sql`${table.releasedAt} is null`),
    index("invoice_projects_consent").on(table.consentId),
    foreignKey({
      name: "invoice_projects_consent_of_policy",
      columns: [table.consentId, table.enterpriseId, table.policyCode],
      foreignColumns: [consents.id, consents.enterpriseId, consents.policyCode],
    }),
    check("invoice_projects_line", sql`${table.line} ~ '^[^#]+#[0-9]+$'`),
  ],
);

/** 收款账户: number as ciphertext with blind index from the first migration. */
export const bankAccounts = pgTable(
  "bank_accounts",
  {
    id: uuid().primaryKey().defaultRandom(),
    enterpriseId: uuid()
      .notNull()
      .references(() => enterprises.id),
    holderName: text().notNull(),
    bankName: text().notNull(),
    cnapsCode: text(),
    numberCipher: text().notNull(),
    numberIndex: text().notNull(),
    keyId: text().notNull(),
    last4: text().notNull(),
    kind: text().$type<"corporate" | "operator">().notNull(),
    state: text().$type<"pending" | "effective" | "retired">().notNull(),
    verifiedAt: instantColumn(),
    verifiedBy: text(),
    effectiveFrom: instantColumn(),
    createdBy: uuid()
      .notNull()
      .references(() => people.id),
    createdAt: instantColumn().notNull(),
  },
  (table) => [
    unique("bank_accounts_of_enterprise").on(table.id, table.enterpriseId),
    uniqueIndex("bank_accounts_one_effective").on(table.enterpriseId).where(sql`${table.state} = 'effective'`),
    index("bank_accounts_index").on(table.numberIndex),
    check(
      "bank_accounts_effective_is_verified",
      sql`${table.state} <> 'effective' or (${table.verifiedAt} is not null and ${table.effectiveFrom} is not null)`,
    ),
    check("bank_accounts_not_plain", sql`${table.numberCipher} !~ '^[0-9 ]+$'`),
  ],
);

/** 企业提交的材料, encrypted; never one that a dataset replaces. */
export const materials = pgTable("materials", {
  id: uuid().primaryKey().defaultRandom(),
  enterpriseId: uuid()
    .notNull()
    .references(() => enterprises.id),
  claimId: uuid().notNull(),
  name: text().notNull(),
  filename: text().notNull(),
  mediaType: text().notNull(),
  byteSize: integer().notNull(),
  sha256: text().notNull(),
  content: bytesColumn().notNull(),
  keyId: text().notNull(),
  uploadedBy: uuid()
    .notNull()
    .references(() => people.id),
  uploadedAt: instantColumn().notNull(),
});
