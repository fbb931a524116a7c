/** Codes that departments still send: 组织机构代码 (GB 11714, nine characters) and 工商注册号 (15 digits). */

const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/**
 * 组织机构代码校验码: the ninth character for the first eight, null when those are malformed. Letters count in base 36 (A = 10 … Z = 35); the
 * 31-character table of the credit code gives wrong answers for MA codes.
 */
export function orgCodeCheckChar(body8: string): string | null {
  if (!/^[0-9A-Z]{8}$/.test(body8)) return null;
  const sum = ORG_WEIGHTS.reduce<number>((total, weight, index) => total + weight * Number.parseInt(body8.charAt(index), 36), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return "X";
  return check === 11 ? "0" : String(check);
}

const tidy = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s\p{Cf}'"-]/gu, "")
    .toUpperCase();

/** Reads a nine-character organisation code, hyphen or not; null when its form or check character is wrong. It can be looked up as characters 9–17. */
export function readOrgCode(text: string): string | null {
  const code = tidy(text);
  return /^[0-9A-Z]{8}[0-9X]$/.test(code) && orgCodeCheckChar(code.slice(0, 8)) === code.charAt(8) ? code : null;
}

/** 校验位 of a 工商注册号: GB/T 17710 MOD 11,10 over the first 14 digits; null when those are no 14 digits. */
export function registrationCheckDigit(body14: string): string | null {
  if (!/^\d{14}$/.test(body14)) return null;
  const product = [...body14].reduce((carry, char) => {
    const sum = (carry + Number(char)) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return String((11 - product) % 10);
}

/** Reads a 15-digit registration number: 6 first registrar, 8 serial, 1 check. Null when wrong. Only a register maps it to a credit code. */
export function readRegistrationNumber(text: string): string | null {
  const code = tidy(text);
  return /^\d{15}$/.test(code) && registrationCheckDigit(code.slice(0, 14)) === code.charAt(14) ? code : null;
}
