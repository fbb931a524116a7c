import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import type { Condition } from "@/lib/policy/condition";
import { conditionRow, requirementsOf } from "@/lib/policy/condition-rows";
import type { Facts } from "@/lib/policy/facts";
import type { GapVocabulary } from "@/lib/policy/gap";

const WORDS: GapVocabulary = {
  indicators: {
    hires: { name: "新招人数", type: "count", unit: "人", changeable: true },
    share: { name: "裁员率", type: "ratio" },
    staff: { name: "参保人数", type: "count", unit: "人" },
    listed: { name: "经营异常名录", type: "bool" },
    industry: { name: "行业", type: "enum" },
  },
  codes: {},
  gapWords: { hires: { more: "再招", unit: "人" } },
};
const HIRES: Condition = { id: "T-001.c1", ind: "hires", op: "gte", value: 10, clause: "新吸纳就业10人以上" };
const EITHER: Condition = {
  any: [
    { id: "T-001.c2", ind: "share", op: "lte", value: 0.055, clause: "裁员率不高于5.5%" },
    { id: "T-001.c3", ind: "staff", op: "lte", value: 30, clause: "30人（含）以下" },
  ],
};
const rowOf = (condition: Condition, facts: Facts, negated = false) =>
  conditionRow(condition, { asOf: plainDate("2026-07-15"), fullYear: 2025, facts }, WORDS, negated);

test("requirements that all must hold stand apart; alternatives stay one requirement", () => {
  expect(requirementsOf({ all: [HIRES, { all: [EITHER] }] })).toEqual([HIRES, EITHER]);
});

test("an unmet number that can be changed is near, with its distance and a bar; the border itself is met", () => {
  expect(rowOf(HIRES, { hires: 8 })).toEqual({
    id: "T-001.c1",
    kind: "near",
    ask: "新招人数不少于 10 人",
    actual: "8 人",
    clause: "新吸纳就业10人以上",
    gap: "再招 2 人",
    bar: { have: 8, need: 10, haveLabel: "现有 8 人", needLabel: "要求 10 人" },
  });
  expect(rowOf(HIRES, { hires: 10 })).toMatchObject({ kind: "met", gap: null, bar: null });
  expect(rowOf(HIRES, {})).toMatchObject({ kind: "unknown", actual: "待核", gap: null });
});

test("alternatives are judged together and name each datum", () => {
  expect(rowOf(EITHER, { share: 0.1, staff: 30 })).toMatchObject({
    kind: "met",
    actual: "裁员率 10%，参保人数 30 人",
    clause: "裁员率不高于5.5%；30人（含）以下",
  });
  expect(rowOf(EITHER, { share: 0.1, staff: 31 })).toMatchObject({ kind: "unmet", gap: null });
  expect(rowOf(EITHER, { share: 0.1 })).toMatchObject({ kind: "unknown" });
});

test("what blocks is told as what must not be", () => {
  const listed: Condition = { id: "N3", ind: "listed", op: "eq", value: true, clause: "列入经营异常名录" };
  expect(rowOf(listed, { listed: false }, true)).toMatchObject({ kind: "met", ask: "经营异常名录：否", actual: "否" });
  expect(rowOf(listed, { listed: true }, true)).toMatchObject({ kind: "unmet", actual: "是" });
  expect(rowOf(listed, {}, true)).toMatchObject({ kind: "unknown" });
});

test("an industry is shown by the name of its division", () => {
  const made: Condition = { id: "T-001.c4", ind: "industry", op: "industryIn", value: ["C"], clause: "制造业企业" };
  expect(rowOf(made, { industry: "1371" })).toMatchObject({ kind: "met", actual: "农副食品加工业（1371）" });
});
