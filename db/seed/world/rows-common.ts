import type { Fen } from "@/lib/kernel/fen";
import { addDays, type PlainDate } from "@/lib/kernel/plain-date";
import type { Cell } from "./encode";
import { nameOn } from "./enterprise";
import type { Random } from "./random";
import type { Plan } from "./schedule";
import type { Enterprise } from "./types";

/** A clean row before any fault: the firm that it is about, and its cells by field id. */
export type CleanRow = { enterprise: Enterprise; cells: Record<string, Cell>; unlinkable?: boolean };
export type RowBuilder = (enterprises: readonly Enterprise[], plan: Plan, random: Random) => CleanRow[];

export const inYuan = (amount: Fen): number => amount / 100;
export const inWan = (amount: Fen): number => amount / 1_000_000;
/** 千元, three places. */
export const inThousands = (amount: Fen): number => Math.round(amount / 100) / 1000;

/** Other departments learn of a change of name a quarter late. */
export const knownName = (enterprise: Enterprise, on: PlainDate): string =>
  nameOn(enterprise, addDays(on, -90) < enterprise.establishedDate ? on : addDays(on, -90));
export const isWithin = (plan: Plan, on: PlainDate): boolean => on > plan.since && on <= plan.until;

/** A feed without news repeats a row, so that the day's file is never empty. */
export function orRepeat(rows: CleanRow[], all: () => CleanRow[], random: Random): CleanRow[] {
  if (rows.length > 0) return rows;
  const known = all();
  return known.length === 0 ? [] : [random.pick(known)];
}
