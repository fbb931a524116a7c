/** Fields that share a part with others, by the words of their label. */
const FIELDS: Readonly<Record<string, string>> = {
  "source.doc": "文件名称和文号",
  "source.article": "第几条",
  "source.clauseText": "条文原文",
  "fund.name": "资金名称",
  "fund.account": "资金账户",
  "effective.from": "从哪天起",
  "effective.to": "到哪天止",
  "fairCompetition.review": "公平竞争审查结论",
  "limits.processingWorkingDays": "审核时限",
  "limits.manualReviewWorkingDays": "人工复核时限",
  "limits.noticeWorkingDays": "公示时限",
  "limits.disbursementWorkingDays": "拨付时限",
};

/** How the parts of a policy are called in the page. */
const NAMES: Readonly<Record<string, string>> = {
  name: "名称",
  dept: "牵头部门",
  category: "类别",
  boards: "专题板块",
  benefitKind: "怎么给",
  fund: "资金",
  source: "条文",
  nationalBasis: "上级依据",
  base: "基本条件",
  conditions: "享受条件",
  negativeList: "负面清单",
  negativeListNote: "负面清单",
  routeToManual: "转人工",
  crossChecks: "交叉核对",
  amount: "金额",
  grantCycle: "多久一次",
  maxYears: "最多享受年数",
  annualBudget: "年度预算",
  materials: "材料",
  limits: "期限",
  effective: "有效期",
  fairCompetition: "公平竞争审查",
  relations: "关联规则",
  examples: "算例",
  confirmStage: "企业确认",
};

/** 位置 in words: 享受条件第 2 项. */
export function placeName(place: string): string {
  const parts = place.split(".");
  const name = FIELDS[parts.slice(0, 2).join(".")] ?? NAMES[parts[0] ?? ""] ?? "这项政策";
  const numbers = parts
    .slice(1)
    .filter((part) => /^\d+$/.test(part))
    .map((part) => Number(part) + 1);
  return numbers.length === 0 ? name : `${name}第 ${numbers.join("—")} 项`;
}
