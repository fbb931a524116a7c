import "server-only";
import { and, asc, count, desc, eq, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/access/scope";
import type { Fen } from "@/lib/kernel/fen";
import type { Instant, PlainDate } from "@/lib/kernel/plain-date";
import { instant } from "@/lib/kernel/plain-date";
import type { NearThreshold, TrialChange, TrialReport, TrialYear } from "@/lib/matching/trial";
import type { DraftRow, DraftState } from "./policy-gate";
import { departments, enterprises, people, policyDrafts, policyTrialLines, policyTrialRuns, policyTrials, policyTrialYears, policyVersions } from "./schema";
import type { Db } from "./types";

/** Drafts of the own department; the platform's office and county-wide roles see all. */
function draftsIn(scope: Scope): SQL | undefined {
  if (scope.kind === "county") return undefined;
  if (scope.kind === "enterprise") return sql`false`;
  return or(
    eq(policyDrafts.departmentId, scope.departmentId),
    sql`exists (select 1 from departments d where d.id = ${scope.departmentId} and not d.is_policy_department and not d.is_source_department)`,
  );
}

const like = (text: string): string => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
const orNull = (at: Instant | null): Instant | null => at && instant(at);

export type DraftListRow = {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly departmentName: string;
  readonly state: DraftState;
  readonly isNew: boolean;
  readonly authorName: string;
  readonly updatedAt: Instant;
  readonly submittedAt: Instant | null;
};

const OPEN: readonly DraftState[] = ["draft", "returned", "inReview"];

/** 草稿 that are open, the last changed first. */
export async function listDrafts(
  db: Db,
  scope: Scope,
  { states = OPEN, q = "", departmentId = "" }: { states?: readonly DraftState[]; q?: string; departmentId?: string },
): Promise<DraftListRow[]> {
  const rows = await db
    .select({ draft: policyDrafts, departmentName: departments.shortName, authorName: people.displayName })
    .from(policyDrafts)
    .innerJoin(departments, eq(departments.id, policyDrafts.departmentId))
    .innerJoin(people, eq(people.id, policyDrafts.authorId))
    .where(
      and(
        draftsIn(scope),
        inArray(policyDrafts.state, [...states]),
        departmentId === "" ? undefined : eq(policyDrafts.departmentId, departmentId),
        q.trim() === "" ? undefined : or(ilike(policyDrafts.name, like(q.trim())), ilike(policyDrafts.policyCode, like(q.trim()))),
      ),
    )
    .orderBy(desc(policyDrafts.updatedAt), asc(policyDrafts.policyCode));
  return rows.map(({ draft, departmentName, authorName }) => ({
    id: draft.id,
    code: draft.policyCode,
    name: draft.name,
    departmentName,
    state: draft.state,
    isNew: draft.baseVersionId === null,
    authorName,
    updatedAt: instant(draft.updatedAt),
    submittedAt: orNull(draft.submittedAt),
  }));
}

export type DraftPage = DraftRow & {
  readonly authorName: string;
  readonly decidedByName: string | null;
  readonly departmentName: string;
  readonly baseNumber: number | null;
};

/** One draft within the reader's scope. */
export async function findDraft(db: Db, scope: Scope, id: string): Promise<DraftPage | null> {
  const decider = alias(people, "decider");
  const [row] = await db
    .select({
      draft: policyDrafts,
      departmentName: departments.name,
      authorName: people.displayName,
      decidedByName: decider.displayName,
      baseNumber: policyVersions.number,
    })
    .from(policyDrafts)
    .innerJoin(departments, eq(departments.id, policyDrafts.departmentId))
    .innerJoin(people, eq(people.id, policyDrafts.authorId))
    .leftJoin(decider, eq(decider.id, policyDrafts.decidedBy))
    .leftJoin(policyVersions, eq(policyVersions.id, policyDrafts.baseVersionId))
    .where(and(eq(policyDrafts.id, id), draftsIn(scope)));
  return row
    ? { ...row.draft, authorName: row.authorName, decidedByName: row.decidedByName, departmentName: row.departmentName, baseNumber: row.baseNumber }
    : null;
}

/** The open draft of a policy, if somebody is writing one. */
export async function openDraftOf(db: Db, scope: Scope, code: string): Promise<{ id: string; state: DraftState; authorName: string } | null> {
  const [row] = await db
    .select({ id: policyDrafts.id, state: policyDrafts.state, authorName: people.displayName })
    .from(policyDrafts)
    .innerJoin(people, eq(people.id, policyDrafts.authorId))
    .where(and(eq(policyDrafts.policyCode, code), inArray(policyDrafts.state, [...OPEN]), draftsIn(scope)));
  return row ?? null;
}

export type DraftCounts = { readonly draft: number; readonly inReview: number };

export async function countDrafts(db: Db, scope: Scope): Promise<DraftCounts> {
  const rows = await db
    .select({ state: policyDrafts.state, n: count() })
    .from(policyDrafts)
    .where(and(inArray(policyDrafts.state, [...OPEN]), draftsIn(scope)))
    .groupBy(policyDrafts.state);
  const of = (...states: DraftState[]) => rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.n, 0);
  return { draft: of("draft", "returned"), inReview: of("inReview") };
}

export type TrialPage = {
  readonly id: string;
  readonly versionId: string;
  readonly asOf: PlainDate;
  readonly runAt: Instant;
  readonly report: TrialReport;
  /** 近三个完整年度, the latest first. */
  readonly years: readonly TrialYear[];
};

/** The latest trial of a draft, one of the content as saved before any other (time may stand still); which content, `versionId` tells. */
export async function latestTrial(db: Db, draftId: string): Promise<TrialPage | null> {
  const [row] = await db
    .select()
    .from(policyTrials)
    .where(eq(policyTrials.draftId, draftId))
    .orderBy(sql`${policyTrials.versionId} = (select version_id from policy_drafts where id = ${draftId}) desc nulls last`, desc(policyTrials.runAt))
    .limit(1);
  if (!row) return null;
  const years = await db
    .select({ year: policyTrialYears.year, asOf: policyTrialYears.asOf, totals: policyTrialYears.totals })
    .from(policyTrialYears)
    .where(eq(policyTrialYears.trialId, row.id))
    .orderBy(desc(policyTrialYears.year));
  return { id: row.id, versionId: row.versionId, asOf: row.asOf, runAt: instant(row.runAt), report: row.report, years };
}

/** 试算进度: the latest run of a draft. */
export type TrialProgress = Pick<typeof policyTrialRuns.$inferSelect, "state" | "done" | "total" | "reason" | "versionId">;

export async function latestTrialRun(db: Db, draftId: string): Promise<TrialProgress | null> {
  const { state, done, total, reason, versionId, requestedAt } = policyTrialRuns;
  // Time may stand still: an active run is the latest whatever the clock says.
  const [row] = await db
    .select({ state, done, total, reason, versionId })
    .from(policyTrialRuns)
    .where(eq(policyTrialRuns.draftId, draftId))
    .orderBy(sql`${state} in ('waiting', 'running') desc`, desc(requestedAt))
    .limit(1);
  return row ?? null;
}

export type TrialRow = {
  readonly id: number;
  readonly enterpriseId: string;
  readonly name: string;
  readonly uscc: string;
  readonly change: TrialChange;
  readonly beforeFen: Fen | null;
  readonly afterFen: Fen | null;
  readonly near: readonly NearThreshold[];
};
export const TRIAL_VIEWS = ["gained", "lost", "more", "less", "near"] as const;
export type TrialView = (typeof TRIAL_VIEWS)[number];

/** 试算明细: the enterprises behind one figure of the report, the largest change first. */
export async function listTrialLines(
  db: Db,
  trialId: string,
  { view, page, pageSize, year = null }: { view: TrialView; page: number; pageSize: number; year?: number | null },
): Promise<{ rows: TrialRow[]; total: number }> {
  const wanted = and(
    eq(policyTrialLines.trialId, trialId),
    year === null ? isNull(policyTrialLines.year) : eq(policyTrialLines.year, year),
    view === "near" ? sql`jsonb_array_length(${policyTrialLines.near}) > 0` : eq(policyTrialLines.change, view),
  );
  const [rows, [total]] = await Promise.all([
    db
      .select({
        id: policyTrialLines.id,
        enterpriseId: policyTrialLines.enterpriseId,
        name: enterprises.name,
        uscc: enterprises.uscc,
        change: policyTrialLines.change,
        beforeFen: policyTrialLines.beforeFen,
        afterFen: policyTrialLines.afterFen,
        near: policyTrialLines.near,
      })
      .from(policyTrialLines)
      .innerJoin(enterprises, eq(enterprises.id, policyTrialLines.enterpriseId))
      .where(wanted)
      .orderBy(sql`abs(coalesce(${policyTrialLines.afterFen}, 0) - coalesce(${policyTrialLines.beforeFen}, 0)) desc`, asc(policyTrialLines.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ n: count() }).from(policyTrialLines).where(wanted),
  ]);
  return { rows, total: total?.n ?? 0 };
}
