import "server-only";
import { and, asc, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import type { Light } from "@/lib/calendar/light";
import { responsibleRole } from "@/lib/claim/escalation";
import type { SuspensionReason } from "@/lib/claim/moving-claim";
import type { BenefitKind, ClaimState } from "@/lib/claim/states";
import { pauseWords } from "@/lib/claim/suspension";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { type Clock, claimsInScope, claimTerms, countLights, type LightCounts, NO_TERM, type Term } from "./claim-lights";
import type { ListPage } from "./claim-queries";
import { firstChecks, IN_HAND, type Period, paidIn, settledIn } from "./cockpit-queries";
import { listOverdueReasons, type OverdueReason } from "./overdue-reasons";
import { claims, departments, enterprises, people, policies, surveys } from "./schema";
import type { Db } from "./types";

/** 责任岗位 of a claim: whose step it is, and the person where one is named. */
export type Responsible = { readonly role: Role | "countyOffice" | "dataBureau"; readonly name: string | null };

export type LedClaim = Term & {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly enterpriseName: string;
  readonly policyCode: string;
  readonly policyName: string;
  readonly departmentId: string;
  readonly departmentName: string;
  readonly state: ClaimState;
  readonly benefitKind: BenefitKind;
  readonly amountFen: Fen | null;
  readonly dueOn: PlainDate | null;
  readonly responsible: Responsible;
  readonly suspensionReason: SuspensionReason | null;
  /** Why it stands: pause, awaited feed, doubt; empty when nothing is recorded. */
  readonly reason: string;
  /** 超期原因 as given for the present stage, by whose step it is. */
  readonly explained: OverdueReason | null;
  readonly settledAt: Instant | null;
  readonly processingDays: number | null;
  readonly endToEndDays: number | null;
  readonly score: number | null;
};

const [handler, assignee] = [alias(people, "case_handler"), alias(people, "case_assignee")];

async function readClaims(db: Db, where: SQL | undefined, order: SQL[], limit?: number, offset = 0) {
  const query = db
    .select({
      claim: claims,
      enterpriseName: enterprises.name,
      policyName: policies.name,
      departmentName: departments.name,
      handler: handler.displayName,
      assignee: assignee.displayName,
      score: surveys.score,
    })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(departments, eq(departments.id, claims.departmentId))
    .leftJoin(handler, eq(handler.id, claims.handlerId))
    .leftJoin(assignee, eq(assignee.id, claims.assignedTo))
    .leftJoin(surveys, eq(surveys.claimId, claims.id))
    .where(where)
    .orderBy(...order);
  return limit === undefined ? query : query.limit(limit).offset(offset);
}

type Joined = Awaited<ReturnType<typeof readClaims>>[number];

/** With an opinion written the next step is the checker's, whoever handled it before. */
function responsibleFor({ claim, handler: handlerName, assignee: assigneeName }: Joined): Responsible {
  if (claim.state === "manualReview" && claim.handlerId !== null) return { role: "checker", name: null };
  const { state, approverId, suspendedFrom: from, suspensionReason: reason } = claim;
  const role = responsibleRole(state, approverId !== null, { from, reason });
  return { role, name: role === "handler" ? (assigneeName ?? handlerName) : null };
}

/** Why it stands: what pauses it, else the awaited feed, else the first doubt; empty when nothing is recorded. */
const reasonOf = ({ claim }: Joined): string => pauseWords(claim) ?? claim.waitingFor ?? claim.doubts[0]?.text ?? "";

const led = (row: Joined, term: Term, explained: OverdueReason | null = null): LedClaim => ({
  ...term,
  id: row.claim.id,
  version: row.claim.version,
  number: row.claim.number,
  enterpriseName: row.enterpriseName,
  policyCode: row.claim.policyCode,
  policyName: row.policyName,
  departmentId: row.claim.departmentId,
  departmentName: row.departmentName,
  state: row.claim.state,
  benefitKind: row.claim.benefitKind,
  amountFen: row.claim.amountFen,
  dueOn: row.claim.dueOn,
  responsible: responsibleFor(row),
  suspensionReason: row.claim.suspensionReason,
  reason: reasonOf(row),
  explained,
  settledAt: row.claim.settledAt && instant(row.claim.settledAt),
  processingDays: row.claim.processingDays,
  endToEndDays: row.claim.endToEndDays,
  score: row.score,
});

export type DepartmentLights = {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly lights: LightCounts;
  readonly total: number;
  readonly p50: number | null;
};
export type InHand = {
  readonly departments: readonly DepartmentLights[];
  readonly lights: LightCounts;
  readonly total: number;
  readonly overdueIds: readonly string[];
};

/** 各部门在办: claims in hand by department and light, beside each department's median 办理用时 of the period. Every claim in hand counts once. */
export async function inHandByDepartment(db: Db, scope: Scope, clock: Clock, period: Period): Promise<InHand> {
  const [rows, medians] = await Promise.all([
    db
      .select({
        id: claims.id,
        state: claims.state,
        stageEnteredAt: claims.stageEnteredAt,
        dueOn: claims.dueOn,
        departmentId: departments.id,
        name: departments.name,
        shortName: departments.shortName,
      })
      .from(claims)
      .innerJoin(departments, eq(departments.id, claims.departmentId))
      .where(and(claimsInScope(scope), inArray(claims.state, [...IN_HAND])))
      .orderBy(asc(departments.sortOrder)),
    db
      .select({ departmentId: claims.departmentId, p50: sql<number | null>`(percentile_disc(0.5) within group (order by ${claims.processingDays}))::int` })
      .from(claims)
      .where(paidIn(scope, period))
      .groupBy(claims.departmentId),
  ]);
  const terms = await claimTerms(
    db,
    rows.map((row) => ({ ...row, stageEnteredAt: instant(row.stageEnteredAt) })),
    clock,
  );
  const medianOf = new Map(medians.map((row) => [row.departmentId, row.p50]));
  const names = new Map(rows.map(({ departmentId, name, shortName }) => [departmentId, { name, shortName }]));
  const byDepartment = [...names].map(([id, { name, shortName }]) => {
    const own = rows.filter((row) => row.departmentId === id);
    return { id, name, shortName, lights: countLights(own.map((row) => terms.get(row.id) ?? NO_TERM)), total: own.length, p50: medianOf.get(id) ?? null };
  });
  const overdueIds = rows.filter((row) => terms.get(row.id)?.light === "red").map((row) => row.id);
  return { departments: byDepartment, lights: countLights(terms.values()), total: rows.length, overdueIds };
}

const lateBy = ({ late }: Term): number => late?.workdays ?? 0;

/** 超期清单: everything in hand whose light is red, the longest overdue first, then the larger amount. */
export async function listOverdue(db: Db, scope: Scope, clock: Clock): Promise<LedClaim[]> {
  return (await listInHand(db, scope, clock, { light: "red" })).sort((a, b) => lateBy(b) - lateBy(a) || (b.amountFen ?? 0) - (a.amountFen ?? 0));
}

/** 在办 claims, optionally of one light, one department or one policy. Lights are judged after reading; a county has some hundreds in hand. */
export async function listInHand(
  db: Db,
  scope: Scope,
  clock: Clock,
  filter: { light?: Light | undefined; department?: string | undefined; policy?: string | undefined },
): Promise<LedClaim[]> {
  const { light, department, policy } = filter;
  const where = and(
    claimsInScope(scope),
    inArray(claims.state, [...IN_HAND]),
    department ? eq(claims.departmentId, department) : undefined,
    policy ? eq(claims.policyCode, policy) : undefined,
  );
  const rows = await readClaims(db, where, [asc(claims.dueOn), asc(claims.number)]);
  const timed = rows.map(({ claim }) => ({ id: claim.id, state: claim.state, stageEnteredAt: instant(claim.stageEnteredAt), dueOn: claim.dueOn }));
  const terms = await claimTerms(db, timed, clock);
  const late = timed.filter(({ id }) => terms.get(id)?.late).map(({ id }) => id);
  const reasons = (await listOverdueReasons(db, scope, late)).filter(({ present }) => present);
  return rows
    .map((row) =>
      led(
        row,
        terms.get(row.claim.id) ?? NO_TERM,
        reasons.find(({ claimId }) => claimId === row.claim.id),
      ),
    )
    .filter((row) => light === undefined || row.light === light);
}

/** The cases behind a figure: paid 已到账 · settled 办结 · surveyed 已评价 · checked 已初审 (passed: straight to the notice) · opened 符合条件. */
export type FigureSet = "paid" | "settled" | "surveyed" | "satisfied" | "checked" | "passed" | "opened";

function figureCondition(db: Db, set: FigureSet, scope: Scope, period: Period): SQL | undefined {
  const { from, to } = period;
  if (set === "paid") return paidIn(scope, period);
  if (set === "settled") return settledIn(scope, period);
  if (set === "opened") return and(claimsInScope(scope), gte(claims.createdAt, from), lt(claims.createdAt, to));
  if (set === "surveyed" || set === "satisfied")
    return and(claimsInScope(scope), gte(surveys.answeredAt, from), lt(surveys.answeredAt, to), set === "satisfied" ? gte(surveys.score, 4) : undefined);
  const first = firstChecks(db);
  const made = db
    .select({ claimId: first.claimId })
    .from(first)
    .where(and(gte(first.at, from), lt(first.at, to), set === "passed" ? eq(first.toState, "notice") : undefined));
  return and(claimsInScope(scope), inArray(claims.id, made));
}

/** 数字背后的办件, one page: exactly the claims that a figure of the cockpit has counted. */
export async function listBehindFigure(
  db: Db,
  scope: Scope,
  { set, period, department, policy }: { set: FigureSet; period: Period; department?: string | undefined; policy?: string | undefined },
  { page, pageSize }: Omit<ListPage, "sort">,
): Promise<{ rows: LedClaim[]; total: number; sumFen: Fen }> {
  const where = and(
    figureCondition(db, set, scope, period),
    department ? eq(claims.departmentId, department) : undefined,
    policy ? eq(claims.policyCode, policy) : undefined,
  );
  const [rows, [total]] = await Promise.all([
    readClaims(db, where, [sql`coalesce(${claims.settledAt}, ${claims.createdAt}) desc`, desc(claims.number)], pageSize, (page - 1) * pageSize),
    db
      .select({ n: sql<number>`count(*)::int`, sum: sql<string>`coalesce(sum(${claims.amountFen}), 0)` })
      .from(claims)
      .leftJoin(surveys, eq(surveys.claimId, claims.id))
      .where(where),
  ]);
  return { rows: rows.map((row) => led(row, NO_TERM)), total: total?.n ?? 0, sumFen: Number(total?.sum ?? 0) as Fen };
}
