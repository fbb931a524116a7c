import { expect, test } from "vitest";
import { readDraft } from "@/lib/policy/draft";
import {
  addCondition,
  appendAt,
  blankPolicy,
  getAt,
  laddersIn,
  moveAt,
  nextId,
  parentOf,
  readNumber,
  removeAt,
  setAt,
  unwrapAt,
  withIndicator,
  withOperator,
  wrapAt,
  writeNumber,
} from "@/lib/policy/editing";
import { keysOf, placeOf, placePart } from "@/lib/policy/place";
import { definitions, documentOf } from "./lint/support";
import { shippedLibrary } from "./shipped";

const TREE = { conditions: { all: [{ id: "A-001.c1" }, { any: [{ id: "A-001.c2" }, { id: "A-001.c9" }] }] }, amount: { kind: "fixed" } };

test("a place is read, set, taken away, and nothing else is touched", () => {
  expect(getAt(TREE, "conditions.all.1.any.0.id")).toBe("A-001.c2");
  expect(getAt(TREE, "conditions.any.3")).toBeUndefined();
  const set = setAt(TREE, "conditions.all.0.value", 5) as typeof TREE;
  expect(set.conditions.all[0]).toEqual({ id: "A-001.c1", value: 5 });
  expect(set.conditions.all[1]).toBe(TREE.conditions.all[1]);
  expect(setAt({ a: 1, b: 2 }, "b", undefined)).toEqual({ a: 1 });
  expect(removeAt(TREE, "conditions.all.1.any.0")).toMatchObject({ conditions: { all: [{}, { any: [{ id: "A-001.c9" }] }] } });
  expect(appendAt({}, "materials", "x")).toEqual({ materials: ["x"] });
});

test("entries move up and down and stop at the ends", () => {
  const list = { l: ["a", "b", "c"] };
  expect(moveAt(list, "l.2", -1)).toEqual({ l: ["a", "c", "b"] });
  expect(moveAt(list, "l.0", 1)).toEqual({ l: ["b", "a", "c"] });
  expect(moveAt(list, "l.0", -1)).toEqual(list);
  expect(moveAt(list, "l.2", 1)).toEqual(list);
});

test("conditions are grouped, negated, and taken out again", () => {
  const leaf = { id: "A-001.c1" };
  expect(wrapAt({ c: leaf }, "c", "any")).toEqual({ c: { any: [leaf] } });
  expect(wrapAt({ c: leaf }, "c", "not")).toEqual({ c: { not: leaf } });
  expect(unwrapAt({ c: { not: leaf } }, "c")).toEqual({ c: leaf });
  expect(unwrapAt({ c: { any: [leaf] } }, "c")).toEqual({ c: leaf });
  expect(unwrapAt({ c: { any: [leaf, leaf] } }, "c")).toEqual({ c: { any: [leaf, leaf] } });
  expect(addCondition({ c: { any: [leaf] } }, "c", "new")).toEqual({ c: { any: [leaf, "new"] } });
  expect(addCondition({ c: leaf }, "c", "new")).toEqual({ c: { all: [leaf, "new"] } });
  expect(addCondition({}, "c", "new")).toEqual({ c: { all: ["new"] } });
});

test("numbers of conditions go on after the highest of their kind", () => {
  expect(nextId(TREE, "A-001", "c")).toBe("A-001.c10");
  expect(nextId(TREE, "A-001", "m")).toBe("A-001.m1");
});

test("another indicator brings its own operator, unit and an empty value; the clause stays", () => {
  const own = (id: string) => definitions.find((one) => one.id === id)!;
  const leaf = { id: "A-001.c1", ind: "annualRevenue", op: "gte", value: 5, unit: "元", clause: "条文" };
  expect(withIndicator(leaf, own("enterpriseScale"))).toEqual({ id: "A-001.c1", ind: "enterpriseScale", op: "in", value: [], clause: "条文" });
  expect(withIndicator(leaf, own("layoffRatio"))).toEqual({ id: "A-001.c1", ind: "layoffRatio", op: "gte", value: "", unit: "比例", clause: "条文" });
  expect(withOperator(leaf, "lt", own("annualRevenue"))).toEqual({ ...leaf, op: "lt" });
  expect(withOperator({ ...leaf, ind: "enterpriseScale", value: ["small"] }, "eq", own("enterpriseScale"))).toMatchObject({ op: "eq", value: "" });
});

test("what is typed for a number is read exactly, or kept as text", () => {
  expect(readNumber("1,200.50")).toBe(1200.5);
  expect(readNumber("１２")).toBe(12);
  expect(readNumber("十二")).toBe("十二");
  expect(readNumber("5.5", 2)).toBe(0.055);
  expect(readNumber("-60%", 2)).toBe(-0.6);
  expect(readNumber("0.07", 2)).toBe(0.0007);
  expect(writeNumber(1234567.5, 0, true)).toBe("1,234,567.5");
  expect(writeNumber(-1200, 0, true)).toBe("-1,200");
  expect(writeNumber("十二")).toBe("十二");
  for (const rate of [0.055, 0.07, 0.29, 1, 0.000123]) expect(readNumber(writeNumber(rate, 2), 2)).toBe(rate);
});

test("a blank policy says in Chinese what is missing, place by place", () => {
  const read = readDraft({ typed: blankPolicy({ code: "EMP-901", name: "新政策", dept: "hrss", category: "employment" }), groups: {} }, shippedLibrary);
  const problems = Object.fromEntries(read.ok ? [] : read.reason.map((one) => [one.path, one.message]));
  expect(problems).toEqual({
    boards: "至少要有一项",
    "source.doc": "不能空着",
    "source.article": "不能空着",
    "source.clauseText": "不能空着",
    "conditions.all": "至少要有一项",
    "amount.amount": "请填数字",
    annualBudget: "请填数字",
    "effective.from": "请填日期",
    "effective.to": "请填日期",
    examples: "至少要有一项",
  });
});

test("a problem of a condition stands at the condition", () => {
  const typed = structuredClone(documentOf("RENT-002")) as unknown as { conditions: { all: { id: string }[] } };
  typed.conditions.all[0]!.id = "OTHER-001.c1";
  const read = readDraft({ typed, groups: {} }, shippedLibrary);
  expect(read).toEqual({ ok: false, reason: [{ path: "conditions.all.0", message: "条件编号要以政策编号开头" }] });
});

test("a ladder or a code with a point in its name is one key, written and found again", () => {
  const place = `examples.0.priorGrants.${placePart("龙头.晋级~2")}`;
  const typed = setAt({ examples: [{ priorGrants: { "龙头.晋级~2": 1, other: 2 } }] }, place, 50_000);
  expect(typed).toEqual({ examples: [{ priorGrants: { "龙头.晋级~2": 50_000, other: 2 } }] });
  expect(getAt(typed, place)).toBe(50_000);
  expect(setAt(typed, place, undefined)).toEqual({ examples: [{ priorGrants: { other: 2 } }] });
  expect(parentOf(place)).toBe("examples.0.priorGrants");
  expect(keysOf(placeOf(["levels", "5A.x~y", 1]))).toEqual(["levels", "5A.x~y", "1"]);
});

test("a wrong sum on a ladder with a point stands at its field", () => {
  const document = documentOf("EMP-002");
  const examples = [{ ...document.examples[0]!, priorGrants: { "a.b": -1 } }];
  const read = readDraft({ typed: { ...document, examples }, groups: {} }, shippedLibrary);
  expect(read.ok ? [] : read.reason.map((one) => one.path)).toEqual(["examples.0.priorGrants.a~1b"]);
});

test("ladders are found wherever the amount names one, whatever signs are in the name", () => {
  const amount = {
    kind: "sum",
    topUpGroup: 'a.b"c',
    parts: [
      { kind: "fixed", amount: 1, topUpGroup: "x" },
      { kind: "fixed", amount: 2, topUpGroup: "x" },
      { kind: "rate", topUpGroup: "" },
    ],
  };
  expect(laddersIn(amount)).toEqual(['a.b"c', "x"]);
  expect(laddersIn(undefined)).toEqual([]);
});
