import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { expect, test } from "vitest";
import { type Receipt, replay } from "@/lib/audit/receipt";
import { fen } from "@/lib/kernel/fen";
import { plainDate } from "@/lib/kernel/plain-date";
import { decidePolicy } from "@/lib/policy/decide";
import { policyFromText, shipped, textOf } from "../policy/shipped";

const canonical = (value: unknown): string => canonicalize(value) ?? "";
const sha = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex");
const prints = { canonical, factsHashOf: sha, versionIdOf: sha };

const policy = shipped("EMP-002");
const facts = {
  regStatus: "active",
  registrationRegion: "529901",
  enterpriseScale: "small",
  newHireContract12mCount: 12,
  dishonestFlag: false,
  majorViolation3y: false,
  abnormalOperationFlag: false,
  wageArrearsFlag: false,
};
const input = { asOf: plainDate("2026-07-06"), fullYear: 2025, facts, priorGrants: {} };
const receipt: Receipt = { ...input, policyVersionId: sha(policy), factsHash: sha(facts), decision: decidePolicy(policy, input) };
/** As the database gives it back. */
const stored = (): Receipt => JSON.parse(JSON.stringify(receipt)) as Receipt;

test("a receipt comes out identical, also after it was stored as JSON", () => {
  expect(receipt.decision).toMatchObject({ verdict: "eligible", amountFen: 3_600_000 });
  expect(replay(stored(), policy, prints)).toEqual([]);
});

test("a snapshot that was changed afterwards is found by its fingerprint and by its result", () => {
  const changed = { ...stored(), facts: { ...facts, newHireContract12mCount: 20 } };
  expect(replay(changed, policy, prints)).toEqual(["facts", "amount", "trace"]);
  expect(replay({ ...stored(), facts: { ...facts, newHireContract12mCount: 9 } }, policy, prints)).toEqual([
    "facts",
    "verdict",
    "amount",
    "route",
    "conditions",
    "trace",
  ]);
});

test("a decision that was changed afterwards is found", () => {
  expect(replay({ ...stored(), decision: { ...receipt.decision, amountFen: fen(4_600_000) } }, policy, prints)).toEqual(["amount", "trace"]);
  expect(replay({ ...stored(), decision: { ...receipt.decision, missing: ["taxArrears"] } }, policy, prints)).toEqual(["trace"]);
});

test("an emptied record differs, it does not fail", () => {
  expect(replay({ ...stored(), decision: {} as Receipt["decision"] }, policy, prints)).toContain("verdict");
});

test("another version of the rule does not pass for the one that was used", () => {
  const text = textOf("EMP-002").replace("unitAmount: 3000", "unitAmount: 3500");
  expect(text).not.toBe(textOf("EMP-002"));
  expect(replay(stored(), policyFromText(text), prints)).toEqual(["version", "amount", "trace"]);
});
