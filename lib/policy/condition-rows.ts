import { divisionOf } from "../standards/industry";
import { type Condition, leavesOf } from "./condition";
import { describeActual, describeCondition, wordsOf } from "./describe";
import { evaluate, type LeafTrace, tracedLeaves } from "./evaluate";
import { type Context, suppliedBy } from "./facts";
import { type Gap, type GapVocabulary, gapOf } from "./gap";
import type { ResolvedPolicy } from "./language";
import { not, type Truth } from "./truth";

/** 条件行: one requirement of a policy with what was found, in words. `near` can be reached by the enterprise itself. */
export type ConditionRow = {
  readonly id: string;
  readonly kind: "met" | "unmet" | "near" | "unknown";
  readonly ask: string;
  readonly actual: string;
  readonly clause: string;
  readonly gap: string | null;
  /** Numbers of the gap bar; only for one changeable number. */
  readonly bar: { readonly have: number; readonly need: number; readonly haveLabel: string; readonly needLabel: string } | null;
};

/** The requirements that all must hold, nested 同时符合 taken apart; a 符合其一 stays one requirement. */
export function requirementsOf(condition: Condition): Condition[] {
  return "all" in condition ? condition.all.flatMap(requirementsOf) : [condition];
}

function actualOf(trace: LeafTrace, words: GapVocabulary): string {
  const code = trace.actual;
  const division = trace.op === "industryIn" && typeof code === "string" ? divisionOf(code) : null;
  return division ? `${division.name}（${code}）` : describeActual(trace, words);
}

/** Several leaves look at several data: each is named once. */
function actuals(traces: readonly LeafTrace[], words: GapVocabulary): string {
  const [only] = traces;
  if (only && traces.length === 1) return actualOf(only, words);
  const named = traces.map((trace) => {
    const [indicator = "", bottom] = trace.indicators;
    const name = bottom ? `${wordsOf(indicator, words).name}占比` : wordsOf(suppliedBy(indicator), words).name;
    return `${name} ${actualOf(trace, words)}`;
  });
  return [...new Set(named)].join("，");
}

const KIND: Readonly<Record<Truth, ConditionRow["kind"]>> = { true: "met", false: "unmet", unknown: "unknown" };

function barOf(gap: Gap | null, trace: LeafTrace, words: GapVocabulary): ConditionRow["bar"] {
  if (!gap?.changeable || gap.direction !== "more" || trace.indicators.length > 1) return null;
  const have = Number(trace.actual);
  const need = Number(gap.target);
  if (!Number.isFinite(have) || !Number.isFinite(need) || need <= 0) return null;
  return { have, need, haveLabel: `现有 ${describeActual(trace, words)}`, needLabel: `要求 ${describeActual({ ...trace, actual: gap.target }, words)}` };
}

/** One requirement judged; `negated` where the condition is what blocks. */
export function conditionRow(condition: Condition, context: Context, words: GapVocabulary, negated = false): ConditionRow {
  const traced = evaluate(condition, context, negated);
  const traces = tracedLeaves(traced);
  const result = negated ? not(traced.result) : traced.result;
  const [single] = traces;
  const gap = single && traces.length === 1 && result === "false" ? gapOf(single, words) : null;
  return {
    id: traces.map((trace) => trace.id).join("+"),
    kind: gap?.changeable ? "near" : KIND[result],
    ask: describeCondition(condition, words, negated),
    actual: actuals(traces, words),
    clause: [...new Set(leavesOf(condition).map((leaf) => leaf.clause))].join("；"),
    gap: gap?.text ?? null,
    bar: single ? barOf(gap, single, words) : null,
  };
}

/** 全部条件行 of a policy: base conditions, the clause, and each item of the negative list as what must not be. */
export function conditionRows(policy: ResolvedPolicy, context: Context, words: GapVocabulary): ConditionRow[] {
  return [
    ...policy.base.map((item) => conditionRow(item.cond, context, words)),
    ...requirementsOf(policy.conditions).map((part) => conditionRow(part, context, words)),
    ...policy.negativeList.map((item) => conditionRow(item.blocksWhen, context, words, true)),
  ];
}
