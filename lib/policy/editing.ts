import type { IndicatorDefinition } from "../indicators/catalogue";
import type { Condition } from "./condition";
import { isIndustry, type LeafOp, operatorsFor } from "./operators";
import { keysOf, placeOf } from "./place";

/** 草稿 while it is typed: plain JSON of any shape. Paths are those of findings: "conditions.all.1.value". */
export type Typed = unknown;

const isList = (value: Typed): value is readonly Typed[] => Array.isArray(value);
const isRecord = (value: Typed): value is Readonly<Record<string, Typed>> => typeof value === "object" && value !== null && !isList(value);
export const parentOf = (path: string): string => placeOf(keysOf(path).slice(0, -1));
const lastOf = (path: string): string => keysOf(path).at(-1) ?? "";

function childOf(value: Typed, key: string): Typed {
  if (isList(value)) return value[Number(key)];
  return isRecord(value) ? value[key] : undefined;
}

/** What stands at a place; undefined where nothing does. */
export const getAt = (value: Typed, path: string): Typed => keysOf(path).reduce<Typed>(childOf, value);

function changed(value: Typed, keys: readonly string[], change: (old: Typed) => Typed): Typed {
  const [key, ...rest] = keys;
  if (key === undefined) return change(value);
  if (isList(value)) return value.map((item, index) => (index === Number(key) ? changed(item, rest, change) : item));
  const record = isRecord(value) ? value : {};
  const next = changed(record[key], rest, change);
  return next === undefined ? withoutKey(record, key) : { ...record, [key]: next };
}
const withoutKey = (record: Readonly<Record<string, Typed>>, key: string): Typed => Object.fromEntries(Object.entries(record).filter(([own]) => own !== key));

/** The value with something else at a place; undefined takes a key away. */
export const setAt = (value: Typed, path: string, next: Typed): Typed => changed(value, keysOf(path), () => next);

/** The value without what stands at a place: an entry of a list closes up, a key is gone. */
export function removeAt(value: Typed, path: string): Typed {
  const last = lastOf(path);
  return changed(value, keysOf(parentOf(path)), (parent) => {
    if (isList(parent)) return parent.filter((_, index) => index !== Number(last));
    return isRecord(parent) ? withoutKey(parent, last) : parent;
  });
}

/** The value with one more entry at the end of a list; the list is made where there is none. */
export const appendAt = (value: Typed, path: string, entry: Typed): Typed => changed(value, keysOf(path), (list) => [...(isList(list) ? list : []), entry]);

/** 上移 and 下移 of an entry of a list; at the end of the list nothing moves. */
export function moveAt(value: Typed, path: string, step: -1 | 1): Typed {
  const from = Number(lastOf(path));
  return changed(value, keysOf(parentOf(path)), (list) => {
    if (!isList(list) || from + step < 0 || from + step >= list.length) return list;
    const moved = [...list];
    moved.splice(from, 1);
    moved.splice(from + step, 0, list[from]);
    return moved;
  });
}

/** The condition at a place put into a group of its own, or under a 不属于. */
export const wrapAt = (value: Typed, path: string, kind: "all" | "any" | "not"): Typed =>
  changed(value, keysOf(path), (node) => (kind === "not" ? { not: node } : { [kind]: [node] }));

/** Out of a 不属于, or out of a group of one: the condition itself takes the place. */
export function unwrapAt(value: Typed, path: string): Typed {
  return changed(value, keysOf(path), (node) => {
    if (!isRecord(node)) return node;
    const list = node["all"] ?? node["any"];
    if (node["not"] !== undefined) return node["not"];
    return isList(list) && list.length === 1 ? list[0] : node;
  });
}

/** A requirement more beside what stands at a place: a single requirement becomes a group first. */
export function addCondition(value: Typed, path: string, entry: Typed): Typed {
  const node = getAt(value, path);
  if (isRecord(node) && node["all"] !== undefined) return appendAt(value, `${path}.all`, entry);
  if (isRecord(node) && node["any"] !== undefined) return appendAt(value, `${path}.any`, entry);
  return setAt(value, path, node === undefined ? { all: [entry] } : { all: [node, entry] });
}

function idsIn(value: Typed): string[] {
  if (isList(value)) return value.flatMap(idsIn);
  if (!isRecord(value)) return [];
  const own = typeof value["id"] === "string" ? [value["id"]] : [];
  return [...own, ...Object.values(value).flatMap(idsIn)];
}

/** The next free number of a condition: c of the clause, m of the diversion, a of the amount. */
export function nextId(value: Typed, code: string, letter: "c" | "m" | "a"): string {
  const numbers = idsIn(value).flatMap((id) => (id.startsWith(`${code}.${letter}`) ? [Number(id.slice(code.length + 2))] : []));
  return `${code}.${letter}${Math.max(0, ...numbers.filter(Number.isFinite)) + 1}`;
}

type Own = Pick<IndicatorDefinition, "id" | "type" | "unit" | "labels">;

const UNITS: Readonly<Partial<Record<Own["type"], string>>> = { money: "元", ratio: "比例" };
/** The unit in which a condition on an indicator is written. */
export const unitFor = ({ type, unit }: Own): string | undefined => UNITS[type] ?? unit;

/** What a leaf holds before anything is typed: a list where several can be chosen, else nothing. */
function blankValue(op: LeafOp, type: Own["type"]): Typed {
  if (op === "in" || op === "notIn" || op === "hasAny" || op === "industryIn") return [];
  return type === "bool" ? true : "";
}

/** A requirement on another indicator: operator, value and unit begin anew; number and clause stay. */
export function withIndicator(leaf: Typed, own: Own): Typed {
  const { id, clause } = isRecord(leaf) ? leaf : {};
  const op = operatorsFor(own.id, own)[0] ?? "gte";
  const unit = unitFor(own);
  return { id, ind: own.id, op, value: blankValue(op, own.type), ...(unit !== undefined && { unit }), clause };
}

/** Another operator: the value stays where it still is of the kind that the operator needs. */
export function withOperator(leaf: Typed, op: LeafOp, own: Own): Typed {
  if (!isRecord(leaf)) return leaf;
  const blank = blankValue(op, own.type);
  const fits = isList(blank) === isList(leaf["value"]) && (op === "dateGte") === (leaf["op"] === "dateGte") && !isIndustry(own.id);
  return { ...leaf, op, value: fits ? leaf["value"] : blank };
}

/** 空白草稿 of a new policy: what cannot be guessed is left open and said to be missing. */
export function blankPolicy(head: { readonly code: string; readonly name: string; readonly dept: string; readonly category: string }): Typed {
  return {
    ...head,
    boards: [],
    benefitKind: "cash",
    fund: { account: "countyTreasury", name: "县级财政资金" },
    source: { doc: "", article: "", fictional: false, clauseText: "" },
    nationalBasis: [],
    conditions: { all: [] },
    needsManualReview: false,
    amount: { kind: "fixed", amount: "" },
    grantCycle: "yearly",
    annualBudget: "",
    materials: [],
    limits: { processingWorkingDays: 3, manualReviewWorkingDays: 3, noticeWorkingDays: 3, disbursementWorkingDays: 2, noticeExcludedFromProcessing: true },
    effective: { from: "", to: "" },
    fairCompetition: { risk: "low" },
    confirmStage: "before",
    base: ["B1"],
    negativeList: [],
    relations: [],
    examples: [],
  };
}

/** A number as typed: commas and full-width digits are read, anything else stays text so that nothing is lost. `shift` 2 reads percent. */
export function readNumber(text: string, shift = 0): number | string {
  const plain = text.normalize("NFKC").replace(/[,\s%]/g, "");
  if (!/^-?\d{1,15}(\.\d{1,8})?$/.test(plain)) return text;
  if (shift === 0) return Number(plain);
  const [whole = "0", fraction = ""] = plain.replace("-", "").split(".");
  const digits = `${"0".repeat(shift)}${whole}`;
  const at = digits.length - shift;
  return Number(`${plain.startsWith("-") ? "-" : ""}${digits.slice(0, at)}.${digits.slice(at)}${fraction}`);
}

const grouped = (text: string): string => text.replace(/^(-?)(\d+)/, (_, sign: string, whole: string) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ","));

/** A number for a text field, exactly; percent where `shift` is 2; thousands are set apart where asked. */
export function writeNumber(value: Typed, shift = 0, apart = false): string {
  if (typeof value !== "number") return typeof value === "string" ? value : "";
  const text = shift === 0 ? String(value) : String(Number((value * 10 ** shift).toPrecision(15)));
  return apart ? grouped(text) : text;
}

export const isGroup = (node: Typed): node is { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } =>
  isRecord(node) && (isList(node["all"]) || isList(node["any"]));

/** 补差组 that an amount names, as typed so far. */
export function laddersIn(value: Typed): string[] {
  if (isList(value)) return [...new Set(value.flatMap(laddersIn))];
  if (!isRecord(value)) return [];
  const own = typeof value["topUpGroup"] === "string" && value["topUpGroup"] !== "" ? [value["topUpGroup"]] : [];
  return [...new Set([...own, ...Object.values(value).flatMap(laddersIn)])];
}
