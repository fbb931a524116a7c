import { expect, test } from "vitest";
import { parse } from "yaml";
import { policyYaml } from "@/app/_server/export/policy-yaml";
import { versionIdOf } from "@/db/policies";
import { readDraft } from "@/lib/policy/draft";
import { runExample } from "@/lib/policy/examples";
import { parsePolicy } from "@/lib/policy/resolve";
import { shipped, shippedDocuments, shippedLibrary } from "../policy/shipped";

/** As the database hands it back: jsonb does not keep the order of keys. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.length - b.length || a.localeCompare(b))
      .map(([key, own]) => [key, reordered(own)]),
  );
}

test.each(shippedDocuments.map((document) => [document.code, document] as const))(
  "%s exported and imported again is the same version with the same verdicts",
  (code, document) => {
    const typed: unknown = parse(policyYaml(reordered(document)));
    expect(parsePolicy(typed)).toEqual({ ok: true, value: document });
    const read = readDraft({ typed, groups: {} }, shippedLibrary);
    if (!read.ok) throw new Error(JSON.stringify(read.reason));
    expect(versionIdOf(read.value.resolved)).toBe(versionIdOf(shipped(code)));
    // A member of the groups it names already: the library stays as it is
    expect(read.value.library).toEqual(shippedLibrary);
    for (const example of read.value.document.examples) expect(runExample(read.value.resolved, example, shippedLibrary).differences).toEqual([]);
  },
);

test("what cannot be run is exported as it was typed", () => {
  const typed = { code: "EMP-901", amount: { kind: "fixed", amount: "三万" } };
  expect(parse(policyYaml(typed))).toEqual(typed);
});
