import { expect, test } from "vitest";
import { fenFromYuan } from "@/lib/kernel/fen";
import { type MatchState, matchDifferences } from "@/lib/matching/differences";

const state = (policy: string, more: Partial<MatchState> = {}): MatchState => ({
  policy,
  versionId: "v1",
  verdict: "eligible",
  kind: "claim",
  amountFen: fenFromYuan(100),
  ...more,
});
const no = (policy: string): MatchState => state(policy, { verdict: "ineligible", kind: "none", amountFen: null });
const changes = (before: MatchState[], now: MatchState[]) => matchDifferences(before, now).map((one) => [one.policy, one.change]);

test("a first match opens, also where there was a refusal before; a first refusal is no change", () => {
  expect(changes([no("B")], [state("A"), state("B"), no("C")])).toEqual([
    ["A", "opened"],
    ["B", "opened"],
    ["C", "unchanged"],
  ]);
});

test("an invitation that becomes a claim, another amount and another version are told part by part", () => {
  const before = [state("A", { verdict: "undetermined", kind: "invitation", amountFen: null }), state("B"), state("C")];
  const now = [state("A"), state("B", { amountFen: fenFromYuan(100.01) }), state("C", { versionId: "v2" })];
  expect(matchDifferences(before, now).map((one) => one.change === "changed" && one.parts)).toEqual([["verdict", "kind", "amount"], ["amount"], ["version"]]);
});

test("what no longer matches vanishes, by a refusal or because the policy is gone; an old refusal leaves in silence", () => {
  expect(matchDifferences([state("A"), state("B"), no("C")], [no("A")])).toEqual([
    { change: "vanished", policy: "A", before: state("A"), now: no("A") },
    { change: "vanished", policy: "B", before: state("B"), now: null },
  ]);
});

test("the same run again changes nothing, and zero is not the same as open", () => {
  const all = [state("A"), no("B"), state("C", { kind: "hint" })];
  expect(matchDifferences(all, all).every((one) => one.change === "unchanged")).toBe(true);
  expect(changes([state("A", { amountFen: null })], [state("A", { amountFen: fenFromYuan(0) })])).toEqual([["A", "changed"]]);
});

test("a refusal for lack of data that becomes a plain refusal is a change of verdict", () => {
  const open = state("A", { verdict: "undetermined", kind: "none", amountFen: null });
  expect(matchDifferences([open], [no("A")])).toMatchObject([{ change: "changed", parts: ["verdict"] }]);
});
