import fc from "fast-check";
import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { amountAt, compileRoster, decideRoster, decisionsFor, routeAt, verdictAt } from "@/lib/matching/columns/decide";
import { layoutOf } from "@/lib/matching/columns/layout";
import { type RosterRow, rosterOf } from "@/lib/matching/columns/roster";
import type { Condition } from "@/lib/policy/condition";
import { decidePolicy } from "@/lib/policy/decide";
import type { Facts, FactValue, ResolvedPolicy } from "@/lib/policy/language";
import { die, tellingValues } from "../../support/random-roster";
import { shipped, shippedDocuments, shippedLibrary } from "../policy/shipped";

const POLICIES = shippedDocuments.map(({ code }) => shipped(code));
const DAY = { asOf: plainDate("2025-11-15"), fullYear: 2024 };

const answered = (policies: readonly ResolvedPolicy[], rows: readonly RosterRow[], day = DAY) => {
  const program = compileRoster(policies, rosterOf(layoutOf(policies), rows, day), day);
  const decisions = decideRoster(program, decisionsFor(program, true));
  return rows.map((_, row) =>
    policies.map(({ code }, policy) => [code, verdictAt(decisions, policy, row), amountAt(decisions, policy, row), routeAt(decisions, policy, row)]),
  );
};

const singly = (policies: readonly ResolvedPolicy[], rows: readonly RosterRow[], day = DAY) =>
  rows.map((input) =>
    policies.map((policy) => {
      const { verdict, amountFen, route } = decidePolicy(policy, { ...day, ...input });
      return [policy.code, verdict, amountFen, route];
    }),
  );

/** Known, 不适用 (null), of the wrong kind, a series of years, or no key at all. */
const value = (own: readonly FactValue[]): fc.Arbitrary<FactValue> => {
  const one = fc.constantFrom(...own);
  const scalar = fc.constantFrom(...own.filter((each) => typeof each !== "object"), null);
  const series = fc.record({ 2023: scalar, 2024: scalar }, { requiredKeys: [] }) as fc.Arbitrary<FactValue>;
  const strange = fc.constantFrom<FactValue>(null, true, "4", "0.30000000000000000001", ["X"], 1e10);
  return fc.oneof(
    { weight: 20, arbitrary: one },
    { weight: 3, arbitrary: series },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: strange },
  );
};

const VALUES = tellingValues(POLICIES);
const anyFacts = fc.record(Object.fromEntries([...VALUES].map(([id, own]) => [id, value(own)])), { requiredKeys: [] });
/** Laid over the clean profile, so that many are eligible and their amounts are compared too. */
const likelyFacts = fc.tuple(fc.subarray([...VALUES.keys()]), anyFacts).map(([kept, facts]) => ({
  ...shippedLibrary.cleanProfile,
  ...Object.fromEntries(Object.entries(facts).filter(([id]) => kept.includes(id) && !(id in shippedLibrary.cleanProfile))),
}));
const ladders = layoutOf(POLICIES).ladders;
const grants = fc.record(Object.fromEntries(ladders.map((ladder) => [ladder, fc.constantFrom(0, 50_000, 123_456.78, 9_000_000)])), { requiredKeys: [] });
const rows = fc.array(fc.record({ facts: fc.oneof(anyFacts, likelyFacts), priorGrants: grants }), { minLength: 1, maxLength: 30 }) as fc.Arbitrary<RosterRow[]>;

test("both paths decide alike: verdict, amount and route of all 37 policies, unknown and 不适用 included", () => {
  expect(POLICIES).toHaveLength(37);
  fc.assert(
    fc.property(rows, (some) => {
      expect(answered(POLICIES, some)).toEqual(singly(POLICIES, some));
    }),
    { numRuns: 60 },
  );
});

const examples = shippedDocuments.flatMap(({ code, examples }) => examples.map((example) => ({ code, example, title: `${code} ${example.title}` })));

test.each(examples)("worked example, with its ladder and on its day: $title", ({ code, example }) => {
  const day = { asOf: example.asOf ?? shippedLibrary.examplesAsOf, fullYear: example.fullYear ?? shippedLibrary.examplesFullYear };
  const row = { facts: { ...shippedLibrary.cleanProfile, ...example.facts }, priorGrants: example.priorGrants ?? {} };
  const { expected } = example;
  const amountFen = expected.verdict === "eligible" && expected.amount !== null ? Math.round(expected.amount * 100) : null;
  const route = { eligible: "route" in expected ? expected.route : null, undetermined: "manual", ineligible: null }[expected.verdict];
  expect(answered([shipped(code)], [row], day)).toEqual([[[code, expected.verdict, amountFen, route]]]);
});

test("more than fen can count leaves the amount open in both, and breaks off no night", () => {
  const facts = { ...shippedLibrary.cleanProfile, certifiedAgriProductCount: 1e10, exhibitionFee: 1e14 };
  const both = [answered(POLICIES, [{ facts, priorGrants: {} }]), singly(POLICIES, [{ facts, priorGrants: {} }])];
  expect(both[0]).toEqual(both[1]);
  // 10,000,000,000 products at 10,000 yuan each are 10^16 fen, past 2^53
  expect(both[1]?.[0]?.find(([code]) => code === "AGR-003")).toMatchObject({ 2: null });
});

test("a figure that no double holds is decided singly, and takes its place among the others", () => {
  // 5 % of people newly hired and 10 heads: 9.999…9 is fewer than ten, though the nearest double is ten
  const row = (newHireContract12mCount: FactValue) => ({
    facts: { ...shippedLibrary.cleanProfile, newHireContract12mCount, insuredCount: 100, enterpriseScale: "small" },
    priorGrants: {},
  });
  const some = [row(10), row("9.9999999999999999999"), row("10"), row("10.0000000000000000001")];
  const own = answered([shipped("EMP-002")], some);
  expect(own).toEqual(singly([shipped("EMP-002")], some));
  expect(own.map(([answer]) => answer?.[1])).toEqual(["eligible", "ineligible", "eligible", "eligible"]);
});

test("a roster longer than a block, and one person decided among many", () => {
  const roll = die(11);
  const draw = () =>
    Object.fromEntries([...VALUES].flatMap(([id, own]) => (roll() < 0.8 ? [[id, own[Math.floor(roll() * own.length)] ?? null] as const] : [])));
  const many = Array.from({ length: 2_100 }, () => ({ facts: { ...draw(), ...shippedLibrary.cleanProfile }, priorGrants: {} }));
  const some = POLICIES.slice(0, 5);
  expect(answered(some, many)).toEqual(singly(some, many));
});

test("alternatives within alternatives, over several columns and under 不属于", () => {
  const base = shipped("EMP-002");
  const leaf = (n: number, ind: string): Condition => ({ id: `EMP-002.c${n}`, clause: "…", ind, op: "gte", value: 1 });
  const inner: Condition = { any: [leaf(11, "a"), { all: [leaf(12, "b"), { any: [leaf(13, "c"), leaf(14, "d")] }] }] };
  const policy = {
    ...base,
    base: [],
    negativeList: [],
    conditions: { all: [inner, { not: { all: [leaf(15, "a"), leaf(16, "d")] } }] },
    needsManualReview: false,
  };
  const states: (FactValue | undefined)[] = [0, 1, null, undefined];
  const all = states.flatMap((a) => states.flatMap((b) => states.flatMap((c) => states.map((d) => ({ a, b, c, d })))));
  const some = all.map((facts) => ({ facts: Object.fromEntries(Object.entries(facts).filter(([, one]) => one !== undefined)) as Facts, priorGrants: {} }));
  // 40 of them: their bits and their alternatives lie in several words
  const policies = Array.from({ length: 40 }, () => policy);
  expect(answered(policies, some)).toEqual(singly(policies, some));
});

test("out of force nobody is entitled", () => {
  const day = { asOf: plainDate("2028-01-01"), fullYear: 2027 };
  const row = { facts: shippedLibrary.cleanProfile, priorGrants: {} };
  expect(answered(POLICIES, [row], day)[0]?.every(([, verdict]) => verdict === "ineligible")).toBe(true);
});
