import { identityCheckChar } from "@/lib/standards/identity-number";
import { registrationCheckDigit } from "@/lib/standards/legacy-codes";
import { makeUsccOf, USCC_ALPHABET } from "@/lib/standards/uscc";
import type { Random } from "./random";

/** 青禾县: a division code that GB/T 2260 has not given to anyone. */
export const COUNTY_REGION = "529901";
/** A neighbour that is just as fictional, for the few that are registered elsewhere. */
export const OTHER_REGION = "529902";

/** A fictional credit code with both check characters right. `category` is 91 company, 92 个体工商户, 93 合作社. */
export function drawUscc(category: "91" | "92" | "93", random: Random, taken: Set<string>, region = COUNTY_REGION): string {
  for (;;) {
    const body = `MA${Array.from({ length: 6 }, () => USCC_ALPHABET.charAt(random.int(0, 30))).join("")}`;
    const uscc = makeUsccOf(`${category}${region}`, body);
    if (taken.has(uscc)) continue;
    taken.add(uscc);
    return uscc;
  }
}

/** 旧15位注册号 of a firm that is older than the credit codes: region, serial number, check digit. */
export function drawLegacyRegNo(random: Random): string {
  const first14 = `${COUNTY_REGION}${String(random.int(0, 2))}${String(random.int(0, 9_999_999)).padStart(7, "0")}`;
  return `${first14}${registrationCheckDigit(first14)}`;
}

/** 公民身份号码 of a fictional person under the county's unallocated region, so that no living person can have it. */
export function drawIdNumber(random: Random, bornFrom: number, bornTo: number): string {
  const born = `${random.int(bornFrom, bornTo)}${String(random.int(1, 12)).padStart(2, "0")}${String(random.int(1, 28)).padStart(2, "0")}`;
  const first17 = `${COUNTY_REGION}${born}${String(random.int(1, 999)).padStart(3, "0")}`;
  return `${first17}${identityCheckChar(first17)}`;
}

/** A mobile number in a segment (160) that is open to no subscriber. */
export const drawPhone = (random: Random): string => `1600${String(random.int(0, 9_999_999)).padStart(7, "0")}`;
