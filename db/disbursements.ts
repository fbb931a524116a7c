import "server-only";
import { asc, count, eq, inArray, like } from "drizzle-orm";
import type { WorkCalendar } from "@/lib/calendar/work-calendar";
import { buildBatches } from "@/lib/disbursement/batches";
import { FUND_IDS, FUNDS, type FundId } from "@/lib/disbursement/funds";
import { idempotencyKey, orderNumber, type PaymentBatch, type PaymentOrder, paymentRemark } from "@/lib/disbursement/orders";
import { checkBeforePayment, outcomeOf } from "@/lib/disbursement/pre-checks";
import type { Fen } from "@/lib/kernel/fen";
import { dayOf, type Instant, type PlainDate } from "@/lib/kernel/plain-date";
import { ok, type Result, refused } from "@/lib/kernel/result";
import { maskAccount } from "@/lib/standards/mask";
import { activateDueAccounts } from "./accounts";
import { atomically, queueFor } from "./atomic";
import { appendAudit } from "./audit";
import { loadCalendar } from "./calendar";
import { type Actor, type Claim, moveClaim, SYSTEM } from "./claims";
import { holdsDuty } from "./duties";
import { releaseReservation } from "./ledger";
import { accountFormFinding, loadPayable, type PayableClaim, prePaymentFacts, sameAccountAgain } from "./payment-facts";
import { batchHash } from "./payment-release";
import { claims, paymentBatches, paymentOrders } from "./schema";
import { loadClaimSettings } from "./settings";
import type { Db } from "./types";

/** 付前校验 in words; `code` is the check's id. */
export type SetAsideFinding = { readonly code: string; readonly text: string };
/** A claim that is not paid now: why, and where it went (null: it stays and can be tried again). */
export type SetAside = {
  readonly claimId: string;
  readonly number: string;
  readonly findings: readonly SetAsideFinding[];
  readonly movedTo: "suspended" | "manualReview" | null;
};
export type PreparedBatch = { readonly batchId: string; readonly number: string; readonly fundId: FundId; readonly orderCount: number; readonly totalFen: Fen };
export type Prepared = { readonly batches: readonly PreparedBatch[]; readonly setAside: readonly SetAside[] };
export type PrepareInput = { readonly claimIds: readonly string[]; readonly actor: Actor; readonly at: Instant };
export type PrepareRefusal = "notPaymentMaker" | "nothingChosen";

type Run = { readonly tx: Db; readonly actor: Actor; readonly at: Instant; readonly calendar: WorkCalendar };
type From = "approved" | "paymentFailed";

const REFUSED_WORDS = "转移被拒绝";

/** Claims first, in one order for everybody: payment and objection never wait for each other crosswise. */
export const lockClaims = (tx: Db, claimIds: readonly string[]): Promise<Claim[]> =>
  tx
    .select()
    .from(claims)
    .where(inArray(claims.id, [...new Set(claimIds)]))
    .orderBy(asc(claims.id))
    .for("update");

/** 制单: makes payment orders for signed claims, one batch per fund; what does not pass the check is set aside with its reasons. */
export const prepareBatch = (db: Db, input: PrepareInput): Promise<Result<Prepared, PrepareRefusal>> => prepare(db, "approved", input);

/** 更正账户后重付 of claims whose payment came back: a new order with a new number, in the same way. */
export const payAgain = (db: Db, input: PrepareInput): Promise<Result<Prepared, PrepareRefusal>> => prepare(db, "paymentFailed", input);

function prepare(db: Db, from: From, { claimIds, actor, at }: PrepareInput): Promise<Result<Prepared, PrepareRefusal>> {
  return atomically(db, async (tx) => {
    if (!(await holdsDuty(tx, { personId: actor.personId, roles: ["paymentMaker"], day: dayOf(at) }))) return refused("notPaymentMaker");
    if (claimIds.length === 0) return refused("nothingChosen");
    const run = { tx, actor, at, calendar: await loadCalendar(tx) };
    const list = await lockClaims(tx, claimIds);
    await activateDueAccounts(tx, at);
    const payables = await loadPayable(tx, list, at);
    const setAside: SetAside[] = [];
    const passed: PayableClaim[] = [];
    for (const payable of payables) {
      const aside = await check(run, from, payable);
      if (aside) setAside.push(aside);
      else passed.push(payable);
    }
    const batches = await makeOrders(run, from, passed, setAside);
    return ok({ batches, setAside });
  });
}

const WRONG_STATE: SetAsideFinding = { code: "wrongState", text: "这一件不在可以制单的状态" };
const LIVE_ORDER: SetAsideFinding = { code: "orderExists", text: "已有未办结的支付指令" };
const UNSIGNED: SetAsideFinding = { code: "leaderSignatureMissing", text: "分管领导还没有签批" };
const SAME_ACCOUNT: SetAsideFinding = { code: "accountNotCorrected", text: "退票后账户还没有更正" };

function formalFault(from: From, payable: PayableClaim): SetAsideFinding | null {
  const { claim, orders } = payable;
  if (claim.state !== from || claim.benefitKind !== "cash") return WRONG_STATE;
  if (orders.some((order) => ["prepared", "sent", "paid"].includes(order.state))) return LIVE_ORDER;
  if (claim.approverId === null || claim.approvalId === null) return UNSIGNED;
  return from === "paymentFailed" && sameAccountAgain(payable) ? SAME_ACCOUNT : null;
}

/** Null when the claim may be paid. */
async function check(run: Run, from: From, payable: PayableClaim): Promise<SetAside | null> {
  const { claim } = payable;
  const { id: claimId, number } = claim;
  const fault = formalFault(from, payable);
  if (fault) return { claimId, number, findings: [fault], movedTo: null };
  const findings = checkBeforePayment(prePaymentFacts(payable, run.at));
  const incomplete = accountFormFinding(payable);
  const outcome = outcomeOf(findings);
  const told = [...findings, ...(incomplete ? [incomplete] : [])].map(({ code, text }) => ({ code, text }));
  if (told.length === 0) return null;
  const movedTo = from === "approved" ? await setAsideAs(run, claim, outcome, told) : null;
  return { claimId, number, findings: told, movedTo };
}

/**
 * What the law does with a finding: 中止, back to 人工复核, or nothing yet. 注销、停止执行 is ended by the department's handler, so it stays
 * with its reason written on it.
 */
async function setAsideAs(run: Run, claim: Claim, outcome: string | null, findings: readonly SetAsideFinding[]): Promise<SetAside["movedTo"]> {
  if (outcome === "suspended") return (await suspend(run, claim, findings)) ? "suspended" : null;
  if (outcome === "manualReview") return (await sendBack(run, claim, findings)) ? "manualReview" : null;
  if (outcome === "cancelled")
    await run.tx
      .update(claims)
      .set({ doubts: [...findings] })
      .where(eq(claims.id, claim.id));
  return null;
}

const inWords = (findings: readonly SetAsideFinding[]): string => findings.map((finding) => finding.text).join("；");

async function suspend({ tx, actor, at, calendar }: Run, claim: Claim, findings: readonly SetAsideFinding[]): Promise<boolean> {
  const forBudget = findings.some((finding) => finding.code === "budgetNotReserved");
  const reasonText = inWords(findings);
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to: "suspended",
    actor,
    at,
    calendar,
    facts: { pauseReason: forBudget ? "budget" : "preCheck", resumeCondition: forBudget ? "预算到位" : "付前校验通过", preCheckFindings: findings.length },
    reasonCode: forBudget ? "budget" : "preCheck",
    reasonText,
    detail: { findings },
  });
  if (moved.ok) await releaseReservation(tx, claim.id, at);
  return moved.ok;
}

async function sendBack({ tx, at, calendar }: Run, claim: Claim, findings: readonly SetAsideFinding[]): Promise<boolean> {
  const moved = await moveClaim(tx, {
    claimId: claim.id,
    to: "manualReview",
    actor: SYSTEM,
    at,
    calendar,
    facts: { preCheckFindings: findings.length },
    patch: {
      doubts: [...findings],
      handlerId: null,
      checkerId: null,
      chiefId: null,
      approverId: null,
      approvalId: null,
      handlerDecision: null,
      handlerOpinion: null,
    },
    reasonCode: "preCheck",
    reasonText: inWords(findings),
    detail: { findings },
  });
  if (moved.ok) await releaseReservation(tx, claim.id, at);
  return moved.ok;
}

type Draft = { readonly payable: PayableClaim; readonly order: PaymentOrder };

async function draftOrders({ tx, at }: Run, passed: readonly PayableClaim[]): Promise<Draft[]> {
  await queueFor(tx, "payment.numbers");
  const day = dayOf(at);
  const prefix = orderNumber(day, 1).slice(0, -6);
  const [row] = await tx
    .select({ n: count() })
    .from(paymentOrders)
    .where(like(paymentOrders.number, `${prefix}%`));
  const before = row?.n ?? 0;
  return passed.map((payable, index) => {
    const { claim, account, enterprise, policy, orders } = payable;
    if (!account || claim.amountFen === null || claim.fundId === null) throw new Error(`claim ${claim.number} passed without account, amount or fund`);
    const order: PaymentOrder = {
      number: orderNumber(day, before + index + 1),
      idempotencyKey: idempotencyKey(claim.number, orders.length + 1),
      claimNumber: claim.number,
      fund: claim.fundId as FundId,
      payeeName: account.kind === "operator" ? account.holderName : enterprise.name,
      payeeAccount: maskAccount(account.last4),
      cnapsCode: account.cnapsCode ?? "",
      amountFen: claim.amountFen,
      remark: paymentRemark(policy.resolved.name, claim.number),
    };
    return { payable, order };
  });
}

async function batchesOfDay(tx: Db, day: PlainDate): Promise<Partial<Record<FundId, number>>> {
  const counts: Partial<Record<FundId, number>> = {};
  for (const fund of FUND_IDS) {
    const [row] = await tx
      .select({ n: count() })
      .from(paymentBatches)
      .where(like(paymentBatches.number, `批${day.replaceAll("-", "")}-${FUNDS[fund].short}-%`));
    counts[fund] = row?.n ?? 0;
  }
  return counts;
}

async function makeOrders(run: Run, from: From, passed: readonly PayableClaim[], setAside: SetAside[]): Promise<PreparedBatch[]> {
  const drafts = await draftOrders(run, passed);
  const moved: (Draft & { claim: Claim })[] = [];
  const settings = await loadClaimSettings(run.tx);
  for (const draft of drafts) {
    const result = await moveToDisbursing(run, from, draft, settings);
    const { claim } = draft.payable;
    if (result.ok) moved.push({ ...draft, claim: result.value });
    else setAside.push({ claimId: claim.id, number: claim.number, findings: [{ code: result.reason, text: REFUSED_WORDS }], movedTo: null });
  }
  const day = dayOf(run.at);
  const built = buildBatches(
    moved.map(({ order }) => order),
    { payOn: day, existing: await batchesOfDay(run.tx, day) },
  );
  const byOrder = new Map(moved.map((one) => [one.order.number, one]));
  const batches: PreparedBatch[] = [];
  for (const batch of built) {
    const members = batch.orders.flatMap((order) => byOrder.get(order.number) ?? []);
    batches.push(await storeBatch(run, batch, members));
  }
  return batches;
}

function moveToDisbursing({ tx, actor, at, calendar }: Run, from: From, { payable, order }: Draft, settings: Awaited<ReturnType<typeof loadClaimSettings>>) {
  const { claim, orders, account, noticeClosesAt, openObjections } = payable;
  const corrected = {
    accountNameEqual: account?.kind === "corporate",
    operatorAccountConsented: account?.kind === "operator",
    accountEnteredBy: account?.createdBy ?? "",
    accountCheckedBy: account?.verifiedBy ?? "",
    accountCorrectionsInDay: payable.accountChangesInDay,
    fundsBack: orders[0]?.state === "returned",
  };
  return moveClaim(tx, {
    claimId: claim.id,
    to: "disbursing",
    actor,
    at,
    calendar,
    facts: {
      settings,
      ...(noticeClosesAt && { noticeClosesAt }),
      openObjections,
      preCheckFindings: 0,
      orderNumber: order.number,
      formerOrderNumbers: orders.map((one) => one.number),
      ...(from === "paymentFailed" && corrected),
    },
    patch: { accountId: account?.id ?? null },
    detail: { orderNumber: order.number, accountLast4: account?.last4 ?? null, attempt: orders.length + 1 },
  });
}

const earliest = (days: readonly (PlainDate | null)[], fallback: PlainDate): PlainDate =>
  days.reduce<PlainDate | null>((first, day) => (day && (first === null || day < first) ? day : first), null) ?? fallback;

async function storeBatch({ tx, actor, at }: Run, batch: PaymentBatch, members: readonly (Draft & { claim: Claim })[]): Promise<PreparedBatch> {
  if (actor.personId === null) throw new Error("a batch without a maker");
  const dueOn = earliest(
    members.map(({ claim }) => claim.dueOn),
    batch.payOn,
  );
  const head = {
    number: batch.number,
    fundId: batch.fund,
    state: "prepared" as const,
    orderCount: batch.count,
    totalFen: batch.sumFen,
    makerId: actor.personId,
    madeAt: at,
    dueOn,
  };
  const [stored] = await tx.insert(paymentBatches).values(head).returning({ id: paymentBatches.id });
  if (!stored) throw new Error("the batch was not stored");
  const rows = members.map(({ order, claim, payable: { account } }) => {
    if (!account) throw new Error(`order ${order.number} without an account`);
    return {
      number: order.number,
      batchId: stored.id,
      fundId: batch.fund,
      claimId: claim.id,
      enterpriseId: claim.enterpriseId,
      accountId: account.id,
      amountFen: order.amountFen,
      state: "prepared" as const,
      idempotencyKey: order.idempotencyKey,
      remark: order.remark,
      createdAt: at,
      numberIndex: account.numberIndex,
    };
  });
  await tx.insert(paymentOrders).values(rows.map(({ numberIndex: _, ...row }) => row));
  const detail = { number: batch.number, fundId: batch.fund, orders: rows.map((row) => row.number), totalFen: batch.sumFen, hash: batchHash(rows) };
  await appendAudit(tx, [
    { at, actorId: actor.personId, actorRole: actor.role, action: "batch.prepared", subjectType: "paymentBatch", subjectId: stored.id, detail },
  ]);
  return { batchId: stored.id, number: batch.number, fundId: batch.fund, orderCount: batch.count, totalFen: batch.sumFen };
}
