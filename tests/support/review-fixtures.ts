import { eq, sql } from "drizzle-orm";
import { loadCalendar } from "@/db/calendar";
import type { Clock } from "@/db/claim-lights";
import { type Actor, moveClaim, SYSTEM } from "@/db/claims";
import { createPerson } from "@/db/people";
import { claims, enterprises } from "@/db/schema";
import type { Db } from "@/db/types";
import type { Role } from "@/lib/access/roles";
import type { Fen } from "@/lib/kernel/fen";
import { type Instant, plainDate } from "@/lib/kernel/plain-date";
import { type ClaimOptions, type Company, makeClaim, makeCompany, on } from "./fixtures";

export const clockAt = async (db: Db, at: Instant): Promise<Clock> => ({ at, calendar: await loadCalendar(db) });

export async function officer(db: Db, username: string, role: Role, departmentId: string | null): Promise<Actor & { personId: string }> {
  const membership = { role, ...(departmentId && { departmentId }), validFrom: plainDate("2026-01-01") };
  const personId = await createPerson(
    db,
    { displayName: username, username, password: "unused", memberships: [membership] },
    { at: on("2026-01-05"), actorId: null, passwordHash: "unused" },
  );
  return { personId, roles: [role], isSystem: false, role };
}

type Step = {
  to: "pendingConfirm" | "autoCheck" | "manualReview" | "notice";
  actor: Actor;
  facts?: Parameters<typeof moveClaim>[1]["facts"];
  patch?: Parameters<typeof moveClaim>[1]["patch"];
};

async function walk(db: Db, claimId: string, at: Instant, steps: readonly Step[]): Promise<void> {
  const calendar = await loadCalendar(db);
  for (const step of steps) {
    const moved = await db.transaction((tx) => moveClaim(tx, { claimId, at, calendar, ...step }));
    if (!moved.ok) throw new Error(`${step.to}: ${moved.reason}`);
  }
}

export type CaseOptions = ClaimOptions & {
  readonly company?: Company;
  readonly name?: string;
  readonly initials?: string;
  readonly enteredAt?: Instant;
  readonly doubts?: { code: string; text: string }[];
  readonly route?: "manualReview" | "notice";
};

/** A case that came out of the automatic check at `enteredAt`, by legal moves only; to a person unless told otherwise. */
export async function makeCase(db: Db, options: CaseOptions = {}): Promise<{ id: string; company: Company }> {
  const company = options.company ?? (await makeCompany(db));
  const { name, initials = "", enteredAt = on("2026-07-15", "09:30"), route = "manualReview" } = options;
  if (name) await db.update(enterprises).set({ name, initials }).where(eq(enterprises.id, company.id));
  const id = await makeClaim(db, company, { at: enteredAt, ...options });
  await walk(db, id, enteredAt, [
    { to: "pendingConfirm", actor: SYSTEM },
    { to: "autoCheck", actor: company.owner, facts: { accountNameEqual: true, authorisationValid: true } },
    { to: route, actor: SYSTEM, facts: { route }, patch: { doubts: options.doubts ?? [{ code: "ruleAsks", text: "政策规定须人工复核" }] } },
  ]);
  return { id, company };
}

/** A claim as history left it: paid, with its two durations. Written past the guards, because only its figures matter here. */
export async function writeSettled(db: Db, id: string, figures: { at: Instant; amountFen: Fen; processingDays: number; endToEndDays: number }): Promise<void> {
  await db.execute(sql`set session_replication_role = replica`);
  const { at, ...rest } = figures;
  await db
    .update(claims)
    .set({ state: "settled", settledAt: at, dueOn: null, ...rest })
    .where(eq(claims.id, id));
  await db.execute(sql`set session_replication_role = default`);
}
