import type { Random } from "./random";

/** 青禾县: a division code that GB/T 2260 has not given to anyone. */
export const COUNTY_REGION = "529901";
/** A neighbour that is just as fictional, for the few that are registered elsewhere. */
export const OTHER_REGION = "529902";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** 组织机构代码校验 (GB 11714): weights over the 36-letter order, 10 is X. */
export function orgCheck(body: string): string {
  const sum = ORG_WEIGHTS.reduce((total, weight, index) => total + weight * Number.parseInt(body.charAt(index), 36), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return "X";
  return check === 11 ? "0" : String(check);
}

/** 统一社会信用代码校验 (GB 32100): powers of 3 over the 31-letter order. */
export function usccCheck(first17: string): string {
  let weight = 1;
  let sum = 0;
  for (const letter of first17) {
    sum += weight * ALPHABET.indexOf(letter);
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** A fictional credit code of the county with both check characters right. `category` is 91 company, 92 个体工商户, 93 合作社. */
export function makeUscc(category: "91" | "92" | "93", random: Random, taken: Set<string>, region = COUNTY_REGION): string {
  for (;;) {
    const body = `MA${Array.from({ length: 6 }, () => ALPHABET.charAt(random.int(0, 30))).join("")}`;
    const first17 = `${category}${region}${body}${orgCheck(body)}`;
    const uscc = first17 + usccCheck(first17);
    if (taken.has(uscc)) continue;
    taken.add(uscc);
    return uscc;
  }
}

/** Both check characters of a credit code. */
export function isValidUscc(uscc: string): boolean {
  return uscc.length === 18 && orgCheck(uscc.slice(8, 16)) === uscc.charAt(16) && usccCheck(uscc.slice(0, 17)) === uscc.charAt(17);
}

/** 旧15位注册号: region, serial number, check digit (GB/T 17710, MOD 11,10). */
export function makeLegacyRegNo(random: Random): string {
  const first14 = `${COUNTY_REGION}${String(random.int(0, 2))}${String(random.int(0, 9_999_999)).padStart(7, "0")}`;
  let product = 10;
  for (const digit of first14) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return first14 + String((11 - product) % 10);
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** 公民身份号码 of a fictional person (GB 11643), under the county's unallocated region, so that no living person can have it. */
export function makeIdNumber(random: Random, bornFrom: number, bornTo: number): string {
  const born = `${random.int(bornFrom, bornTo)}${String(random.int(1, 12)).padStart(2, "0")}${String(random.int(1, 28)).padStart(2, "0")}`;
  const first17 = `${COUNTY_REGION}${born}${String(random.int(1, 999)).padStart(3, "0")}`;
  const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17.charAt(index)), 0);
  return first17 + "10X98765432".charAt(sum % 11);
}

/** A mobile number in a segment (160) that is open to no subscriber. */
export const makePhone = (random: Random): string => `1600${String(random.int(0, 9_999_999)).padStart(7, "0")}`;
