import { halfWidth, plainBrackets, withoutBlanks } from "../text";
import { BRANCH, nameCore, nameKey } from "./name-key";

/** 主体类别 as far as a name or a credit code tells it; null where neither does. Two different ones are never one and the same. */
export type EntityKind = "company" | "branch" | "individual" | "cooperative";

/** 名称分解: what a name is made of, for comparing it part by part. */
export type NameParts = {
  /** 字号与行业, without place, brackets and legal form. */
  readonly core: string;
  /** 组织形式 at its end: 有限公司, 厂 … */
  readonly form: string | null;
  /** 行政区划 at its beginning, without 县, 市 or 区; with the town where it is named. */
  readonly place: string | null;
  /** The name as written, without blanks, kinds of brackets and letter case; `bare` without its place as well. */
  readonly plain: string;
  readonly bare: string;
  readonly kind: EntityKind | null;
};

const FORM = /(股份公司|有限公司|公司|集团|厂|店|中心|合作社)(?:\([^)]*\))*$/;
const PLACE = /^(?:中国)?(?:[^()]{2,3}省)?(?:[^()]{2,4}市)?([^()]{2,3})[县区市]/;

function kindOf(key: string, uscc: string | null): EntityKind | null {
  if (BRANCH.test(key)) return "branch";
  if (uscc?.startsWith("92") || key.includes("个体工商户")) return "individual";
  if (uscc?.startsWith("93") || key.includes("合作社")) return "cooperative";
  return /公司(?:\([^)]*\))*$/.test(key) ? "company" : null;
}

/** Places that the names of a register begin with, without 县: a source leaves that out as often as not. */
export function placeStems(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const name of names) {
    const place = PLACE.exec(nameKey(name) ?? "")?.[1];
    if (place) seen.set(place, (seen.get(place) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count >= Math.max(2, names.length / 100)).map(([place]) => place);
}

const TOWN = /^([^()]{1,4}?(?:镇|乡|街道))(?=[^()]{2})/;

function behindPlace(text: string, stems: readonly string[]): string {
  const stem = stems.find((one) => text.startsWith(one) && text.length >= one.length + 2);
  return stem ? text.slice(stem.length) : text;
}

/** The parts of a written name; null for a placeholder. `uscc` is that of the enterprise which bears it, where it is known. */
export function nameParts(name: string, stems: readonly string[], uscc: string | null = null): NameParts | null {
  const key = nameKey(name);
  if (key === null) return null;
  const plain = plainBrackets(withoutBlanks(halfWidth(name))).toUpperCase();
  const cut = behindPlace(nameCore(key), stems);
  const town = TOWN.exec(cut)?.[1] ?? "";
  const stem = stems.find((one) => key.startsWith(one) || key.includes(`(${one})`) || key.includes(`(${one}县)`));
  const county = PLACE.exec(key)?.[1] ?? stem ?? "";
  const core = cut.slice(town.length);
  return {
    core,
    form: FORM.exec(key)?.[1] ?? null,
    place: county + town || null,
    plain,
    bare: stems.reduce((text, one) => text.replace(`(${one})`, ""), behindPlace(plain.replace(PLACE, ""), stems)),
    kind: kindOf(key, uscc),
  };
}
