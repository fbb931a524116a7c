import { type ClaimSettings, DEFAULT_CLAIM_SETTINGS } from "@/lib/claim/settings";
import { type Fen, formatYuan, plainYuan } from "@/lib/kernel/fen";

type Kind = "yuan" | "percent" | "whole";
export type SettingField = { readonly key: keyof ClaimSettings; readonly label: string; readonly hint: string; readonly unit: string; readonly kind: Kind };

/** 参数 in the order of the process; defaults as of the platform's first day. */
export const SETTING_FIELDS: readonly SettingField[] = [
  { key: "automaticCeilingFen", label: "自动通过的金额上限", hint: "超过的一律人工看，条件再清楚也不例外。", unit: "元", kind: "yuan" },
  { key: "chiefSignatureFromFen", label: "科室负责人签字起点", hint: "达到这个金额，科室负责人也要签字。", unit: "元", kind: "yuan" },
  { key: "blindSampleRate", label: "抽查比例", hint: "自动通过的办件，按比例抽给人复看。", unit: "%", kind: "percent" },
  { key: "blindSampleWeeklyMinimum", label: "每周最少抽查", hint: "每项政策每周至少抽这么多件。", unit: "件", kind: "whole" },
  { key: "appealDays", label: "申请复核期", hint: "不予兑现后，企业多少个自然日内可以申请复核。", unit: "天", kind: "whole" },
  { key: "suspensionDays", label: "中止上限", hint: "中止满这么多个自然日可以终止。", unit: "天", kind: "whole" },
  { key: "pausedWorkingDaysLimit", label: "累计暂停上限", hint: "累计暂停超过这么多个工作日，一律亮红灯。", unit: "个工作日", kind: "whole" },
  { key: "accountCorrectionsPerDay", label: "一天内可更正账户", hint: "24 小时内更正达到这个次数就停止付款。", unit: "次", kind: "whole" },
];

const percentText = (rate: number): string => String(Math.round(rate * 10_000) / 100);

/** A value as it stands in the form. */
export function fieldText({ kind }: SettingField, value: number): string {
  if (kind === "yuan") return plainYuan(value as Fen).replace(/\.00$/, "");
  return kind === "percent" ? percentText(value) : String(value);
}

/** A value in a sentence: 500,000.00元, 5%, 15 天. */
export function shownText({ kind, unit }: SettingField, value: number): string {
  if (kind === "yuan") return `${formatYuan(value as Fen)}元`;
  return kind === "percent" ? `${percentText(value)}%` : `${value} ${unit}`;
}

export const defaultText = (field: SettingField): string => shownText(field, DEFAULT_CLAIM_SETTINGS[field.key]);
