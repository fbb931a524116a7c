import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { claimDurations } from "@/lib/claim/deadlines";
import type { ClaimState } from "@/lib/claim/states";
import { type BankFileFault, type BankFormat, writeBankFile } from "@/lib/disbursement/bank-file";
import type { FundId } from "@/lib/disbursement/funds";
import { writePain001 } from "@/lib/disbursement/pain001";
import { type Reconciliation, reconcile } from "@/lib/disbursement/reconcile";
import { type ReturnFault, type ReturnFile, type ReturnLine, type ReturnRefusal, readReturnFile } from "@/lib/disbursement/return-file";
import { type Fen, formatYuan } from "@/lib/kernel/fen";
import { dayOf, type Instant, instant } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { openNumber } from "./accounts";
import { atomically } from "./atomic";
import { appendAudit } from "./audit";
import { loadCalendar } from "./calendar";
import { type Actor, type Claim, moveClaim } from "./claims";
import { openText, sealText, sha256Hex } from "./crypto";
import { holdsDuty } from "./duties";
import { postLedger, spendReservation } from "./ledger";
import { bankAccounts, bankFiles, claimEvents, claims, enterprises, funds, paymentBatches, paymentOrders } from "./schema";
import type { Db } from "./types";

const FINANCE = ["paymentMaker", "paymentChecker"] as const;
const outPlace = (batchId: string): string => `bankFiles.out|${batchId}`;
const inPlace = (sha256: string): string => `bankFiles.in|${sha256}`;

type Batch = typeof paymentBatches.$inferSelect;
type Order = typeof paymentOrders.$inferSelect;

export type BankFile = { readonly fileId: string; readonly filename: string; readonly text: string; readonly sha256: string };
export type ExportRefusal = "notFound" | "notFinance" | "notReleased" | "alreadyExported" | BankFileFault;

export type ExportInput = { readonly batchId: string; readonly actor: Actor; readonly at: Instant; readonly format?: BankFormat };

/** 生成支付文件: once per batch, in one of the formats. The orders are sent with it; the content is kept as ciphertext, because it holds account numbers. */
export function exportBatch(db: Db, { batchId, actor, at, format = "countyCsv" }: ExportInput): Promise<Result<BankFile, ExportRefusal>> {
  return atomically<BankFile, ExportRefusal>(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: FINANCE, day: dayOf(at) }))) return refused("notFinance");
    const [batch] = await tx.select().from(paymentBatches).where(eq(paymentBatches.id, batchId)).for("update");
    if (!batch) return refused("notFound");
    if (batch.state === "prepared") return refused("notReleased");
    if (batch.state !== "released") return refused("alreadyExported");
    const written = await writeFile(tx, batch, format);
    if (!written.ok) return written;
    return ok(await storeOutgoing(tx, batch, written.value, { actor, at, format }));
  });
}

async function writeFile(tx: Db, batch: Batch, format: BankFormat): Promise<Result<string, BankFileFault>> {
  const rows = await tx
    .select({ order: paymentOrders, account: bankAccounts, claimNumber: claims.number, enterpriseName: enterprises.name, paying: funds })
    .from(paymentOrders)
    .innerJoin(bankAccounts, eq(bankAccounts.id, paymentOrders.accountId))
    .innerJoin(claims, eq(claims.id, paymentOrders.claimId))
    .innerJoin(enterprises, eq(enterprises.id, paymentOrders.enterpriseId))
    .innerJoin(funds, eq(funds.id, paymentOrders.fundId))
    .where(and(eq(paymentOrders.batchId, batch.id), eq(paymentOrders.state, "prepared")))
    .orderBy(asc(paymentOrders.number));
  const paying = rows[0]?.paying;
  const orders = rows.map(({ order, account, claimNumber, enterpriseName }) => ({
    number: order.number,
    idempotencyKey: order.idempotencyKey,
    claimNumber,
    fund: order.fundId as FundId,
    payeeName: account.kind === "operator" ? account.holderName : enterpriseName,
    payeeAccount: openNumber(account),
    cnapsCode: account.cnapsCode ?? "",
    amountFen: order.amountFen,
    remark: order.remark,
  }));
  const { number, orderCount: count, totalFen: sumFen } = batch;
  const payment = { number, fund: batch.fundId as FundId, payOn: dayOf(batch.madeAt), orders, count, sumFen };
  if (format === "pain001") {
    const payer = { name: paying?.payingAccountName ?? "", accountLast4: paying?.payingAccountLast4 ?? "" };
    const xml = writePain001({ batch: payment, payer, madeAt: batch.madeAt });
    return xml.ok ? xml : refused(xml.reason.fault);
  }
  const payingAccount = paying ? `${paying.payingAccountName}（尾号${paying.payingAccountLast4}）` : "";
  const text = writeBankFile(payment, payingAccount, sha256Hex);
  return text.ok ? text : refused(text.reason.fault);
}

type Sending = { readonly actor: Actor; readonly at: Instant; readonly format: BankFormat };

async function storeOutgoing(tx: Db, batch: Batch, text: string, { actor, at, format }: Sending): Promise<BankFile> {
  const sha256 = sha256Hex(text);
  const filename = `${batch.number}.${format === "pain001" ? "xml" : "csv"}`;
  const [file] = await tx
    .insert(bankFiles)
    .values({
      batchId: batch.id,
      direction: "out",
      filename,
      sha256,
      lineCount: batch.orderCount,
      totalFen: batch.totalFen,
      contentCipher: sealText(text, outPlace(batch.id)),
      at,
      byPersonId: actor.personId,
    })
    .returning({ id: bankFiles.id });
  if (!file) throw new Error("the bank file was not stored");
  const sent = await tx
    .update(paymentOrders)
    .set({ state: "sent" })
    .where(and(eq(paymentOrders.batchId, batch.id), eq(paymentOrders.state, "prepared")))
    .returning();
  for (const { fundId, amountFen, claimId, id, number } of sent)
    await postLedger(tx, { event: "send", fundId: fundId as FundId, amountFen, claimId, orderId: id, memo: `发往银行 ${number}`, at });
  await tx.update(paymentBatches).set({ state: "exported", exportedAt: at }).where(eq(paymentBatches.id, batch.id));
  const detail = { number: batch.number, filename, format, sha256, lineCount: batch.orderCount, totalFen: batch.totalFen };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "batch.exported", subjectType: "paymentBatch", subjectId: batch.id, detail },
  ]);
  return { fileId: file.id, filename, text, sha256 };
}

/** 再次下载 of a payment file: the same bytes; a read of account numbers, and recorded as one. */
export function readOutgoing(
  db: Db,
  { batchId, actor, purpose, at }: { batchId: string; actor: Actor; purpose: string; at: Instant },
): Promise<Result<BankFile, "notFound" | "notFinance" | "purposeMissing">> {
  return atomically(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: FINANCE, day: dayOf(at) }))) return refused("notFinance");
    if (purpose.trim() === "") return refused("purposeMissing");
    const [file] = await tx
      .select()
      .from(bankFiles)
      .where(and(eq(bankFiles.batchId, batchId), eq(bankFiles.direction, "out")));
    if (!file) return refused("notFound");
    const detail = { filename: file.filename, purpose: purpose.trim(), lineCount: file.lineCount };
    await appendAudit(
      tx,
      [{ at, actorId: actor.personId, actorRole: actor.role, action: "bankFile.read", subjectType: "paymentBatch", subjectId: batchId, detail }],
      "reads",
    );
    return ok({ fileId: file.id, filename: file.filename, text: openText(file.contentCipher, outPlace(batchId)), sha256: file.sha256 });
  });
}

export type BankFinding = {
  readonly orderNumber: string;
  readonly kind: "changedAmount" | "duplicate" | "unmatched" | "alreadyAnswered" | "open";
  readonly text: string;
};

/** 对账结果 of one return file. */
export type Imported = {
  /** The same bytes came before: nothing was changed. */
  readonly duplicate: boolean;
  readonly batchId: string | null;
  readonly paid: readonly string[];
  readonly returned: readonly string[];
  readonly findings: readonly BankFinding[];
  readonly reconciled: boolean;
};

/** Reader of a return file. The county's own format by default; formats that need a parser are read above this floor and handed in. */
export type ReturnReader = (text: string) => Result<ReturnFile, ReturnRefusal>;
export type ImportInput = {
  readonly batchId: string | null;
  readonly filename: string;
  readonly text: string;
  readonly actor: Actor;
  readonly at: Instant;
  readonly read?: ReturnReader;
};
export type ImportRefusal = "notFinance" | "batchUnknown" | "otherBatch" | "batchNotSent" | ReturnFault;

/** The batch that a return file answers, locked. */
async function answeredBatch(tx: Db, file: ReturnFile, batchId: string | null): Promise<Result<Batch, ImportRefusal>> {
  const [batch] = await tx.select().from(paymentBatches).where(eq(paymentBatches.number, file.batchNumber)).for("update");
  if (!batch) return refused("batchUnknown");
  if (batchId !== null && batch.id !== batchId) return refused("otherBatch");
  return batch.state === "exported" || batch.state === "reconciled" ? ok(batch) : refused("batchNotSent");
}

/**
 * 导入回盘: orders, bank file and return lines against each other. Exact answers are booked, anything odd becomes a finding for a person.
 * A file that cannot be read changes nothing; the same bytes again change nothing.
 */
export function importReturn(db: Db, input: ImportInput): Promise<Result<Imported, ImportRefusal>> {
  const { actor, at, text } = input;
  return atomically<Imported, ImportRefusal>(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: FINANCE, day: dayOf(at) }))) return refused("notFinance");
    const sha256 = sha256Hex(text);
    const before = await knownReturn(tx, sha256);
    if (before) return ok(before);
    const file = input.read ? input.read(text) : readReturnFile(text, sha256Hex);
    if (!file.ok) return refused(file.reason.fault);
    const batch = await answeredBatch(tx, file.value, input.batchId);
    if (!batch.ok) return batch;
    // Somebody may have brought the same file in while this one waited for the batch.
    const meanwhile = await knownReturn(tx, sha256);
    return ok(meanwhile ?? (await book(tx, batch.value, file.value, { ...input, sha256 })));
  });
}

async function knownReturn(tx: Db, sha256: string): Promise<Imported | null> {
  const [file] = await tx
    .select()
    .from(bankFiles)
    .where(and(eq(bankFiles.direction, "in"), eq(bankFiles.sha256, sha256)));
  if (!file) return null;
  return { duplicate: true, batchId: file.batchId, paid: [], returned: [], findings: file.findings as BankFinding[], reconciled: false };
}

type Booking = ImportInput & { readonly sha256: string };

async function book(tx: Db, batch: Batch, file: ReturnFile, input: Booking): Promise<Imported> {
  const orders = await lockOrders(tx, batch.id);
  const sent = orders.filter((order) => order.state === "sent");
  const result = reconcile(sent, file.lines);
  const byNumber = new Map(orders.map((order) => [order.number, order]));
  const findings = findingsOf(result, byNumber);
  const calendar = await loadCalendar(tx);
  const run = { tx, actor: input.actor, at: input.at, calendar, byNumber };
  // Budgets first and the audit chain last: every payer takes its locks in this order.
  for (const { order } of result.confirmed) await spendReservation(tx, orderOf(byNumber, order.number).claimId, input.at);
  for (const { order, line } of result.confirmed) await settle(run, orderOf(byNumber, order.number), line);
  for (const { order, line } of result.failed) await bounce(run, orderOf(byNumber, order.number), line);
  const reconciled = result.confirmed.length + result.failed.length === sent.length;
  if (reconciled && batch.state === "exported") await tx.update(paymentBatches).set({ state: "reconciled" }).where(eq(paymentBatches.id, batch.id));
  const imported = {
    duplicate: false,
    batchId: batch.id,
    paid: result.confirmed.map(({ order }) => order.number),
    returned: result.failed.map(({ order }) => order.number),
    findings,
    reconciled,
  };
  await storeIncoming(tx, batch, file, { ...input, findings });
  return imported;
}

/** The orders of a batch with their claims locked, in the order that every payer uses. */
async function lockOrders(tx: Db, batchId: string): Promise<Order[]> {
  const orders = await tx.select().from(paymentOrders).where(eq(paymentOrders.batchId, batchId)).orderBy(asc(paymentOrders.number));
  const ids = orders.map((order) => order.claimId);
  if (ids.length > 0) await tx.select({ id: claims.id }).from(claims).where(inArray(claims.id, ids)).orderBy(asc(claims.id)).for("update");
  return orders;
}

function orderOf(byNumber: ReadonlyMap<string, Order>, number: string): Order {
  const order = byNumber.get(number);
  if (!order) throw new Error(`order ${number} is not of this batch`);
  return order;
}

function findingsOf(result: Reconciliation, byNumber: ReadonlyMap<string, Order>): BankFinding[] {
  const yuan = (amount: Fen) => `${formatYuan(amount)} 元`;
  const unmatched = (line: ReturnLine): BankFinding => {
    const known = byNumber.has(line.orderNumber);
    const text = known ? "这笔指令已有回盘结果，本次未入账" : "回盘里有、批次里没有的指令";
    return { orderNumber: line.orderNumber, kind: known ? "alreadyAnswered" : "unmatched", text };
  };
  return [
    ...result.changedAmount.map(({ order, line }): BankFinding => {
      const text = `回盘金额 ${yuan(line.amountFen)}，指令金额 ${yuan(order.amountFen)}，未入账`;
      return { orderNumber: order.number, kind: "changedAmount", text };
    }),
    ...result.duplicate.map(
      ({ order, lines }): BankFinding => ({ orderNumber: order.number, kind: "duplicate", text: `同一指令有 ${lines.length} 行回盘，未入账` }),
    ),
    ...result.unmatched.map(unmatched),
    ...result.open.map(({ number }): BankFinding => ({ orderNumber: number, kind: "open", text: "银行还没有回复" })),
  ];
}

type Run = { readonly tx: Db; readonly actor: Actor; readonly at: Instant; readonly calendar: WorkCalendar; readonly byNumber: ReadonlyMap<string, Order> };

/** 办理用时 at the moment of payment, from the claim's own history. */
async function durations({ tx, at, calendar }: Run, claimId: string, confirmStage: Claim["confirmStage"]) {
  const events = await tx.select().from(claimEvents).where(eq(claimEvents.claimId, claimId)).orderBy(asc(claimEvents.seq));
  const history = events.map((event) => ({ from: event.fromState as ClaimState | "new", to: event.toState as ClaimState, at: instant(event.at) }));
  return claimDurations(calendar, [...history, { from: "disbursing", to: "settled", at }], confirmStage, at);
}

async function settle(run: Run, order: Order, line: ReturnLine): Promise<void> {
  const { tx, actor, at, calendar } = run;
  const { claimId, fundId, amountFen, id: orderId, number } = order;
  const [claim] = await tx.select({ confirmStage: claims.confirmStage }).from(claims).where(eq(claims.id, claimId));
  const taken = claim && (await durations(run, claimId, claim.confirmStage));
  await tx.update(paymentOrders).set({ state: "paid", bankReference: line.bankReference, settledAt: at }).where(eq(paymentOrders.id, orderId));
  await postLedger(tx, { event: "pay", fundId: fundId as FundId, amountFen, claimId, orderId, memo: `银行已付 ${number}`, at });
  const moved = await moveClaim(tx, {
    claimId,
    to: "settled",
    actor,
    at,
    calendar,
    facts: { orderAmountFen: amountFen, returnAmountFen: line.amountFen },
    patch: { settledAt: at, processingDays: taken?.processingDays ?? null, endToEndDays: taken?.endToEndDays ?? null },
    detail: { orderNumber: number, bankReference: line.bankReference },
  });
  if (!moved.ok) throw new Error(`paid order ${number} does not settle its claim: ${moved.reason}`);
}

async function bounce({ tx, actor, at, calendar }: Run, order: Order, line: ReturnLine): Promise<void> {
  const { claimId, fundId, amountFen, id: orderId, number } = order;
  await tx
    .update(paymentOrders)
    .set({ state: "returned", returnCode: line.code, returnReason: line.text, bankReference: line.bankReference, settledAt: at })
    .where(eq(paymentOrders.id, orderId));
  await postLedger(tx, { event: "return", fundId: fundId as FundId, amountFen, claimId, orderId, memo: `银行退票 ${number}`, at });
  const moved = await moveClaim(tx, {
    claimId,
    to: "paymentFailed",
    actor,
    at,
    calendar,
    facts: { returnCode: line.code },
    reasonCode: line.code,
    reasonText: line.text,
    detail: { orderNumber: number, bankReference: line.bankReference },
  });
  if (!moved.ok) throw new Error(`returned order ${number} does not move its claim: ${moved.reason}`);
}

async function storeIncoming(tx: Db, batch: Batch, file: ReturnFile, input: Booking & { readonly findings: readonly BankFinding[] }): Promise<void> {
  const { filename, text, sha256, actor, at, findings } = input;
  const [stored] = await tx
    .insert(bankFiles)
    .values({
      batchId: batch.id,
      direction: "in",
      filename,
      sha256,
      lineCount: file.lines.length,
      totalFen: file.sumFen,
      contentCipher: sealText(text, inPlace(sha256)),
      findings: [...findings],
      at,
      byPersonId: actor.personId,
    })
    .returning({ id: bankFiles.id });
  const detail = { number: batch.number, filename, sha256, lineCount: file.lines.length, totalFen: file.sumFen, findings, fileId: stored?.id };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "return.imported", subjectType: "paymentBatch", subjectId: batch.id, detail },
  ]);
}
