import "server-only";
import { and, asc, count, eq, gte, inArray, isNotNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import { type MaterialCount, materialReductionRate, type Ratio, ratio } from "@/lib/claim/metrics";
import type { ClaimState } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import { addDays, dayOf, firstOfMonth, type Instant, instantAt, monthOf, yearOf } from "@/lib/kernel/plain-date";
import { materialsOf } from "@/lib/policy/materials";
import { claimsInScope } from "./claim-lights";
import { listPublished } from "./policies";
import { budgets, claimEvents, claims, enterprises, policies, surveys } from "./schema";
import type { Db } from "./types";

/** 统计期: business instants, `from` included, `to` excluded. */
export type Period = { readonly from: Instant; readonly to: Instant; readonly year: number };

/** 今年以来: from 1 January 0:00 Shanghai time to now, this very instant included. */
export function yearToDate(at: Instant): Period {
  const year = yearOf(dayOf(at));
  return { from: instantAt(firstOfMonth(year, 1), "00:00"), to: new Date(Date.parse(at) + 1).toISOString() as Instant, year };
}

/** 在办: confirmed by the enterprise and not ended; the county's own clock has begun. What the enterprise has not answered yet, and audits after payment, are not in it. */
export const IN_HAND = [
  "autoCheck",
  "manualReview",
  "supplement",
  "notice",
  "objection",
  "approved",
  "disbursing",
  "paymentFailed",
  "suspended",
] as const satisfies readonly ClaimState[];

const within = (
  column: typeof claims.settledAt | typeof claims.createdAt | typeof surveys.answeredAt | typeof claimEvents.at,
  { from, to }: Period,
): SQL | undefined => and(gte(column, from), lt(column, to));

/** 已到账 in the period: settled with money (a tax reduction pays nothing), by the business day of arrival. What was clawed back in full is no longer paid. */
export const paidIn = (scope: Scope, period: Period): SQL | undefined =>
  and(
    claimsInScope(scope),
    eq(claims.benefitKind, "cash"),
    isNotNull(claims.settledAt),
    within(claims.settledAt, period),
    sql`${claims.state} <> 'clawedBack'`,
  );

/** 办结 in the period: paid, or a tax reduction granted. */
export const settledIn = (scope: Scope, period: Period): SQL | undefined =>
  and(claimsInScope(scope), isNotNull(claims.settledAt), within(claims.settledAt, period));

const total = (rows: { n: number }[]): number => rows[0]?.n ?? 0;

/**
 * 惠及企业. Numerator: distinct enterprises with a claim settled in the period. Denominator: distinct enterprises for which the county opened
 * a claim in the period (符合条件) or settled one. Clock: day of settlement, day of opening.
 */
export async function enterprisesServed(db: Db, scope: Scope, period: Period): Promise<Ratio> {
  const distinct = { n: sql<number>`count(distinct ${claims.enterpriseId})::int` };
  const [served, all] = await Promise.all([
    db.select(distinct).from(claims).where(settledIn(scope, period)),
    db
      .select(distinct)
      .from(claims)
      .where(sql`(${settledIn(scope, period)}) or (${and(claimsInScope(scope), within(claims.createdAt, period))})`),
  ]);
  return ratio(total(served), total(all));
}

export type Paid = {
  readonly paidFen: Fen;
  readonly count: number;
  readonly enterprises: number;
  readonly budgetFen: Fen;
  readonly reducedFen: Fen;
  readonly reductions: number;
};

/**
 * 拨付金额 (fen) of the period, with its number of claims and enterprises; denominator: the budgets of the period's year for the policies of
 * the scope. 减免金额 of tax reductions stands apart. Clock: day of arrival.
 */
export async function paidAmount(db: Db, scope: Scope, period: Period): Promise<Paid> {
  const figures = {
    sum: sql<string>`coalesce(sum(${claims.amountFen}), 0)`,
    n: count(),
    enterprises: sql<number>`count(distinct ${claims.enterpriseId})::int`,
  };
  const [[paid], [reduced], [budget]] = await Promise.all([
    db.select(figures).from(claims).where(paidIn(scope, period)),
    db
      .select(figures)
      .from(claims)
      .where(and(settledIn(scope, period), eq(claims.benefitKind, "taxReduction"))),
    db
      .select({ sum: sql<string>`coalesce(sum(${budgets.amountFen}), 0)` })
      .from(budgets)
      .innerJoin(policies, eq(policies.code, budgets.policyCode))
      .where(and(eq(budgets.year, period.year), policiesInScope(scope))),
  ]);
  return {
    paidFen: Number(paid?.sum ?? 0) as Fen,
    count: paid?.n ?? 0,
    enterprises: paid?.enterprises ?? 0,
    budgetFen: Number(budget?.sum ?? 0) as Fen,
    reducedFen: Number(reduced?.sum ?? 0) as Fen,
    reductions: reduced?.n ?? 0,
  };
}

const policiesInScope = (scope: Scope): SQL | undefined => {
  if (scope.kind === "county") return undefined;
  return scope.kind === "department" ? eq(policies.departmentId, scope.departmentId) : sql`false`;
};

export type Quantiles = { readonly n: number; readonly p50: number | null; readonly p90: number | null };
export type Durations = { readonly processing: Quantiles; readonly endToEnd: Quantiles };

/** Nearest rank, like `percentile` of the law: always a value that occurred. */
const quantile = (column: typeof claims.processingDays | typeof claims.endToEndDays, share: number) =>
  sql<number | null>`(percentile_disc(${sql.raw(String(share))}) within group (order by ${column}))::int`;

/**
 * 用时 in working days of the claims paid in the period. 办理用时: without notice, supplement, suspension and the enterprise's own time;
 * 全程用时: from the confirmation to the money. n: claims whose duration is recorded. Clock: day of arrival.
 */
export async function durations(db: Db, scope: Scope, period: Period): Promise<Durations> {
  const [row] = await db
    .select({
      n: sql<number>`count(${claims.processingDays})::int`,
      p50: quantile(claims.processingDays, 0.5),
      p90: quantile(claims.processingDays, 0.9),
      m: sql<number>`count(${claims.endToEndDays})::int`,
      e50: quantile(claims.endToEndDays, 0.5),
      e90: quantile(claims.endToEndDays, 0.9),
    })
    .from(claims)
    .where(paidIn(scope, period));
  return {
    processing: { n: row?.n ?? 0, p50: row?.p50 ?? null, p90: row?.p90 ?? null },
    endToEnd: { n: row?.m ?? 0, p50: row?.e50 ?? null, p90: row?.e90 ?? null },
  };
}

/** 满意度. Numerator: answers of 4 or 5 out of 5. Denominator: all answers given in the period; it is the n to be shown. Clock: instant of the answer. */
export async function satisfaction(db: Db, scope: Scope, period: Period): Promise<Ratio> {
  const [row] = await db
    .select({ good: sql<number>`count(*) filter (where ${surveys.score} >= 4)::int`, n: count() })
    .from(surveys)
    .innerJoin(claims, eq(claims.id, surveys.claimId))
    .where(and(claimsInScope(scope), within(surveys.answeredAt, period)));
  return ratio(row?.good ?? 0, row?.n ?? 0);
}

/** First checks: the event with which a claim left 智能初审 for the first time. */
export const firstChecks = (db: Db) =>
  db
    .selectDistinctOn([claimEvents.claimId], { claimId: claimEvents.claimId, toState: claimEvents.toState, at: claimEvents.at })
    .from(claimEvents)
    .where(and(eq(claimEvents.fromState, "autoCheck"), inArray(claimEvents.toState, ["notice", "manualReview", "rejected"])))
    .orderBy(claimEvents.claimId, asc(claimEvents.seq))
    .as("first_checks");

/** 智能初审直通率. Numerator: claims whose first check led straight to the notice. Denominator: claims whose first check was made in the period. Clock: instant of the first check. */
export async function straightThrough(db: Db, scope: Scope, period: Pick<Period, "from" | "to">): Promise<Ratio> {
  const [only = ratio(0, 0)] = await straightThroughIn(db, scope, [period]);
  return only;
}

/** The same for several periods in one walk over the history of all checks. */
export async function straightThroughIn(db: Db, scope: Scope, periods: readonly Pick<Period, "from" | "to">[]): Promise<Ratio[]> {
  const first = firstChecks(db);
  const inside = periods.map(({ from, to }) => and(gte(first.at, from), lt(first.at, to)));
  const counted = inside.flatMap((when, index) => [
    [`passed${index}`, sql<number>`(count(*) filter (where ${and(when, eq(first.toState, "notice"))}))::int`] as const,
    [`n${index}`, sql<number>`(count(*) filter (where ${when}))::int`] as const,
  ]);
  const [row] = await db
    .select(Object.fromEntries(counted))
    .from(first)
    .innerJoin(claims, eq(claims.id, first.claimId))
    .where(and(claimsInScope(scope), or(...inside)));
  return periods.map((_, index) => ratio(row?.[`passed${index}`] ?? 0, row?.[`n${index}`] ?? 0));
}

/** 材料精简率. Numerator: papers that datasets have replaced. Denominator: papers formerly asked for, over the policies in force of the scope. Clock: none, the library as it stands. */
export async function materialReduction(db: Db, scope: Scope): Promise<Ratio & { readonly policies: number }> {
  const published = await listPublished(db);
  const own = published.filter(({ departmentId }) => scope.kind === "county" || (scope.kind === "department" && scope.departmentId === departmentId));
  const counts = own.map(({ resolved }): MaterialCount => {
    const { formerly, remaining } = materialsOf(resolved);
    return { formerly, remaining: remaining.length };
  });
  return { ...materialReductionRate(counts), policies: own.length };
}

export type PolicySpending = {
  readonly code: string;
  readonly name: string;
  readonly paidFen: Fen;
  readonly count: number;
  /** Null: the policy has no budget of that year. */
  readonly budgetFen: Fen | null;
  readonly reservedFen: Fen;
};

/** 钱用到哪了: amount paid in the period per policy, beside the year's budget and what is frozen for signed claims; the largest first. Clock: day of arrival. */
export async function spendingByPolicy(db: Db, scope: Scope, period: Period): Promise<PolicySpending[]> {
  const paid = db
    .select({ code: claims.policyCode, sum: sql<string>`coalesce(sum(${claims.amountFen}), 0)`.as("paid_sum"), n: sql<number>`count(*)::int`.as("paid_count") })
    .from(claims)
    .where(paidIn(scope, period))
    .groupBy(claims.policyCode)
    .as("paid");
  const rows = await db
    .select({ code: policies.code, name: policies.name, sum: paid.sum, n: paid.n, budgetFen: budgets.amountFen, reservedFen: budgets.reservedFen })
    .from(policies)
    .leftJoin(paid, eq(paid.code, policies.code))
    .leftJoin(budgets, and(eq(budgets.policyCode, policies.code), eq(budgets.year, period.year)))
    .where(and(policiesInScope(scope), sql`(${paid.n} is not null or ${budgets.id} is not null)`))
    .orderBy(sql`coalesce(${paid.sum}, 0) desc`, policies.sortOrder);
  return rows.map(({ code, name, sum, n, budgetFen, reservedFen }) => ({
    code,
    name,
    paidFen: Number(sum ?? 0) as Fen,
    count: n ?? 0,
    budgetFen,
    reservedFen: reservedFen ?? (0 as Fen),
  }));
}

export type MonthFigures = { readonly month: string; readonly count: number; readonly paidFen: Fen; readonly p50: number | null; readonly p90: number | null };

/** Shanghai month of an instant, "2026-06"; China keeps UTC+8 all year. */
const monthText = sql<string>`to_char(${claims.settledAt} at time zone 'UTC' + interval '8 hours', 'YYYY-MM')`;

/** 逐月趋势 of the last twelve months, this one included: claims paid, amount, 办理用时 p50 and p90. Months without a payment are there, empty. Clock: day of arrival. */
export async function trendByMonth(db: Db, scope: Scope, at: Instant): Promise<MonthFigures[]> {
  const today = dayOf(at);
  const months = Array.from({ length: 12 }, (_, index) => firstOfMonth(yearOf(today), monthOf(today) - 11 + index).slice(0, 7));
  const from = instantAt(firstOfMonth(yearOf(today), monthOf(today) - 11), "00:00");
  const to = instantAt(addDays(today, 1), "00:00");
  const rows = await db
    .select({
      month: monthText.as("month"),
      count: count(),
      sum: sql<string>`coalesce(sum(${claims.amountFen}), 0)`,
      p50: quantile(claims.processingDays, 0.5),
      p90: quantile(claims.processingDays, 0.9),
    })
    .from(claims)
    .where(paidIn(scope, { from, to, year: yearOf(today) }))
    .groupBy(sql`month`);
  const byMonth = new Map(rows.map((row) => [row.month, row]));
  return months.map((month) => {
    const row = byMonth.get(month);
    return { month, count: row?.count ?? 0, paidFen: Number(row?.sum ?? 0) as Fen, p50: row?.p50 ?? null, p90: row?.p90 ?? null };
  });
}

export type Coverage = { readonly opened: number; readonly offered: number; readonly confirmed: number; readonly approved: number; readonly settled: number };

/** 该拿的都拿到了吗: claims opened in the period, and how many of these have been offered, confirmed, approved and settled up to now. Clock: day of opening. */
export async function coverage(db: Db, scope: Scope, period: Period): Promise<Coverage> {
  const reached = (...states: ClaimState[]) =>
    sql<number>`count(*) filter (where exists (select 1 from ${claimEvents} where ${claimEvents.claimId} = ${claims.id} and ${inArray(claimEvents.toState, states)}))::int`;
  const [row] = await db
    .select({
      opened: count(),
      offered: reached("pendingConfirm", "autoCheck"),
      confirmed: reached("autoCheck"),
      approved: reached("approved", "settled"),
      settled: sql<number>`count(*) filter (where ${claims.settledAt} is not null)::int`,
    })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(and(claimsInScope(scope), within(claims.createdAt, period)));
  return row ?? { opened: 0, offered: 0, confirmed: 0, approved: 0, settled: 0 };
}
