import fc from "fast-check";
import { expect, test } from "vitest";
import { readBankReturn } from "@/inngest/bank/read-return";
import { answerBankFile } from "@/inngest/bank/simulated-bank";
import { readXmlTree } from "@/inngest/bank/xml-tree";
import { buildBatches } from "@/lib/disbursement/batches";
import { writePain001 } from "@/lib/disbursement/pain001";
import { reconcile } from "@/lib/disbursement/reconcile";
import { childOf, childrenOf, textAt } from "@/lib/disbursement/xml";
import { fen, fenFromYuan } from "@/lib/kernel/fen";
import { instantAt } from "@/lib/kernel/plain-date";
import { DAY, order } from "./support";

const batchOf = (...orders: ReturnType<typeof order>[]) => {
  const [batch] = buildBatches(orders, { payOn: DAY });
  if (!batch) throw new Error("no batch");
  return batch;
};
const payer = { name: "青禾县财政局国库", accountLast4: "0003" };
const madeAt = instantAt(DAY, "16:30");
const textOf = (batch: ReturnType<typeof batchOf>) => {
  const written = writePain001({ batch, payer, madeAt });
  if (!written.ok) throw new Error(written.reason.fault);
  return written.value;
};
const read = (text: string) => {
  const result = readBankReturn(text);
  return result.ok ? result.value : result.reason.fault;
};

test("pain.001: head and payment carry number and sum; each transfer carries its order, amount, bank and account", () => {
  const batch = batchOf(order(1), order(2, { amountFen: fenFromYuan("0.05") }));
  const text = textOf(batch);
  expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">')).toBe(true);
  const message = childOf(readXmlTree(text)?.root ?? null, "CstmrCdtTrfInitn");
  expect(["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum"].map((name) => textAt(message, "GrpHdr", name))).toEqual([
    "批20260715-财政-01",
    "2026-07-15T16:30:00+08:00",
    "2",
    "128000.05",
  ]);
  const payment = childOf(message, "PmtInf");
  expect(textAt(payment, "ReqdExctnDt", "Dt")).toBe("2026-07-15");
  const second = childrenOf(payment!, "CdtTrfTxInf")[1]!;
  expect([
    textAt(second, "PmtId", "EndToEndId"),
    textAt(second, "Amt", "InstdAmt"),
    childOf(childOf(second, "Amt"), "InstdAmt")?.attributes["Ccy"],
    textAt(second, "CdtrAgt", "FinInstnId", "ClrSysMmbId", "MmbId"),
    textAt(second, "Cdtr", "Nm"),
    textAt(second, "CdtrAcct", "Id", "Othr", "Id"),
  ]).toEqual(["付20260715-000002", "0.05", "CNY", "102000000001", "青禾县嘉禾食品有限公司", "5299010000000001"]);
  expect(textOf(batch)).toBe(text);
});

test("pain.001 refuses what the county's own file refuses, and escapes what a name may hold", () => {
  const bad = writePain001({ batch: { ...batchOf(order(1)), sumFen: fen(1) }, payer, madeAt });
  expect(bad).toEqual({ ok: false, reason: { fault: "totalsDiffer", orderNumber: null } });
  const hostile = "甲&乙</Nm><Amt>1</Amt>\"'有限公司";
  const text = textOf(batchOf(order(1, { payeeName: hostile })));
  const payment = childOf(childOf(readXmlTree(text)?.root ?? null, "CstmrCdtTrfInitn"), "PmtInf");
  expect(textAt(childrenOf(payment!, "CdtTrfTxInf")[0]!, "Cdtr", "Nm")).toBe(hostile);
});

test("the round trip: what is written is answered, read, and reconciles; bounces name their reason", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 99_999_999_99 }), { minLength: 1, maxLength: 12 }), fc.nat(), (amounts, pick) => {
      const orders = amounts.map((amount, index) => order(index + 1, { amountFen: fen(amount), payeeAccount: `52990100000${String(index).padStart(5, "0")}` }));
      const batch = batchOf(...orders);
      const bounced = pick % orders.length;
      const file = read(answerBankFile(textOf(batch), [{ payee: orders[bounced]!.payeeAccount, code: "03" }]));
      if (typeof file === "string") throw new Error(file);
      expect(file.batchNumber).toBe(batch.number);
      const result = reconcile(batch.orders, file.lines);
      expect(result.isClean).toBe(true);
      expect(result.failed.map(({ line }) => [line.orderNumber, line.code])).toEqual([[orders[bounced]!.number, "03"]]);
      expect(result.confirmedFen + result.failedFen).toBe(batch.sumFen);
    }),
    { numRuns: 30 },
  );
});

const CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
const tx = (n: number, amount: string, more = "", refs = "") =>
  `<TxDtls><Refs><MsgId>批1</MsgId><EndToEndId>付20260715-00000${n}</EndToEndId>${refs}</Refs><Amt Ccy="CNY">${amount}</Amt>${more}</TxDtls>`;
const entry = (amount: string, inside: string, direction = "DBIT", status = "BOOK") =>
  `<Ntry><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Sts><Cd>${status}</Cd></Sts><NtryDtls>${inside}</NtryDtls></Ntry>`;
const camt = (entries: string, namespace = CAMT) =>
  `<?xml version="1.0"?><Document xmlns="${namespace}"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>m</MsgId><CreDtTm>2026-07-16T09:00:00+08:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>${entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
const REASON = "<RtrInf><Rsn><Cd>BE01</Cd></Rsn><AddtlInf>户名不符</AddtlInf></RtrInf>";

test("camt.054: out is paid, in with a reason came back; paid and sent back is one return; what is not booked yet is no answer", () => {
  const lines = (entries: string) => {
    const file = read(camt(entries));
    return typeof file === "string" ? file : file.lines.map((line) => [line.orderNumber.slice(-1), line.amountFen, line.status, line.code]);
  };
  expect(lines(entry("300.5", tx(1, "100") + tx(2, "200.50")))).toEqual([
    ["1", 10_000, "成功", "00"],
    ["2", 20_050, "成功", "00"],
  ]);
  expect(lines(entry("100", tx(1, "100", REASON), "CRDT"))).toEqual([["1", 10_000, "失败", "01"]]);
  expect(lines(entry("100", tx(1, "100")) + entry("100", tx(1, "100", REASON), "CRDT"))).toEqual([["1", 10_000, "失败", "01"]]);
  expect(lines(entry("100", tx(1, "100")) + entry("100", tx(1, "100"))).length).toBe(2);
  expect(lines(entry("100", tx(1, "100")) + entry("5", tx(2, "5"), "DBIT", "PDNG"))).toHaveLength(1);
});

test("camt.054 is refused whole when its parts are not its sum, its count, one batch, or its own currency", () => {
  expect(read(camt(entry("300", tx(1, "100") + tx(2, "200.50"))))).toBe("sumDiffers");
  expect(read(camt(entry("100", `<Btch><NbOfTxs>2</NbOfTxs></Btch>${tx(1, "100")}`)))).toBe("countDiffers");
  expect(read(camt(entry("100", tx(1, "100")) + entry("5", tx(2, "5").replace("批1", "批2"))))).toBe("headInvalid");
  expect(read(camt(entry("100", tx(1, "100")).replaceAll('Ccy="CNY"', 'Ccy="USD"')))).toBe("lineInvalid");
  expect(read(camt(entry("100", tx(1, "100")), "urn:example:other"))).toBe("headInvalid");
  expect(read(camt(""))).toBe("headInvalid");
  // A payment that went out does not carry a return's reason.
  expect(read(camt(entry("100", tx(1, "100", REASON))))).toBe("lineInvalid");
  for (const amount of ["-100", "1e2", "100.001", "١٠٠", "0x64", "", "100 000"])
    expect([amount, read(camt(entry("100", tx(1, amount))))]).toEqual([amount, "lineInvalid"]);
});

const PAIN2 = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";
const status = (n: number, code: string, amount = "100", more = "") =>
  `<TxInfAndSts><OrgnlEndToEndId>付20260715-00000${n}</OrgnlEndToEndId><TxSts>${code}</TxSts>${more}<AcctSvcrRef>R${n}</AcctSvcrRef><OrgnlTxRef><Amt><InstdAmt Ccy="CNY">${amount}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>`;
const pain2 = (inside: string, count = "3") =>
  `<Document xmlns="${PAIN2}"><CstmrPmtStsRpt><GrpHdr><MsgId>s</MsgId><CreDtTm>2026-07-16T09:00:00+08:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>批1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><OrgnlNbOfTxs>${count}</OrgnlNbOfTxs></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>${inside}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;

test("pain.002: settled, rejected with its reason, and on the way", () => {
  const rejected = status(2, "RJCT", "100", "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>账户已销户</AddtlInf></StsRsnInf>");
  const file = read(pain2(status(1, "ACSC") + rejected + status(3, "ACSP")));
  if (typeof file === "string") throw new Error(file);
  expect(file.lines).toMatchObject([
    { orderNumber: "付20260715-000001", status: "成功", code: "00", bankReference: "R1" },
    { orderNumber: "付20260715-000002", status: "失败", code: "02" },
  ]);
  expect(file.lines[1]?.text).toContain("账户已销户");
  expect(read(pain2(status(1, "ACSC") + status(2, "ACSC"), "1"))).toBe("countDiffers");
  expect(read(pain2(status(1, "ACSC").replace(/<OrgnlTxRef>.*<\/OrgnlTxRef>/, "")))).toBe("lineInvalid");
});

const GOOD = camt(entry("100", tx(1, "100")));
const deep = "<a>".repeat(30) + "</a>".repeat(30);
test.each([
  ["a document type with an entity", GOOD.replace("<Document", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document').replace(">100<", ">&x;<")],
  ["a billion laughs", GOOD.replace("<Document", '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><Document')],
  ["an unknown entity", GOOD.replace(">100<", ">&money;<")],
  ["two roots", GOOD + GOOD.replace(/^<\?xml[^>]*>/, "")],
  ["a cut tail", GOOD.slice(0, -20)],
  ["words after the end", `${GOOD}trailer`],
  ["crossed elements", GOOD.replace("</Amt><CdtDbtInd>", "</CdtDbtInd><CdtDbtInd>")],
  ["thirty levels", GOOD.replace("<GrpHdr>", `${deep}<GrpHdr>`)],
  ["words beside elements", GOOD.replace("<Refs>", "<Refs>五百万")],
  ["no namespace", GOOD.replace(` xmlns="${CAMT}"`, "")],
  ["a very long text", GOOD.replace("<MsgId>m<", `<MsgId>${"长".repeat(5_000)}<`)],
  ["seventy thousand elements", GOOD.replace("<GrpHdr>", `${"<x/>".repeat(70_000)}<GrpHdr>`)],
  ["nine attributes", GOOD.replace('Ccy="CNY"', `${Array.from({ length: 9 }, (_, index) => `a${index}="1"`).join(" ")} Ccy="CNY"`)],
  ["an attribute twice", GOOD.replace('Ccy="CNY"', 'Ccy="CNY" Ccy="USD"')],
])("hostile XML is refused whole: %s", (_, text) => {
  expect(read(GOOD)).not.toBe("headInvalid");
  expect(readXmlTree(text)).toBeNull();
  expect(read(text)).toBe("headInvalid");
});

test("an element that may stand once and stands twice pays nobody; a foreign element is not read, nor what is in it", () => {
  expect(read(GOOD.replace('<Amt Ccy="CNY">100</Amt></TxDtls>', '<Amt Ccy="CNY">100</Amt><Amt Ccy="CNY">900</Amt></TxDtls>'))).toBe("lineInvalid");
  const wrapped = GOOD.replace("<NtryDtls>", `<NtryDtls><o:x xmlns:o="urn:other" xmlns:c="${CAMT}"><c:TxDtls>${tx(2, "900")}</c:TxDtls></o:x>`);
  const file = read(wrapped);
  expect(typeof file === "string" ? file : file.lines.map((line) => line.orderNumber)).toEqual(["付20260715-000001"]);
  // A comment inside a number does not cut it short.
  const commented = read(GOOD.replaceAll(">100<", ">1<!-- x -->00<"));
  expect(typeof commented === "string" ? commented : commented.sumFen).toBe(10_000);
});

test("whatever bytes come, the reader answers", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400, unit: fc.constantFrom(..."<>/&;\"'=Amt Ntry1!?-[]CDATA中") }), (noise) => {
      expect(["string", "object"]).toContain(typeof read(`<${noise}`));
      const cut = GOOD.length - (noise.length % GOOD.length);
      expect(["string", "object"]).toContain(typeof read(GOOD.slice(0, cut) + noise));
    }),
  );
});
