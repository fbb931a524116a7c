import type { DirtyPattern, EnumValue } from "../dataset";
import { halfWidthLetters, hasLostCharacter, isPlaceholder, plainBrackets, withoutBlanks, wordKey } from "../text";
import { type Cleaned, cleaned, flawed } from "./outcome";
import { tidyTight } from "./tidy";

const FOREIGN = /[A-Za-z]\s+[A-Za-z0-9]/;
/** Blanks off; between foreign words one stays. */
const tightened = (text: string): string => (FOREIGN.test(text) ? text.trim().replace(/\s+/g, " ") : withoutBlanks(text));
/** Marks that separate several names in one cell; none of them occurs in a registered name. */
const SEVERAL = /[、;；]\s*\S/;
/** The usual case: Chinese characters and brackets only, nothing to tidy. */
const PLAIN_NAME = /^[\u4e00-\u9fff（）()]+$/;

/** 名称 as registered: letters and digits half-width, blanks off (kept between foreign words), brackets as they are. */
export function cleanName(raw: string): Cleaned<string> {
  if (PLAIN_NAME.test(raw) && raw.length > 2) return cleaned(raw);
  const patterns: DirtyPattern[] = [];
  const half = halfWidthLetters(raw);
  if (half.replace(/\s/g, "") !== raw.replace(/\s/g, "")) patterns.push("FULLWIDTH");
  const value = tightened(half.replace(/\p{Cf}/gu, ""));
  if (value !== half) patterns.push("SPACE");
  if (value === "") return cleaned<string>(null);
  if (isPlaceholder(value)) return cleaned<string>(null, ["PLACEHOLDER"]);
  if (hasLostCharacter(value)) return flawed("RARE_CHAR", "RARE_CHAR", `“${value}”里有没有显示出来的生僻字，不能自动补，请核对原文。`);
  if (SEVERAL.test(value)) return flawed("MULTI_VALUE", "MULTI_VALUE", `“${value}”一格里写了几个名称，请拆成几行。`);
  return cleaned(value, patterns);
}

/** Plain wording: blanks at the ends off, placeholders are nothing. `solid` takes inner blanks out as well, save between foreign words. */
export function cleanText(raw: string, solid: boolean): Cleaned<string> {
  const value = solid ? tightened(raw) : raw.trim();
  if (value === "") return cleaned<string>(null);
  if (isPlaceholder(value)) return cleaned<string>(null, ["PLACEHOLDER"]);
  return cleaned(value, value === raw ? [] : ["SPACE"]);
}

/** 一格多值 of a field that may hold several (曾用名, 共有权利人): split by the agreed marks. */
export function cleanList(raw: string): Cleaned<readonly string[]> {
  const text = raw.trim();
  if (text === "") return cleaned<readonly string[]>(null);
  if (isPlaceholder(text)) return cleaned<readonly string[]>(null, ["PLACEHOLDER"]);
  const parts = text.split(/[、;；,，|/\n]+/).map((part) => withoutBlanks(halfWidthLetters(part)));
  return cleaned<readonly string[]>([...new Set(parts.filter((part) => part !== ""))]);
}

export type WordIndex = { readonly exact: ReadonlyMap<string, string>; readonly loose: ReadonlyMap<string, string>; readonly words: readonly string[] };

/** Looks up a coded wording: codes and official labels as they stand, and aliases after reduction. */
export function wordIndex(values: readonly EnumValue[]): WordIndex {
  const exact = new Map<string, string>();
  const loose = new Map<string, string>();
  for (const value of values) {
    for (const word of [value.code, ...(value.labels ?? [])]) exact.set(word, value.code);
    for (const word of [value.code, ...(value.labels ?? []), ...(value.aliases ?? [])]) if (!loose.has(wordKey(word))) loose.set(wordKey(word), value.code);
  }
  return { exact, loose, words: values.flatMap((value) => value.labels?.[0] ?? value.code) };
}

/** The one wording that contains the text or is contained in it; proposed, never taken. */
function nearest(index: WordIndex, key: string): string | undefined {
  const found = new Set([...index.loose].filter(([word]) => key.length > 1 && (word.includes(key) || key.includes(word))).map(([, code]) => code));
  return found.size === 1 ? [...found][0] : undefined;
}

const squeezed = (text: string): boolean => plainBrackets(text) === plainBrackets(withoutBlanks(text));

/** 代码项 by wording. An unknown wording is refused with the accepted ones. */
export function cleanEnum(raw: string, index: WordIndex): Cleaned<string> {
  const exact = index.exact.get(raw);
  if (exact !== undefined) return cleaned(exact);
  const key = wordKey(raw);
  if (key === "") return cleaned<string>(null);
  const code = index.loose.get(key);
  if (code !== undefined) return cleaned(code, [index.exact.has(raw.trim()) || !squeezed(raw) ? "SPACE" : "ENUM_ALIAS"]);
  if (isPlaceholder(key)) return cleaned<string>(null, ["PLACEHOLDER"]);
  if (/[、;；]/.test(raw)) return flawed("MULTI_VALUE", "MULTI_VALUE", `“${raw.trim()}”一格里写了几个值，请拆成几行。`);
  return flawed("ENUM_ALIAS", "ENUM_UNKNOWN", `“${raw.trim()}”不是认可的写法，应为：${index.words.slice(0, 12).join("、")}。`, nearest(index, key));
}

const YES = new Set(["是", "y", "yes", "1", "√", "✓", "✔", "☑", "true", "t", "有", "对"]);
const NO = new Set(["否", "n", "no", "0", "×", "✗", "x", "false", "f", "不是"]);
const STANDARD = new Set(["是", "否", "true", "false"]);

/** 是否: 是/Y/1/√ and 否/N/0/×. */
export function cleanBool(raw: string): Cleaned<boolean> {
  const { text, patterns, blank } = tidyTight(raw);
  if (blank) return cleaned<boolean>(null, patterns);
  const word = text.toLowerCase();
  if (!YES.has(word) && !NO.has(word)) return flawed("ENUM_ALIAS", "ENUM_UNKNOWN", `“${raw.trim()}”不是“是”或“否”，请核对。`);
  return cleaned(YES.has(word), STANDARD.has(text) ? patterns : [...patterns, "ENUM_ALIAS"]);
}
