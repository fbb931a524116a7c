// One enterprise × all published policies with full trace: microseconds per enterprise and per decision, after checking that a repeat answers the same.
import { readLibrary, readPolicies } from "@/db/seed/catalogue";
import { plainDate } from "@/lib/kernel/plain-date";
import { decidePolicy } from "@/lib/policy/decide";
import { resolvePolicy } from "@/lib/policy/resolve";

const library = readLibrary();
const policies = readPolicies().flatMap((document) => {
  const resolved = resolvePolicy(document, library);
  return resolved.ok ? [{ document, policy: resolved.value }] : [];
});
const inputs = policies.flatMap(({ document }) =>
  document.examples.map((example) => ({
    asOf: plainDate("2025-11-15"),
    fullYear: 2024,
    facts: { ...library.cleanProfile, ...example.facts },
    priorGrants: example.priorGrants ?? {},
  })),
);
const runAll = () => inputs.map((input) => policies.map(({ policy }) => decidePolicy(policy, input)));
const first = JSON.stringify(runAll());
if (first !== JSON.stringify(runAll())) {
  process.stderr.write("a repeat gave another answer\n");
  process.exit(1);
}
for (let warm = 0; warm < 20; warm++) runAll();
const rounds: number[] = [];
for (let round = 0; round < 30; round++) {
  const start = process.hrtime.bigint();
  runAll();
  rounds.push(Number(process.hrtime.bigint() - start) / 1000 / inputs.length);
}
rounds.sort((a, b) => a - b);
const median = rounds[15] ?? 0;
process.stdout.write(
  `one enterprise × ${policies.length} policies with trace: ${median.toFixed(1)} µs (median of 30 rounds over ${inputs.length} enterprises, best ${(rounds[0] ?? 0).toFixed(1)} µs)\n`,
);
process.stdout.write(`per decision: ${(median / policies.length).toFixed(2)} µs\n`);
