import fc from "fast-check";
import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import type { Condition } from "@/lib/policy/condition";
import { evaluate, missingFor } from "@/lib/policy/evaluate";
import { allOf, anyOf, not, type Truth } from "@/lib/policy/truth";

const truths = fc.constantFrom<Truth>("true", "false", "unknown");
const lists = fc.array(truths, { maxLength: 6 });

test.each([
  ["true", "true", "true", "true"],
  ["true", "false", "false", "true"],
  ["true", "unknown", "unknown", "true"],
  ["false", "false", "false", "false"],
  ["false", "unknown", "false", "unknown"],
  ["unknown", "unknown", "unknown", "unknown"],
] as const)("Kleene's table: %s with %s", (a, b, both, either) => {
  expect([allOf([a, b]), allOf([b, a])]).toEqual([both, both]);
  expect([anyOf([a, b]), anyOf([b, a])]).toEqual([either, either]);
});

test("nothing to meet is met, nothing to choose from is not, and negation is its own inverse", () => {
  expect(allOf([])).toBe("true");
  expect(anyOf([])).toBe("false");
  expect(not("unknown")).toBe("unknown");
  fc.assert(
    fc.property(truths, (a) => {
      expect(not(not(a))).toBe(a);
    }),
  );
});

test("De Morgan, associativity and absorption hold with three values", () => {
  fc.assert(
    fc.property(lists, lists, truths, (a, b, one) => {
      expect(not(allOf(a))).toBe(anyOf(a.map(not)));
      expect(not(anyOf(a))).toBe(allOf(a.map(not)));
      expect(allOf([allOf(a), allOf(b)])).toBe(allOf([...a, ...b]));
      expect(anyOf([anyOf(a), anyOf(b)])).toBe(anyOf([...a, ...b]));
      expect(allOf([one, anyOf([one, ...a])])).toBe(one);
    }),
  );
});

const INDICATORS = ["a", "b", "c", "d"];
let serial = 0;
const leaf = fc
  .record({ ind: fc.constantFrom(...INDICATORS), op: fc.constantFrom("gte" as const, "lt" as const), value: fc.integer({ min: 0, max: 4 }) })
  .map((part): Condition => ({ id: `X.c${++serial}`, clause: "x", ...part }));
const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
    fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
    tie("tree").map((inner): Condition => ({ not: inner })),
  ),
}));
const full = fc.record(Object.fromEntries(INDICATORS.map((id) => [id, fc.integer({ min: 0, max: 4 })])));
const context = (facts: Record<string, number>) => ({ asOf: plainDate("2025-11-15"), fullYear: 2024, facts });

test("what is decided without a datum stays decided when the datum arrives, and what is asked for closes the question", () => {
  fc.assert(
    fc.property(tree, full, fc.subarray(INDICATORS), (condition, facts, kept) => {
      const partial = Object.fromEntries(kept.map((id) => [id, facts[id] as number]));
      const before = evaluate(condition, context(partial));
      const after = evaluate(condition, context(facts));
      expect(after.result).not.toBe("unknown");
      if (before.result !== "unknown") expect(before.result).toBe(after.result);
      expect(missingFor(before).length > 0).toBe(before.result === "unknown");
      const supplied = { ...partial, ...Object.fromEntries(missingFor(before).map((id) => [id, facts[id] as number])) };
      expect(evaluate(condition, context(supplied)).result).toBe(after.result);
    }),
  );
});
