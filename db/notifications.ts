import "server-only";
import { and, count, desc, eq, isNull, or, sql } from "drizzle-orm";
import { dayOf, type Instant } from "@/lib/kernel/plain-date";
import { configuredChannels } from "./config";
import { queueDeliveries } from "./deliveries";
import { notifications } from "./schema";
import type { Db } from "./types";
import { wallNow } from "./wall-clock";

/** 通知: to a person, or to everybody of an enterprise. The key makes a repeat harmless. */
export type NewNotification = {
  readonly personId?: string;
  readonly enterpriseId?: string;
  readonly claimId?: string;
  readonly kind: string;
  readonly level?: "info" | "yellow" | "red" | "supervise";
  readonly title: string;
  readonly body: string;
  readonly href?: string;
  readonly dedupeKey: string;
};

const TOLD = { id: notifications.id, personId: notifications.personId, kind: notifications.kind, dedupeKey: notifications.dedupeKey };
/** Far below the number of parameters that one statement may have. */
const PER_STATEMENT = 2000;

/**
 * Puts messages into the in-app mailbox (站内信) and, where channels are configured, on their way (发件箱), as one fact with what they tell of;
 * returns how many were new.
 */
export async function notify(db: Db, messages: readonly NewNotification[], at: Instant): Promise<number> {
  let written = 0;
  for (let from = 0; from < messages.length; from += PER_STATEMENT) {
    const part = messages.slice(from, from + PER_STATEMENT);
    written += configuredChannels().length === 0 ? (await write(db, part, at)).length : await db.transaction((tx) => writeAndQueue(tx, part, at));
  }
  return written;
}

const write = (db: Db, messages: readonly NewNotification[], at: Instant) =>
  db
    .insert(notifications)
    .values(messages.map((message) => ({ ...message, level: message.level ?? "info", day: dayOf(at), createdAt: at, deliveredAt: wallNow() })))
    .onConflictDoNothing()
    .returning(TOLD);

async function writeAndQueue(tx: Db, messages: readonly NewNotification[], at: Instant): Promise<number> {
  const rows = await write(tx, messages, at);
  await queueDeliveries(tx, rows, at);
  return rows.length;
}

export type Mailbox = { readonly personId: string; readonly enterpriseId: string | null };

const ownedBy = ({ personId, enterpriseId }: Mailbox) =>
  enterpriseId ? or(eq(notifications.personId, personId), eq(notifications.enterpriseId, enterpriseId)) : eq(notifications.personId, personId);

export async function countUnread(db: Db, mailbox: Mailbox): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(notifications)
    .where(and(ownedBy(mailbox), isNull(notifications.readAt)));
  return row?.n ?? 0;
}

export async function listNotifications(db: Db, mailbox: Mailbox, { page, size = 20 }: { page: number; size?: number }) {
  const where = ownedBy(mailbox);
  const [rows, [total]] = await Promise.all([
    db
      .select()
      .from(notifications)
      .where(where)
      .orderBy(desc(notifications.createdAt), desc(notifications.id))
      .limit(size)
      .offset((page - 1) * size),
    db.select({ n: count() }).from(notifications).where(where),
  ]);
  return { rows, total: total?.n ?? 0 };
}

/** Marks everything in the mailbox as read. */
export async function markRead(db: Db, mailbox: Mailbox, at: Instant): Promise<void> {
  await db
    .update(notifications)
    .set({ readAt: at })
    .where(and(ownedBy(mailbox), sql`${notifications.readAt} is null`));
}
