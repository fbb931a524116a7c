import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, plainDate } from "@/lib/kernel/plain-date";
import { type ForwardQuestion, forwardTurns, profileOn, stakeOf, turningDays } from "@/lib/matching/forward";
import type { HeldClaim } from "@/lib/matching/openings";
import { factsFor, type MatchProfile } from "@/lib/matching/profile";
import type { AmountFormula } from "@/lib/policy/amount-formula";
import type { Condition } from "@/lib/policy/condition";
import { decidePolicy } from "@/lib/policy/decide";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { shipped, shippedDocuments, shippedLibrary } from "../policy/shipped";

const TODAY = plainDate("2026-07-15");
const UNTIL = plainDate("2027-07-15");
const MODEL: ResolvedPolicy = { ...shipped("EMP-002"), base: [], negativeList: [], relations: [] };
const FIXED: AmountFormula = { kind: "fixed", amount: 1000 };
const ALWAYS: Condition = { id: "EMP-002.c1", ind: "regStatus", op: "eq", value: "active", clause: "存续" };
const YOUNG: Condition = { id: "EMP-002.c1", ind: "establishedDate", op: "monthsSinceLte", value: 36, clause: "成立不超过 36 个月" };
const TITLED: Condition = { id: "EMP-002.c1", ind: "titleCodes", op: "hasAny", value: ["LITTLE_GIANT"], clause: "小巨人" };

const made = (more: Partial<ResolvedPolicy>): ResolvedPolicy => ({
  ...MODEL,
  conditions: ALWAYS,
  amount: FIXED,
  effective: { from: plainDate("2024-01-01"), to: plainDate("2029-12-31") },
  ...more,
});
const FILE: MatchProfile = { facts: { regStatus: "active" }, subjects: { titles: [], members: {}, amounts: {} } };
const withFacts = (facts: MatchProfile["facts"]): MatchProfile => ({ ...FILE, facts });
const claimed = (period: string, subject = ""): HeldClaim => ({ policyCode: "EMP-002", period, subject, isLive: true, members: [] });

function ahead(policies: readonly ResolvedPolicy[], more: Partial<ForwardQuestion> = {}) {
  const judge: ForwardQuestion["judge"] = (profile, asOf) =>
    policies.map((policy) => {
      const decision = decidePolicy(policy, { asOf, fullYear: 2025, facts: factsFor(policy, profile, new Set()), priorGrants: {} });
      return { policy, decision, kind: decision.verdict === "eligible" ? "claim" : "none" };
    });
  return { today: TODAY, until: UNTIL, profile: FILE, titles: [], held: [], judge, digest: (text: string) => text, ...more } satisfies ForwardQuestion;
}
const turns = (policy: Partial<ResolvedPolicy>, more: Partial<ForwardQuestion> = {}) =>
  forwardTurns(ahead([made(policy)], more)).map(({ day, kind, cause, amountFen, clause, taken, beforeFen }) => ({
    day,
    kind,
    cause,
    amountFen,
    clause,
    taken,
    beforeFen,
  }));
const quiet = { amountFen: 100_000, clause: null, taken: false, beforeFen: null };

test("nothing turns, nothing is said", () => {
  expect(turns({})).toEqual([]);
});

test("an enterprise grows too old: founded 20 October 2023, 37 full months on 20 November 2026", () => {
  expect(turns({ conditions: YOUNG }, { profile: withFacts({ establishedDate: "2023-10-20" }) })).toEqual([
    { ...quiet, day: "2026-11-20", kind: "lost", cause: "time", clause: "成立不超过 36 个月" },
  ]);
});

test("a month that lacks the day is complete on the first of the next: founded 31 August 2023, 37 full months on 1 October 2026", () => {
  expect(turns({ conditions: YOUNG }, { profile: withFacts({ establishedDate: "2023-08-31" }) })[0]).toMatchObject({ day: "2026-10-01", kind: "lost" });
});

test("an enterprise becomes old enough: 24 full months on the 31 January of the second year", () => {
  const old: Condition = { id: "EMP-002.c1", ind: "companyAgeMonths", op: "gte", value: 24, clause: "成立满 24 个月" };
  expect(turns({ conditions: old }, { profile: withFacts({ establishedDate: "2025-01-31" }) })).toEqual([
    { ...quiet, day: "2027-01-31", kind: "opens", cause: "time", clause: "成立满 24 个月" },
  ]);
});

test("a certificate runs out: lost the day after its last day, and not where another title carries it", () => {
  const profile: MatchProfile = {
    facts: { titleCodes: ["LITTLE_GIANT"] },
    subjects: { ...FILE.subjects, titles: [{ code: "LITTLE_GIANT", awarded: plainDate("2023-10-01") }] },
  };
  const titles = [{ code: "LITTLE_GIANT", until: plainDate("2026-09-30") }];
  expect(turns({ conditions: TITLED }, { profile, titles })).toEqual([{ ...quiet, day: "2026-10-01", kind: "lost", cause: "title" }]);
  const either: Condition = { ...TITLED, value: ["LITTLE_GIANT", "SRDI_PROVINCIAL"] };
  const both = { ...profile, facts: { titleCodes: ["LITTLE_GIANT", "SRDI_PROVINCIAL"] } };
  expect(turns({ conditions: either }, { profile: both, titles })).toEqual([]);
  expect(profileOn(profile, titles, plainDate("2026-09-30"))).toBe(profile);
  expect(profileOn(profile, titles, plainDate("2026-10-01"))).toMatchObject({ facts: { titleCodes: [] }, subjects: { titles: [] } });
});

test("a policy ends: lost from the day after; it begins: open from its first day", () => {
  expect(turns({ effective: { from: plainDate("2024-01-01"), to: plainDate("2026-12-31") } })).toEqual([
    { ...quiet, day: "2027-01-01", kind: "lost", cause: "policyEnds" },
  ]);
  expect(turns({ effective: { from: plainDate("2026-09-01"), to: plainDate("2028-12-31") } })).toEqual([
    { ...quiet, day: "2026-09-01", kind: "opens", cause: "policyBegins" },
  ]);
});

test("claimed for this year: again next year, unless its years are used up; when the policy ends, only what would have come after is lost", () => {
  const held = [claimed("2026")];
  expect(turns({}, { held })).toEqual([{ ...quiet, day: "2027-01-01", kind: "again", cause: "newPeriod" }]);
  expect(turns({ maxYears: 1 }, { held })).toEqual([]);
  expect(turns({ effective: { from: plainDate("2024-01-01"), to: plainDate("2026-12-31") } }, { held })).toEqual([
    { ...quiet, day: "2027-01-01", kind: "lost", cause: "policyEnds", taken: true },
  ]);
});

test("claimed once for good: neither lost nor open again", () => {
  const once = { grantCycle: "onceForLife" as const, effective: { from: plainDate("2024-01-01"), to: plainDate("2026-12-31") } };
  expect(turns(once, { held: [claimed("once")] })).toEqual([]);
  expect(turns(once)).toHaveLength(1);
});

test("an amount that depends on age changes on its day; one that becomes nothing is lost", () => {
  const tiers = (amounts: readonly number[]): AmountFormula => ({
    kind: "tieredAmount",
    by: "companyAgeMonths",
    tiers: amounts.map((amount, index) => ({ gte: index * 12, lt: index * 12 + 12, amount })),
  });
  const profile = withFacts({ regStatus: "active", establishedDate: "2025-10-20" });
  expect(turns({ amount: tiers([500, 300]) }, { profile })).toEqual([
    { ...quiet, day: "2026-10-20", kind: "changes", cause: "time", amountFen: 30_000, beforeFen: 50_000 },
  ]);
  expect(turns({ amount: tiers([500]) }, { profile })).toMatchObject([{ day: "2026-10-20", kind: "lost", amountFen: 50_000 }]);
});

test("what is not known stays unsaid", () => {
  expect(turns({ conditions: { all: [ALWAYS, YOUNG] } }, { profile: withFacts({ establishedDate: "2023-10-20" }) })).toEqual([]);
});

test("the money at stake leaves out what is claimed, counts one of what excludes each other, and says how much is open", () => {
  const [one] = forwardTurns(ahead([made({ effective: { from: plainDate("2024-01-01"), to: plainDate("2026-12-31") } })]));
  const lost = (policyCode: string, yuan: number | null, more = {}) => ({
    ...one!,
    policyCode,
    amountFen: yuan === null ? null : ((yuan * 100) as never),
    ...more,
  });
  const all = [lost("RENT-001", 100), lost("RENT-002", 300), lost("EMP-001", 50), lost("EMP-002", null), lost("EMP-003", 1000, { taken: true })];
  expect(stakeOf(all, shippedLibrary.exclusionGroups)).toEqual({ fen: 35_000, open: 1 });
});

test("between two turning days no judgement changes: the shipped library, day by day", () => {
  const policies = shippedDocuments.map(({ code }) => shipped(code));
  const day = fc.integer({ min: 0, max: 1600 }).map((back) => addDays(TODAY, -back));
  fc.assert(
    fc.property(
      day,
      day,
      fc.integer({ min: 0, max: 364 }),
      fc.constantFrom("LITTLE_GIANT", "HNTE_FIRST", "GREEN_FACTORY_PROVINCIAL"),
      (established, awarded, term, code) => {
        const profile: MatchProfile = {
          facts: { ...shippedLibrary.cleanProfile, establishedDate: established, titleCodes: [code], titleAwardDate: awarded },
          subjects: { titles: [{ code, awarded }], members: {}, amounts: {} },
        };
        const titles = [{ code, until: addDays(TODAY, term) }];
        const turning = new Set(turningDays(policies, { today: TODAY, until: UNTIL, profile, titles }));
        const question = ahead(policies, { profile, titles });
        const said = (on: typeof TODAY) =>
          question.judge(profileOn(profile, titles, on), on).map(({ decision }) => `${decision.verdict} ${decision.amountFen}`);
        let last = said(TODAY);
        for (let on = addDays(TODAY, 1); on <= UNTIL; on = addDays(on, 1)) {
          const now = said(on);
          if (!turning.has(on)) expect(now, on).toEqual(last);
          last = now;
        }
      },
    ),
    { numRuns: 4, seed: 3 },
  );
});
