import "server-only";
import { and, asc, count, desc, eq, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import type { Instant, PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { shownAsOf } from "./as-of";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { claimsInScope } from "./claim-lights";
import { claimMatching, containing } from "./claim-queries";
import type { Actor } from "./claims";
import { claims, datasets, departments, enterpriseAliases, enterprises, indicators, indicatorValues, matches, policies } from "./schema";
import type { Db } from "./types";

export type EnterpriseRow = {
  readonly id: string;
  readonly name: string;
  readonly uscc: string;
  readonly town: string | null;
  readonly regStatus: string;
  readonly establishedDate: PlainDate | null;
  readonly claims: number;
};

/**
 * 企业数据域: a department sees the enterprises it deals with — those with a claim or a match under a policy of its own, or with a value from
 * a dataset of its own; the county (and the platform's own office, widened by the caller) sees all.
 */
export function enterprisesInScope(scope: Scope): SQL | undefined {
  if (scope.kind === "county") return undefined;
  if (scope.kind === "enterprise") return scope.enterpriseIds.length > 0 ? sql`${enterprises.id} in ${[...scope.enterpriseIds]}` : sql`false`;
  const own = scope.departmentId;
  return or(
    sql`exists (select 1 from ${claims} where ${claims.enterpriseId} = ${enterprises.id} and ${claims.departmentId} = ${own})`,
    sql`exists (select 1 from ${matches} inner join ${policies} on ${policies.code} = ${matches.policyCode} where ${matches.enterpriseId} = ${enterprises.id} and ${policies.departmentId} = ${own})`,
    sql`exists (select 1 from ${indicatorValues} inner join ${datasets} on ${datasets.id} = ${indicatorValues.datasetId} where ${indicatorValues.enterpriseId} = ${enterprises.id} and ${datasets.departmentId} = ${own})`,
  );
}

/** By name, former name, credit code or pinyin initials. */
function enterpriseMatching(q: string | undefined): SQL | undefined {
  const text = q?.trim() ?? "";
  if (text === "") return undefined;
  const pattern = containing(text);
  return or(
    ilike(enterprises.name, pattern),
    ilike(enterprises.uscc, pattern),
    /^[a-z]+$/i.test(text) ? ilike(enterprises.initials, pattern) : undefined,
    sql`exists (select 1 from ${enterpriseAliases} where ${enterpriseAliases.enterpriseId} = ${enterprises.id} and ${enterpriseAliases.value} ilike ${pattern})`,
  );
}

export const ENTERPRISE_SORTS = ["name", "established", "claims"] as const;
export type EnterpriseFilter = { readonly q?: string | undefined; readonly town?: string | undefined };
type Page = { readonly sort: string; readonly page: number; readonly pageSize: number };

const ofEnterprise = sql<number>`(select count(*)::int from ${claims} where ${claims.enterpriseId} = ${enterprises.id})`;
const SORT: Readonly<Record<string, SQL>> = { name: sql`${enterprises.name}`, established: sql`${enterprises.establishedDate}`, claims: ofEnterprise };

/** 企业清单 within the scope, sorted and paged in SQL. */
export async function searchEnterprises(
  db: Db,
  scope: Scope,
  filter: EnterpriseFilter,
  { sort, page, pageSize }: Page,
): Promise<{ rows: EnterpriseRow[]; total: number }> {
  const where = and(enterprisesInScope(scope), enterpriseMatching(filter.q), filter.town ? eq(enterprises.town, filter.town) : undefined);
  const by = SORT[sort.replace(/^-/, "")] ?? sql`${enterprises.name}`;
  const [rows, [total]] = await Promise.all([
    db
      .select({
        id: enterprises.id,
        name: enterprises.name,
        uscc: enterprises.uscc,
        town: enterprises.town,
        regStatus: enterprises.regStatus,
        establishedDate: enterprises.establishedDate,
        claims: ofEnterprise,
      })
      .from(enterprises)
      .where(where)
      .orderBy(sort.startsWith("-") ? sql`${by} desc nulls last` : sql`${by} asc nulls last`, asc(enterprises.uscc))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ n: count() }).from(enterprises).where(where),
  ]);
  return { rows, total: total?.n ?? 0 };
}

/** Towns that occur, for the filter. */
export async function listTowns(db: Db): Promise<string[]> {
  const rows = await db.selectDistinct({ town: enterprises.town }).from(enterprises).orderBy(enterprises.town);
  return rows.flatMap(({ town }) => (town ? [town] : []));
}

export type FoundClaim = {
  readonly id: string;
  readonly number: string;
  readonly enterpriseName: string;
  readonly policyName: string;
  readonly state: typeof claims.$inferSelect.state;
  readonly amountFen: typeof claims.$inferSelect.amountFen;
};

/** 全局查找 among the claims of the scope, newest first. */
export async function searchClaims(db: Db, scope: Scope, q: string, limit = 20): Promise<{ rows: FoundClaim[]; total: number }> {
  if (q.trim() === "") return { rows: [], total: 0 };
  const where = and(claimsInScope(scope), claimMatching(q));
  const [rows, [total]] = await Promise.all([
    db
      .select({
        id: claims.id,
        number: claims.number,
        enterpriseName: enterprises.name,
        policyName: policies.name,
        state: claims.state,
        amountFen: claims.amountFen,
      })
      .from(claims)
      .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
      .innerJoin(policies, eq(policies.code, claims.policyCode))
      .where(where)
      .orderBy(desc(claims.createdAt), desc(claims.number))
      .limit(limit),
    db.select({ n: count() }).from(claims).innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId)).where(where),
  ]);
  return { rows, total: total?.n ?? 0 };
}

export type FileValue = {
  readonly id: number;
  readonly indicatorId: string;
  readonly name: string;
  readonly dimension: string;
  readonly period: string;
  readonly subject: string;
  readonly state: "value" | "null";
  /** Null for what is withheld as well as for what is empty; `hidden` tells which. */
  readonly value: unknown;
  readonly hidden: boolean;
  readonly sensitivity: "public" | "internal" | "sensitive";
  readonly asOf: PlainDate;
  readonly dataset: string;
  readonly department: string;
  /** 推定 from a delivered feed that holds no row of the enterprise. */
  readonly inferred: boolean;
};

export type EnterpriseFile = {
  readonly enterprise: typeof enterprises.$inferSelect;
  readonly aliases: readonly { readonly kind: typeof enterpriseAliases.$inferSelect.kind; readonly value: string }[];
  readonly values: readonly FileValue[];
};

/** Sensitive values leave the database only through `revealValue`. Lists of persons are masked whatever their class. */
async function readValues(db: Db, enterpriseId: string): Promise<FileValue[]> {
  const rows = await db
    .select({
      one: indicatorValues,
      asOf: shownAsOf,
      name: indicators.name,
      dimension: indicators.dimension,
      dataset: datasets.name,
      department: departments.shortName,
    })
    .from(indicatorValues)
    .innerJoin(indicators, eq(indicators.id, indicatorValues.indicatorId))
    .innerJoin(datasets, eq(datasets.id, indicatorValues.datasetId))
    .innerJoin(departments, eq(departments.id, datasets.departmentId))
    .where(and(eq(indicatorValues.enterpriseId, enterpriseId), isNull(indicatorValues.supersededAt)))
    .orderBy(asc(indicators.sortOrder), desc(indicatorValues.period), asc(indicatorValues.subject));
  return rows.map(({ one, asOf, name, dimension, dataset, department }) => {
    const hidden = one.sensitivity === "sensitive";
    return {
      id: one.id,
      indicatorId: one.indicatorId,
      name,
      dimension,
      period: one.period,
      subject: hidden ? "" : one.subject,
      state: one.state,
      value: hidden ? null : one.value,
      hidden: hidden && one.state === "value",
      sensitivity: one.sensitivity,
      asOf,
      dataset,
      department,
      inferred: one.sourceRowId === null,
    };
  });
}

/** 一企一档. Null when the enterprise is not there or outside the scope. */
export async function loadEnterpriseFile(db: Db, scope: Scope, id: string): Promise<EnterpriseFile | null> {
  const [enterprise] = await db
    .select()
    .from(enterprises)
    .where(and(eq(enterprises.id, id), enterprisesInScope(scope)));
  if (!enterprise) return null;
  const [aliases, values] = await Promise.all([
    db
      .select({ kind: enterpriseAliases.kind, value: enterpriseAliases.value })
      .from(enterpriseAliases)
      .where(eq(enterpriseAliases.enterpriseId, id))
      .orderBy(asc(enterpriseAliases.kind), asc(enterpriseAliases.value)),
    readValues(db, id),
  ]);
  return { enterprise, aliases, values };
}

export type Reveal = { readonly enterpriseId: string; readonly valueId: number; readonly purpose: string; readonly reader: Actor; readonly at: Instant };

/** 点击显示: one sensitive value, for a purpose that is written into the chain of reads together with the reader. */
export function revealValue(
  db: Db,
  scope: Scope,
  { enterpriseId, valueId, purpose, reader, at }: Reveal,
): Promise<Result<{ indicatorId: string; value: unknown }, "notFound" | "purposeMissing">> {
  return atomically(db, async (tx) => {
    if (purpose.trim().length < 4) return refused("purposeMissing");
    const [row] = await tx
      .select({ indicatorId: indicatorValues.indicatorId, value: indicatorValues.value })
      .from(indicatorValues)
      .innerJoin(enterprises, eq(enterprises.id, indicatorValues.enterpriseId))
      .where(and(eq(indicatorValues.id, valueId), eq(enterprises.id, enterpriseId), isNull(indicatorValues.supersededAt), enterprisesInScope(scope)));
    if (!row) return refused("notFound");
    const detail = { indicatorId: row.indicatorId, valueId, purpose: purpose.trim() };
    await appendAudit(
      tx,
      [{ at, actorId: reader.personId, actorRole: reader.role, action: "value.revealed", subjectType: "enterprise", subjectId: enterpriseId, detail }],
      "reads",
    );
    return ok(row);
  });
}
