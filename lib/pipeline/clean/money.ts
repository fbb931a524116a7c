import { type NumberText, notNumber, readNumber, shiftPoint, wholeUnits } from "./decimals";
import { type Cleaned, cleaned, flawed } from "./outcome";

/** 计量单位 of money: its currency and how many places to shift to whole fen (cents). */
type MoneyUnit = { readonly currency: "CNY" | "USD"; readonly places: number };

const SCALES: Readonly<Record<string, number>> = { "": 0, 百: 2, 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8 };
const WORDS = /^(百万|千万|百|千|万|亿)?(人民币元|人民币|美元|美金|元|圆)?(人民币)?(整|正)?$/;
const YUAN_PLACES = 2;
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

/**
 * Four or more places in a column of yuan: the figure was meant in a larger unit. A third place is a figure worked out (rounded half up), and what
 * binary fractions leave beyond fifteen digits is no sign of anything.
 */
const isFinerThanFen = (digits: string): boolean => /\.\d{3,}[1-9]/.test(digits) && !/^\d+(?:\.\d{1,3})?$/.test(String(Number(Number(digits).toPrecision(15))));

/** 量纲可疑: refused with the reading in 万元 as a proposal, never converted. */
function finerThanFen(text: string, digits: string): Cleaned<never> {
  const proposal = (digits.split(".")[1]?.length ?? 0) <= 6 ? `${digits}万元` : undefined;
  return flawed("UNIT_SCALE", "UNIT_SCALE", `“${text}”比分还细，不像以元为单位的金额，可能是以千元或万元报的，请核对。`, proposal);
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

/** The usual case, plain digits, read without taking the cell apart. */
function plainMoney(raw: string, { places }: MoneyUnit): Cleaned<number> {
  const negative = raw.startsWith("-");
  const digits = negative ? raw.slice(1) : raw;
  return places === YUAN_PLACES && isFinerThanFen(digits) ? finerThanFen(raw, raw) : cleaned(units(digits, places, negative));
}

/**
 * 金额 to whole fen. A unit written in the cell is believed over the column's (128万元 in a column of 元 is 1,280,000 yuan) and, where the two
 * differ, carries the warning UNIT_CONFLICT. Dollars and yuan are never mixed.
 */
export function cleanMoney(raw: string, column: MoneyUnit): Cleaned<number> {
  if (SIMPLE.test(raw)) return plainMoney(raw, column);
  const read = readNumber(raw);
  if ("blank" in read) return cleaned<number>(null, read.blank);
  if ("ok" in read) return read;
  const stated = statedUnit(read.suffix, read.prefix, column);
  if (stated === null) return notNumber(raw.trim());
  if (stated === "currency") return flawed("UNIT_TEXT", "CURRENCY", `“${raw.trim()}”的币种与表头不一致，请核对后重报。`);
  return stated === undefined && column.places === YUAN_PLACES && isFinerThanFen(read.digits)
    ? finerThanFen(raw.trim(), `${read.negative ? "-" : ""}${read.digits}`)
    : worthOf(read, stated, column, raw);
}

function worthOf(read: NumberText, stated: MoneyUnit | undefined, column: MoneyUnit, raw: string): Cleaned<number> {
  const value = units(read.digits, (stated ?? column).places, read.negative);
  if (value === null) return flawed("RANGE", "RANGE", `“${raw.trim()}”超出了可以记录的金额。`);
  const conflict = stated !== undefined && stated.places !== column.places;
  const patterns = stated === undefined ? read.patterns : [...read.patterns, "UNIT_TEXT" as const];
  return conflict ? { ok: true, value, patterns, warning: "UNIT_CONFLICT" } : cleaned(value, patterns);
}
