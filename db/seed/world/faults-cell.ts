import type { Cell } from "./encode";
import { currentName } from "./enterprise";
import type { Field, Pattern } from "./layouts";
import type { Random } from "./random";
import type { Enterprise } from "./types";

/** What a fault may look at besides the cell. */
export type Setting = { readonly field: Field; readonly enterprise: Enterprise; readonly random: Random; readonly text: boolean };
/** The spoiled cell, or undefined where the pattern does not apply to this value. */
type Fault = (value: string | number, setting: Setting) => Cell | undefined;

/** Patterns that cleaning repairs without a person; the rest leaves nothing to repair (`clean: null`). */
export const REPAIRABLE: ReadonlySet<Pattern> = new Set<Pattern>([
  "FULLWIDTH",
  "ENC_GBK",
  "SUFFIX",
  "BRACKET",
  "SPACE",
  "CASE_DUP",
  "DUP_ROW",
  "APOS",
  "DATE_MIX",
  "DATE_SERIAL",
  "PERIOD_MIX",
  "THOUSAND",
  "UNIT_TEXT",
  "NEG_PAREN",
  "PLACEHOLDER",
  "HEADER_MERGED",
  "TOTAL_ROW",
  "HEADER_ALIAS",
  "ENUM_ALIAS",
  "LEAD_ZERO",
  "PERCENT",
  "MULTI_VALUE",
  "OLD_NAME",
]);

const wide = (text: string) => text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
const thousands = (value: number) => value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const isText = (value: string | number): value is string => typeof value === "string";
const changed = (before: string, after: string): string | undefined => (before === after ? undefined : after);

const SPACES = [" ", "\u3000", "\u00A0", "\t"];
function space(value: string | number, { random, field }: Setting): Cell | undefined {
  if (!isText(value)) return undefined;
  const blank = random.pick(SPACES);
  if (field.kind === "name" && random.chance(0.3)) return `${value.slice(0, 2)}${blank}${value.slice(2)}`;
  return random.chance(0.5) ? `${blank}${value}` : `${value}${blank}`;
}

function bracket(value: string | number, { random }: Setting): Cell | undefined {
  if (!isText(value)) return undefined;
  if (value.includes("〔")) return value.replace(/〔(.*?)〕/, random.pick(["[$1]", "（$1）"]));
  return changed(value, value.replace(/（(.*?)）/g, random.pick(["($1)", "( $1 )", "﹙$1﹚"])));
}

function dateMix(value: string | number, { random }: Setting): Cell | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value));
  if (!match) return undefined;
  const [, year, month, date] = match;
  const [m, d] = [Number(month), Number(date)];
  return random.pick([`${year}/${m}/${d}`, `${year}${month}${date}`, `${year}年${m}月${d}日`, `${year}.${m}.${d}`]);
}

/** Days since 1899-12-30: the 1900 date system as Excel counts it. */
const serial = (day: string): number => Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000);

function unitText(value: string | number, { field, random }: Setting): Cell | undefined {
  const amount = Number(value);
  if (value === "" || Number.isNaN(amount)) return undefined;
  if (field.kind === "year") return `${value}年`;
  if (field.kind === "count" || field.kind === "number") return `${value}${unitOf(field.id)}`;
  if (field.kind !== "money") return undefined;
  if (field.unit === "万元") return field.id === "registeredCapital" ? random.pick([`${value}万人民币`, `${value}万`]) : `${value}万元`;
  if (field.unit !== null) return undefined;
  return amount >= 100_000 && random.chance(0.5) ? `${(amount / 10_000).toFixed(6).replace(/0+$/, "").replace(/\.$/, "")}万元` : `${value}元`;
}
const UNITS: Readonly<Record<string, string>> = {
  usageKwh: "千瓦时",
  contractMonths: "个月",
  unemploymentPremiumMonths: "个月",
  internMonths: "个月",
  insuredCount: "人",
  employeeCount: "人",
  newClaimants: "人",
  productCount: "个",
  rdProjectCount: "个",
  rdStaffCount: "人",
  boothCount: "个",
};
const unitOf = (id: string): string => UNITS[id] ?? "";

const ENUMS: Readonly<Record<string, readonly string[]>> = {
  "存续（在营、开业、在册）": ["存续", "在业", "在营（开业）", "开业"],
  注销: ["已注销", "简易注销"],
  "吊销，未注销": ["吊销"],
  迁出: ["已迁出企业"],
  有限责任公司: ["有限责任公司(自然人投资或控股)", "有限公司"],
  是: ["Y", "1", "√"],
  否: ["N", "0"],
  A: ["A级"],
  B: ["B级"],
  M: ["M级"],
  C: ["C级"],
  D: ["D级"],
};
function enumAlias(value: string | number, { field, random }: Setting): Cell | undefined {
  if (field.id === "industryCode") return /^\d{4}$/.test(String(value)) ? `${sectionOf(String(value))}${value}` : undefined;
  if (field.id === "aboveScaleCategory") return undefined;
  const aliases = ENUMS[String(value)];
  return aliases && random.pick(aliases);
}
const SECTIONS: readonly (readonly [upTo: number, letter: string])[] = [
  [5, "A"],
  [12, "B"],
  [43, "C"],
  [46, "D"],
  [50, "E"],
  [52, "F"],
  [60, "G"],
  [62, "H"],
  [65, "I"],
  [69, "J"],
  [70, "K"],
  [72, "L"],
  [75, "M"],
  [79, "N"],
  [82, "O"],
  [83, "P"],
  [85, "Q"],
  [90, "R"],
];
const sectionOf = (code: string): string => SECTIONS.find(([upTo]) => Number(code.slice(0, 2)) <= upTo)?.[1] ?? "S";

const OCR: Readonly<Record<string, string>> = { "0": "O", "1": "I", "2": "Z", "5": "S", "8": "B" };
function ocr(value: string | number, { random }: Setting): Cell | undefined {
  if (!isText(value)) return undefined;
  const at = random.int(8, value.length - 1);
  const letter = OCR[value.charAt(at)];
  return letter && `${value.slice(0, at)}${letter}${value.slice(at + 1)}`;
}

function legacy(value: string | number, { enterprise, field }: Setting): Cell | undefined {
  if (field.id !== "uscc" || value !== enterprise.uscc) return undefined;
  return enterprise.legacyRegNo ?? `${enterprise.uscc.slice(8, 16)}-${enterprise.uscc.charAt(16)}`;
}

function checkChar(value: string | number, { random }: Setting): Cell | undefined {
  if (!isText(value) || value.length !== 18) return undefined;
  const last = random.pick([..."34679ACDEFGH"].filter((letter) => letter !== value.charAt(17)));
  return value.slice(0, 17) + last;
}

function oldName(value: string | number, { enterprise, random }: Setting): Cell | undefined {
  const former = enterprise.names.length > 1 ? enterprise.names[0]?.name : undefined;
  if (former && former !== value) return former;
  return random.chance(0.3) ? changed(String(value), currentName(enterprise).replace("青禾县", "").replace("有限公司", "")) : undefined;
}

/** One function per pattern; file- and row-level patterns are made elsewhere. */
export const CELL_FAULTS: Partial<Record<Pattern, Fault>> = {
  FULLWIDTH: (value) => changed(String(value), wide(String(value))),
  RARE_CHAR: (value, { random }) => (isText(value) && value.length > 1 ? `${value.slice(0, 1)}${random.pick(["?", "□"])}${value.slice(2)}` : undefined),
  SUFFIX: (value) =>
    isText(value)
      ? changed(value, value.includes("有限责任公司") ? value.replace("有限责任公司", "有限公司") : value.replace("有限公司", "有限责任公司"))
      : undefined,
  BRACKET: bracket,
  SPACE: space,
  OLD_NAME: oldName,
  LEGACY_ID: legacy,
  OCR: ocr,
  CHECK_CHAR: checkChar,
  CASE_DUP: (value) => changed(String(value), String(value).toLowerCase()),
  SCI: (value, { text }) =>
    text && /^\d{16,}|^9\d/.test(String(value))
      ? `${String(value).slice(0, 1)}.${String(value).replace(/\D/g, "").slice(1, 6)}E+${String(value).length - 1}`
      : undefined,
  APOS: (value, { text, random }) => (text && isText(value) ? random.pick([`'${value}`, `="${value}"`]) : undefined),
  DATE_MIX: dateMix,
  DATE_SERIAL: (value) => (/^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? serial(String(value)) : undefined),
  DATE_BAD: (value, { random }) => (value === "" ? undefined : random.pick(["2024-02-30", "1900-01-00", "2025-13-01"])),
  PERIOD_MIX: (value, { random }) => {
    const match = /^(\d{4})-(\d{2})$/.exec(String(value));
    return match ? random.pick([`${match[1]}${match[2]}`, `${match[1]}年${Number(match[2])}月`, `${match[1]}/${match[2]}`]) : undefined;
  },
  THOUSAND: (value, { random }) => {
    if (typeof value !== "number" || value < 1000) return undefined;
    return random.chance(0.85) ? thousands(value) : thousands(value).replaceAll(",", "，");
  },
  UNIT_TEXT: unitText,
  UNIT_SCALE: (value, { random }) => {
    if (typeof value !== "number" || value < 1000) return undefined;
    return random.chance(0.7) ? Math.round(value) / 10_000 : value * 10_000;
  },
  PERCENT: (value, { field }) => {
    if (typeof value !== "number") return undefined;
    return `${field.id === "deductRate" ? value * 100 : value}%`;
  },
  NEG_PAREN: (value) => (typeof value === "number" && value < 0 ? `(${thousands(-value)})` : undefined),
  ENUM_ALIAS: enumAlias,
  LEAD_ZERO: (value) => (/^0\d+$/.test(String(value)) ? String(value).replace(/^0+/, "") : undefined),
  RANGE: (value) => (typeof value === "number" && value > 0 ? -value : undefined),
  MULTI_VALUE: (value) => (isText(value) && value.includes(";") ? value.replaceAll(";", "、") : undefined),
};

/** What stands in an empty optional cell instead of nothing. */
export const PLACEHOLDERS = ["/", "-", "—", "无", "暂无", "NULL", "#N/A"] as const;
