import { type Fen, formatYuan } from "@/lib/kernel/fen";
import type { GrantCycle, ResolvedPolicy } from "@/lib/policy/language";

/** 承诺时限 in one sentence, working days. */
export function daysText({ limits, benefitKind }: ResolvedPolicy): string {
  const { processingWorkingDays: work, noticeWorkingDays: notice, disbursementWorkingDays: pay } = limits;
  if (work === 0) return "申报时直接享受，不用另办";
  const parts = [
    `${work} 个工作日办结`,
    ...(notice > 0 ? [`另公示 ${notice} 个`] : []),
    ...(benefitKind === "cash" && pay > 0 ? [`批准后 ${pay} 个工作日付款`] : []),
  ];
  return parts.join("，");
}

export function budgetText(budget: { amountFen: Fen; usedFen: Fen } | null, fund: string): string {
  if (!budget) return fund;
  return `已用 ${formatYuan(budget.usedFen)} ÷ ${formatYuan(budget.amountFen)}元`;
}

/** 多久能拿一次. */
export const CYCLE_TEXT: Readonly<Record<GrantCycle, string>> = {
  monthly: "每月可享受一次",
  quarterly: "每季度可享受一次",
  yearly: "每年可享受一次",
  oncePerTitle: "每项认定只享受一次",
  oncePerPerson: "每个人只计一次",
  onceForLife: "一家企业只享受一次",
  perProject: "每个项目（发票）只计一次",
  perProduct: "每个产品只计一次",
  oncePerStage: "每个阶段只享受一次",
  perDeclaration: "每次申报都可享受",
};
