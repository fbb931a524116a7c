import { fen } from "@/lib/kernel/fen";
import { addDays, lastOfMonth } from "@/lib/kernel/plain-date";
import { electricity, liveMonths } from "./books";
import { yearFacts } from "./enterprise";
import { type CleanRow, inThousands, inWan, inYuan, isWithin, knownName, type RowBuilder } from "./rows-common";
import { scaleOf } from "./truth";
import type { AboveScale, Enterprise, Meter } from "./types";

function meterRow(enterprise: Enterprise, meter: Meter, month: string, kwh: number): CleanRow {
  const end = lastOfMonth(Number(month.slice(0, 4)), Number(month.slice(5)));
  return {
    enterprise,
    unlinkable: meter.landlord !== null,
    cells: {
      meterAccountNo: meter.accountNo,
      accountName: meter.landlord ?? knownName(enterprise, end),
      uscc: meter.withCode && meter.landlord === null ? enterprise.uscc : null,
      address: enterprise.address,
      usageType: meter.usage,
      period: month,
      usageKwh: kwh,
      feeAmount: Math.round(kwh * 62) / 100,
      readDate: end,
    },
  };
}

/** 用电量 of the months; a firm with two meters splits three to two. */
export const electricityUsage: RowBuilder = (enterprises, plan) =>
  plan.months.flatMap((month) =>
    enterprises.flatMap((enterprise) => {
      const kwh = electricity(enterprise, Number(month.slice(0, 4))).get(Number(month.slice(5)));
      const [first, second] = enterprise.meters;
      if (kwh === undefined || !first) return [];
      const main = second ? Math.round(kwh * 0.6) : kwh;
      return [meterRow(enterprise, first, month, main), ...(second ? [meterRow(enterprise, second, month, kwh - main)] : [])];
    }),
  );

const CATEGORY: Readonly<Record<AboveScale["category"], string>> = {
  industry: "B",
  construction: "C",
  wholesale_retail: "E",
  accommodation_catering: "S",
  service: "F",
};

/** 四上单位名录 as it stands at the end of the month, with those that have left. */
export const aboveScaleDirectory: RowBuilder = (enterprises, plan) =>
  enterprises
    .filter((enterprise) => enterprise.aboveScale !== null && enterprise.aboveScale.first <= plan.period)
    .flatMap((enterprise, at) => {
      const entry = enterprise.aboveScale;
      if (!entry) return [];
      const left = entry.exited !== null && entry.exited <= plan.period;
      return [
        {
          enterprise,
          cells: {
            rowNo: at + 1,
            uscc: enterprise.uscc,
            name: knownName(enterprise, plan.until),
            industryCode: enterprise.industryCode,
            aboveScaleCategory: CATEGORY[entry.category],
            firstAboveScaleDate: entry.first,
            entryKind: entry.entry,
            inLibrary: left ? "退库" : "在库",
            exitPeriod: left ? entry.exited : null,
          },
        },
      ];
    });

const SCALE_CODES = { large: "1", medium: "2", small: "3", micro: "4" } as const;

/** 主要经济指标 (年报), given by firms of the directory and by high-tech firms; thousands of yuan. */
export const economicIndicators: RowBuilder = (enterprises, plan) => {
  const year = plan.year ?? 2023;
  return enterprises
    .filter((enterprise) => liveMonths(enterprise, year).length > 0 && (enterprise.aboveScale !== null || yearFacts(enterprise, year).hiTechRevenue !== null))
    .map((enterprise) => {
      const facts = yearFacts(enterprise, year);
      const scale = scaleOf(enterprise.industryCode, { ...facts, filed: true });
      return {
        enterprise,
        cells: {
          uscc: enterprise.uscc,
          name: knownName(enterprise, plan.deliveredOn),
          period: `${year}-12`,
          revenueK: inThousands(facts.revenue),
          totalAssetsK: Math.round(facts.totalAssetsWan * 10_000) / 1000,
          profitK: inThousands(facts.profit),
          employeeCount: facts.employees,
          hiTechRevenueK: facts.hiTechRevenue === null ? null : inThousands(facts.hiTechRevenue),
          enterpriseScale: scale ? SCALE_CODES[scale] : null,
        },
      };
    });
};

/** 知识产权: all valid rights in the first file, later ones as they come, with a repeat of the oldest. */
export const intellectualProperty: RowBuilder = (enterprises, plan) => {
  const all = enterprises
    .flatMap((enterprise) => enterprise.rights.map((right) => ({ enterprise, right })))
    .filter(({ right }) => addDays(right.granted, 30) <= plan.until);
  const fresh = all.filter(({ right }) => isWithin(plan, addDays(right.granted, 30)));
  return (fresh.length > 0 ? fresh : all.slice(0, 3)).map(({ enterprise, right }) => ({
    enterprise,
    cells: {
      ipNo: right.ipNo,
      name: knownName(enterprise, plan.until),
      uscc: enterprise.uscc,
      ipType: right.kind,
      title: right.title,
      grantDate: right.granted,
      legalStatus: right.status,
      coOwners: right.coOwners.length === 0 ? null : right.coOwners.join(";"),
    },
  }));
};

const QUARTER_SHARE: Readonly<Record<string, number>> = { Q1: 0.22, Q2: 0.48, Q3: 0.74, Q4: 1 };

/** 外贸 of the year up to the quarter. */
export const foreignTrade: RowBuilder = (enterprises, plan) => {
  const year = Number(plan.period.slice(0, 4));
  const share = QUARTER_SHARE[plan.period.slice(4)] ?? 1;
  return enterprises.flatMap((enterprise) => {
    const trade = enterprise.trade[year];
    if (!trade || enterprise.customsCode === null) return [];
    return [
      {
        enterprise,
        cells: {
          customsCode: enterprise.customsCode,
          uscc: enterprise.uscc,
          name: knownName(enterprise, plan.until),
          year,
          exportUsdWan: Math.round(trade.exportUsdWan * share * 100) / 100,
          fxRate: Number(trade.fxRate),
          policyNo: trade.policyNo,
          exportInsurancePremium: inYuan(fen(Math.round(trade.premium * share))),
        },
      },
    ];
  });
};

/** 展会与电子商务: events a month after they took place. */
export const marketExpansion: RowBuilder = (enterprises, plan) => {
  const rows = enterprises
    .flatMap((enterprise) => enterprise.events.map((event) => ({ enterprise, event })))
    .filter(({ event }) => addDays(event.date, 30) <= plan.until);
  const fresh = rows.filter(({ event }) => isWithin(plan, addDays(event.date, 30)));
  return (fresh.length > 0 ? fresh : rows.slice(0, 2)).map(({ enterprise, event }) => ({
    enterprise,
    cells: {
      uscc: enterprise.uscc,
      name: knownName(enterprise, plan.until),
      eventName: event.name,
      eventKind: event.kind,
      eventDate: event.date,
      boothCount: event.booths,
      exhibitionFee: event.fee === null ? null : inYuan(event.fee),
      onlineRetailWan: event.onlineRetail === null ? null : inWan(event.onlineRetail),
    },
  }));
};
