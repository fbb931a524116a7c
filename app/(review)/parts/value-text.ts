import { describeValue, type Words } from "@/lib/policy/describe";
import type { KnownValue } from "@/lib/policy/facts";

const isKnown = (value: unknown): value is KnownValue =>
  typeof value === "string" ||
  typeof value === "number" ||
  typeof value === "boolean" ||
  (Array.isArray(value) && value.every((item) => typeof item === "string"));

/** A stored value for people; what is no plain value (a series, an object) is shown part by part. */
export function valueText(indicatorId: string, value: unknown, words: Words): string {
  if (value === null || value === undefined) return "不适用";
  if (isKnown(value)) return describeValue(indicatorId, value, words);
  if (Array.isArray(value)) return value.map((item) => valueText(indicatorId, item, words)).join("、");
  return Object.entries(value as Record<string, unknown>)
    .map(([key, item]) => `${key}：${valueText(indicatorId, item, words)}`)
    .join("，");
}
