import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { IndicatorCatalogue, type IndicatorDefinition } from "@/lib/indicators/catalogue";
import type { PolicyDocument } from "@/lib/policy/language";
import type { Finding, FindingKind, LintContext } from "@/lib/policy/lint/finding";
import { lintPolicy } from "@/lib/policy/lint/lint";
import { resolvePolicy } from "@/lib/policy/resolve";
import { shippedDocuments, shippedLibrary } from "../shipped";

const seed = (name: string): unknown => parse(readFileSync(new URL(`../../../../db/seed/catalogue/${name}`, import.meta.url), "utf8"));
export const definitions: readonly IndicatorDefinition[] = IndicatorCatalogue.parse(seed("indicators.yaml")).indicators;
const { datasets } = seed("datasets.yaml") as { datasets: { id: string }[] };

export const context: LintContext = {
  indicators: Object.fromEntries(definitions.map((one) => [one.id, one])),
  library: shippedLibrary,
  datasets: datasets.map((one) => one.id),
  isPublished: false,
};

export function documentOf(code: string): PolicyDocument {
  const found = shippedDocuments.find((one) => one.code === code);
  if (!found) throw new Error(`no policy ${code}`);
  return found;
}

/** Findings of a document; whether its amount would pass the schema is not asked, so that a fault can be planted anywhere. */
export function lint(document: PolicyDocument, more: Partial<LintContext> = {}): Finding[] {
  const resolved = resolvePolicy(document, shippedLibrary);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.reason));
  return lintPolicy(document, resolved.value, { ...context, ...more });
}

/** Places and severities of the findings of one kind. */
export const of = (findings: readonly Finding[], kind: FindingKind): string[] =>
  findings.filter((one) => one.kind === kind).map((one) => `${one.severity} ${one.place}`);
