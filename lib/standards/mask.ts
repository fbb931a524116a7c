import { classifyIdentityNumber } from "./identity-number";
import { isUscc } from "./uscc";

/**
 * 脱敏: what of a personal value may be seen. Masking happens on the server, before HTML, PDF or XLSX; a value too short to hide anything is hidden whole.
 */

const stars = (count: number): string => "*".repeat(Math.max(0, count));

function keepEnds(value: string, head: number, tail: number): string {
  if (value.length <= head + tail) return stars(value.length);
  return value.slice(0, head) + stars(value.length - head - tail) + value.slice(value.length - tail);
}

const compact = (value: string): string => value.normalize("NFKC").replace(/[\s-]/g, "");

/** 身份证: first and last four, 5301**********1234. */
export const maskIdentityNumber = (value: string): string => keepEnds(compact(value), 4, 4);

/** 电话: 138****1234 for a mobile number; of any other number the last four stay. */
export function maskPhone(value: string): string {
  const number = compact(value);
  return /^1\d{10}$/.test(number) ? keepEnds(number, 3, 4) : keepEnds(number, 0, 4);
}

/** 账号: the last four only, behind a fixed number of stars, so that not even the length shows. */
export function maskAccount(value: string): string {
  const number = compact(value);
  return number.length > 4 ? `****${number.slice(-4)}` : "****";
}

/** 尾号 for sentences: the last four digits of an account; empty when there are not more than four. */
export const accountTail = (value: string): string => {
  const number = compact(value);
  return number.length > 4 ? number.slice(-4) : "";
};

/** 姓名: the first character and one star (张*), whatever the length. */
export function maskPersonName(value: string): string {
  const [first] = value.trim();
  return first === undefined ? "" : `${first}*`;
}

/** What the public may read as the name of an enterprise. */
export type PublicNameInput = {
  readonly name: string;
  /** 个体工商户? Its name may be a person's. */
  readonly isIndividualBusiness: boolean;
  /** 字号 as registered, where the register gives it. */
  readonly tradeName?: string | null;
  readonly operatorName?: string | null;
};

/** 公示名称: a company's full name; of an individual business the trade name only, with the operator's name masked wherever it occurs in it. */
export function publicEnterpriseName({ name, isIndividualBusiness, tradeName, operatorName }: PublicNameInput): string {
  if (!isIndividualBusiness) return name;
  const operator = operatorName?.trim() ?? "";
  const shown = tradeName?.trim() || name.trim();
  if (operator === "") return shown;
  if (shown === operator) return `${maskPersonName(operator)}（个体工商户）`;
  return shown.replaceAll(operator, maskPersonName(operator));
}

/** Identity numbers start with a province 11–83, hold a birth date of 19xx or 20xx, and are not part of a longer run. */
const IDENTITY = /(?<![0-9A-Za-z])(?:[1-7]\d|8[1-3])\d{4}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g;
const MOBILE = /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g;
const ACCOUNT = /(?<![0-9A-Za-z])\d{16,19}(?![0-9A-Za-z])/g;

/** The same as a clerk may type it into a sentence: with blanks between its parts, in full width. */
const TYPED_IDENTITY = /(?<![0-9A-Za-z０-９])[1-8１-８][0-9０-９]{5}[\s-]?[0-9０-９]{8}[\s-]?[0-9０-９]{3}[0-9０-９XxＸｘ](?![0-9A-Za-z０-９])/g;

/**
 * Masks identity numbers in a cell of words. Only a number with its birth date and check character right is one: document numbers are often made of a
 * region, a day and a serial as well, and stay.
 */
export const maskIdentityNumbers = (text: string): string =>
  text.length < 18
    ? text
    : text.replace(TYPED_IDENTITY, (hit) => (classifyIdentityNumber(hit).kind === "valid" && !isUscc(compact(hit)) ? maskIdentityNumber(hit) : hit));

/** A credit code is public and may consist of digits only. */
const unlessCreditCode = (mask: (value: string) => string) => (hit: string) => (isUscc(hit) ? hit : mask(hit));

/** Masks identity numbers, mobile numbers and account numbers of 16–19 digits inside free text, for logs and remarks. Credit codes stay readable. */
export const maskText = (text: string): string =>
  text.replace(IDENTITY, unlessCreditCode(maskIdentityNumber)).replace(ACCOUNT, unlessCreditCode(maskAccount)).replace(MOBILE, maskPhone);
