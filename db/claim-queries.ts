import "server-only";
import { and, asc, count, desc, eq, gte, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Scope } from "@/lib/access/scope";
import type { Light } from "@/lib/calendar/light";
import { DOUBT_WEIGHTS } from "@/lib/claim/doubts";
import type { ClaimState } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { type Clock, claimsInScope, claimTerms, countLights, type LightCounts, NO_TERM, type Term } from "./claim-lights";
import type { Claim } from "./claims";
import { claims, enterprises, people, policies, reviewBatchLines } from "./schema";
import type { Db } from "./types";

/** 待办复核 holds what a department's reviewers have in hand: under review, waiting for papers, suspended. */
export const QUEUE_STATES = ["manualReview", "supplement", "suspended"] as const satisfies readonly ClaimState[];

/** 办到哪一步: handle 待经办 · check 待复核 · chief 待科室负责人签字 · wait 等企业或等外部. */
export type QueueStep = "handle" | "check" | "chief" | "wait";

export type QueueFilter = {
  readonly light?: Light | undefined;
  readonly policy?: string | undefined;
  /** Code of a doubt (转人工原因码). */
  readonly doubt?: string | undefined;
  readonly step?: QueueStep | undefined;
  /** 谁在办: one officer's cases, or those that nobody has. */
  readonly holder?: { readonly personId: string | null } | undefined;
  readonly minFen?: Fen | undefined;
  /** Name, case number, credit code or pinyin initials. */
  readonly q?: string | undefined;
};

export const QUEUE_SORTS = ["due", "enterprise", "policy", "amount", "entered", "risk"] as const;

/** `sort` as in the address: "due" ascending, "-due" descending. */
export type ListPage = { readonly sort: string; readonly page: number; readonly pageSize: number };

/** A read of the queue: from which amount on the section chief signs decides the step. */
export type QueueRead = { readonly scope: Scope; readonly filter: QueueFilter; readonly clock: Clock; readonly chiefFromFen: Fen };

export type QueueRow = Term & {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly policyCode: string;
  readonly policyName: string;
  readonly state: ClaimState;
  readonly step: QueueStep;
  readonly amountFen: Fen | null;
  readonly doubts: Claim["doubts"];
  readonly handlerId: string | null;
  readonly handlerName: string | null;
  /** 在谁手里, before there is an opinion. */
  readonly assignedTo: string | null;
  readonly holderName: string | null;
  readonly handlerDecision: Claim["handlerDecision"];
  readonly handlerOpinion: string | null;
  readonly supplementRequest: string | null;
  readonly suspensionReason: Claim["suspensionReason"];
  readonly stageEnteredAt: Instant;
  readonly dueOn: PlainDate | null;
  readonly dueProvisional: boolean;
  readonly snapshotId: number;
  readonly policyVersionId: string;
  /** 已批量同意, not in force yet. */
  readonly inBatch: boolean;
};

const stepOf = (chiefFromFen: Fen) => sql<QueueStep>`case
  when ${claims.state} <> 'manualReview' then 'wait'
  when ${claims.handlerId} is null then 'handle'
  when ${claims.chiefId} is null and ${claims.amountFen} >= ${chiefFromFen} then 'chief'
  else 'check' end`;

/** A typed text never acts as a pattern. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** 查找 by name, credit code, case number or pinyin initials (`qhhz`). */
export function claimMatching(q: string | undefined): SQL | undefined {
  const text = q?.trim() ?? "";
  if (text === "") return undefined;
  const pattern = containing(text);
  const initials = /^[a-z]+$/i.test(text) ? ilike(enterprises.initials, pattern) : undefined;
  return or(ilike(enterprises.name, pattern), ilike(enterprises.uscc, pattern), ilike(claims.number, pattern), initials);
}

function filtered({ scope, filter, chiefFromFen }: QueueRead): SQL | undefined {
  const { policy, doubt, minFen, step, holder, q } = filter;
  return and(
    claimsInScope(scope),
    inArray(claims.state, [...QUEUE_STATES]),
    policy ? eq(claims.policyCode, policy) : undefined,
    doubt ? sql`${claims.doubts} @> ${JSON.stringify([{ code: doubt }])}::jsonb` : undefined,
    minFen === undefined ? undefined : gte(claims.amountFen, minFen),
    step ? sql`${stepOf(chiefFromFen)} = ${step}` : undefined,
    holder ? and(isNull(claims.handlerId), holder.personId === null ? isNull(claims.assignedTo) : eq(claims.assignedTo, holder.personId)) : undefined,
    claimMatching(q),
  );
}

/** 风险 of a case: its gravest doubt, then how many there are. The weights are the law's. */
const risk = sql<number>`(select coalesce(max(coalesce(weights.weight, 3)), 0) * 100 + least(count(*), 99) from jsonb_array_elements(${claims.doubts}) as one
  left join (values ${sql.join(
    DOUBT_WEIGHTS.map(([code, weight]) => sql`(${code}::text, ${weight}::int)`),
    sql`, `,
  )}) as weights(code, weight) on weights.code = one->>'code')`;

const SORT = {
  risk,
  due: claims.dueOn,
  enterprise: enterprises.name,
  policy: policies.sortOrder,
  amount: claims.amountFen,
  entered: claims.stageEnteredAt,
} as const;

function orderOf(sort: string): SQL[] {
  const [column] = Object.entries(SORT).filter(([name]) => name === sort.replace(/^-/, ""));
  const by = column?.[1] ?? SORT.due;
  const direction = sort.startsWith("-") ? sql`${by} desc nulls last` : sql`${by} asc nulls last`;
  return [direction, asc(claims.dueOn), asc(claims.number)];
}

type Timing = { id: string; state: ClaimState; stageEnteredAt: Instant; dueOn: PlainDate | null; amountFen: Fen | null };

/** Every case of the filter with its light: a few columns of a few thousand rows. */
async function timings(db: Db, read: QueueRead): Promise<{ rows: Timing[]; terms: Map<string, Term> }> {
  const found = await db
    .select({ id: claims.id, state: claims.state, stageEnteredAt: claims.stageEnteredAt, dueOn: claims.dueOn, amountFen: claims.amountFen })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(filtered(read));
  const rows = found.map((row) => ({ ...row, stageEnteredAt: instant(row.stageEnteredAt) }));
  return { rows, terms: await claimTerms(db, rows, read.clock) };
}

const [handlers, holders] = [alias(people, "handlers"), alias(people, "holders")];

async function readRows(db: Db, ids: readonly string[], chiefFromFen: Fen, { sort, page, pageSize }: ListPage) {
  if (ids.length === 0) return [];
  return db
    .select({
      claim: claims,
      step: stepOf(chiefFromFen),
      enterpriseName: enterprises.name,
      uscc: enterprises.uscc,
      policyName: policies.name,
      handlerName: handlers.displayName,
      holderName: holders.displayName,
      inBatch: sql<boolean>`exists (select 1 from ${reviewBatchLines} where ${reviewBatchLines.claimId} = ${claims.id} and ${reviewBatchLines.outcome} is null)`,
    })
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .leftJoin(handlers, eq(handlers.id, claims.handlerId))
    .leftJoin(holders, eq(holders.id, claims.assignedTo))
    .where(inArray(claims.id, [...ids]))
    .orderBy(...orderOf(sort))
    .limit(pageSize)
    .offset((page - 1) * pageSize);
}

type Joined = Awaited<ReturnType<typeof readRows>>[number];

const queueRow = ({ claim, step, enterpriseName, uscc, policyName, handlerName, holderName, inBatch }: Joined, term: Term): QueueRow => ({
  ...term,
  id: claim.id,
  version: claim.version,
  number: claim.number,
  enterpriseId: claim.enterpriseId,
  enterpriseName,
  uscc,
  policyCode: claim.policyCode,
  policyName,
  state: claim.state,
  step,
  amountFen: claim.amountFen,
  doubts: claim.doubts,
  handlerId: claim.handlerId,
  handlerName,
  assignedTo: claim.assignedTo,
  holderName,
  handlerDecision: claim.handlerDecision,
  handlerOpinion: claim.handlerOpinion,
  supplementRequest: claim.supplementRequest,
  suspensionReason: claim.suspensionReason,
  stageEnteredAt: instant(claim.stageEnteredAt),
  dueOn: claim.dueOn,
  dueProvisional: claim.dueProvisional,
  snapshotId: claim.snapshotId,
  policyVersionId: claim.policyVersionId,
  inBatch,
});

export type Queue = {
  readonly rows: readonly QueueRow[];
  /** Rows under the chosen light; `all` counts every light. */
  readonly total: number;
  readonly all: number;
  readonly sumFen: Fen;
  readonly lights: LightCounts;
};

/** 待办复核: one page of the cases in hand. Filter, search, sort and page run in SQL; the lights are judged over all filtered rows, so that the counts of the tabs add up. */
export async function listQueue(db: Db, read: QueueRead, page: ListPage): Promise<Queue> {
  const { rows, terms } = await timings(db, read);
  const { light } = read.filter;
  const chosen = rows.filter(({ id }) => light === undefined || terms.get(id)?.light === light);
  const shown = await readRows(
    db,
    chosen.map((row) => row.id),
    read.chiefFromFen,
    page,
  );
  return {
    rows: shown.map((row) => queueRow(row, terms.get(row.claim.id) ?? NO_TERM)),
    total: chosen.length,
    all: rows.length,
    sumFen: chosen.reduce((sum, row) => sum + (row.amountFen ?? 0), 0) as Fen,
    lights: countLights(terms.values()),
  };
}

export type QueueChoices = {
  readonly policies: readonly { readonly code: string; readonly name: string; readonly n: number }[];
  readonly doubts: readonly { readonly code: string; readonly n: number }[];
  readonly steps: Readonly<Record<QueueStep, number>>;
};

/** What the filters offer: only what occurs in the queue, with its number of cases. */
export async function queueChoices(db: Db, scope: Scope, chiefFromFen: Fen): Promise<QueueChoices> {
  const open = and(claimsInScope(scope), inArray(claims.state, [...QUEUE_STATES]));
  const code = sql<string>`doubt->>'code'`;
  const step = stepOf(chiefFromFen).as("step");
  const cases = db.$with("cases").as(db.select({ step }).from(claims).where(open));
  const [byPolicy, byDoubt, bySteps] = await Promise.all([
    db
      .select({ code: policies.code, name: policies.name, n: count() })
      .from(claims)
      .innerJoin(policies, eq(policies.code, claims.policyCode))
      .where(open)
      .groupBy(policies.code)
      .orderBy(policies.sortOrder),
    db
      .select({ code, n: sql<number>`count(distinct ${claims.id})::int` })
      .from(claims)
      .innerJoin(sql`jsonb_array_elements(${claims.doubts}) as doubt`, sql`true`)
      .where(open)
      .groupBy(code)
      .orderBy(desc(sql`count(distinct ${claims.id})`)),
    db.with(cases).select({ step: cases.step, n: count() }).from(cases).groupBy(cases.step),
  ]);
  return {
    policies: byPolicy,
    doubts: byDoubt,
    steps: { handle: 0, check: 0, chief: 0, wait: 0, ...Object.fromEntries(bySteps.map((row) => [row.step, row.n])) },
  };
}

/** 上一件、下一件 in the order of the queue, and the place of the case in it. Null when the case is not in the queue. */
export async function queueNeighbours(
  db: Db,
  scope: Scope,
  claimId: string,
): Promise<{ place: number; total: number; before: string | null; after: string | null } | null> {
  const rows = await db
    .select({ id: claims.id })
    .from(claims)
    .where(and(claimsInScope(scope), inArray(claims.state, [...QUEUE_STATES])))
    .orderBy(sql`${claims.dueOn} asc nulls last`, asc(claims.number));
  const at = rows.findIndex((row) => row.id === claimId);
  if (at < 0) return null;
  return { place: at + 1, total: rows.length, before: rows[at - 1]?.id ?? null, after: rows[at + 1]?.id ?? null };
}

export type UnclaimedRow = {
  readonly id: string;
  readonly number: string;
  readonly enterpriseId: string;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly town: string | null;
  readonly representativeMask: string | null;
  readonly phoneMask: string | null;
  readonly policyName: string;
  readonly amountFen: Fen | null;
  readonly offeredAt: Instant;
  readonly dueOn: PlainDate | null;
};

/** 未领清单 for the hall: offered before `before` and not confirmed yet, the soonest to lapse first. Names and telephones only masked. */
export async function listUnclaimed(
  db: Db,
  scope: Scope,
  { before, q }: { before: Instant; q?: string | undefined },
  { page, pageSize }: Omit<ListPage, "sort">,
): Promise<{ rows: UnclaimedRow[]; total: number; sumFen: Fen; enterprises: number }> {
  const where = and(claimsInScope(scope), eq(claims.state, "pendingConfirm"), sql`${claims.stageEnteredAt} < ${before}`, claimMatching(q));
  const [rows, [total]] = await Promise.all([
    db
      .select({ claim: claims, enterprise: enterprises, policyName: policies.name })
      .from(claims)
      .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
      .innerJoin(policies, eq(policies.code, claims.policyCode))
      .where(where)
      .orderBy(asc(claims.dueOn), desc(claims.amountFen), asc(claims.number))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db
      .select({ n: count(), sum: sql<string>`coalesce(sum(${claims.amountFen}), 0)`, enterprises: sql<number>`count(distinct ${claims.enterpriseId})::int` })
      .from(claims)
      .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
      .where(where),
  ]);
  return {
    rows: rows.map(({ claim, enterprise, policyName }) => ({
      id: claim.id,
      number: claim.number,
      enterpriseId: enterprise.id,
      enterpriseName: enterprise.name,
      uscc: enterprise.uscc,
      town: enterprise.town,
      representativeMask: enterprise.representativeMask,
      phoneMask: enterprise.phoneMask,
      policyName,
      amountFen: claim.amountFen,
      offeredAt: instant(claim.stageEnteredAt),
      dueOn: claim.dueOn,
    })),
    total: total?.n ?? 0,
    sumFen: Number(total?.sum ?? 0) as Fen,
    enterprises: total?.enterprises ?? 0,
  };
}
