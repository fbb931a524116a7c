import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { isRatio, leavesOf } from "@/lib/policy/condition";
import { evaluate } from "@/lib/policy/evaluate";
import { shipped, shippedDocuments } from "./shipped";

/** Results just below, at and just above a threshold. */
const BORDER = { gte: ["false", "true", "true"], gt: ["false", "false", "true"], lte: ["true", "true", "false"], lt: ["true", "false", "false"] } as const;

const leaves = shippedDocuments.flatMap(({ code }) => {
  const { conditions, crossChecks } = shipped(code);
  return [conditions, ...(crossChecks ? [crossChecks] : [])].flatMap(leavesOf);
});
const comparisons = leaves.flatMap((leaf) =>
  !isRatio(leaf) && (leaf.op === "gte" || leaf.op === "gt" || leaf.op === "lte" || leaf.op === "lt") ? [leaf] : [],
);
const dates = leaves.flatMap((leaf) => (leaf.op === "dateGte" ? [leaf] : []));
const on = (ind: string, value: number | string) => ({ asOf: plainDate("2026-07-15"), fullYear: 2025, facts: { [ind]: value } });

test("the shipped library has its numeric conditions on both sides of every border", () => {
  expect(comparisons.length).toBeGreaterThan(40);
  for (const leaf of comparisons) {
    const around = [leaf.value - 0.0001, leaf.value, leaf.value + 0.0001].map((value) => evaluate(leaf, on(leaf.ind, value)).result);
    expect(around, leaf.id).toEqual(BORDER[leaf.op]);
  }
});

test("every award date counts from its first day", () => {
  expect(dates.length).toBeGreaterThan(10);
  for (const leaf of dates)
    expect(
      ["2023-12-31", leaf.value].map((day) => evaluate(leaf, on(leaf.ind, day)).result),
      leaf.id,
    ).toEqual(["false", "true"]);
});
