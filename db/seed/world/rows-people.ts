import { addDays, type PlainDate } from "@/lib/kernel/plain-date";
import { contribution, insuranceRates, insuredIn } from "./books";
import { day } from "./enterprise";
import { type CleanRow, inYuan, isWithin, knownName, orRepeat, type RowBuilder } from "./rows-common";
import type { Contract, Enterprise } from "./types";

const KINDS = Object.keys(insuranceRates) as (keyof typeof insuranceRates)[];

/** 社保缴纳 of the months: pension and unemployment insurance. */
export const socialInsurance: RowBuilder = (enterprises, plan) =>
  plan.months.flatMap((month) =>
    enterprises.flatMap((enterprise) =>
      KINDS.flatMap((kind): CleanRow[] => {
        const row = contribution(enterprise, kind, Number(month.slice(0, 4)), Number(month.slice(5)));
        if (!row || !enterprise.insurance) return [];
        return [
          {
            enterprise,
            cells: {
              unitNo: enterprise.insurance.unitNo,
              uscc: enterprise.uscc,
              name: knownName(enterprise, plan.until),
              insuranceType: kind,
              period: month,
              insuredCount: row.heads,
              baseTotal: inYuan(row.base),
              employerPayable: inYuan(row.payable),
              employerPaid: inYuan(row.employerPaid),
              employeePaid: inYuan(row.employeePaid),
              paidDate: row.paidDate,
              payStatus: row.status,
            },
          },
        ];
      }),
    ),
  );

/** 失业保险金领取与裁员率 of a year. */
export const unemploymentBenefit: RowBuilder = (enterprises, plan) => {
  const year = plan.year ?? 2023;
  return enterprises.flatMap((enterprise) => {
    const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const average = Math.round((months.reduce((sum, month) => sum + insuredIn(enterprise, year, month), 0) / 12) * 100) / 100;
    if (average === 0 || !enterprise.insurance) return [];
    const paid = months.map((month) => contribution(enterprise, "失业保险", year, month));
    const claimants = enterprise.insurance.newClaimants[year] ?? 0;
    const premium = paid.reduce((sum, row) => sum + (row ? row.employerPaid + row.employeePaid : 0), 0);
    return [
      {
        enterprise,
        cells: {
          uscc: enterprise.uscc,
          name: knownName(enterprise, plan.deliveredOn),
          year,
          newClaimants: claimants,
          avgInsuredCount: average,
          layoffRatioPct: Math.round((claimants / average) * 10_000) / 100,
          unemploymentPremiumPaid: premium / 100,
          unemploymentPremiumMonths: paid.filter((row) => row?.status === "足额").length,
          remark: null,
        },
      },
    ];
  });
};

const registered = (contract: Contract): PlainDate => addDays(contract.start, 8);
/** The premiums of a year are known in the January that follows. */
const premiumKnown = (contract: Contract): PlainDate => day(Number(contract.start.slice(0, 4)) + 1, 1, 5);

function endOfContract(contract: Contract): PlainDate | null {
  if (contract.months === null) return null;
  const start = new Date(`${contract.start}T00:00:00Z`);
  return addDays(
    new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + contract.months, start.getUTCDate())).toISOString().slice(0, 10) as PlainDate,
    -1,
  );
}

function contractRow(enterprise: Enterprise, contract: Contract, withPremium: boolean): CleanRow {
  return {
    enterprise,
    cells: {
      uscc: enterprise.uscc,
      name: knownName(enterprise, contract.start),
      personName: contract.person.name,
      idCardNo: contract.person.idNumber,
      contractKind: contract.kind,
      contractStart: contract.start,
      contractEnd: endOfContract(contract),
      contractMonths: contract.months,
      personCategory: contract.category,
      registeredDate: registered(contract),
      insuredFrom: contract.insuredFrom,
      internMonths: contract.internMonths,
      employerPremiumPaid: withPremium && contract.employerPremium !== null ? inYuan(contract.employerPremium) : null,
    },
  };
}

/** 劳动合同备案: contracts registered since the last file, and the premiums of the past year in January. */
export const laborContract: RowBuilder = (enterprises, plan, random) => {
  const all = enterprises.flatMap((enterprise) => enterprise.contracts.map((contract) => ({ enterprise, contract })));
  const rows = all.flatMap(({ enterprise, contract }) => [
    ...(isWithin(plan, registered(contract)) ? [contractRow(enterprise, contract, false)] : []),
    ...(contract.employerPremium !== null && isWithin(plan, premiumKnown(contract)) ? [contractRow(enterprise, contract, true)] : []),
  ]);
  const known = () =>
    all.filter(({ contract }) => premiumKnown(contract) <= plan.until).map(({ enterprise, contract }) => contractRow(enterprise, contract, true));
  return orRepeat(rows, known, random);
};
