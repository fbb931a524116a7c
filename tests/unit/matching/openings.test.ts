import { expect, test } from "vitest";
import { plainDate } from "@/lib/kernel/plain-date";
import { type HeldClaim, memberKeys, planOpenings } from "@/lib/matching/openings";
import type { MatchProfile } from "@/lib/matching/profile";
import { decidePolicy } from "@/lib/policy/decide";
import { shipped, shippedLibrary } from "../policy/shipped";

const groups = shippedLibrary.exclusionGroups;
// Social insurance of people hard to employ, and trainees: the same person counts once in the same period.
const premium = shipped("EMP-004");
const PERSONS = ["digest-1", "digest-2"];
const CLEAN = { dishonestFlag: false, majorViolation3y: false, abnormalOperationFlag: false, majorAccident3y: false, wageArrearsFlag: false, taxArrears: 0 };
const profile: MatchProfile = {
  facts: { regStatus: "active", registrationRegion: "529901", keyGroupPremiumPaid: 24_000, ...CLEAN },
  subjects: { titles: [], members: { keyGroupPremiumPaid: PERSONS }, amounts: {} },
};

function opened(asOf: string, held: readonly HeldClaim[]) {
  const day = plainDate(asOf);
  const decision = decidePolicy(
    { ...premium, effective: { ...premium.effective, to: plainDate("2028-12-31") } },
    { asOf: day, fullYear: Number(asOf.slice(0, 4)) - 1, facts: profile.facts, priorGrants: {} },
  );
  expect(decision.verdict).toBe("eligible");
  const judged = [{ policy: premium, decision, kind: "claim" as const }];
  return planOpenings({ profile, judged, held, groups, asOf: day, digest: (text) => text }).map(({ key, members }) => [key.period, members]);
}
const held = (policyCode: string, period: string): HeldClaim => ({ policyCode, period, subject: "", isLive: true, members: PERSONS });

test("a yearly grant counts the same people again next year", () => {
  expect(opened("2026-07-15", [])).toEqual([["2026", PERSONS]]);
  expect(opened("2027-07-15", [held("EMP-004", "2026")])).toEqual([["2027", PERSONS]]);
  expect(opened("2026-07-15", [held("EMP-004", "2026")])).toEqual([]);
});

test("the rival of the same period keeps its people, that of another period does not", () => {
  expect(opened("2026-07-15", [held("EMP-005", "2026")])).toEqual([]);
  expect(opened("2026-07-15", [held("EMP-005", "2025")])).toEqual([["2026", PERSONS]]);
});

test("names under which the database lets a member count once: for good, once a period, or once a period of the one policy", () => {
  expect(memberKeys("EMP-002", "2026", groups)).toEqual(["G_PERSON_HIRE"]);
  expect(memberKeys("EMP-004", "2026", groups)).toEqual(["G_PERSON_INTERN@2026"]);
  expect(memberKeys("MKT-003", "2026", groups)).toEqual(["MKT-003@2026"]);
});
