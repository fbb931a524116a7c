import { halfWidth, isPlaceholder, plainBrackets, withoutBlanks } from "../text";

/** 有限责任公司 and 有限公司 are one and the same form of company. */
const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/有限责任公司/g, "有限公司"],
  [/股份有限公司/g, "股份公司"],
];

/**
 * 名称匹配键: what two writings of one name have in common (brackets, blanks, letter case, company suffix). For comparison only; the name as
 * registered is what is stored and shown. Null for a placeholder.
 */
export function nameKey(raw: string): string | null {
  const half = withoutBlanks(halfWidth(raw));
  if (half === "" || isPlaceholder(half)) return null;
  let key = plainBrackets(half).toUpperCase();
  for (const [suffix, short] of SUFFIXES) key = key.replace(suffix, short);
  return key;
}

const CORE = /^(?:中国|[^()]{0,3}省|[^()]{0,4}市|[^()]{0,4}[县区])+|\([^)]*\)|(?:股份公司|有限公司|公司|集团|厂|店|中心|合作社|个体工商户)+$/g;

/** 字号与行业: the key without place, bracketed words and legal form; tells abbreviations from other names. */
export const nameCore = (key: string): string => key.replace(CORE, "");

/** Do two names denote one enterprise as far as names can tell? `short` is an abbreviation of the other. */
export function compareNames(a: string, b: string): "same" | "short" | "different" {
  const [left, right] = [nameKey(a), nameKey(b)];
  if (left === null || right === null || left === right) return "same";
  const [coreA, coreB] = [nameCore(left), nameCore(right)];
  const [less, more] = coreA.length <= coreB.length ? [coreA, coreB] : [coreB, coreA];
  return less.length >= 4 && more.includes(less) ? "short" : "different";
}
