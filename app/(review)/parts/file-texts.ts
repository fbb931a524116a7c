import type { enterpriseAliases } from "@/db/schema";

/** 十二个维度 of the indicator catalogue, by code. */
export const DIMENSIONS: readonly (readonly [code: string, name: string])[] = [
  ["D01", "登记状态"],
  ["D02", "企业划型标准"],
  ["D03", "行业类别"],
  ["D04", "纳税额阈值"],
  ["D05", "社保缴纳人数"],
  ["D06", "经营规模"],
  ["D07", "研发创新"],
  ["D08", "资质荣誉"],
  ["D09", "投资与场地"],
  ["D10", "融资上市"],
  ["D11", "市场开拓"],
  ["D12", "信用合规"],
];

export const ALIAS_KINDS: Record<(typeof enterpriseAliases.$inferSelect)["kind"], string> = {
  formerName: "曾用名",
  legacyRegNo: "旧注册号",
  orgCode: "组织机构代码",
  meterAccount: "用电户号",
  customsCode: "海关编码",
  unitNo: "社保单位编号",
};

const PERIOD = /^(\d{4})(?:Q([1-4])|-(\d{2}))?/;

/** 2025年度, 2025年第3季度, 2025年7月, or 现状 for the state of a day. */
export function periodText(period: string): string {
  const found = PERIOD.exec(period);
  if (!found) return "现状";
  const [, year, quarter, month] = found;
  if (quarter) return `${year}年第${quarter}季度`;
  return month ? `${year}年${Number(month)}月` : `${year}年度`;
}
