import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { writeBankFile } from "@/lib/disbursement/bank-file";
import { batchNumber, buildBatches } from "@/lib/disbursement/batches";
import { csvFields, csvLine } from "@/lib/disbursement/csv";
import { decideRelease, idempotencyKey, isOrderNumber, orderNumber, type PaymentBatch, paymentRemark } from "@/lib/disbursement/orders";
import { reconcile } from "@/lib/disbursement/reconcile";
import { type ReturnLine, readReturnFile, returnKind, writeReturnFile } from "@/lib/disbursement/return-file";
import { fen, fenFromYuan } from "@/lib/kernel/fen";
import { DAY, order } from "./support";

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
const batchOf = (...orders: ReturnType<typeof order>[]): PaymentBatch => {
  const [batch] = buildBatches(orders, { payOn: DAY });
  if (!batch) throw new Error("no batch");
  return batch;
};
const write = (batch: PaymentBatch) => writeBankFile(batch, "529901-03", sha256);
const textOf = (batch: PaymentBatch) => {
  const result = write(batch);
  if (!result.ok) throw new Error(result.reason.fault);
  return result.value;
};

test("numbers and keys", () => {
  expect(orderNumber(DAY, 1)).toBe("付20260715-000001");
  expect(isOrderNumber("付20260715-000001")).toBe(true);
  expect(isOrderNumber("付2026-1")).toBe(false);
  expect(() => orderNumber(DAY, 0)).toThrow(RangeError);
  expect(idempotencyKey("兑2026-00001", 2)).toBe("pay:兑2026-00001:2");
  expect(batchNumber(DAY, "unemploymentInsurance", 1)).toBe("批20260715-失业-01");
  expect(paymentRemark("稳岗返还补贴", "兑2026-00001")).toBe("稳岗返还补贴 兑2026-00001");
  expect([...paymentRemark("很".repeat(40), "兑2026-00001")]).toHaveLength(30);
});

test("a batch never mixes funds, and long ones are cut", () => {
  const orders = [order(3), order(1), order(2, { fund: "employment" }), order(4)];
  const batches = buildBatches(orders, { payOn: DAY, maxLines: 2, existing: { countyTreasury: 1 } });
  expect(batches.map(({ number, count }) => [number, count])).toEqual([
    ["批20260715-就业-01", 1],
    ["批20260715-财政-02", 2],
    ["批20260715-财政-03", 1],
  ]);
  expect(batches[1]?.orders.map(({ number }) => number)).toEqual(["付20260715-000001", "付20260715-000003"]);
  expect(batches[1]?.sumFen).toBe(fenFromYuan(256_000));
});

test("the maker does not release, and only what was handed over is released", () => {
  const ask = {
    makerId: "m",
    actor: { personId: "r", roles: ["paymentChecker"] },
    deciderIds: ["h", "c", "l"],
    orderCount: 2,
    handedOverHash: "a",
    currentHash: "a",
    released: false,
  };
  expect(decideRelease(ask)).toEqual({ ok: true, value: { releaserId: "r" } });
  expect(decideRelease({ ...ask, makerId: "r" })).toEqual({ ok: false, reason: "makerReleases" });
  expect(decideRelease({ ...ask, deciderIds: ["r"] })).toEqual({ ok: false, reason: "tookPart" });
  expect(decideRelease({ ...ask, currentHash: "b" })).toEqual({ ok: false, reason: "batchChanged" });
  expect(decideRelease({ ...ask, released: true })).toEqual({ ok: false, reason: "alreadyReleased" });
  expect(decideRelease({ ...ask, orderCount: 0 })).toEqual({ ok: false, reason: "emptyBatch" });
  expect(decideRelease({ ...ask, actor: { personId: "r", roles: ["paymentMaker"] } })).toEqual({ ok: false, reason: "roleMissing" });
});

test("a payment file has a head, its lines, and a trailer with count, sum and hash", () => {
  const lines = textOf(batchOf(order(1), order(2, { amountFen: fenFromYuan("0.05") }))).split("\r\n");
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe('"H","青禾集中支付","1","批20260715-财政-01","countyTreasury","529901-03","2026-07-15","2","128000.05"');
  expect(lines[2]).toBe('"D","2","付20260715-000002","青禾县嘉禾食品有限公司","5299010000000001","102000000001","0.05","稳岗返还补贴 兑2026-00002"');
  expect(lines[3]).toBe(`"T","2","128000.05","${sha256(`${lines.slice(0, 3).join("\r\n")}\r\n`)}"`);
  expect(lines[4]).toBe("");
});

test("the same batch gives the same bytes; without a hash function the field is a dash", () => {
  const batch = batchOf(order(1));
  expect(textOf(batch)).toBe(textOf(batch));
  const plain = writeBankFile(batch, "529901-03");
  expect(plain.ok && plain.value.endsWith('"T","1","128000.00","-"\r\n')).toBe(true);
});

test("a file that could pay wrongly is not written", () => {
  const fault = (batch: PaymentBatch) => {
    const result = write(batch);
    return result.ok ? "ok" : result.reason.fault;
  };
  const batch = batchOf(order(1), order(2));
  expect(fault({ ...batch, orders: [] })).toBe("emptyBatch");
  expect(fault({ ...batch, sumFen: fen(1) })).toBe("totalsDiffer");
  expect(fault({ ...batch, count: 1 })).toBe("totalsDiffer");
  expect(fault({ ...batch, orders: [order(1), order(2, { fund: "employment" })] })).toBe("mixedFunds");
  expect(fault(batchOf(order(1), order(1)))).toBe("orderTwice");
  expect(fault(batchOf(order(1), order(2, { claimNumber: "兑2026-00001" })))).toBe("claimTwice");
  expect(fault(batchOf(order(1, { amountFen: fen(0) })))).toBe("amountNotPositive");
  expect(fault(batchOf(order(1, { payeeAccount: "12" })))).toBe("accountInvalid");
  expect(fault(batchOf(order(1, { cnapsCode: "102" })))).toBe("accountInvalid");
  expect(fault(batchOf(order(1, { payeeName: "=HYPERLINK(1)" })))).toBe("unsafeText");
  expect(fault(batchOf(order(1, { payeeName: "甲\r\n乙" })))).toBe("unsafeText");
});

const line = (sequence: number, part: Partial<ReturnLine> = {}): ReturnLine => ({
  orderNumber: orderNumber(DAY, sequence),
  amountFen: fenFromYuan("128000.00"),
  status: "成功",
  code: "00",
  text: "成功",
  bankReference: `B${sequence}`,
  ...part,
});
const answer = (...lines: ReturnLine[]) => writeReturnFile({ batchNumber: "批20260715-财政-01", day: DAY, lines }, sha256);
const faultOf = (text: string, hash: typeof sha256 | undefined = sha256) => {
  const result = readReturnFile(text, hash);
  return result.ok ? "ok" : `${result.reason.fault}${result.reason.line === null ? "" : `@${result.reason.line}`}`;
};

test("a return file is read back as it was written", () => {
  const lines = [line(1), line(2, { status: "失败", code: "01", text: '户名不符，"甲,乙"' })];
  const result = readReturnFile(answer(...lines), sha256);
  expect(result).toMatchObject({ ok: true, value: { batchNumber: "批20260715-财政-01", day: "2026-07-15", lines, sumFen: fenFromYuan(256_000) } });
});

test("a file converted to LF with a byte order mark is the same file", () => {
  expect(faultOf(`\uFEFF${answer(line(1)).replaceAll("\r\n", "\n")}`)).toBe("ok");
});

test("whatever was cut, added or changed is found", () => {
  const text = answer(line(1), line(2));
  const rows = text.split("\r\n");
  expect(faultOf("")).toBe("headInvalid@1");
  expect(faultOf(rows.slice(0, 3).join("\r\n"))).toBe("trailerMissing@3");
  expect(faultOf([rows[0], rows[1], rows[3]].join("\r\n"))).toBe("countDiffers");
  expect(faultOf([rows[0], rows[2], rows[1], rows[3]].join("\r\n"))).toBe("lineInvalid@2");
  expect(faultOf(text.replace("128000.00", "128000.01"))).toBe("sumDiffers");
  expect(faultOf(text.replace('"B1"', '"B9"'))).toBe("hashDiffers");
  expect(faultOf(writeReturnFile({ batchNumber: "x", day: DAY, lines: [line(1)] }))).toBe("hashMissing");
  expect(faultOf(text.replace('"成功","00"', '"成功","01"'))).toBe("lineInvalid@2");
  expect(faultOf(text.replace('"成功","00"', '"部分成功","00"'))).toBe("lineInvalid@2");
  expect(faultOf(text.replace('"128000.00","成功"', '"1.28e5","成功"'))).toBe("lineInvalid@2");
});

test("any single changed character of a hashed return file is refused", () => {
  const text = answer(line(1), line(2, { status: "失败", code: "03", text: "账号错误" }));
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.constantFrom("0", "9", "x", '"', ","), (index, char) => {
      fc.pre(text[index] !== char && text[index] !== "\r" && text[index] !== "\n");
      expect(faultOf(text.slice(0, index) + char + text.slice(index + 1))).not.toBe("ok");
    }),
    { numRuns: 300 },
  );
});

test("an unknown return code is the bank's matter, never success", () => {
  expect(returnKind("00")).toBe("success");
  expect(returnKind("01")).toBe("nameDiffers");
  expect(returnKind("toString")).toBe("bankError");
});

test("fields survive quoting", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", '"', ",", " ", "甲", ""), maxLength: 6 }), { minLength: 1, maxLength: 6 }), (fields) => {
      expect(csvFields(csvLine(fields).replace(/\r\n$/, ""))).toEqual(fields);
    }),
  );
  expect(csvFields('"a')).toBeNull();
  expect(csvFields('a"b')).toBeNull();
  expect(csvFields("a,,b,")).toEqual(["a", "", "b", ""]);
});

test("every order and every line finds its place", () => {
  const orders = [1, 2, 3, 4, 5].map((sequence) => order(sequence));
  const result = reconcile(orders, [line(1), line(2, { status: "失败", code: "01" }), line(3, { amountFen: fen(1) }), line(4), line(4), line(9)]);
  expect(result.confirmed.map(({ order: one }) => one.number)).toEqual([orderNumber(DAY, 1)]);
  expect(result.failed.map(({ line: one }) => one.code)).toEqual(["01"]);
  expect(result.changedAmount.map(({ order: one }) => one.number)).toEqual([orderNumber(DAY, 3)]);
  expect(result.duplicate.map(({ lines }) => lines.length)).toEqual([2]);
  expect(result.open.map(({ number }) => number)).toEqual([orderNumber(DAY, 5)]);
  expect(result.unmatched.map(({ orderNumber: number }) => number)).toEqual([orderNumber(DAY, 9)]);
  expect(result.isClean).toBe(false);
  expect(result.confirmedFen).toBe(fenFromYuan(128_000));
  expect(reconcile([order(1)], [line(1)]).isClean).toBe(true);
});

test("no order is lost or counted twice, whatever the bank sends", () => {
  const sent = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 });
  const answers = fc.array(fc.record({ sequence: fc.integer({ min: 1, max: 12 }), good: fc.boolean(), changed: fc.boolean() }), { maxLength: 16 });
  fc.assert(
    fc.property(sent, answers, (sequences, returned) => {
      const lines = returned.map(({ sequence, good, changed }) =>
        line(sequence, { status: good ? "成功" : "失败", code: good ? "00" : "02", amountFen: fen(changed ? 1 : 12_800_000) }),
      );
      const { confirmed, failed, changedAmount, duplicate, open, unmatched } = reconcile(
        sequences.map((sequence) => order(sequence)),
        lines,
      );
      expect(confirmed.length + failed.length + changedAmount.length + duplicate.length + open.length).toBe(sequences.length);
      const placed = confirmed.length + failed.length + changedAmount.length + duplicate.reduce((sum, one) => sum + one.lines.length, 0) + unmatched.length;
      expect(placed).toBe(lines.length);
    }),
  );
});
