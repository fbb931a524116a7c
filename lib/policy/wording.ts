import { type Decimal, decimal, formatDecimal } from "../kernel/decimal";

const TEN_THOUSAND = 4;
const HUNDRED_MILLION = 8;

const grouped = (text: string): string => {
  const [whole = "", fraction] = text.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (fraction === undefined ? separated : `${separated}.${fraction}`).replace(/^-/, "−");
};

/** A number with thousands separators and no needless zeros: "1,234.5"; the minus sign is U+2212. */
export const formatNumber = (value: number | string): string => grouped(formatDecimal(decimal(value)));

/** A rate as percent, exactly: 0.055 is "5.5%". */
export function formatPercent(rate: number | string): string {
  const { units, scale } = decimal(rate);
  return `${grouped(formatDecimal({ units: units * 100n, scale }))}%`;
}

const fits = (value: Decimal, digits: number): boolean => {
  const smallest = 10n ** BigInt(digits + value.scale);
  const magnitude = value.units < 0n ? -value.units : value.units;
  // No more than two decimals in the larger unit: 1,234,500 reads 123.45万元, but 1,234,567 stays in 元.
  return magnitude >= smallest && magnitude % (smallest / 100n) === 0n;
};

/** 元, or 万元 and 亿元 where the figure stays exact with two decimals: 5000000 is "500万元", 100000000 is "1亿元". */
export function formatMoney(yuan: number | string): string {
  const value = decimal(yuan);
  const shifted = (digits: number) => grouped(formatDecimal({ units: value.units, scale: value.scale + digits }));
  if (fits(value, HUNDRED_MILLION)) return `${shifted(HUNDRED_MILLION)}亿元`;
  if (fits(value, TEN_THOUSAND)) return `${shifted(TEN_THOUSAND)}万元`;
  return `${grouped(formatDecimal(value))}元`;
}

/** A number with its unit: 元 as money, 比例 as percent, everything else behind a space. */
export function formatInUnit(value: number | string, unit: string | null | undefined): string {
  if (unit === "元") return formatMoney(value);
  if (unit === "比例") return formatPercent(value);
  return unit ? `${formatNumber(value)} ${unit === "月" ? "个月" : unit}` : formatNumber(value);
}

/** 档次 in words: 不足 12 个月, 200万元至不足 1,000万元, 1亿元及以上. */
export function tierRange({ gte, lt }: { readonly gte?: number; readonly lt?: number }, unit: string | null | undefined): string {
  const text = (value: number) => formatInUnit(value, unit);
  // 不足 suits quantities; a growth rate of −60 % is 低于 −50 %.
  const below = unit === "比例" ? "低于" : "不足";
  if (gte === undefined) return lt === undefined ? "" : `${below} ${text(lt)}`;
  return lt === undefined ? `${text(gte)}及以上` : `${text(gte)}至${below} ${text(lt)}`;
}
