import type { Fen } from "../../kernel/fen";
import { decidePolicy, inForceOn, type Route, type Verdict } from "../../policy/decide";
import type { ResolvedPolicy } from "../../policy/language";
import { amountByRow } from "./amounts";
import { type Day, NO, truthByRow, YES } from "./classes";
import { type AmountKernel, amountKernel, BLOCK, type JudgeKernel, judgeKernel } from "./kernel";
import type { Roster } from "./roster";
import { BITS, bitOf, slotsOf, wordOf } from "./slots";

/** 名册程序: the policies, made ready for one roster (or shard) and day. */
export type RosterProgram = {
  readonly policies: readonly ResolvedPolicy[];
  readonly roster: Roster;
  readonly day: Day;
  readonly words: number;
  readonly judge: JudgeKernel;
  readonly amounts: readonly AmountKernel[];
};

/** 应享清单 of one policy: the eligible in order of their rows, and what is due to each in fen (NaN 待定). Only the first `count` places count. */
export type Grants = { readonly rows: Int32Array; readonly fen: Float64Array; count: number };

/** 名册判定: a bit per enterprise and policy in each set (32 policies a word), and the grants of each policy; none when no amounts were asked for. */
export type RosterDecisions = {
  readonly no: readonly Int32Array[];
  readonly open: readonly Int32Array[];
  /** Only of the eligible, and only with amounts. */
  readonly manual: readonly Int32Array[];
  readonly grants: readonly Grants[];
};

function manualByRow(roster: Roster, { needsManualReview, routeToManual, crossChecks }: ResolvedPolicy, day: Day): (row: number) => boolean {
  if (needsManualReview) return () => true;
  const diverted = routeToManual ? truthByRow(roster, routeToManual, day) : () => NO;
  const checked = crossChecks ? truthByRow(roster, crossChecks, day) : () => YES;
  return (row) => diverted(row) !== NO || checked(row) !== YES;
}

/** 编译: each distinct condition is judged once per class of values, by the single evaluation itself; the roster then only looks up. */
export function compileRoster(policies: readonly ResolvedPolicy[], roster: Roster, day: Day): RosterProgram {
  if (roster.fullYear !== day.fullYear) throw new RangeError("the columns are of another year");
  const slots = slotsOf(policies);
  const expired = policies.flatMap((policy, slot) => (inForceOn(policy, day.asOf) ? [] : [slot]));
  return {
    policies,
    roster,
    day,
    words: slots.words,
    judge: judgeKernel(roster, slots, expired, day),
    amounts: policies.map((policy, slot) => amountKernel(slot, amountByRow(roster, policy.amount, day), manualByRow(roster, policy, day))),
  };
}

/** Room for the answers; may be used again for the next run of the same program. */
export function decisionsFor({ roster: { size }, policies, words }: RosterProgram, withAmounts: boolean): RosterDecisions {
  const bits = () => Array.from({ length: words }, () => new Int32Array(size));
  const grants = withAmounts ? policies.map(() => ({ rows: new Int32Array(size), fen: new Float64Array(size), count: 0 })) : [];
  return { no: bits(), open: bits(), manual: bits(), grants };
}

/** Appends to the grants of each policy of a word the enterprises that are neither refused nor open, bit by bit from the lowest. */
function listEligible(no: Int32Array, open: Int32Array, own: readonly Grants[], from: number, to: number): void {
  const all = own.length === BITS ? -1 : (1 << own.length) - 1;
  for (let row = from; row < to; row++) {
    for (let left = ~((no[row] as number) | (open[row] as number)) & all; left !== 0; left &= left - 1) {
      const grant = own[BITS - 1 - Math.clz32(left & -left)] as Grants;
      grant.rows[grant.count++] = row;
    }
  }
}

function reckonBlock({ amounts }: RosterProgram, { no, open, manual, grants }: RosterDecisions, from: number, to: number): void {
  const before = grants.map((grant) => grant.count);
  for (let word = 0; word * BITS < grants.length; word++) {
    const own = grants.slice(word * BITS, (word + 1) * BITS);
    listEligible(no[word] as Int32Array, open[word] as Int32Array, own, from, to);
    (manual[word] as Int32Array).fill(0, from, to);
  }
  for (const [slot, { rows, fen, count }] of grants.entries()) {
    (amounts[slot] as AmountKernel)(rows, fen, manual[wordOf(slot)] as Int32Array, before[slot] as number, count);
  }
}

const put = (sets: readonly Int32Array[], slot: number, row: number, on: boolean): void => {
  const bits = sets[wordOf(slot)];
  if (bits) bits[row] = ((bits[row] as number) & ~bitOf(slot)) | (on ? bitOf(slot) : 0);
};

/** Puts one enterprise into, or takes it out of, the ordered grants of a policy. */
function replaceGrant(grants: Grants, row: number, amountFen: number | null): void {
  const at = placeOf(grants, row);
  const is = at < grants.count && grants.rows[at] === row;
  const shift = Number(amountFen !== null) - Number(is);
  grants.rows.copyWithin(at + Math.max(shift, 0), at + Math.max(-shift, 0), grants.count);
  grants.fen.copyWithin(at + Math.max(shift, 0), at + Math.max(-shift, 0), grants.count);
  grants.count += shift;
  if (amountFen === null) return;
  grants.rows[at] = row;
  grants.fen[at] = amountFen;
}

/** What no column can hold is decided singly, and written where the others are. */
function decideOdd({ policies, roster, day }: RosterProgram, { no, open, manual, grants }: RosterDecisions): void {
  for (const [row, input] of roster.odd) {
    for (const [slot, policy] of policies.entries()) {
      const { verdict, amountFen, route } = decidePolicy(policy, { ...day, ...input });
      put(no, slot, row, verdict === "ineligible");
      put(open, slot, row, verdict === "undetermined");
      put(manual, slot, row, verdict === "eligible" && route === "manual");
      const own = grants[slot];
      if (own) replaceGrant(own, row, verdict === "eligible" ? (amountFen ?? Number.NaN) : null);
    }
  }
}

/** 全名册判定, with grants and routes where `into` has room for them. */
export function decideRoster(program: RosterProgram, into: RosterDecisions): RosterDecisions {
  for (const grant of into.grants) grant.count = 0;
  for (let from = 0; from < program.roster.size; from += BLOCK) {
    const to = Math.min(from + BLOCK, program.roster.size);
    program.judge(from, to, into.no, into.open);
    if (into.grants.length > 0) reckonBlock(program, into, from, to);
  }
  decideOdd(program, into);
  return into;
}

const isSet = (sets: readonly Int32Array[], slot: number, row: number): boolean => ((sets[wordOf(slot)]?.[row] ?? 0) & bitOf(slot)) !== 0;

export function verdictAt({ no, open }: RosterDecisions, slot: number, row: number): Verdict {
  if (isSet(no, slot, row)) return "ineligible";
  return isSet(open, slot, row) ? "undetermined" : "eligible";
}

/** Where an enterprise stands, or would stand, in the ordered grants. */
function placeOf({ rows, count }: Grants, row: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as number) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 金额 in fen; null for what is not granted and while it is open. */
export function amountAt({ grants }: RosterDecisions, slot: number, row: number): Fen | null {
  const own = grants[slot];
  const at = own ? placeOf(own, row) : 0;
  const amount = own && at < own.count && own.rows[at] === row ? (own.fen[at] as number) : Number.NaN;
  return Number.isNaN(amount) ? null : (amount as Fen);
}

export function routeAt(decisions: RosterDecisions, slot: number, row: number): Route | null {
  const verdict = verdictAt(decisions, slot, row);
  if (verdict === "ineligible") return null;
  return verdict === "undetermined" || isSet(decisions.manual, slot, row) ? "manual" : "auto";
}
