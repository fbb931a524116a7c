import { notNumber, readNumber, shiftPoint, wholeUnits } from "./decimals";
import { type Cleaned, cleaned, flawed } from "./outcome";

/** 计量单位 of money: its currency and how many places to shift to whole fen (cents). */
type MoneyUnit = { readonly currency: "CNY" | "USD"; readonly places: number };

const SCALES: Readonly<Record<string, number>> = { "": 0, 百: 2, 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8 };
const WORDS = /^(百万|千万|百|千|万|亿)?(人民币元|人民币|美元|美金|元|圆)?(人民币)?(整|正)?$/;
const PREFIX = /^(?:人民币|RMB|CNY|[¥￥]|USD|US\$|\$|美元)*$/i;
const SIMPLE = /^(?!0{4,}$)-?\d{1,15}(?:\.\d+)?$/;

function unitOf(words: string): (MoneyUnit & { readonly scaled: boolean }) | null {
  const match = WORDS.exec(words);
  if (!match) return null;
  const [, scale = "", currency = ""] = match;
  return { currency: currency.startsWith("美") ? "USD" : "CNY", places: (SCALES[scale] ?? 0) + 2, scaled: words !== "" };
}

/** The unit of a column as the register or the header names it. @throws RangeError for a word that is no money unit. */
export function moneyUnit(name: string): MoneyUnit {
  const unit = unitOf(name);
  if (!unit) throw new RangeError(`not a unit of money: ${name}`);
  return { currency: unit.currency, places: unit.places };
}

const units = (digits: string, places: number, negative: boolean): number | null => wholeUnits(shiftPoint(digits, places), negative);

function statedUnit(suffix: string, prefix: string, column: MoneyUnit): MoneyUnit | "currency" | null | undefined {
  if (suffix === "" && prefix === "") return undefined;
  const unit = unitOf(suffix);
  if (!unit || !PREFIX.test(prefix)) return null;
  const dollar = unit.currency === "USD" || /[$]|USD|美元/i.test(prefix);
  const yuan = /元|圆|人民币/.test(suffix) || /[¥￥]|RMB|CNY|人民币/i.test(prefix);
  if (dollar ? column.currency === "CNY" : yuan && column.currency === "USD" && !/美/.test(suffix)) return "currency";
  return suffix === "" ? undefined : { currency: column.currency, places: unit.places };
}

/**
 * 金额 to whole fen. A unit written in the cell is believed over the column's (128万元 in a column of 元 is 1,280,000 yuan) and, where the two
 * differ, carries the warning UNIT_CONFLICT. Dollars and yuan are never mixed.
 */
export function cleanMoney(raw: string, column: MoneyUnit): Cleaned<number> {
  if (SIMPLE.test(raw)) {
    const negative = raw.startsWith("-");
    return cleaned(units(negative ? raw.slice(1) : raw, column.places, negative));
  }
  const read = readNumber(raw);
  if ("blank" in read) return cleaned<number>(null, read.blank);
  if ("ok" in read) return read;
  const stated = statedUnit(read.suffix, read.prefix, column);
  if (stated === null) return notNumber(raw.trim());
  if (stated === "currency") return flawed("UNIT_TEXT", "CURRENCY", `“${raw.trim()}”的币种与表头不一致，请核对后重报。`);
  const value = units(read.digits, (stated ?? column).places, read.negative);
  if (value === null) return flawed("RANGE", "RANGE", `“${raw.trim()}”超出了可以记录的金额。`);
  const conflict = stated !== undefined && stated.places !== column.places;
  const patterns = stated === undefined ? read.patterns : [...read.patterns, "UNIT_TEXT" as const];
  return conflict ? { ok: true, value, patterns, warning: "UNIT_CONFLICT" } : cleaned(value, patterns);
}
