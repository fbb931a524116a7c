/**
 * 精确小数: an exact decimal number, `units × 10^-scale`. Money and rates of the policies are decimals in law;
 * binary floating point would turn 0.01 × 50 % into 0.00.
 */
export type Decimal = { readonly units: bigint; readonly scale: number };

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** More digits than any amount, rate or exponent that a policy or a department can mean; bounds the work. */
const MAX_EXPONENT = 400;

/** Reads a number or its text exactly. A JS number is read by its shortest decimal form (0.055 is 0.055). Null when it is no number. */
export function parseDecimal(input: number | string): Decimal | null {
  const match = PATTERN.exec(String(input).trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const shift = Number(exponent);
  if (Math.abs(shift) > MAX_EXPONENT) return null;
  const digits = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
  const scale = fraction.length - shift;
  return scale >= 0 ? { units: digits, scale } : { units: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** Like `parseDecimal`, for numbers that the program already trusts. Throws on NaN and infinity. */
export function decimal(input: number | string): Decimal {
  const value = parseDecimal(input);
  if (!value) throw new RangeError(`not a decimal number: ${input}`);
  return value;
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale];
}

export const add = (a: Decimal, b: Decimal): Decimal => {
  const [x, y, scale] = aligned(a, b);
  return { units: x + y, scale };
};
export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, { units: -b.units, scale: b.scale });
export const multiply = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });

/** −1, 0 or 1. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [x, y] = aligned(a, b);
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** `a / b` compared with `c`, by cross multiplication, so that 8/160 is exactly 5 %. `b` must not be zero. */
export function compareRatio(a: Decimal, b: Decimal, c: Decimal): -1 | 0 | 1 {
  const order = compare(a, multiply(b, c));
  if (b.units > 0n) return order;
  if (b.units < 0n) return (order === 0 ? 0 : -order) as -1 | 0 | 1;
  throw new RangeError("ratio with a zero denominator");
}

/** Rounds half away from zero to `places` digits after the point and returns the whole units of that place. */
export function roundUnits(value: Decimal, places: number): bigint {
  if (value.scale <= places) return value.units * 10n ** BigInt(places - value.scale);
  const divisor = 10n ** BigInt(value.scale - places);
  const negative = value.units < 0n;
  const magnitude = negative ? -value.units : value.units;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return negative ? -rounded : rounded;
}

/** Plain text without exponent, trailing zeros of the fraction kept off. */
export function formatDecimal(value: Decimal): string {
  const negative = value.units < 0n;
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, "0");
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits.slice(digits.length - value.scale).replace(/0+$/, "");
  return `${negative && value.units !== 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}
