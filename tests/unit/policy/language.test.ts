import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseLibrary, parsePolicy, resolvePolicy } from "@/lib/policy/resolve";
import { shippedLibrary, textOf } from "./shipped";

const problemsOf = (text: string) => {
  const parsed = parsePolicy(parse(text));
  return parsed.ok ? [] : parsed.reason;
};
const edited = (code: string, from: string, to: string): string => {
  const text = textOf(code);
  if (!text.includes(from)) throw new Error(`${code} does not contain ${from}`);
  return text.replace(from, to);
};

test.each([
  ["a key the grammar does not know", edited("EMP-002", "grantCycle: yearly", "grantCycle: yearly\nmaxYear: 3"), "", "maxYear"],
  [
    "a typo inside a leaf deep in the tree",
    edited("EMP-001", "c3, ind: avgInsuredCount, op: lte", "c3, ind: avgInsuredCount, opp: lte"),
    "conditions.all.1.any.1.all.0.op",
    "",
  ],
  ["an extra key of a leaf", edited("EMP-002", "op: gte, value: 10, unit: 人", "op: gte, value: 10, units: 人"), "conditions.all.1", "units"],
  ["an operator that does not exist", edited("EMP-002", "op: gte", "op: ge"), "conditions.all.1.op", ""],
  ["a number written as text", edited("EMP-002", "value: 10,", 'value: "10",'), "conditions.all.1.value", "number"],
  ["a leaf without its clause", edited("MKT-003", ", clause: 参加境内外重点展会并实际支付展位费", ""), "conditions.all.0.clause", ""],
  ["a leaf without an id", edited("MKT-003", "id: MKT-003.c1, ", ""), "conditions.all.0.id", ""],
  ["an all with a second key", edited("EMP-002", "conditions:\n  all:", "conditions:\n  some: 1\n  all:"), "conditions", "some"],
  ["an unknown kind of amount", edited("EMP-002", "kind: perHead", "kind: perhead"), "amount.kind", ""],
  ["a rate given in percent", edited("MKT-003", "rate: 0.5", "rate: 50"), "amount.rate", ""],
  ["a rate with seven decimals", edited("MKT-003", "rate: 0.5", "rate: 0.1234567"), "amount.rate", "6 decimals"],
  ["tiers that overlap", edited("IND-004", "gte: 50000000,", "gte: 40000000,"), "amount.tiers", "overlap"],
  ["a day that does not exist", edited("EMP-002", '"2026-12-31"', '"2026-02-30"'), "effective.to", ""],
  ["an unknown benefit cycle", edited("EMP-002", "grantCycle: yearly", "grantCycle: annually"), "grantCycle", ""],
  ["an industry section that does not exist", edited("TAX-002", "value: [ K, J ]", "value: [ K, Z ]"), "conditions.all.2.not.value.1", ""],
  ["a key the amount does not know, inside a case", edited("MKT-002", "cap: 300000", "cup: 300000"), "amount.cases.0.amount", "cup"],
])("refuses %s and says where", (_, text, path, message) => {
  const problems = problemsOf(text);
  expect(problems.map((problem) => problem.path)).toContain(path);
  expect(problems.map((problem) => problem.message).join()).toContain(message);
});

test("confirmation before the check is the default", () => {
  const parsed = parsePolicy(parse(edited("EMP-002", "confirmStage: before\n", "")));
  expect(parsed).toMatchObject({ ok: true, value: { confirmStage: "before" } });
});

test.each([
  ["base: [ B1, B2 ]", "base: [ B1, B9 ]", "base.1"],
  ["negativeList: [ N1, N2, N3, N5 ]", "negativeList: [ N1, N22 ]", "negativeList.1"],
  ["dept: hrss", "dept: hr", "dept"],
  ["category: employment", "category: jobs", "category"],
  ["boards: [ employment, microSmall ]", "boards: [ employment, micro ]", "boards.1"],
  ["group: G_PERSON_HIRE", "group: G_RENT", "relations.0.group"],
  ["id: EMP-002.c2", "id: EMP-002.c1", "EMP-002.c1"],
  ["id: EMP-002.c2", "id: EMP-003.c2", "EMP-003.c2"],
  ["account: employment", "account: null", "fund.account"],
  ["annualBudget: 4500000", "annualBudget: null", "annualBudget"],
  ['from: "2024-01-01"', 'from: "2027-01-01"', "effective"],
])("a version that says “%s” → “%s” cannot be resolved", (from, to, path) => {
  const parsed = parsePolicy(parse(edited("EMP-002", from, to)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.reason));
  const resolved = resolvePolicy(parsed.value, shippedLibrary);
  expect(resolved.ok).toBe(false);
  expect(!resolved.ok && resolved.reason.map((problem) => problem.path)).toEqual([path]);
});

test("a title code the library lacks is refused at its condition", () => {
  const parsed = parsePolicy(parse(edited("IND-002", "value: [ LITTLE_GIANT ]", "value: [ LITTLE_GAINT ]")));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.reason));
  expect(resolvePolicy(parsed.value, shippedLibrary)).toEqual({ ok: false, reason: [{ path: "IND-002.c1.0", message: "no title code LITTLE_GAINT" }] });
});

test("the library document is as strict", () => {
  const broken = parseLibrary(parse(textOf("library").replace("examplesFullYear:", "exampleFullYear:")));
  expect(!broken.ok && broken.reason.map((problem) => problem.path).sort()).toEqual(["", "examplesFullYear"]);
});

test("base conditions, negative list, group rules and names come with the version", () => {
  const parsed = parsePolicy(parse(textOf("EMP-002")));
  const resolved = parsed.ok ? resolvePolicy(parsed.value, shippedLibrary) : parsed;
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.reason));
  expect(resolved.value.base.map((item) => item.id)).toEqual(["B1", "B2"]);
  expect(resolved.value.negativeList.map((item) => item.blocksWhen)).toContainEqual(
    expect.objectContaining({ id: "N5", ind: "wageArrearsFlag", op: "eq", value: true }),
  );
  expect(resolved.value.relations).toEqual([{ group: "G_PERSON_HIRE", level: "person", mode: "perSubject", rule: "同一人员不重复享受" }]);
  expect(resolved.value).not.toHaveProperty("examples");
});
