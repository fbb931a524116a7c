import "server-only";
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { and, asc, desc, eq, gt, ilike, or, type SQL, sql } from "drizzle-orm";
import { type AuditRow, type ChainPoint, type ChainVerdict, GENESIS, type HashText, verifyChain } from "@/lib/audit/chain";
import type { Checkpoints } from "@/lib/audit/checkpoint";
import { type Instant, instant, instantAt, type PlainDate } from "@/lib/kernel/plain-date";
import { type AuditChain, appendAudit } from "./audit";
import type { Actor } from "./claims";
import { auditHeads, auditLog, people } from "./schema";
import type { Db } from "./types";

export type AuditFilter = {
  readonly chain: AuditChain;
  readonly action: string;
  /** Part of a name or of a sign-in. */
  readonly actor: string;
  /** Id of the thing acted on, or its beginning. */
  readonly subject: string;
  readonly from: PlainDate | null;
  readonly to: PlainDate | null;
  readonly page: number;
  readonly pageSize: number;
};

export type AuditLine = {
  readonly chain: AuditChain;
  readonly seq: number;
  readonly at: Instant;
  readonly actorId: string | null;
  readonly actorName: string | null;
  readonly actorRole: string;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string;
};

const like = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

function conditionOf({ chain, action, actor, subject, from, to }: AuditFilter): SQL | undefined {
  const who = actor.trim();
  const what = subject.trim();
  return and(
    eq(auditLog.chain, chain),
    action === "" ? undefined : eq(auditLog.action, action),
    who === "" ? undefined : or(ilike(people.displayName, `%${like(who)}%`), ilike(people.username, `%${like(who)}%`)),
    what === "" ? undefined : ilike(auditLog.subjectId, `${like(what)}%`),
    from === null ? undefined : sql`${auditLog.at} >= ${instantAt(from, "00:00")}`,
    // The whole of the last day counts.
    to === null ? undefined : sql`${auditLog.at} < ${instantAt(to, "00:00")}::timestamptz + interval '1 day'`,
  );
}

/** 审计日志, newest first. */
export async function listAudit(db: Db, filter: AuditFilter): Promise<{ rows: AuditLine[]; total: number }> {
  const condition = conditionOf(filter);
  const [rows, [all]] = await Promise.all([
    db
      .select({
        chain: auditLog.chain,
        seq: auditLog.seq,
        at: auditLog.at,
        actorId: auditLog.actorId,
        actorName: people.displayName,
        actorRole: auditLog.actorRole,
        action: auditLog.action,
        subjectType: auditLog.subjectType,
        subjectId: auditLog.subjectId,
      })
      .from(auditLog)
      .leftJoin(people, eq(people.id, auditLog.actorId))
      .where(condition)
      .orderBy(desc(auditLog.seq))
      .limit(filter.pageSize)
      .offset((filter.page - 1) * filter.pageSize),
    db.select({ n: sql<number>`count(*)::int` }).from(auditLog).leftJoin(people, eq(people.id, auditLog.actorId)).where(condition),
  ]);
  return { rows: rows.map((row) => ({ ...row, at: instant(row.at) })), total: all?.n ?? 0 };
}

/** One row with what was hashed. */
export async function findAuditRow(db: Db, chain: AuditChain, seq: number): Promise<AuditRow | null> {
  const [row] = await db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.chain, chain), eq(auditLog.seq, seq)));
  return row ? { ...row, at: instant(row.at) } : null;
}

/** The kinds of acts that occur in a chain, for the filter. */
export async function listAuditActions(db: Db, chain: AuditChain): Promise<string[]> {
  const rows = await db.selectDistinct({ action: auditLog.action }).from(auditLog).where(eq(auditLog.chain, chain)).orderBy(asc(auditLog.action));
  return rows.map((row) => row.action);
}

/** The newest rows of some kinds of acts, with their details. */
export async function latestActs(db: Db, action: string, limit = 10): Promise<(AuditLine & { readonly detail: Readonly<Record<string, unknown>> })[]> {
  const rows = await db
    .select({ row: auditLog, actorName: people.displayName })
    .from(auditLog)
    .leftJoin(people, eq(people.id, auditLog.actorId))
    .where(and(eq(auditLog.chain, "business"), eq(auditLog.action, action)))
    .orderBy(desc(auditLog.seq))
    .limit(limit);
  return rows.map(({ row, actorName }) => ({ ...row, at: instant(row.at), actorName }));
}

const hash: HashText = (algorithm, text) => createHash(algorithm).update(text, "utf8").digest("hex");
const canonical = (value: unknown): string => canonicalize(value) ?? "";

/** 链头 as stored beside the log: how far a chain must reach. */
export async function chainHead(db: Db, chain: AuditChain): Promise<ChainPoint> {
  const [head] = await db.select().from(auditHeads).where(eq(auditHeads.chain, chain));
  if (!head) throw new Error(`audit chain ${chain} has no head`);
  return { seq: head.seq, hash: head.hash };
}

/** Gives the rows of a chain after a place, in order: from the database, or from a copy. */
export type AuditPages = (after: number, limit: number) => Promise<readonly AuditRow[]>;

const PAGE = 2000;

/**
 * 校验 page by page, so that a long chain needs no memory. `upTo` is the head: rows that are appended meanwhile are left for the next check, and a
 * chain that ends before it, or does not pass through the anchors kept elsewhere, is broken.
 */
export async function verifyPages(pages: AuditPages, upTo: ChainPoint, pageSize = PAGE, anchors: readonly ChainPoint[] = []): Promise<ChainVerdict> {
  let after = GENESIS;
  let count = 0;
  while (true) {
    const rows = (await pages(after.seq, pageSize)).filter((row) => row.seq <= upTo.seq);
    const last = rows.length < pageSize || rows.at(-1)?.seq === upTo.seq;
    const from = after.seq;
    const to = rows.at(-1)?.seq ?? from;
    // Two points of one place that differ cannot both be passed: the kept one stands last and counts
    const checkpoints = [...(last && upTo.seq > 0 ? [upTo] : []), ...anchors.filter(({ seq }) => seq > from && (last || seq <= to))];
    const verdict = verifyChain(rows, { hash, canonical, after, checkpoints });
    if (!verdict.ok) return verdict;
    after = verdict.head;
    count += verdict.count;
    if (last) return { ok: true, head: after, count };
  }
}

const pagesOf =
  (db: Db, chain: AuditChain): AuditPages =>
  async (after, limit) => {
    const rows = await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.chain, chain), gt(auditLog.seq, after)))
      .orderBy(asc(auditLog.seq))
      .limit(limit);
    return rows.map((row) => ({ ...row, at: instant(row.at) }));
  };

export type Verified = { readonly chain: AuditChain; readonly verdict: ChainVerdict; readonly head: ChainPoint };

/** 校验审计日志: does every row follow from the one before, up to the head? Reads only. */
export async function verifyAuditChain(db: Db, chain: AuditChain, anchors: readonly ChainPoint[] = []): Promise<Verified> {
  const head = await chainHead(db, chain);
  return { chain, head, verdict: await verifyPages(pagesOf(db, chain), head, PAGE, anchors) };
}

export const AUDIT_CHAINS: readonly AuditChain[] = ["business", "reads"];

export type AlsoVerified = {
  /** 锚点 from outside the database; lines of theirs that are forged stand in the record. */
  readonly anchors?: Checkpoints;
  readonly receipts?: unknown;
};

/** Both chains, and the result on record, with whatever else was verified in the same go. */
export async function verifyAndRecord(db: Db, actor: Actor, at: Instant, { anchors, ...more }: AlsoVerified = {}): Promise<readonly Verified[]> {
  const results: Verified[] = [];
  for (const chain of AUDIT_CHAINS)
    results.push(
      await verifyAuditChain(
        db,
        chain,
        anchors?.points.filter((point) => point.chain === chain),
      ),
    );
  const chains = Object.fromEntries(
    results.map(({ chain, verdict }) => [chain, verdict.ok ? { ok: true, rows: verdict.count } : { ok: false, seq: verdict.seq, reason: verdict.reason }]),
  );
  const detail = { ...chains, ...more, ...(anchors && { anchors: { count: anchors.points.length, forged: anchors.forged } }) };
  await db.transaction((tx) =>
    appendAudit(tx, [{ at, actorId: actor.personId, actorRole: actor.role, action: "audit.verified", subjectType: "auditLog", subjectId: "all", detail }]),
  );
  return results;
}
