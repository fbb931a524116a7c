import type { DirtyPattern } from "../dataset";
import { type Cleaned, flawed } from "./outcome";
import { SCIENTIFIC, type Tidied, tidyTight } from "./tidy";

/** A number as written: sign and digits in plain decimal form, and whatever stood before and behind it. */
export type NumberText = {
  readonly digits: string;
  readonly negative: boolean;
  readonly prefix: string;
  readonly suffix: string;
  readonly patterns: DirtyPattern[];
};

const SHAPE = /^([^\d.+\-−–()]*)([+\-−–▲]?)(\()?([^\d.()]*)(\d[\d,，]*(?:\.\d*)?|\.\d+)([^()]*?)(\))?([-−])?$/;
const GROUPED = /^\d{1,3}(?:[,，]\d{3})+(?:\.\d*)?$/;
const SEPARATORS = /[;；、|]/;

const notNumber = (text: string): Cleaned<never> => {
  const bare = text.replace(/^[约近超大概>≥<≤不足]+/, "").replace(/[左右多余+]+$/, "");
  return flawed("UNIT_TEXT", "NOT_NUMBER", `“${text}”不是一个确定的数。`, bare !== text && /\d/.test(bare) ? bare : undefined);
};

type Parts = { readonly digits: string; readonly negative: boolean; readonly prefix: string; readonly suffix: string; readonly wrapped: boolean };

function partsOf(text: string): Parts | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [, before = "", sign = "", open, inner = "", digits = "", suffix = "", close, trailing] = match;
  if ((open === undefined) !== (close === undefined)) return null;
  const wrapped = open !== undefined || trailing !== undefined || (sign !== "" && sign !== "-" && sign !== "+");
  const negative = open !== undefined || trailing !== undefined || (sign !== "" && sign !== "+");
  return { digits, negative, prefix: before + inner, suffix, wrapped };
}

/** 千分位 off; null when commas stand where no group ends. */
function ungrouped(digits: string, patterns: DirtyPattern[]): string | null {
  if (!/[,，]/.test(digits)) return digits;
  if (!GROUPED.test(digits)) return null;
  patterns.push("THOUSAND");
  return digits.replace(/[,，]/g, "");
}

/** Reads a number cell down to digits, sign and unit words. A blank gives null. */
export function readNumber(raw: string): NumberText | Cleaned<never> | { readonly blank: readonly DirtyPattern[] } {
  const tidied: Tidied = tidyTight(raw);
  if (tidied.blank) return { blank: tidied.patterns };
  const { text, patterns } = tidied;
  if (SCIENTIFIC.test(text)) return flawed("SCI", "SCI", `“${text}”是科学计数，末几位已丢失，请把该列设为数值或文本后重报。`);
  if (SEPARATORS.test(text)) return flawed("MULTI_VALUE", "MULTI_VALUE", `“${text}”一格里写了几个值，请拆成几行。`);
  const parts = partsOf(text);
  if (!parts) return notNumber(text);
  const digits = ungrouped(parts.digits, patterns);
  if (digits === null) return notNumber(text);
  if (parts.wrapped) patterns.push("NEG_PAREN");
  return { digits, negative: parts.negative, prefix: parts.prefix, suffix: parts.suffix, patterns };
}

/** Moves the decimal point `places` to the right (left when negative) and returns plain decimal text without needless zeros. */
export function shiftPoint(digits: string, places: number): string {
  const [whole = "", fraction = ""] = digits.split(".");
  const all = whole + fraction;
  const point = whole.length + places;
  const padded = point > all.length ? all.padEnd(point, "0") : all.padStart(all.length - Math.min(point, 0), "0");
  const at = Math.max(point, 0);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, "") || "0";
  const right = padded.slice(at).replace(/0+$/, "");
  return right === "" ? left : `${left}.${right}`;
}

/** Whole units of plain decimal text, half up; null beyond what a number holds exactly. */
export function wholeUnits(digits: string, negative: boolean): number | null {
  const [whole = "0", fraction = ""] = digits.split(".");
  const value = Number(whole) + (fraction >= "5" ? 1 : 0);
  if (!Number.isSafeInteger(value)) return null;
  return negative && value !== 0 ? -value : value;
}

export { notNumber };
