import { add, type Decimal, decimal, formatDecimal, multiply, roundUnits } from "../../kernel/decimal";
import { endsYear } from "../clean/periods";
import { quotient } from "../quotient";
import { type Book, decimalAt, inYear, lastBy, numberAt, type SourceRecord, sumOf, textAt } from "./book";

const DIRECTORY = "aboveScaleDirectory";
const STATISTICS = "economicIndicators";
const POWER = "electricityUsage";
const PROPERTY = "intellectualProperty";
const TRADE = "foreignTrade";
const MARKET = "marketExpansion";
const ZERO: Decimal = { units: 0n, scale: 0 };

/** 四上在库类别: null from the month of leaving, `none` when the directory has spoken and does not name the enterprise. */
function deriveDirectory(book: Book): void {
  const record = lastBy(book.of(DIRECTORY), () => "");
  if (!record) {
    if (!book.heard(DIRECTORY)) return;
    book.emit({ id: "aboveScaleCategory", dataset: DIRECTORY, value: "none", records: [] });
    book.emit({ id: "firstAboveScaleDate", dataset: DIRECTORY, value: null, records: [] });
    return;
  }
  const left = textAt(record, "inLibrary") === "退库";
  const exit = textAt(record, "exitPeriod");
  const gone = left && (exit === null || exit <= book.asOf.slice(0, exit.length));
  const category = textAt(record, "aboveScaleCategory");
  if (gone || category !== null) book.emit({ id: "aboveScaleCategory", dataset: DIRECTORY, value: gone ? null : category, records: [record] });
  const first = textAt(record, "firstAboveScaleDate");
  if (first?.length === 7) book.emit({ id: "firstAboveScaleDate", dataset: DIRECTORY, value: `${first}-01`, records: [record] });
}

/** 高新收入占比 of the annual report, else of December's cumulative one. Not filled in is null. */
function deriveHiTech(book: Book, year: number): void {
  const rows = book.of(STATISTICS).filter((record) => inYear(record, "period", year) && endsYear(textAt(record, "period") ?? ""));
  const record = lastBy(rows, (one) => (textAt(one, "period")?.length === 4 ? "1" : "0"));
  if (!record) return;
  const [part, whole] = [numberAt(record, "hiTechRevenueK"), numberAt(record, "revenueK")];
  const ratio = part === null || whole === null ? null : quotient(part, whole);
  if (part === null || ratio !== null) book.emit({ id: "hiTechRevenueRatio", dataset: STATISTICS, year, value: ratio, records: [record] });
}

/** 年用电量 over all meters tied to the enterprise. Without a meter it is unknown: a tenant's power is on the landlord's bill. */
function derivePower(book: Book, year: number): void {
  const records = book.of(POWER).filter((record) => inYear(record, "period", year) && decimalAt(record, "usageKwh") !== null);
  if (records.length === 0) return;
  const total = records.reduce((sum, record) => add(sum, decimal(decimalAt(record, "usageKwh") ?? "0")), ZERO);
  book.emit({ id: "annualElectricity", dataset: POWER, year, value: formatDecimal(total), records });
}

/** 有效知识产权件数: in force or pledged, each number once. */
function deriveProperty(book: Book): void {
  const records = book.of(PROPERTY).filter((record) => ["有效", "质押"].includes(textAt(record, "legalStatus") ?? ""));
  if (book.of(PROPERTY).length === 0 && !book.heard(PROPERTY)) return;
  book.emit({ id: "ipCount", dataset: PROPERTY, value: new Set(records.map((record) => textAt(record, "ipNo"))).size, records });
}

/** 出口额 in yuan: dollars (kept in cents) at the rate stated in the row, half up to the fen once at the end. A row without a rate leaves it unknown. */
function deriveTrade(book: Book, year: number): void {
  const records = book.of(TRADE).filter((record) => textAt(record, "year") === String(year));
  if (records.length === 0 && !book.heard(TRADE, year)) return;
  const exports = records.filter((record) => numberAt(record, "exportUsdWan") !== null);
  if (exports.every((record) => decimalAt(record, "fxRate") !== null)) {
    const product = (record: SourceRecord) => multiply(decimal(numberAt(record, "exportUsdWan") ?? 0), decimal(decimalAt(record, "fxRate") ?? "0"));
    const total = exports.reduce((sum, record) => add(sum, product(record)), ZERO);
    book.emit({ id: "exportValue", dataset: TRADE, year, value: Number(roundUnits(total, 0)), records: exports });
  }
  book.emit({ id: "exportInsurancePremium", dataset: TRADE, year, value: sumOf(records, "exportInsurancePremium"), records });
}

/** 展位费 of fairs and 网络零售额 of platforms. */
function deriveMarket(book: Book, year: number): void {
  const rows = book.of(MARKET).filter((record) => inYear(record, "eventDate", year));
  if (rows.length === 0 && !book.heard(MARKET, year)) return;
  const isPlatform = (record: SourceRecord) => textAt(record, "eventKind") === "电商平台";
  const [fairs, platforms] = [rows.filter((record) => !isPlatform(record)), rows.filter(isPlatform)];
  book.emit({ id: "exhibitionFee", dataset: MARKET, year, value: sumOf(fairs, "exhibitionFee"), records: fairs });
  book.emit({ id: "onlineRetailSales", dataset: MARKET, year, value: sumOf(platforms, "onlineRetailWan"), records: platforms });
}

/** Directory, statistics, electricity, intellectual property, foreign trade and market development. */
export function deriveOperation(book: Book): void {
  deriveDirectory(book);
  deriveProperty(book);
  for (const year of book.years) {
    deriveHiTech(book, year);
    derivePower(book, year);
    deriveTrade(book, year);
    deriveMarket(book, year);
  }
}
