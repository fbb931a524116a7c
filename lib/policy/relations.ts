import { addFen, type Fen, largerFen, subtractFen, ZERO_FEN } from "../kernel/fen";
import type { ExclusionGroup, GroupLevel, GroupMode } from "./language";

export type Groups = Readonly<Record<string, ExclusionGroup>>;

/** One group that a policy belongs to, with the other policies in it. */
export type Relation = {
  readonly group: string;
  readonly level: GroupLevel;
  readonly mode: GroupMode;
  readonly rule: string;
  readonly with: readonly string[];
};

/** 政策关联: the groups of a policy. `with` is empty for a ladder that lies within one policy. */
export function relationsOf(code: string, groups: Groups): Relation[] {
  return Object.entries(groups).flatMap(([group, { level, mode, rule, policies }]) =>
    policies.includes(code) ? [{ group, level, mode, rule, with: policies.filter((other) => other !== code) }] : [],
  );
}

/** A benefit that could be granted. `subjects` (persons, invoice lines, loans) are given where known; without them two claims on one kind of subject exclude each other. */
export type Candidate = { readonly policy: string; readonly amountFen: Fen; readonly subjects?: readonly string[] };

const disjoint = (a: Candidate, b: Candidate): boolean => {
  if (!a.subjects || !b.subjects) return false;
  const own = new Set(a.subjects);
  return !b.subjects.some((subject) => own.has(subject));
};

type Conflict = { readonly group: string; readonly rule: string };

/** 不可兼得: the group because of which two benefits cannot both be granted, or null. Ladders and sequences keep both. */
export function conflictBetween(a: Candidate, b: Candidate, groups: Groups): Conflict | null {
  for (const [group, { mode, rule, policies }] of Object.entries(groups)) {
    if (!policies.includes(a.policy) || !policies.includes(b.policy)) continue;
    if (mode === "oneOf" || (mode === "perSubject" && !disjoint(a, b))) return { group, rule };
  }
  return null;
}

const totalOf = (candidates: readonly Candidate[]): Fen => addFen(...candidates.map((one) => one.amountFen));

/** The choice of the largest sum without a conflict. Groups are small, so every choice is weighed. */
function bestOf(candidates: readonly Candidate[], groups: Groups): readonly Candidate[] {
  const [first, ...rest] = candidates;
  if (!first) return [];
  const free = rest.filter((other) => !conflictBetween(first, other, groups));
  const withFirst = [first, ...bestOf(free, groups)];
  if (free.length === rest.length) return withFirst;
  const without = bestOf(rest, groups);
  return totalOf(without) > totalOf(withFirst) ? without : withFirst;
}

/** On a common ladder the lower step is part of the higher one: each step brings only its difference. */
function ladderNet(chosen: readonly Candidate[], groups: Groups): readonly Candidate[] {
  const net = new Map(chosen.map((one) => [one.policy, one.amountFen]));
  for (const { mode, policies } of Object.values(groups)) {
    if (mode !== "topUp") continue;
    const steps = chosen.filter((one) => policies.includes(one.policy)).sort((a, b) => a.amountFen - b.amountFen);
    let granted = ZERO_FEN;
    for (const step of steps) {
      net.set(step.policy, largerFen(ZERO_FEN, subtractFen(step.amountFen, granted)));
      granted = largerFen(granted, step.amountFen);
    }
  }
  return chosen.map((one) => ({ ...one, amountFen: net.get(one.policy) ?? one.amountFen }));
}

export type Combination = {
  readonly chosen: readonly { readonly policy: string; readonly amountFen: Fen }[];
  readonly totalFen: Fen;
  /** What was left out: its amount, the rule, and the chosen benefits it gives way to. */
  readonly left: readonly {
    readonly policy: string;
    readonly amountFen: Fen;
    readonly group: string;
    readonly rule: string;
    readonly becauseOf: readonly string[];
  }[];
};

/** Parts of the candidates that do not touch each other, so that each can be weighed alone. */
function components(candidates: readonly Candidate[], groups: Groups): Candidate[][] {
  const parts: Candidate[][] = [];
  for (const candidate of candidates) {
    const touching = parts.filter((part) => part.some((other) => conflictBetween(candidate, other, groups)));
    const apart = parts.filter((part) => !touching.includes(part));
    parts.splice(0, parts.length, ...apart, [...touching.flat(), candidate]);
  }
  return parts;
}

/**
 * 最优组合 of benefits that an enterprise may receive together, and what it must leave for it.
 * Amounts are those of the calculator (each policy alone, earlier grants already taken off).
 */
export function bestCombination(candidates: readonly Candidate[], groups: Groups): Combination {
  const byAmount = [...candidates].sort((a, b) => b.amountFen - a.amountFen);
  const kept = new Set(components(byAmount, groups).flatMap((part) => bestOf(part, groups)));
  const chosen = ladderNet(
    candidates.filter((one) => kept.has(one)),
    groups,
  );
  const left = candidates.flatMap((one) => {
    if (kept.has(one)) return [];
    const rivals = [...kept].flatMap((other) => {
      const conflict = conflictBetween(one, other, groups);
      return conflict ? [{ ...conflict, policy: other.policy }] : [];
    });
    const [rival] = rivals;
    return rival
      ? [{ policy: one.policy, amountFen: one.amountFen, group: rival.group, rule: rival.rule, becauseOf: rivals.map((other) => other.policy) }]
      : [];
  });
  return { chosen: chosen.map(({ policy, amountFen }) => ({ policy, amountFen })), totalFen: totalOf(chosen), left };
}
