import type { DirtyPattern } from "../dataset";

/** A cleaned value as stored: money in whole fen (cents of the column's currency), counts whole, ratios and numbers as exact decimal text, days ISO. */
export type CleanValue = string | number | boolean | null | readonly string[];

export type Correction = { readonly field: string; readonly from: string; readonly to: string; readonly pattern: DirtyPattern };
/** 问题原因: what keeps a value out, in words for the clerk. `proposal` is cell text that would be accepted in its place. */
export type Reason = {
  readonly field: string | null;
  readonly pattern: DirtyPattern;
  readonly code: string;
  readonly message: string;
  readonly proposal?: string;
};
export type Warning = { readonly field: string; readonly code: "UNIT_CONFLICT" | "ORG_CODE_CHECK" | "PERSON_ID"; readonly message: string };

/** The answer to one cell: a value with the flaws that were put right, or what is wrong with it. */
export type Cleaned<Value extends CleanValue = CleanValue> =
  | {
      readonly ok: true;
      readonly value: Value | null;
      readonly patterns: readonly DirtyPattern[];
      readonly warning?: Warning["code"];
      /** The system of day numbers that a date was read by. */
      readonly from?: "excel1900" | "excel1904";
      /** 长期: no end date, which is known and not missing. */
      readonly meaning?: "长期";
    }
  | { readonly ok: false; readonly pattern: DirtyPattern; readonly code: string; readonly message: string; readonly proposal?: string };

const NO_PATTERNS: readonly DirtyPattern[] = [];

export const cleaned = <Value extends CleanValue>(value: Value | null, patterns: readonly DirtyPattern[] = NO_PATTERNS): Cleaned<Value> => ({
  ok: true,
  value,
  patterns,
});

export const flawed = (pattern: DirtyPattern, code: string, message: string, proposal?: string): Cleaned<never> =>
  proposal === undefined ? { ok: false, pattern, code, message } : { ok: false, pattern, code, message, proposal };
