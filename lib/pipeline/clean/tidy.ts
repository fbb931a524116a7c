import type { DirtyPattern } from "../dataset";
import { halfWidth, isAscii, isPlaceholder, withoutBlanks } from "../text";

/** A cell freed of what exports wrap around it, with the flaws that were removed. `blank` when nothing or only a placeholder was there. */
export type Tidied = { readonly text: string; readonly patterns: DirtyPattern[]; readonly blank: boolean };

const WRAPPED = /^=?"(.*)"$/s;
const APOSTROPHE = /^['’‘`]+/;

/** 前置撇号 and ="…", which make spreadsheets keep text as text. */
function unwrap(text: string, patterns: DirtyPattern[]): string {
  const bare = text.replace(WRAPPED, "$1").replace(APOSTROPHE, "");
  if (bare !== text) patterns.push("APOS");
  return bare;
}

/** For codes, numbers, dates and coded wordings: half-width, unwrapped, no blanks inside. */
export function tidyTight(raw: string): Tidied {
  const patterns: DirtyPattern[] = [];
  let text = raw;
  if (!isAscii(text)) {
    const half = halfWidth(text);
    if (withoutBlanks(half) !== withoutBlanks(text)) patterns.push("FULLWIDTH");
    text = half;
  }
  const solid = withoutBlanks(text);
  if (solid !== text) patterns.push("SPACE");
  text = unwrap(solid, patterns);
  if (text === "") return { text, patterns: [], blank: true };
  return isPlaceholder(text) ? { text: "", patterns: ["PLACEHOLDER"], blank: true } : { text, patterns, blank: false };
}

export const SCIENTIFIC = /^[+-]?\d(?:\.\d+)?[eE]\+?\d+$/;
