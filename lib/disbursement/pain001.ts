import { plainYuan } from "../kernel/fen";
import { type Instant, toShanghaiIso } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import { type BankFileRefusal, batchFault } from "./bank-file";
import type { PaymentBatch, PaymentOrder } from "./orders";
import { element as el, xmlDocument } from "./xml";

/** ISO 20022 客户贷记转账发起 (pain.001.001.09), the version of 2019 that banks take today. */
export const PAIN_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

export type Payer = {
  /** Name of the paying account's holder. */
  readonly name: string;
  /** Last four digits: the platform holds no more of the paying account; the bank knows it from its contract with the treasury. */
  readonly accountLast4: string;
};

export type Pain001Input = { readonly batch: PaymentBatch; readonly payer: Payer; readonly madeAt: Instant };

const account = (number: string): string => el("Id", [el("Othr", [el("Id", number)])]);
const totals = ({ count, sumFen }: PaymentBatch): readonly string[] => [el("NbOfTxs", String(count)), el("CtrlSum", plainYuan(sumFen))];

/** 一笔: the order's number is both instruction and end-to-end id, so that every answer names it. */
const transaction = ({ number, amountFen, cnapsCode, payeeName, payeeAccount, remark }: PaymentOrder): string =>
  el("CdtTrfTxInf", [
    el("PmtId", [el("InstrId", number), el("EndToEndId", number)]),
    el("Amt", [el("InstdAmt", plainYuan(amountFen), { Ccy: "CNY" })]),
    el("CdtrAgt", [el("FinInstnId", [el("ClrSysMmbId", [el("ClrSysId", [el("Cd", "CNAPS")]), el("MmbId", cnapsCode)])])]),
    el("Cdtr", [el("Nm", payeeName)]),
    el("CdtrAcct", [account(payeeAccount)]),
    el("RmtInf", [el("Ustrd", remark)]),
  ]);

/** 写 pain.001 for one batch: refuses the same faults as the county's own file, and the same batch always gives the same bytes. */
export function writePain001({ batch, payer, madeAt }: Pain001Input): Result<string, BankFileRefusal> {
  const fault = batchFault(batch);
  if (fault) return refused(fault);
  const head = el("GrpHdr", [el("MsgId", batch.number), el("CreDtTm", toShanghaiIso(madeAt)), ...totals(batch), el("InitgPty", [el("Nm", payer.name)])]);
  const payment = el("PmtInf", [
    el("PmtInfId", batch.number),
    el("PmtMtd", "TRF"),
    el("BtchBookg", "true"),
    ...totals(batch),
    el("ReqdExctnDt", [el("Dt", batch.payOn)]),
    el("Dbtr", [el("Nm", payer.name)]),
    el("DbtrAcct", [account(`****${payer.accountLast4}`)]),
    el("DbtrAgt", [el("FinInstnId", [el("Othr", [el("Id", "NOTPROVIDED")])])]),
    ...batch.orders.map(transaction),
  ]);
  return ok(xmlDocument(el("Document", [el("CstmrCdtTrfInitn", [head, payment])], { xmlns: PAIN_001 })));
}
