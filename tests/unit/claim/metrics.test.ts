import fc from "fast-check";
import { expect, test } from "vitest";
import { durationStats, materialReductionRate, percentile, punctualRate, satisfactionRate, straightThroughRate, zeroMaterialRate } from "@/lib/claim/metrics";
import { at } from "./support";

test("nearest rank: of ten values the fifth is the median, the ninth p90", () => {
  const values = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
  expect(percentile(values, 50)).toBe(5);
  expect(percentile(values, 90)).toBe(9);
  expect(percentile(values, 100)).toBe(10);
  expect(percentile([7], 50)).toBe(7);
  expect(percentile([], 50)).toBeNull();
  expect(() => percentile([1], 0)).toThrow(RangeError);
});

test("at least p % of the cases do not exceed the percentile, and fewer than p % lie below it", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, percent) => {
      const value = percentile(values, percent);
      if (value === null) throw new Error("no percentile");
      expect(values.filter((one) => one <= value).length * 100).toBeGreaterThanOrEqual(percent * values.length);
      expect(values.filter((one) => one < value).length * 100).toBeLessThan(percent * values.length);
    }),
  );
});

test("durations name their sample", () => {
  expect(durationStats([2, 3, 3, 8])).toEqual({ count: 4, mean: 4, p50: 3, p90: 8, max: 8 });
  expect(durationStats([])).toEqual({ count: 0, mean: null, p50: null, p90: null, max: null });
});

test("the straight-through rate counts a claim once, with its first check", () => {
  const outcomes = [
    { claimId: "a", at: at("2026-07-01"), to: "notice" as const },
    { claimId: "b", at: at("2026-07-09"), to: "notice" as const },
    { claimId: "b", at: at("2026-07-01"), to: "manualReview" as const },
    { claimId: "c", at: at("2026-07-01"), to: "rejected" as const },
  ];
  expect(straightThroughRate(outcomes)).toEqual({ numerator: 1, denominator: 3, value: 1 / 3 });
});

test("satisfaction shows its sample, and is no figure without answers", () => {
  expect(satisfactionRate([5, 4, 3, 1])).toEqual({ numerator: 2, denominator: 4, value: 0.5 });
  expect(satisfactionRate([])).toEqual({ numerator: 0, denominator: 0, value: null });
});

test("220 papers became 76: 144 of 220, 65.45 %", () => {
  const rate = materialReductionRate([
    { formerly: 120, remaining: 0 },
    { formerly: 100, remaining: 76 },
  ]);
  expect(rate).toMatchObject({ numerator: 144, denominator: 220 });
  expect(rate.value).toBeCloseTo(0.6545, 4);
  expect(
    zeroMaterialRate([
      { formerly: 5, remaining: 0 },
      { formerly: 5, remaining: 1 },
    ]),
  ).toEqual({ numerator: 1, denominator: 2, value: 0.5 });
  expect(punctualRate([0, 0, 1, 3])).toEqual({ numerator: 2, denominator: 4, value: 0.5 });
});
