import { fenFromYuan } from "../kernel/fen";
import { type Decision, decidePolicy } from "./decide";
import type { Example, LibraryDocument, ResolvedPolicy } from "./language";

export type ExampleRun = { readonly example: Example; readonly decision: Decision; readonly differences: readonly string[] };

function differences({ expected }: Example, { verdict, amountFen, route }: Decision): string[] {
  if (verdict !== expected.verdict) return [`verdict: ${verdict} instead of ${expected.verdict}`];
  if (expected.verdict !== "eligible") return [];
  const wanted = expected.amount === null ? null : fenFromYuan(expected.amount);
  return [
    ...(amountFen === wanted ? [] : [`amount: ${amountFen} fen instead of ${wanted}`]),
    ...(route === expected.route ? [] : [`route: ${route} instead of ${expected.route}`]),
  ];
}

/** 算例验算: runs one worked example beside the rule; no differences means the rule says what its author meant. */
export function runExample(
  policy: ResolvedPolicy,
  example: Example,
  library: Pick<LibraryDocument, "cleanProfile" | "examplesAsOf" | "examplesFullYear">,
): ExampleRun {
  const decision = decidePolicy(policy, {
    asOf: example.asOf ?? library.examplesAsOf,
    fullYear: example.fullYear ?? library.examplesFullYear,
    facts: { ...library.cleanProfile, ...example.facts },
    priorGrants: example.priorGrants ?? {},
  });
  return { example, decision, differences: differences(example, decision) };
}
