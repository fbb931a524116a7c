import "server-only";
import { and, asc, eq, ne } from "drizzle-orm";
import type { Scope } from "@/lib/access/scope";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { checkReceipt, nextInstalment, type ReceiptRefusal } from "@/lib/disbursement/clawback";
import { addFen, type Fen, formatYuan, ZERO_FEN } from "@/lib/kernel/fen";
import { dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { type Actor, type Claim, type ClaimMoveRefusal, moveClaim, moveDue } from "./claims";
import { tellDesks, tellEnterprise } from "./clawback-messages";
import { type Clawback, lockClawback } from "./clawbacks";
import { holdsDuty } from "./duties";
import { postLedger } from "./ledger";
import { clawbackInstalments, clawbackReceipts, clawbacks } from "./schema";
import type { Db } from "./types";

type Receipt = typeof clawbackReceipts.$inferSelect;
type Act = { readonly actor: Actor; readonly scope: Scope; readonly at: Instant };

export type NewReceipt = Act & {
  readonly clawbackId: string;
  readonly amountFen: Fen;
  readonly receivedOn: PlainDate;
  readonly payerName: string;
  readonly bankReference: string;
};
export type EnterRefusal = ReceiptRefusal | "notFound" | "notOnDuty" | "wrongStep" | "referenceUsed";

const receiptsOf = (tx: Db, clawbackId: string): Promise<Receipt[]> =>
  tx
    .select()
    .from(clawbackReceipts)
    .where(and(eq(clawbackReceipts.clawbackId, clawbackId), ne(clawbackReceipts.state, "refused")))
    .orderBy(asc(clawbackReceipts.enteredAt));
const sumOf = (rows: readonly Receipt[]): Fen => addFen(ZERO_FEN, ...rows.map((row) => row.amountFen));

/** Money may also come in while the execution rests (中止). */
const RECEIVING: readonly Claim["state"][] = ["clawback", "suspended"];

/** The clawback that money may come in for, locked; the slip has not been entered before. */
async function receivable(tx: Db, input: NewReceipt): Promise<Result<{ claim: Claim; clawback: Clawback }, EnterRefusal>> {
  const { clawbackId, scope, at, amountFen, receivedOn, bankReference } = input;
  const open = await lockClawback(tx, clawbackId, scope);
  if (!open) return refused("notFound");
  const { decidedAt, decidedFen } = open.clawback;
  if (!RECEIVING.includes(open.claim.state) || decidedAt === null || decidedFen === null) return refused("wrongStep");
  const enteredFen = sumOf(await receiptsOf(tx, clawbackId));
  const checked = checkReceipt({ amountFen, receivedOn, decidedOn: dayOf(decidedAt), today: dayOf(at), owedFen: decidedFen, enteredFen });
  if (!checked.ok) return checked;
  await queueFor(tx, "clawback.slips");
  const [used] = await tx
    .select({ id: clawbackReceipts.id })
    .from(clawbackReceipts)
    .where(and(eq(clawbackReceipts.bankReference, bankReference), ne(clawbackReceipts.state, "refused")));
  return used ? refused("referenceUsed") : ok(open);
}

/** 登记缴回 by the payment maker from the bank's slip; the books move only when a second person has confirmed it. One slip counts once. */
export function enterReceipt(db: Db, input: NewReceipt): Promise<Result<string, EnterRefusal>> {
  const { clawbackId, actor, at, amountFen, receivedOn, payerName, bankReference } = input;
  return atomically<string, EnterRefusal>(db, async (tx) => {
    const personId = actor.personId;
    if (personId === null || !(await holdsDuty(tx, { personId, roles: ["paymentMaker"], day: dayOf(at) }))) return refused("notOnDuty");
    const open = await receivable(tx, input);
    if (!open.ok) return open;
    const { claim, clawback } = open.value;
    const row = { clawbackId, amountFen, receivedOn, payerName, bankReference, state: "entered" as const, enteredBy: personId, enteredAt: at };
    const [stored] = await tx.insert(clawbackReceipts).values(row).returning({ id: clawbackReceipts.id });
    if (!stored) throw new Error("the receipt was not stored");
    const detail = { number: claim.number, decisionNumber: clawback.decisionNumber, amountFen, receivedOn, bankReference, receiptId: stored.id };
    await appendAudit(tx, [
      { at, actorId: personId, actorRole: actor.role, action: "clawback.receiptEntered", subjectType: "clawback", subjectId: clawbackId, detail },
    ]);
    await tellDesks(tx, claim, at, {
      roles: ["paymentChecker"],
      clawbackId,
      kind: `entered.${stored.id}`,
      title: `追回款待核对：${clawback.decisionNumber ?? ""}`,
      body: `登记到账 ${formatYuan(amountFen)}元，请对照银行回单核对。`,
    });
    return ok(stored.id);
  });
}

export type CheckInput = Act & { readonly receiptId: string; readonly calendar: WorkCalendar };
export type CheckRefusal = ClaimMoveRefusal | "notOnDuty" | "enteredBySame" | "alreadyChecked";
type Checked = { readonly clawbackId: string; readonly repaidInFull: boolean };
type Open = { readonly claim: Claim; readonly clawback: Clawback; readonly receipt: Receipt; readonly personId: string };

/** A second person of finance, the clawback locked, a slip that still waits. */
async function openReceipt(tx: Db, { receiptId, actor, scope, at }: CheckInput): Promise<Result<Open, CheckRefusal>> {
  const personId = actor.personId;
  if (personId === null || !(await holdsDuty(tx, { personId, roles: ["paymentChecker"], day: dayOf(at) }))) return refused("notOnDuty");
  const [found] = await tx.select({ clawbackId: clawbackReceipts.clawbackId }).from(clawbackReceipts).where(eq(clawbackReceipts.id, receiptId));
  if (!found) return refused("notFound");
  const open = await lockClawback(tx, found.clawbackId, scope);
  const [receipt] = await tx.select().from(clawbackReceipts).where(eq(clawbackReceipts.id, receiptId));
  if (!open || !receipt) return refused(receipt && receipt.state !== "entered" ? "alreadyChecked" : "notFound");
  if (receipt.state !== "entered") return refused("alreadyChecked");
  return receipt.enteredBy === personId ? refused("enteredBySame") : ok({ ...open, receipt, personId });
}

const detailOf = ({ claim, clawback, receipt }: Open) => ({
  number: claim.number,
  decisionNumber: clawback.decisionNumber,
  amountFen: receipt.amountFen,
  bankReference: receipt.bankReference,
  receiptId: receipt.id,
});

/** 确认入账: the books move, the next due day is set, and with the last fen the claim is 已追回. */
export function confirmReceipt(db: Db, input: CheckInput): Promise<Result<Checked, CheckRefusal>> {
  const { actor, at } = input;
  return atomically<Checked, CheckRefusal>(db, async (tx) => {
    const found = await openReceipt(tx, input);
    if (!found.ok) return found;
    const { claim, clawback, receipt, personId } = found.value;
    await tx.update(clawbackReceipts).set({ state: "confirmed", checkedBy: personId, checkedAt: at }).where(eq(clawbackReceipts.id, receipt.id));
    const { fundId, orderId } = clawback;
    await postLedger(tx, {
      event: "repay",
      fundId,
      amountFen: receipt.amountFen,
      claimId: claim.id,
      orderId,
      memo: `企业缴回 ${clawback.decisionNumber ?? ""} ${receipt.bankReference}`,
      at,
    });
    const detail = detailOf(found.value);
    await appendAudit(tx, [
      { at, actorId: personId, actorRole: actor.role, action: "clawback.receiptConfirmed", subjectType: "clawback", subjectId: clawback.id, detail },
    ]);
    return settle(tx, input, found.value);
  });
}

/** What the confirmed money amounts to: the next instalment, or the end. */
async function settle(tx: Db, input: CheckInput, { claim, clawback, receipt }: Open): Promise<Result<Checked, CheckRefusal>> {
  const { at } = input;
  const owedFen = clawback.decidedFen ?? ZERO_FEN;
  const confirmed = (await receiptsOf(tx, clawback.id)).filter((row) => row.state === "confirmed");
  const repaidFen = sumOf(confirmed);
  const inFull = repaidFen >= owedFen;
  const left = inFull ? "已经全部退清。" : `还应退 ${formatYuan((owedFen - repaidFen) as Fen)}元。`;
  await tellEnterprise(tx, claim, at, { kind: `received.${receipt.id}`, title: `已收到您退回的 ${formatYuan(receipt.amountFen)}元`, body: left });
  if (!inFull) {
    const plan = await tx.select().from(clawbackInstalments).where(eq(clawbackInstalments.clawbackId, clawback.id)).orderBy(asc(clawbackInstalments.number));
    const next = nextInstalment(plan, repaidFen);
    if (next && claim.state === "clawback") await moveDue(tx, claim.id, next.dueOn);
    return ok({ clawbackId: clawback.id, repaidInFull: false });
  }
  // While the execution rests the law knows no way to the end: it is closed when the auditor has taken it up again.
  return claim.state === "clawback" ? finish(tx, input, { claim, clawback }, { repaidFen, slip: receipt.bankReference }) : ok(CHECKED(clawback.id));
}

const CHECKED = (clawbackId: string): Checked => ({ clawbackId, repaidInFull: true });

/** 已追回: the end, in the books and in the claim. */
async function finish(
  tx: Db,
  { actor, at, calendar }: Act & { readonly calendar: WorkCalendar },
  { claim, clawback }: Pick<Open, "claim" | "clawback">,
  { repaidFen, slip }: { readonly repaidFen: Fen; readonly slip: string },
): Promise<Result<Checked, CheckRefusal>> {
  await tx.update(clawbacks).set({ outcome: "repaid", closedAt: at }).where(eq(clawbacks.id, clawback.id));
  const facts = { owedFen: clawback.decidedFen ?? ZERO_FEN, repaidFen, documentRef: slip };
  const moved = await moveClaim(tx, { claimId: claim.id, to: "clawedBack", actor, at, calendar, facts, reasonCode: "repaid" });
  return moved.ok ? ok(CHECKED(clawback.id)) : moved;
}

export type CloseInput = Act & { readonly clawbackId: string; readonly calendar: WorkCalendar };

/** 办结追回 where the last money came in while the execution rested: nothing is left to be received, finance closes it. */
export function closeRepaid(db: Db, input: CloseInput): Promise<Result<Checked, CheckRefusal | "wrongStep">> {
  return atomically<Checked, CheckRefusal | "wrongStep">(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: input.actor.personId, roles: ["paymentMaker"], day: dayOf(input.at) }))) return refused("notOnDuty");
    const open = await lockClawback(tx, input.clawbackId, input.scope);
    if (!open) return refused("notFound");
    if (open.claim.state !== "clawback") return refused("wrongStep");
    const confirmed = (await receiptsOf(tx, open.clawback.id)).filter((row) => row.state === "confirmed");
    return finish(tx, input, open, { repaidFen: sumOf(confirmed), slip: confirmed.at(-1)?.bankReference ?? "" });
  });
}

/** 退回登记: the slip is not what was entered; the maker enters it anew. */
export function refuseReceipt(db: Db, input: CheckInput & { readonly reason: string }): Promise<Result<Checked, CheckRefusal>> {
  const { actor, at, reason } = input;
  return atomically<Checked, CheckRefusal>(db, async (tx) => {
    const found = await openReceipt(tx, input);
    if (!found.ok) return found;
    const { claim, clawback, receipt, personId } = found.value;
    const values = { state: "refused" as const, checkedBy: personId, checkedAt: at, refusal: reason };
    await tx.update(clawbackReceipts).set(values).where(eq(clawbackReceipts.id, receipt.id));
    const detail = { ...detailOf(found.value), reason };
    await appendAudit(tx, [
      { at, actorId: personId, actorRole: actor.role, action: "clawback.receiptRefused", subjectType: "clawback", subjectId: clawback.id, detail },
    ]);
    const title = `追回款登记被退回：${clawback.decisionNumber ?? ""}`;
    await tellDesks(tx, claim, at, { roles: ["paymentMaker"], clawbackId: clawback.id, kind: `refused.${receipt.id}`, title, body: reason });
    return ok({ clawbackId: clawback.id, repaidInFull: false });
  });
}
