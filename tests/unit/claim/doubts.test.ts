import { expect, test } from "vitest";
import { DOUBT_WEIGHTS, doubtWeight, hasGraveDoubt, resolvingAct } from "@/lib/claim/doubts";

test("what is contested weighs more than what is missing, and that more than a look that the rule asks for", () => {
  expect(["falseButContested", "unknownData", "ruleAsks", "sampled"].map(doubtWeight)).toEqual([3, 2, 1, 0]);
  expect(doubtWeight("of-a-later-version")).toBe(3);
  expect(DOUBT_WEIGHTS.find(([code]) => code === "duplicate")).toEqual(["duplicate", 3]);
});

test("a case with one contested fact is looked at by itself", () => {
  expect(hasGraveDoubt([{ code: "ruleAsks" }, { code: "negativeHit" }])).toBe(true);
  expect(hasGraveDoubt([{ code: "ruleAsks" }, { code: "unknownData" }])).toBe(false);
  expect(hasGraveDoubt([])).toBe(false);
});

test("missing data: papers of the enterprise first, and once they have been asked for the source", () => {
  expect(resolvingAct("unknownData", true)).toEqual({ choice: "supplement" });
  expect(resolvingAct("unknownData", false)).toEqual({ choice: "suspend", reason: "dataCorrection" });
});

test("a paper settles no entry of a negative list, no foreign row, no second payment", () => {
  expect(resolvingAct("negativeHit", true)).toEqual({ choice: "suspend", reason: "creditRepair" });
  expect(resolvingAct("weakLink", true)).toEqual({ choice: "suspend", reason: "dataCorrection" });
  expect(resolvingAct("duplicate", true)).toEqual({ choice: "reject" });
  expect(resolvingAct("of-a-later-version", true)).toEqual({ choice: "approve" });
});
