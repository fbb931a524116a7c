import "server-only";
import { and, asc, count, desc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { type Fen, fen, ZERO_FEN } from "@/lib/kernel/fen";
import { type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { archiveOn } from "@/lib/notice/notice";
import { listPublished, type PublishedPolicy } from "./policies";
import { budgets, claims, datasets, departments, noticeLines, notices, policies, policyVersions } from "./schema";
import type { Db } from "./types";

/** 政策库 as the public reads it. */
export type ListedPolicy = PublishedPolicy & { readonly departmentName: string };
export type PolicyFilter = {
  readonly search?: string | undefined;
  readonly board?: string | undefined;
  readonly category?: string | undefined;
  readonly departmentId?: string | undefined;
};

const like = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Chinese words anywhere in name, clause or document title; latin letters also as pinyin initials or code. */
function searched(text: string): SQL | undefined {
  const words = text.trim().split(/\s+/).filter(Boolean);
  return and(
    ...words.map((word) =>
      or(
        ilike(policies.name, like(word)),
        ilike(policies.initials, like(word)),
        ilike(policies.code, like(word)),
        sql`${policyVersions.resolved}->'source'->>'clauseText' ilike ${like(word)}`,
        sql`${policyVersions.resolved}->'source'->>'doc' ilike ${like(word)}`,
      ),
    ),
  );
}

/** 政策查找 over the published versions, in the library's order. */
export async function searchPolicies(db: Db, { search = "", board, category, departmentId }: PolicyFilter): Promise<ListedPolicy[]> {
  const [rows, published] = await Promise.all([
    db
      .select({ code: policies.code, departmentName: departments.name })
      .from(policies)
      .innerJoin(policyVersions, and(eq(policyVersions.policyCode, policies.code), eq(policyVersions.state, "published")))
      .innerJoin(departments, eq(departments.id, policies.departmentId))
      .where(
        and(
          search.trim() ? searched(search) : undefined,
          board ? sql`${policies.boards} @> ${JSON.stringify([board])}::jsonb` : undefined,
          category ? eq(policies.category, category) : undefined,
          departmentId ? eq(policies.departmentId, departmentId) : undefined,
        ),
      )
      .orderBy(asc(policies.sortOrder)),
    listPublished(db),
  ]);
  const byCode = new Map(published.map((one) => [one.resolved.code, one]));
  return rows.flatMap(({ code, departmentName }) => {
    const one = byCode.get(code);
    return one ? [{ ...one, departmentName }] : [];
  });
}

export type Facet = { readonly id: string; readonly name: string; readonly phone: string; readonly n: number };

/** 牵头部门 with the number of their published policies. */
export async function policyDepartments(db: Db): Promise<Facet[]> {
  return db
    .select({ id: departments.id, name: departments.name, phone: departments.phone, n: count() })
    .from(policies)
    .innerJoin(policyVersions, and(eq(policyVersions.policyCode, policies.code), eq(policyVersions.state, "published")))
    .innerJoin(departments, eq(departments.id, policies.departmentId))
    .groupBy(departments.id)
    .orderBy(asc(departments.sortOrder));
}

/** 年度预算 of a policy: what was set, what is promised or paid. Null where nothing is paid. */
export async function policyBudget(db: Db, code: string, year: number): Promise<{ amountFen: Fen; usedFen: Fen } | null> {
  const [row] = await db
    .select()
    .from(budgets)
    .where(and(eq(budgets.policyCode, code), eq(budgets.year, year)));
  return row ? { amountFen: row.amountFen, usedFen: fen(row.reservedFen + row.paidFen) } : null;
}

export type PolicyVersionNote = { readonly number: number; readonly state: string; readonly effectiveFrom: PlainDate; readonly effectiveTo: PlainDate };

/** 版本沿革 of a policy: published and retired versions, newest first. */
export async function policyHistory(db: Db, code: string): Promise<PolicyVersionNote[]> {
  return db
    .select({
      number: policyVersions.number,
      state: policyVersions.state,
      effectiveFrom: policyVersions.effectiveFrom,
      effectiveTo: policyVersions.effectiveTo,
    })
    .from(policyVersions)
    .where(and(eq(policyVersions.policyCode, code), inArray(policyVersions.state, ["published", "retired"])))
    .orderBy(desc(policyVersions.number));
}

export type DatasetNote = {
  readonly id: string;
  readonly name: string;
  readonly departmentName: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly retention: string;
  readonly consentGated: boolean;
  readonly frequency: string;
};

/** 共享数据集登记 as the public may read it (CMP-007): who brings what, for which purpose, on which ground, for how long. */
export async function listDatasetNotes(db: Db): Promise<DatasetNote[]> {
  const rows = await db
    .select({
      id: datasets.id,
      name: datasets.name,
      departmentName: departments.name,
      purpose: datasets.purpose,
      legalBasis: datasets.legalBasis,
      retention: datasets.retention,
      consentGated: datasets.consentGated,
      frequency: sql<string | null>`${datasets.definition}->>'frequencyText'`,
    })
    .from(datasets)
    .innerJoin(departments, eq(departments.id, datasets.departmentId))
    .orderBy(asc(datasets.sortOrder));
  return rows.map((row) => ({ ...row, frequency: row.frequency ?? "" }));
}

export type CountyFigures = {
  readonly year: number;
  /** Cash that has arrived this year, and how often. */
  readonly paidFen: Fen;
  readonly paid: number;
  readonly enterprises: number;
  /** Tax reductions settled this year. */
  readonly reducedFen: Fen;
  readonly reduced: number;
};

/** 全县兑现 of the running year, settled claims only; tax reductions stand apart (they are no payment). */
export async function countyFigures(db: Db, today: PlainDate): Promise<CountyFigures> {
  const year = yearOf(today);
  const rows = await db
    .select({
      kind: claims.benefitKind,
      n: count(),
      enterprises: sql<number>`count(distinct ${claims.enterpriseId})::int`,
      total: sql<string>`coalesce(sum(${claims.amountFen}), 0)::text`,
    })
    .from(claims)
    .where(and(eq(claims.state, "settled"), sql`extract(year from ${claims.settledAt} at time zone 'Asia/Shanghai') = ${year}`))
    .groupBy(claims.benefitKind);
  const of = (kind: string) => rows.find((row) => row.kind === kind);
  const sum = (kind: string): Fen => fen(Number(of(kind)?.total ?? ZERO_FEN));
  return {
    year,
    paidFen: sum("cash"),
    paid: of("cash")?.n ?? 0,
    enterprises: of("cash")?.enterprises ?? 0,
    reducedFen: sum("taxReduction"),
    reduced: of("taxReduction")?.n ?? 0,
  };
}

/** 一条公示 as the objection form shows it: public fields only; null when there is none or its notice is archived. */
export async function findPublicLine(db: Db, lineId: string, today: PlainDate) {
  const [row] = await db
    .select({
      id: noticeLines.id,
      enterpriseName: noticeLines.enterpriseName,
      uscc: noticeLines.uscc,
      amountFen: noticeLines.amountFen,
      endsOn: noticeLines.endsOn,
      noticeId: notices.id,
      noticeNumber: notices.number,
      noticeEndsOn: notices.endsOn,
      policyName: policies.name,
    })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .innerJoin(policies, eq(policies.code, notices.policyCode))
    .where(eq(noticeLines.id, lineId));
  return row && archiveOn(row.noticeEndsOn) >= today ? row : null;
}
