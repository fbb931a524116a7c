import "server-only";
import { and, asc, desc, eq, exists, gt, ilike, inArray, isNotNull, isNull, lte, notExists, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { ENTERPRISE_ROLES, type Role } from "@/lib/access/roles";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { departments, enterprises, memberships, people } from "./schema";
import type { Db } from "./types";

export type PeopleView = "staff" | "enterprise" | "disabled";
export type PeopleFilter = {
  readonly view: PeopleView;
  /** Part of a name or of a sign-in. */
  readonly q: string;
  readonly sort: string;
  readonly page: number;
  readonly pageSize: number;
};

export type HeldRole = {
  readonly id: string;
  readonly role: Role;
  readonly departmentName: string | null;
  readonly enterpriseName: string | null;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
};

export type PersonRow = {
  readonly id: string;
  readonly displayName: string;
  readonly username: string;
  readonly createdAt: Instant;
  readonly disabledAt: Instant | null;
  readonly mustChangePassword: boolean;
  readonly hasPassword: boolean;
  /** In force on the day of the question. */
  readonly roles: readonly HeldRole[];
};

const orNull = (at: Instant | null): Instant | null => at && instant(at);
/** % and _ are what people type, not wildcards. */
const like = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

const enterpriseMembership = (db: Db) =>
  db
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.personId, people.id), inArray(memberships.role, [...ENTERPRISE_ROLES])));

function viewCondition(db: Db, view: PeopleView): SQL | undefined {
  if (view === "disabled") return isNotNull(people.disabledAt);
  const own = view === "enterprise" ? exists(enterpriseMembership(db)) : notExists(enterpriseMembership(db));
  return and(isNull(people.disabledAt), own);
}

const ORDER: Readonly<Record<string, SQL>> = {
  name: asc(people.displayName),
  "-name": desc(people.displayName),
  username: asc(people.username),
  "-username": desc(people.username),
  created: asc(people.createdAt),
  "-created": desc(people.createdAt),
};

/** 人员名单, one page of it, with the roles in force today. */
export async function listPeople(db: Db, filter: PeopleFilter, today: PlainDate): Promise<{ rows: PersonRow[]; total: number }> {
  const q = filter.q.trim();
  const named = q === "" ? undefined : or(ilike(people.displayName, like(q)), ilike(people.username, like(q)));
  const condition = and(viewCondition(db, filter.view), named);
  const [rows, [all]] = await Promise.all([
    db
      .select()
      .from(people)
      .where(condition)
      .orderBy(ORDER[filter.sort] ?? asc(people.username), asc(people.id))
      .limit(filter.pageSize)
      .offset((filter.page - 1) * filter.pageSize),
    db.select({ n: sql<number>`count(*)::int` }).from(people).where(condition),
  ]);
  const held = await rolesInForce(
    db,
    rows.map((row) => row.id),
    today,
  );
  return {
    rows: rows.map((row) => ({
      id: row.id,
      displayName: row.displayName,
      username: row.username,
      createdAt: instant(row.createdAt),
      disabledAt: orNull(row.disabledAt),
      mustChangePassword: row.mustChangePassword,
      hasPassword: row.passwordHash !== null,
      roles: held.filter((one) => one.personId === row.id),
    })),
    total: all?.n ?? 0,
  };
}

const heldColumns = {
  id: memberships.id,
  personId: memberships.personId,
  role: memberships.role,
  departmentName: departments.name,
  enterpriseName: enterprises.name,
  validFrom: memberships.validFrom,
  validTo: memberships.validTo,
};

async function rolesInForce(db: Db, personIds: readonly string[], today: PlainDate) {
  if (personIds.length === 0) return [];
  return db
    .select(heldColumns)
    .from(memberships)
    .leftJoin(departments, eq(departments.id, memberships.departmentId))
    .leftJoin(enterprises, eq(enterprises.id, memberships.enterpriseId))
    .where(
      and(inArray(memberships.personId, [...personIds]), lte(memberships.validFrom, today), or(isNull(memberships.validTo), gt(memberships.validTo, today))),
    )
    .orderBy(asc(memberships.createdAt), asc(memberships.id));
}

export type GrantFilter = {
  readonly q: string;
  readonly departmentId: string;
  readonly role: string;
  readonly view: "current" | "ended";
  readonly sort: string;
  readonly page: number;
  readonly pageSize: number;
};

export type GrantRow = HeldRole & {
  readonly personId: string;
  readonly personName: string;
  readonly username: string;
  readonly grantedByName: string | null;
  readonly createdAt: Instant;
  /** In force today; false for what begins later and for what has ended. */
  readonly active: boolean;
};

const GRANT_ORDER: Readonly<Record<string, SQL>> = {
  person: asc(people.displayName),
  "-person": desc(people.displayName),
  role: asc(memberships.role),
  "-role": desc(memberships.role),
  from: asc(memberships.validFrom),
  "-from": desc(memberships.validFrom),
  to: asc(memberships.validTo),
  "-to": desc(memberships.validTo),
};

function grantCondition({ q, departmentId, role, view }: GrantFilter, today: PlainDate): SQL | undefined {
  const text = q.trim();
  const open = or(isNull(memberships.validTo), gt(memberships.validTo, today));
  return and(
    view === "current" ? open : lte(memberships.validTo, today),
    sql`${memberships.role} not in ('enterpriseAgent', 'legalRepresentative')`,
    departmentId === "" ? undefined : eq(memberships.departmentId, departmentId),
    role === "" ? undefined : sql`${memberships.role} = ${role}`,
    text === "" ? undefined : or(ilike(people.displayName, like(text)), ilike(people.username, like(text))),
  );
}

/** 任职授权 of the staff: who holds what, where and until when. */
export async function listGrants(db: Db, filter: GrantFilter, today: PlainDate): Promise<{ rows: GrantRow[]; total: number }> {
  const condition = grantCondition(filter, today);
  const granter = alias(people, "granter");
  const [rows, [all]] = await Promise.all([
    db
      .select({
        ...heldColumns,
        personName: people.displayName,
        username: people.username,
        grantedByName: granter.displayName,
        createdAt: memberships.createdAt,
      })
      .from(memberships)
      .innerJoin(people, eq(people.id, memberships.personId))
      .leftJoin(departments, eq(departments.id, memberships.departmentId))
      .leftJoin(enterprises, eq(enterprises.id, memberships.enterpriseId))
      .leftJoin(granter, eq(granter.id, memberships.grantedBy))
      .where(condition)
      .orderBy(GRANT_ORDER[filter.sort] ?? asc(people.displayName), asc(memberships.id))
      .limit(filter.pageSize)
      .offset((filter.page - 1) * filter.pageSize),
    db.select({ n: sql<number>`count(*)::int` }).from(memberships).innerJoin(people, eq(people.id, memberships.personId)).where(condition),
  ]);
  return {
    rows: rows.map((row) => ({
      ...row,
      createdAt: instant(row.createdAt),
      active: row.validFrom <= today && (row.validTo === null || row.validTo > today),
    })),
    total: all?.n ?? 0,
  };
}

/** Staff who can be given a role, by name; people of enterprises and disabled ones are left out. */
export const listGrantees = (db: Db): Promise<{ id: string; displayName: string; username: string }[]> =>
  db
    .select({ id: people.id, displayName: people.displayName, username: people.username })
    .from(people)
    .where(viewCondition(db, "staff"))
    .orderBy(asc(people.username));

/** 部门 for selects, in their usual order. */
export const listDepartments = (db: Db): Promise<{ id: string; name: string; isSourceDepartment: boolean }[]> =>
  db
    .select({ id: departments.id, name: departments.name, isSourceDepartment: departments.isSourceDepartment })
    .from(departments)
    .orderBy(asc(departments.sortOrder));
