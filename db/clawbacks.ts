import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Role } from "@/lib/access/roles";
import { inScope, type Scope } from "@/lib/access/scope";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import type { MoveFacts } from "@/lib/claim/moving-claim";
import type { ClaimState } from "@/lib/claim/states";
import {
  type AmountRefusal,
  type AuditOrigin,
  checkToldAmount,
  clawbackBasis,
  type FaultKind,
  ORIGIN_WORDS,
  type PlanRefusal,
  type PleadingGap,
} from "@/lib/disbursement/clawback";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay, type Instant, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { type Actor, type Claim, type ClaimMoveRefusal, lockClaim, moveClaim } from "./claims";
import { tellEnterprise } from "./clawback-messages";
import { holdsDuty } from "./duties";
import { clawbacks, paymentOrders } from "./schema";
import type { Db } from "./types";

export type Clawback = typeof clawbacks.$inferSelect;

/** An act of an officer on a clawback: who, on which rows, when. */
export type ClawbackAct = { readonly clawbackId: string; readonly scope: Scope; readonly actor: Actor; readonly at: Instant; readonly calendar: WorkCalendar };
export type ClawbackRefusal =
  | ClaimMoveRefusal
  | AmountRefusal
  | PlanRefusal
  | PleadingGap
  | "notOnDuty"
  | "wrongStep"
  | "notPaid"
  | "hearingTooSoon"
  | "hearingToCome";

export type OpenClawback = { readonly claim: Claim; readonly clawback: Clawback };
export type Done = Result<string, ClawbackRefusal>;

/** Claim first, then its open clawback: every act takes its locks in this order. */
export async function lockClawback(tx: Db, clawbackId: string, scope: Scope): Promise<OpenClawback | null> {
  const [found] = await tx.select({ claimId: clawbacks.claimId }).from(clawbacks).where(eq(clawbacks.id, clawbackId));
  const claim = found && (await lockClaim(tx, found.claimId));
  if (!claim || !inScope(scope, claim)) return null;
  const [clawback] = await tx
    .select()
    .from(clawbacks)
    .where(and(eq(clawbacks.id, clawbackId), isNull(clawbacks.closedAt)))
    .for("update");
  return clawback ? { claim, clawback } : null;
}

/** 追回的一步: on duty, locked, in one of the states in which it may be done. */
export function act(
  db: Db,
  input: ClawbackAct,
  roles: readonly Role[],
  states: readonly ClaimState[],
  run: (tx: Db, open: OpenClawback) => Promise<Done>,
): Promise<Done> {
  return atomically<string, ClawbackRefusal>(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: input.actor.personId, roles, day: dayOf(input.at) }))) return refused("notOnDuty");
    const open = await lockClawback(tx, input.clawbackId, input.scope);
    if (!open) return refused("notFound");
    return states.includes(open.claim.state) ? run(tx, open) : refused("wrongStep");
  });
}

type Moving = Pick<ClawbackAct, "actor" | "at" | "calendar">;
type Way = {
  readonly to: ClaimState;
  readonly facts?: Omit<MoveFacts, "now">;
  readonly reasonCode?: string;
  readonly reasonText?: string;
  readonly dueOn?: PlainDate;
};

/** The move of the claim; its refusal ends the act. */
export const move = (tx: Db, claimId: string, { actor, at, calendar }: Moving, way: Way) => moveClaim(tx, { claimId, actor, at, calendar, ...way });

export const write = async (tx: Db, { clawback }: OpenClawback, values: Partial<typeof clawbacks.$inferInsert>): Promise<Done> => {
  await tx.update(clawbacks).set(values).where(eq(clawbacks.id, clawback.id));
  return ok(clawback.id);
};

/** An act that is no move of the claim leaves its own audit row. */
export const record = (tx: Db, { claim, clawback }: OpenClawback, { actor, at }: Moving, action: string, detail: Record<string, unknown>) =>
  appendAudit(tx, [
    {
      at,
      actorId: actor.personId,
      actorRole: actor.role,
      action,
      subjectType: "clawback",
      subjectId: clawback.id,
      detail: { number: claim.number, ...detail },
    },
  ]);

export const personOf = ({ actor }: Moving): string => {
  if (actor.personId === null) throw new Error("an officer without a person");
  return actor.personId;
};

export type NewExamination = {
  readonly claimId: string;
  readonly scope: Scope;
  readonly actor: Actor;
  readonly at: Instant;
  readonly calendar: WorkCalendar;
  readonly origin: AuditOrigin;
  readonly ground: string;
};

/** 启动核查 of a paid claim by the auditor: sample, report, or data that look different today. Tax reductions were never paid and have nothing to come back. */
export function openExamination(db: Db, input: NewExamination): Promise<Done> {
  const { claimId, scope, at, origin, ground } = input;
  return atomically<string, ClawbackRefusal>(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: input.actor.personId, roles: ["auditor"], day: dayOf(at) }))) return refused("notOnDuty");
    const claim = await lockClaim(tx, claimId);
    if (!claim || !inScope(scope, claim)) return refused("notFound");
    const [order] = await tx
      .select()
      .from(paymentOrders)
      .where(and(eq(paymentOrders.claimId, claimId), eq(paymentOrders.state, "paid")));
    if (!order) return refused("notPaid");
    const moved = await move(tx, claimId, input, { to: "postAudit", facts: { ground }, reasonCode: origin, reasonText: `${ORIGIN_WORDS[origin]}：${ground}` });
    if (!moved.ok) return moved;
    const { fundId, amountFen: paidFen, enterpriseId, id: orderId } = order;
    const row = { claimId, enterpriseId, orderId, fundId: fundId as Clawback["fundId"], paidFen, origin, ground, openedBy: personOf(input), openedAt: at };
    const [stored] = await tx.insert(clawbacks).values(row).returning({ id: clawbacks.id });
    if (!stored) throw new Error("the examination was not stored");
    return ok(stored.id);
  });
}

/** 未发现问题: the examination ends, the claim is paid as before. */
export function closeExamination(db: Db, input: ClawbackAct & { readonly text: string }): Promise<Done> {
  return act(db, input, ["auditor"], ["postAudit"], async (tx, open) => {
    const moved = await move(tx, open.claim.id, input, { to: "settled", reasonCode: "nothingFound", reasonText: input.text });
    if (!moved.ok) return moved;
    return write(tx, open, { outcome: "nothingFound", closingText: input.text, closedAt: input.at });
  });
}

/** 文号: 追告〔2026〕1号, counted per year. */
export async function documentNumber(tx: Db, kind: "追告" | "追决", at: Instant): Promise<string> {
  await queueFor(tx, "clawback.numbers");
  const prefix = `${kind}〔${yearOf(dayOf(at))}〕`;
  const column = kind === "追告" ? clawbacks.noticeNumber : clawbacks.decisionNumber;
  const [row] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(clawbacks)
    .where(sql`${column} like ${`${prefix}%`}`);
  return `${prefix}${(row?.n ?? 0) + 1}号`;
}

export type Telling = ClawbackAct & { readonly faultKind: FaultKind; readonly factsText: string; readonly toldFen: Fen };

/** 追回告知: amount, facts, ground and the ten working days for an answer, before anything is decided (先告知后决定). */
export function tellClawback(db: Db, input: Telling): Promise<Done> {
  const { faultKind, factsText, toldFen, at } = input;
  return act(db, input, ["auditor"], ["postAudit"], async (tx, open) => {
    const { claim, clawback } = open;
    const amount = checkToldAmount(toldFen, clawback.paidFen);
    if (!amount.ok) return amount;
    const moved = await move(tx, claim.id, input, {
      to: "clawbackNotice",
      facts: { faultKind, ground: factsText },
      reasonCode: faultKind,
      reasonText: factsText,
    });
    if (!moved.ok) return moved;
    const noticeNumber = await documentNumber(tx, "追告", at);
    const answerBy = moved.value.dueOn;
    const basis = clawbackBasis(faultKind, clawback.fundId);
    await tellEnterprise(tx, claim, at, {
      kind: "told",
      title: `${noticeNumber}：可能要退回 ${formatYuan(toldFen)}元`,
      body: `${factsText}。您可以在 ${answerBy ? formatDay(answerBy) : "期限"} 18:00 前说明情况或要求听证。`,
    });
    return write(tx, open, { noticeNumber, faultKind, factsText, basis, toldFen, toldBy: personOf(input), toldAt: at, answerBy });
  });
}
