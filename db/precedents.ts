import "server-only";
import { and, count, desc, eq, gte, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { ClaimState } from "@/lib/claim/states";
import type { Fen } from "@/lib/kernel/fen";
import { addDays, dayOf, type Instant, instant, instantAt } from "@/lib/kernel/plain-date";
import type { Claim } from "./claims";
import { claimEvents, claims } from "./schema";
import type { Db } from "./types";

export type Precedent = {
  readonly claimId: string;
  readonly number: string;
  readonly at: Instant;
  readonly to: ClaimState;
  readonly reasonText: string | null;
  readonly amountFen: Fen | null;
};

type Asked = Pick<Claim, "id" | "policyCode" | "departmentId">;

/** Reviews under the same policy and in the same department that came to an end in the twelve months before. */
function decidedBefore({ id, policyCode, departmentId }: Asked, at: Instant): SQL | undefined {
  return and(
    eq(claims.policyCode, policyCode),
    eq(claims.departmentId, departmentId),
    ne(claims.id, id),
    eq(claimEvents.fromState, "manualReview"),
    gte(claimEvents.at, instantAt(addDays(dayOf(at), -365), "00:00")),
    inArray(claimEvents.reasonCode, ["reviewApproved", "reviewRejected"]),
  );
}

/** 先例: how reviews under the same policy ended in the twelve months before, newest first, with their number in all. */
export async function listPrecedents(db: Db, claim: Asked, at: Instant): Promise<{ rows: Precedent[]; total: number }> {
  const where = decidedBefore(claim, at);
  const [rows, [total]] = await Promise.all([
    db
      .select({
        claimId: claims.id,
        number: claims.number,
        at: claimEvents.at,
        to: claimEvents.toState,
        reasonText: claimEvents.reasonText,
        amountFen: claimEvents.amountAfterFen,
      })
      .from(claimEvents)
      .innerJoin(claims, eq(claims.id, claimEvents.claimId))
      .where(where)
      .orderBy(desc(claimEvents.at))
      .limit(5),
    db.select({ n: count() }).from(claimEvents).innerJoin(claims, eq(claims.id, claimEvents.claimId)).where(where),
  ]);
  return { rows: rows.map((row) => ({ ...row, at: instant(row.at), to: row.to as ClaimState })), total: total?.n ?? 0 };
}

/** 同一存疑的先例: how often and how it was decided, with the last cases. */
export type DoubtPrecedents = {
  readonly approved: number;
  readonly rejected: number;
  readonly last: readonly { readonly claimId: string; readonly number: string; readonly at: Instant; readonly to: ClaimState }[];
};

const LAST = 3;

/** Doubt codes that stood when it was decided; a decision that did not keep them has the reason of its way into the review. */
const codesThen = sql`coalesce(${claimEvents.detail}->'doubtCodes', (select jsonb_build_array(way.reason_code) from claim_events way
  where way.claim_id = ${claimEvents.claimId} and way.seq < ${claimEvents.seq} and way.to_state = 'manualReview' and way.reason_code is not null
  order by way.seq desc limit 1), '[]'::jsonb)`;

/** 先例 of each of the case's doubts, by code: same policy, same doubt. One query for all of them. */
export async function precedentsByDoubt(db: Db, claim: Asked & Pick<Claim, "doubts">, at: Instant): Promise<ReadonlyMap<string, DoubtPrecedents>> {
  const codes = [...new Set(claim.doubts.map((doubt) => doubt.code))];
  if (codes.length === 0) return new Map();
  const decided = db.$with("decided").as(
    db
      .select({
        code: sql<string>`doubt.code`.as("code"),
        claimId: claims.id,
        number: claims.number,
        at: claimEvents.at,
        to: claimEvents.toState,
        approved: sql<number>`(count(*) filter (where ${claimEvents.toState} <> 'rejected') over (partition by doubt.code))::int`.as("approved"),
        total: sql<number>`(count(*) over (partition by doubt.code))::int`.as("total"),
        place: sql<number>`row_number() over (partition by doubt.code order by ${claimEvents.at} desc, ${claimEvents.id} desc)`.as("place"),
      })
      .from(claimEvents)
      .innerJoin(claims, eq(claims.id, claimEvents.claimId))
      .innerJoin(sql`lateral jsonb_array_elements_text(${codesThen}) as doubt(code)`, sql`true`)
      .where(and(decidedBefore(claim, at), inArray(sql`doubt.code`, codes))),
  );
  const rows = await db.with(decided).select().from(decided).where(sql`${decided.place} <= ${LAST}`).orderBy(decided.code, decided.place);
  return new Map(
    codes.map((code) => {
      const own = rows.filter((row) => row.code === code);
      const [first] = own;
      const approved = first?.approved ?? 0;
      const last = own.map(({ claimId, number, at: when, to }) => ({ claimId, number, at: instant(when), to: to as ClaimState }));
      return [code, { approved, rejected: (first?.total ?? 0) - approved, last }];
    }),
  );
}
