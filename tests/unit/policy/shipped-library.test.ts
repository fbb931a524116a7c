import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runExample } from "@/lib/policy/examples";
import { policyIndicators } from "@/lib/policy/indicators";
import { ResolvedPolicy } from "@/lib/policy/language";
import { materialsOf } from "@/lib/policy/materials";
import { decideOn, policyFromText, shipped, shippedDocuments, shippedLibrary, textOf } from "./shipped";

test("the shipped library has 37 policies, 8 categories, 12 departments and 8 boards, each of them used", () => {
  expect(shippedDocuments).toHaveLength(37);
  const used = (pick: (policy: (typeof shippedDocuments)[number]) => readonly string[]) => [...new Set(shippedDocuments.flatMap(pick))].sort();
  const ids = (list: readonly { id: string }[]) => list.map((item) => item.id).sort();
  expect(shippedLibrary.categories).toHaveLength(8);
  expect(shippedLibrary.departments).toHaveLength(12);
  expect(shippedLibrary.boards).toHaveLength(8);
  expect(used((policy) => [policy.category])).toEqual(ids(shippedLibrary.categories));
  expect(used((policy) => [policy.dept])).toEqual(ids(shippedLibrary.departments));
  expect(used((policy) => policy.boards)).toEqual(ids(shippedLibrary.boards));
});

test("220 papers were asked for, 76 are left, 16 policies ask for none, the budgets add up to 101.2 million yuan", () => {
  const all = shippedDocuments.map(materialsOf);
  expect(all.reduce((sum, one) => sum + one.formerly, 0)).toBe(220);
  expect(all.reduce((sum, one) => sum + one.remaining.length, 0)).toBe(76);
  expect(all.filter((one) => one.zeroMaterial)).toHaveLength(16);
  expect(shippedDocuments.reduce((sum, policy) => sum + (policy.annualBudget ?? 0), 0)).toBe(101_200_000);
});

test.each(shippedDocuments.flatMap((document) => document.examples.map((example) => [`${document.code} ${example.title}`, document.code, example] as const)))(
  "example beside the rule: %s",
  (_, code, example) => {
    expect(runExample(shipped(code), example, shippedLibrary).differences).toEqual([]);
  },
);

test("an example that is wrong is reported with what differs", () => {
  const [document] = shippedDocuments.filter((one) => one.code === "EMP-002");
  const example = { ...document!.examples[0]!, expected: { verdict: "eligible", amount: 36000.01, route: "manual" } as const };
  expect(runExample(shipped("EMP-002"), example, shippedLibrary).differences).toEqual([
    "amount: 3600000 fen instead of 3600001",
    "route: auto instead of manual",
  ]);
});

test("a version is plain JSON that its own schema reads back", () => {
  for (const { code } of shippedDocuments) {
    const policy = shipped(code);
    expect(ResolvedPolicy.parse(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  }
});

test("policies that favour the county's own registrations or rest on the statistics directory carry a fair-competition review", () => {
  const directory = ["aboveScaleCategory", "firstAboveScaleDate"];
  const needing = shippedDocuments.filter(({ code, base }) => base.includes("B2") || policyIndicators(shipped(code)).all.some((id) => directory.includes(id)));
  expect(needing.length).toBeGreaterThan(25);
  for (const policy of needing) expect(policy.fairCompetition.review?.date, policy.code).toMatch(/^20\d\d-/);
});

test("every code that a policy names has a Chinese name in the version", () => {
  for (const { code } of shippedDocuments) {
    const { names } = shipped(code);
    for (const [indicator, codes] of Object.entries(names))
      for (const [id, name] of Object.entries(codes)) expect(name, `${code} ${indicator} ${id}`).toMatch(/\p{Script=Han}/u);
  }
  expect(shipped("FIN-002").names["listingStage"]).toMatchObject({ neeq_innovation: "新三板创新层" });
  expect(shipped("EMP-006").names["titleCodes"]).toMatchObject({ POSTDOC_BASE: "博士后创新实践基地" });
});

test("changing a threshold in the YAML text alone changes the verdict", () => {
  const text = textOf("EMP-002");
  const facts = { enterpriseScale: "small", newHireContract12mCount: 8 };
  expect(decideOn(policyFromText(text), facts).verdict).toBe("ineligible");
  const lowered = text.replace("op: gte, value: 10,", "op: gte, value: 8,");
  expect(lowered).not.toBe(text);
  expect(decideOn(policyFromText(lowered), facts)).toMatchObject({ verdict: "eligible", amountFen: 2_400_000, route: "auto" });
});

test("changing a rate or a cap in the YAML text alone changes the amount", () => {
  const facts = { exhibitionFee: 68000 };
  const text = textOf("MKT-003");
  expect(decideOn(policyFromText(text), facts).amountFen).toBe(3_400_000);
  expect(decideOn(policyFromText(text.replace("rate: 0.5", "rate: 0.25")), facts).amountFen).toBe(1_700_000);
  expect(decideOn(policyFromText(text.replace("cap: 100000", "cap: 30000")), facts).amountFen).toBe(3_000_000);
});

test("no policy code stands in the program", () => {
  const root = new URL("../../../lib/", import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /^(policy|matching)\/.*\.ts$/.test(name));
  expect(files.length).toBeGreaterThan(15);
  const codes = shippedDocuments.map((document) => document.code);
  for (const name of files) {
    const text = readFileSync(new URL(name, root), "utf8");
    expect(
      codes.filter((code) => text.includes(code)),
      name,
    ).toEqual([]);
  }
});
