import type { IndicatorWords } from "@/lib/policy/describe";
import type { GapVocabulary } from "@/lib/policy/gap";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { shippedLibrary } from "./shipped";

const words = (name: string, type: IndicatorWords["type"], unit: string | null = null): IndicatorWords => ({ name, type, unit });

/** A handful of indicators, called as an enterprise would call them. */
const INDICATORS: Readonly<Record<string, IndicatorWords>> = {
  enterpriseScale: words("企业划型", "enum"),
  newHireContract12mCount: words("新招人数", "count", "人"),
  insuredCount: words("参保人数", "count", "人"),
  avgInsuredCount: words("月平均参保人数", "number", "人"),
  unemploymentPremiumMonths: words("失业保险缴费月数", "count", "个月"),
  unemploymentPremiumPaid: words("实缴失业保险费", "money", "元"),
  layoffRatio: words("裁员率", "ratio"),
  isLaborDispatch: words("劳务派遣单位", "bool"),
  industryCode: words("所属行业", "enum"),
  titleCodes: words("资质荣誉", "enumSet"),
  titleAwardDate: words("认定日期", "date"),
  establishedDate: words("成立日期", "date"),
  annualRevenue: words("营业收入", "money", "元"),
  annualRentPaid: words("年实付租金", "money", "元"),
  totalProfit: words("利润总额", "money", "元"),
  taxArrears: words("欠税余额", "money", "元"),
  taxCreditGrade: words("纳税信用等级", "enum"),
  dishonestFlag: words("失信被执行人", "bool"),
  rdExpense: words("研发费用", "money", "元"),
  rdIntensity: words("研发投入强度", "ratio"),
  loanInterestPaid: words("实付利息", "money", "元"),
  exhibitionFee: words("实付展位费", "money", "元"),
  annualElectricity: words("年用电量", "number", "kWh"),
};

export const wordsFor = (policy: ResolvedPolicy): GapVocabulary => ({ indicators: INDICATORS, codes: policy.names, gapWords: shippedLibrary.gapWords });
