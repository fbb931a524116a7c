import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import type { ClaimState } from "@/lib/claim/states";
import { nextInstalment, type PlannedInstalment, wasHeard } from "@/lib/disbursement/clawback";
import { addFen, type Fen, ZERO_FEN } from "@/lib/kernel/fen";
import { type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { claimsInScope } from "./claim-lights";
import { pleadingOf } from "./clawback-hearing";
import type { Clawback } from "./clawbacks";
import { claims, clawbackInstalments, clawbackReceipts, clawbackStatements, clawbacks, departments, enterprises, funds, people, policies } from "./schema";
import type { Db } from "./types";

/** Where a clawback stands, as the list's tabs sort it. */
export type ClawbackView = "open" | "closed";

export type ClawbackRow = {
  readonly id: string;
  readonly claimId: string;
  readonly claimNumber: string;
  readonly enterpriseName: string;
  readonly policyName: string;
  readonly departmentName: string;
  readonly state: ClaimState;
  readonly origin: Clawback["origin"];
  readonly outcome: Clawback["outcome"];
  readonly openedAt: Instant;
  readonly dueOn: PlainDate | null;
  readonly paidFen: Fen;
  /** What was told, then what was decided; null while only examined. */
  readonly owedFen: Fen | null;
  readonly repaidFen: Fen;
};

const repaid = sql<string>`coalesce((select sum(r.amount_fen) from clawback_receipts r where r.clawback_id = ${clawbacks.id} and r.state = 'confirmed'), 0)::text`;
const viewFilter = (view: ClawbackView): SQL => (view === "open" ? isNull(clawbacks.closedAt) : isNotNull(clawbacks.closedAt));

type PageOf = { readonly scope: Scope; readonly view: ClawbackView; readonly page: number; readonly pageSize: number };

/** 核查与追回清单 within the scope, newest first. */
export async function listClawbacks(db: Db, { scope, view, page, pageSize }: PageOf) {
  const where = and(claimsInScope(scope), viewFilter(view));
  const [rows, [total]] = await Promise.all([
    db
      .select({ clawback: clawbacks, claim: claims, enterpriseName: enterprises.name, policyName: policies.name, departmentName: departments.name, repaid })
      .from(clawbacks)
      .innerJoin(claims, eq(claims.id, clawbacks.claimId))
      .innerJoin(enterprises, eq(enterprises.id, clawbacks.enterpriseId))
      .innerJoin(policies, eq(policies.code, claims.policyCode))
      .innerJoin(departments, eq(departments.id, claims.departmentId))
      .where(where)
      .orderBy(desc(clawbacks.openedAt), desc(claims.number))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ n: sql<number>`count(*)::int` }).from(clawbacks).innerJoin(claims, eq(claims.id, clawbacks.claimId)).where(where),
  ]);
  return { rows: rows.map(rowOf), total: total?.n ?? 0 };
}

type Joined = {
  readonly clawback: Clawback;
  readonly claim: typeof claims.$inferSelect;
  readonly enterpriseName: string;
  readonly policyName: string;
  readonly departmentName: string;
  readonly repaid: string;
};

const rowOf = ({ clawback, claim, repaid: back, ...names }: Joined): ClawbackRow => ({
  ...names,
  id: clawback.id,
  claimId: claim.id,
  claimNumber: claim.number,
  state: claim.state,
  origin: clawback.origin,
  outcome: clawback.outcome,
  openedAt: instant(clawback.openedAt),
  dueOn: claim.dueOn,
  paidFen: clawback.paidFen,
  owedFen: clawback.decidedFen ?? clawback.toldFen,
  repaidFen: Number(back) as Fen,
});

export async function countClawbacks(db: Db, scope: Scope): Promise<Readonly<Record<ClawbackView, number>>> {
  const [row] = await db
    .select({ open: sql<number>`count(*) filter (where ${clawbacks.closedAt} is null)::int`, all: sql<number>`count(*)::int` })
    .from(clawbacks)
    .innerJoin(claims, eq(claims.id, clawbacks.claimId))
    .where(claimsInScope(scope));
  return { open: row?.open ?? 0, closed: (row?.all ?? 0) - (row?.open ?? 0) };
}

type Statement = { readonly id: string; readonly kind: "statement" | "hearing" | "waiver"; readonly words: string; readonly at: Instant; readonly by: string };
type ReceiptRow = typeof clawbackReceipts.$inferSelect & { readonly enteredByName: string };

export type ClawbackFile = {
  readonly row: ClawbackRow;
  readonly clawback: Clawback;
  readonly fundName: string;
  readonly payTo: string;
  readonly names: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
  readonly plan: readonly PlannedInstalment[];
  readonly receipts: readonly ReceiptRow[];
  readonly repaidFen: Fen;
  readonly waitingFen: Fen;
  readonly next: ReturnType<typeof nextInstalment>;
  readonly hearingAsked: boolean;
  readonly heard: boolean;
};

/** One clawback with everything that officers read; null when it is outside the scope. */
export async function loadClawback(db: Db, scope: Scope, id: string): Promise<ClawbackFile | null> {
  const [found] = await db
    .select({
      clawback: clawbacks,
      claim: claims,
      fund: funds,
      enterpriseName: enterprises.name,
      policyName: policies.name,
      departmentName: departments.name,
      repaid,
    })
    .from(clawbacks)
    .innerJoin(claims, eq(claims.id, clawbacks.claimId))
    .innerJoin(enterprises, eq(enterprises.id, clawbacks.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(departments, eq(departments.id, claims.departmentId))
    .innerJoin(funds, eq(funds.id, clawbacks.fundId))
    .where(and(eq(clawbacks.id, id), claimsInScope(scope)));
  if (!found) return null;
  const { clawback, fund } = found;
  const [statements, plan, receipts, pleading, names] = await Promise.all([
    db
      .select({ one: clawbackStatements, by: people.displayName })
      .from(clawbackStatements)
      .innerJoin(people, eq(people.id, clawbackStatements.personId))
      .where(eq(clawbackStatements.clawbackId, id))
      .orderBy(asc(clawbackStatements.at)),
    db.select().from(clawbackInstalments).where(eq(clawbackInstalments.clawbackId, id)).orderBy(asc(clawbackInstalments.number)),
    db
      .select({ one: clawbackReceipts, enteredByName: people.displayName })
      .from(clawbackReceipts)
      .innerJoin(people, eq(people.id, clawbackReceipts.enteredBy))
      .where(eq(clawbackReceipts.clawbackId, id))
      .orderBy(asc(clawbackReceipts.enteredAt)),
    pleadingOf(db, clawback),
    namesOf(db, clawback),
  ]);
  const sum = (state: string) => addFen(ZERO_FEN, ...receipts.filter(({ one }) => one.state === state).map(({ one }) => one.amountFen));
  const repaidFen = sum("confirmed");
  return {
    row: rowOf(found),
    clawback,
    fundName: fund.name,
    payTo: `${fund.payingAccountName}（尾号 ${fund.payingAccountLast4}）`,
    names,
    statements: statements.map(({ one, by }) => ({ id: one.id, kind: one.kind, words: one.words, at: instant(one.at), by })),
    plan,
    receipts: receipts.map(({ one, enteredByName }) => ({ ...one, enteredByName })),
    repaidFen,
    waitingFen: sum("entered"),
    next: nextInstalment(plan, repaidFen),
    hearingAsked: pleading.hearingAsked,
    heard: wasHeard(pleading),
  };
}

/** Names of the officers who had a hand in it, by person. */
async function namesOf(db: Db, { openedBy, toldBy, consideredBy, decidedBy }: Clawback): Promise<Record<string, string>> {
  const ids = [...new Set([openedBy, toldBy, consideredBy, decidedBy].filter((one) => one !== null))];
  const rows = await db.select({ id: people.id, name: people.displayName }).from(people).where(inArray(people.id, ids));
  return Object.fromEntries(rows.map((row) => [row.id, row.name]));
}

/** A paid claim that can be examined, by its number (兑2026-03817); null when there is none in the scope. */
export async function findPaidClaim(db: Db, scope: Scope, number: string): Promise<{ id: string } | null> {
  const [row] = await db
    .select({ id: claims.id })
    .from(claims)
    .where(and(claimsInScope(scope), eq(claims.number, number)));
  return row ?? null;
}
