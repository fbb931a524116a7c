import "server-only";
import { and, eq, gt, inArray, isNull, lt, lte, ne, or, sql } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import { isOfficeOpen } from "@/lib/calendar/office-hours";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { isActive } from "@/lib/claim/states";
import { type ReplyDayFault, replyDayFault, replyLateBy } from "@/lib/claim/supervision";
import { dayOf, formatShortDay, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { type Actor, type Claim, lockClaim, type Sweep } from "./claims";
import { holdsDuty } from "./duties";
import { type NewNotification, notify } from "./notifications";
import { claims, departments, memberships, notifications, supervisions } from "./schema";
import type { Db } from "./types";

type Person = Actor & { readonly personId: string };
type Order = {
  readonly actor: Person;
  readonly content: string;
  /** A working day. */
  readonly replyDueOn: PlainDate;
  readonly at: Instant;
  readonly calendar: WorkCalendar;
};
export type NewSupervision = Order & { readonly claimId: string };
export type NewDepartmentSupervision = Order & { readonly departmentId: string };
export type SupervisionRefusal = "notFound" | "notLeader" | "contentMissing" | "claimEnded" | "nobodyThere" | ReplyDayFault;

/** Whose step the claim stands in is told, and their section chief. */
const TOLD: readonly Role[] = ["handler", "checker", "sectionChief"];
/** 已核准 waits for the payment maker, of whatever office. */
const PAYERS: readonly Role[] = ["paymentMaker"];
/** An order to a department goes to who leads it and who handles its cases. */
const TOLD_IN_DEPARTMENT: readonly Role[] = ["handler", "sectionChief", "leaderInCharge"];

const inForce = (day: PlainDate) => and(lte(memberships.validFrom, day), or(isNull(memberships.validTo), gt(memberships.validTo, day)));

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
    .where(and(eq(memberships.personId, personId), eq(memberships.role, "principalLeader"), isNull(memberships.departmentId), inForce(day)))
    .limit(1);
  return row !== undefined;
}

async function recipients(tx: Db, claim: Claim, day: PlainDate): Promise<string[]> {
  const payment = claim.state === "disbursing" || (claim.state === "approved" && claim.approverId !== null);
  const roles = payment ? inArray(memberships.role, [...PAYERS]) : and(inArray(memberships.role, [...TOLD]), eq(memberships.departmentId, claim.departmentId));
  const rows = await tx
    .selectDistinct({ personId: memberships.personId })
    .from(memberships)
    .where(and(roles, inForce(day)));
  return rows.map((row) => row.personId);
}

async function departmentRecipients(tx: Db, departmentId: string, orderedBy: string, day: PlainDate): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ personId: memberships.personId })
    .from(memberships)
    .where(
      and(inArray(memberships.role, [...TOLD_IN_DEPARTMENT]), eq(memberships.departmentId, departmentId), ne(memberships.personId, orderedBy), inForce(day)),
    );
  return rows.map((row) => row.personId);
}

/** What is wrong with an order itself, to whomever it goes. */
function orderFault({ content, replyDueOn, calendar, at }: Order): SupervisionRefusal | null {
  return content.trim() === "" ? "contentMissing" : replyDayFault(calendar, replyDueOn, at);
}

async function checkOrder(tx: Db, claim: Claim | null, input: NewSupervision): Promise<SupervisionRefusal | null> {
  if (!claim) return "notFound";
  if (!(await leads(tx, input.actor.personId, claim.departmentId, dayOf(input.at)))) return "notLeader";
  return orderFault(input) ?? (isActive(claim.state) ? null : "claimEnded");
}

type Subject = { readonly claimId: string; readonly number: string } | { readonly departmentId: string; readonly name: string };
type Issued = { readonly subject: Subject; readonly told: readonly string[]; readonly kind: string; readonly href: string };

/** Order, audit row and messages, in the transaction of the caller. Returns the order's id. */
async function issue(tx: Db, { actor, replyDueOn, at, ...order }: Order, { subject, told, kind, href }: Issued): Promise<string> {
  const content = order.content.trim();
  const about = "claimId" in subject ? { claimId: subject.claimId } : { departmentId: subject.departmentId };
  const title = "claimId" in subject ? subject.number : subject.name;
  const [row] = await tx
    .insert(supervisions)
    .values({ ...about, orderedBy: actor.personId, content, replyDueOn, orderedAt: at })
    .returning({ id: supervisions.id });
  if (!row) throw new Error("the order was not stored");
  const named = "claimId" in subject ? { number: subject.number } : { department: subject.departmentId };
  const on = "claimId" in subject ? { subjectType: "claim", subjectId: subject.claimId } : { subjectType: "supervision", subjectId: row.id };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "supervision.ordered", ...on, detail: { ...named, content, replyDueOn } },
  ]);
  const messages: NewNotification[] = told.map((personId) => ({
    personId,
    ...("claimId" in subject && { claimId: subject.claimId }),
    kind,
    level: "supervise",
    title: `督办：${title}，${formatShortDay(replyDueOn)}前答复`,
    body: content,
    href,
    dedupeKey: orderKey(row.id, personId),
  }));
  await notify(tx, messages, at);
  return row.id;
}

/** The message by which somebody was told of an order. */
const orderKey = (id: string, personId: string): string => `supervision|${id}|${personId}`;

/** 督办: a leader orders an answer on a claim by a day; the people whose step it is are told in their mailbox. */
export function orderSupervision(db: Db, input: NewSupervision): Promise<Result<string, SupervisionRefusal>> {
  const { claimId, at } = input;
  return atomically(db, async (tx) => {
    const claim = await lockClaim(tx, claimId);
    const refusal = await checkOrder(tx, claim, input);
    if (refusal !== null || !claim) return refused(refusal ?? "notFound");
    const told = await recipients(tx, claim, dayOf(at));
    const subject = { claimId, number: claim.number };
    return ok(await issue(tx, input, { subject, told, kind: "claim.supervised", href: `/review/cases/${claimId}` }));
  });
}

/** 督办部门: an order to a department as a whole, by its own leader or the county's. */
export function orderDepartmentSupervision(db: Db, input: NewDepartmentSupervision): Promise<Result<string, SupervisionRefusal>> {
  const { departmentId, actor, at } = input;
  return atomically<string, SupervisionRefusal>(db, async (tx) => {
    const [department] = await tx.select({ name: departments.name }).from(departments).where(eq(departments.id, departmentId));
    if (!department) return refused("notFound");
    if (!(await leads(tx, actor.personId, departmentId, dayOf(at)))) return refused("notLeader");
    const fault = orderFault(input);
    if (fault !== null) return refused(fault);
    const told = await departmentRecipients(tx, departmentId, actor.personId, dayOf(at));
    if (told.length === 0) return refused("nobodyThere");
    return ok(await issue(tx, input, { subject: { departmentId, name: department.name }, told, kind: "supervision.department", href: "/review/supervisions" }));
  });
}

export type SupervisionReply = {
  readonly id: string;
  readonly departmentId: string | null;
  readonly actor: Person;
  readonly reply: string;
  readonly at: Instant;
};
export type ReplyRefusal = "notFound" | "alreadyReplied" | "replyMissing" | "ownOrder";
/** What was answered: the claim, or null for an order to a department. */
export type Answered = { readonly claimId: string | null };

/** The payment maker, who sits in another department than the claim, answers an order that came to the payment maker's own mailbox. */
async function toldAsPayer(tx: Db, id: string, { personId, roles }: Person): Promise<boolean> {
  if (!roles.includes("paymentMaker")) return false;
  const [row] = await tx
    .select({ id: notifications.id })
    .from(notifications)
    .where(eq(notifications.dedupeKey, orderKey(id, personId)));
  return row !== undefined;
}

type Found = { readonly order: typeof supervisions.$inferSelect; readonly number: string | null; readonly owner: string; readonly department: string | null };

async function findOrder(tx: Db, id: string): Promise<Found | undefined> {
  const owner = sql<string>`coalesce(${claims.departmentId}, ${supervisions.departmentId})`;
  const [found] = await tx
    .select({ order: supervisions, number: claims.number, owner, department: departments.name })
    .from(supervisions)
    .leftJoin(claims, eq(claims.id, supervisions.claimId))
    .leftJoin(departments, eq(departments.id, supervisions.departmentId))
    .where(eq(supervisions.id, id));
  return found;
}

/** Audit row of the reply and the message to whoever ordered it. */
async function tellReply(tx: Db, { order, number, department }: Found, { actor, at, reply }: SupervisionReply): Promise<void> {
  const { id, claimId, orderedBy } = order;
  const on = claimId === null ? { subjectType: "supervision", subjectId: id } : { subjectType: "claim", subjectId: claimId };
  const named = number === null ? { department: order.departmentId } : { number };
  const entry = { at, actorId: actor.personId, actorRole: actor.role, action: "supervision.replied", ...on };
  await appendAudit(tx, [{ ...entry, detail: { ...named, supervisionId: id, reply } }]);
  const message: NewNotification = {
    personId: orderedBy,
    ...(claimId !== null && { claimId }),
    kind: "supervision.replied",
    title: `督办已答复：${number ?? department ?? ""}`,
    body: reply,
    href: claimId === null ? "/leader/supervisions?state=replied" : `/review/cases/${claimId}`,
    dedupeKey: `supervision.reply|${id}`,
  };
  await notify(tx, [message], at);
}

/** 督办答复 of the department, or of the payment maker who was told; goes back to the leader who ordered it. Once, and never by the one who ordered it. */
export function replySupervision(db: Db, input: SupervisionReply): Promise<Result<Answered, ReplyRefusal>> {
  const { id, departmentId, actor, at } = input;
  return atomically<Answered, ReplyRefusal>(db, async (tx) => {
    const reply = input.reply.trim();
    if (reply === "") return refused("replyMissing");
    const found = await findOrder(tx, id);
    if (!found || !(found.owner === departmentId || (await toldAsPayer(tx, id, actor)))) return refused("notFound");
    if (found.order.orderedBy === actor.personId) return refused("ownOrder");
    const done = await tx
      .update(supervisions)
      .set({ reply, repliedBy: actor.personId, repliedAt: at })
      .where(and(eq(supervisions.id, id), isNull(supervisions.repliedAt)))
      .returning({ id: supervisions.id });
    if (done.length === 0) return refused("alreadyReplied");
    await tellReply(tx, found, { ...input, reply });
    return ok({ claimId: found.order.claimId });
  });
}

/**
 * 督办逾期提醒: whose day for the reply is over is told once a working day, and so is the leader, until the reply is there. Nothing outside
 * office hours.
 */
export async function remindSupervisions(db: Db, { at, calendar }: Sweep): Promise<number> {
  if (!isOfficeOpen(calendar, at)) return 0;
  const late = await db
    .select({ order: supervisions, number: claims.number, department: departments.name })
    .from(supervisions)
    .leftJoin(claims, eq(claims.id, supervisions.claimId))
    .leftJoin(departments, eq(departments.id, supervisions.departmentId))
    .where(and(isNull(supervisions.repliedAt), lt(supervisions.replyDueOn, dayOf(at))));
  if (late.length === 0) return 0;
  const told = await db
    .select({ key: notifications.dedupeKey, personId: notifications.personId })
    .from(notifications)
    .where(inArray(notifications.kind, ["claim.supervised", "supervision.department"]));
  const messages = late.flatMap(({ order, number, department }) => {
    const addressed = told.flatMap(({ key, personId }) => (personId !== null && key === orderKey(order.id, personId) ? [personId] : []));
    const words = { kind: "supervision.late", level: "supervise" as const, title: `督办答复逾期：${number ?? department ?? ""}` };
    const body = `应 ${formatShortDay(order.replyDueOn)}前答复，已逾期 ${replyLateBy(calendar, order.replyDueOn, at)} 个工作日。要求：${order.content}`;
    return [...new Set([...addressed, order.orderedBy])].map((personId) => ({
      ...words,
      personId,
      ...(order.claimId !== null && { claimId: order.claimId }),
      body,
      href: personId === order.orderedBy ? "/leader/supervisions" : "/review/supervisions",
      dedupeKey: `supervision.late|${order.id}|${dayOf(at)}|${personId}`,
    }));
  });
  return notify(db, messages, at);
}
