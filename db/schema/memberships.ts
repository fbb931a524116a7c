import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Role } from "@/lib/access/roles";
import { dayColumn, instantColumn } from "./columns";
import { enterprises } from "./enterprises";
import { departments, people } from "./people";

/** 任职: person × role × department or enterprise × validity. The only source of rights. */
export const memberships = pgTable(
  "memberships",
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid()
      .notNull()
      .references(() => people.id),
    role: text().$type<Role>().notNull(),
    departmentId: text().references(() => departments.id),
    enterpriseId: uuid().references(() => enterprises.id),
    validFrom: dayColumn().notNull(),
    validTo: dayColumn(),
    grantedBy: uuid().references(() => people.id),
    createdAt: instantColumn().notNull(),
  },
  (table) => [
    index("memberships_person").on(table.personId),
    index("memberships_department").on(table.departmentId, table.role),
    index("memberships_enterprise").on(table.enterpriseId),
    check(
      "memberships_role_known",
      sql`${table.role} in ('enterpriseAgent','legalRepresentative','hallClerk','handler','checker','sectionChief','leaderInCharge','principalLeader','paymentMaker','paymentChecker','auditor','dataOfficer','dataApprover','policyAuthor','policyPublisher','systemAdmin','securityAdmin')`,
    ),
    check(
      "memberships_scope_fits_role",
      sql`case
        when ${table.role} in ('enterpriseAgent','legalRepresentative') then ${table.enterpriseId} is not null and ${table.departmentId} is null
        when ${table.role} in ('handler','checker','sectionChief','leaderInCharge','paymentMaker','paymentChecker','dataOfficer','dataApprover','policyAuthor','policyPublisher') then ${table.departmentId} is not null and ${table.enterpriseId} is null
        else ${table.enterpriseId} is null end`,
    ),
    check("memberships_validity_in_order", sql`${table.validTo} is null or ${table.validTo} >= ${table.validFrom}`),
  ],
);
