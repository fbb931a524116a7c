import "server-only";
import { and, count, eq, gt, isNull, lte, or } from "drizzle-orm";
import { missingYear } from "@/lib/calendar/work-calendar";
import { addDays, dayOf, monthOf, weekday } from "@/lib/kernel/plain-date";
import type { Sweep } from "./claims";
import { notify } from "./notifications";
import { claims, memberships } from "./schema";
import type { Db } from "./types";

const DECEMBER = 12;

/** 放假安排未导入: tells the system administrators of a missing next year, once a week from 1 November, in red from December. Returns how many messages were new. */
export async function alertMissingYear(db: Db, { at, calendar }: Sweep): Promise<number> {
  const today = dayOf(at);
  const year = missingYear(calendar, today);
  if (year === null) return 0;
  const [administrators, [provisional]] = await Promise.all([
    db
      .selectDistinct({ personId: memberships.personId })
      .from(memberships)
      .where(and(eq(memberships.role, "systemAdmin"), lte(memberships.validFrom, today), or(isNull(memberships.validTo), gt(memberships.validTo, today)))),
    db.select({ n: count() }).from(claims).where(eq(claims.dueProvisional, true)),
  ]);
  const monday = addDays(today, -((weekday(today) + 6) % 7));
  const waiting = provisional?.n ? `现在有 ${provisional.n} 件的期限是暂定的，导入后重新算一次。` : "跨年的期限会先标“暂定”。";
  const messages = administrators.map(({ personId }) => ({
    personId,
    kind: "calendar.missing",
    level: monthOf(today) >= DECEMBER ? ("red" as const) : ("yellow" as const),
    title: `请导入 ${year}年放假安排`,
    body: `国务院办公厅的通知一般在 11 月公布。${waiting}`,
    href: "/admin/calendar",
    dedupeKey: `calendar|${year}|${monday}|${personId}`,
  }));
  return notify(db, messages, at);
}
