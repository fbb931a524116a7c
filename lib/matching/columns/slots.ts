import { type Condition, isRatio, type Leaf, leavesOf } from "../../policy/condition";
import type { ResolvedPolicy } from "../../policy/language";
import { columnId } from "./layout";

/** 单列条件: a condition whose truth follows from one column (or one quotient) alone. */
export type Piece = { readonly column: string; readonly condition: Condition; readonly negated: boolean; readonly slots: number[] };

/** 符合其一 over several columns: the bits `mask` of `word` are its alternatives. */
export type Join = { readonly slot: number; readonly word: number; readonly mask: number };

/**
 * 判定位: one bit per policy and per alternative of a 符合其一. Everything in a bit must hold together, so that one false piece makes it "no" and one
 * unknown piece leaves it open. Distinct pieces stand once, however many policies ask for them.
 */
export type Slots = { readonly pieces: readonly Piece[]; readonly joins: readonly Join[]; readonly words: number };

/** Bits of a word. */
export const BITS = 32;
export const wordOf = (slot: number): number => Math.floor(slot / BITS);
export const bitOf = (slot: number): number => 1 << (slot % BITS);

/** A quotient is a column of its own: where it stands to its threshold. */
export const quotientId = (leaf: Extract<Leaf, { ratio: unknown }>): string => `${leaf.ratio.join("÷")}:${leaf.value}`;
const columnOfLeaf = (leaf: Leaf): string => (isRatio(leaf) ? quotientId(leaf) : columnId(leaf.ind));

/** The only column that a condition looks at; null when there are several. */
export function onlyColumn(condition: Condition): string | null {
  const columns = new Set(leavesOf(condition).map(columnOfLeaf));
  const [first] = columns;
  return columns.size === 1 && first !== undefined ? first : null;
}

const WORDS_OF_A_CLAUSE = new Set(["id", "clause", "article", "unit"]);
/** Two conditions that differ in their wording only are one. */
const meaningOf = (condition: Condition, negated: boolean): string =>
  JSON.stringify([negated, condition], (key, value: unknown) => (WORDS_OF_A_CLAUSE.has(key) ? undefined : value));

type Draft = { readonly pieces: Map<string, Piece>; readonly joins: Join[]; next: number };

function addPiece({ pieces }: Draft, column: string, { condition, negated, slot }: Demand): void {
  const meaning = meaningOf(condition, negated);
  const piece = pieces.get(meaning) ?? { column, condition, negated, slots: [] };
  if (!piece.slots.includes(slot)) piece.slots.push(slot);
  pieces.set(meaning, piece);
}

/** Adjacent slots within one word. */
function takeSlots(draft: Draft, count: number): number {
  if (count > BITS) throw new RangeError("more alternatives than a word has bits");
  if (wordOf(draft.next) !== wordOf(draft.next + count - 1)) draft.next = (wordOf(draft.next) + 1) * BITS;
  const first = draft.next;
  draft.next += count;
  return first;
}

/** A condition (or, negated, its contrary) that must hold in a slot. */
type Demand = { readonly condition: Condition; readonly negated: boolean; readonly slot: number };

/** 不属于 is carried down to the pieces, as De Morgan allows also in three values. */
function demand(draft: Draft, wish: Demand): void {
  const { condition, negated, slot } = wish;
  const column = onlyColumn(condition);
  if (column !== null) addPiece(draft, column, wish);
  else if ("not" in condition) demand(draft, { condition: condition.not, negated: !negated, slot });
  else {
    const isAll = "all" in condition;
    const parts = partsOf(condition);
    if (isAll !== negated) for (const part of parts) demand(draft, { condition: part, negated, slot });
    else join(draft, wish, isAll ? (group) => ({ all: group }) : (group) => ({ any: group }));
  }
}

/** The branches of a 同时符合 or 符合其一. */
export const partsOf = (condition: Condition): Condition[] => {
  if ("all" in condition) return condition.all;
  return "any" in condition ? condition.any : [];
};

/** One of several must hold: each alternative gets a slot; those on the same column share one. */
function join(draft: Draft, { condition, negated, slot }: Demand, together: (group: Condition[]) => Condition): void {
  const groups = new Map<unknown, Condition[]>();
  for (const part of partsOf(condition)) {
    const key = onlyColumn(part) ?? part;
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  const first = takeSlots(draft, groups.size);
  let mask = 0;
  for (const [index, group] of [...groups.values()].entries()) {
    const [only] = group;
    demand(draft, { condition: group.length === 1 && only ? only : together(group), negated, slot: first + index });
    mask |= bitOf(first + index);
  }
  // After its alternatives, so that inner joins are settled first
  draft.joins.push({ slot, word: wordOf(first), mask });
}

/** Takes the entitlement of each policy apart; the policy at index n answers in slot n. */
export function slotsOf(policies: readonly ResolvedPolicy[]): Slots {
  const draft: Draft = { pieces: new Map(), joins: [], next: policies.length };
  for (const [slot, { base, conditions, negativeList }] of policies.entries()) {
    for (const item of base) demand(draft, { condition: item.cond, negated: false, slot });
    demand(draft, { condition: conditions, negated: false, slot });
    for (const item of negativeList) demand(draft, { condition: item.blocksWhen, negated: true, slot });
  }
  return { pieces: [...draft.pieces.values()], joins: draft.joins, words: wordOf(Math.max(0, draft.next - 1)) + 1 };
}
