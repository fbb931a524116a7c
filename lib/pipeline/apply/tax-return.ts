import { decimal, formatDecimal, subtract } from "../../kernel/decimal";
import { fen, timesRate } from "../../kernel/fen";
import { classifyScale } from "../../standards/enterprise-scale";
import { endsYear, lastMonthOf } from "../clean/periods";
import { quotient } from "../quotient";
import { type Book, flagAt, inYear, lastBy, numberAt, type SourceRecord, textAt } from "./book";
import { registration } from "./registration";

const DATASET = "taxReturn";
const ANNUAL = "企业所得税A类年度";
const SIMPLE = "企业所得税B类";
const STATEMENT = "财务报表";
const VAT = "增值税";
const PROPERTY = "财产和行为税";

type Found<Value> = { readonly value: Value; readonly record: SourceRecord };

const isForm = (record: SourceRecord, form: string): boolean => textAt(record, "formType") === form;
const periodEnd = (record: SourceRecord): string => lastMonthOf(textAt(record, "periodEnd") ?? "");
const ofYear = (record: SourceRecord, year: number): boolean => inYear(record, "periodEnd", year);

/**
 * 年度口径: the annual income tax return (A类), else the simplified one (B类) of the last period, else the financial statement; each must reach the end
 * of the year, since a figure of nine months is no annual figure.
 */
function annual<Value>(
  book: Book,
  year: number,
  read: (record: SourceRecord) => Value | null,
  forms: readonly string[] = [ANNUAL, SIMPLE, STATEMENT],
): Found<Value> | null {
  for (const form of forms) {
    const candidates = book
      .of(DATASET)
      .filter((record) => isForm(record, form) && ofYear(record, year) && endsYear(textAt(record, "periodEnd") ?? "") && read(record) !== null);
    const record = lastBy(candidates, periodEnd);
    const value = record && read(record);
    if (record && value !== null && value !== undefined) return { value, record };
  }
  return null;
}

const field = (id: string) => (record: SourceRecord) => numberAt(record, id);
export const annualRevenue = (book: Book, year: number): Found<number> | null => annual(book, year, field("annualRevenue"));

function emitFound(book: Book, id: string, year: number, found: Found<number | boolean> | null): void {
  if (found) book.emit({ id, dataset: DATASET, year, value: found.value, records: [found.record] });
}

/** 同比增速: null (meaningless) when last year's revenue is zero or was never reported; unknown when this year's is. */
function deriveGrowth(book: Book, year: number): void {
  const [now, before] = [annualRevenue(book, year), annualRevenue(book, year - 1)];
  if (!now) return;
  const value = before && before.value !== 0 ? quotient(now.value - before.value, before.value) : null;
  book.emit({ id: "revenueGrowthRate", dataset: DATASET, year, value, records: before ? [now.record, before.record] : [now.record] });
}

/** 企业划型 from industry, staff, revenue and assets; nothing is emitted where a measure that the industry needs is missing. */
function deriveScale(book: Book, year: number): void {
  const register = registration(book);
  const [staff, revenue, assets] = [annual(book, year, field("employeeCount")), annualRevenue(book, year), annual(book, year, field("totalAssetsWan"))];
  const verdict = classifyScale({
    industryCode: register && textAt(register, "industryCode"),
    employees: staff?.value ?? null,
    revenue: revenue ? fen(revenue.value) : null,
    assets: assets ? fen(assets.value) : null,
  });
  if (verdict.scale === "unknown" || verdict.scale === "notApplicable") return;
  const records = [...(register ? [register] : []), ...new Set([staff, revenue, assets].flatMap((found) => (found ? [found.record] : [])))];
  book.emit({ id: "enterpriseScale", dataset: DATASET, year, value: verdict.scale, records });
}

/** 纳税人类型 of the latest VAT return, else of the latest return that names it. */
function vatType(book: Book): Found<string> | null {
  const named = book.of(DATASET).filter((record) => textAt(record, "vatTaxpayerType") !== null);
  const record =
    lastBy(
      named.filter((one) => isForm(one, VAT)),
      periodEnd,
    ) ?? lastBy(named, periodEnd);
  const value = record && textAt(record, "vatTaxpayerType");
  return record && value ? { value, record } : null;
}

const smallLowProfit = (book: Book, year: number): Found<boolean> | null =>
  annual(book, year, (record) => flagAt(record, "isSmallLowProfit"), [ANNUAL, SIMPLE]) ?? lastQuarterly(book, year);

/** New enterprises have no annual settlement yet: the last quarterly prepayment of the year speaks. */
function lastQuarterly(book: Book, year: number): Found<boolean> | null {
  const named = book
    .of(DATASET)
    .filter((record) => (isForm(record, SIMPLE) || isForm(record, ANNUAL)) && ofYear(record, year) && flagAt(record, "isSmallLowProfit") !== null);
  const record = lastBy(named, periodEnd);
  const value = record && flagAt(record, "isSmallLowProfit");
  return record && value !== null ? { value, record } : null;
}

/** 适用六税两费减征? Any of three qualities is enough; false only when all three are known not to hold. */
function reduced(book: Book, year: number): { readonly applies: boolean; readonly records: readonly SourceRecord[] } | null {
  const register = registration(book);
  const [type, small, kind] = [vatType(book), smallLowProfit(book, year), register && textAt(register, "entityType")];
  const records = [...(type ? [type.record] : []), ...(small ? [small.record] : []), ...(register ? [register] : [])];
  if (type?.value === "small_scale" || small?.value === true || kind === "individual_business") return { applies: true, records };
  return type && small && kind ? { applies: false, records } : null;
}

/** 房产税与城镇土地使用税: what is left after the reduction of the six taxes, where it applies. */
function derivePropertyTax(book: Book, year: number): void {
  const { rate, from, to } = book.parameters.sixTaxesReduction;
  const rows = book.of(DATASET).filter((record) => isForm(record, PROPERTY) && ofYear(record, year));
  const stated = rows.filter((record) => numberAt(record, "propertyTaxPayable") !== null || numberAt(record, "landUseTaxPayable") !== null);
  if (stated.length === 0) return;
  const due = fen(stated.reduce((sum, record) => sum + (numberAt(record, "propertyTaxPayable") ?? 0) + (numberAt(record, "landUseTaxPayable") ?? 0), 0));
  const inForce = from <= `${year}-12-31` && to >= `${year}-01-01`;
  const reduction = inForce ? reduced(book, year) : { applies: false, records: [] };
  if (!reduction && due > 0) return;
  const value = reduction?.applies ? timesRate(due, formatDecimal(subtract(decimal(1), decimal(rate)))) : due;
  book.emit({ id: "propertyLandTaxPayable", dataset: DATASET, year, value, records: [...new Set([...stated, ...(reduction?.records ?? [])])] });
}

/** 六税两费应纳税额（减征前）: summed over the year's returns of property and behaviour taxes and of VAT (which carries the two fees). */
function deriveSixTaxes(book: Book, year: number): void {
  const rows = book
    .of(DATASET)
    .filter((record) => (isForm(record, PROPERTY) || isForm(record, VAT)) && ofYear(record, year) && numberAt(record, "sixTaxesTwoFeesPayable") !== null);
  if (rows.length === 0) return;
  const value = rows.reduce((sum, record) => sum + (numberAt(record, "sixTaxesTwoFeesPayable") ?? 0), 0);
  book.emit({ id: "sixTaxesTwoFeesPayable", dataset: DATASET, year, value, records: rows });
}

/** Indicators of the tax returns. Nothing reported is unknown, a reported zero is zero. */
export function deriveTaxReturn(book: Book): void {
  const type = vatType(book);
  if (type) book.emit({ id: "vatTaxpayerType", dataset: DATASET, value: type.value, records: [type.record] });
  for (const year of book.years) {
    emitFound(book, "annualRevenue", year, annualRevenue(book, year));
    emitFound(book, "totalProfit", year, annual(book, year, field("totalProfit")));
    emitFound(book, "totalAssets", year, annual(book, year, field("totalAssetsWan")));
    emitFound(book, "employeeCount", year, annual(book, year, field("employeeCount")));
    emitFound(book, "isSmallLowProfit", year, smallLowProfit(book, year));
    deriveGrowth(book, year);
    deriveScale(book, year);
    deriveSixTaxes(book, year);
    derivePropertyTax(book, year);
  }
}
