import { expect, test } from "vitest";
import { fenFromYuan } from "@/lib/kernel/fen";
import { bestCombination, conflictBetween, relationsOf } from "@/lib/policy/relations";
import { decideOn, shipped, shippedLibrary } from "./shipped";

const groups = shippedLibrary.exclusionGroups;
const candidate = (policy: string, yuan: number, subjects?: string[]) => ({ policy, amountFen: fenFromYuan(yuan), ...(subjects ? { subjects } : {}) });
const yuan = (amounts: readonly { policy: string; amountFen: number }[]) => Object.fromEntries(amounts.map((one) => [one.policy, one.amountFen / 100]));

test("every group lists policies that name it, and every policy's relation is listed by its group", () => {
  for (const [group, { policies }] of Object.entries(groups))
    for (const code of policies)
      expect(
        shipped(code).relations.map((relation) => relation.group),
        code,
      ).toContain(group);
});

test("rent: the higher of the two in one year, worked from the facts", () => {
  const facts = {
    establishedDate: "2024-01-10",
    enterpriseScale: "small",
    industryCode: "3525",
    titleCodes: ["INCUBATED_TENANT"],
    annualTaxPaid: { "2024": 200000 },
    annualElectricity: 50000,
    annualRentPaid: 300000,
  };
  const candidates = ["RENT-001", "RENT-002"].map((code) => ({ policy: code, amountFen: decideOn(shipped(code), facts).amountFen! }));
  expect(yuan(candidates)).toEqual({ "RENT-001": 100000, "RENT-002": 150000 });
  const best = bestCombination(candidates, groups);
  expect(yuan(best.chosen)).toEqual({ "RENT-002": 150000 });
  expect(best.left).toEqual([{ policy: "RENT-001", amountFen: 10_000_000, group: "G_RENT", rule: "就高不就低", becauseOf: ["RENT-002"] }]);
});

test("a ladder keeps both steps, the higher by its difference", () => {
  const best = bestCombination([candidate("IND-002", 500000), candidate("IND-001", 200000)], groups);
  expect(yuan(best.chosen)).toEqual({ "IND-001": 200000, "IND-002": 300000 });
  expect(best.totalFen).toBe(50_000_000);
  expect(best.left).toEqual([]);
});

test("persons: all eleven hires for 33,000 rather than three graduates for 4,500", () => {
  const best = bestCombination([candidate("EMP-002", 33000), candidate("EMP-003", 4500)], groups);
  expect(yuan(best.chosen)).toEqual({ "EMP-002": 33000 });
  expect(best.left).toMatchObject([{ policy: "EMP-003", amountFen: 450_000, group: "G_PERSON_HIRE" }]);
});

test("different persons, invoice lines or loans do not exclude each other; a common one does", () => {
  expect(conflictBetween(candidate("IND-005", 1, ["a-1"]), candidate("AGR-001", 1, ["a-2"]), groups)).toBeNull();
  expect(conflictBetween(candidate("IND-005", 1, ["a-1", "b-1"]), candidate("AGR-001", 1, ["b-1"]), groups)).toMatchObject({ group: "G_EQUIP_PROJECT" });
  expect(conflictBetween(candidate("IND-005", 1, ["a-1"]), candidate("AGR-001", 1), groups)).toMatchObject({ group: "G_EQUIP_PROJECT" });
});

test("first the halving, then the hardship relief: both are kept", () => {
  const best = bestCombination([candidate("TAX-001", 100000), candidate("TAX-002", 100000)], groups);
  expect(best.totalFen).toBe(20_000_000);
});

test("the largest sum wins, not the largest single one", () => {
  const chain = {
    G1: { level: "enterprise" as const, mode: "oneOf" as const, rule: "一", policies: ["A", "B"] },
    G2: { level: "enterprise" as const, mode: "oneOf" as const, rule: "二", policies: ["B", "C"] },
  };
  const best = bestCombination([candidate("A", 60), candidate("B", 100), candidate("C", 60), candidate("D", 1)], chain);
  expect(yuan(best.chosen)).toEqual({ A: 60, C: 60, D: 1 });
  expect(best.left).toEqual([{ policy: "B", amountFen: 10_000, group: "G1", rule: "一", becauseOf: ["A", "C"] }]);
});

test("first entry into the directory is rewarded once, three ways", () => {
  const best = bestCombination([candidate("IND-004", 100000), candidate("MKT-001", 50000), candidate("MKT-006", 50000)], groups);
  expect(yuan(best.chosen)).toEqual({ "IND-004": 100000 });
  expect(best.left.map((one) => one.policy)).toEqual(["MKT-001", "MKT-006"]);
});

test("the groups of a policy, with the others in them", () => {
  expect(relationsOf("EMP-002", groups)).toEqual([
    { group: "G_PERSON_HIRE", level: "person", mode: "perSubject", rule: "同一人员只计一次，按企业选择或就高", with: ["EMP-003"] },
  ]);
  expect(relationsOf("IND-008", groups)).toMatchObject([{ mode: "topUp", with: [] }]);
  expect(relationsOf("INN-002", groups)).toEqual([]);
  expect(bestCombination([], groups)).toEqual({ chosen: [], totalFen: 0, left: [] });
});
