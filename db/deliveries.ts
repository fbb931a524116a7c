import "server-only";
import { and, asc, count, desc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { dayOf, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { CHANNELS, type Channel, isPersonChannel, type PersonChannel, TOPICS, type Topic, tellsGroup, topicOf } from "@/lib/messages/channels";
import { type Answer, type DeliveryFault, LEASE_SECONDS, mayLeaveNow, nextTryAfter } from "@/lib/messages/delivery-rules";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import type { Actor } from "./claims";
import { configuredChannels } from "./config";
import { openText } from "./crypto";
import { holdsDuty } from "./duties";
import { claims, contactAddresses, deliveries, memberships, messageOptOuts, notifications, people } from "./schema";
import type { Db } from "./types";
import { wallNow } from "./wall-clock";

type Row = typeof deliveries.$inferSelect;
export type Told = Pick<typeof notifications.$inferSelect, "id" | "personId" | "kind" | "dedupeKey">;

/** What a group is told once, however many persons are: the message's key without the person at its end. */
const groupKey = ({ dedupeKey, personId }: Told): string => (personId === null ? dedupeKey : dedupeKey.replace(`|${personId}`, ""));

export const addressPlace = (channel: PersonChannel, personId: string): string => `contactAddresses.${channel}|${personId}`;
const later = (seconds: number): Date => new Date(wallNow().getTime() + seconds * 1000);

type Reached = { readonly notificationId: string; readonly personId: string; readonly channel: PersonChannel };

/** Who is reached where: the person, or everybody who stands for the enterprise today, at addresses that are verified and not switched off. */
async function reachedPersons(tx: Db, told: readonly Told[], channels: readonly PersonChannel[], day: PlainDate): Promise<Reached[]> {
  const ids = told.map((one) => one.id);
  const inForce = and(lte(memberships.validFrom, day), or(isNull(memberships.validTo), sql`${memberships.validTo} > ${day}`));
  const holder = or(
    eq(contactAddresses.personId, notifications.personId),
    sql`exists (select 1 from ${memberships} where ${memberships.personId} = ${contactAddresses.personId} and ${memberships.enterpriseId} = ${notifications.enterpriseId} and ${inForce})`,
  );
  const rows = await tx
    .select({ notificationId: notifications.id, kind: notifications.kind, personId: contactAddresses.personId, channel: contactAddresses.channel })
    .from(notifications)
    .innerJoin(contactAddresses, holder)
    .innerJoin(people, and(eq(people.id, contactAddresses.personId), isNull(people.disabledAt)))
    .where(and(inArray(notifications.id, ids), inArray(contactAddresses.channel, [...channels]), sql`${contactAddresses.verifiedAt} is not null`));
  if (rows.length === 0) return [];
  const off = await tx
    .select()
    .from(messageOptOuts)
    .where(inArray(messageOptOuts.personId, [...new Set(rows.map((row) => row.personId))]));
  const isOff = new Set(off.map((one) => `${one.personId}|${one.topic}|${one.channel}`));
  return rows.filter((row) => !isOff.has(`${row.personId}|${topicOf(row.kind)}|${row.channel}`));
}

/**
 * 发件箱: what goes out besides the mailbox, in the transaction that writes the message. Nothing is queued for a channel that is not configured,
 * nor asked.
 */
export async function queueDeliveries(tx: Db, told: readonly Told[], at: Instant): Promise<number> {
  const channels = configuredChannels();
  if (channels.length === 0 || told.length === 0) return 0;
  const kinds = new Map(told.map((one) => [one.id, one.kind]));
  const personal = channels.filter(isPersonChannel);
  const persons = personal.length === 0 ? [] : await reachedPersons(tx, told, personal, dayOf(at));
  const common = { nextTryAt: wallNow(), queuedAt: at };
  const rows = [
    ...persons.map(({ notificationId, personId, channel }) => ({
      ...common,
      notificationId,
      channel: channel as Channel,
      personId,
      topic: topicOf(kinds.get(notificationId) ?? ""),
      dedupeKey: `${notificationId}|${personId}`,
    })),
    ...channels
      .filter((channel) => !isPersonChannel(channel))
      .flatMap((channel) =>
        told
          .filter(({ kind }) => tellsGroup(kind))
          .map((one) => ({
            ...common,
            notificationId: one.id,
            channel,
            personId: null,
            topic: topicOf(one.kind),
            dedupeKey: groupKey(one),
          })),
      ),
  ];
  if (rows.length === 0) return 0;
  const queued = await tx.insert(deliveries).values(rows).onConflictDoNothing().returning({ id: deliveries.id });
  return queued.length;
}

export type Now = { readonly at: Instant; readonly calendar: WorkCalendar };

/** Deliveries that may leave now, the oldest first: their time has come, their topic knows no quiet hour, their channel is there. */
export async function dueDeliveries(db: Db, { at, calendar }: Now, limit: number): Promise<string[]> {
  const topics = TOPICS.filter((topic) => mayLeaveNow(calendar, topic, at));
  const channels = configuredChannels();
  if (topics.length === 0 || channels.length === 0) return [];
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.state, "waiting"), lte(deliveries.nextTryAt, wallNow()), inArray(deliveries.topic, topics), inArray(deliveries.channel, channels)))
    .orderBy(asc(deliveries.nextTryAt))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** One message taken in hand for a try. */
export type Attempt = {
  readonly id: string;
  readonly channel: Channel;
  readonly topic: Topic;
  readonly kind: string;
  readonly claimNumber: string | null;
  readonly href: string | null;
  /** Null for a group, and for a person who has no verified address any more. */
  readonly address: string | null;
  readonly attempts: number;
};

async function addressOf(tx: Db, { channel, personId }: Row): Promise<{ address: string; mask: string } | null> {
  if (!isPersonChannel(channel) || personId === null) return null;
  const [row] = await tx
    .select()
    .from(contactAddresses)
    .where(and(eq(contactAddresses.personId, personId), eq(contactAddresses.channel, channel)));
  if (!row?.addressCipher || !row.addressMask) return null;
  return { address: openText(row.addressCipher, addressPlace(channel, personId)), mask: row.addressMask };
}

/**
 * Takes one delivery in hand: the try is counted and leased before it begins, so that two runners never send at once and a try that dies with
 * its process counts as well. Null when somebody else has it.
 */
export async function beginAttempt(db: Db, id: string): Promise<Attempt | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(deliveries)
      .where(and(eq(deliveries.id, id), eq(deliveries.state, "waiting"), lte(deliveries.nextTryAt, wallNow())))
      .for("update", { skipLocked: true });
    if (!row) return null;
    const spent = row.attempts > 0 && nextTryAfter(row.attempts, { fault: "interrupted" }) === null;
    if (spent) {
      await tx.update(deliveries).set({ state: "dead", fault: "interrupted" }).where(eq(deliveries.id, id));
      return null;
    }
    const attempts = row.attempts + 1;
    const target = await addressOf(tx, row);
    await tx
      .update(deliveries)
      .set({ attempts, nextTryAt: later(LEASE_SECONDS), fault: "interrupted", faultCode: null, addressMask: target?.mask ?? null })
      .where(eq(deliveries.id, id));
    const [told] = await tx
      .select({ kind: notifications.kind, href: notifications.href, claimNumber: claims.number })
      .from(notifications)
      .leftJoin(claims, eq(claims.id, notifications.claimId))
      .where(eq(notifications.id, row.notificationId));
    if (!told) throw new Error("a delivery without its message");
    return { id, channel: row.channel, topic: row.topic, ...told, address: target?.address ?? null, attempts };
  });
}

/** What came of a try. A later try that was taken meanwhile is not touched. Returns the state the delivery is in now. */
export async function finishAttempt(db: Db, { id, attempts }: Pick<Attempt, "id" | "attempts">, answer: Answer): Promise<Row["state"]> {
  const own = and(eq(deliveries.id, id), eq(deliveries.state, "waiting"), eq(deliveries.attempts, attempts));
  if (answer.ok) {
    const sent = { state: "sent" as const, sentAt: wallNow(), providerId: answer.providerId.slice(0, 200), fault: null, faultCode: null };
    await db.update(deliveries).set(sent).where(own);
    return "sent";
  }
  const wait = nextTryAfter(attempts, answer);
  const failed = { fault: answer.fault, faultCode: answer.code?.slice(0, 40) ?? null };
  await db
    .update(deliveries)
    .set(wait === null ? { ...failed, state: "dead" } : { ...failed, nextTryAt: later(wait) })
    .where(own);
  return wait === null ? "dead" : "waiting";
}

export type ChannelState = {
  readonly channel: Channel;
  readonly configured: boolean;
  readonly sent: number;
  readonly waiting: number;
  readonly dead: number;
  readonly lastSentAt: Date | null;
};

/** 通道状态 for the system administrator: every channel, configured or not. */
export async function channelStates(db: Db): Promise<ChannelState[]> {
  const rows = await db
    .select({ channel: deliveries.channel, state: deliveries.state, n: count(), last: sql<string | null>`max(${deliveries.sentAt})` })
    .from(deliveries)
    .groupBy(deliveries.channel, deliveries.state);
  const configured = new Set(configuredChannels());
  return CHANNELS.map((channel) => {
    const of = (state: Row["state"]) => rows.find((row) => row.channel === channel && row.state === state);
    const last = of("sent")?.last;
    return {
      channel,
      configured: configured.has(channel),
      sent: of("sent")?.n ?? 0,
      waiting: of("waiting")?.n ?? 0,
      dead: of("dead")?.n ?? 0,
      lastSentAt: last ? new Date(last) : null,
    };
  });
}

export type DeliveryRow = {
  readonly id: string;
  readonly channel: Channel;
  readonly topic: Topic;
  readonly state: Row["state"];
  readonly claimNumber: string | null;
  readonly addressMask: string | null;
  readonly attempts: number;
  readonly fault: DeliveryFault | null;
  readonly faultCode: string | null;
  readonly queuedAt: Instant;
  readonly nextTryAt: Date;
  readonly sentAt: Date | null;
  readonly providerId: string | null;
};

/** Deliveries of one state, newest first: names no person and nothing of what the message says. */
export async function listDeliveries(db: Db, state: Row["state"], { page, size }: { page: number; size: number }) {
  const [rows, [total]] = await Promise.all([
    db
      .select({ one: deliveries, claimNumber: claims.number })
      .from(deliveries)
      .innerJoin(notifications, eq(notifications.id, deliveries.notificationId))
      .leftJoin(claims, eq(claims.id, notifications.claimId))
      .where(eq(deliveries.state, state))
      .orderBy(desc(deliveries.queuedAt), desc(deliveries.id))
      .limit(size)
      .offset((page - 1) * size),
    db.select({ n: count() }).from(deliveries).where(eq(deliveries.state, state)),
  ]);
  const shown: DeliveryRow[] = rows.map(({ one, claimNumber }) => {
    const { id, channel, topic, addressMask, attempts, fault, faultCode, nextTryAt, sentAt, providerId } = one;
    return {
      id,
      channel,
      topic,
      state: one.state,
      claimNumber,
      addressMask,
      attempts,
      fault,
      faultCode,
      queuedAt: instant(one.queuedAt),
      nextTryAt,
      sentAt,
      providerId,
    };
  });
  return { rows: shown, total: total?.n ?? 0 };
}

export type Resend = { readonly id: string | null; readonly actor: Actor; readonly at: Instant };
export type ResendRefusal = "notSystemAdmin" | "nothingToResend";

/** 重发: what was given up (one, or all) and what waits begins anew at once. What was sent is never sent again. */
export function resendDeliveries(db: Db, { id, actor, at }: Resend): Promise<Result<number, ResendRefusal>> {
  return atomically<number, ResendRefusal>(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: ["systemAdmin"], day: dayOf(at) }))) return refused("notSystemAdmin");
    // A try that is under way is left alone: its answer is still to come.
    const idle = or(eq(deliveries.state, "dead"), and(eq(deliveries.state, "waiting"), sql`${deliveries.fault} is distinct from 'interrupted'`));
    const which = id === null ? eq(deliveries.state, "dead") : and(eq(deliveries.id, id), idle);
    const rows = await tx.update(deliveries).set({ state: "waiting", attempts: 0, nextTryAt: wallNow() }).where(which).returning({ id: deliveries.id });
    if (rows.length === 0) return refused("nothingToResend");
    const entry = { at, actorId: actor.personId, actorRole: actor.role, action: "delivery.resent", subjectType: "delivery", subjectId: id ?? "all" };
    await appendAudit(tx, [{ ...entry, detail: { count: rows.length } }]);
    return ok(rows.length);
  });
}
