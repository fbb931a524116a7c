import type { UploadState } from "@/db/schema/uploads";
import { dayOf, formatNearDay, type PlainDate, timeOf } from "@/lib/kernel/plain-date";
import type { DirtyPattern, PeriodKind } from "@/lib/pipeline/dataset";

export const UPLOAD_STATE_NAMES: Readonly<Record<UploadState, string>> = {
  receiving: "正在接收",
  received: "已收到，等处理",
  processing: "正在处理",
  applied: "已入库",
  refused: "整份退回",
  cancelled: "已取消",
  failed: "处理中断，等您处理",
};
export const UPLOAD_STATES = Object.keys(UPLOAD_STATE_NAMES) as UploadState[];
export const isUnderway = (state: UploadState): boolean => state === "receiving" || state === "received" || state === "processing";

export const CHANNEL_NAMES: Readonly<Record<"browser" | "api" | "connector" | "manual", string>> = {
  browser: "网页上传",
  api: "系统接口",
  connector: "平台对接",
  manual: "人工录入",
};

export const PERIOD_HINTS: Readonly<Record<PeriodKind, string>> = {
  year: "年度，如 2025",
  quarter: "季度，如 2025Q3",
  month: "月份，如 2026-06",
  day: "日期，如 2026-07-15",
  snapshot: "现势数据填“现势”",
};

/** 怎么修、为什么: what a flaw is called in front of a clerk. */
export const PATTERN_NAMES: Readonly<Record<DirtyPattern, string>> = {
  FULLWIDTH: "全角字符转半角",
  ENC_GBK: "国标编码转换",
  RARE_CHAR: "生僻字丢失",
  SUFFIX: "公司后缀不一致",
  BRACKET: "括号统一",
  SPACE: "去掉多余空格",
  OLD_NAME: "名称对不上",
  LEGACY_ID: "旧注册号换新代码",
  OCR: "易混字符",
  CASE_DUP: "大小写统一",
  DUP_ROW: "重复行",
  SCI: "科学计数法丢了末位",
  APOS: "去掉前置撇号",
  DATE_MIX: "日期格式统一",
  DATE_SERIAL: "表格日期序号换成日期",
  DATE_BAD: "日期不存在",
  PERIOD_MIX: "期间格式统一",
  THOUSAND: "去掉千分位",
  UNIT_TEXT: "去掉单位文字",
  UNIT_SCALE: "金额单位存疑",
  PERCENT: "比例写法不明",
  NEG_PAREN: "括号负数换成负号",
  PLACEHOLDER: "空缺",
  HEADER_MERGED: "标题、表头或空行",
  TOTAL_ROW: "合计或备注行",
  HEADER_ALIAS: "列名对照",
  ENUM_ALIAS: "写法统一",
  COL_SHIFT: "列错位",
  LEAD_ZERO: "补回前导零",
  STALE: "时点不一致",
  RANGE: "超出合理范围",
  MULTI_VALUE: "一格多值",
};

const QUARTERS = ["一", "二", "三", "四"];

/** 交付期间 in words: 2025年, 2025年三季度, 2026年6月, 2026年7月15日, 现势. */
export function periodText(period: string): string {
  if (period === "snapshot") return "现势";
  const [, year = "", quarter, month, day] = /^(\d{4})(?:Q([1-4])|-(\d\d)(?:-(\d\d))?)?$/.exec(period) ?? [];
  if (quarter) return `${year}年${QUARTERS[Number(quarter) - 1] ?? ""}季度`;
  if (month && day) return `${year}年${Number(month)}月${Number(day)}日`;
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}

/** 7月15日 10:05; another year with its number. */
export const momentText = (at: string, today: PlainDate): string => `${formatNearDay(dayOf(at), today)} ${timeOf(at)}`;

export const countText = (value: number): string => value.toLocaleString("zh-CN");

/** 312 千字节 */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.round(kilo)} 千字节` : `${(kilo / 1024).toFixed(1)} 兆字节`;
}

/** 94.8% with the sign at the figure; a whole of nothing has no share. */
export const shareText = (part: number, whole: number): string => (whole === 0 ? "—" : `${((part / whole) * 100).toFixed(1)}%`);
