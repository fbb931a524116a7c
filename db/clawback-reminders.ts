import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { workdaysBetween } from "@/lib/calendar/workdays";
import { nextInstalment } from "@/lib/disbursement/clawback";
import { addFen, formatYuan, ZERO_FEN } from "@/lib/kernel/fen";
import { dayOf, formatDay, type PlainDate } from "@/lib/kernel/plain-date";
import type { Sweep } from "./claims";
import { type NewNotification, notify } from "./notifications";
import { claims, clawbackInstalments, clawbackReceipts, clawbacks } from "./schema";
import type { Db } from "./types";

type Open = { readonly clawback: typeof clawbacks.$inferSelect; readonly state: (typeof claims.$inferSelect)["state"] };
type Owed = { readonly key: string; readonly dueOn: PlainDate; readonly title: string; readonly body: string };

/** What the enterprise owes next: its answer, or money. */
async function owedOf(db: Db, { clawback, state }: Open): Promise<Owed | null> {
  if (state === "clawbackNotice" && clawback.answerBy) {
    const title = `${clawback.noticeNumber ?? ""}：说明情况的期限快到了`;
    return { key: "answer", dueOn: clawback.answerBy, title, body: `${formatDay(clawback.answerBy)} 18:00 前可以说明情况或要求听证。` };
  }
  if (state !== "clawback") return null;
  const [plan, receipts] = await Promise.all([
    db.select().from(clawbackInstalments).where(eq(clawbackInstalments.clawbackId, clawback.id)).orderBy(asc(clawbackInstalments.number)),
    db
      .select({ amountFen: clawbackReceipts.amountFen })
      .from(clawbackReceipts)
      .where(and(eq(clawbackReceipts.clawbackId, clawback.id), eq(clawbackReceipts.state, "confirmed"))),
  ]);
  const next = nextInstalment(plan, addFen(ZERO_FEN, ...receipts.map((one) => one.amountFen)));
  if (!next) return null;
  const part = plan.length > 1 ? `第 ${next.number} 期 ` : "";
  const title = `${clawback.decisionNumber ?? ""}：请缴回 ${part}${formatYuan(next.missingFen)}元`;
  return { key: `part${next.number}`, dueOn: next.dueOn, title, body: `应在 ${formatDay(next.dueOn)} 18:00 前缴回。` };
}

/** Three days and one day before, on the day itself, and weekly after it. */
const remindsAt = (left: number): boolean => [3, 1, 0].includes(left) || (left < 0 && left % 5 === 0);

function messageOf({ clawback }: Open, owed: Owed, today: PlainDate, left: number): NewNotification {
  const late = left < 0;
  return {
    enterpriseId: clawback.enterpriseId,
    claimId: clawback.claimId,
    kind: "claim.clawback",
    level: late ? "red" : "yellow",
    title: late ? `已逾期：${owed.title}` : owed.title,
    body: owed.body,
    href: `/my/claims/${clawback.claimId}`,
    dedupeKey: `clawback|${clawback.claimId}|${owed.key}|${today}`,
  };
}

/** 追回提醒 to the enterprise; staff are reminded by the lights of the claim like of any other stage. Returns how many were new. */
export async function remindClawbacks(db: Db, { at, calendar }: Sweep): Promise<number> {
  const open = await db
    .select({ clawback: clawbacks, state: claims.state })
    .from(clawbacks)
    .innerJoin(claims, eq(claims.id, clawbacks.claimId))
    .where(and(isNull(clawbacks.closedAt), isNotNull(clawbacks.toldAt), inArray(claims.state, ["clawbackNotice", "clawback"])));
  const today = dayOf(at);
  const messages: NewNotification[] = [];
  for (const one of open) {
    const owed = await owedOf(db, one);
    const left = owed ? workdaysBetween(calendar, today, owed.dueOn) : null;
    if (owed && left !== null && remindsAt(left)) messages.push(messageOf(one, owed, today, left));
  }
  return notify(db, messages, at);
}
