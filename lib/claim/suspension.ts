import type { SuspensionReason } from "./moving-claim";
import type { ClaimState } from "./states";

/** 中止原因 in words: what a suspended claim waits for. */
export const SUSPENSION_WORDS: Record<SuspensionReason, string> = {
  budget: "预算不足，等追加",
  dataCorrection: "数据更正中",
  creditRepair: "信用修复中",
  siteVisit: "等现场核验",
  sourceCorrection: "等来源部门更正",
  preCheck: "付款前核对没通过",
  accountOverdue: "账户更正逾期",
  litigation: "涉诉，等结果",
  bankruptcy: "破产程序中",
};

export type Pausing = {
  readonly state: ClaimState;
  readonly suspensionReason: SuspensionReason | null;
  /** The papers that were asked for, where the list knows them. */
  readonly supplementRequest?: string | null;
};

/** 为什么暂停: why the office's clock stands in this state; null where it runs. */
export function pauseWords({ state, suspensionReason, supplementRequest }: Pausing): string | null {
  if (state === "pendingConfirm") return "等企业确认";
  if (state === "paymentFailed") return "等企业更正账户";
  if (state === "supplement") return supplementRequest ? `等企业补正（${supplementRequest}）` : "等企业补正";
  if (state !== "suspended") return null;
  return suspensionReason ? SUSPENSION_WORDS[suspensionReason] : "暂停计时";
}
