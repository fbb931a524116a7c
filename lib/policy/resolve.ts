import type { z } from "zod";
import { ok, type Result, refused } from "../kernel/result";
import { type AmountFormula, innerFormulas } from "./amount-formula";
import { type Condition, type Leaf, leavesOf } from "./condition";
import { LibraryDocument, PolicyDocument, type ResolvedPolicy } from "./language";
import { placeOf } from "./place";

/** What is wrong with a document, and where: `path` is like "conditions.all.0.op". */
export type Problem = { readonly path: string; readonly message: string };

function checked<Value>(schema: z.ZodType<Value>, data: unknown): Result<Value, readonly Problem[]> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return ok(parsed.data);
  return refused(parsed.error.issues.map((issue) => ({ path: placeOf(issue.path), message: issue.message })));
}

/** Reads a policy document (YAML already parsed to plain data). Unknown keys, wrong types and bad tiers are refused, each with its path. */
export const parsePolicy = (data: unknown): Result<PolicyDocument, readonly Problem[]> => checked(PolicyDocument, data);
/** Reads the library document. */
export const parseLibrary = (data: unknown): Result<LibraryDocument, readonly Problem[]> => checked(LibraryDocument, data);

/** Every condition of an amount formula, also inside parts and cases. */
export function conditionsOfAmount(formula: AmountFormula): Condition[] {
  const own = formula.kind === "cases" ? formula.cases.map((one) => one.when) : [];
  return [...own, ...innerFormulas(formula).flatMap(conditionsOfAmount)];
}

function ownLeaves(policy: PolicyDocument): Leaf[] {
  const trees = [policy.conditions, policy.routeToManual, policy.crossChecks, ...conditionsOfAmount(policy.amount)];
  return trees.flatMap((tree) => (tree ? leavesOf(tree) : []));
}

function levelsOf(formula: AmountFormula): (readonly [string, string])[] {
  const own = formula.kind === "byLevel" ? Object.keys(formula.levels).map((code) => [formula.indicator, code] as const) : [];
  return [...own, ...innerFormulas(formula).flatMap(levelsOf)];
}

/** Every code the policy names, with its indicator: members of lists and levels of amounts. */
function codesOf(leaves: readonly Leaf[], amount: AmountFormula): (readonly [string, string])[] {
  const named = leaves.flatMap((leaf) => {
    if (leaf.op === "eq" && typeof leaf.value === "string") return [[leaf.ind, leaf.value] as const];
    if (leaf.op !== "in" && leaf.op !== "notIn" && leaf.op !== "hasAny") return [];
    return leaf.value.map((code) => [leaf.ind, String(code)] as const);
  });
  return [...named, ...levelsOf(amount)];
}

function namesOf(codes: readonly (readonly [string, string])[], library: LibraryDocument): Record<string, Record<string, string>> {
  const names: Record<string, Record<string, string>> = {};
  for (const [indicator, code] of codes) {
    const name = library.codeNames[indicator]?.[code] ?? library.titleCodes[code];
    if (name !== undefined) names[indicator] = { ...names[indicator], [code]: name };
  }
  return names;
}

type Known = (id: string) => boolean;
const unknownId = (path: string, what: string, id: string, known: Known): Problem[] => (known(id) ? [] : [{ path, message: `no ${what} ${id}` }]);
const unknownIds = (path: string, what: string, ids: readonly string[], known: Known): Problem[] =>
  ids.flatMap((id, index) => unknownId(`${path}.${index}`, what, id, known));

function referenceProblems(policy: PolicyDocument, library: LibraryDocument): Problem[] {
  const listed = (list: readonly { id: string }[]) => (id: string) => list.some((item) => item.id === id);
  const keyed = (record: object) => (id: string) => Object.hasOwn(record, id);
  const titles = ownLeaves(policy).flatMap((leaf) => (leaf.op === "hasAny" ? unknownIds(leaf.id, "title code", leaf.value, keyed(library.titleCodes)) : []));
  return [
    ...unknownId("dept", "department", policy.dept, listed(library.departments)),
    ...unknownId("category", "category", policy.category, listed(library.categories)),
    ...unknownIds("boards", "board", policy.boards, listed(library.boards)),
    ...unknownIds("base", "base condition", policy.base, keyed(library.baseConditions)),
    ...unknownIds("negativeList", "negative-list item", policy.negativeList, keyed(library.negativeListItems)),
    ...policy.relations.flatMap(({ group }, index) =>
      library.exclusionGroups[group]?.policies.includes(policy.code)
        ? []
        : [{ path: `relations.${index}.group`, message: `${group} does not list ${policy.code}` }],
    ),
    ...titles,
  ];
}

function contentProblems(policy: PolicyDocument): Problem[] {
  const ids = ownLeaves(policy).map((leaf) => leaf.id);
  const foreign = ids.filter((id) => !id.startsWith(`${policy.code}.`));
  const doubled = ids.filter((id, index) => ids.indexOf(id) < index);
  const paid = policy.benefitKind === "cash";
  const wrong = (when: boolean, path: string, message: string): Problem[] => (when ? [{ path, message }] : []);
  return [
    ...foreign.map((id) => ({ path: id, message: `a condition of ${policy.code} must be numbered ${policy.code}.…` })),
    ...doubled.map((id) => ({ path: id, message: "two conditions have this id" })),
    ...wrong(policy.effective.from > policy.effective.to, "effective", "ends before it begins"),
    ...wrong(paid !== (policy.fund.account !== null), "fund.account", "a cash benefit needs a paying account, a tax reduction has none"),
    ...wrong(paid !== (policy.annualBudget !== null), "annualBudget", "a cash benefit needs a budget, a tax reduction has none"),
  ];
}

/**
 * 定版: inlines base conditions, negative list, group rules and code names, so that the version stands alone.
 * Refuses references to what the library does not hold, doubled condition ids and money without an account.
 */
export function resolvePolicy(policy: PolicyDocument, library: LibraryDocument): Result<ResolvedPolicy, readonly Problem[]> {
  const problems = [...referenceProblems(policy, library), ...contentProblems(policy)];
  if (problems.length > 0) return refused(problems);
  const { base, negativeList, relations, examples: _, ...rest } = policy;
  const pick = <Item>(record: Readonly<Record<string, Item>>, ids: readonly string[]) =>
    ids.flatMap((id) => {
      const item = record[id];
      return item === undefined ? [] : [{ id, ...item }];
    });
  const bases = pick(library.baseConditions, base);
  const blocks = pick(library.negativeListItems, negativeList);
  const leaves = [...ownLeaves(policy), ...bases.flatMap((item) => leavesOf(item.cond)), ...blocks.flatMap((item) => leavesOf(item.blocksWhen))];
  return ok({
    ...rest,
    base: bases,
    negativeList: blocks,
    relations: relations.flatMap(({ group, rule }) => {
      const found = library.exclusionGroups[group];
      return found ? [{ group, level: found.level, mode: found.mode, rule }] : [];
    }),
    names: namesOf(codesOf(leaves, policy.amount), library),
  });
}
