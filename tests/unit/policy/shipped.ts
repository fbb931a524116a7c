import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { plainDate } from "@/lib/kernel/plain-date";
import { decidePolicy } from "@/lib/policy/decide";
import type { Facts, LibraryDocument, PolicyDocument, ResolvedPolicy } from "@/lib/policy/language";
import { parseLibrary, parsePolicy, resolvePolicy } from "@/lib/policy/resolve";

const FOLDER = new URL("../../../db/seed/policies/", import.meta.url);

/** Text of one file of the shipped library. */
export const textOf = (name: string): string => readFileSync(new URL(`${name}.yaml`, FOLDER), "utf8");

function must<Value>(result: { ok: true; value: Value } | { ok: false; reason: unknown }): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  return result.value;
}

export const shippedLibrary: LibraryDocument = must(parseLibrary(parse(textOf("library"))));
export const policyFromText = (text: string): ResolvedPolicy => must(resolvePolicy(must(parsePolicy(parse(text))), shippedLibrary));

export const shippedDocuments: readonly PolicyDocument[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yaml") && name !== "library.yaml")
  .sort()
  .map((name) => must(parsePolicy(parse(readFileSync(new URL(name, FOLDER), "utf8")))));
const resolved = new Map(shippedDocuments.map((document) => [document.code, must(resolvePolicy(document, shippedLibrary))]));
export const shipped = (code: string): ResolvedPolicy => {
  const policy = resolved.get(code);
  if (!policy) throw new Error(`no policy ${code}`);
  return policy;
};

type More = { asOf?: string; fullYear?: number; priorGrants?: Record<string, number>; without?: string[] };

/** Decides with the facts laid over the clean profile, on 2025-11-15 for 2024 unless told otherwise. */
export function decideOn(policy: ResolvedPolicy, facts: Facts, { asOf = "2025-11-15", fullYear = 2024, priorGrants = {}, without = [] }: More = {}) {
  const all = Object.fromEntries(Object.entries({ ...shippedLibrary.cleanProfile, ...facts }).filter(([indicator]) => !without.includes(indicator)));
  return decidePolicy(policy, { asOf: plainDate(asOf), fullYear, facts: all, priorGrants });
}
