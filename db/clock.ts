import "server-only";
import { eq } from "drizzle-orm";
import { dayOf, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { businessClock } from "./schema";
import type { Db } from "./types";

/**
 * 业务时钟: the only source of business time. Without a fixed instant it follows the system; a demo or a trial stands still at the stored
 * instant until somebody moves it on.
 */
export async function businessNow(db: Db): Promise<Instant> {
  const [row] = await db.select({ fixedAt: businessClock.fixedAt }).from(businessClock).where(eq(businessClock.id, 1));
  return instant(row?.fixedAt ?? Date.now());
}

export async function businessToday(db: Db): Promise<PlainDate> {
  return dayOf(await businessNow(db));
}

/** Null when the clock follows the system: then nobody may move it. */
export async function fixedBusinessTime(db: Db): Promise<Instant | null> {
  const [row] = await db.select({ fixedAt: businessClock.fixedAt }).from(businessClock).where(eq(businessClock.id, 1));
  return row?.fixedAt ? instant(row.fixedAt) : null;
}

/** Sets the standing clock. It never goes back: what has happened has happened. */
export async function setBusinessNow(db: Db, at: Instant): Promise<void> {
  const before = await fixedBusinessTime(db);
  if (before && Date.parse(at) < Date.parse(before)) throw new Error("业务时钟不能往回拨");
  await db
    .insert(businessClock)
    .values({ id: 1, fixedAt: at })
    .onConflictDoUpdate({ target: businessClock.id, set: { fixedAt: at } });
}
