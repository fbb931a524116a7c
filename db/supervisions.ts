import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Role } from "@/lib/access/roles";
import type { Scope } from "@/lib/access/scope";
import { isActive } from "@/lib/claim/states";
import { dayOf, formatShortDay, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { claimsInScope } from "./claim-lights";
import { type Actor, type Claim, lockClaim } from "./claims";
import { holdsDuty } from "./duties";
import { notify } from "./notifications";
import { claims, enterprises, memberships, people, policies, supervisions } from "./schema";
import type { Db } from "./types";

type Person = Actor & { readonly personId: string };

export type NewSupervision = {
  readonly claimId: string;
  readonly actor: Person;
  readonly content: string;
  readonly replyDueOn: PlainDate;
  readonly at: Instant;
};
export type SupervisionRefusal = "notFound" | "notLeader" | "contentMissing" | "replyDayPast" | "claimEnded";

/** Whose step the claim stands in is told, and their section chief. */
const TOLD: readonly Role[] = ["handler", "checker", "sectionChief"];
/** 已核准 waits for the payment maker, of whatever office. */
const PAYERS: readonly Role[] = ["paymentMaker"];

/** The leader of the department, or one of the county's principal leaders. */
async function leads(tx: Db, personId: string, departmentId: string, day: PlainDate): Promise<boolean> {
  const [own, county] = await Promise.all([
    holdsDuty(tx, { personId, roles: ["leaderInCharge", "principalLeader"], departmentId, day }),
    holdsCountyLead(tx, personId, day),
  ]);
  return own || county;
}

async function holdsCountyLead(tx: Db, personId: string, day: PlainDate): Promise<boolean> {
  const [row] = await tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        eq(memberships.role, "principalLeader"),
        isNull(memberships.departmentId),
        lte(memberships.validFrom, day),
        or(isNull(memberships.validTo), gt(memberships.validTo, day)),
      ),
    )
    .limit(1);
  return row !== undefined;
}

async function recipients(tx: Db, claim: Claim, day: PlainDate): Promise<string[]> {
  const payment = claim.state === "disbursing" || (claim.state === "approved" && claim.approverId !== null);
  const rows = await tx
    .selectDistinct({ personId: memberships.personId })
    .from(memberships)
    .where(
      and(
        payment ? inArray(memberships.role, [...PAYERS]) : and(inArray(memberships.role, [...TOLD]), eq(memberships.departmentId, claim.departmentId)),
        lte(memberships.validFrom, day),
        or(isNull(memberships.validTo), gt(memberships.validTo, day)),
      ),
    );
  return rows.map((row) => row.personId);
}

async function checkOrder(tx: Db, claim: Claim | null, input: NewSupervision): Promise<SupervisionRefusal | null> {
  const today = dayOf(input.at);
  if (!claim) return "notFound";
  if (!(await leads(tx, input.actor.personId, claim.departmentId, today))) return "notLeader";
  if (input.content.trim() === "") return "contentMissing";
  if (input.replyDueOn < today) return "replyDayPast";
  return isActive(claim.state) ? null : "claimEnded";
}

/** 督办: a leader orders an answer on a claim by a day; the people whose step it is are told in their mailbox. */
export function orderSupervision(db: Db, input: NewSupervision): Promise<Result<string, SupervisionRefusal>> {
  const { claimId, actor, replyDueOn, at } = input;
  const content = input.content.trim();
  return atomically(db, async (tx) => {
    const claim = await lockClaim(tx, claimId);
    const refusal = await checkOrder(tx, claim, input);
    if (refusal !== null || !claim) return refused(refusal ?? "notFound");
    const [row] = await tx
      .insert(supervisions)
      .values({ claimId, orderedBy: actor.personId, content, replyDueOn, orderedAt: at })
      .returning({ id: supervisions.id });
    if (!row) throw new Error("the order was not stored");
    const detail = { number: claim.number, content, replyDueOn };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "supervision.ordered", subjectType: "claim", subjectId: claimId, detail },
    ]);
    const told = await recipients(tx, claim, dayOf(at));
    await notify(
      tx,
      told.map((personId) => ({
        personId,
        claimId,
        kind: "claim.supervised",
        level: "supervise" as const,
        title: `督办：${claim.number}，${formatShortDay(replyDueOn)}前答复`,
        body: content,
        href: `/review/cases/${claimId}`,
        dedupeKey: `supervision|${row.id}|${personId}`,
      })),
      at,
    );
    return ok(row.id);
  });
}

export type SupervisionReply = {
  readonly id: string;
  readonly departmentId: string | null;
  readonly actor: Person;
  readonly reply: string;
  readonly at: Instant;
};
export type ReplyRefusal = "notFound" | "alreadyReplied" | "replyMissing";

/** 督办答复 of the department; goes back to the leader who ordered it. Once. */
export function replySupervision(db: Db, { id, departmentId, actor, reply, at }: SupervisionReply): Promise<Result<string, ReplyRefusal>> {
  return atomically(db, async (tx) => {
    const text = reply.trim();
    if (text === "") return refused("replyMissing");
    const [found] = await tx
      .select({ order: supervisions, claim: claims })
      .from(supervisions)
      .innerJoin(claims, eq(claims.id, supervisions.claimId))
      .where(eq(supervisions.id, id));
    if (!found || found.claim.departmentId !== departmentId) return refused("notFound");
    const done = await tx
      .update(supervisions)
      .set({ reply: text, repliedBy: actor.personId, repliedAt: at })
      .where(and(eq(supervisions.id, id), isNull(supervisions.repliedAt)))
      .returning({ id: supervisions.id });
    if (done.length === 0) return refused("alreadyReplied");
    const { claim, order } = found;
    const detail = { number: claim.number, supervisionId: id, reply: text };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "supervision.replied", subjectType: "claim", subjectId: claim.id, detail },
    ]);
    const message = {
      personId: order.orderedBy,
      claimId: claim.id,
      kind: "supervision.replied",
      title: `督办已答复：${claim.number}`,
      body: text,
      href: `/review/cases/${claim.id}`,
    };
    await notify(tx, [{ ...message, dedupeKey: `supervision.reply|${id}` }], at);
    return ok(claim.id);
  });
}

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
