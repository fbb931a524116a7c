import type { IndicatorDefinition } from "@/lib/indicators/catalogue";
import type { AmountFormula } from "@/lib/policy/amount-formula";
import { innerFormulas } from "@/lib/policy/amount-formula";
import { policyIndicators } from "@/lib/policy/indicators";
import type { LibraryDocument, ResolvedPolicy } from "@/lib/policy/language";
import { INDUSTRY_SECTIONS } from "@/lib/standards/industry";
import { type Choice, ELSEWHERE, NOT_RATED, type Question, type QuestionGroup, type QuestionKind } from "./question";

type Wording = { readonly label?: string; readonly hint?: string; readonly wan?: true };

/** 店主的话 for the data of the catalogue; a datum without an entry is asked by its catalogue name. */
const WORDING: Readonly<Record<string, Wording>> = {
  regStatus: { label: "营业执照状态" },
  registrationRegion: { label: "在哪里登记的" },
  entityType: { label: "企业类型" },
  establishedDate: { label: "哪天成立的", hint: "看营业执照" },
  enterpriseScale: { label: "企业大小", hint: "不知道就空着，填了行业、人数和收入会自动算" },
  industryCode: { label: "做什么行业" },
  isLaborDispatch: { label: "是劳务派遣公司吗" },
  isSmallLowProfit: { label: "是小型微利企业吗", hint: "看企业所得税申报表" },
  vatTaxpayerType: { label: "增值税纳税人类型" },
  employeeCount: { label: "年末有多少人", hint: "只用来算企业大小" },
  totalAssets: { label: "年末资产总额", hint: "只用来算企业大小", wan: true },
  insuredCount: { label: "现在交社保的人数" },
  avgInsuredCount: { label: "上年平均参保人数", hint: "失业保险，12 个月平均" },
  unemploymentPremiumPaid: { label: "上年交了多少失业保险费", hint: "单位和个人合计" },
  unemploymentPremiumMonths: { label: "足额交失业保险多少个月" },
  layoffRatio: { label: "上年裁员率", hint: "裁员人数 ÷ 平均参保人数，没裁员填 0" },
  newHireContract12mCount: { label: "新招并签满 1 年合同的人", hint: "已经交社保的才算" },
  youthHireCount: { label: "其中毕业两年内的大学生", hint: "含 16—24 岁登记失业青年" },
  keyGroupPremiumPaid: { label: "给就业困难人员交的社保费", hint: "单位交的部分" },
  internPersonMonths: { label: "安排就业见习", hint: "2 人各 3 个月是 6 人月" },
  annualRevenue: { label: "上年营业收入", wan: true },
  revenueGrowthRate: { label: "营业收入比前年增长", hint: "下降填负数，如 −40" },
  annualTaxPaid: { label: "上年实际交了多少税", wan: true },
  totalProfit: { label: "上年利润总额", hint: "亏损填负数", wan: true },
  taxCreditGrade: { label: "纳税信用等级" },
  taxArrears: { label: "现在欠税", hint: "没有填 0" },
  sixTaxesTwoFeesPayable: { label: "六税两费应交多少", hint: "减半以前的数" },
  propertyLandTaxPayable: { label: "房产税和土地使用税应交多少" },
  annualElectricity: { label: "上年用电" },
  aboveScaleCategory: { label: "是不是规上（限上）单位" },
  firstAboveScaleDate: { label: "第一次入库的日期" },
  rdExpense: { label: "上年研发费用", hint: "按享受加计扣除的数填", wan: true },
  rdIntensity: { label: "研发费用占收入", hint: "不知道就空着，填了研发费用和收入会自动算" },
  hiTechRevenueRatio: { label: "高新产品（服务）收入占比" },
  ipCount: { label: "有效专利等知识产权" },
  mainProductMarketShare: { label: "主导产品市场占有率" },
  coreTechAutonomyRate: { label: "关键核心技术自主率" },
  titleCodes: { label: "有哪些资质、称号、备案" },
  titleAwardDate: { label: "最近一次认定的日期" },
  certifiedAgriProductCount: { label: "当年新获绿色、有机、地标认证的产品" },
  equipmentInvestment: { label: "买生产设备花的钱", hint: "不含税，看发票金额栏", wan: true },
  agriEquipmentInvestment: { label: "买农产品加工、冷链设备花的钱", hint: "不含税", wan: true },
  digitalInvestment: { label: "上云、数字化花的钱", hint: "不含税", wan: true },
  annualRentPaid: { label: "上年付的房租", hint: "没有租房填 0", wan: true },
  loanInterestPaid: { label: "上年付的贷款利息", hint: "创业担保等符合条件的贷款" },
  guaranteeFeePaid: { label: "上年付的融资担保费", hint: "没有填 0" },
  listingStage: { label: "挂牌上市到哪一步" },
  exportValue: { label: "上年出口额", hint: "折成人民币", wan: true },
  exportInsurancePremium: { label: "上年付的出口信保保费" },
  exhibitionFee: { label: "上年付的展位费" },
  onlineRetailSales: { label: "上年网络零售额", wan: true },
  dishonestFlag: { label: "失信被执行人或严重失信" },
  majorViolation3y: { label: "近三年重大违法" },
  abnormalOperationFlag: { label: "在经营异常名录里" },
  majorAccident3y: { label: "近三年重大安全、质量、环保事故" },
  wageArrearsFlag: { label: "拖欠农民工工资失信" },
};

/** 先填这几项: what most policies turn on, in the order in which a shop owner knows it. */
const FIRST = [
  "industryCode",
  "annualRevenue",
  "employeeCount",
  "establishedDate",
  "newHireContract12mCount",
  "youthHireCount",
  "unemploymentPremiumPaid",
  "rdExpense",
  "equipmentInvestment",
  "annualRentPaid",
];

/** Dimensions of the catalogue under the heads of the form, in its order. */
const GROUPS: readonly { readonly title: string; readonly dimensions: readonly string[] }[] = [
  { title: "企业基本情况", dimensions: ["D01", "D03", "D02"] },
  { title: "人员和社保", dimensions: ["D05"] },
  { title: "营业和纳税", dimensions: ["D06", "D04"] },
  { title: "研发和资质", dimensions: ["D07", "D08"] },
  { title: "投资和场地", dimensions: ["D09"] },
  { title: "贷款和上市", dimensions: ["D10"] },
  { title: "出口和市场", dimensions: ["D11"] },
  { title: "信用", dimensions: ["D12"] },
];

const KINDS: Readonly<Record<IndicatorDefinition["type"], QuestionKind>> = {
  money: "yuan",
  count: "whole",
  number: "number",
  ratio: "percent",
  bool: "yesNo",
  date: "day",
  enum: "choice",
  enumSet: "titles",
};
const UNITS: Readonly<Partial<Record<QuestionKind, string>>> = { wan: "万元", yuan: "元", percent: "%" };

function kindOf({ id, type, dimension }: IndicatorDefinition, lists: Lists): QuestionKind {
  if (lists.industries.has(id)) return "industry";
  if (type === "bool" && dimension === "D12") return "clean";
  return type === "money" && WORDING[id]?.wan ? "wan" : KINDS[type];
}

/** Data that policies read through an industry list, and data whose year before is needed. */
type Lists = { readonly industries: ReadonlySet<string>; readonly before: ReadonlySet<string> };

function increases(formula: AmountFormula): string[] {
  return [...(formula.kind === "rateOfIncrease" ? [formula.indicator] : []), ...innerFormulas(formula).flatMap(increases)];
}

function choicesOf(definition: IndicatorDefinition, kind: QuestionKind, library: LibraryDocument): Question["choices"] {
  if (kind === "industry")
    return INDUSTRY_SECTIONS.map(({ name, divisions }) => ({ label: name, options: Object.entries(divisions).map(([value, label]) => ({ value, label })) }));
  if (kind === "titles") return [{ options: Object.entries(library.titleCodes).map(([value, label]) => ({ value, label })) }];
  if (kind !== "choice") return [];
  const labels = { ...definition.labels, ...library.codeNames[definition.id] };
  const options = Object.entries(labels).filter(([value]) => value !== "unknown");
  return [{ options: [...options.map(([value, label]) => ({ value, label })), ...extraChoices(definition)] }];
}

/** What the code lists cannot say: elsewhere, and 未参评. */
function extraChoices({ labels, nullMeaning }: IndicatorDefinition): Choice[] {
  if (!labels) return [{ value: ELSEWHERE, label: "其他县市" }];
  return /未参评|未评/.test(nullMeaning) ? [{ value: NOT_RATED, label: "还没参评" }] : [];
}

function questionsOf(definition: IndicatorDefinition, library: LibraryDocument, lists: Lists): Question[] {
  const { id, name, unit } = definition;
  const kind = kindOf(definition, lists);
  const { label = name, hint } = WORDING[id] ?? {};
  const own: Question = {
    id,
    indicator: id,
    yearsBack: 0,
    label,
    hint,
    kind,
    unit: UNITS[kind] ?? (unit === "月" ? "个月" : (unit ?? "")),
    choices: choicesOf(definition, kind, library),
  };
  if (!lists.before.has(id)) return [own];
  return [own, { ...own, id: `${id}.before`, yearsBack: 1, label: label.replace("上年", "前年"), hint: "算增加的部分要用" }];
}

/** Data that no policy reads but from which a size can be worked out. */
const FOR_SCALE = ["employeeCount", "totalAssets"];

/** 问题: one for every datum that a published policy reads, grouped for the reader. */
export function questionGroups(policies: readonly ResolvedPolicy[], definitions: readonly IndicatorDefinition[], library: LibraryDocument): QuestionGroup[] {
  const used = new Set([...policies.flatMap((policy) => policyIndicators(policy).all), ...FOR_SCALE]);
  const lists = {
    industries: new Set(definitions.filter((one) => one.type === "enum" && one.dimension === "D03").map((one) => one.id)),
    before: new Set(policies.flatMap((policy) => increases(policy.amount))),
  };
  const grouped = new Set(GROUPS.flatMap((group) => group.dimensions));
  const rest = { title: "其他", dimensions: [...new Set(definitions.map((one) => one.dimension))].filter((id) => !grouped.has(id)) };
  const asked = definitions.filter((one) => used.has(one.id));
  const inOrder = (chosen: readonly IndicatorDefinition[]) => chosen.flatMap((one) => questionsOf(one, library, lists));
  const first = FIRST.flatMap((id) => asked.filter((one) => one.id === id));
  const later = asked.filter((one) => !FIRST.includes(one.id));
  return [
    { title: "先填这几项", questions: inOrder(first) },
    ...[...GROUPS, rest].map(({ title, dimensions }) => ({
      title,
      questions: dimensions.flatMap((dimension) => inOrder(later.filter((one) => one.dimension === dimension))),
    })),
  ].filter((group) => group.questions.length > 0);
}
