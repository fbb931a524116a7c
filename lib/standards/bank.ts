/** 银行账户: what can be checked without asking the bank. A corporate account has no common check digit; only personal cards follow Luhn. */

const digitsOf = (text: string): string => text.normalize("NFKC").replace(/[\s-]/g, "");

/** 个人银行卡 number (12–19 digits) by Luhn. Never applied to corporate accounts. */
export function isCardNumber(text: string): boolean {
  const digits = digitsOf(text);
  if (!/^\d{12,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, char, index) => {
    const value = Number(char) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** 对公账号: form only (8–32 letters, digits, hyphens). Rightness is the bank's answer to the account name and a test payment. */
export const isCorporateAccount = (text: string): boolean => /^[0-9A-Za-z-]{8,32}$/.test(text.normalize("NFKC").replace(/\s/g, ""));

/** 联行号 (支付系统行号): 3 bank, 4 city, 4 branch, 1 check. Only its form is known here; existence is looked up in the directory. */
export const isCnapsCode = (text: string): boolean => /^\d{12}$/.test(digitsOf(text));

/** Bracket shape, letter width and blanks do not make another name; every other difference does (有限公司 is not 有限责任公司 here). */
const accountNameKey = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/[\s\p{Cf}]/gu, "")
    .replace(/[〔［【]/g, "(")
    .replace(/[〕］】]/g, ")");

/** 户名一致: is the account held in the enterprise's own name? */
export function sameAccountName(accountName: string, enterpriseName: string): boolean {
  const key = accountNameKey(accountName);
  return key !== "" && key === accountNameKey(enterpriseName);
}
