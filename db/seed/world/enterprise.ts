import { type Fen, fen } from "@/lib/kernel/fen";
import { addDays, monthOf, type PlainDate, plainDate, yearOf } from "@/lib/kernel/plain-date";
import { COUNTY_REGION, drawLegacyRegNo, drawUscc } from "./codes";
import { kinds } from "./kinds";
import { makeAddress, makeName, makePerson, makeTown } from "./names";
import type { Random } from "./random";
import type { Enterprise, EntityType, Kind, Month, YearFacts } from "./types";

/** The county's business day: the history has run up to here. */
export const DEMO_DAY = plainDate("2026-07-15");
/** The years of the firms' books. */
export const worldYears = [2023, 2024, 2025, 2026] as const;

export const yuan = (amount: number): Fen => fen(Math.round(amount * 100));
export const wan = (amount: number): Fen => fen(Math.round(amount * 10_000) * 100);
export const monthText = (year: number, month: number): Month => `${year}-${String(month).padStart(2, "0")}`;
export const day = (year: number, month: number, date: number): PlainDate => plainDate(`${monthText(year, month)}-${String(date).padStart(2, "0")}`);

/** What all firms of one county share while it is being drawn. */
export type Registers = { usccs: Set<string>; brands: Set<string> };

function makeEntityType(kind: Kind, settled: boolean, random: Random): EntityType {
  const individuals = settled ? 0 : kinds[kind].individuals;
  const { cooperatives } = kinds[kind];
  const companies = 1 - individuals - cooperatives;
  return random.weighted<EntityType>([
    ["individual_business", individuals],
    ["farmers_coop", cooperatives],
    ["company_ltd", companies * 0.93],
    ["company_jsc", companies * 0.025],
    ["sole_proprietor", companies * 0.03],
    ["partnership", companies * 0.015],
  ]);
}

const CATEGORY: Partial<Record<EntityType, "92" | "93">> = { individual_business: "92", farmers_coop: "93" };

/** Most firms are older than the window of the data, some are founded inside it. */
function makeEstablished(settled: boolean, random: Random): PlainDate {
  const year = random.chance(settled ? 0 : 0.14) ? random.int(2023, 2026) : Math.round(2022 - Math.min(21, Math.abs(random.normal()) * 7));
  return day(year, year === 2026 ? random.int(1, 5) : random.int(1, 12), random.int(1, 28));
}

/** Departments other than the register know a firm from the quarter after its founding. */
export function reportsFrom(established: PlainDate): Month {
  const quarter = Math.floor((monthOf(established) - 1) / 3) + 1;
  return quarter === 4 ? monthText(yearOf(established) + 1, 1) : monthText(yearOf(established), quarter * 3 + 1);
}

function emptyYear(): YearFacts {
  return {
    revenue: fen(0),
    profit: fen(0),
    totalAssetsWan: 0,
    employees: 0,
    rdExpense: fen(0),
    hiTechRevenue: null,
    sixTaxes: fen(0),
    propertyTax: fen(0),
    landUseTax: fen(0),
    smallLowProfit: false,
    creditGrade: null,
    filed: true,
  };
}

/** 成长路径: revenue, profit, assets and heads of four years, grown from a size that fits the trade. */
export function growYears(enterprise: Enterprise, random: Random): void {
  const { revenueWan, perHeadWan, margin, assets } = kinds[enterprise.kind];
  const shrink = enterprise.entityType === "individual_business" ? 0.09 : 1;
  const smallness = enterprise.entityType === "farmers_coop" ? 0.6 : 1;
  let revenue = revenueWan[0] * shrink * smallness * Math.exp(revenueWan[1] * random.normal());
  const efficiency = Math.exp(0.25 * random.normal()) * perHeadWan * (shrink < 1 ? 0.4 : 1);
  for (const year of worldYears) {
    const facts = emptyYear();
    if (year >= yearOf(enterprise.establishedDate)) {
      const live = year === yearOf(enterprise.establishedDate) ? (13 - monthOf(enterprise.establishedDate)) / 12 : 1;
      facts.revenue = wan(Math.round(revenue * live * 100) / 100);
      facts.profit = wan(Math.round(revenue * live * (margin + 0.04 * random.normal()) * 100) / 100);
      facts.totalAssetsWan = Math.round(revenue * assets * 100) / 100 + 5;
      facts.employees = Math.max(1, Math.round(revenue / efficiency));
    }
    enterprise.years[year] = facts;
    revenue *= Math.max(0.7, 1.07 + 0.13 * random.normal());
  }
}

/** A firm with its identity and size, before any policy's design and before the departments' figures are derived. `settled`: no 个体工商户 and founded before the data. */
export function makeEnterprise(index: number, kind: Kind, settled: boolean, random: Random, registers: Registers): Enterprise {
  const entityType = makeEntityType(kind, settled, random);
  const [industryCode, word, scope] = random.pick(kinds[kind].trades);
  const establishedDate = makeEstablished(settled, random);
  const town = makeTown(random);
  const isLaborDispatch = industryCode === "7263";
  const founded = makeName(kind, entityType, word, town, random, registers.brands);
  const enterprise: Enterprise = {
    index,
    kind,
    entityType,
    industryCode,
    establishedDate,
    town,
    isLaborDispatch,
    uscc: drawUscc(CATEGORY[entityType] ?? "91", random, registers.usccs),
    legacyRegNo: yearOf(establishedDate) < 2015 && random.chance(0.6) ? drawLegacyRegNo(random) : null,
    names: [{ name: founded, from: establishedDate }],
    statuses: [{ status: "active", from: establishedDate }],
    region: COUNTY_REGION,
    address: makeAddress(kind, town, random),
    businessScope: `${scope}（依法须经批准的项目，经相关部门批准后方可开展经营活动）`,
    registeredCapitalWan: entityType === "individual_business" ? random.pick([1, 2, 5, 10]) : random.pick([30, 50, 100, 200, 300, 500, 800, 1000, 2000]),
    operationTo: random.chance(0.3) ? addDays(establishedDate, 365 * random.pick([20, 30])) : null,
    representative: makePerson(random),
    vatType: "small_scale",
    reportsFrom: reportsFrom(establishedDate),
    years: {},
    insurance: null,
    contracts: [],
    titles: [],
    invoices: [],
    consents: [],
    rights: [],
    listings: [],
    penalties: [],
    meters: [],
    annualKwh: {},
    customsCode: null,
    trade: {},
    events: [],
    aboveScale: null,
    arrears: [],
    showcase: null,
    designs: [],
  };
  growYears(enterprise, random);
  return enterprise;
}

/** The year's books; every enterprise has all of `worldYears`. */
export function yearFacts(enterprise: Enterprise, year: number): YearFacts {
  const facts = enterprise.years[year];
  if (!facts) throw new RangeError(`no books of ${year}`);
  return facts;
}

const isFrom = (on: PlainDate) => (entry: { from: PlainDate }) => entry.from <= on;

/** The registered name on a day (曾用名 before a change). */
export const nameOn = (enterprise: Enterprise, on: PlainDate): string => (enterprise.names.findLast(isFrom(on)) ?? enterprise.names[0])?.name ?? "";
export const statusOn = (enterprise: Enterprise, on: PlainDate) => enterprise.statuses.findLast(isFrom(on))?.status ?? "active";
export const currentName = (enterprise: Enterprise): string => nameOn(enterprise, DEMO_DAY);
