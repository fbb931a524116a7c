import { maskPersonName, maskPhone } from "../../standards/mask";
import { withoutBlanks } from "../text";
import type { EnterpriseRef } from "./enterprise-ref";
import type { NameParts } from "./name-parts";

/** What a row says of whom it means; what it does not say is null. */
export type LinkQuery = {
  readonly name: string | null;
  readonly address?: string | null;
  readonly representative?: string | null;
  readonly phone?: string | null;
  /** A code or old number that led nowhere. */
  readonly code?: string | null;
};

/** 比对项 of the record linkage and the grades of agreement in each, best first. A field that one side does not state has none. */
export const GRADES = {
  name: ["same", "near", "short", "brand", "different"],
  form: ["same", "different"],
  place: ["same", "different"],
  address: ["same", "near", "different"],
  representative: ["same", "different"],
  phone: ["same", "different"],
  code: ["near", "different"],
} as const;
export type Field = keyof typeof GRADES;
export type Grade<F extends Field = Field> = (typeof GRADES)[F][number];
export const FIELDS = Object.keys(GRADES) as readonly Field[];

/** 比对结果 of a row and an enterprise, field by field. */
export type Likeness = { readonly [F in Field]?: Grade<F> };

/** Numbers and directions tell sisters apart: 一厂 and 二厂 are no typing error of each other, nor is 新瑞丰 one of 瑞丰. */
const TELLING = /^[0-9A-Z一二三四五六七八九十甲乙丙丁东西南北中上下左右前后新老大小]+$/;

/** What is left of two words without their common beginning and end. */
export function unlike(a: string, b: string): readonly [string, string] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
}

/** One character wrong, missing, too many, or two neighbours exchanged. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const [left, right] = unlike(a, b);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

const isTelling = (a: string, b: string): boolean => TELLING.test(unlike(a, b).join(""));

const isSlipped = (a: string, b: string): boolean => Math.min(a.length, b.length) >= 3 && isOneSlip(a, b) && !isTelling(a, b);

/** How the core of a written name stands to that of a registered one. A longer name is no abbreviation. */
export function gradeName(registered: string, written: string): Grade<"name"> {
  if (registered === written) return "same";
  if (isSlipped(registered, written)) return "near";
  if (written.length >= 3 && registered.includes(written)) return "short";
  return registered.length >= 2 && registered.slice(0, 2) === written.slice(0, 2) ? "brand" : "different";
}

const equal = (a: string, b: string): "same" | "different" => (a === b ? "same" : "different");

/** County or town may be left out. */
const gradePlace = (a: string, b: string): Grade<"place"> => (a.includes(b) || b.includes(a) ? "same" : "different");

function gradeAddress(a: string, b: string): Grade<"address"> {
  if (a === b || (Math.min(a.length, b.length) >= 6 && (a.endsWith(b) || b.endsWith(a)))) return "same";
  return isOneSlip(a, b) && !/[0-9]/.test(unlike(a, b).join("")) ? "near" : "different";
}

function gradeCode({ uscc, legacyNumber }: EnterpriseRef, written: string): Grade<"code"> {
  const code = withoutBlanks(written).toUpperCase();
  return [uscc, legacyNumber].some((known) => known && (known === code || isOneSlip(known, code))) ? "near" : "different";
}

const both = <A, B, Answer>(a: A | null | undefined, b: B | null | undefined, grade: (a: A, b: B) => Answer): Answer | undefined =>
  a === null || a === undefined || a === "" || b === null || b === undefined || b === "" ? undefined : grade(a, b);

/** Addresses are compared by their keys; names of persons and telephones as they rest, masked. */
export function compare(query: LinkQuery, written: NameParts | null, ref: EnterpriseRef, registered: NameParts): Likeness {
  const name = written ? gradeName(registered.core, written.core) : undefined;
  // A slip in the words of the place or the legal form is one in the name, not another place or form
  const anywhere = written !== null && isSlipped(registered.plain, written.plain);
  const slipped = anywhere || (written !== null && isSlipped(registered.bare, written.bare));
  const grades = {
    name: slipped ? "near" : name,
    form: slipped ? undefined : both(registered.form, written?.form, equal),
    place: anywhere ? undefined : both(registered.place, written?.place, gradePlace),
    address: both(ref.address, query.address, gradeAddress),
    representative: both(ref.representative, query.representative, (known, said) => equal(known, maskPersonName(said))),
    phone: both(ref.phone, query.phone, (known, said) => equal(known, said.includes("*") ? said : maskPhone(said))),
    code: both(ref, query.code, gradeCode),
  };
  return Object.fromEntries(Object.entries(grades).filter(([, grade]) => grade !== undefined)) as Likeness;
}

/** 性质不同: a company, its branch, an individual business and a cooperative stay apart, however alike their names. */
export const contradict = (a: NameParts | null, b: NameParts | null): boolean => a?.kind != null && b?.kind != null && a.kind !== b.kind;
