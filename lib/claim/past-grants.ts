import { type Fen, formatYuan } from "../kernel/fen";
import type { ClaimState } from "./states";

/** A grant as far as the comparison goes: which period, how much, how it ended. */
export type Grant = { readonly period: string; readonly subject: string; readonly amountFen: Fen | null; readonly state: ClaimState };

/** Ended without money: nothing to compare with. */
const VOID: ReadonlySet<ClaimState> = new Set(["rejected", "declined", "expired", "withdrawn", "cancelled", "clawedBack"]);

/** A change by half or more is worth a second look. */
const JUMP = 0.5;

export type Comparison = { readonly lastFen: Fen; readonly ratio: number; readonly jump: boolean; readonly text: string };

/** 和上年比: the amount against that of the last earlier period under the same policy and subject; null where there is nothing to compare. */
export function comparedWithLast(claim: Pick<Grant, "period" | "subject" | "amountFen">, past: readonly Grant[]): Comparison | null {
  const { amountFen, period, subject } = claim;
  const earlier = past
    .filter((one) => one.period < period && one.period !== "once" && one.subject === subject && !VOID.has(one.state))
    .sort((a, b) => (a.period < b.period ? 1 : -1));
  const lastFen = earlier.find((one) => one.amountFen !== null && one.amountFen > 0)?.amountFen ?? null;
  if (amountFen === null || lastFen === null) return null;
  const ratio = (amountFen - lastFen) / lastFen;
  const percent = `${Math.abs(ratio * 100).toFixed(1)}%`;
  const change = ratio === 0 ? "和本次相同" : `本次${ratio > 0 ? "多" : "少"} ${percent}`;
  return { lastFen, ratio, jump: Math.abs(ratio) >= JUMP, text: `上次 ${formatYuan(lastFen)}元，${change}` };
}
