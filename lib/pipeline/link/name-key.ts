import { halfWidth, isPlaceholder, plainBrackets, withoutBlanks, wordKey } from "../text";

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

/** 分支机构 bear their company's name and a mark of their own; the two are never one and the same. */
export const BRANCH = /(?:分公司|分店|分厂|分社|分部|分行|支行|营业部|经营部|门市部|办事处)(?:\([^)]*\))?$/;

/** Does a written name denote the enterprise registered under another, as far as names can tell? `short` is an abbreviation of the registered one. */
export function compareNames(registered: string, written: string): "same" | "short" | "different" {
  const [left, right] = [nameKey(registered), nameKey(written)];
  if (left === null || right === null || left === right) return "same";
  if (BRANCH.test(left) !== BRANCH.test(right)) return "different";
  const [full, brief] = [nameCore(left), nameCore(right)];
  return brief.length >= 4 && full.includes(brief) ? "short" : "different";
}

/** 登记机关原文: the registered writing of a name that differs from it in brackets, blanks, case or legal suffix only; null when there is none. */
export function asRegistered(written: string, registered: readonly string[]): { readonly name: string; readonly pattern: "BRACKET" | "SUFFIX" } | null {
  const key = nameKey(written);
  if (key === null || registered.includes(written)) return null;
  const name = registered.find((one) => nameKey(one) === key);
  if (name === undefined) return null;
  return { name, pattern: wordKey(name) === wordKey(written) ? "BRACKET" : "SUFFIX" };
}
