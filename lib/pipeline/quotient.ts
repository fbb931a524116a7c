import { decimal, formatDecimal } from "../kernel/decimal";

const PLACES = 12;

/** Quotient of two exact numbers as decimal text to twelve places, half away from zero: fine enough that rounding crosses no threshold. Null over zero. */
export function quotient(numerator: string | number, denominator: string | number): string | null {
  const a = decimal(numerator);
  const b = decimal(denominator);
  if (b.units === 0n) return null;
  const negative = a.units < 0n !== b.units < 0n;
  const size = (value: bigint) => (value < 0n ? -value : value);
  const top = size(a.units) * 10n ** BigInt(b.scale + PLACES);
  const bottom = size(b.units) * 10n ** BigInt(a.scale);
  const units = (top * 2n + bottom) / (bottom * 2n);
  return formatDecimal({ units: negative ? -units : units, scale: PLACES });
}
