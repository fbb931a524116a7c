import { plainYuan } from "../kernel/fen";
import { ok, type Result, refused } from "../kernel/result";
import { isCnapsCode, isCorporateAccount } from "../standards/bank";
import { csvLine, isSafeField } from "./csv";
import { isOrderNumber, type PaymentBatch, type PaymentOrder } from "./orders";

/**
 * 县财政集中支付文件, version 1, our own published format (UTF-8, CRLF, all fields quoted):
 *   H, 青禾集中支付, 1, batch number, fund id, paying account, day of payment, number of lines, sum in yuan
 *   D, line, order number, payee name, payee account, 联行号, amount in yuan, remark
 *   T, number of lines, sum in yuan, hash of everything above
 * The hash is an argument (SHA-256 or SM3 as hex); without one the field stays "-" and the receiver checks count and sum only.
 */
export const BANK_FILE_FORMAT = "青禾集中支付";
export const BANK_FILE_VERSION = "1";
export const NO_HASH = "-";

/** 文件格式 that a batch can be sent in: the county's own file, or ISO 20022. */
export const BANK_FORMATS = ["countyCsv", "pain001"] as const;
export type BankFormat = (typeof BANK_FORMATS)[number];
export const BANK_FORMAT_WORDS: Record<BankFormat, string> = { countyCsv: "县财政集中支付（CSV）", pain001: "ISO 20022 转账指令（pain.001）" };

export type Hash = (text: string) => string;

export type BankFileFault =
  | "emptyBatch"
  | "mixedFunds"
  | "totalsDiffer"
  | "orderNumberInvalid"
  | "orderTwice"
  | "claimTwice"
  | "amountNotPositive"
  | "accountInvalid"
  | "unsafeText";
export type BankFileRefusal = { readonly fault: BankFileFault; readonly orderNumber: string | null };

function orderFault(order: PaymentOrder, fund: PaymentBatch["fund"]): BankFileFault | null {
  if (order.fund !== fund) return "mixedFunds";
  if (!isOrderNumber(order.number)) return "orderNumberInvalid";
  if (order.amountFen <= 0) return "amountNotPositive";
  if (!isCorporateAccount(order.payeeAccount) || !isCnapsCode(order.cnapsCode)) return "accountInvalid";
  return isSafeField(order.payeeName) && isSafeField(order.remark) ? null : "unsafeText";
}

const repeated = (values: readonly string[]): string | undefined => values.find((value, index) => values.indexOf(value) !== index);

/** What makes a batch unfit for any bank file. */
export function batchFault({ orders, fund, count, sumFen }: PaymentBatch): BankFileRefusal | null {
  if (orders.length === 0) return { fault: "emptyBatch", orderNumber: null };
  for (const order of orders) {
    const fault = orderFault(order, fund);
    if (fault) return { fault, orderNumber: order.number };
  }
  const twice = repeated(orders.map(({ number }) => number));
  if (twice !== undefined) return { fault: "orderTwice", orderNumber: twice };
  if (repeated(orders.map(({ claimNumber }) => claimNumber)) !== undefined) return { fault: "claimTwice", orderNumber: null };
  const sum = orders.reduce((total, { amountFen }) => total + amountFen, 0);
  return count === orders.length && sum === sumFen ? null : { fault: "totalsDiffer", orderNumber: null };
}

/** 写支付文件 for one batch. The same batch always gives the same bytes: sending it again is recognisable. Refuses instead of repairing. */
export function writeBankFile(batch: PaymentBatch, payingAccount: string, hash?: Hash): Result<string, BankFileRefusal> {
  const fault = batchFault(batch);
  if (fault) return refused(fault);
  const { number, fund, payOn, orders, count, sumFen } = batch;
  const sum = plainYuan(sumFen);
  const head = csvLine(["H", BANK_FILE_FORMAT, BANK_FILE_VERSION, number, fund, payingAccount, payOn, count, sum]);
  const lines = orders.map(({ number: order, payeeName, payeeAccount, cnapsCode, amountFen, remark }, index) =>
    csvLine(["D", index + 1, order, payeeName, payeeAccount, cnapsCode, plainYuan(amountFen), remark]),
  );
  const body = head + lines.join("");
  return ok(body + csvLine(["T", count, sum, hash ? hash(body) : NO_HASH]));
}
