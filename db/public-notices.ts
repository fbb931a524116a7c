import "server-only";
import { and, asc, count, desc, eq, exists, gte, ilike, or, type SQL, sql, sum } from "drizzle-orm";
import { type Fen, fen } from "@/lib/kernel/fen";
import { addDays, type Instant, instant, type PlainDate } from "@/lib/kernel/plain-date";
import { archiveOn } from "@/lib/notice/notice";
import { OBJECTION_ADDRESS } from "./notices";
import { departments, noticeLines, notices, policies } from "./schema";
import type { Db } from "./types";

/** What the public reads of a notice; nothing else leaves this module (政府信息公开条例第15条). */
export type NoticeSummary = {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly policyCode: string;
  readonly policyName: string;
  readonly departmentId: string;
  readonly departmentName: string;
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  readonly endProvisional: boolean;
  readonly workingDays: number;
  readonly state: "open" | "closed";
  readonly publishedAt: Instant;
  readonly lineCount: number;
  readonly totalFen: Fen;
};

export type PublicLine = {
  /** Named by an objection; says nothing about the claim behind it. */
  readonly id: string;
  readonly lineNo: number;
  readonly enterpriseName: string;
  readonly uscc: string;
  readonly policyName: string;
  readonly amountFen: Fen;
  readonly basis: string;
  readonly state: "listed" | "held" | "withdrawn" | "corrected" | "cancelled";
  readonly endsOn: PlainDate;
};

export type PublicNotice = NoticeSummary & {
  readonly contentHash: string;
  readonly phone: string;
  readonly address: string;
  readonly lines: readonly PublicLine[];
};

export type NoticeFilter = {
  /** Business day: notices that ended more than a year ago are archived and no longer shown. */
  readonly today: PlainDate;
  readonly state?: "open" | "closed";
  readonly policyCode?: string;
  readonly departmentId?: string;
  /** Part of the number or title, of a listed name, or a credit code. */
  readonly search?: string;
  readonly page?: number;
  readonly pageSize?: number;
};

const MAX_PAGE = 100;
/** Days that `archiveOn` adds to the end. */
const ARCHIVED_AFTER = 365;

const likeText = (text: string): string => `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;

const summaryColumns = {
  id: notices.id,
  number: notices.number,
  title: notices.title,
  policyCode: notices.policyCode,
  policyName: policies.name,
  departmentId: notices.departmentId,
  departmentName: departments.name,
  startsOn: notices.startsOn,
  endsOn: notices.endsOn,
  endProvisional: notices.endProvisional,
  workingDays: notices.workingDays,
  state: notices.state,
  publishedAt: notices.publishedAt,
};

function conditionOf(db: Db, { today, state, policyCode, departmentId, search }: NoticeFilter): SQL | undefined {
  const words = search?.trim() ? likeText(search) : null;
  const listed =
    words &&
    exists(
      db
        .select({ id: noticeLines.id })
        .from(noticeLines)
        .where(and(eq(noticeLines.noticeId, notices.id), or(ilike(noticeLines.enterpriseName, words), ilike(noticeLines.uscc, words)))),
    );
  return and(
    gte(notices.endsOn, addDays(today, -ARCHIVED_AFTER)),
    state && eq(notices.state, state),
    policyCode ? eq(notices.policyCode, policyCode) : undefined,
    departmentId ? eq(notices.departmentId, departmentId) : undefined,
    words && listed ? or(ilike(notices.number, words), ilike(notices.title, words), listed) : undefined,
  );
}

/** 公示列表, newest first; lines withdrawn or corrected do not count into the sum. */
export async function listNotices(db: Db, filter: NoticeFilter): Promise<{ rows: NoticeSummary[]; total: number }> {
  const pageSize = Math.min(MAX_PAGE, Math.max(1, filter.pageSize ?? 20));
  const page = Math.max(1, filter.page ?? 1);
  const condition = conditionOf(db, filter);
  const [rows, [all]] = await Promise.all([
    db
      .select({
        ...summaryColumns,
        lineCount: sql<number>`(select count(*)::int from notice_lines l where l.notice_id = ${notices.id})`,
        totalFen: sql<string>`(select coalesce(sum(l.amount_fen), 0)::text from notice_lines l where l.notice_id = ${notices.id} and l.state in ('listed', 'held'))`,
      })
      .from(notices)
      .innerJoin(policies, eq(policies.code, notices.policyCode))
      .innerJoin(departments, eq(departments.id, notices.departmentId))
      .where(condition)
      .orderBy(desc(notices.publishedAt), desc(notices.number))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    db.select({ n: count() }).from(notices).where(condition),
  ]);
  return { rows: rows.map((row) => ({ ...row, publishedAt: instant(row.publishedAt), totalFen: fen(Number(row.totalFen)) })), total: all?.n ?? 0 };
}

/** 公示 with its lines, by number or id; null when there is none or it is archived. */
export async function findNotice(db: Db, key: string, today: PlainDate): Promise<PublicNotice | null> {
  const [head] = await db
    .select({ ...summaryColumns, contentHash: notices.contentHash, phone: departments.phone })
    .from(notices)
    .innerJoin(policies, eq(policies.code, notices.policyCode))
    .innerJoin(departments, eq(departments.id, notices.departmentId))
    .where(or(eq(notices.number, key), eq(sql`${notices.id}::text`, key)));
  if (!head || archiveOn(head.endsOn) < today) return null;
  const rows = await db
    .select({
      id: noticeLines.id,
      lineNo: noticeLines.lineNo,
      enterpriseName: noticeLines.enterpriseName,
      uscc: noticeLines.uscc,
      amountFen: noticeLines.amountFen,
      basis: noticeLines.clause,
      state: noticeLines.state,
      endsOn: noticeLines.endsOn,
    })
    .from(noticeLines)
    .where(eq(noticeLines.noticeId, head.id))
    .orderBy(asc(noticeLines.lineNo));
  const lines = rows.map((line) => ({ ...line, policyName: head.policyName }));
  const counted = lines.filter((line) => line.state === "listed" || line.state === "held");
  const totalFen = fen(counted.reduce((total, line) => total + line.amountFen, 0));
  return { ...head, publishedAt: instant(head.publishedAt), address: OBJECTION_ADDRESS, lines, lineCount: lines.length, totalFen };
}

/** 公示订阅 (RSS): the newest notices. */
export const latestNotices = async (db: Db, today: PlainDate, limit = 30): Promise<NoticeSummary[]> => (await listNotices(db, { today, pageSize: limit })).rows;

/** 公示概况 for the public front page: how many run, how many have run out, how many yuan are listed. */
export async function noticeFigures(db: Db): Promise<{ open: number; closed: number; openFen: Fen }> {
  const [[open], [closed], [listed]] = await Promise.all([
    db.select({ n: count() }).from(notices).where(eq(notices.state, "open")),
    db.select({ n: count() }).from(notices).where(eq(notices.state, "closed")),
    db
      .select({ total: sum(noticeLines.amountFen) })
      .from(noticeLines)
      .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
      .where(and(eq(notices.state, "open"), eq(noticeLines.state, "listed"))),
  ]);
  return { open: open?.n ?? 0, closed: closed?.n ?? 0, openFen: fen(Number(listed?.total ?? 0)) };
}
