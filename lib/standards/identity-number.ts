import { PlainDate } from "../kernel/plain-date";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = "10X98765432";

/** The answers to an identity number. `legacy` is the first-generation form of 15 digits, out of use since 2013. */
export type IdentityAnswer =
  | { readonly kind: "valid"; readonly number: string; readonly birthDate: PlainDate }
  | { readonly kind: "wrongCheck" }
  | { readonly kind: "malformed"; readonly reason: "form" | "legacy" | "birthDate" };

/** 公民身份号码 check character (GB 11643-1999, MOD 11-2) for the first 17 digits; null when those are no digits. */
export function identityCheckChar(body17: string): string | null {
  if (!/^\d{17}$/.test(body17)) return null;
  const sum = WEIGHTS.reduce<number>((total, weight, index) => total + weight * Number(body17.charAt(index)), 0);
  return CHECKS.charAt(sum % 11);
}

function birthDateOf(number: string): PlainDate | null {
  const day = PlainDate.safeParse(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`);
  return day.success ? day.data : null;
}

/** 身份证号 of a natural person. The region is not checked: codes of dissolved counties stay valid for life. */
export function classifyIdentityNumber(text: string): IdentityAnswer {
  const number = text
    .normalize("NFKC")
    .replace(/[\s\p{Cf}'-]/gu, "")
    .toUpperCase();
  if (/^\d{15}$/.test(number)) return { kind: "malformed", reason: "legacy" };
  if (!/^\d{17}[\dX]$/.test(number)) return { kind: "malformed", reason: "form" };
  const birthDate = birthDateOf(number);
  if (!birthDate) return { kind: "malformed", reason: "birthDate" };
  return identityCheckChar(number.slice(0, 17)) === number.charAt(17) ? { kind: "valid", number, birthDate } : { kind: "wrongCheck" };
}
