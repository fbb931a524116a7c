import type { DirtyPattern } from "../dataset";
import { type NumberText, notNumber, readNumber, shiftPoint } from "./decimals";
import { type Cleaned, cleaned, flawed } from "./outcome";

const signed = (digits: string, negative: boolean): string => (negative && !/^0*(?:\.0*)?$/.test(digits) ? `-${digits}` : digits);
const plain = (digits: string): string => shiftPoint(digits, 0);

/** Words behind a number and the places they shift it by, for numbers that are no money. */
const NUMBER_WORDS: Readonly<Record<string, number>> = {
  "": 0,
  kwh: 0,
  千瓦时: 0,
  度: 0,
  mwh: 3,
  兆瓦时: 3,
  万kwh: 4,
  万千瓦时: 4,
  万度: 4,
  万: 4,
  千: 3,
  亿: 8,
  亿千瓦时: 8,
  分: 0,
  个: 0,
  人: 0,
  家: 0,
};
const SIMPLE = /^(?!0{4,}$)-?\d+(?:\.\d+)?$/;

/** 数值 that is neither money nor a count (用电量, 月平均人数, 汇率) as exact decimal text in the column's unit. `columnPlaces` is 4 for a column in 万. */
export function cleanNumber(raw: string, columnPlaces = 0): Cleaned<string> {
  if (SIMPLE.test(raw)) {
    const negative = raw.startsWith("-");
    return cleaned(signed(shiftPoint(negative ? raw.slice(1) : raw, columnPlaces), negative));
  }
  const read = readNumber(raw);
  if ("blank" in read) return cleaned<string>(null, read.blank);
  if ("ok" in read) return read;
  const word = read.suffix.toLowerCase();
  const places = NUMBER_WORDS[word];
  if (places === undefined || read.prefix !== "") return notNumber(raw.trim());
  const stated = word !== "";
  const value = signed(shiftPoint(read.digits, stated ? places : columnPlaces), read.negative);
  if (!stated) return cleaned(value, read.patterns);
  const patterns: DirtyPattern[] = [...read.patterns, "UNIT_TEXT"];
  return places === columnPlaces ? cleaned(value, patterns) : { ok: true, value, patterns, warning: "UNIT_CONFLICT" };
}

export const numberPlaces = (unit: string | undefined): number => NUMBER_WORDS[(unit ?? "").toLowerCase()] ?? 0;

const COUNT_WORDS: Readonly<Record<string, number>> = {
  "": 1,
  人: 1,
  名: 1,
  个: 1,
  件: 1,
  项: 1,
  户: 1,
  家: 1,
  条: 1,
  人次: 1,
  月: 1,
  个月: 1,
  万人: 10_000,
  万: 10_000,
};
const MONTH_WORDS: Readonly<Record<string, number>> = { "": 1, 月: 1, 个月: 1, 年: 12, 周年: 12 };
const CHINESE = "零一二三四五六七八九";

/** 十二 → 12, for the small numerals that contracts are written with; null for anything else. */
function chineseNumeral(text: string): number | null {
  const match = /^([一二两三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text);
  if (!match || text === "") return null;
  const digit = (char: string | undefined, otherwise: number) => (char === undefined ? otherwise : CHINESE.indexOf(char === "两" ? "二" : char));
  return match[2] ? digit(match[1], 1) * 10 + digit(match[3], 0) : digit(match[1], 0);
}

const notInteger = (raw: string): Cleaned<never> => flawed("RANGE", "NOT_INTEGER", `“${raw.trim()}”不是整数，请核对。`);

function countOf(read: NumberText, factor: number, raw: string, stated: boolean): Cleaned<number> {
  const value = Number(signed(plain(read.digits), read.negative)) * factor;
  if (!Number.isInteger(value) || !Number.isSafeInteger(value)) return notInteger(raw);
  return cleaned(value, stated ? [...read.patterns, "UNIT_TEXT"] : read.patterns);
}

/** 个数、人数、月数 as a whole number. With `months`, years are turned into months (1年, 十二个月). */
export function cleanCount(raw: string, months = false): Cleaned<number> {
  if (/^(?!0{4,}$)\d{1,15}$/.test(raw)) return cleaned(Number(raw));
  const words = months ? MONTH_WORDS : COUNT_WORDS;
  const spelled = months ? /^([一二两三四五六七八九十]{1,3})(个月|月|年)$/.exec(raw.trim()) : null;
  const numeral = spelled ? chineseNumeral(spelled[1] ?? "") : null;
  if (numeral !== null) return cleaned(numeral * (words[spelled?.[2] ?? ""] ?? 1), ["UNIT_TEXT"]);
  const read = readNumber(raw);
  if ("blank" in read) return cleaned<number>(null, read.blank);
  if ("ok" in read) return read;
  const factor = words[read.suffix];
  if (factor === undefined || read.prefix !== "") return notNumber(raw.trim());
  return countOf(read, factor, raw, read.suffix !== "");
}

export type RatioForm = "percent" | "fraction" | "either";

const ambiguous = (raw: string): Cleaned<never> =>
  flawed("PERCENT", "PERCENT_AMBIGUOUS", `“${raw.trim()}”分不清是百分数还是小数，请写成带 % 的形式，或由人数、金额重算。`);

/** Where either form is used, 1.2 may be 120 % or 1.2 %; from ten on it can only be percent. */
const SURELY_PERCENT = 10;

function ratioOf(value: string, form: RatioForm, raw: string, patterns: readonly DirtyPattern[]): Cleaned<string> {
  const size = Math.abs(Number(value));
  if (size === 0) return cleaned("0", patterns);
  const negative = value.startsWith("-");
  const hundredth = () => signed(shiftPoint(negative ? value.slice(1) : value, -2), negative);
  if (form === "percent") return size > 1 ? cleaned(hundredth(), patterns) : ambiguous(raw);
  if (size < 1 || (size === 1 && form === "fraction")) return cleaned(value, patterns);
  return form === "either" && size >= SURELY_PERCENT ? cleaned(hundredth(), [...patterns, "PERCENT"]) : ambiguous(raw);
}

/** 比例 as a decimal 0–1 in exact text. Without a % sign, what the column's form leaves open (1, or 0.055 in a percent column) is for a person. */
export function cleanRatio(raw: string, form: RatioForm): Cleaned<string> {
  const read = readNumber(raw);
  if ("blank" in read) return cleaned<string>(null, read.blank);
  if ("ok" in read) return read;
  const value = signed(plain(read.digits), read.negative);
  if (read.prefix !== "") return notNumber(raw.trim());
  if (read.suffix === "") return ratioOf(value, form, raw, read.patterns);
  if (read.suffix !== "%") return notNumber(raw.trim());
  return cleaned(signed(shiftPoint(read.digits, -2), read.negative), [...read.patterns, "PERCENT"]);
}
