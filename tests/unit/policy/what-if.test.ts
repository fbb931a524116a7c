import fc from "fast-check";
import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { bestTotal } from "@/lib/policy/calculator";
import { whatIfValues } from "@/lib/policy/what-if";
import { shipped, shippedLibrary } from "./shipped";

test("heads: 8 now, 10 asked for: every whole number from 0 to 20", () => {
  expect(whatIfValues({ current: "8", target: "10", whole: true })).toEqual(Array.from({ length: 21 }, (_, at) => String(at)));
});

test("money: 7.8 now, 10 asked for: round steps of one up to 20, and 7.8 itself", () => {
  const values = whatIfValues({ current: "7.8", target: "10", whole: false });
  expect(values.slice(6, 12)).toEqual(["6", "7", "7.8", "8", "9", "10"]);
  expect(values.at(-1)).toBe("20");
});

test("a larger figure takes wider steps: 640 goes by hundreds to 2,000", () => {
  // twice 640 is 1,280; twenty steps of 100 are the first round ones that reach it
  const values = whatIfValues({ current: "640", target: null, whole: true });
  expect(values).toContain("640");
  expect(values.filter((text) => text !== "640")).toEqual(Array.from({ length: 21 }, (_, at) => String(at * 100)));
});

test("nothing typed and no threshold still gives a scale", () => {
  expect(whatIfValues({ current: null, target: null, whole: true })).toEqual(Array.from({ length: 21 }, (_, at) => String(at)));
});

test("always ascending, from 0, with the present value and the threshold, whole for heads", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(10_000_000), fc.boolean(), (current, target, whole) => {
      const values = whatIfValues({ current: String(current), target: String(target), whole }).map(Number);
      expect(values[0]).toBe(0);
      expect(values).toContain(current);
      expect(values).toContain(target);
      expect(values.length).toBeLessThanOrEqual(23);
      for (let at = 1; at < values.length; at += 1) expect(values[at]).toBeGreaterThan(values[at - 1]!);
      expect(values.at(-1)).toBeGreaterThanOrEqual(2 * current);
      if (whole) for (const value of values) expect(Number.isInteger(value)).toBe(true);
    }),
  );
});

test("the sum for each number of new people: nothing below ten, 3,000 yuan a head from there", () => {
  const facts = (hires: number) => ({
    regStatus: "active",
    registrationRegion: "529901",
    establishedDate: "2018-01-01",
    entityType: "company_ltd",
    enterpriseScale: "small",
    newHireContract12mCount: hires,
    insuredCount: 60,
    isLaborDispatch: false,
    dishonestFlag: false,
    majorViolation3y: false,
    abnormalOperationFlag: false,
    majorAccident3y: false,
    wageArrearsFlag: false,
    taxArrears: 0,
  });
  const policies = [shipped("EMP-002")];
  const totalOf = (hires: number) =>
    bestTotal(
      { policies, groups: shippedLibrary.exclusionGroups },
      { asOf: plainDate("2026-07-15"), fullYear: 2025, priorGrants: {}, factsFor: () => facts(hires) },
    ).totalFen;
  expect([0, 9, 10, 12].map(totalOf)).toEqual([0, 0, 3_000_000, 3_600_000]);
});
