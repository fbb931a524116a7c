import "server-only";
import { and, asc, count, desc, eq, gte, ilike, lt, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { ClaimSettings } from "@/lib/claim/settings";
import type { Fen } from "@/lib/kernel/fen";
import { addDays, type Instant, instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { ResolvedPolicy } from "@/lib/policy/language";
import { budgets, calendarYears, claims, departments, matches, people, policies, policyVersions, runnerRuns, settings } from "./schema";
import { loadClaimSettings } from "./settings";
import type { Db } from "./types";

const orNull = (at: Instant | null): Instant | null => at && instant(at);
const like = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** Runs on record by function and outcome; the difference of two such counts tells what ran in between. */
export async function countRuns(db: Db): Promise<{ readonly byFunction: Readonly<Record<string, number>>; readonly failed: number }> {
  const rows = await db
    .select({ functionId: runnerRuns.functionId, status: runnerRuns.status, n: count() })
    .from(runnerRuns)
    .groupBy(runnerRuns.functionId, runnerRuns.status);
  const byFunction: Record<string, number> = {};
  for (const { functionId, n } of rows) byFunction[functionId] = (byFunction[functionId] ?? 0) + n;
  return { byFunction, failed: rows.filter((row) => row.status === "failed").reduce((sum, row) => sum + row.n, 0) };
}

export type SettingRow = {
  readonly key: keyof ClaimSettings;
  readonly value: number;
  /** Null: the shipped default. */
  readonly updatedAt: Instant | null;
  readonly updatedByName: string | null;
};

/** 办件参数 with who changed each last. */
export async function listClaimSettings(db: Db): Promise<SettingRow[]> {
  const [current, rows] = await Promise.all([
    loadClaimSettings(db),
    db.select({ setting: settings, byName: people.displayName }).from(settings).leftJoin(people, eq(people.id, settings.updatedBy)),
  ]);
  const byKey = new Map(rows.map((row) => [row.setting.key, row]));
  return (Object.keys(current) as (keyof ClaimSettings)[]).map((key) => {
    const row = byKey.get(key);
    return { key, value: current[key], updatedAt: orNull(row?.setting.updatedAt ?? null), updatedByName: row?.byName ?? null };
  });
}

export type CalendarYearRow = {
  readonly year: number;
  readonly source: string;
  readonly holidays: readonly string[];
  readonly makeupDays: readonly string[];
  readonly importedAt: Instant | null;
};

/** 工作日历 years at hand, newest first. */
export async function listCalendarYears(db: Db): Promise<CalendarYearRow[]> {
  const rows = await db.select().from(calendarYears).orderBy(desc(calendarYears.year));
  return rows.map((row) => ({ ...row, importedAt: orNull(row.importedAt) }));
}

/** Open claims whose deadline was counted without a notice of the year. */
export async function countProvisional(db: Db): Promise<number> {
  const [row] = await db.select({ n: count() }).from(claims).where(eq(claims.dueProvisional, true));
  return row?.n ?? 0;
}

export type StaffPolicyRow = {
  readonly code: string;
  readonly name: string;
  readonly departmentName: string;
  readonly benefitKind: "cash" | "taxReduction";
  readonly number: number;
  readonly versionId: string;
  readonly effectiveFrom: PlainDate;
  readonly effectiveTo: PlainDate;
  readonly examples: number;
  readonly amountFen: Fen | null;
  readonly reservedFen: Fen | null;
  readonly paidFen: Fen | null;
  readonly openClaims: number;
};

const POLICY_ORDER: Readonly<Record<string, SQL>> = {
  code: asc(policies.code),
  "-code": desc(policies.code),
  to: asc(policyVersions.effectiveTo),
  "-to": desc(policyVersions.effectiveTo),
};

/** inForce 现行, expiring 60 天内到期, expired 已到期. */
export type PolicyAge = "inForce" | "expiring" | "expired";
export type StaffPolicyFilter = {
  readonly q: string;
  readonly departmentId: string;
  readonly category?: string;
  readonly age?: PolicyAge | null;
  readonly sort: string;
  readonly today: PlainDate;
};

/** What ends within so many days is named in time. */
const EXPIRES_WITHIN_DAYS = 60;

export const policyAge = (effectiveTo: PlainDate, today: PlainDate): PolicyAge => {
  if (effectiveTo < today) return "expired";
  return effectiveTo <= addDays(today, EXPIRES_WITHIN_DAYS) ? "expiring" : "inForce";
};

function ofAge(age: PolicyAge | null, today: PlainDate): SQL | undefined {
  const soon = addDays(today, EXPIRES_WITHIN_DAYS);
  if (age === "expired") return lt(policyVersions.effectiveTo, today);
  if (age === "expiring") return and(gte(policyVersions.effectiveTo, today), lte(policyVersions.effectiveTo, soon));
  return age === "inForce" ? gte(policyVersions.effectiveTo, today) : undefined;
}

/** Chinese words of name, clause and document; latin letters also as pinyin initials and code. */
const searched = (text: string): SQL | undefined =>
  text === ""
    ? undefined
    : or(
        ilike(policies.name, like(text)),
        ilike(policies.initials, like(text)),
        ilike(policies.code, like(text)),
        sql`${policyVersions.resolved}->'source'->>'clauseText' ilike ${like(text)}`,
        sql`${policyVersions.resolved}->'source'->>'doc' ilike ${like(text)}`,
      );

/** How many policies are in force, end soon, have ended. */
export async function countPolicyAges(db: Db, today: PlainDate): Promise<Readonly<Record<PolicyAge, number>>> {
  const rows = await db.select({ to: policyVersions.effectiveTo }).from(policyVersions).where(eq(policyVersions.state, "published"));
  const ages = rows.map((row) => policyAge(row.to, today));
  const of = (age: PolicyAge) => ages.filter((one) => one === age).length;
  return { inForce: of("inForce") + of("expiring"), expiring: of("expiring"), expired: of("expired") };
}

/** 政策库 as staff see it: the published version of each, its budget of the year and the claims under way. */
export async function listStaffPolicies(db: Db, { q, departmentId, category = "", age = null, sort, today }: StaffPolicyFilter): Promise<StaffPolicyRow[]> {
  const rows = await db
    .select({
      code: policies.code,
      name: policies.name,
      departmentName: departments.shortName,
      number: policyVersions.number,
      versionId: policyVersions.id,
      effectiveFrom: policyVersions.effectiveFrom,
      effectiveTo: policyVersions.effectiveTo,
      benefitKind: sql<"cash" | "taxReduction">`${policyVersions.resolved}->>'benefitKind'`,
      examples: sql<number>`jsonb_array_length(${policyVersions.document}->'examples')`,
      amountFen: budgets.amountFen,
      reservedFen: budgets.reservedFen,
      paidFen: budgets.paidFen,
      openClaims: sql<number>`(select count(*)::int from claims c join claim_states s on s.id = c.state where c.policy_code = ${policies.code} and s.kind = 'active')`,
    })
    .from(policies)
    .innerJoin(departments, eq(departments.id, policies.departmentId))
    .innerJoin(policyVersions, and(eq(policyVersions.policyCode, policies.code), eq(policyVersions.state, "published")))
    .leftJoin(budgets, and(eq(budgets.policyCode, policies.code), eq(budgets.year, yearOf(today))))
    .where(
      and(
        departmentId === "" ? undefined : eq(policies.departmentId, departmentId),
        category === "" ? undefined : eq(policies.category, category),
        ofAge(age, today),
        searched(q.trim()),
      ),
    )
    .orderBy(POLICY_ORDER[sort] ?? asc(policies.sortOrder));
  return rows;
}

export type VersionRow = {
  readonly id: string;
  readonly number: number;
  readonly state: "draft" | "inReview" | "published" | "retired";
  readonly effectiveFrom: PlainDate;
  readonly effectiveTo: PlainDate;
  readonly publishedAt: Instant | null;
  readonly authorName: string | null;
  readonly publisherName: string | null;
  /** Claims opened under it. */
  readonly claims: number;
};

/** 版本 of one policy, newest first. */
export async function listVersions(db: Db, code: string): Promise<VersionRow[]> {
  const author = alias(people, "author");
  const publisher = alias(people, "publisher");
  const rows = await db
    .select({
      id: policyVersions.id,
      number: policyVersions.number,
      state: policyVersions.state,
      effectiveFrom: policyVersions.effectiveFrom,
      effectiveTo: policyVersions.effectiveTo,
      publishedAt: policyVersions.publishedAt,
      authorName: author.displayName,
      publisherName: publisher.displayName,
      claims: sql<number>`(select count(*)::int from claims c where c.policy_version_id = ${policyVersions.id})`,
    })
    .from(policyVersions)
    .leftJoin(author, eq(author.id, policyVersions.authoredBy))
    .leftJoin(publisher, eq(publisher.id, policyVersions.publishedBy))
    .where(eq(policyVersions.policyCode, code))
    .orderBy(desc(policyVersions.number));
  return rows.map((row) => ({ ...row, publishedAt: orNull(row.publishedAt) }));
}

/** One version as run, by its number; the published one without a number. */
export async function findStaffVersion(db: Db, code: string, number: number | null) {
  const [row] = await db
    .select({ version: policyVersions, departmentName: departments.name })
    .from(policyVersions)
    .innerJoin(policies, eq(policies.code, policyVersions.policyCode))
    .innerJoin(departments, eq(departments.id, policies.departmentId))
    .where(and(eq(policyVersions.policyCode, code), number === null ? eq(policyVersions.state, "published") : eq(policyVersions.number, number)));
  if (!row) return null;
  const { version, departmentName } = row;
  return {
    id: version.id,
    number: version.number,
    state: version.state,
    document: version.document,
    resolved: ResolvedPolicy.parse(version.resolved),
    departmentName,
  };
}

export type MatchCount = { readonly kind: "claim" | "invitation" | "hint" | "waiting" | "none"; readonly n: number; readonly amountFen: number };

/** 匹配结果 on record by what they lead to. */
export async function countMatches(db: Db): Promise<MatchCount[]> {
  return db
    .select({ kind: matches.kind, n: count(), amountFen: sql<number>`coalesce(sum(${matches.amountFen}), 0)::float8` })
    .from(matches)
    .groupBy(matches.kind);
}
