import { createHash } from "node:crypto";
import { csvFields, csvLines } from "@/lib/disbursement/csv";
import { RETURN_CODES, type ReturnLine, writeReturnFile } from "@/lib/disbursement/return-file";
import { childOf, childrenOf, element as el, textAt, type XmlNode, xmlDocument } from "@/lib/disbursement/xml";
import { addFen, fenFromYuan, parseYuan, plainYuan } from "@/lib/kernel/fen";
import { PlainDate } from "@/lib/kernel/plain-date";
import { isXml } from "./read-return";
import { readXmlTree } from "./xml-tree";

const hex = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

export type Bounce = {
  /** Last four digits of the account, or the payee's name. */
  readonly payee: string;
  readonly code?: Exclude<keyof typeof RETURN_CODES, "00">;
};

const isBounced = (bounces: readonly Bounce[], payeeName: string, payeeAccount: string): Bounce | undefined =>
  bounces.find(({ payee }) => payee === payeeName || payeeAccount.endsWith(payee));

const referenceOf = (orderNumber: string, payeeAccount: string): string => `QH${hex(`${orderNumber}|${payeeAccount}`).slice(0, 12).toUpperCase()}`;

/**
 * 演练银行: answers an exported payment file the way the county's bank does, for the demo and for trials. It knows nothing but the file.
 * The same file and the same bounces always give the same answer. Throws on a file that is not one of ours.
 */
export function answerBankFile(text: string, bounces: readonly Bounce[] = []): string {
  if (isXml(text)) return answerPain001(text, bounces);
  const rows = csvLines(text).map((line) => csvFields(line) ?? []);
  const [, , , batchNumber, , , day] = rows[0] ?? [];
  if (rows[0]?.[0] !== "H" || batchNumber === undefined) throw new Error("not a payment file");
  const lines = rows.filter((fields) => fields[0] === "D").map((fields) => answerLine(fields, bounces));
  return writeReturnFile({ batchNumber, day: PlainDate.parse(day), lines }, hex);
}

function answerLine([, , orderNumber = "", payeeName = "", payeeAccount = "", , amount = ""]: readonly string[], bounces: readonly Bounce[]): ReturnLine {
  const amountFen = parseYuan(amount);
  if (amountFen === null) throw new Error(`order ${orderNumber} without an amount`);
  const bounce = isBounced(bounces, payeeName, payeeAccount);
  const code = bounce ? (bounce.code ?? "01") : "00";
  const bankReference = referenceOf(orderNumber, payeeAccount);
  return { orderNumber, amountFen, status: bounce ? "失败" : "成功", code, text: RETURN_CODES[code].zh, bankReference };
}

const CAMT_054 = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
const ISO_REASON = { "01": "BE01", "02": "AC04", "03": "AC01", "99": "MS03" } as const;

type Transfer = { readonly order: string; readonly amount: string; readonly account: string; readonly bounce: Bounce | undefined };

const transferOf = (tx: XmlNode, bounces: readonly Bounce[]): Transfer => {
  const account = textAt(tx, "CdtrAcct", "Id", "Othr", "Id");
  const bounce = isBounced(bounces, textAt(tx, "Cdtr", "Nm"), account);
  return { order: textAt(tx, "PmtId", "EndToEndId"), amount: textAt(tx, "Amt", "InstdAmt"), account, bounce };
};

/** One entry of a notice: the transfers that went out, or one that came back. */
function entryOf(batch: string, transfers: readonly Transfer[], direction: "DBIT" | "CRDT"): string {
  const total = plainYuan(addFen(...transfers.map(({ amount }) => fenFromYuan(amount))));
  const parts = transfers.map(({ order, amount, account, bounce }) => {
    const code = bounce?.code ?? "01";
    const reason = direction === "CRDT" ? [el("RtrInf", [el("Rsn", [el("Cd", ISO_REASON[code])]), el("AddtlInf", RETURN_CODES[code].zh)])] : [];
    const refs = el("Refs", [el("MsgId", batch), el("AcctSvcrRef", referenceOf(order, account)), el("EndToEndId", order)]);
    return el("TxDtls", [refs, el("Amt", amount, { Ccy: "CNY" }), el("CdtDbtInd", direction), ...reason]);
  });
  const details = el("NtryDtls", [el("Btch", [el("MsgId", batch), el("NbOfTxs", String(transfers.length))]), ...parts]);
  return el("Ntry", [el("Amt", total, { Ccy: "CNY" }), el("CdtDbtInd", direction), el("Sts", [el("Cd", "BOOK")]), details]);
}

/** The answer to an ISO 20022 file: one notice (camt.054) with what was paid and what came back. */
function answerPain001(text: string, bounces: readonly Bounce[]): string {
  const message = childOf(readXmlTree(text)?.root ?? null, "CstmrCdtTrfInitn");
  const payment = childOf(message, "PmtInf");
  if (!message || !payment) throw new Error("not a payment file");
  const batch = textAt(message, "GrpHdr", "MsgId");
  const transfers = childrenOf(payment, "CdtTrfTxInf").map((tx) => transferOf(tx, bounces));
  const paid = transfers.filter((one) => !one.bounce);
  const back = transfers.filter((one) => one.bounce);
  const entries = [...(paid.length > 0 ? [entryOf(batch, paid, "DBIT")] : []), ...back.map((one) => entryOf(batch, [one], "CRDT"))];
  const head = el("GrpHdr", [el("MsgId", `${batch}-回`), el("CreDtTm", textAt(message, "GrpHdr", "CreDtTm"))]);
  return xmlDocument(el("Document", [el("BkToCstmrDbtCdtNtfctn", [head, el("Ntfctn", [el("Id", `${batch}-1`), ...entries])])], { xmlns: CAMT_054 }));
}
