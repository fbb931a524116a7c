import { fen } from "@/lib/kernel/fen";
import { yearOf } from "@/lib/kernel/plain-date";
import { worldYears, yearFacts, yuan } from "./enterprise";
import { kinds } from "./kinds";
import type { Random } from "./random";
import type { Enterprise, Grade, Meter, YearFacts } from "./types";

/** 小型微利企业: taxable income ≤ 3 million, heads ≤ 300, assets ≤ 50 million. */
const isSmallLowProfit = (facts: YearFacts): boolean => facts.profit <= 300_000_000 && facts.employees <= 300 && facts.totalAssetsWan <= 5000;

function deriveTaxes(enterprise: Enterprise, random: Random): void {
  const owner = random.chance(kinds[enterprise.kind].owners) && enterprise.entityType !== "individual_business";
  const values = owner ? [random.int(6, 90) * 1000 + random.int(0, 999), random.int(3, 60) * 1000 + random.int(0, 999)] : [0, 0];
  const [property = 0, land = 0] = values;
  for (const year of worldYears) {
    const facts = yearFacts(enterprise, year);
    if (facts.revenue === 0) continue;
    facts.propertyTax ||= yuan(property);
    facts.landUseTax ||= yuan(land);
    facts.sixTaxes ||= fen(facts.propertyTax + facts.landUseTax + Math.round(facts.revenue * 0.0009));
    facts.smallLowProfit = enterprise.entityType !== "individual_business" && isSmallLowProfit(facts);
  }
  const latest = yearFacts(enterprise, 2025);
  enterprise.vatType = latest.revenue > 500_000_000 ? "general" : "small_scale";
}

const COMPANY_GRADES: readonly (readonly [Grade, number])[] = [
  ["A", 14],
  ["B", 60],
  ["M", 16],
  ["C", 8],
  ["D", 2],
];

function deriveGrades(enterprise: Enterprise, random: Random): void {
  const rated = enterprise.entityType !== "individual_business" || random.chance(0.1);
  const usual = random.weighted(COMPANY_GRADES);
  for (const year of worldYears) {
    if (!rated || year < yearOf(enterprise.establishedDate)) continue;
    const facts = yearFacts(enterprise, year);
    const young = year - yearOf(enterprise.establishedDate) < 1;
    const plain = random.chance(0.85) ? usual : "B";
    // A firm that a policy was drawn for is not sunk by chance.
    const safe = enterprise.designs.length > 0 && plain === "D" ? "B" : plain;
    facts.creditGrade ??= young ? "M" : safe;
  }
}

function deriveInsurance(enterprise: Enterprise, random: Random): void {
  const wanted = enterprise.insurance ?? null;
  const share = enterprise.entityType === "individual_business" ? 0.03 : kinds[enterprise.kind].insured;
  if (!wanted && !random.chance(enterprise.entityType === "farmers_coop" ? 0.16 : share)) return;
  const part = 0.72 + 0.28 * random.next();
  const insurance = wanted ?? { unitNo: "", from: enterprise.reportsFrom, basePerHead: yuan(random.int(4200, 7600)), heads: {}, owed: [], newClaimants: {} };
  insurance.unitNo ||= `0${String(random.int(10_000, 99_999_999)).padStart(8, "0")}`;
  for (const year of worldYears) {
    const facts = yearFacts(enterprise, year);
    insurance.heads[year] ??= facts.employees === 0 ? 0 : Math.max(1, Math.round(facts.employees * part));
    insurance.newClaimants[year] ??= claimants(insurance.heads[year], random);
  }
  if (!wanted && random.chance(0.07)) insurance.owed = random.pick([["2025-08"], ["2025-03", "2025-04"], ["2025-11"], ["2024-06"]]);
  enterprise.insurance = insurance;
}

/** 新增领取失业保险金人数: mostly none or few, one firm in eight lays off more than the line of 5.5 %. */
function claimants(heads: number, random: Random): number {
  if (random.chance(0.12)) return Math.ceil(heads * (0.06 + 0.12 * random.next()));
  return Math.floor(heads * 0.05 * random.next());
}

function deriveElectricity(enterprise: Enterprise, random: Random): void {
  const { kwhPerWan } = kinds[enterprise.kind];
  const needed = Object.keys(enterprise.annualKwh).length > 0;
  const share = enterprise.entityType === "individual_business" ? 0.08 : 0.58;
  if (!needed && !random.chance(kwhPerWan >= 40 ? share : share * 0.5)) return;
  const intensity = kwhPerWan * Math.exp(0.35 * random.normal());
  for (const year of worldYears) enterprise.annualKwh[year] ??= Math.max(600, Math.round((yearFacts(enterprise, year).revenue / 1_000_000) * intensity));
  const big = (enterprise.annualKwh[2025] ?? 0) > 800_000;
  const meter = (): Meter => ({
    accountNo: `0529${String(random.int(0, 999_999)).padStart(6, "0")}`,
    usage: enterprise.kind === "agriculture" ? "农业生产" : (big && "大工业") || "一般工商业",
    withCode: needed || random.chance(0.7),
    landlord: !needed && random.chance(0.05) ? random.pick(["青禾县工业园区物业", "临江商铺房东", "云岭村集体", "市场管理处"]) : null,
  });
  enterprise.meters = Array.from({ length: big && random.chance(0.1) ? 2 : 1 }, meter);
}

/** 高新技术产品收入 for high-tech firms that a design has not already set. */
function deriveHiTech(enterprise: Enterprise, random: Random): void {
  if (!enterprise.titles.some((title) => title.code.startsWith("HNTE"))) return;
  for (const year of worldYears) {
    const facts = yearFacts(enterprise, year);
    if (facts.hiTechRevenue === null && facts.revenue > 0) facts.hiTechRevenue = fen(Math.round(facts.revenue * (0.64 + 0.25 * random.next())));
  }
}

/** The figures that follow from a firm's size and its designs: taxes, grades, insurance, electricity, statistics. */
export function deriveFigures(enterprise: Enterprise, random: Random): void {
  deriveHiTech(enterprise, random.fork("hiTech"));
  deriveTaxes(enterprise, random.fork("taxes"));
  deriveGrades(enterprise, random.fork("grades"));
  deriveInsurance(enterprise, random.fork("insurance"));
  deriveElectricity(enterprise, random.fork("electricity"));
}
