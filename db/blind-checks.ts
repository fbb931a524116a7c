import "server-only";
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, notExists, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import { drawSample, type ErrorBound, errorBound, sampleSize } from "@/lib/claim/sampling";
import type { Fen } from "@/lib/kernel/fen";
import { addDays, dayOf, type Instant, instant, instantAt, type PlainDate, weekday } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { sha256Hex } from "./crypto";
import { isRecused } from "./recusals";
import { blindChecks, claimEvents, claims, departments, enterprises, people, policies, recusals } from "./schema";
import { loadClaimSettings } from "./settings";
import type { Db } from "./types";

const DAYS_OF_A_WEEK = 7;
/** Monday of the week of a day. */
const mondayOf = (day: PlainDate): PlainDate => addDays(day, -((weekday(day) + 6) % DAYS_OF_A_WEEK));

const lotOf = (number: string): number => Number.parseInt(sha256Hex(`blind|${number}`).slice(0, 12), 16);

/** 自动通过 of one week, by policy: straight from the first check into the notice, and not drawn before. */
async function approvedIn(tx: Db, week: PlainDate) {
  const drawn = tx.select({ id: blindChecks.id }).from(blindChecks).where(eq(blindChecks.claimId, claims.id));
  return tx
    .select({
      claimId: claims.id,
      number: claims.number,
      policyCode: claims.policyCode,
      departmentId: claims.departmentId,
      snapshotId: claimEvents.snapshotId,
      amountFen: claims.amountFen,
    })
    .from(claimEvents)
    .innerJoin(claims, eq(claims.id, claimEvents.claimId))
    .where(
      and(
        gte(claimEvents.at, instantAt(week, "00:00")),
        lt(claimEvents.at, instantAt(addDays(week, DAYS_OF_A_WEEK), "00:00")),
        eq(claimEvents.fromState, "autoCheck"),
        eq(claimEvents.toState, "notice"),
        notExists(drawn),
      ),
    );
}

/** 抽取 of the week before `at`: per policy the share and the minimum of the settings. A policy and week that has been drawn is left alone. */
export function drawBlindChecks(db: Db, at: Instant): Promise<number> {
  const week = addDays(mondayOf(dayOf(at)), -DAYS_OF_A_WEEK);
  return db.transaction(async (tx) => {
    await queueFor(tx, "blindChecks.draw");
    const settings = await loadClaimSettings(tx);
    const approved = await approvedIn(tx, week);
    const known = await tx.selectDistinct({ policyCode: blindChecks.policyCode }).from(blindChecks).where(eq(blindChecks.week, week));
    const done = new Set(known.map((row) => row.policyCode));
    const rule = { rate: settings.blindSampleRate, minimum: settings.blindSampleWeeklyMinimum };
    const drawn = [...new Set(approved.map((row) => row.policyCode))]
      .filter((code) => !done.has(code))
      .flatMap((code) => {
        const all = approved.filter((row) => row.policyCode === code).map((row) => ({ ...row, lot: lotOf(row.number) }));
        return drawSample(all, sampleSize(all.length, rule));
      });
    if (drawn.length === 0) return 0;
    await tx.insert(blindChecks).values(
      drawn.map(({ claimId, policyCode, departmentId, snapshotId, amountFen }) => {
        if (snapshotId === null) throw new Error(`an automatic approval of ${policyCode} has no snapshot`);
        return { claimId, policyCode, departmentId, week, snapshotId, firstAmountFen: amountFen, drawnAt: at };
      }),
    );
    const detail = { week, drawn: drawn.length, of: approved.length, ...rule };
    await appendAudit(tx, [{ at, actorId: null, actorRole: "system", action: "blindCheck.drawn", subjectType: "blindCheck", subjectId: week, detail }]);
    return drawn.length;
  });
}

const inDepartment = (scope: Scope): SQL | undefined => {
  if (scope.kind === "county") return undefined;
  return scope.kind === "department" ? eq(blindChecks.departmentId, scope.departmentId) : sql`false`;
};

/** 待盲审 as the second person sees it: enterprise and policy, neither number nor result. */
export type OpenBlindCheck = { readonly id: string; readonly enterpriseName: string; readonly policyName: string; readonly week: PlainDate };

/** What waits for a second person, without the enterprises in which the reader has an interest. */
export async function listOpenBlindChecks(db: Db, scope: Scope, personId: string): Promise<OpenBlindCheck[]> {
  return db
    .select({ id: blindChecks.id, enterpriseName: enterprises.name, policyName: policies.name, week: blindChecks.week })
    .from(blindChecks)
    .innerJoin(claims, eq(claims.id, blindChecks.claimId))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, blindChecks.policyCode))
    .leftJoin(recusals, and(eq(recusals.enterpriseId, claims.enterpriseId), eq(recusals.personId, personId)))
    .where(and(inDepartment(scope), isNull(blindChecks.verdict), isNull(recusals.personId)))
    .orderBy(asc(blindChecks.week), asc(policies.sortOrder), asc(blindChecks.id))
    .limit(200);
}

/** One check with what its decision rests on; null when it is not there, not for this reader or decided already. */
export async function findOpenBlindCheck(db: Db, scope: Scope, id: string) {
  const [row] = await db
    .select({ check: blindChecks, enterpriseName: enterprises.name, enterpriseId: enterprises.id, policyVersionId: claims.policyVersionId })
    .from(blindChecks)
    .innerJoin(claims, eq(claims.id, blindChecks.claimId))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .where(and(eq(blindChecks.id, id), inDepartment(scope), isNull(blindChecks.verdict)));
  if (!row) return null;
  const { id: checkId, snapshotId } = row.check;
  return { id: checkId, snapshotId, enterpriseName: row.enterpriseName, enterpriseId: row.enterpriseId, policyVersionId: row.policyVersionId };
}

export type BlindDecision = { readonly verdict: "eligible" | "ineligible" | "undetermined"; readonly amountFen: Fen | null; readonly note: string };
export type BlindRefusal = "notFound" | "alreadyDecided" | "recused" | "noteMissing";

/** 盲审结论, once and for good; whether it agrees with the first result is worked out here and shown to auditor and leaders only. */
export function decideBlindCheck(
  db: Db,
  { id, scope, actor, at, decision }: { id: string; scope: Scope; actor: Actor & { personId: string }; at: Instant; decision: BlindDecision },
): Promise<Result<null, BlindRefusal>> {
  return atomically<null, BlindRefusal>(db, async (tx) => {
    const [row] = await tx
      .select({ check: blindChecks, enterpriseId: claims.enterpriseId, number: claims.number })
      .from(blindChecks)
      .innerJoin(claims, eq(claims.id, blindChecks.claimId))
      .where(and(eq(blindChecks.id, id), inDepartment(scope)))
      .for("update", { of: blindChecks });
    if (!row) return refused("notFound");
    if (row.check.verdict !== null) return refused("alreadyDecided");
    if (await isRecused(tx, actor.personId, row.enterpriseId)) return refused("recused");
    const { verdict, amountFen } = decision;
    const note = decision.note.trim();
    if (verdict !== "eligible" && note.length < 4) return refused("noteMissing");
    const agrees = verdict === "eligible" && (amountFen === null || amountFen === row.check.firstAmountFen);
    await tx
      .update(blindChecks)
      .set({ verdict, amountFen, note: note || null, agrees, decidedBy: actor.personId, decidedAt: at })
      .where(eq(blindChecks.id, id));
    const detail = { number: row.number, verdict, amountFen, agrees, note };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "blindCheck.decided", subjectType: "claim", subjectId: row.check.claimId, detail },
    ]);
    return ok(null);
  });
}

/** 抽查结果 of a policy: how many were decided, how many were wrong, and what that says of all (95 %). */
export type BlindResult = {
  readonly policyCode: string;
  readonly policyName: string;
  readonly drawn: number;
  readonly decided: number;
  readonly wrong: number;
  readonly bound: ErrorBound | null;
};

const DECIDED = isNotNull(blindChecks.verdict);

/** 抽查结果 by policy within the scope, and of all together. */
export async function blindResults(db: Db, scope: Scope): Promise<{ rows: BlindResult[]; all: Omit<BlindResult, "policyCode" | "policyName"> }> {
  const found = await db
    .select({
      policyCode: policies.code,
      policyName: policies.name,
      drawn: sql<number>`count(*)::int`,
      decided: sql<number>`(count(*) filter (where ${DECIDED}))::int`,
      wrong: sql<number>`(count(*) filter (where not ${blindChecks.agrees}))::int`,
    })
    .from(blindChecks)
    .innerJoin(policies, eq(policies.code, blindChecks.policyCode))
    .where(inDepartment(scope))
    .groupBy(policies.code)
    .orderBy(policies.sortOrder);
  const rows = found.map((row) => ({ ...row, bound: errorBound(row.wrong, row.decided) }));
  const sum = (pick: (row: BlindResult) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const [drawn, decided, wrong] = [sum((row) => row.drawn), sum((row) => row.decided), sum((row) => row.wrong)];
  return { rows, all: { drawn, decided, wrong, bound: errorBound(wrong, decided) } };
}

export type BlindDisagreement = {
  readonly claimId: string;
  readonly number: string;
  readonly enterpriseName: string;
  readonly policyName: string;
  readonly departmentName: string;
  readonly verdict: BlindDecision["verdict"];
  readonly firstAmountFen: Fen | null;
  readonly amountFen: Fen | null;
  readonly note: string | null;
  readonly decidedBy: string;
  readonly decidedAt: Instant;
};

/** 不一致的: what the auditor has to look at, newest first. */
export async function listBlindDisagreements(db: Db, scope: Scope): Promise<BlindDisagreement[]> {
  const rows = await db
    .select({
      claimId: claims.id,
      number: claims.number,
      enterpriseName: enterprises.name,
      policyName: policies.name,
      departmentName: departments.name,
      check: blindChecks,
      decidedBy: people.displayName,
    })
    .from(blindChecks)
    .innerJoin(claims, eq(claims.id, blindChecks.claimId))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, blindChecks.policyCode))
    .innerJoin(departments, eq(departments.id, blindChecks.departmentId))
    .innerJoin(people, eq(people.id, blindChecks.decidedBy))
    .where(and(inDepartment(scope), eq(blindChecks.agrees, false), inArray(blindChecks.verdict, ["eligible", "ineligible", "undetermined"])))
    .orderBy(desc(blindChecks.decidedAt), asc(claims.number))
    .limit(100);
  return rows.flatMap(({ check: { verdict, firstAmountFen, amountFen, note, decidedAt }, ...row }) =>
    verdict === null || decidedAt === null ? [] : [{ ...row, verdict, firstAmountFen, amountFen, note, decidedAt: instant(decidedAt) }],
  );
}
