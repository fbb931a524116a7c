import { orgCodeCheckChar } from "./legacy-codes";

/**
 * 统一社会信用代码 GB 32100-2015: registrar 1, category 1, region 6 (GB/T 2260), organisation code 9, check character 1. Base 31: no I O S V Z.
 */
export const USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const BODY = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/;

/** Why a text cannot be a credit code at all. Legacy codes are named apart because a register can still resolve them. */
export type MalformedReason = "empty" | "scientific" | "legacyOrgCode" | "legacyRegistration" | "length" | "charset" | "region";

/**
 * The three answers to a credit code: valid, well-formed with a wrong check character (typing error), or malformed. The organisation code inside has
 * its own check character; a mismatch is a warning only, since a few historical assignments break it.
 */
export type UsccAnswer =
  | { readonly kind: "valid"; readonly code: string; readonly warnings: readonly "orgCodeCheck"[] }
  | { readonly kind: "wrongCheck"; readonly code: string; readonly expected: string; readonly warnings: readonly "orgCodeCheck"[] }
  | { readonly kind: "malformed"; readonly reason: MalformedReason };

/** Full-width letters to half-width, blanks, invisible characters and Excel's apostrophes off, upper case. Dashes stay: they tell an organisation code. */
export const normaliseCode = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\p{Cf}'’‘`"]/gu, "")
    .toUpperCase();

/** 校验码: the 18th character for the first 17, null when those are malformed. */
export function usccCheckChar(body17: string): string | null {
  if (!BODY.test(body17)) return null;
  const sum = WEIGHTS.reduce<number>((total, weight, index) => total + weight * USCC_ALPHABET.indexOf(body17.charAt(index)), 0);
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Completes 17 characters to a credit code. @throws RangeError when they are malformed. */
export function makeUscc(body17: string): string {
  const check = usccCheckChar(body17);
  if (check === null) throw new RangeError(`not the first 17 characters of a credit code: ${body17}`);
  return body17 + check;
}

/** Completes registrar, category and region (8) and the organisation's own part (8) with both check characters. @throws RangeError when malformed. */
export function makeUsccOf(prefix8: string, orgBody8: string): string {
  const check = orgCodeCheckChar(orgBody8);
  if (check === null) throw new RangeError(`not the first 8 characters of an organisation code: ${orgBody8}`);
  return makeUscc(prefix8 + orgBody8 + check);
}

function malformedReason(code: string): MalformedReason | null {
  if (/^[-/—–]*$/.test(code)) return "empty";
  if (/^\d(\.\d+)?E\+?\d+$/.test(code)) return "scientific";
  if (/^[0-9A-Z]{8}-?[0-9X]$/.test(code)) return "legacyOrgCode";
  if (/^\d{15}$/.test(code)) return "legacyRegistration";
  if (code.length !== 18) return "length";
  if ([...code].some((char) => !USCC_ALPHABET.includes(char))) return "charset";
  return BODY.test(code.slice(0, 17)) ? null : "region";
}

/** Some systems print a credit code in groups (91529901-MADE00011-M): the dashes go when 18 characters remain, else they mark an organisation code. */
function ungrouped(code: string): string {
  const bare = code.replaceAll("-", "");
  return bare.length === 18 ? bare : code;
}

/** Classifies what stands in a credit-code field, after `normaliseCode`. */
export function classifyUscc(text: string): UsccAnswer {
  const code = ungrouped(normaliseCode(text));
  const reason = malformedReason(code);
  if (reason) return { kind: "malformed", reason };
  const warnings = orgCodeCheckChar(code.slice(8, 16)) === code.charAt(16) ? ([] as const) : (["orgCodeCheck"] as const);
  const expected = usccCheckChar(code.slice(0, 17)) ?? "";
  return expected === code.charAt(17) ? { kind: "valid", code, warnings } : { kind: "wrongCheck", code, expected, warnings };
}

export const isUscc = (text: string): boolean => classifyUscc(text).kind === "valid";

/** 登记管理部门: the first character. */
export const USCC_REGISTRARS: Readonly<Record<string, string>> = {
  "1": "机构编制",
  "2": "外交",
  "3": "司法行政",
  "4": "文化",
  "5": "民政",
  "6": "旅游",
  "7": "宗教",
  "8": "工会",
  "9": "市场监管",
  A: "中央军委改革和编制办公室",
  N: "农业",
  Y: "其他",
};

/** 机构类别 under 市场监管, by the first two characters. */
const MARKET_CATEGORIES: Readonly<Record<string, "company" | "individualBusiness" | "farmersCooperative">> = {
  "91": "company",
  "92": "individualBusiness",
  "93": "farmersCooperative",
};

/** The parts of a well-formed code. `category` is null for what 市场监管 does not register. */
export const usccParts = (code: string) => ({
  registrar: USCC_REGISTRARS[code.charAt(0)] ?? null,
  category: MARKET_CATEGORIES[code.slice(0, 2)] ?? null,
  region: code.slice(2, 8),
  orgCode: code.slice(8, 17),
  check: code.charAt(17),
});
