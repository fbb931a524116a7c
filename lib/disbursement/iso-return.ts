import { addFen, type Fen, parseYuan, ZERO_FEN } from "../kernel/fen";
import { PlainDate } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import { RETURN_CODES, type ReturnFault, type ReturnFile, type ReturnLine, type ReturnRefusal } from "./return-file";
import { childOf, childrenOf, nodeAt, textAt, type XmlNode, XmlShapeFault } from "./xml";

/**
 * ISO 20022 银行回执: pain.002 (status of a transfer) and camt.054 (notice of what was booked), read into the same return lines as the county's own
 * file. All or nothing, like there: what cannot be understood refuses the message. Amounts are in CNY with at most two places.
 */
const SCHEMA = /^urn:iso:std:iso:20022:tech:xsd:(pain\.002|camt\.054)\.001\.\d{2}$/;

type Code = keyof typeof RETURN_CODES;

/** ISO reason codes of the three kinds that an enterprise can do something about; every other is the bank's matter. */
const REASONS: Readonly<Record<string, Exclude<Code, "00">>> = { BE01: "01", BE05: "01", AC04: "02", AC06: "02", AC01: "03", AC02: "03", AC03: "03" };
const codeOf = (reason: string): Exclude<Code, "00"> => (Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? "99") : "99");

class Fault extends Error {
  readonly fault: ReturnFault;
  constructor(fault: ReturnFault) {
    super(fault);
    this.fault = fault;
  }
}
const fail = (fault: ReturnFault): never => {
  throw new Fault(fault);
};

const MONEY = /^\d{1,13}(\.\d{1,2})?$/;

function money(node: XmlNode | null): Fen {
  const text = node?.text.trim() ?? "";
  if (node === null || node.attributes["Ccy"] !== "CNY" || !MONEY.test(text)) return fail("lineInvalid");
  return parseYuan(text) ?? fail("lineInvalid");
}

const dayAt = (text: string): PlainDate => {
  const day = PlainDate.safeParse(text.slice(0, 10));
  return day.success ? day.data : fail("headInvalid");
};

const success = (orderNumber: string, amountFen: Fen, bankReference: string): ReturnLine => ({
  ...{ orderNumber, amountFen, bankReference },
  status: "成功",
  code: "00",
  text: RETURN_CODES["00"].zh,
});

function failure(orderNumber: string, amountFen: Fen, bankReference: string, reason: string, words: string): ReturnLine {
  const code = codeOf(reason);
  return { orderNumber, amountFen, bankReference, status: "失败", code, text: [RETURN_CODES[code].zh, reason, words].filter(Boolean).join(" ") };
}

/** Settled in the payee's or the payer's books. Statuses on the way (已受理, 处理中) are no answer yet. */
const SETTLED: ReadonlySet<string> = new Set(["ACSC", "ACCC"]);

function statusLine(tx: XmlNode): ReturnLine | null {
  const orderNumber = textAt(tx, "OrgnlEndToEndId");
  if (orderNumber === "") return fail("lineInvalid");
  const status = textAt(tx, "TxSts");
  if (status === "") return fail("lineInvalid");
  if (status !== "RJCT" && !SETTLED.has(status)) return null;
  const amountFen = money(nodeAt(tx, "OrgnlTxRef", "Amt", "InstdAmt"));
  const reference = textAt(tx, "AcctSvcrRef");
  if (SETTLED.has(status)) return success(orderNumber, amountFen, reference);
  const reason = childrenOf(tx, "StsRsnInf")[0] ?? null;
  return failure(orderNumber, amountFen, reference, textAt(reason, "Rsn", "Cd"), (reason && childrenOf(reason, "AddtlInf")[0]?.text.trim()) ?? "");
}

type Read = Pick<ReturnFile, "batchNumber" | "day" | "lines">;

function readPain002(root: XmlNode): Read {
  const report = childOf(root, "CstmrPmtStsRpt") ?? fail("headInvalid");
  const batchNumber = textAt(report, "OrgnlGrpInfAndSts", "OrgnlMsgId");
  if (batchNumber === "") return fail("headInvalid");
  const day = dayAt(textAt(report, "GrpHdr", "CreDtTm"));
  const transactions = childrenOf(report, "OrgnlPmtInfAndSts").flatMap((one) => childrenOf(one, "TxInfAndSts"));
  const lines = transactions.flatMap((tx) => statusLine(tx) ?? []);
  const declared = textAt(report, "OrgnlGrpInfAndSts", "OrgnlNbOfTxs");
  if (declared !== "" && Number(declared) < transactions.length) return fail("countDiffers");
  return { batchNumber, day, lines };
}

type Booked = { readonly line: ReturnLine; readonly batchNumber: string };

function bookedLine(tx: XmlNode, batchOfEntry: string, returned: boolean): Booked {
  const refs = childOf(tx, "Refs");
  const orderNumber = textAt(refs, "EndToEndId");
  const batchNumber = textAt(refs, "MsgId") || textAt(refs, "PmtInfId") || batchOfEntry;
  if (orderNumber === "" || batchNumber === "") return fail("lineInvalid");
  const amountFen = money(childOf(tx, "Amt"));
  const reference = textAt(refs, "AcctSvcrRef");
  const info = childOf(tx, "RtrInf");
  if (!returned) return info === null ? { batchNumber, line: success(orderNumber, amountFen, reference) } : fail("lineInvalid");
  const words = (info && childrenOf(info, "AddtlInf")[0]?.text.trim()) ?? "";
  return { batchNumber, line: failure(orderNumber, amountFen, reference, textAt(info, "Rsn", "Cd"), words) };
}

/** 一条分录: money out is a payment made, money in with a return's reason is a payment that came back. Its parts must be its sum. */
function readEntry(entry: XmlNode): readonly Booked[] {
  const status = textAt(entry, "Sts", "Cd") || textAt(entry, "Sts");
  if (status !== "BOOK") return [];
  const direction = textAt(entry, "CdtDbtInd");
  if (direction !== "DBIT" && direction !== "CRDT") return fail("lineInvalid");
  const details = childOf(entry, "NtryDtls");
  const transactions = details ? childrenOf(details, "TxDtls") : [];
  if (transactions.length === 0) return fail("lineInvalid");
  const batch = details && childOf(details, "Btch");
  const count = textAt(batch, "NbOfTxs");
  if (count !== "" && count !== String(transactions.length)) return fail("countDiffers");
  const booked = transactions.map((tx) => bookedLine(tx, textAt(batch, "MsgId") || textAt(batch, "PmtInfId"), direction === "CRDT"));
  return sum(booked.map(({ line }) => line)) === money(childOf(entry, "Amt")) ? booked : fail("sumDiffers");
}

const sum = (lines: readonly ReturnLine[]): Fen => addFen(ZERO_FEN, ...lines.map(({ amountFen }) => amountFen));

/** Paid and sent back in one message: the return is what counts. Anything else that names an order twice stays two lines, for a person. */
function settleReversals(lines: readonly ReturnLine[]): readonly ReturnLine[] {
  const isReversed = (line: ReturnLine) => {
    const same = lines.filter((one) => one.orderNumber === line.orderNumber);
    return line.status === "成功" && same.length === 2 && same.some((one) => one.status === "失败" && one.amountFen === line.amountFen);
  };
  return lines.filter((line) => !isReversed(line));
}

function readCamt054(root: XmlNode): Read {
  const message = childOf(root, "BkToCstmrDbtCdtNtfctn") ?? fail("headInvalid");
  const day = dayAt(textAt(message, "GrpHdr", "CreDtTm"));
  const booked = childrenOf(message, "Ntfctn").flatMap((one) => childrenOf(one, "Ntry").flatMap(readEntry));
  const [batchNumber, ...others] = new Set(booked.map((one) => one.batchNumber));
  if (batchNumber === undefined || others.length > 0) return fail("headInvalid");
  return { batchNumber, day, lines: settleReversals(booked.map(({ line }) => line)) };
}

/** 读 ISO 20022 回执 from the root element and its namespace. */
export function readIsoReturn(root: XmlNode, namespace: string): Result<ReturnFile, ReturnRefusal> {
  const kind = SCHEMA.exec(namespace)?.[1];
  if (root.name !== "Document" || kind === undefined) return refused({ fault: "headInvalid", line: null });
  try {
    const read = kind === "pain.002" ? readPain002(root) : readCamt054(root);
    return ok({ ...read, sumFen: sum(read.lines), hash: null });
  } catch (error) {
    if (error instanceof Fault) return refused({ fault: error.fault, line: null });
    if (error instanceof XmlShapeFault) return refused({ fault: "lineInvalid", line: null });
    throw error;
  }
}
