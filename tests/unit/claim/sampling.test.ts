import fc from "fast-check";
import { expect, test } from "vitest";
import { drawSample, errorBound, sampleSize } from "@/lib/claim/sampling";

const FIVE_PERCENT = { rate: 0.05, minimum: 5 };

test("five in a hundred, at least five, never more than there are", () => {
  expect([0, 3, 5, 100, 101, 400].map((total) => sampleSize(total, FIVE_PERCENT))).toEqual([0, 3, 5, 5, 6, 20]);
});

test("the smallest lots are drawn, whatever the order of the list", () => {
  const items = [0.7, 0.1, 0.5, 0.3].map((lot) => ({ lot }));
  expect(drawSample(items, 2).map((one) => one.lot)).toEqual([0.1, 0.3]);
  expect(drawSample([...items].reverse(), 2)).toEqual(drawSample(items, 2));
});

test("no error in n cases: the upper bound is 1 − 0.025^(1/n)", () => {
  for (const n of [1, 5, 20, 59, 300, 3000]) {
    const bound = errorBound(0, n);
    expect(bound?.low).toBe(0);
    expect(bound?.high).toBeCloseTo(1 - 0.025 ** (1 / n), 10);
  }
});

test("tabled values of the exact interval", () => {
  // Clopper and Pearson's limits at 95 % for 1 of 20, 5 of 50 and 10 of 10
  expect(errorBound(1, 20)?.low).toBeCloseTo(0.00127, 5);
  expect(errorBound(1, 20)?.high).toBeCloseTo(0.24873, 5);
  expect(errorBound(5, 50)?.low).toBeCloseTo(0.03328, 5);
  expect(errorBound(5, 50)?.high).toBeCloseTo(0.21814, 5);
  expect(errorBound(10, 10)).toMatchObject({ rate: 1, high: 1 });
  expect(errorBound(10, 10)?.low).toBeCloseTo(0.025 ** (1 / 10), 10);
  expect(errorBound(0, 0)).toBeNull();
});

test("the interval holds the rate, and mirrors when errors and right ones change places", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(400), (n, k) => {
      const errors = Math.min(k, n);
      const bound = errorBound(errors, n)!;
      const mirror = errorBound(n - errors, n)!;
      expect(bound.low).toBeLessThanOrEqual(bound.rate);
      expect(bound.high).toBeGreaterThanOrEqual(bound.rate);
      expect(bound.low).toBeCloseTo(1 - mirror.high, 9);
    }),
  );
});
