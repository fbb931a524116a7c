import { quotient } from "../quotient";
import { type Book, decimalAt, inYear, lastBy, numberAt, type SourceRecord, sumOf, textAt } from "./book";

const INSURANCE = "socialInsurance";
const BENEFIT = "unemploymentBenefit";
const PENSION = "企业职工基本养老保险";
const UNEMPLOYMENT = "失业保险";
const FULL = "足额";

const monthOf = (record: SourceRecord): string => textAt(record, "period") ?? "";
const isKind = (record: SourceRecord, kind: string): boolean => textAt(record, "insuranceType") === kind;

/** 期末参保人数 of the latest month, over all unit numbers. A feed that has since spoken without the enterprise says zero. */
function deriveInsured(book: Book): void {
  const rows = book.of(INSURANCE).filter((record) => isKind(record, PENSION) && numberAt(record, "insuredCount") !== null);
  const month = rows.reduce((last, record) => (monthOf(record) > last ? monthOf(record) : last), "");
  const spoken = book.latestMonth(INSURANCE);
  const silent = month === "" ? book.heard(INSURANCE) : spoken !== null && spoken > month;
  const records = silent ? [] : rows.filter((record) => monthOf(record) === month);
  if (records.length === 0 && !silent) return;
  const since = silent ? spoken : month;
  book.emit({ id: "insuredCount", dataset: INSURANCE, value: sumOf(records, "insuredCount"), records, validFrom: since ? `${since.slice(0, 7)}-01` : null });
}

/** 实缴失业保险费 (unit and staff) and the number of months paid in full. */
function derivePremium(book: Book, year: number): void {
  const records = book.of(INSURANCE).filter((record) => isKind(record, UNEMPLOYMENT) && inYear(record, "period", year));
  if (records.length === 0 && !book.heard(INSURANCE, year)) return;
  book.emit({ id: "unemploymentPremiumPaid", dataset: INSURANCE, year, value: sumOf(records, "employerPaid") + sumOf(records, "employeePaid"), records });
  const full = records.filter((record) => textAt(record, "payStatus") === FULL);
  book.emit({ id: "unemploymentPremiumMonths", dataset: INSURANCE, year, value: new Set(full.map(monthOf)).size, records: full.length > 0 ? full : records });
}

/** 月平均参保人数 and 裁员率. Without insured staff there is no ratio. */
function deriveLayoffs(book: Book, year: number): void {
  const record = lastBy(
    book.of(BENEFIT).filter((one) => textAt(one, "year") === String(year)),
    () => "",
  );
  if (!record) {
    if (book.heard(BENEFIT, year)) book.emit({ id: "avgInsuredCount", dataset: BENEFIT, year, value: "0", records: [] });
    return;
  }
  const average = decimalAt(record, "avgInsuredCount");
  const claimants = numberAt(record, "newClaimants");
  if (average !== null) book.emit({ id: "avgInsuredCount", dataset: BENEFIT, year, value: average, records: [record] });
  const ratio = average !== null && claimants !== null ? quotient(claimants, average) : null;
  if (ratio !== null) book.emit({ id: "layoffRatio", dataset: BENEFIT, year, value: ratio, records: [record] });
}

/** Insurance and layoffs. */
export function deriveInsurance(book: Book): void {
  deriveInsured(book);
  for (const year of book.years) {
    derivePremium(book, year);
    deriveLayoffs(book, year);
  }
}
