import { decimal, formatDecimal, multiply } from "../kernel/decimal";
import { type Fen, formatYuan } from "../kernel/fen";
import { formatDay, type PlainDate } from "../kernel/plain-date";
import type { IndicatorDefinition } from "./catalogue";

/** An indicator's value as it is kept: money in whole fen, ratios and numbers as decimal text. `null` is a meaningful emptiness. */
export type ShownValue = string | number | boolean | null | readonly string[];

const HUNDRED = decimal(100);
const EMPTY = "无（不适用）";
const UNKNOWN = "待核";
const WAN = 1_000_000;

type Definition = Pick<IndicatorDefinition, "type" | "unit" | "labels">;

const grouped = (digits: string): string => {
  const [whole = "", fraction] = digits.replace("-", "−").split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
};

/** At most two places after the point, without needless zeros; the exact value stays in the record. */
function percent(text: string): string {
  const hundredfold = Number(formatDecimal(multiply(decimal(text), HUNDRED)));
  return `${grouped(String(Number(hundredfold.toFixed(2))))}%`;
}

const withUnit = (text: string, unit: string | undefined): string => (unit ? `${text}${/^[a-z]/i.test(unit) ? ` ${unit}` : unit}` : text);

function single(value: string | number | boolean, definition: Definition): string {
  switch (definition.type) {
    case "money":
      return `${formatYuan(value as Fen)}元`;
    case "ratio":
      return percent(String(value));
    case "bool":
      return value ? "是" : "否";
    case "date":
      return formatDay(String(value) as PlainDate);
    case "count":
    case "number":
      return withUnit(grouped(String(value)), definition.unit);
    default:
      return definition.labels?.[String(value)] ?? String(value);
  }
}

/** 指标值 in Chinese with its unit: 128,000.00元, 5.5%, 86人, 专精特新中小企业. Undefined (not known) is 待核, null is 无（不适用）. */
export function formatIndicator(value: ShownValue | undefined, definition: Definition): string {
  if (value === undefined) return UNKNOWN;
  if (value === null) return EMPTY;
  if (typeof value !== "object") return single(value, definition);
  return value.length === 0 ? "没有" : value.map((code) => definition.labels?.[code] ?? code).join("、");
}

/** 万元 for speech and summaries: 12.8万元; below ten thousand yuan the full amount. */
export function formatWanYuan(amount: Fen): string {
  if (Math.abs(amount) < WAN) return `${formatYuan(amount)}元`;
  const wan = Math.round((amount / WAN) * 100) / 100;
  return `${grouped(String(wan))}万元`;
}
