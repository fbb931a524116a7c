import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { IndicatorCatalogue } from "@/lib/indicators/catalogue";
import { DatasetCatalogue, type DatasetDefinition } from "@/lib/pipeline/dataset";

const read = (name: string): unknown => parse(readFileSync(new URL(`../../../db/seed/catalogue/${name}.yaml`, import.meta.url), "utf8"));

export const DATASETS = DatasetCatalogue.parse(read("datasets"));
export const INDICATORS = IndicatorCatalogue.parse(read("indicators"));

export function dataset(id: string): DatasetDefinition {
  const found = DATASETS.datasets.find((one) => one.id === id);
  if (!found) throw new Error(`no dataset ${id}`);
  return found;
}

/** A fixed stand-in for the salted digest, so that tests can see who is who. */
export const testDigest = (number: string): string => `digest-of-${number.slice(-4)}`;
