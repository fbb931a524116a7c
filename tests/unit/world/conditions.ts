import type { Truth } from "@/db/seed/world/truth";

/** Main conditions of the policies, copied by hand from their clauses, over the county's own truth on the demo day. Yuan in, so that they read like the clauses. */
const yuan = (fen: number | null) => (fen === null ? Number.NaN : fen / 100);
const isIn = (code: string, ...prefixes: string[]) => prefixes.some((prefix) => code.startsWith(prefix));
const manufacturing = (code: string) => code >= "1300" && code < "4400";
const small = (truth: Truth) => truth.enterpriseScale === "small" || truth.enterpriseScale === "micro";
const notLarge = (truth: Truth) => small(truth) || truth.enterpriseScale === "medium";
const holds = (truth: Truth, ...codes: string[]) => truth.titles.some((title) => codes.includes(title.code));
const awarded = (truth: Truth, ...codes: string[]) => truth.titles.some((title) => codes.includes(title.code) && title.awarded >= "2024-01-01");
const share = (part: number | null, least: number) => part !== null && part >= least;
const clean = (truth: Truth) =>
  truth.regStatus === "active" &&
  !truth.dishonestFlag &&
  !truth.majorViolation3y &&
  !truth.abnormalOperationFlag &&
  !truth.majorAccident3y &&
  !truth.wageArrearsFlag;
const firstIn = (truth: Truth) => truth.firstAboveScaleDate !== null && truth.firstAboveScaleDate >= "2024-01-01";
/** Whole months from founding to 2026-07-15. */
const age = (established: string) =>
  (2026 - Number(established.slice(0, 4))) * 12 + 7 - Number(established.slice(5, 7)) - (Number(established.slice(8)) > 15 ? 1 : 0);

export const meets: Record<string, (truth: Truth) => boolean> = {
  "EMP-001": (t) =>
    t.unemploymentPremiumMonths >= 12 &&
    t.layoffRatio !== null &&
    (t.layoffRatio <= 0.055 || (t.avgInsuredCount <= 30 && t.layoffRatio <= 0.2)) &&
    t.taxCreditGrade !== "D",
  "EMP-002": (t) => small(t) && t.newHireContract12mCount >= 10,
  "EMP-003": (t) => t.entityType !== "individual_business" && t.youthHireCount >= 1,
  "EMP-004": (t) => t.keyGroupPremiumPaid > 0,
  "EMP-005": (t) => t.internPersonMonths >= 1,
  "EMP-006": (t) => awarded(t, "POSTDOC_STATION", "POSTDOC_BASE", "SKILL_MASTER_NATIONAL", "SKILL_MASTER_PROVINCIAL"),
  "INN-001": (t) => awarded(t, "HNTE_FIRST", "HNTE_RENEWAL"),
  "INN-002": (t) => yuan(t.rdExpense) >= 500_000 && share(t.rdIntensity, 0.03) && t.taxArrears === 0,
  "INN-003": (t) => awarded(t, "IP_MGMT_CERT", "IP_ADVANTAGE_NATIONAL", "IP_DEMO_NATIONAL"),
  "INN-004": (t) => awarded(t, "STD_INTL_LEAD", "STD_NATIONAL_LEAD", "STD_INDUSTRY_LEAD", "STD_NATIONAL_PART"),
  "TAX-001": (t) => t.vatTaxpayerType === "small_scale" || t.isSmallLowProfit || t.entityType === "individual_business",
  "TAX-002": (t) =>
    (t.totalProfit ?? 0) < 0 &&
    (t.revenueGrowthRate ?? 0) <= -0.3 &&
    !isIn(t.industryCode, "66", "67", "68", "69", "70") &&
    ["A", "B", "M"].includes(t.taxCreditGrade ?? "") &&
    t.propertyLandTaxPayable > 0,
  "RENT-001": (t) => holds(t, "INCUBATED_TENANT") && small(t) && age(t.establishedDate) <= 35 && yuan(t.annualRentPaid) > 0,
  "RENT-002": (t) =>
    manufacturing(t.industryCode) &&
    notLarge(t) &&
    yuan(t.annualTaxPaid) >= 100_000 &&
    share(t.annualElectricity, 10_000) &&
    yuan(t.annualRentPaid) > 0 &&
    t.taxArrears === 0,
  "IND-001": (t) => awarded(t, "INNOVATIVE_SME", "SRDI_PROVINCIAL") && notLarge(t),
  "IND-002": (t) => awarded(t, "LITTLE_GIANT"),
  "IND-003": (t) =>
    awarded(t, "CHAMPION_NATIONAL", "CHAMPION_PROVINCIAL") &&
    manufacturing(t.industryCode) &&
    share(t.mainProductMarketShare, 0.1) &&
    share(t.coreTechAutonomyRate, 0.5),
  "IND-004": (t) => t.aboveScaleCategory === "industry" && firstIn(t) && yuan(t.annualRevenue) >= 20_000_000,
  "IND-005": (t) => manufacturing(t.industryCode) && holds(t, "TECH_UPGRADE_FILED") && yuan(t.equipmentInvestment) >= 2_000_000 && t.taxArrears === 0,
  "IND-006": (t) => awarded(t, "FIRST_SET_NATIONAL", "FIRST_SET_PROVINCIAL"),
  "IND-007": (t) => notLarge(t) && yuan(t.digitalInvestment) >= 100_000,
  "IND-008": (t) => manufacturing(t.industryCode) && awarded(t, "GREEN_FACTORY_NATIONAL", "GREEN_FACTORY_PROVINCIAL"),
  "IND-009": (t) => isIn(t.industryCode, "47", "48", "49", "50") && awarded(t, "CONSTR_SPECIAL", "CONSTR_GENERAL_1"),
  "AGR-001": (t) => isIn(t.industryCode, "13", "14", "15", "0514") && yuan(t.agriEquipmentInvestment) >= 100_000,
  "AGR-002": (t) => awarded(t, "AGRI_LEADER_NATIONAL", "AGRI_LEADER_PROVINCIAL", "AGRI_LEADER_CITY"),
  "AGR-003": (t) => t.certifiedAgriProductCount >= 1,
  "AGR-004": (t) => isIn(t.industryCode, "01", "02", "03", "04", "05", "593") && yuan(t.agriEquipmentInvestment) >= 200_000,
  "MKT-001": (t) =>
    firstIn(t) &&
    ((isIn(t.industryCode, "51") && yuan(t.annualRevenue) >= 20_000_000) ||
      (isIn(t.industryCode, "52") && yuan(t.annualRevenue) >= 5_000_000) ||
      (isIn(t.industryCode, "61", "62") && yuan(t.annualRevenue) >= 2_000_000)),
  "MKT-002": (t) => t.exportValue > 0 && t.exportInsurancePremium > 0,
  "MKT-003": (t) => t.exhibitionFee > 0,
  "MKT-004": (t) => yuan(t.onlineRetailSales) >= 5_000_000 && t.taxArrears === 0,
  "MKT-005": (t) => awarded(t, "SCENIC_5A", "SCENIC_4A", "SCENIC_3A", "HOMESTAY_A", "HOMESTAY_B"),
  "MKT-006": (t) =>
    t.aboveScaleCategory === "service" &&
    firstIn(t) &&
    ((isIn(t.industryCode, "5", "60", "63", "64", "65") && !isIn(t.industryCode, "50", "51", "52") && yuan(t.annualRevenue) >= 20_000_000) ||
      (isIn(t.industryCode, "71", "72", "73", "74", "75") && yuan(t.annualRevenue) >= 10_000_000)),
  "MKT-007": (t) => isIn(t.industryCode, "54", "55", "56", "57", "58", "59", "60") && awarded(t, "LOGISTICS_5A", "LOGISTICS_4A", "LOGISTICS_3A"),
  "FIN-001": (t) => small(t) && t.newHireContract12mCount / t.insuredCount >= (t.insuredCount <= 100 ? 0.1 : 0.05) && yuan(t.loanInterestPaid) > 0,
  "FIN-002": (t) => holds(t, "LISTING_REGIONAL", "LISTING_NEEQ_BASE", "LISTING_NEEQ_INNOVATION", "LISTING_EXCHANGE"),
  "FIN-003": (t) => small(t) && yuan(t.guaranteeFeePaid) > 0,
};

/** Meets a policy's main conditions and stands on no list. */
export const qualifies = (policy: string, truth: Truth): boolean => (policy.startsWith("TAX-001") || clean(truth)) && (meets[policy]?.(truth) ?? false);
