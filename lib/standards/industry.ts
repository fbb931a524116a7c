import { type Result, refused } from "../kernel/result";
import { INDUSTRY_SECTIONS, type IndustrySection } from "./industry-data";

export { INDUSTRY_SECTIONS };

/** 大类, two digits, with its 门类. */
export type IndustryDivision = { readonly code: string; readonly name: string; readonly section: IndustrySection };

const DIVISIONS: ReadonlyMap<string, IndustryDivision> = new Map(
  INDUSTRY_SECTIONS.flatMap((section) => Object.entries(section.divisions).map(([code, name]) => [code, { code, name, section }] as const)),
);

/** All 97 divisions in order of their code. */
export const INDUSTRY_DIVISIONS: readonly IndustryDivision[] = [...DIVISIONS.values()].sort((a, b) => a.code.localeCompare(b.code));

/** The division of a code of two to four digits; null when there is none. */
export const divisionOf = (code: string): IndustryDivision | null => DIVISIONS.get(code.slice(0, 2)) ?? null;

/** The section letter (门类) of a code; null for an unknown division. */
export const sectionOf = (code: string): string | null => divisionOf(code)?.section.id ?? null;

/** Does the code fall under an entry: a section letter, a division, a group or a class? */
export const fallsUnder = (code: string, entry: string): boolean => (/^[A-T]$/.test(entry) ? sectionOf(code) === entry : code.startsWith(entry));

export type IndustryFault = "form" | "unknownDivision" | "sectionMismatch";

/** How the four digits came about: as sent, with the leading zero that a spreadsheet dropped, or a three-digit group filled up. */
export type IndustryCode = { readonly code: string; readonly section: string; readonly how: "asSent" | "zeroRestored" | "groupFilled" };

const FORM = /^([A-T])?-?(\d{3,4})(?:\.0+)?$/;

/** A four-digit reading of the digits: three digits are a lost leading zero first (392 → 0392), a bare group second (C392 → 3920). */
function readings(digits: string): readonly Omit<IndustryCode, "section">[] {
  if (digits.length === 4) return [{ code: digits, how: "asSent" }];
  return [
    { code: `0${digits}`, how: "zeroRestored" },
    { code: `${digits}0`, how: "groupFilled" },
  ];
}

/**
 * 行业代码 to four digits: C1392, 1392, 392 (zero lost), 111 (0111). Checked by form and division only, since no list of classes is at hand; a section
 * letter that contradicts the division is refused.
 */
export function normaliseIndustry(text: string): Result<IndustryCode, IndustryFault> {
  const match = FORM.exec(
    text
      .normalize("NFKC")
      .replace(/[\s\p{Cf}']/gu, "")
      .toUpperCase(),
  );
  const digits = match?.[2];
  if (digits === undefined) return refused("form");
  const letter = match?.[1];
  const known = readings(digits).flatMap((reading): IndustryCode[] => {
    const section = sectionOf(reading.code);
    return section ? [{ ...reading, section }] : [];
  });
  const candidates = letter === undefined ? known.filter((reading) => reading.how !== "groupFilled") : known;
  if (candidates.length === 0) return refused("unknownDivision");
  const fitting = candidates.find((reading) => letter === undefined || reading.section === letter);
  return fitting ? { ok: true, value: fitting } : refused("sectionMismatch");
}
