import "server-only";
import { and, asc, count, desc, eq, sql } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import type { Instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { appendAudit } from "./audit";
import { notify } from "./notifications";
import { correctionRequests, departments, enterprises, indicators, indicatorValues, people } from "./schema";
import type { Db } from "./types";

export type DisputeState = (typeof correctionRequests.$inferSelect)["state"];
export type DisputeDecision = Exclude<DisputeState, "open">;

const within = (scope: Scope) => {
  if (scope.kind === "county") return undefined;
  return scope.kind === "department" ? eq(correctionRequests.departmentId, scope.departmentId) : sql`false`;
};

/** 数据更正申请 to the reader's department: open ones by their term, answered ones newest first. */
export async function listDisputes(db: Db, scope: Scope, isOpen: boolean, { page, pageSize }: { page: number; pageSize: number }) {
  const where = and(within(scope), isOpen ? eq(correctionRequests.state, "open") : sql`${correctionRequests.state} <> 'open'`);
  const [rows, [total]] = await Promise.all([
    db
      .select({
        id: correctionRequests.id,
        enterpriseName: enterprises.name,
        uscc: enterprises.uscc,
        indicatorName: indicators.name,
        claimed: correctionRequests.claimed,
        state: correctionRequests.state,
        requestedAt: correctionRequests.requestedAt,
        dueOn: correctionRequests.dueOn,
        answeredAt: correctionRequests.answeredAt,
      })
      .from(correctionRequests)
      .innerJoin(enterprises, eq(enterprises.id, correctionRequests.enterpriseId))
      .innerJoin(indicators, eq(indicators.id, correctionRequests.indicatorId))
      .where(where)
      .orderBy(isOpen ? asc(correctionRequests.dueOn) : desc(correctionRequests.answeredAt), asc(correctionRequests.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ n: count() }).from(correctionRequests).where(where),
  ]);
  return { rows, total: total?.n ?? 0 };
}
export type DisputeListRow = Awaited<ReturnType<typeof listDisputes>>["rows"][number];

/** Values of the disputed indicator that are held now, newest period first. Read as JSON text, because a coded value may look like a number. */
async function heldValues(db: Db, enterpriseId: string, indicatorId: string) {
  const rows = await db
    .select({
      period: indicatorValues.period,
      subject: indicatorValues.subject,
      json: sql<string | null>`${indicatorValues.value}::text`,
      asOf: indicatorValues.asOf,
    })
    .from(indicatorValues)
    .where(and(eq(indicatorValues.enterpriseId, enterpriseId), eq(indicatorValues.indicatorId, indicatorId), sql`${indicatorValues.supersededAt} is null`))
    .orderBy(desc(indicatorValues.period))
    .limit(6);
  return rows.map(({ json, ...row }) => ({ ...row, value: json === null ? null : (JSON.parse(json) as unknown) }));
}

/** One request with what the county holds now; null when it is another department's. */
export async function findDispute(db: Db, scope: Scope, disputeId: string) {
  const [found] = await db
    .select({
      dispute: correctionRequests,
      enterpriseName: enterprises.name,
      uscc: enterprises.uscc,
      indicatorName: indicators.name,
      indicatorDefinition: indicators.definition,
      departmentName: departments.name,
      answeredByName: people.displayName,
    })
    .from(correctionRequests)
    .innerJoin(enterprises, eq(enterprises.id, correctionRequests.enterpriseId))
    .innerJoin(indicators, eq(indicators.id, correctionRequests.indicatorId))
    .innerJoin(departments, eq(departments.id, correctionRequests.departmentId))
    .leftJoin(people, eq(people.id, correctionRequests.answeredBy))
    .where(and(eq(correctionRequests.id, disputeId), within(scope)));
  if (!found) return null;
  return { ...found, held: await heldValues(db, found.dispute.enterpriseId, found.dispute.indicatorId) };
}
export type DisputeDetail = NonNullable<Awaited<ReturnType<typeof findDispute>>>;

export type DisputeAnswer = {
  readonly disputeId: string;
  readonly scope: Scope;
  readonly decision: DisputeDecision;
  readonly answer: string;
  readonly by: { readonly personId: string; readonly role: Role };
  readonly at: Instant;
};
export type DisputeRefusal = "unknown" | "alreadyAnswered" | "answerMissing";

/**
 * 答复更正申请: kept (数据无误) or corrected (已更正; the corrected datum itself arrives with the department's next delivery). The enterprise is told
 * with the reason.
 */
export async function answerDispute(db: Db, { disputeId, scope, decision, answer, by, at }: DisputeAnswer): Promise<Result<true, DisputeRefusal>> {
  const words = answer.trim();
  if (words.length < 4) return refused("answerMissing");
  return db.transaction(async (tx): Promise<Result<true, DisputeRefusal>> => {
    const [found] = await tx
      .select()
      .from(correctionRequests)
      .where(and(eq(correctionRequests.id, disputeId), within(scope)))
      .for("update");
    if (!found) return refused("unknown");
    if (found.state !== "open") return refused("alreadyAnswered");
    await tx
      .update(correctionRequests)
      .set({ state: decision, answer: words, answeredBy: by.personId, answeredAt: at })
      .where(eq(correctionRequests.id, disputeId));
    await appendAudit(tx, [
      {
        at,
        actorId: by.personId,
        actorRole: by.role,
        action: `dispute.${decision}`,
        subjectType: "correctionRequest",
        subjectId: disputeId,
        detail: { enterpriseId: found.enterpriseId, indicatorId: found.indicatorId, answer: words },
      },
    ]);
    const title = decision === "corrected" ? "您申请更正的数据已更正" : "您申请更正的数据，部门核对后认为无误";
    await notify(
      tx,
      [{ enterpriseId: found.enterpriseId, kind: "dispute", title, body: words, href: "/my/file", dedupeKey: `dispute-${disputeId}-${decision}` }],
      at,
    );
    return ok(true);
  });
}
