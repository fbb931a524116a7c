import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, compare, compareRatio, decimal, formatDecimal, multiply, parseDecimal, roundUnits, subtract } from "../../../lib/kernel/decimal";
import { addFen, fen, fenFromYuan, formatYuan, largerFen, parseYuan, plainYuan, smallerFen, subtractFen, timesRate } from "../../../lib/kernel/fen";

describe("decimal", () => {
  test.each([
    ["0.055", "0.055"],
    ["  12.50 ", "12.5"],
    ["1e3", "1000"],
    ["5.5E-2", "0.055"],
    ["-.5", "-0.5"],
    ["+7.", "7"],
    ["-0", "0"],
  ])("reads %s as %s", (text, plain) => {
    expect(formatDecimal(decimal(text))).toBe(plain);
  });

  test.each(["", ".", "1,000", "abc", "NaN", "Infinity", "1e401", "0x10", "１"])("refuses %s", (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  test("8/160 is exactly 5 %, and the sign of the denominator turns the order", () => {
    expect(compareRatio(decimal(8), decimal(160), decimal("0.05"))).toBe(0);
    expect(compareRatio(decimal(-8), decimal(-160), decimal("0.04"))).toBe(1);
    expect(compareRatio(decimal(8), decimal(-160), decimal("0.04"))).toBe(-1);
    expect(() => compareRatio(decimal(1), decimal(0), decimal(1))).toThrow(RangeError);
  });

  test.each([
    ["0.005", 2, 1n],
    ["0.0049", 2, 0n],
    ["-0.005", 2, -1n],
    ["2.5", 0, 3n],
    ["7", 2, 700n],
  ])("%s to %i places: %s", (text, places, units) => {
    expect(roundUnits(decimal(text), places)).toBe(units);
  });

  const pair = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 })).map(([units, scale]) => ({ units, scale }));

  test("property: text round trip, ring laws, and an order that agrees with the difference", () => {
    fc.assert(
      fc.property(pair, pair, pair, (a, b, c) => {
        expect(compare(decimal(formatDecimal(a)), a)).toBe(0);
        expect(compare(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(0);
        expect(compare(add(subtract(a, b), b), a)).toBe(0);
        const difference = subtract(a, b).units;
        expect(compare(a, b)).toBe(Number(difference > 0n) - Number(difference < 0n));
      }),
    );
  });
});

describe("fen", () => {
  test.each([
    ["0.01", 1],
    ["1.005", 101],
    ["1.0049", 100],
    ["-1.005", -101],
    [0.1 + 0.2, 30],
    ["128000", 12_800_000],
  ])("%s yuan is %i fen", (yuan, amount) => {
    expect(fenFromYuan(yuan)).toBe(amount);
  });

  test("a rate is exact and rounds once, half up", () => {
    expect(timesRate(fen(1), "0.5")).toBe(1);
    expect(timesRate(fen(100_000_000), 0.055)).toBe(5_500_000);
    expect(timesRate(fen(1_005), "0.1")).toBe(101);
    expect(timesRate(fen(1_004), "0.1")).toBe(100);
  });

  test("fractions of a fen and numbers beyond 2^53 are faults", () => {
    expect(() => fen(0.5)).toThrow();
    expect(() => fen(2 ** 53)).toThrow();
    expect(() => fenFromYuan("abc")).toThrow(RangeError);
    expect(parseYuan("abc")).toBeNull();
    expect(parseYuan("1e309")).toBeNull();
    expect(parseYuan("9".repeat(30))).toBeNull();
  });

  test("sums, differences, extremes", () => {
    expect(addFen()).toBe(0);
    expect(addFen(fen(1), fen(2), fen(-5))).toBe(-2);
    expect(subtractFen(fen(1), fen(3))).toBe(-2);
    expect(smallerFen(fen(1), fen(3))).toBe(1);
    expect(largerFen(fen(1), fen(3))).toBe(3);
  });

  test("on screen and in files", () => {
    expect(formatYuan(fen(12_800_000))).toBe("128,000.00");
    expect(formatYuan(fen(-123_456_705))).toBe("−1,234,567.05");
    expect(formatYuan(fen(0))).toBe("0.00");
    expect(plainYuan(fen(-5))).toBe("-0.05");
  });

  test("property: plain text reads back to the same fen", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        expect(fenFromYuan(plainYuan(fen(amount)))).toBe(amount === 0 ? 0 : amount);
        expect(fenFromYuan(formatYuan(fen(amount)).replace("−", "-").replaceAll(",", ""))).toBe(amount === 0 ? 0 : amount);
      }),
    );
  });
});
