import { fen } from "@/lib/kernel/fen";
import { addDays, type PlainDate } from "@/lib/kernel/plain-date";
import { annualFiledOn, arrearsOn, isLive, liveMonths, paymentsOf, splitYear } from "./books";
import { workdayFrom } from "./calendar";
import { day, monthText, worldYears, yearFacts } from "./enterprise";
import { hashText } from "./random";
import { type CleanRow, inYuan, isWithin, knownName, type RowBuilder } from "./rows-common";
import type { Enterprise, Grade, Month } from "./types";

const partsOf = (month: Month): readonly [number, number] => [Number(month.slice(0, 4)), Number(month.slice(5))];
const TYPES = { general: "一般纳税人", small_scale: "小规模纳税人" } as const;

function returnRow(
  enterprise: Enterprise,
  formType: string,
  periodStart: Month,
  periodEnd: Month,
  filedDate: PlainDate,
  cells: Record<string, string | number | null>,
): CleanRow {
  const empty = {
    isSmallLowProfit: null,
    taxableSales: null,
    annualRevenue: null,
    totalProfit: null,
    totalAssetsWan: null,
    employeeCount: null,
    sixTaxesTwoFeesPayable: null,
    propertyTaxPayable: null,
    landUseTaxPayable: null,
  };
  return {
    enterprise,
    cells: {
      uscc: enterprise.uscc,
      name: knownName(enterprise, filedDate),
      formType,
      periodStart,
      periodEnd,
      vatTaxpayerType: TYPES[enterprise.vatType],
      ...empty,
      ...cells,
      filedDate,
    },
  };
}

const filedAfter = (year: number, month: number): PlainDate => workdayFrom(month === 12 ? day(year + 1, 1, 11) : day(year, month + 1, 11));

function periodMonths(general: boolean, fixed: boolean): number {
  if (general) return 1;
  return fixed ? 12 : 3;
}

/** 增值税: monthly for general taxpayers, by the quarter for small ones; small 个体工商户 (定期定额) and cooperatives, whose produce is exempt, once a year. */
function vatReturn(enterprise: Enterprise, year: number, month: number): CleanRow[] {
  const general = enterprise.vatType === "general";
  const fixed = (enterprise.entityType === "individual_business" || enterprise.entityType === "farmers_coop") && !general;
  if (month % periodMonths(general, fixed) !== 0) return [];
  const sales = splitYear(enterprise, year, yearFacts(enterprise, year).revenue);
  const months = [...sales.keys()].filter((one) => one <= month && one > month - periodMonths(general, fixed));
  const [first] = months;
  if (first === undefined) return [];
  const taxable = fen(months.reduce((sum, one) => sum + (sales.get(one) ?? 0), 0));
  return [returnRow(enterprise, "增值税", monthText(year, first), monthText(year, month), filedAfter(year, month), { taxableSales: inYuan(taxable) })];
}

/** 财产和行为税: owners by the half-year, others once a year; amounts before the reduction. */
function propertyReturn(enterprise: Enterprise, year: number, month: number): CleanRow[] {
  const facts = yearFacts(enterprise, year);
  const halves = facts.propertyTax > 0;
  if (month !== 12 && (month !== 6 || !halves)) return [];
  if (!liveMonths(enterprise, year).includes(month) || facts.sixTaxes === 0) return [];
  const early = halves && liveMonths(enterprise, year).includes(6);
  const part = (amount: number) => {
    const half = Math.floor(amount / 2);
    if (month === 6) return inYuan(fen(half));
    return inYuan(fen(early ? amount - half : amount));
  };
  const start = month === 12 && early ? 7 : 1;
  return [
    returnRow(enterprise, "财产和行为税", monthText(year, start), monthText(year, month), filedAfter(year, month), {
      sixTaxesTwoFeesPayable: part(facts.sixTaxes),
      propertyTaxPayable: part(facts.propertyTax),
      landUseTaxPayable: part(facts.landUseTax),
    }),
  ];
}

/** 年度申报: the CIT annual return of companies, the statements of cooperatives and 个体工商户. */
function annualReturn(enterprise: Enterprise, year: number, month: number): CleanRow[] {
  return [year - 1, year].flatMap((taxYear) => {
    const facts = yearFacts(enterprise, Math.max(2023, taxYear));
    const filed = annualFiledOn(enterprise, taxYear);
    // Filed by the 15th: it comes with the file of the month before.
    const comesWith = Number(filed.slice(8)) <= 15 ? addDays(filed, -20) : filed;
    if (
      taxYear < 2023 ||
      !facts.filed ||
      facts.revenue === 0 ||
      comesWith.slice(0, 7) !== monthText(year, month) ||
      !isLive(enterprise, filed) ||
      liveMonths(enterprise, taxYear).length === 0
    )
      return [];
    const company = enterprise.entityType !== "individual_business" && enterprise.entityType !== "farmers_coop";
    const form = hashText(enterprise.uscc) % 25 === 0 ? "企业所得税B类" : "企业所得税A类年度";
    return [
      returnRow(enterprise, company ? form : "财务报表", monthText(taxYear, 1), monthText(taxYear, 12), filed, {
        isSmallLowProfit: yesNo(company, facts.smallLowProfit),
        annualRevenue: inYuan(facts.revenue),
        totalProfit: inYuan(facts.profit),
        totalAssetsWan: facts.totalAssetsWan,
        employeeCount: facts.employees,
      }),
    ];
  });
}
function yesNo(known: boolean, value: boolean): string | null {
  if (!known) return null;
  return value ? "是" : "否";
}

export const taxReturn: RowBuilder = (enterprises, plan) =>
  plan.months.flatMap((text) => {
    const [year, month] = partsOf(text);
    return enterprises.flatMap((enterprise) => [
      ...vatReturn(enterprise, year, month),
      ...propertyReturn(enterprise, year, month),
      ...annualReturn(enterprise, year, month),
    ]);
  });

function paymentRow(
  enterprise: Enterprise,
  taxType: string,
  cells: { voucherNo: string; period: Month; paid: number; paidDate: PlainDate | null },
  until: PlainDate,
): CleanRow {
  return {
    enterprise,
    cells: {
      uscc: enterprise.uscc,
      name: knownName(enterprise, until),
      voucherNo: cells.voucherNo,
      taxType,
      period: cells.period,
      paidAmount: cells.paid,
      taxArrears: inYuan(arrearsOn(enterprise, taxType, until)),
      paidDate: cells.paidDate,
      collectAuthority: "县税务局",
    },
  };
}

/** 税款入库: what was paid in the months, and arrears that began in them. */
export const taxPayment: RowBuilder = (enterprises, plan) =>
  enterprises.flatMap((enterprise) => [
    ...paymentsOf(enterprise)
      .filter((payment) => isWithin(plan, payment.paidDate) && isLive(enterprise, payment.paidDate))
      .map((payment) =>
        paymentRow(
          enterprise,
          payment.taxType,
          { voucherNo: payment.voucherNo, period: payment.period, paid: inYuan(payment.amount), paidDate: payment.paidDate },
          plan.until,
        ),
      ),
    ...enterprise.arrears
      .filter((entry) => isWithin(plan, entry.from))
      .map((entry) =>
        paymentRow(
          enterprise,
          entry.taxType,
          { voucherNo: `3529${String(hashText(enterprise.uscc + entry.from)).padStart(10, "0")}9999`, period: entry.from.slice(0, 7), paid: 0, paidDate: null },
          plan.until,
        ),
      ),
  ]);

const SCORES: Readonly<Record<Grade, number>> = { A: 93, B: 81, M: 76, C: 58, D: 35 };
export const taxCredit: RowBuilder = (enterprises, plan) => {
  const year = plan.year ?? worldYears[0];
  return enterprises
    .filter((enterprise) => yearFacts(enterprise, year).creditGrade !== null && liveMonths(enterprise, year).length > 0)
    .map((enterprise, at) => {
      const grade = yearFacts(enterprise, year).creditGrade ?? "M";
      const score = Math.round((SCORES[grade] + (hashText(`${enterprise.uscc}${year}`) % 60) / 10) * 10) / 10;
      return {
        enterprise,
        cells: {
          uscc: enterprise.uscc,
          name: knownName(enterprise, plan.deliveredOn),
          evalYear: year,
          taxCreditGrade: grade,
          score,
          repairDate: null,
          rowNo: at + 1,
        },
      };
    });
};

export const rdDeduction: RowBuilder = (enterprises, plan) => {
  const year = plan.year ?? worldYears[0];
  return enterprises
    .filter((enterprise) => yearFacts(enterprise, year).rdExpense > 0 && liveMonths(enterprise, year).length > 0)
    .map((enterprise) => {
      const { rdExpense, employees } = yearFacts(enterprise, year);
      return {
        enterprise,
        cells: {
          uscc: enterprise.uscc,
          name: knownName(enterprise, plan.deliveredOn),
          year,
          rdExpense: inYuan(rdExpense),
          outsourcedRd: inYuan(fen(Math.round(rdExpense * 0.05))),
          deductRate: "100%",
          superDeduction: inYuan(rdExpense),
          rdProjectCount: 1 + Math.floor(rdExpense / 80_000_000),
          rdStaffCount: Math.max(2, Math.round(employees * 0.12)),
        },
      };
    });
};

/** 增值税进项发票: only lines of a project whose invoices the firm has opened. */
export const vatInvoice: RowBuilder = (enterprises, plan) =>
  enterprises.flatMap((enterprise) =>
    enterprise.invoices.flatMap((line) => {
      const given = enterprise.consents.find((consent) => consent.policy === line.policy)?.on;
      if (given === undefined) return [];
      const known = given > line.date ? given : line.date;
      if (!isWithin(plan, known)) return [];
      const total = fen(line.amountExclTax + line.taxAmount);
      return [
        {
          enterprise,
          cells: {
            uscc: enterprise.uscc,
            name: knownName(enterprise, line.date),
            invoiceNo: line.invoiceNo,
            lineNo: line.lineNo,
            invoiceCode: null,
            invoiceDate: line.date,
            sellerId: line.sellerId,
            goodsName: line.goods,
            taxCategoryCode: line.taxCategoryCode,
            amountExclTax: inYuan(line.amountExclTax),
            taxAmount: inYuan(line.taxAmount),
            amountInclTax: inYuan(total),
            invoiceStatus: line.status,
            purposeTag: line.purpose,
          },
        },
      ];
    }),
  );
