import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { Condition } from "@/lib/policy/condition";
import { evaluate, tracedLeaves } from "@/lib/policy/evaluate";
import { type Facts, monthsBetween, read } from "@/lib/policy/facts";

const judge = (leaf: object, facts: Facts, asOf = "2025-11-15", fullYear = 2024) => {
  const traced = evaluate(Condition.parse({ id: "X.c1", clause: "条款", ...leaf }), { asOf: plainDate(asOf), fullYear, facts });
  return tracedLeaves(traced)[0]!;
};
const result = (...args: Parameters<typeof judge>) => judge(...args).result;

test.each([
  ["gte", 30, "true"],
  ["lte", 30, "true"],
  ["gt", 30, "false"],
  ["lt", 30, "false"],
  ["gt", 30.5, "true"],
  ["lte", 30.5, "false"],
  ["gte", 29.99, "false"],
] as const)("30 人 held by %s against %d is %s: borders belong to 以上 and 以下, nothing is rounded first", (op, value, expected) => {
  expect(result({ ind: "heads", op, value: 30 }, { heads: value })).toBe(expected);
});

test("decimals are compared as they are written, whether number or text", () => {
  expect(result({ ind: "share", op: "lte", value: 0.055 }, { share: 0.055 })).toBe("true");
  expect(result({ ind: "share", op: "lte", value: 0.05 }, { share: 0.0501 })).toBe("false");
  expect(result({ ind: "money", op: "gte", value: 500000 }, { money: "500000.00" })).toBe("true");
  expect(result({ ind: "money", op: "gte", value: 500000 }, { money: "499999.99" })).toBe("false");
});

test("unknown is not empty, and empty is not zero", () => {
  const leaf = { ind: "arrears", op: "gt", value: 0 };
  expect(judge(leaf, {})).toMatchObject({ result: "unknown", state: "absent", missing: ["arrears"] });
  expect(judge(leaf, { arrears: null })).toMatchObject({ result: "unknown", state: "empty", missing: ["arrears"] });
  expect(judge(leaf, { arrears: 0 })).toMatchObject({ result: "false", state: "known", actual: 0, missing: [] });
});

test("an empty value counts as `nullAs` where the clause says so; an unknown one never does", () => {
  const grade = { ind: "grade", op: "eq", value: "D", nullAs: false };
  expect(result(grade, { grade: null })).toBe("false");
  expect(result(grade, { grade: "D" })).toBe("true");
  expect(result(grade, {})).toBe("unknown");
});

test("a key inherited from the object prototype is no fact", () => {
  expect(result({ ind: "constructor", op: "eq", value: "x" }, {})).toBe("unknown");
});

test("codes compare with their case; a set meets a list when they share a member, an empty set is known to share none", () => {
  expect(result({ ind: "scale", op: "in", value: ["small", "micro"] }, { scale: "Small" })).toBe("false");
  expect(result({ ind: "kind", op: "notIn", value: ["individual_business"] }, { kind: "branch" })).toBe("true");
  const any = { ind: "titles", op: "hasAny", value: ["A1", "B1"] };
  expect(result(any, { titles: ["Z", "B1"] })).toBe("true");
  expect(result(any, { titles: [] })).toBe("false");
  expect(result(any, { titles: null })).toBe("unknown");
});

test.each([
  [8, 160, 0.05, "true"],
  [7, 160, 0.05, "false"],
  [1, 3, 0.333333, "true"],
  [1, 3, 0.333334, "false"],
  [5, 0, 0.05, "unknown"],
  [0, 0, 0.05, "unknown"],
  [0, 40, 0.1, "false"],
])("%d of %d against %d is %s: exact, and without a denominator open", (top, bottom, value, expected) => {
  expect(result({ ratio: ["new", "all"], op: "gte", value }, { new: top, all: bottom })).toBe(expected);
});

test("a ratio tells its quotient and what it lacks", () => {
  const leaf = { ratio: ["new", "all"], op: "gte", value: 0.1 };
  expect(judge(leaf, { new: 5, all: 40 })).toMatchObject({ actual: "0.125", inputs: { new: 5, all: 40 } });
  expect(judge(leaf, { new: 2, all: 3 }).actual).toBe("0.666667");
  expect(judge(leaf, { new: null, all: 40 })).toMatchObject({ result: "unknown", missing: ["new"] });
  expect(judge(leaf, { new: 5, all: 0 })).toMatchObject({ result: "unknown", missing: ["all"] });
});

test.each([
  ["2024-11-15", "2025-11-15", 12],
  ["2024-11-16", "2025-11-15", 11],
  ["2024-02-29", "2025-02-28", 11],
  ["2024-02-29", "2025-03-01", 12],
  ["2025-01-31", "2025-02-28", 0],
  ["2025-01-31", "2025-03-01", 1],
  ["2025-08-31", "2025-09-30", 0],
  ["2025-08-31", "2025-10-01", 1],
  ["2025-11-15", "2025-11-15", 0],
])("from %s to %s are %d whole months", (from, to, months) => {
  expect(monthsBetween(plainDate(from), plainDate(to))).toBe(months);
});

test("a day reached counts; a date in the future or that is no day is not readable", () => {
  expect(result({ ind: "on", op: "dateGte", value: "2024-01-01" }, { on: "2024-01-01" })).toBe("true");
  expect(result({ ind: "on", op: "dateGte", value: "2024-01-01" }, { on: "2023-12-31" })).toBe("false");
  expect(judge({ ind: "on", op: "dateGte", value: "2024-01-01" }, { on: "2024-02-30" })).toMatchObject({ result: "unknown", state: "unreadable" });
  expect(judge({ ind: "born", op: "monthsSinceLte", value: 35 }, { born: "2022-11-16" })).toMatchObject({ result: "true", actual: 35 });
  expect(result({ ind: "born", op: "monthsSinceLte", value: 35 }, { born: "2022-11-15" })).toBe("false");
  expect(result({ ind: "born", op: "monthsSinceLte", value: 35 }, { born: "2025-12-01" })).toBe("unknown");
});

test.each([
  [["593"], "5930", "true"],
  [["593"], "5941", "false"],
  [["K"], "7020", "true"],
  [["J"], "6999", "true"],
  [["C"], "4310", "true"],
  [["C"], "4412", "false"],
  [["B", "C", "D"], "4620", "true"],
  [["0514"], "0514", "true"],
  [["0514"], "05", "unknown"],
  [["05"], "05", "true"],
  [["A"], "9900", "unknown"],
  [["A"], "五", "unknown"],
])("industry %j holds for %s: %s", (value, code, expected) => {
  expect(result({ ind: "industry", op: "industryIn", value }, { industry: code })).toBe(expected);
});

test("a value of the wrong kind is open, never a guess", () => {
  expect(judge({ ind: "heads", op: "gte", value: 3 }, { heads: "很多" })).toMatchObject({ result: "unknown", state: "unreadable", missing: ["heads"] });
  expect(result({ ind: "heads", op: "gte", value: 3 }, { heads: true })).toBe("unknown");
  expect(result({ ind: "scale", op: "in", value: ["small"] }, { scale: ["small"] })).toBe("unknown");
  expect(result({ ind: "titles", op: "hasAny", value: ["A1"] }, { titles: "A1" })).toBe("unknown");
});

test("a series is read in its year and never in a neighbouring one; a single value is the full year's", () => {
  const context = { asOf: plainDate("2025-11-15"), fullYear: 2024, facts: { tax: { "2023": 5, "2022": null }, rd: 7 } };
  expect(read(context, "tax")).toEqual({ state: "absent" });
  expect(read(context, "tax", 2023)).toEqual({ state: "known", value: 5 });
  expect(read(context, "tax", 2022)).toEqual({ state: "empty" });
  expect(read(context, "rd")).toEqual({ state: "known", value: 7 });
  expect(read(context, "rd", 2023)).toEqual({ state: "absent" });
});

test("the company's age is counted from its date, whatever the facts call its age", () => {
  const context = { asOf: plainDate("2025-11-15"), fullYear: 2024, facts: { companyAgeMonths: 3, establishedDate: "2024-11-15" } };
  expect(read(context, "companyAgeMonths")).toEqual({ state: "known", value: 12 });
  expect(judge({ ind: "companyAgeMonths", op: "lt", value: 12 }, {})).toMatchObject({ result: "unknown", missing: ["establishedDate"] });
});

test("every leaf is told with its own result, also behind a decided one and under a negation", () => {
  const tree = Condition.parse({
    all: [
      { id: "X.c1", ind: "a", op: "gte", value: 5, clause: "甲", unit: "人" },
      { not: { id: "X.c2", ind: "b", op: "eq", value: true, clause: "乙" } },
      { any: [{ id: "X.c3", ind: "c", op: "eq", value: "x", clause: "丙" }] },
    ],
  });
  const traced = evaluate(tree, { asOf: plainDate("2025-11-15"), fullYear: 2024, facts: { a: 1, b: true } });
  expect(traced.result).toBe("false");
  expect(tracedLeaves(traced)).toEqual([
    {
      id: "X.c1",
      clause: "甲",
      result: "false",
      negated: false,
      state: "known",
      indicators: ["a"],
      inputs: { a: 1 },
      actual: 1,
      op: "gte",
      threshold: 5,
      unit: "人",
      missing: [],
    },
    {
      id: "X.c2",
      clause: "乙",
      result: "true",
      negated: true,
      state: "known",
      indicators: ["b"],
      inputs: { b: true },
      actual: true,
      op: "eq",
      threshold: true,
      unit: null,
      missing: [],
    },
    {
      id: "X.c3",
      clause: "丙",
      result: "unknown",
      negated: false,
      state: "absent",
      indicators: ["c"],
      inputs: { c: null },
      actual: null,
      op: "eq",
      threshold: "x",
      unit: null,
      missing: ["c"],
    },
  ]);
});
