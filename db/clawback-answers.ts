import "server-only";
import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { isPastDue } from "@/lib/calendar/office-hours";
import { nextInstalment, type PlannedInstalment } from "@/lib/disbursement/clawback";
import { addFen, type Fen, ZERO_FEN } from "@/lib/kernel/fen";
import type { PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { type Claim, lockClaim } from "./claims";
import { tellDesks } from "./clawback-messages";
import type { Clawback } from "./clawbacks";
import type { EnterpriseAct } from "./enterprise-acts";
import { clawbackInstalments, clawbackReceipts, clawbackStatements, clawbacks, funds } from "./schema";
import type { Db } from "./types";

export type AnswerKind = "statement" | "hearing" | "waiver";
export type Answer = EnterpriseAct & { readonly kind: AnswerKind; readonly words: string };
export type AnswerRefusal = "notFound" | "answerTooLate" | "hearingAskedBefore" | "nothingToAnswer";

const TITLE: Record<AnswerKind, string> = { statement: "企业已陈述申辩", hearing: "企业要求听证", waiver: "企业表示没有意见" };

/** The clawback that may be answered now, locked behind its claim. */
async function answerable(tx: Db, { claimId, enterpriseId, at, kind }: Answer): Promise<Result<{ claim: Claim; clawback: Clawback }, AnswerRefusal>> {
  const claim = await lockClaim(tx, claimId);
  if (!claim || claim.enterpriseId !== enterpriseId) return refused("notFound");
  if (claim.state !== "clawbackNotice") return refused("nothingToAnswer");
  const [clawback] = await tx
    .select()
    .from(clawbacks)
    .where(and(eq(clawbacks.claimId, claimId), isNull(clawbacks.closedAt)))
    .for("update");
  if (!clawback?.answerBy) return refused("nothingToAnswer");
  if (isPastDue(at, clawback.answerBy)) return refused("answerTooLate");
  const said = await tx.select({ kind: clawbackStatements.kind }).from(clawbackStatements).where(eq(clawbackStatements.clawbackId, clawback.id));
  return kind === "hearing" && said.some((one) => one.kind === "hearing") ? refused("hearingAskedBefore") : ok({ claim, clawback });
}

/** 陈述申辩、要求听证、放弃: the enterprise's word on what it was told, until 18:00 of the tenth working day. */
export function answerClawback(db: Db, input: Answer): Promise<Result<string, AnswerRefusal>> {
  const { actor, at, kind, words } = input;
  return atomically<string, AnswerRefusal>(db, async (tx) => {
    const found = await answerable(tx, input);
    if (!found.ok) return found;
    const { claim, clawback } = found.value;
    const row = { clawbackId: clawback.id, kind, words, personId: actor.personId, at };
    const [stored] = await tx.insert(clawbackStatements).values(row).returning({ id: clawbackStatements.id });
    if (!stored) throw new Error("the statement was not stored");
    const detail = { number: claim.number, noticeNumber: clawback.noticeNumber, kind, words };
    await appendAudit(tx, [
      { at, actorId: actor.personId, actorRole: actor.role, action: "clawback.answered", subjectType: "clawback", subjectId: clawback.id, detail },
    ]);
    await tellDesks(tx, claim, at, {
      roles: ["auditor"],
      clawbackId: clawback.id,
      kind: `answered.${stored.id}`,
      title: `${TITLE[kind]}：${clawback.noticeNumber ?? ""}`,
      body: kind === "hearing" ? "请安排听证，提前 7 个工作日通知。" : "请听取意见并写明看法。",
    });
    return ok(stored.id);
  });
}

/** What an enterprise reads of a clawback: its own words and money, no officer. */
export type MyClawback = Pick<
  Clawback,
  | "noticeNumber"
  | "factsText"
  | "basis"
  | "faultKind"
  | "toldFen"
  | "paidFen"
  | "answerBy"
  | "hearingOn"
  | "hearingPlace"
  | "hearingHeldAt"
  | "decisionNumber"
  | "decidedFen"
  | "decisionText"
  | "decidedAt"
> & {
  readonly statements: readonly { readonly id: string; readonly kind: AnswerKind; readonly words: string; readonly at: string }[];
  readonly plan: readonly PlannedInstalment[];
  readonly received: readonly { readonly id: string; readonly amountFen: Fen; readonly receivedOn: PlainDate }[];
  readonly repaidFen: Fen;
  readonly next: ReturnType<typeof nextInstalment>;
  readonly payTo: string;
};

/** 追回 of an own claim, the last one that the enterprise was told of; null when there is none. */
export async function loadMyClawback(db: Db, enterpriseId: string, claimId: string): Promise<MyClawback | null> {
  const [row] = await db
    .select({ clawback: clawbacks, fund: funds })
    .from(clawbacks)
    .innerJoin(funds, eq(funds.id, clawbacks.fundId))
    .where(and(eq(clawbacks.claimId, claimId), eq(clawbacks.enterpriseId, enterpriseId)))
    .orderBy(desc(clawbacks.openedAt))
    .limit(1);
  if (!row?.clawback.toldAt) return null;
  const { id } = row.clawback;
  const [statements, plan, receipts] = await Promise.all([
    db.select().from(clawbackStatements).where(eq(clawbackStatements.clawbackId, id)).orderBy(asc(clawbackStatements.at)),
    db.select().from(clawbackInstalments).where(eq(clawbackInstalments.clawbackId, id)).orderBy(asc(clawbackInstalments.number)),
    db
      .select()
      .from(clawbackReceipts)
      .where(and(eq(clawbackReceipts.clawbackId, id), eq(clawbackReceipts.state, "confirmed")))
      .orderBy(asc(clawbackReceipts.receivedOn)),
  ]);
  const repaidFen = addFen(ZERO_FEN, ...receipts.map((one) => one.amountFen));
  const { noticeNumber, factsText, basis, faultKind, toldFen, paidFen, answerBy, hearingOn, hearingPlace, hearingHeldAt } = row.clawback;
  const { decisionNumber, decidedFen, decisionText, decidedAt } = row.clawback;
  return {
    ...{ noticeNumber, factsText, basis, faultKind, toldFen, paidFen, answerBy, hearingOn, hearingPlace, hearingHeldAt },
    ...{ decisionNumber, decidedFen, decisionText, decidedAt },
    statements: statements.map(({ id: key, kind, words, at }) => ({ id: key, kind, words, at })),
    plan,
    received: receipts.map((one) => ({ id: one.id, amountFen: one.amountFen, receivedOn: one.receivedOn })),
    repaidFen,
    next: nextInstalment(plan, repaidFen),
    payTo: `${row.fund.payingAccountName}（尾号 ${row.fund.payingAccountLast4}）`,
  };
}
