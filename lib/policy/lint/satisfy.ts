import { type Condition, isRatio, type Leaf, type PlainLeaf } from "../condition";
import { COMPANY_AGE, suppliedBy } from "../facts";
import type { LintIndicator } from "./finding";
import { anyIndustry, type Bound, commonPrefixes, cut, isImpossible, type OneOf, prefixesOf, rangeOf, type SetOf, type Values } from "./values";

/** 要求: the condition shall be true (or false). */
export type Goal = { readonly condition: Condition; readonly wanted: boolean };
export const must = (condition: Condition): Goal => ({ condition, wanted: true });
export const mustNot = (condition: Condition): Goal => ({ condition, wanted: false });

type Catalogue = Readonly<Record<string, LintIndicator>>;
type Store = ReadonlyMap<string, Values>;
type Literal = { readonly leaf: Leaf; readonly wanted: boolean; readonly empty: boolean };
type Step = Goal | Literal;

/** More cases than this are not looked through: what cannot be proved in time is not reported. */
const MOST_STEPS = 20_000;
const OPPOSITE: Readonly<Record<Bound, Bound>> = { gte: "lt", gt: "lte", lte: "gt", lt: "gte" };
const isBound = (op: string): op is Bound => op === "gte" || op === "gt" || op === "lte" || op === "lt";
const isLiteral = (step: Step): step is Literal => "leaf" in step;

const lowest = (...ids: readonly (LintIndicator | undefined)[]) => (ids.every((one) => one?.min !== undefined && one.min >= 0) ? 0 : undefined);

/** Name of the value that a leaf looks at, and what it may be before anything is asked. */
function firstValue(leaf: Leaf, catalogue: Catalogue): { readonly key: string; readonly first: Values } {
  if (isRatio(leaf)) return { key: leaf.ratio.join("÷"), first: rangeOf(lowest(...leaf.ratio.map((id) => catalogue[id]))) };
  if (leaf.ind === COMPANY_AGE || leaf.op === "monthsSinceLte") return { key: `${suppliedBy(leaf.ind)}#months`, first: rangeOf(0, undefined, true) };
  if (leaf.op === "industryIn") return { key: leaf.ind, first: anyIndustry() };
  if (leaf.op === "hasAny") return { key: leaf.ind, first: { kind: "setOf", meets: [], without: [] } };
  const own = catalogue[leaf.ind];
  if (leaf.op === "dateGte" || isBound(leaf.op) || typeof leaf.value === "number")
    return { key: leaf.ind, first: rangeOf(own?.min, own?.max, own?.type === "count") };
  return { key: leaf.ind, first: { kind: "oneOf", among: codesOf(leaf, own), without: [] } };
}

function codesOf(leaf: PlainLeaf, own: LintIndicator | undefined): readonly (string | boolean)[] | null {
  if (own?.type === "bool" || typeof leaf.value === "boolean") return [true, false];
  return own?.labels ? Object.keys(own.labels) : null;
}

const DAY = 86_400_000;

function askedOfRange(values: Extract<Values, { kind: "range" }>, leaf: Leaf, wanted: boolean): Values {
  if (isBound(leaf.op)) return cut(values, wanted ? leaf.op : OPPOSITE[leaf.op], Number(leaf.value));
  if (leaf.op === "dateGte") return cut(values, wanted ? "gte" : "lt", Date.parse(leaf.value) / DAY);
  if (leaf.op === "monthsSinceLte") return cut(values, wanted ? "lte" : "gt", leaf.value);
  if (leaf.op !== "eq" || typeof leaf.value !== "number") return values;
  return wanted ? cut(cut(values, "gte", leaf.value), "lte", leaf.value) : { ...values, without: [...values.without, leaf.value] };
}

function askedOfOne(values: OneOf, leaf: PlainLeaf, wanted: boolean): Values {
  if (leaf.op !== "eq" && leaf.op !== "in" && leaf.op !== "notIn") return values;
  const codes = (Array.isArray(leaf.value) ? leaf.value.map(String) : [leaf.value]).filter((code) => typeof code !== "number");
  if ((leaf.op === "notIn") === wanted) return { ...values, without: [...values.without, ...codes] };
  return { ...values, among: values.among ? values.among.filter((code) => codes.includes(code)) : codes };
}

function askedOfSet(values: SetOf, leaf: PlainLeaf, wanted: boolean): Values {
  if (leaf.op !== "hasAny") return values;
  return wanted ? { ...values, meets: [...values.meets, leaf.value] } : { ...values, without: [...values.without, ...leaf.value] };
}

function asked(values: Values, leaf: Leaf, wanted: boolean): Values | null {
  if (values.kind === "empty") return null;
  if (values.kind === "range") return askedOfRange(values, leaf, wanted);
  if (isRatio(leaf)) return values;
  if (values.kind === "oneOf") return askedOfOne(values, leaf, wanted);
  if (values.kind === "setOf") return askedOfSet(values, leaf, wanted);
  if (leaf.op !== "industryIn") return values;
  const prefixes = prefixesOf(leaf.value);
  return wanted ? { ...values, under: commonPrefixes(values.under, prefixes) } : { ...values, without: [...values.without, ...prefixes] };
}

/** The store with one more thing asked; null where nothing is left that could satisfy it. */
function assume(store: Store, { leaf, wanted, empty }: Literal, catalogue: Catalogue): Store | null {
  const { key, first } = firstValue(leaf, catalogue);
  const before = store.get(key);
  if (empty) return before === undefined || before.kind === "empty" ? new Map(store).set(key, { kind: "empty" }) : null;
  const after = asked(before ?? first, leaf, wanted);
  return after && !isImpossible(after) ? new Map(store).set(key, after) : null;
}

/** What one goal asks: all of `every`, or one of `some`. */
function opened({ condition, wanted }: Goal): { readonly every: readonly Step[] } | { readonly some: readonly Step[] } {
  if ("not" in condition) return { every: [{ condition: condition.not, wanted: !wanted }] };
  if ("all" in condition || "any" in condition) {
    const parts = ("all" in condition ? condition.all : condition.any).map((part) => ({ condition: part, wanted }));
    return "all" in condition === wanted ? { every: parts } : { some: parts };
  }
  const known = { leaf: condition, wanted, empty: false };
  // 空 counts as what the leaf says it counts as: then an empty value is another way to satisfy it.
  return condition.nullAs === wanted ? { some: [known, { ...known, empty: true }] } : { every: [known] };
}

type Search = { readonly catalogue: Catalogue; left: number };

/** Takes the steps one by one, what must all hold first; what leaves a choice is tried last, option by option. */
function search(steps: readonly Step[], choices: readonly (readonly Step[])[], store: Store, task: Search): boolean {
  const [step, ...rest] = steps;
  task.left -= 1;
  if (task.left < 0) return true;
  if (!step) {
    const [options, ...others] = choices;
    return options?.some((option) => search([option], others, store, task)) ?? true;
  }
  if (isLiteral(step)) {
    const next = assume(store, step, task.catalogue);
    return next !== null && search(rest, choices, next, task);
  }
  const parts = opened(step);
  return "every" in parts ? search([...parts.every, ...rest], choices, store, task) : search(rest, [...choices, parts.some], store, task);
}

/**
 * 可满足性: is there an enterprise, with values within what the catalogue holds possible, for which all goals come out as wanted? False is a
 * proof; true may also mean that the search was given up.
 */
export const isPossible = (goals: readonly Goal[], catalogue: Catalogue): boolean => search(goals, [], new Map(), { catalogue, left: MOST_STEPS });
