import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { plainDate } from "@/lib/kernel/plain-date";
import { type Condition, leavesOf } from "@/lib/policy/condition";
import { decidePolicy } from "@/lib/policy/decide";
import { leafName } from "@/lib/policy/dmn/names";
import type { Facts, FactValue, ResolvedPolicy } from "@/lib/policy/language";
import { conditionsOfAmount } from "@/lib/policy/resolve";
import { type Definitions, readDmn, runDmn } from "../../../support/dmn-engine";
import { shipped, shippedDocuments, shippedLibrary } from "../shipped";
import { dmnInputs, INDICATORS, xmlOf } from "./scene";

const CODES = shippedDocuments.map(({ code }) => code);
const schema = (name: string): string => readFileSync(new URL(`../../../../node_modules/dmn-moddle/resources/dmn/xsd/${name}.xsd`, import.meta.url), "utf8");
const models = new Map<string, Definitions>();
const modelOf = (code: string): Definitions => {
  const model = models.get(code);
  if (!model) throw new Error(`no model of ${code}`);
  return model;
};

beforeAll(async () => {
  for (const code of CODES) models.set(code, (await readDmn(xmlOf(shipped(code)))).definitions);
});

test("all 37 exports are valid by the schema of the OMG, and read without a warning", async () => {
  const xml = CODES.map((code) => ({ fileName: `${code}.dmn`, contents: xmlOf(shipped(code)) }));
  const preload = ["DMNDI13", "DI", "DC"].map((name) => ({ fileName: `${name}.xsd`, contents: schema(name) }));
  const { valid, errors } = await validateXML({ xml, schema: [{ fileName: "DMN13.xsd", contents: schema("DMN13") }], preload });
  expect(errors).toEqual([]);
  expect(valid).toBe(true);
  for (const { fileName, contents } of xml) expect((await readDmn(contents)).warnings, fileName).toEqual([]);
});

test("the schema does find what is wrong", async () => {
  const contents = xmlOf(shipped(CODES[0] ?? "")).replace("<literalExpression ", "<literalExpressions ");
  const preload = ["DMNDI13", "DI", "DC"].map((name) => ({ fileName: `${name}.xsd`, contents: schema(name) }));
  const { valid } = await validateXML({ xml: [{ fileName: "wrong.dmn", contents }], schema: [{ fileName: "DMN13.xsd", contents: schema("DMN13") }], preload });
  expect(valid).toBe(false);
});

type Asked = { asOf: string; fullYear: number; facts: Facts; priorGrants: Record<string, number> };

/** What the foreign engine says, and what ours says, in the same words. */
function bothSay(policy: ResolvedPolicy, asked: Asked) {
  const foreign = runDmn(modelOf(policy.code), dmnInputs(asked));
  const own = decidePolicy(policy, { ...asked, asOf: plainDate(asked.asOf) });
  const leaves = [...own.base, ...own.conditions, ...own.negativeList, ...own.crossChecks, ...own.routeToManual];
  const said = (value: unknown) => (value === null ? "unknown" : String(value));
  return {
    foreign: {
      verdict: foreign["final_verdict"],
      amountFen: foreign["amount_fen"],
      route: foreign["final_route"],
      leaves: Object.fromEntries(leaves.map(({ id }) => [id, said(foreign[leafName(id)])])),
    },
    own: { verdict: own.verdict, amountFen: own.amountFen, route: own.route, leaves: Object.fromEntries(leaves.map(({ id, result }) => [id, result])) },
  };
}

test.each(CODES)("the worked examples of %s come out alike", (code) => {
  const document = shippedDocuments.find((one) => one.code === code);
  for (const example of document?.examples ?? []) {
    const asked = {
      asOf: example.asOf ?? shippedLibrary.examplesAsOf,
      fullYear: example.fullYear ?? shippedLibrary.examplesFullYear,
      facts: { ...shippedLibrary.cleanProfile, ...example.facts },
      priorGrants: example.priorGrants ?? {},
    };
    const { foreign, own } = bothSay(shipped(code), asked);
    expect(foreign, example.title).toEqual(own);
    expect(foreign.verdict).toBe(example.expected.verdict);
  }
});

const treesOf = (policy: ResolvedPolicy): Condition[] => [
  ...policy.base.map((item) => item.cond),
  policy.conditions,
  ...policy.negativeList.map((item) => item.blocksWhen),
  ...(policy.routeToManual ? [policy.routeToManual] : []),
  ...(policy.crossChecks ? [policy.crossChecks] : []),
  ...conditionsOfAmount(policy.amount),
];
const leaves = CODES.flatMap((code) => treesOf(shipped(code)).flatMap(leavesOf));

/** Values that stand at, beside and far from the thresholds that the library names for an indicator. */
function numbersFor(id: string): number[] {
  const named = leaves.flatMap((leaf) => ("ind" in leaf && leaf.ind === id && typeof leaf.value === "number" ? [leaf.value] : []));
  const share = INDICATORS.find((one) => one.id === id)?.type === "ratio";
  const beside = share ? 0.0001 : 1;
  const near = named.flatMap((value) => [value, Number((value - beside).toFixed(4)), Number((value + beside).toFixed(4))]);
  return share ? [...near, 0, 0.02, 0.0551, 1] : [...near, 0, 1, 7, 12.5, 40, 160, 51_600.05, 123_456.79, 8_000_000.5, 300_000_000];
}

function codesFor(id: string, labels: readonly string[]): string[] {
  const named = leaves.flatMap((leaf) => ("ind" in leaf && leaf.ind === id && Array.isArray(leaf.value) ? leaf.value.map(String) : []));
  return [
    ...new Set([...named, ...labels, ...(id === "industryCode" ? ["1371", "0514", "05", "593", "5930", "59", "7010", "6510", "99", "x1"] : []), "529901"]),
  ];
}

const DATES = ["2024-01-01", "2023-12-31", "2024-02-29", "2025-02-28", "2022-11-16", "2022-11-15", "2019-06-30", "2027-01-01"];

function knownFor({ id, type, labels = {} }: (typeof INDICATORS)[number]): fc.Arbitrary<FactValue> {
  const codes = codesFor(id, Object.keys(labels));
  if (type === "bool") return fc.boolean();
  if (type === "date") return fc.constantFrom(...DATES);
  if (type === "enum") return fc.constantFrom(...codes);
  if (type === "enumSet") return fc.subarray([...Object.keys(shippedLibrary.titleCodes), ...codes], { maxLength: 3 });
  return fc.constantFrom(...numbersFor(id));
}

/** One datum: mostly the clean profile's or one near a threshold; sometimes a series, an empty one, or none at all. */
function datumOf(definition: (typeof INDICATORS)[number]): fc.Arbitrary<FactValue | undefined> {
  const { id } = definition;
  const clean = shippedLibrary.cleanProfile[id];
  const value = knownFor(definition);
  const single = fc.oneof({ weight: 6, arbitrary: fc.constant(clean) }, { weight: 6, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
  const scalar = value.filter((one): one is string | number | boolean => typeof one !== "object");
  const series = fc.dictionary(fc.constantFrom("2023", "2024"), fc.oneof(scalar, fc.constant(null)), { maxKeys: 2 });
  return definition.type === "enumSet"
    ? fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: fc.constant(undefined) })
    : fc.oneof({ weight: 6, arbitrary: single }, { weight: 3, arbitrary: series }, { weight: 1, arbitrary: fc.constant(undefined) });
}

const LADDERS = [...new Set(CODES.flatMap((code) => JSON.stringify(shipped(code).amount).match(/"topUpGroup":"(\w+)"/)?.[1] ?? []))];
const enterprise = fc.record({
  asOf: fc.constantFrom("2025-11-15", "2025-02-28", "2025-03-01", "2024-01-01", "2023-12-31", "2026-12-31", "2027-01-01"),
  facts: fc.record(Object.fromEntries(INDICATORS.map((definition) => [definition.id, datumOf(definition)] as const))),
  priorGrants: fc.dictionary(fc.constantFrom(...LADDERS), fc.constantFrom(0, 50_000, 200_000, 123_456.78)),
});

test("random enterprises, missing values included: every condition, verdict, amount and route alike", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(enterprise, fc.constantFrom(...CODES), ({ asOf, facts, priorGrants }, code) => {
      const given = Object.fromEntries(Object.entries(facts).flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])));
      const { foreign, own } = bothSay(shipped(code), { asOf, fullYear: 2024, facts: given, priorGrants });
      seen.set(own.verdict, (seen.get(own.verdict) ?? 0) + 1);
      expect(foreign, code).toEqual(own);
    }),
    { numRuns: 1000, seed: 20261124 },
  );
  expect([...seen.keys()].sort()).toEqual(["eligible", "ineligible", "undetermined"]);
});

/** What each policy needs held true, so that amounts are reached; only what its amount looks at stays random. */
test.each(CODES)("amounts of %s, where everything else is granted", (code) => {
  const policy = shipped(code);
  const document = shippedDocuments.find((one) => one.code === code);
  const granted = (document?.examples ?? []).filter(({ expected }) => expected.verdict === "eligible");
  const wanted = new Set(JSON.stringify(policy.amount).match(/\w+/g));
  const bases = INDICATORS.filter(({ id }) => wanted.has(id));
  let paid = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...granted),
      fc.record(Object.fromEntries(bases.map((one) => [one.id, datumOf(one)] as const))),
      enterprise,
      (example, more, { priorGrants }) => {
        const known = Object.fromEntries(Object.entries(more).flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])));
        const facts = { ...shippedLibrary.cleanProfile, ...example.facts, ...known };
        const { foreign, own } = bothSay(policy, { asOf: "2025-11-15", fullYear: 2024, facts, priorGrants });
        if (own.amountFen !== null) paid += 1;
        expect(foreign).toEqual(own);
      },
    ),
    { numRuns: 25, seed: 7 },
  );
  expect(paid).toBeGreaterThan(0);
});
