import fc from "fast-check";
import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import type { Condition, Leaf } from "@/lib/policy/condition";
import { evaluate } from "@/lib/policy/evaluate";
import { isPossible, must, mustNot } from "@/lib/policy/lint/satisfy";
import { context } from "./support";

const AS_OF = plainDate("2026-07-15");
const leafOf = (fields: object): Leaf => ({ id: "X-001.c1", clause: "条文", ...fields }) as Leaf;
const bound = fc.constantFrom("gte", "gt", "lte", "lt");
const SCALES = ["large", "medium", "small", "micro"];
const TITLES = ["LITTLE_GIANT", "INNOVATIVE_SME", "HNTE_FIRST"];
const INDUSTRIES = ["C", "F", "13", "1391", "59", "593"];
const some = (list: readonly string[]) => fc.subarray([...list], { minLength: 1 });
const days = fc.constantFrom("2024-02-29", "2025-07-15", "2026-01-01", "2026-07-15");

const leaf = fc.oneof(
  fc.record({ ind: fc.constantFrom("insuredCount", "annualRevenue"), op: bound, value: fc.integer({ min: -1, max: 5 }) }),
  fc.record({ ind: fc.constant("enterpriseScale"), op: fc.constantFrom("in", "notIn"), value: some(SCALES), nullAs: fc.constantFrom(undefined, true, false) }),
  fc.record({ ind: fc.constant("enterpriseScale"), op: fc.constant("eq"), value: fc.constantFrom(...SCALES) }),
  fc.record({ ind: fc.constant("titleCodes"), op: fc.constant("hasAny"), value: some(TITLES) }),
  fc.record({ ind: fc.constant("industryCode"), op: fc.constant("industryIn"), value: some(INDUSTRIES) }),
  fc.record({ ind: fc.constant("isLaborDispatch"), op: fc.constant("eq"), value: fc.boolean() }),
  fc.record({ ind: fc.constant("establishedDate"), op: fc.constant("dateGte"), value: days }),
  fc.record({ ind: fc.constant("establishedDate"), op: fc.constant("monthsSinceLte"), value: fc.constantFrom(0, 11, 12, 24) }),
  fc.record({ ind: fc.constant("companyAgeMonths"), op: bound, value: fc.constantFrom(0, 12, 24) }),
  fc.record({ ratio: fc.constant(["rdExpense", "annualRevenue"]), op: bound, value: fc.constantFrom(0, 0.5, 1) }),
);

const tree = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf.map((fields) => leafOf(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)))),
    fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie("node").map((not) => ({ not })),
  ),
})).node;

/** An enterprise as the catalogue allows it to be. */
const facts = fc.record({
  insuredCount: fc.integer({ min: 0, max: 5 }),
  annualRevenue: fc.constantFrom(0, 0.5, 1, 2.5, 4, 5),
  rdExpense: fc.constantFrom(0, 0.5, 1, 5),
  enterpriseScale: fc.constantFrom(...SCALES, null),
  titleCodes: fc.subarray([...TITLES, "SCENIC_5A"]),
  industryCode: fc.constantFrom("1391", "1312", "5941", "5930", "5100", "7520"),
  isLaborDispatch: fc.boolean(),
  establishedDate: days,
});

test("whatever an enterprise satisfies is never called impossible, nor what it fails to satisfy called certain", () => {
  let decided = 0;
  fc.assert(
    fc.property(tree, facts, (condition, own) => {
      const { result } = evaluate(condition, { asOf: AS_OF, fullYear: 2025, facts: own });
      if (result === "unknown") return;
      decided += 1;
      expect(isPossible([result === "true" ? must(condition) : mustNot(condition)], context.indicators)).toBe(true);
    }),
    { numRuns: 4000 },
  );
  expect(decided).toBeGreaterThan(2000);
});

test("a condition and its opposite are impossible together", () => {
  fc.assert(
    fc.property(tree, (condition) => {
      // An empty value that counts as met makes both sides true at once only where it is asked both ways
      fc.pre(!JSON.stringify(condition).includes("nullAs"));
      expect(isPossible([must(condition), mustNot(condition)], context.indicators)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
