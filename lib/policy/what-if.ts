import { compare, type Decimal, decimal, formatDecimal, multiply } from "../kernel/decimal";

const PARTS = 20;

/** Steps that people count in, ascending: 0.01, 0.02, 0.025, 0.05, 0.1 … up to 10¹²; heads only by whole ones. */
const ROUND: readonly Decimal[] = Array.from({ length: 15 }, (_, at) => at - 2).flatMap((power) =>
  ["1", "2", "2.5", "5"].map((text) => multiply(decimal(text), decimal(power < 0 ? `0.${"0".repeat(-power - 1)}1` : `1${"0".repeat(power)}`))),
);
const isWhole = ({ units, scale }: Decimal): boolean => units % 10n ** BigInt(scale) === 0n;

/** The smallest round step with which `PARTS` of them reach `top`. */
function roundStep(top: Decimal, whole: boolean): Decimal {
  const step = ROUND.find((one) => (!whole || isWhole(one)) && compare(multiply(one, decimal(PARTS)), top) >= 0);
  if (!step) throw new RangeError("no step is wide enough");
  return step;
}

/**
 * 假如的档位: the values of one figure that a what-if looks at, ascending, as decimal text: from 0 in round steps past twice the present value and
 * half as far again as the threshold, with the present value and the threshold themselves among them. About twenty; whole for heads.
 */
export function whatIfValues({ current, target, whole }: { current: string | null; target: string | null; whole: boolean }): string[] {
  const marks = [current, target].flatMap((text) => (text === null ? [] : [decimal(text)])).filter((value) => value.units >= 0n);
  const wishes = [
    decimal(whole ? 20 : 10),
    ...(current ? [multiply(decimal(current), decimal(2))] : []),
    ...(target ? [multiply(decimal(target), decimal("1.5"))] : []),
  ];
  const top = wishes.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
  const step = roundStep(top, whole);
  const round = Array.from({ length: PARTS + 1 }, (_, at) => multiply(step, decimal(at)));
  const all = [...round, ...marks].sort(compare).map(formatDecimal);
  return [...new Set(all)];
}
