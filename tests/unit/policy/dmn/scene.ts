import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { IndicatorCatalogue } from "@/lib/indicators/catalogue";
import type { Words } from "@/lib/policy/describe";
import { dmnModel } from "@/lib/policy/dmn/export";
import { dmnXml } from "@/lib/policy/dmn/xml";
import type { Facts, ResolvedPolicy } from "@/lib/policy/language";

const CATALOGUE = IndicatorCatalogue.parse(parse(readFileSync(new URL("../../../../db/seed/catalogue/indicators.yaml", import.meta.url), "utf8")));
export const INDICATORS = CATALOGUE.indicators;

const WORDS: Words = { indicators: Object.fromEntries(INDICATORS.map((one) => [one.id, one])), codes: {} };

export const xmlOf = (policy: ResolvedPolicy): string => dmnXml(dmnModel(policy, WORDS, "sha256:0"));

type Asked = { readonly asOf: string; readonly fullYear: number; readonly facts: Facts; readonly priorGrants: Readonly<Record<string, number>> };

function ofYear(value: Facts[string] | undefined, year: number, fullYear: number): unknown {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value[String(year)];
  return year === fullYear ? value : undefined;
}

/** The facts of an enterprise as inputs of an exported model: one value per indicator, null where nothing is known. */
export function dmnInputs({ asOf, fullYear, facts, priorGrants }: Asked): Record<string, unknown> {
  const entries = Object.keys(facts).flatMap((id) => {
    const now = ofYear(facts[id], fullYear, fullYear);
    return [
      [id, now ?? null],
      [`${id}_is_empty`, now === null ? true : null],
      [`${id}_previous_year`, ofYear(facts[id], fullYear - 1, fullYear) ?? null],
    ] as const;
  });
  const granted = Object.entries(priorGrants).map(([ladder, yuan]) => [`granted_${ladder}`, yuan] as const);
  return Object.fromEntries([...entries, ...granted, ["as_of", asOf]]);
}
