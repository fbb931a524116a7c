import { type Fen, fen } from "@/lib/kernel/fen";
import { addDays, type PlainDate, yearOf } from "@/lib/kernel/plain-date";
import { classifyScale, type EnterpriseScale } from "@/lib/standards/enterprise-scale";
import { arrearsOn, contribution, electricity, insuredIn, paymentsOf } from "./books";
import { nameOn, statusOn, wan, yearFacts } from "./enterprise";
import type { Contract, Enterprise, InvoicePurpose, YearFacts } from "./types";

/** 企业划型 of the year's books; null where the trade has no standard or the return is missing. */
export function scaleOf(industryCode: string, facts: YearFacts): EnterpriseScale | null {
  if (!facts.filed || facts.revenue === 0) return null;
  const verdict = classifyScale({ industryCode, employees: facts.employees, revenue: facts.revenue, assets: wan(facts.totalAssetsWan) });
  return verdict.scale === "unknown" || verdict.scale === "notApplicable" ? null : verdict.scale;
}

const inYear = (year: number) => (entry: { date: PlainDate }) => yearOf(entry.date) === year;
const sum = <Item>(items: readonly Item[], amount: (item: Item) => number): Fen => fen(items.reduce((total, item) => total + amount(item), 0));

/** Sum of the invoices of a purpose that the firm has opened to the county by the day; null (unknown) where it has opened none. */
function opened(enterprise: Enterprise, purpose: InvoicePurpose, year: number, on: PlainDate, withTax: boolean): Fen | null {
  const lines = enterprise.invoices.filter(
    (line) => line.purpose === purpose && enterprise.consents.some((consent) => consent.policy === line.policy && consent.on <= on),
  );
  if (lines.length === 0) return null;
  return sum(lines.filter(inYear(year)), (line) => (line.status === "正常" ? line.amountExclTax + (withTax ? line.taxAmount : 0) : 0));
}

const isIn = (on: PlainDate) => (entry: { listed: PlainDate | null; removed: PlainDate | null }) =>
  entry.listed !== null && entry.listed <= on && (entry.removed === null || entry.removed > on);
const threeYearsBefore = (on: PlainDate): string => `${yearOf(on) - 3}${on.slice(4)}`;
const DISHONEST = ["失信被执行人", "严重失信主体", "重大税收违法失信主体", "安全生产严重失信主体"];
const YOUTH: readonly Contract["category"][] = ["毕业年度高校毕业生", "离校两年内未就业高校毕业生", "16-24岁登记失业青年"];

const started = (enterprise: Enterprise, year: number) => enterprise.contracts.filter((contract) => yearOf(contract.start) === year);

function employmentTruth(enterprise: Enterprise, year: number, on: PlainDate) {
  const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const paid = months.map((month) => contribution(enterprise, "失业保险", year, month));
  const average = Math.round((months.reduce((total, month) => total + insuredIn(enterprise, year, month), 0) / 12) * 100) / 100;
  const contracts = started(enterprise, year);
  return {
    insuredCount: insuredIn(enterprise, yearOf(addDays(on, -40)), Number(addDays(on, -40).slice(5, 7))),
    avgInsuredCount: average,
    unemploymentPremiumPaid: sum(paid, (row) => (row ? row.employerPaid + row.employeePaid : 0)),
    unemploymentPremiumMonths: paid.filter((row) => row?.status === "足额").length,
    layoffRatio: average === 0 ? null : (enterprise.insurance?.newClaimants[year] ?? 0) / average,
    newHireContract12mCount: contracts.filter((contract) => contract.kind !== "见习协议" && (contract.months ?? 99) >= 12 && contract.insuredFrom !== null)
      .length,
    youthHireCount: contracts.filter((contract) => YOUTH.includes(contract.category) && contract.insuredFrom !== null).length,
    keyGroupPremiumPaid: sum(contracts, (contract) => contract.employerPremium ?? 0),
    internPersonMonths: contracts.reduce((total, contract) => total + Math.min(12, contract.internMonths ?? 0), 0),
  };
}

function investmentTruth(enterprise: Enterprise, year: number, on: PlainDate) {
  return {
    equipmentInvestment: opened(enterprise, "生产设备", year, on, false),
    agriEquipmentInvestment: opened(enterprise, "农产品加工冷链设备", year, on, false),
    digitalInvestment: opened(enterprise, "数字化", year, on, false),
    annualRentPaid: opened(enterprise, "租金", year, on, true),
    loanInterestPaid: opened(enterprise, "贷款利息", year, on, true),
    guaranteeFeePaid: opened(enterprise, "担保费", year, on, true),
  };
}

function creditTruth(enterprise: Enterprise, on: PlainDate) {
  const current = enterprise.listings.filter(isIn(on)).map((entry) => entry.kind);
  const since = threeYearsBefore(on);
  return {
    dishonestFlag: current.some((kind) => DISHONEST.includes(kind)),
    wageArrearsFlag: current.includes("拖欠农民工工资失信联合惩戒对象"),
    majorAccident3y: enterprise.listings.some((entry) => entry.kind === "重大安全质量环保事故" && entry.listed > since && entry.listed <= on),
    majorViolation3y: enterprise.penalties.some((entry) => entry.major && entry.decided > since && entry.decided <= on),
    abnormalOperationFlag: enterprise.penalties.filter((entry) => entry.recordType === "经营异常名录").some(isIn(on)),
    taxArrears: sum([...new Set(enterprise.arrears.map((entry) => entry.taxType))], (taxType) => arrearsOn(enterprise, taxType, on)),
  };
}

function titleTruth(enterprise: Enterprise, year: number, on: PlainDate) {
  const held = enterprise.titles.filter((title) => title.awarded <= on && (title.validUntil === null || title.validUntil >= on));
  const measured = held.findLast((title) => title.coreAutonomy !== null);
  const share = measured?.marketShare ?? null;
  return {
    titles: held.map(({ code, awarded }) => ({ code, awarded })),
    certifiedAgriProductCount: held.reduce((count, title) => count + (yearOf(title.awarded) === year ? (title.productCount ?? 0) : 0), 0),
    mainProductMarketShare: share === null ? null : share / 100,
    coreTechAutonomyRate: measured ? (measured.coreAutonomy ?? 0) / 100 : null,
    ipCount: enterprise.rights.filter((right) => right.granted <= on && (right.status === "有效" || right.status === "质押")).length,
  };
}

function marketTruth(enterprise: Enterprise, year: number) {
  const trade = enterprise.trade[year];
  const events = enterprise.events.filter(inYear(year));
  return {
    exportValue: trade ? fen(Math.round(trade.exportUsdWan * 10_000 * Number(trade.fxRate) * 100)) : fen(0),
    exportInsurancePremium: trade?.premium ?? fen(0),
    exhibitionFee: sum(events, (event) => event.fee ?? 0),
    onlineRetailSales: sum(events, (event) => event.onlineRetail ?? 0),
  };
}

function booksTruth(enterprise: Enterprise, year: number) {
  const facts = yearFacts(enterprise, year);
  const before = yearFacts(enterprise, year - 1);
  const reduced = enterprise.vatType === "small_scale" || facts.smallLowProfit || enterprise.entityType === "individual_business";
  const filed = facts.filed
    ? { annualRevenue: facts.revenue, totalProfit: facts.profit, employeeCount: facts.employees }
    : { annualRevenue: null, totalProfit: null, employeeCount: null };
  return {
    ...filed,
    enterpriseScale: scaleOf(enterprise.industryCode, facts),
    isSmallLowProfit: facts.smallLowProfit,
    revenueGrowthRate: facts.filed && before.revenue > 0 ? (facts.revenue - before.revenue) / before.revenue : null,
    annualTaxPaid: sum(paymentsOf(enterprise), (payment) => (yearOf(payment.paidDate) === year ? payment.amount : 0)),
    taxCreditGrade: facts.creditGrade,
    sixTaxesTwoFeesPayable: facts.sixTaxes,
    propertyLandTaxPayable: fen(Math.round((facts.propertyTax + facts.landUseTax) * (reduced ? 0.5 : 1))),
    rdExpense: facts.rdExpense,
    rdIntensity: facts.revenue === 0 ? null : facts.rdExpense / facts.revenue,
    hiTechRevenueRatio: facts.hiTechRevenue === null || facts.revenue === 0 ? null : facts.hiTechRevenue / facts.revenue,
  };
}

function directoryTruth({ aboveScale }: Enterprise, on: PlainDate) {
  if (!aboveScale) return { aboveScaleCategory: null, firstAboveScaleDate: null };
  const left = aboveScale.exited !== null && `${aboveScale.exited}-01` <= on;
  return { aboveScaleCategory: left || `${aboveScale.first}-01` > on ? null : aboveScale.category, firstAboveScaleDate: `${aboveScale.first}-01` };
}

/**
 * 世界的真值: what is so about a firm on a day, whatever its departments' files say — the referee for the pipeline. Money in fen, ratios 0–1; null is unknown or
 * not applicable.
 */
export function truthOf(enterprise: Enterprise, asOf: PlainDate, fullYear: number) {
  const kwh = electricity(enterprise, fullYear);
  return {
    name: nameOn(enterprise, asOf),
    regStatus: statusOn(enterprise, asOf),
    entityType: enterprise.entityType,
    registrationRegion: enterprise.region,
    establishedDate: enterprise.establishedDate,
    industryCode: enterprise.industryCode,
    vatTaxpayerType: enterprise.vatType,
    annualElectricity: kwh.size === 0 ? null : [...kwh.values()].reduce((total, month) => total + month, 0),
    ...booksTruth(enterprise, fullYear),
    ...directoryTruth(enterprise, asOf),
    ...employmentTruth(enterprise, fullYear, asOf),
    ...investmentTruth(enterprise, fullYear, asOf),
    ...creditTruth(enterprise, asOf),
    ...titleTruth(enterprise, fullYear, asOf),
    ...marketTruth(enterprise, fullYear),
  };
}
export type Truth = ReturnType<typeof truthOf>;
