import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { AgentRight } from "@/lib/access/agent-rights";
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
    /** How it came about: granted by an officer, proven by the identity provider, proven against the register, or an agent appointed by the representative. */
    basis: text().$type<"granted" | "provider" | "register" | "appointed">().notNull().default("granted"),
    /** 经办权限 of an agent; null: everything that the role may do. */
    rights: jsonb().$type<AgentRight[]>(),
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
    check("memberships_basis_known", sql`${table.basis} in ('granted','provider','register','appointed')`),
    check("memberships_rights_of_agents", sql`${table.rights} is null or (${table.role} = 'enterpriseAgent' and jsonb_typeof(${table.rights}) = 'array')`),
    check("memberships_appointed_agents", sql`${table.basis} <> 'appointed' or (${table.role} = 'enterpriseAgent' and ${table.grantedBy} is not null)`),
    check("memberships_validity_in_order", sql`${table.validTo} is null or ${table.validTo} >= ${table.validFrom}`),
  ],
);
