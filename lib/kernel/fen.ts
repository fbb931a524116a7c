import { z } from "zod";
import { type Decimal, decimal, multiply, parseDecimal, roundUnits } from "./decimal";

/**
 * 分: whole fen, 1/100 yuan, signed. A safe integer and no bigint: it crosses JSON (steps, props), and 2^53 fen is 90 trillion yuan.
 * A payable amount is ≥ 0; only ledger lines and differences are negative.
 */
export const Fen = z.int().brand<"Fen", "inout">();
export type Fen = z.infer<typeof Fen>;

export const fen = (value: number): Fen => Fen.parse(value);
export const ZERO_FEN = fen(0);

const toFen = (value: Decimal): Fen => fen(Number(roundUnits(value, 2)));

/** 元 → 分, exact decimal, half a fen goes up (away from zero). Throws on what is no number. */
export const fenFromYuan = (yuan: number | string): Fen => toFen(decimal(yuan));

/** Yuan as an exact decimal → fen, null for more than can be counted. */
export function countableFen(yuan: Decimal): Fen | null {
  const parsed = Fen.safeParse(Number(roundUnits(yuan, 2)));
  return parsed.success ? parsed.data : null;
}

/** Like `fenFromYuan`, null for what is no number, or more than can be counted in fen. */
export function parseYuan(text: string): Fen | null {
  const value = parseDecimal(text);
  return value && countableFen(value);
}

/** Amount × rate, rounded half up to the fen once. A rate is a decimal such as 0.055. */
export const timesRate = (amount: Fen, rate: number | string): Fen => toFen(multiply({ units: BigInt(amount), scale: 2 }, decimal(rate)));

export const addFen = (...amounts: readonly Fen[]): Fen => fen(amounts.reduce<number>((sum, amount) => sum + amount, 0));
export const subtractFen = (a: Fen, b: Fen): Fen => fen(a - b);
export const smallerFen = (a: Fen, b: Fen): Fen => (a < b ? a : b);
export const largerFen = (a: Fen, b: Fen): Fen => (a > b ? a : b);

/** Yuan with thousands separators and two places: "128,000.00"; the minus sign is U+2212. */
export function formatYuan(amount: Fen): string {
  const digits = Math.abs(amount).toString().padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0 ? "−" : ""}${whole}.${digits.slice(-2)}`;
}

/** Yuan as plain decimal text for files and JSON: "128000.00". */
export function plainYuan(amount: Fen): string {
  const digits = Math.abs(amount).toString().padStart(3, "0");
  return `${amount < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
