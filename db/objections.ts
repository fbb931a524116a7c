import "server-only";
import { randomInt } from "node:crypto";
import { and, asc, count, desc, eq, like, ne, type SQL, sql } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { dayOf, type Instant, instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { admitObjection, type LineStatus, type ObjectionRefusal, objectionNumber, objectorForStaff } from "@/lib/notice/objection";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { loadCalendar } from "./calendar";
import { type Actor, type Claim, type ClaimMoveRefusal, lockClaim, moveClaim } from "./claims";
import { blindIndex, openText, sealText } from "./crypto";
import { holdsDuty } from "./duties";
import { resumeLine } from "./notices";
import { claimOpinions, claims, enterprises, noticeLines, notices, objections, policies } from "./schema";
import type { Db } from "./types";

/** A visitor without a sign-in; the name is in the objection, under seal. */
export const PUBLIC: Actor = { personId: null, roles: ["public"], isSystem: false, role: "public" };

const namePlace = (receiptNumber: string): string => `objections.objector|${receiptNumber}`;
const contactPlace = (receiptNumber: string): string => `objections.contact|${receiptNumber}`;
const queryDigest = (receiptNumber: string, secret: string): string => blindIndex(`${receiptNumber}|${secret.trim()}`);

export type NewObjection = {
  readonly noticeLineId: string;
  readonly name: string;
  readonly contact: string;
  readonly content: string;
  readonly at: Instant;
  /** A clerk or handler who took it down at the counter; the public page leaves it out. */
  readonly actor?: Actor;
};

/** 受理回执: the query code is shown once and kept as a digest only. */
export type Receipt = {
  readonly objectionId: string;
  readonly receiptNumber: string;
  readonly querySecret: string;
  readonly dueOn: PlainDate;
  readonly claimId: string;
};

type Line = { readonly line: typeof noticeLines.$inferSelect; readonly policyName: string };

const STATUS: Record<Line["line"]["state"], LineStatus> = {
  listed: "shown",
  held: "objected",
  withdrawn: "withdrawn",
  corrected: "corrected",
  cancelled: "cancelled",
};

async function findLine(tx: Db, lineId: string): Promise<Line | null> {
  const [row] = await tx
    .select({ line: noticeLines, policyName: policies.name })
    .from(noticeLines)
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .innerJoin(policies, eq(policies.code, notices.policyCode))
    .where(eq(noticeLines.id, lineId));
  return row ?? null;
}

function admit(calendar: WorkCalendar, { line, policyName }: Line, claim: Claim, input: NewObjection) {
  const { lineNo, enterpriseName, uscc, amountFen, clause, endsOn } = line;
  // A claim that is suspended or examined again is not open to the public for now; its new list will be.
  const status = claim.state === "notice" || claim.state === "objection" ? STATUS[line.state] : "closed";
  return admitObjection(
    calendar,
    { lines: [{ lineNo, enterpriseName, uscc, policyName, amountFen, basis: clause }] },
    { status, endsOn },
    { realName: input.name, contact: input.contact, lineNo, content: input.content, receivedAt: input.at },
  );
}

async function nextReceipt(tx: Db, year: number): Promise<string> {
  await queueFor(tx, "objections.receipt");
  const [row] = await tx
    .select({ n: count() })
    .from(objections)
    .where(like(objections.receiptNumber, `异${year}-%`));
  return objectionNumber(year, (row?.n ?? 0) + 1);
}

/** The claim behind a line, locked, with the line as it is now: a closing that came first has moved it on. */
async function lockLine(tx: Db, lineId: string): Promise<{ readonly line: Line; readonly claim: Claim } | null> {
  const found = await findLine(tx, lineId);
  const claim = found && (await lockClaim(tx, found.line.claimId));
  const line = await findLine(tx, lineId);
  return claim && line ? { line, claim } : null;
}

/** 提出异议: stops its own line and no other. The claim is locked first, as a payment would lock it. */
export function raiseObjection(db: Db, input: NewObjection): Promise<Result<Receipt, ObjectionRefusal | ClaimMoveRefusal>> {
  const { at, actor = PUBLIC } = input;
  return atomically(db, async (tx) => {
    const locked = await lockLine(tx, input.noticeLineId);
    if (!locked) return refused("lineUnknown");
    const { claim, line } = locked;
    const calendar = await loadCalendar(tx);
    const admitted = admit(calendar, line, claim, input);
    if (!admitted.ok) return admitted;
    const receipt = await storeObjection(tx, claim, line, { ...input, actor, dueOn: admitted.value.decideBy });
    if (claim.state !== "notice") return ok(receipt);
    const held = await holdLine(tx, { claim, lineId: line.line.id, receiptNumber: receipt.receiptNumber, actor, at, calendar });
    return held.ok ? ok(receipt) : held;
  });
}

async function storeObjection(tx: Db, claim: Claim, { line }: Line, input: NewObjection & { actor: Actor; dueOn: PlainDate }): Promise<Receipt> {
  const { at, actor, dueOn } = input;
  const receiptNumber = await nextReceipt(tx, yearOf(dayOf(at)));
  const querySecret = String(randomInt(10_000_000, 100_000_000));
  const row = {
    receiptNumber,
    noticeLineId: line.id,
    claimId: claim.id,
    objectorCipher: sealText(input.name.trim(), namePlace(receiptNumber)),
    contactCipher: sealText(input.contact.trim(), contactPlace(receiptNumber)),
    queryDigest: queryDigest(receiptNumber, querySecret),
    content: input.content.trim(),
    state: "open" as const,
    receivedAt: at,
    dueOn,
  };
  const [stored] = await tx.insert(objections).values(row).returning({ id: objections.id });
  if (!stored) throw new Error("the objection was not stored");
  const detail = { receiptNumber, claimId: claim.id, noticeLineId: line.id };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "objection.raised", subjectType: "objection", subjectId: stored.id, detail },
  ]);
  return { objectionId: stored.id, receiptNumber, querySecret, dueOn, claimId: claim.id };
}

type Hold = { claim: Claim; lineId: string; receiptNumber: string; actor: Actor; at: Instant; calendar: WorkCalendar };

async function holdLine(tx: Db, { claim, lineId, receiptNumber, actor, at, calendar }: Hold) {
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to: "objection",
    actor,
    at,
    calendar,
    facts: { objectionAdmissible: true },
    detail: { receiptNumber },
  });
  if (moved.ok) await tx.update(noticeLines).set({ state: "held" }).where(eq(noticeLines.id, lineId));
  return moved;
}

/** 异议办理情况 as its author reads it. */
export type ObjectionStatus = {
  readonly receiptNumber: string;
  readonly state: "open" | "upheld" | "partlyUpheld" | "dismissed";
  readonly noticeNumber: string;
  readonly lineNo: number;
  readonly enterpriseName: string;
  readonly receivedAt: Instant;
  readonly dueOn: PlainDate;
  readonly decidedAt: Instant | null;
  readonly answer: string | null;
};

/** 查询异议: only number and query code together open it; a wrong pair looks like an unknown one. */
export async function findObjection(db: Db, receiptNumber: string, querySecret: string): Promise<ObjectionStatus | null> {
  const number = receiptNumber.trim();
  const [row] = await db
    .select({
      receiptNumber: objections.receiptNumber,
      state: objections.state,
      noticeNumber: notices.number,
      lineNo: noticeLines.lineNo,
      enterpriseName: noticeLines.enterpriseName,
      receivedAt: objections.receivedAt,
      dueOn: objections.dueOn,
      decidedAt: objections.decidedAt,
      answer: objections.answer,
    })
    .from(objections)
    .innerJoin(noticeLines, eq(noticeLines.id, objections.noticeLineId))
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(and(eq(objections.receiptNumber, number), eq(objections.queryDigest, queryDigest(number, querySecret))));
  return row ? { ...row, receivedAt: instant(row.receivedAt), decidedAt: row.decidedAt && instant(row.decidedAt) } : null;
}

export type ObjectionDecision = "dismissed" | "upheld" | "partlyUpheld";
export type DecideObjection = {
  readonly objectionId: string;
  readonly actor: Actor;
  readonly decision: ObjectionDecision;
  /** 答复, sent to the objector. */
  readonly answer: string;
  /** Clause that is not met, when upheld; the line's own basis without it. */
  readonly clause?: string;
  readonly at: Instant;
};
export type DecideRefusal = "notFound" | "alreadyDecided" | "notHandlerOfDepartment" | "answerMissing" | ClaimMoveRefusal;
/** `claimTo` is null while another objection to the same line is open, or when the claim has left the objection before. */
export type Decided = { readonly claimId: string; readonly claimTo: "notice" | "rejected" | "manualReview" | null; readonly resumedUntil: PlainDate | null };

const TARGET = { dismissed: "notice", upheld: "rejected", partlyUpheld: "manualReview" } as const;
const HANDLERS = ["handler", "checker", "sectionChief"] as const;

type Found = { readonly objection: typeof objections.$inferSelect; readonly line: typeof noticeLines.$inferSelect };

async function findObjectionLine(tx: Db, objectionId: string): Promise<Found | null> {
  const [row] = await tx
    .select({ objection: objections, line: noticeLines })
    .from(objections)
    .innerJoin(noticeLines, eq(noticeLines.id, objections.noticeLineId))
    .where(eq(objections.id, objectionId));
  return row ?? null;
}

type Deciding = Found & { readonly claim: Claim };

/** Locks the claim and takes the decision into the objection; only the first decision counts. */
async function takeDecision(tx: Db, { objectionId, actor, decision, answer, at }: DecideObjection): Promise<Result<Deciding, DecideRefusal>> {
  const found = await findObjectionLine(tx, objectionId);
  const claim = found && (await lockClaim(tx, found.objection.claimId));
  if (!found || !claim) return refused("notFound");
  const duty = { personId: actor.personId, roles: HANDLERS, departmentId: claim.departmentId, day: dayOf(at) };
  if (!(await holdsDuty(tx, duty))) return refused("notHandlerOfDepartment");
  const decided = await tx
    .update(objections)
    .set({ state: decision, decidedBy: actor.personId, decidedAt: at, answer })
    .where(and(eq(objections.id, objectionId), eq(objections.state, "open")))
    .returning({ id: objections.id });
  return decided.length === 0 ? refused("alreadyDecided") : ok({ ...found, claim });
}

async function othersOpen(tx: Db, claimId: string): Promise<boolean> {
  const [other] = await tx
    .select({ id: objections.id })
    .from(objections)
    .where(and(eq(objections.claimId, claimId), eq(objections.state, "open")))
    .limit(1);
  return other !== undefined;
}

/**
 * 异议处理决定 by the department that is in charge of the claim. Dismissed: the line goes on for the days it has not served; upheld: the claim
 * is refused; partly: it is examined again.
 */
export function decideObjection(db: Db, request: DecideObjection): Promise<Result<Decided, DecideRefusal>> {
  const input = { ...request, answer: request.answer.trim() };
  return atomically<Decided, DecideRefusal>(db, async (tx) => {
    if (input.answer === "") return refused("answerMissing");
    const taken = await takeDecision(tx, input);
    if (!taken.ok) return taken;
    const { claim } = taken.value;
    await recordDecision(tx, claim, taken.value, input);
    const waits = input.decision === "dismissed" && (await othersOpen(tx, claim.id));
    if (claim.state !== "objection" || waits) return ok({ claimId: claim.id, claimTo: null, resumedUntil: null });
    return settleLine(tx, claim, taken.value, input);
  });
}

async function recordDecision(tx: Db, claim: Claim, { objection }: Found, { actor, decision, answer, at }: DecideObjection): Promise<void> {
  if (actor.personId === null) throw new Error("a decision without a person");
  await tx
    .insert(claimOpinions)
    .values({ claimId: claim.id, officerId: actor.personId, stage: "objection", decision, opinion: answer, claimVersion: claim.version, at });
  const detail = { receiptNumber: objection.receiptNumber, claimId: claim.id, decision, answer };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "objection.decided", subjectType: "objection", subjectId: objection.id, detail },
  ]);
}

async function settleLine(tx: Db, claim: Claim, { objection, line }: Found, input: DecideObjection): Promise<Result<Decided, DecideRefusal>> {
  const { actor, decision, answer, at } = input;
  const to = TARGET[decision];
  const clause = input.clause?.trim() || line.clause;
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to,
    actor,
    at,
    calendar: await loadCalendar(tx),
    facts: { objectorAnswered: true, clauses: [clause], reasonText: answer },
    patch: to === "rejected" ? { rejectedClause: clause, rejectedReason: answer } : {},
    reasonCode: `objection.${decision}`,
    reasonText: answer,
    detail: { receiptNumber: objection.receiptNumber },
  });
  if (!moved.ok) return moved;
  if (to !== "notice")
    await tx
      .update(noticeLines)
      .set({ state: to === "rejected" ? "cancelled" : "corrected" })
      .where(eq(noticeLines.id, line.id));
  const resumedUntil = to === "notice" ? await resumeLine(tx, claim.id) : null;
  return ok({ claimId: claim.id, claimTo: to, resumedUntil });
}

export type ObjectionRow = {
  readonly id: string;
  readonly receiptNumber: string;
  readonly state: "open" | "upheld" | "partlyUpheld" | "dismissed";
  readonly claimId: string;
  readonly claimNumber: string;
  readonly enterpriseName: string;
  readonly policyName: string;
  readonly departmentId: string;
  readonly noticeNumber: string;
  readonly lineNo: number;
  readonly objectorMask: string;
  readonly content: string;
  readonly receivedAt: Instant;
  readonly dueOn: PlainDate;
  readonly decidedAt: Instant | null;
  readonly answer: string | null;
};

function scopeCondition(scope: Scope): SQL | undefined {
  if (scope.kind === "county") return undefined;
  return scope.kind === "department" ? eq(claims.departmentId, scope.departmentId) : sql`false`;
}

/** 异议台账 for handlers: open ones by their due day, then the decided. Enterprises never see who objected. */
export async function listObjections(
  db: Db,
  scope: Scope,
  filter: { state?: "open" | "decided"; claimId?: string; limit?: number } = {},
): Promise<ObjectionRow[]> {
  const rows = await db
    .select({
      objection: objections,
      claim: claims,
      enterpriseName: enterprises.name,
      policyName: policies.name,
      noticeNumber: notices.number,
      lineNo: noticeLines.lineNo,
    })
    .from(objections)
    .innerJoin(claims, eq(claims.id, objections.claimId))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))
    .innerJoin(policies, eq(policies.code, claims.policyCode))
    .innerJoin(noticeLines, eq(noticeLines.id, objections.noticeLineId))
    .innerJoin(notices, eq(notices.id, noticeLines.noticeId))
    .where(
      and(
        scopeCondition(scope),
        filter.state === "open" ? eq(objections.state, "open") : undefined,
        filter.state === "decided" ? ne(objections.state, "open") : undefined,
        filter.claimId ? eq(objections.claimId, filter.claimId) : undefined,
      ),
    )
    .orderBy(sql`${objections.state} <> 'open'`, asc(objections.dueOn), desc(objections.receivedAt))
    .limit(filter.limit ?? 200);
  return rows.map(({ objection, claim, ...rest }) => ({
    id: objection.id,
    receiptNumber: objection.receiptNumber,
    state: objection.state,
    claimId: claim.id,
    claimNumber: claim.number,
    departmentId: claim.departmentId,
    ...rest,
    objectorMask: objectorForStaff(openText(objection.objectorCipher, namePlace(objection.receiptNumber))),
    content: objection.content,
    receivedAt: instant(objection.receivedAt),
    dueOn: objection.dueOn,
    decidedAt: objection.decidedAt && instant(objection.decidedAt),
    answer: objection.answer,
  }));
}

/** 异议人联系方式 for the handler who must answer; written to the chain of reads. */
export function revealObjector(
  db: Db,
  { objectionId, reader, purpose, at }: { objectionId: string; reader: Actor; purpose: string; at: Instant },
): Promise<Result<{ name: string; contact: string }, "notFound" | "purposeMissing">> {
  return atomically(db, async (tx) => {
    if (purpose.trim() === "") return refused("purposeMissing");
    const [row] = await tx.select().from(objections).where(eq(objections.id, objectionId));
    if (!row) return refused("notFound");
    const detail = { receiptNumber: row.receiptNumber, purpose: purpose.trim() };
    await appendAudit(
      tx,
      [{ at, actorId: reader.personId, actorRole: reader.role, action: "objector.revealed", subjectType: "objection", subjectId: objectionId, detail }],
      "reads",
    );
    return ok({ name: openText(row.objectorCipher, namePlace(row.receiptNumber)), contact: openText(row.contactCipher, contactPlace(row.receiptNumber)) });
  });
}
