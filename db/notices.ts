import "server-only";
import { and, asc, desc, eq, gt, inArray, lt, notExists, sql } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { addWorkdays } from "@/lib/calendar/workdays";
import { dayOf, type Instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { type BuiltNotice, buildNotice, closesAt, frozenText, type NoticeRefusal, type NoticeSource, noticeNumber, resumedEnd } from "@/lib/notice/notice";
import { queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { loadCalendar } from "./calendar";
import { lockClaim, moveClaim, SYSTEM } from "./claims";
import { openText, sha256Hex } from "./crypto";
import { findVersion } from "./policies";
import { claimEvents, claims, departments, enterpriseAliases, enterprises, noticeLines, notices, objections } from "./schema";
import type { Db } from "./types";

/** 机关代字 in the number of a notice. */
const PREFIX = "青";
/** Where objections are taken in person. */
export const OBJECTION_ADDRESS = "青禾县政务服务中心一楼惠企政策专窗";
const INDIVIDUAL = "individual_business";
/** Lines of one notice; more become a second notice of the same day. */
const MAX_LINES = 2_000;
const CHUNK = 500;

/** Place of the sealed full name of a representative, as the register's module seals it. */
const representativePlace = (uscc: string): string => `enterprises.representative|${uscc}`;

export type Published = { readonly noticeId: string; readonly number: string; readonly claimIds: readonly string[] };
export type Unpublished = { readonly policyCode: string; readonly reason: NoticeRefusal };

/** A claim enters its notice anew after a check or a review; after an objection or a suspension it goes on with the line it has. */
const enteredAnew = sql`(select max(e.at) from claim_events e where e.claim_id = ${claims.id} and e.to_state = 'notice' and e.from_state in ('autoCheck', 'manualReview'))`;

const waits = (db: Db) =>
  and(
    eq(claims.state, "notice"),
    notExists(
      db
        .select({ id: noticeLines.id })
        .from(noticeLines)
        .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
        .where(and(eq(noticeLines.claimId, claims.id), inArray(noticeLines.state, ["listed", "held"]), sql`${notices.publishedAt} >= ${enteredAnew}`)),
    ),
  );

/**
 * 发布公示: every claim that waits for a notice, one frozen list per policy version. Harmless when repeated: who is listed waits no longer.
 * A policy whose list cannot be built is named in `failed` and does not stop the others.
 */
export async function publishWaiting(db: Db, at: Instant): Promise<{ published: Published[]; failed: Unpublished[] }> {
  await settleStrayLines(db);
  const versions = await db.selectDistinct({ id: claims.policyVersionId }).from(claims).where(waits(db));
  const published: Published[] = [];
  const failed: Unpublished[] = [];
  for (const { id } of versions) {
    for (let more = true; more; ) {
      const done = await db.transaction((tx) => publishVersion(tx, id, at));
      if (done && "reason" in done) failed.push(done);
      else if (done) published.push(done);
      more = done !== null && !("reason" in done) && done.claimIds.length === MAX_LINES;
    }
  }
  return { published, failed };
}

const waitingRow = { claim: claims, enterprise: enterprises, department: departments };

function waitingOf(tx: Db, versionId: string) {
  return tx
    .select(waitingRow)
    .from(claims)
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(departments, eq(departments.id, claims.departmentId))
    .where(and(waits(tx), eq(claims.policyVersionId, versionId)))
    .orderBy(asc(claims.number))
    .limit(MAX_LINES)
    .for("update", { of: claims });
}

type WaitingRow = Awaited<ReturnType<typeof waitingOf>>[number];

async function sequenceOf(tx: Db, year: number): Promise<number> {
  const [row] = await tx.select({ n: sql<number>`count(*)::int` }).from(notices).where(sql`extract(year from ${notices.startsOn}) = ${year}`);
  return (row?.n ?? 0) + 1;
}

async function publishVersion(tx: Db, versionId: string, at: Instant): Promise<Published | Unpublished | null> {
  await queueFor(tx, "notices.number");
  const rows = await waitingOf(tx, versionId);
  const [first] = rows;
  if (!first) return null;
  const version = await findVersion(tx, versionId);
  if (!version) throw new Error(`policy version ${versionId} is gone`);
  const { name, source, limits } = version.resolved;
  const year = yearOf(dayOf(at));
  const built = buildNotice(await loadCalendar(tx), {
    number: noticeNumber(PREFIX, year, await sequenceOf(tx, year)),
    title: `关于${name}拟兑付名单的公示`,
    office: `青禾县${first.department.name}`,
    publishedAt: at,
    workingDays: limits.noticeWorkingDays,
    sources: await sourcesOf(tx, rows, name, `${source.doc}${source.article}`),
    channels: { phone: first.department.phone, url: "/notices", address: OBJECTION_ADDRESS },
  });
  if (!built.ok) return { policyCode: first.claim.policyCode, reason: built.reason };
  return storeNotice(tx, built.value, rows, at);
}

/** 更名: the name it had when the claim was opened goes in brackets. */
async function formerNames(tx: Db, rows: readonly WaitingRow[]): Promise<Map<string, string>> {
  const renamed = await tx
    .select({ claimId: claims.id, name: enterpriseAliases.value })
    .from(enterpriseAliases)
    .innerJoin(claims, eq(claims.enterpriseId, enterpriseAliases.enterpriseId))
    .where(
      and(
        eq(enterpriseAliases.kind, "formerName"),
        gt(enterpriseAliases.recordedAt, claims.createdAt),
        inArray(
          claims.id,
          rows.map((row) => row.claim.id),
        ),
      ),
    );
  return new Map(renamed.map((row) => [row.claimId, row.name]));
}

async function sourcesOf(tx: Db, rows: readonly WaitingRow[], policyName: string, basis: string): Promise<NoticeSource[]> {
  const former = await formerNames(tx, rows);
  return rows.map(({ claim, enterprise }) => {
    if (claim.amountFen === null) throw new Error(`claim ${claim.number} is in a notice without an amount`);
    const isIndividualBusiness = enterprise.entityType === INDIVIDUAL;
    const cipher = isIndividualBusiness ? enterprise.representativeCipher : null;
    return {
      claimId: claim.id,
      enterpriseName: enterprise.name,
      uscc: enterprise.uscc,
      isIndividualBusiness,
      operatorName: cipher && openText(cipher, representativePlace(enterprise.uscc)),
      formerName: former.get(claim.id) ?? null,
      policyName,
      amountFen: claim.amountFen,
      basis,
    };
  });
}

async function storeNotice(tx: Db, { notice, lineOf }: BuiltNotice, rows: readonly WaitingRow[], at: Instant): Promise<Published> {
  const { number, title, publishedOn: startsOn, endsOn, provisional, workingDays, lines } = notice;
  const claimIds = rows.map((row) => row.claim.id);
  const [first] = rows;
  if (!first) throw new Error("a notice without lines");
  const { departmentId, policyCode } = first.claim;
  const text = frozenText(notice);
  const contentHash = sha256Hex(text);
  const head = { number, title, departmentId, policyCode, startsOn, endsOn, endProvisional: provisional, workingDays, contentHash, publishedAt: at };
  // A list of an earlier round no longer speaks for these claims.
  await tx
    .update(noticeLines)
    .set({ state: "corrected" })
    .where(and(inArray(noticeLines.claimId, claimIds), inArray(noticeLines.state, ["listed", "held"])));
  const [stored] = await tx
    .insert(notices)
    .values({ ...head, state: "open" })
    .returning({ id: notices.id });
  if (!stored) throw new Error("the notice was not stored");
  const byNumber = new Map(lines.map((line) => [line.lineNo, line]));
  const values = claimIds.flatMap((claimId) => {
    const line = byNumber.get(lineOf[claimId] ?? 0);
    if (!line) return [];
    const { lineNo, enterpriseName, uscc, amountFen, basis } = line;
    return [{ noticeId: stored.id, claimId, lineNo, enterpriseName, uscc, amountFen, clause: basis, state: "listed" as const, endsOn }];
  });
  for (let start = 0; start < values.length; start += CHUNK) await tx.insert(noticeLines).values(values.slice(start, start + CHUNK));
  await tx.update(claims).set({ dueOn: endsOn, dueProvisional: provisional }).where(inArray(claims.id, claimIds));
  // The frozen text stays in the audit row, so that its hash can be checked for ever.
  const detail = { number, policyCode, endsOn, lineCount: lines.length, totalFen: notice.totalFen, contentHash, text };
  await appendAudit(tx, [{ at, actorId: null, actorRole: SYSTEM.role, action: "notice.published", subjectType: "notice", subjectId: stored.id, detail }]);
  return { noticeId: stored.id, number, claimIds };
}

/**
 * Lines whose claim has left the notice by another way: 已撤回, 已更正, 已取消, or held while it is suspended. Nothing is deleted. A line that ran
 * out stays listed: it is what a payment rests on.
 */
async function settleStrayLines(db: Db): Promise<void> {
  await db.execute(sql`
    update notice_lines l set state = case
      when c.state = 'withdrawn' then 'withdrawn'
      when c.state in ('rejected', 'cancelled') then 'cancelled'
      when c.state = 'suspended' then 'held'
      else 'corrected' end
    from claims c
    where c.id = l.claim_id and l.state in ('listed', 'held')
      and (c.state in ('withdrawn', 'rejected', 'cancelled', 'autoCheck', 'manualReview', 'supplement')
        or (c.state = 'suspended' and c.suspended_from = 'notice' and l.state = 'listed'))`);
}

/** 续公示: a held line whose claim is back in its notice goes on for the days that it has not served. Call inside the transaction of the move. */
export async function resumeLine(tx: Db, claimId: string): Promise<PlainDate | null> {
  const [held] = await tx
    .select({ line: noticeLines, startsOn: notices.startsOn })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(and(eq(noticeLines.claimId, claimId), eq(noticeLines.state, "held")))
    .orderBy(desc(notices.publishedAt))
    .limit(1);
  if (!held) return null;
  const events = await tx.select().from(claimEvents).where(eq(claimEvents.claimId, claimId)).orderBy(desc(claimEvents.seq));
  const stopped = events.find((event) => event.fromState === "notice");
  const resumed = events.find((event) => event.toState === "notice");
  if (!stopped || !resumed) throw new Error(`claim ${claimId} has a held line but was never stopped`);
  const period = { publishedOn: held.startsOn, endsOn: held.line.endsOn };
  const { endsOn, provisional } = resumedEnd(await loadCalendar(tx), period, dayOf(stopped.at), dayOf(resumed.at));
  await tx.update(noticeLines).set({ state: "listed", endsOn }).where(eq(noticeLines.id, held.line.id));
  await tx.update(claims).set({ dueOn: endsOn, dueProvisional: provisional }).where(eq(claims.id, claimId));
  return endsOn;
}

/** B9: an end that was guessed for want of a calendar is set once the year is announced. */
async function settleProvisionalEnds(db: Db, calendar: WorkCalendar): Promise<void> {
  const open = await db
    .select()
    .from(notices)
    .where(and(eq(notices.state, "open"), eq(notices.endProvisional, true)));
  for (const notice of open) {
    const { day, provisional } = addWorkdays(calendar, notice.startsOn, notice.workingDays);
    if (provisional) continue;
    await db.transaction(async (tx) => {
      await tx.update(notices).set({ endsOn: day, endProvisional: false }).where(eq(notices.id, notice.id));
      const moved = await tx
        .update(noticeLines)
        .set({ endsOn: day })
        .where(and(eq(noticeLines.noticeId, notice.id), eq(noticeLines.endsOn, notice.endsOn)))
        .returning({ claimId: noticeLines.claimId });
      const ids = moved.map((line) => line.claimId);
      if (ids.length > 0)
        await tx
          .update(claims)
          .set({ dueOn: day, dueProvisional: false })
          .where(and(inArray(claims.id, ids), eq(claims.state, "notice")));
    });
  }
}

export type Closed = {
  readonly approved: readonly string[];
  readonly toConfirm: readonly string[];
  readonly noticeIds: readonly string[];
  readonly resumed: readonly string[];
};

/**
 * 公示期满: on the days after a line's end its claim is approved (or its enterprise asked to confirm), unless an objection is open. Notices
 * are closed when their own end has passed; a held line goes on by itself. Harmless when repeated.
 */
export async function closeDue(db: Db, at: Instant): Promise<Closed> {
  const today = dayOf(at);
  const calendar = await loadCalendar(db);
  await settleStrayLines(db);
  await settleProvisionalEnds(db, calendar);
  const resumed = await resumeHeld(db);
  const noticeIds = await closeNotices(db, at);
  const due = await db
    .select({ claimId: claims.id })
    .from(noticeLines)
    .innerJoin(claims, eq(claims.id, noticeLines.claimId))
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(and(eq(claims.state, "notice"), eq(noticeLines.state, "listed"), lt(noticeLines.endsOn, today), sql`${notices.publishedAt} >= ${enteredAnew}`))
    .orderBy(asc(noticeLines.endsOn), asc(claims.number));
  const approved: string[] = [];
  const toConfirm: string[] = [];
  for (const { claimId } of due) {
    const to = await db.transaction((tx) => approveOne(tx, claimId, { at, calendar }));
    if (to === "approved") approved.push(claimId);
    if (to === "pendingConfirm") toConfirm.push(claimId);
  }
  return { approved, toConfirm, noticeIds, resumed };
}

async function resumeHeld(db: Db): Promise<string[]> {
  const held = await db
    .select({ claimId: claims.id })
    .from(noticeLines)
    .innerJoin(claims, eq(claims.id, noticeLines.claimId))
    .where(and(eq(claims.state, "notice"), eq(noticeLines.state, "held")));
  for (const { claimId } of held) await db.transaction((tx) => resumeLine(tx, claimId));
  return held.map((row) => row.claimId);
}

async function closeNotices(db: Db, at: Instant): Promise<string[]> {
  const today = dayOf(at);
  return db.transaction(async (tx) => {
    const closed = await tx
      .update(notices)
      .set({ state: "closed", closedOn: today })
      .where(and(eq(notices.state, "open"), lt(notices.endsOn, today)))
      .returning({ id: notices.id, number: notices.number, contentHash: notices.contentHash });
    await appendAudit(
      tx,
      closed.map(({ id, number, contentHash }) => ({
        at,
        actorId: null,
        actorRole: SYSTEM.role,
        action: "notice.closed",
        subjectType: "notice",
        subjectId: id,
        detail: { number, contentHash },
      })),
    );
    return closed.map((notice) => notice.id);
  });
}

/** The line whose end counts for a claim: the newest that is still listed. */
export async function currentLine(db: Db, claimId: string) {
  const [row] = await db
    .select({ line: noticeLines, notice: notices })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(and(eq(noticeLines.claimId, claimId), inArray(noticeLines.state, ["listed", "held"])))
    .orderBy(desc(notices.publishedAt))
    .limit(1);
  return row ?? null;
}

async function approveOne(tx: Db, claimId: string, { at, calendar }: { at: Instant; calendar: WorkCalendar }): Promise<"approved" | "pendingConfirm" | null> {
  const claim = await lockClaim(tx, claimId);
  const current = await currentLine(tx, claimId);
  if (claim?.state !== "notice" || !current) return null;
  const [open] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(objections)
    .where(and(eq(objections.claimId, claimId), eq(objections.state, "open")));
  const to = claim.confirmStage === "after" ? "pendingConfirm" : "approved";
  const moved = await moveClaim(tx, {
    claimId,
    to,
    actor: SYSTEM,
    at,
    calendar,
    facts: { noticeClosesAt: closesAt(current.line.endsOn), openObjections: open?.n ?? 0 },
    // A fresh approval wants a fresh signature.
    patch: { noticeDoneOn: dayOf(at), approverId: null, approvalId: null },
    detail: { noticeNumber: current.notice.number, contentHash: current.notice.contentHash, lineNo: current.line.lineNo },
  });
  return moved.ok ? to : null;
}
