import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/access/scope";
import { isPastDue } from "@/lib/calendar/office-hours";
import { type SupervisionState, supervisionState } from "@/lib/claim/supervision";
import { addDays, dayOf, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { claimsInScope } from "./claim-lights";
import { claims, departments, enterprises, notifications, people, policies, supervisions } from "./schema";
import type { Db } from "./types";

export type Supervision = {
  readonly id: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly enterpriseName: string;
  readonly policyName: string;
  readonly content: string;
  readonly orderedBy: string;
  readonly orderedAt: Instant;
  readonly replyDueOn: PlainDate;
  readonly reply: string | null;
  readonly repliedBy: string | null;
  readonly repliedAt: Instant | null;
};

const [orderer, replier] = [alias(people, "orderer"), alias(people, "replier")];

/** 督办单, the unanswered first by their day. */
export async function listSupervisions(
  db: Db,
  scope: Scope,
  { claimIds, limit = 100 }: { claimIds?: readonly string[]; limit?: number } = {},
): Promise<Supervision[]> {
  if (claimIds?.length === 0) return [];
  const rows = await db
    .select({
      one: supervisions,
      claimId: claims.id,
      number: claims.number,
      enterpriseName: enterprises.name,
      policyName: policies.name,
      orderedBy: orderer.displayName,
      repliedBy: replier.displayName,
    })
    .from(supervisions)
    .innerJoin(claims, eq(claims.id, supervisions.claimId))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(orderer, eq(orderer.id, supervisions.orderedBy))
    .leftJoin(replier, eq(replier.id, supervisions.repliedBy))
    .where(and(claimsInScope(scope), claimIds ? inArray(supervisions.claimId, [...claimIds]) : undefined))
    .orderBy(sql`${supervisions.repliedAt} is not null`, asc(supervisions.replyDueOn), desc(supervisions.orderedAt))
    .limit(limit);
  return rows.map(({ one, claimId, number, enterpriseName, policyName, orderedBy, repliedBy }) => ({
    id: one.id,
    claimId,
    claimNumber: number,
    enterpriseName,
    policyName,
    content: one.content,
    orderedBy,
    orderedAt: instant(one.orderedAt),
    replyDueOn: one.replyDueOn,
    reply: one.reply,
    repliedBy,
    repliedAt: one.repliedAt && instant(one.repliedAt),
  }));
}

/** 督办单 of either kind, as a list shows it. */
export type SupervisionOrder = Omit<Supervision, "claimId" | "claimNumber" | "enterpriseName" | "policyName"> & {
  readonly departmentName: string;
  readonly claim: { readonly id: string; readonly number: string; readonly enterpriseName: string; readonly policyName: string } | null;
  readonly state: SupervisionState;
};

/** Whose orders: those that a leader oversees, or those that a person has to answer. */
export type Reader =
  | { readonly as: "leader"; readonly scope: Scope }
  | { readonly as: "addressee"; readonly personId: string; readonly departmentId: string | null; readonly pays: boolean };

const OWNER = sql<string>`coalesce(${claims.departmentId}, ${supervisions.departmentId})`;

function visibleTo(reader: Reader): SQL | undefined {
  if (reader.as === "addressee") {
    const { personId, departmentId, pays } = reader;
    const department = departmentId === null ? undefined : eq(OWNER, departmentId);
    if (!pays) return department ?? sql`false`;
    const told = sql`exists (select 1 from ${notifications} where ${notifications.dedupeKey} = 'supervision|' || ${supervisions.id}::text || '|' || ${personId}::text)`;
    return or(department, told);
  }
  const { scope } = reader;
  if (scope.kind === "county") return undefined;
  return scope.kind === "department" ? eq(OWNER, scope.departmentId) : sql`false`;
}

/** The last day whose reply is overdue at this instant. */
const lastLateDay = (now: Instant): PlainDate => (isPastDue(now, dayOf(now)) ? dayOf(now) : addDays(dayOf(now), -1));

function inState(state: SupervisionState, now: Instant): SQL | undefined {
  if (state === "replied") return isNotNull(supervisions.repliedAt);
  const beyond = lt(supervisions.replyDueOn, addDays(lastLateDay(now), 1));
  return and(isNull(supervisions.repliedAt), state === "late" ? beyond : sql`not (${beyond})`);
}

/** How many orders stand in each state. */
export async function countSupervisions(db: Db, reader: Reader, now: Instant): Promise<Record<SupervisionState, number>> {
  const of = (state: SupervisionState) => sql<number>`(count(*) filter (where ${inState(state, now)}))::int`;
  const [row] = await db
    .select({ late: of("late"), open: of("open"), replied: of("replied") })
    .from(supervisions)
    .leftJoin(claims, eq(claims.id, supervisions.claimId))
    .where(visibleTo(reader));
  return row ?? { late: 0, open: 0, replied: 0 };
}

/** 督办单 of one state: unanswered by their day, answered newest first. */
export async function listOrders(
  db: Db,
  reader: Reader,
  { state, now, page, size }: { state: SupervisionState; now: Instant; page: number; size: number },
): Promise<SupervisionOrder[]> {
  const rows = await db
    .select({
      one: supervisions,
      claimId: claims.id,
      number: claims.number,
      enterpriseName: enterprises.name,
      policyName: policies.name,
      departmentName: departments.name,
      orderedBy: orderer.displayName,
      repliedBy: replier.displayName,
    })
    .from(supervisions)
    .leftJoin(claims, eq(claims.id, supervisions.claimId))
    .leftJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .leftJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(departments, eq(departments.id, OWNER))
    .innerJoin(orderer, eq(orderer.id, supervisions.orderedBy))
    .leftJoin(replier, eq(replier.id, supervisions.repliedBy))
    .where(and(visibleTo(reader), inState(state, now)))
    .orderBy(state === "replied" ? desc(supervisions.repliedAt) : asc(supervisions.replyDueOn), desc(supervisions.orderedAt), asc(supervisions.id))
    .limit(size)
    .offset((page - 1) * size);
  return rows.map(({ one, claimId, number, enterpriseName, policyName, departmentName, orderedBy, repliedBy }) => ({
    id: one.id,
    claim: claimId === null ? null : { id: claimId, number: number ?? "", enterpriseName: enterpriseName ?? "", policyName: policyName ?? "" },
    departmentName,
    content: one.content,
    orderedBy,
    orderedAt: instant(one.orderedAt),
    replyDueOn: one.replyDueOn,
    reply: one.reply,
    repliedBy,
    repliedAt: one.repliedAt && instant(one.repliedAt),
    state: supervisionState({ replied: one.repliedAt !== null, replyDueOn: one.replyDueOn }, now),
  }));
}

/** Departments that a leader may give an order to. */
export async function departmentsToOrder(db: Db, scope: Scope): Promise<{ id: string; name: string }[]> {
  if (scope.kind === "enterprise") return [];
  return db
    .select({ id: departments.id, name: departments.name })
    .from(departments)
    .where(and(eq(departments.isPolicyDepartment, true), scope.kind === "department" ? eq(departments.id, scope.departmentId) : undefined))
    .orderBy(asc(departments.sortOrder));
}
