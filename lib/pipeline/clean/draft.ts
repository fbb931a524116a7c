import type { Resolution } from "../link/resolve";
import type { CleanValue, Correction, Reason, Warning } from "./outcome";

/** A cleaned record by field id. */
export type CleanRecord = Record<string, CleanValue>;

/** A row while it is being cleaned. */
export type Draft = {
  readonly cells: Readonly<Record<string, string>>;
  readonly record: CleanRecord;
  readonly corrections: Correction[];
  readonly warnings: Warning[];
  reasons: Reason[];
  /** How a missing or flawed credit code was settled by the register. */
  identity?: Resolution;
};
