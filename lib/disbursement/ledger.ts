import { addFen, type Fen, fen, subtractFen } from "../kernel/fen";
import { ok, type Result, refused } from "../kernel/result";
import type { FundId } from "./funds";

/**
 * 账户 of a fund's book. The budget side: 预算指标 (given), 可用, 已冻结, 已列支. The money side: 银行存款, 在途, 已发补贴, 应收追回, 追回待缴库.
 * Positive is debit (借), negative credit (贷).
 */
export type LedgerAccount = "appropriation" | "available" | "reserved" | "spent" | "bank" | "inTransit" | "granted" | "receivable" | "recovered";

export type Posting = { readonly book: FundId; readonly account: LedgerAccount; readonly amountFen: Fen };

export type LedgerEvent =
  /** 下达预算 */
  | "appropriate"
  /** 冻结 */
  | "reserve"
  /** 释放冻结 */
  | "release"
  /** 发往银行 */
  | "send"
  /** 银行回执成功 */
  | "pay"
  /** 银行退票 */
  | "return"
  /** 作出追回决定 */
  | "clawback"
  /** 企业缴回 */
  | "repay"
  /** 撤销追回决定 (复议、诉讼) */
  | "revokeClawback";

/** Debit and credit pairs of each event; each pair moves the whole amount, so every event sums to zero. */
const PAIRS: Record<LedgerEvent, readonly (readonly [debit: LedgerAccount, credit: LedgerAccount])[]> = {
  appropriate: [["available", "appropriation"]],
  reserve: [["reserved", "available"]],
  release: [["available", "reserved"]],
  send: [["inTransit", "bank"]],
  pay: [
    ["granted", "inTransit"],
    ["spent", "reserved"],
  ],
  return: [["bank", "inTransit"]],
  clawback: [["receivable", "granted"]],
  repay: [
    ["bank", "receivable"],
    ["recovered", "spent"],
  ],
  revokeClawback: [["granted", "receivable"]],
};

/** 记账: the postings of one event, double entry. Throws on an amount that is not positive; a reversal is an event of its own. */
export function post(event: LedgerEvent, book: FundId, amount: Fen): readonly Posting[] {
  if (amount <= 0) throw new RangeError(`ledger amount ${amount}`);
  return PAIRS[event].flatMap(([debit, credit]) => [
    { book, account: debit, amountFen: amount },
    { book, account: credit, amountFen: fen(-amount) },
  ]);
}

/** Sum of a transaction's postings per book; every one must be 0. */
export const sumOf = (postings: readonly Posting[], book: FundId): Fen =>
  addFen(...postings.filter((one) => one.book === book).map(({ amountFen }) => amountFen));

export const isBalanced = (postings: readonly Posting[]): boolean => postings.every(({ book }) => sumOf(postings, book) === 0);

/** 余额 of one account in one book. */
export const balanceOf = (postings: readonly Posting[], book: FundId, account: LedgerAccount): Fen =>
  addFen(...postings.filter((one) => one.book === book && one.account === account).map(({ amountFen }) => amountFen));

export type Instalment = { readonly number: number; readonly amountFen: Fen };

/** 分期缴回: equal parts, the remainder of the division in the last. Fraud gets no instalments. */
export function instalmentsOf(
  owed: Fen,
  parts: number,
  faultKind: "systemError" | "enterpriseFault" | "fraud",
): Result<readonly Instalment[], "fraudPaysAtOnce" | "partsInvalid"> {
  if (!Number.isInteger(parts) || parts < 1 || parts > owed) return refused("partsInvalid");
  if (faultKind === "fraud" && parts > 1) return refused("fraudPaysAtOnce");
  const part = fen(Math.floor(owed / parts));
  const last = subtractFen(owed, fen(part * (parts - 1)));
  return ok(Array.from({ length: parts }, (_, index) => ({ number: index + 1, amountFen: index === parts - 1 ? last : part })));
}
