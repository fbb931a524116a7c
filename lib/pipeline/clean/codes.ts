import { normaliseIndustry } from "../../standards/industry";
import { readRegistrationNumber } from "../../standards/legacy-codes";
import { classifyUscc } from "../../standards/uscc";
import type { DirtyPattern } from "../dataset";
import { type Cleaned, cleaned, flawed } from "./outcome";
import { SCIENTIFIC, tidyTight } from "./tidy";

const PLAIN_USCC = /^[0-9A-HJ-NPQRTUWXY]{18}$/;
/** Fifteen digits are kept by a spreadsheet, the rest turns to zeros. */
const TRUNCATED = /^\d{15}0{3,}$/;

const LOST = (text: string) => `“${text}”被表格软件改成了科学计数或截断，末几位已丢失，请把该列设为文本后重报。`;

function judged(text: string, patterns: readonly DirtyPattern[]): Cleaned<string> {
  const answer = classifyUscc(text);
  const certain = answer.kind === "valid" && answer.warnings.length === 0;
  if (!certain && TRUNCATED.test(text)) return flawed("SCI", "SCI", LOST(text));
  if (answer.kind === "valid") {
    const value = cleaned(answer.code, patterns);
    return answer.warnings.length > 0 && value.ok ? { ...value, warning: "ORG_CODE_CHECK" } : value;
  }
  if (answer.kind === "wrongCheck") return flawed("OCR", "CHECK18", `信用代码“${text}”校验不通过，可能有错字，请核对。`);
  switch (answer.reason) {
    case "empty":
      return cleaned<string>(null, ["PLACEHOLDER"]);
    case "scientific":
      return flawed("SCI", "SCI", LOST(text));
    case "legacyOrgCode":
      return flawed("LEGACY_ID", "LEGACY_ORGCODE", `“${text}”是旧组织机构代码，在对照表里没有查到对应的18位信用代码。`);
    case "legacyRegistration":
      return flawed("LEGACY_ID", "LEGACY_REGNO", `“${text}”是旧注册号，在对照表里没有查到对应的18位信用代码。`);
    case "length":
      return flawed("OCR", "LENGTH", `信用代码“${text}”是${text.length}位，应为18位，请核对。`);
    case "charset":
      return flawed("OCR", "CHARSET", `信用代码“${text}”里有信用代码不用的字母（I、O、S、V、Z），可能由0、1、5、2误写，请核对。`);
    case "region":
      return flawed("OCR", "REGION", `信用代码“${text}”的登记机关区划不是数字，请核对。`);
  }
}

/** 统一社会信用代码: valid after tidying, or the reason why not. A wrong organisation code inside is only a warning (historical exceptions exist). */
export function cleanUscc(raw: string): Cleaned<string> {
  if (PLAIN_USCC.test(raw)) return judged(raw, []);
  const { text, patterns, blank } = tidyTight(raw);
  if (blank) return cleaned<string>(null, patterns);
  const upper = text.toUpperCase();
  if (upper !== text) patterns.push("CASE_DUP");
  return judged(upper, patterns);
}

export type CodeForm = {
  readonly length?: number | undefined;
  /** What a code of this kind looks like; decides whether zeros may be put back. */
  readonly form?: RegExp | undefined;
  readonly checked?: "registrationNumber" | undefined;
};

/** 前导零 put back, and then held against what is known of such codes: a region never begins with a zero, a registration number has a check digit. */
function zerosRestored(text: string, length: number, { form, checked }: CodeForm): string | null {
  if (!/^\d+$/.test(text) || text.length >= length || text.length < length - 3) return null;
  const full = text.padStart(length, "0");
  if (form && !form.test(full)) return null;
  return checked === undefined || readRegistrationNumber(full) !== null ? full : null;
}

/** 编号 of any kind (户号, 税票号码, 发票号码, 专利号). With a fixed length, all-digit codes get their lost leading zeros back. */
export function cleanCode(raw: string, shape: CodeForm = {}): Cleaned<string> {
  const { length, form } = shape;
  const { text, patterns, blank } = tidyTight(raw);
  if (blank) return cleaned<string>(null, patterns);
  if (SCIENTIFIC.test(text)) return flawed("SCI", "SCI", LOST(text));
  const upper = text.toUpperCase();
  if (upper !== text) patterns.push("CASE_DUP");
  if (length === undefined) return TRUNCATED.test(upper) ? flawed("SCI", "SCI", LOST(text)) : cleaned(upper, patterns);
  if (upper.length === length && form && !form.test(upper)) return flawed("LEAD_ZERO", "FORM", `“${text}”不是有效的代码，请核对。`);
  if (upper.length === length) return cleaned(upper, patterns);
  const full = zerosRestored(upper, length, shape);
  if (full !== null) return cleaned(full, [...patterns, "LEAD_ZERO"]);
  return flawed("LEAD_ZERO", "LENGTH", `“${text}”是${text.length}位，应为${length}位，请核对。`);
}

/** 行业代码 GB/T 4754-2017, four digits. */
export function cleanIndustry(raw: string): Cleaned<string> {
  const { text, patterns, blank } = tidyTight(raw);
  if (blank) return cleaned<string>(null, patterns);
  const answer = normaliseIndustry(text);
  if (!answer.ok) return flawed("ENUM_ALIAS", "INDUSTRY", `行业代码“${text}”不在国民经济行业分类（GB/T 4754-2017）里，请核对。`);
  if (answer.value.code !== text) patterns.push(answer.value.how === "zeroRestored" ? "LEAD_ZERO" : "ENUM_ALIAS");
  return cleaned(answer.value.code, patterns);
}

/** 文号: the year in hexagonal brackets, 〔2024〕. */
export function cleanDocNo(raw: string): Cleaned<string> {
  const { text, patterns, blank } = tidyTight(raw);
  if (blank)
    return cleaned<string>(
      null,
      patterns.filter((pattern) => pattern !== "FULLWIDTH"),
    );
  const value = text.replace(/[([【［〔{](\d{4})[)\]】］〕}]/g, "〔$1〕");
  const source = raw.replace(/[\s\u3000\u00a0]+/g, "");
  if (value === source)
    return cleaned(
      value,
      patterns.filter((pattern) => pattern === "SPACE" || pattern === "APOS"),
    );
  return cleaned(value, [...patterns.filter((pattern) => pattern !== "FULLWIDTH"), "BRACKET"]);
}

/** 电话: digits, with a hyphen or extension as written. */
export function cleanPhone(raw: string): Cleaned<string> {
  const { text, patterns, blank } = tidyTight(raw);
  if (blank) return cleaned<string>(null, patterns);
  if (SCIENTIFIC.test(text)) return flawed("SCI", "SCI", LOST(text));
  return cleaned(text, patterns);
}
