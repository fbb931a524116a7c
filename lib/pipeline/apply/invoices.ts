import { type Book, inYear, numberAt, type SourceRecord, sumOf, textAt } from "./book";

const DATASET = "vatInvoice";
const NORMAL = "正常";

type Purpose = { readonly id: string; readonly tag: string; readonly amount: "amountExclTax" | "amountInclTax"; readonly zeroWithout: boolean };

/** 用途标记 → indicator. Investments count without tax, rent and financing costs with it. Rent without an invoice stays unknown. */
const PURPOSES: readonly Purpose[] = [
  { id: "equipmentInvestment", tag: "生产设备", amount: "amountExclTax", zeroWithout: true },
  { id: "agriEquipmentInvestment", tag: "农产品加工冷链设备", amount: "amountExclTax", zeroWithout: true },
  { id: "digitalInvestment", tag: "数字化", amount: "amountExclTax", zeroWithout: true },
  { id: "annualRentPaid", tag: "租金", amount: "amountInclTax", zeroWithout: false },
  { id: "loanInterestPaid", tag: "贷款利息", amount: "amountInclTax", zeroWithout: true },
  { id: "guaranteeFeePaid", tag: "担保费", amount: "amountInclTax", zeroWithout: true },
];

/** 发票行 as a subject: number and line. */
export const invoiceLine = (record: SourceRecord): string => `${textAt(record, "invoiceNo") ?? ""}#${numberAt(record, "lineNo") ?? ""}`;

function derivePurpose(book: Book, { id, tag, amount, zeroWithout }: Purpose, year: number): void {
  const counts = (record: SourceRecord) =>
    textAt(record, "purposeTag") === tag &&
    textAt(record, "invoiceStatus") === NORMAL &&
    inYear(record, "invoiceDate", year) &&
    numberAt(record, amount) !== null;
  const records = book.of(DATASET).filter(counts);
  if (records.length === 0 && !(zeroWithout && book.heard(DATASET, year))) return;
  book.emit({ id, dataset: DATASET, year, value: sumOf(records, amount), records });
  if (!book.subjects) return;
  for (const record of records) book.emit({ id, dataset: DATASET, year, subject: invoiceLine(record), value: numberAt(record, amount), records: [record] });
}

/** Expenses by invoice, of enterprises that consented: per purpose and year, and per line, since a line counts for one policy only. */
export function deriveInvoices(book: Book): void {
  for (const year of book.years) for (const purpose of PURPOSES) derivePurpose(book, purpose, year);
}
