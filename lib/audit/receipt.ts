import type { PlainDate } from "../kernel/plain-date";
import { type Decision, decidePolicy } from "../policy/decide";
import type { Facts, ResolvedPolicy } from "../policy/language";

/** 判定凭据: everything a decision was made of. The policy version it names is immutable, so that anybody can decide again, years later. */
export type Receipt = {
  readonly policyVersionId: string;
  readonly asOf: PlainDate;
  readonly fullYear: number;
  readonly facts: Facts;
  readonly priorGrants: Readonly<Record<string, number>>;
  readonly factsHash: string;
  readonly decision: Decision;
};

/** What does not come out as it was recorded: the snapshot's fingerprint, the version's, or a part of the decision. */
export type ReplayDifference = "facts" | "version" | "verdict" | "amount" | "route" | "conditions" | "trace";

type Fingerprints = {
  readonly factsHashOf: (facts: Facts) => string;
  readonly versionIdOf: (policy: ResolvedPolicy) => string;
  /** One text per value, whatever the order of its keys (RFC 8785). */
  readonly canonical: (value: unknown) => string;
};

const LEAVES = ["base", "conditions", "negativeList", "crossChecks", "routeToManual"] as const;
/** A record that was tampered with may lack whole parts: it then differs, it does not fail. */
const results = (decision: Partial<Decision>) => LEAVES.map((part) => decision[part]?.map(({ id, result }) => `${id}:${result}`) ?? []);

/**
 * 重算: the same version on the same snapshot, decided again. An empty list means identical to the last word of the trace (invariant I10);
 * otherwise the differences, the gravest first.
 */
export function replay(receipt: Receipt, policy: ResolvedPolicy, { factsHashOf, versionIdOf, canonical }: Fingerprints): ReplayDifference[] {
  const { asOf, fullYear, facts, priorGrants, decision: recorded } = receipt;
  const again = decidePolicy(policy, { asOf, fullYear, facts, priorGrants });
  const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
  const found: (readonly [ReplayDifference, boolean])[] = [
    ["facts", factsHashOf(facts) === receipt.factsHash],
    ["version", versionIdOf(policy) === receipt.policyVersionId],
    ["verdict", again.verdict === recorded.verdict && again.inForce === recorded.inForce],
    ["amount", again.amountFen === recorded.amountFen],
    ["route", again.route === recorded.route],
    ["conditions", same(results(again), results(recorded))],
    ["trace", same(again, recorded)],
  ];
  return found.flatMap(([what, holds]) => (holds ? [] : [what]));
}
