import type { DatasetDefinition } from "../dataset";
import { parsePeriod } from "../period";
import type { CleanRecord } from "./draft";

/** 交付 that a record came by: the period it speaks of and its place in the order of arrival. */
export type DeliveryMark = { readonly period: string; readonly arrival: number };
export type Marked = { readonly record: CleanRecord; readonly delivery: DeliveryMark };

/** Which of two deliveries of one rhythm speaks of the later time; a present-state list has no time but its arrival. */
function byPeriod(definition: DatasetDefinition, a: DeliveryMark, b: DeliveryMark): number {
  if (definition.primaryKey.some((id) => definition.fields.some((field) => field.id === id && field.type === "period"))) return 0;
  const [left, right] = [parsePeriod(a.period), parsePeriod(b.period)];
  return left?.to && right?.to && left.kind === right.kind ? left.to.localeCompare(right.to) : 0;
}

/**
 * 先后: does the stored record outrank a freshly delivered one of the same key? By the dataset's date of change, then by the period that the
 * deliveries speak of (unless the key itself says the period), then by arrival. So the end state does not hang on which file was worked off first.
 */
export function outranks(definition: DatasetDefinition, stored: Marked, fresh: Marked): boolean {
  const changed = definition.updatedBy;
  const [a, b] = changed ? [stored.record[changed], fresh.record[changed]] : [null, null];
  if (typeof a === "string" && typeof b === "string" && a !== b) return a > b;
  const order = byPeriod(definition, stored.delivery, fresh.delivery);
  return order === 0 ? stored.delivery.arrival > fresh.delivery.arrival : order > 0;
}
