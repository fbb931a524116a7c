import { quotient } from "../quotient";
import { type Book, inYear, lastBy, numberAt, type SourceRecord, sumOf, textAt } from "./book";
import { registration } from "./registration";
import { annualRevenue } from "./tax-return";

const PAYMENT = "taxPayment";
const CREDIT = "taxCredit";
const RESEARCH = "rdDeduction";

/** 年度实际入库税额: by day of payment, refunds negative. No record is zero only for an active enterprise of a feed that has spoken. */
function derivePaid(book: Book, year: number): void {
  const records = book.of(PAYMENT).filter((record) => inYear(record, "paidDate", year) && numberAt(record, "paidAmount") !== null);
  const register = registration(book);
  const zero = book.heard(PAYMENT, year) && register !== null && textAt(register, "regStatus") === "active";
  if (records.length > 0 || zero) book.emit({ id: "annualTaxPaid", dataset: PAYMENT, year, value: sumOf(records, "paidAmount"), records });
}

/** 欠税余额: the latest stated balance of each tax, summed. */
function deriveArrears(book: Book): void {
  const stated = book.of(PAYMENT).filter((record) => numberAt(record, "taxArrears") !== null);
  const taxes = new Map<string, SourceRecord[]>();
  for (const record of stated) {
    const tax = textAt(record, "taxType") ?? "";
    taxes.set(tax, [...(taxes.get(tax) ?? []), record]);
  }
  const latest = [...taxes.values()].flatMap(
    (records) => lastBy(records, (record) => textAt(record, "period") ?? textAt(record, "paidDate")?.slice(0, 7) ?? "") ?? [],
  );
  if (latest.length > 0 || book.heard(PAYMENT)) book.emit({ id: "taxArrears", dataset: PAYMENT, value: sumOf(latest, "taxArrears"), records: latest });
}

/** 纳税信用等级 of the evaluated year, a later repair standing. Not evaluated is null, which is not grade D. */
function deriveCredit(book: Book, year: number): void {
  const rows = book.of(CREDIT).filter((record) => textAt(record, "evalYear") === String(year));
  const record = lastBy(rows, (one) => textAt(one, "repairDate") ?? "");
  if (record) book.emit({ id: "taxCreditGrade", dataset: CREDIT, year, value: textAt(record, "taxCreditGrade"), records: [record] });
  else if (book.heard(CREDIT, year)) book.emit({ id: "taxCreditGrade", dataset: CREDIT, year, value: null, records: [] });
}

/** 研发费用 and 研发投入强度. Whoever did not claim the deduction has none on the tax authority's count. */
function deriveResearch(book: Book, year: number): void {
  const records = book.of(RESEARCH).filter((record) => textAt(record, "year") === String(year) && numberAt(record, "rdExpense") !== null);
  if (records.length === 0 && !book.heard(RESEARCH, year)) return;
  const expense = sumOf(records, "rdExpense");
  book.emit({ id: "rdExpense", dataset: RESEARCH, year, value: expense, records });
  const revenue = annualRevenue(book, year);
  if (revenue) book.emit({ id: "rdIntensity", dataset: RESEARCH, year, value: quotient(expense, revenue.value), records: [...records, revenue.record] });
}

/** Tax paid, arrears, credit grade and research. */
export function deriveTaxOther(book: Book): void {
  deriveArrears(book);
  for (const year of book.years) {
    derivePaid(book, year);
    deriveCredit(book, year);
    deriveResearch(book, year);
  }
}
