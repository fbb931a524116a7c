import { type Fen, fen } from "@/lib/kernel/fen";
import { type PlainDate, plainDate } from "@/lib/kernel/plain-date";
import { workdayFrom } from "./calendar";
import { day, monthText, worldYears, yearFacts } from "./enterprise";
import { hashText } from "./random";
import type { Enterprise, Month } from "./types";

/** Seasonal weight of a month for one firm: the same wherever it is asked for. */
const weightOf = (enterprise: Enterprise, year: number, month: number): number => 0.85 + (hashText(`${enterprise.uscc}${year}-${month}`) % 300) / 1000;

/** Months of a year in which the firm is reported at all. */
export const liveMonths = (enterprise: Enterprise, year: number): number[] =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].filter((month) => monthText(year, month) >= enterprise.reportsFrom && isLive(enterprise, day(year, month, 1)));

const DEAD = ["deregistered", "revoked", "moved_out", "liquidating"];
export const isLive = (enterprise: Enterprise, on: PlainDate): boolean =>
  enterprise.establishedDate <= on && !enterprise.statuses.some(({ status, from }) => from <= on && DEAD.includes(status));

/** Splits a yearly whole number over the live months; the parts add up exactly. */
export function splitYear(enterprise: Enterprise, year: number, total: number): Map<number, number> {
  const months = liveMonths(enterprise, year);
  const sum = months.reduce((weight, month) => weight + weightOf(enterprise, year, month), 0);
  const parts = new Map<number, number>();
  let left = total;
  for (const [at, month] of months.entries()) {
    const part = at === months.length - 1 ? left : Math.round((total * weightOf(enterprise, year, month)) / sum);
    parts.set(month, part);
    left -= part;
  }
  return parts;
}

/** 参保人数 of a month: the December heads of two years, interpolated. */
export function insuredIn(enterprise: Enterprise, year: number, month: number): number {
  const { insurance } = enterprise;
  if (!insurance || monthText(year, month) < insurance.from || !isLive(enterprise, day(year, month, 1))) return 0;
  const end = insurance.heads[year] ?? 0;
  const start = insurance.heads[year - 1] || end;
  return Math.round(start + ((end - start) * month) / 12);
}

export type Contribution = {
  month: Month;
  heads: number;
  base: Fen;
  payable: Fen;
  employerPaid: Fen;
  employeePaid: Fen;
  status: "足额" | "欠缴" | "缓缴";
  paidDate: PlainDate | null;
};

/** Employer's and employee's rates, in thousandths. */
export const insuranceRates = { 企业职工基本养老保险: [160, 80], 失业保险: [5, 5] } as const;

/** 社保缴纳 of a month and kind, null where the firm has none. */
export function contribution(enterprise: Enterprise, kind: keyof typeof insuranceRates, year: number, month: number): Contribution | null {
  const heads = insuredIn(enterprise, year, month);
  if (!enterprise.insurance || heads === 0) return null;
  const base = heads * enterprise.insurance.basePerHead;
  const [employer, employee] = insuranceRates[kind];
  const payable = fen(Math.round((base * employer) / 1000));
  const owed = enterprise.insurance.owed.includes(monthText(year, month));
  const paid = owed ? 0 : 1;
  return {
    month: monthText(year, month),
    heads,
    base: fen(base),
    payable,
    employerPaid: fen(payable * paid),
    employeePaid: fen(Math.round((base * employee) / 1000) * paid),
    status: owed ? "欠缴" : "足额",
    paidDate: owed ? null : workdayFrom(day(year, month, 20)),
  };
}

export type Payment = { taxType: string; period: Month; amount: Fen; paidDate: PlainDate; voucherNo: string };

/** Small-scale taxpayers under 300,000 yuan a quarter pay no VAT. */
const VAT_FREE = fen(30_000_000);

function vatRate(enterprise: Enterprise, quarterRevenue: number): number {
  if (enterprise.vatType === "general") return 0.021;
  return quarterRevenue > VAT_FREE ? 0.01 : 0;
}

function quarterPayments(enterprise: Enterprise, year: number, quarter: number, revenue: number): Payment[] {
  const period = monthText(year, quarter * 3);
  const paidDate = workdayFrom(quarter === 4 ? day(year + 1, 1, 12) : day(year, quarter * 3 + 1, 12));
  const payment = (taxType: string, amount: number): Payment[] =>
    amount <= 0
      ? []
      : [
          {
            taxType,
            period,
            amount: fen(Math.round(amount)),
            paidDate,
            voucherNo: `3529${String(hashText(`${enterprise.uscc}${period}${taxType}`)).padStart(10, "0")}${period.slice(2, 4)}${period.slice(5)}`,
          },
        ];
  const vat = revenue * vatRate(enterprise, revenue);
  const facts = yearFacts(enterprise, year);
  const company = enterprise.entityType !== "individual_business" && enterprise.entityType !== "farmers_coop";
  const incomeTax = company && facts.profit > 0 ? (facts.profit / 4) * (facts.smallLowProfit ? 0.05 : 0.25) : 0;
  const stamp = quarter === 4 ? Math.max(2000, facts.revenue * 0.00015) : 0;
  const property = quarter === 4 ? (facts.propertyTax + facts.landUseTax) / (facts.smallLowProfit ? 2 : 1) : 0;
  return [...payment("增值税", vat), ...payment("企业所得税", incomeTax), ...payment("房产税", property), ...payment("印花税", stamp)];
}

/** 个人所得税 that larger employers withhold each month. */
const WITHHOLDING_HEADS = 100;
function withheld(enterprise: Enterprise, year: number): Payment[] {
  return liveMonths(enterprise, year).flatMap((month): Payment[] => {
    const heads = insuredIn(enterprise, year, month);
    if (heads < WITHHOLDING_HEADS) return [];
    const paidDate = workdayFrom(month === 12 ? day(year + 1, 1, 12) : day(year, month + 1, 12));
    const period = monthText(year, month);
    return [
      {
        taxType: "个人所得税",
        period,
        amount: fen(heads * 4200 + (hashText(`${enterprise.uscc}${period}`) % 10_000)),
        paidDate,
        voucherNo: `3529${String(hashText(`${enterprise.uscc}${period}个税`)).padStart(10, "0")}${period.slice(2, 4)}${period.slice(5)}`,
      },
    ];
  });
}

const paymentsByFirm = new WeakMap<Enterprise, readonly Payment[]>();

/** 税款入库 of a firm over all years, by the quarter in which it fell due. */
export function paymentsOf(enterprise: Enterprise): readonly Payment[] {
  const known = paymentsByFirm.get(enterprise);
  if (known) return known;
  const payments = worldYears.flatMap((year) => {
    const sales = splitYear(enterprise, year, yearFacts(enterprise, year).revenue);
    return [1, 2, 3, 4].flatMap((quarter) => {
      const revenue = [quarter * 3 - 2, quarter * 3 - 1, quarter * 3].reduce((sum, month) => sum + (sales.get(month) ?? 0), 0);
      return revenue > 0 ? quarterPayments(enterprise, year, quarter, revenue) : [];
    });
  });
  const settled = enterprise.arrears.flatMap(({ taxType, amount, from, until }): Payment[] =>
    until === null
      ? []
      : [
          {
            taxType,
            amount,
            period: from.slice(0, 7),
            paidDate: until,
            voucherNo: `3529${String(hashText(`${enterprise.uscc}${until}`)).padStart(10, "0")}8888`,
          },
        ],
  );
  const all = [...payments, ...worldYears.flatMap((year) => withheld(enterprise, year)), ...settled];
  paymentsByFirm.set(enterprise, all);
  return all;
}

/** 欠税余额 of a tax type on a day. */
export const arrearsOn = (enterprise: Enterprise, taxType: string, on: PlainDate): Fen =>
  fen(
    enterprise.arrears.reduce(
      (sum, entry) => sum + (entry.taxType === taxType && entry.from <= on && (entry.until === null || entry.until > on) ? entry.amount : 0),
      0,
    ),
  );

/** 用电量 of the months of a year in whole kWh, over all meters. */
export const electricity = (enterprise: Enterprise, year: number): Map<number, number> =>
  enterprise.meters.length === 0 ? new Map() : splitYear(enterprise, year, enterprise.annualKwh[year] ?? 0);

/** Day on which the annual return of a year was filed, between March and May of the next. */
export const annualFiledOn = (enterprise: Enterprise, year: number): PlainDate =>
  workdayFrom(plainDate(`${year + 1}-0${3 + (hashText(`${enterprise.uscc}annual${year}`) % 3)}-${10 + (hashText(`${enterprise.uscc}day${year}`) % 18)}`));
