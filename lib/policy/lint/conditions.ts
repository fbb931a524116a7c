import type { Condition } from "../condition";
import { describeCondition, type Words } from "../describe";
import type { ResolvedPolicy } from "../language";
import { at, type Finding, type LintIndicator } from "./finding";
import { type Goal, isPossible, must, mustNot } from "./satisfy";

export type Reader = { readonly catalogue: Readonly<Record<string, LintIndicator>>; readonly words: Words };

type Visit = { readonly condition: Condition; readonly place: string; readonly wanted: boolean; readonly given: readonly Goal[] };

const goal = ({ condition, wanted }: Pick<Visit, "condition" | "wanted">): Goal => ({ condition, wanted });
const opposite = (one: Goal): Goal => ({ ...one, wanted: !one.wanted });

/** The parts of a group with their places; null for a leaf. */
function partsOf({ condition, place, wanted, given }: Visit): { readonly parts: readonly Visit[]; readonly isEvery: boolean } | null {
  if ("not" in condition) return { parts: [{ condition: condition.not, place: at(place, "not"), wanted: !wanted, given }], isEvery: true };
  if (!("all" in condition) && !("any" in condition)) return null;
  const [key, list] = "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
  return { parts: list.map((part, index) => ({ condition: part, place: at(place, key, index), wanted, given })), isEvery: (key === "all") === wanted };
}

function neverTrue(visit: Visit, { catalogue, words }: Reader): Finding[] {
  const inner = partsOf(visit);
  const parts = inner?.parts ?? [];
  const culprits = parts.filter((part) => !isPossible([...visit.given, goal(part)], catalogue));
  if (inner?.isEvery && culprits.length > 0) return culprits.flatMap((part) => neverTrue(part, { catalogue, words }));
  const alone = !isPossible([goal(visit)], catalogue);
  const text = describeCondition(visit.condition, words, !visit.wanted);
  if (inner && parts.length > 1)
    return [{ kind: "neverTrue", severity: "block", place: visit.place, message: `这几条放在一起，没有企业能同时符合：${text}。请核对数字和方向。` }];
  const why = alone ? "没有企业能符合这一条" : "和前面的条件矛盾，没有企业能符合";
  return [{ kind: "neverTrue", severity: "block", place: visit.place, message: `${why}：${text}。请核对数字和方向。` }];
}

function alwaysTrue(visit: Visit, { catalogue, words }: Reader): Finding {
  const text = describeCondition(visit.condition, words, !visit.wanted);
  const alone = !isPossible([opposite(goal(visit))], catalogue);
  return alone
    ? { kind: "alwaysTrue", severity: "warn", place: visit.place, message: `每家企业都符合，这一条不起作用：${text}。` }
    : { kind: "redundant", severity: "warn", place: visit.place, message: `其他条件已经包含这一条，可以删去：${text}。` };
}

/** 同时符合: each part is read beside the others; of two that say the same, the later is superfluous. */
function everyPart(parts: readonly Visit[], reader: Reader): Finding[] {
  const superfluous = new Set<Visit>();
  return [...parts].reverse().flatMap((part) => {
    const others = parts.filter((other) => other !== part && !superfluous.has(other)).map(goal);
    const found = visitCondition({ ...part, given: [...part.given, ...others] }, reader);
    if (found.some((one) => one.place === part.place && (one.kind === "redundant" || one.kind === "alwaysTrue"))) superfluous.add(part);
    return found;
  });
}

/** 符合其一: a branch that cannot come true, or that another branch already holds, is dead. */
function somePart(parts: readonly Visit[], reader: Reader): Finding[] {
  const superfluous = new Set<Visit>();
  return [...parts].reverse().flatMap((part): Finding[] => {
    const text = describeCondition(part.condition, reader.words, !part.wanted);
    if (!isPossible([...part.given, goal(part)], reader.catalogue)) {
      superfluous.add(part);
      return [{ kind: "deadBranch", severity: "block", place: part.place, message: `这一支永远走不到，和其他条件矛盾：${text}。` }];
    }
    const others = parts.filter((other) => other !== part && !superfluous.has(other)).map((other) => opposite(goal(other)));
    if (others.length > 0 && !isPossible([...part.given, ...others, goal(part)], reader.catalogue)) {
      superfluous.add(part);
      return [{ kind: "redundant", severity: "warn", place: part.place, message: `符合这一支的企业也都符合别的一支，可以删去：${text}。` }];
    }
    return visitParts(part, reader);
  });
}

function visitParts(visit: Visit, reader: Reader): Finding[] {
  const inner = partsOf(visit);
  if (!inner) return [];
  return inner.isEvery ? everyPart(inner.parts, reader) : somePart(inner.parts, reader);
}

function visitCondition(visit: Visit, reader: Reader): Finding[] {
  if (!isPossible([...visit.given, goal(visit)], reader.catalogue)) return neverTrue(visit, reader);
  if (!isPossible([...visit.given, opposite(goal(visit))], reader.catalogue)) return [alwaysTrue(visit, reader)];
  return visitParts(visit, reader);
}

const readTree = (condition: Condition, place: string, given: readonly Goal[], reader: Reader): Finding[] =>
  visitCondition({ condition, place, wanted: true, given }, reader).reverse();

/** What every entitled enterprise has in common. */
export function entitlement(policy: Pick<ResolvedPolicy, "base" | "conditions" | "negativeList">): Goal[] {
  return [...policy.base.map((item) => must(item.cond)), must(policy.conditions), ...policy.negativeList.map((item) => mustNot(item.blocksWhen))];
}

function readNegativeList(policy: ResolvedPolicy, reader: Reader): Finding[] {
  const wanted = [...policy.base.map((item) => must(item.cond)), must(policy.conditions)];
  if (!isPossible(wanted, reader.catalogue)) return [];
  const dead = policy.negativeList.flatMap((item, index): Finding[] => {
    const place = at("negativeList", index);
    if (!isPossible([...wanted, must(item.blocksWhen)], reader.catalogue))
      return [{ kind: "deadBlock", severity: "warn", place, message: `“${item.name}”永远不会命中：符合条件的企业不会有这种情形。` }];
    if (!isPossible([...wanted, mustNot(item.blocksWhen)], reader.catalogue))
      return [{ kind: "blocksAll", severity: "block", place, message: `“${item.name}”挡住了每一家符合条件的企业，没有人能享受。` }];
    return [];
  });
  if (dead.some((one) => one.severity === "block") || isPossible(entitlement(policy), reader.catalogue)) return dead;
  return [...dead, { kind: "blocksAll", severity: "block", place: "negativeList", message: "负面清单合在一起挡住了每一家符合条件的企业，没有人能享受。" }];
}

/** A diversion or a cross-check that never says anything, or says the same of everybody. */
function readRouting(policy: ResolvedPolicy, { catalogue }: Reader): Finding[] {
  const entitled = entitlement(policy);
  if (!isPossible(entitled, catalogue)) return [];
  const told = (tree: Condition | undefined, place: string, never: string, always: string): Finding[] => {
    if (!tree) return [];
    if (!isPossible([...entitled, must(tree)], catalogue)) return [{ kind: "neverTrue", severity: "warn", place, message: never }];
    if (!isPossible([...entitled, mustNot(tree)], catalogue)) return [{ kind: "alwaysTrue", severity: "warn", place, message: always }];
    return [];
  };
  return [
    ...told(policy.routeToManual, "routeToManual", "转人工的条件永远不会成立，可以删去。", "每一件都会转人工，请改为“都要人工复核”。"),
    ...told(policy.crossChecks, "crossChecks", "交叉核对永远对不上，每一件都会转人工。", "交叉核对永远对得上，不起作用，可以删去。"),
  ];
}

/** 条件 of a policy read for contradictions, for what is always so, and for dead branches and dead items of the negative list. */
export function lintConditions(policy: ResolvedPolicy, reader: Reader): Finding[] {
  const bases = policy.base.map((item) => must(item.cond));
  const own = readTree(policy.conditions, "conditions", bases, reader);
  return [...own, ...readNegativeList(policy, reader), ...readRouting(policy, reader)];
}
