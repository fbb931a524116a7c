import type { MarkKind } from "@/app/_ui/mark";
import type { Evidence } from "@/db/case-file";
import { formatDay } from "@/lib/kernel/plain-date";
import { type Condition, leavesOf } from "@/lib/policy/condition";
import { describeActual, describeCondition, describeValue, type Words, wordsOf } from "@/lib/policy/describe";
import type { LeafTrace } from "@/lib/policy/evaluate";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { allOf, anyOf, not, type Truth } from "@/lib/policy/truth";

/** 条件行 of a case: what is asked, what was found, and on whose word. */
export type TraceRow = {
  readonly key: string;
  readonly kind: MarkKind;
  readonly ask: string;
  readonly clause: string;
  readonly value: string;
  readonly source: string | undefined;
  readonly asOf: string | undefined;
};

export type TraceInput = { readonly policy: ResolvedPolicy; readonly evidence: Evidence; readonly words: Words };

const KIND: Record<Truth, MarkKind> = { true: "met", false: "unmet", unknown: "unknown" };

/** The stored results of the leaves, put together as the tree says. */
function resultOf(condition: Condition, leaves: ReadonlyMap<string, LeafTrace>): Truth {
  if ("all" in condition) return allOf(condition.all.map((part) => resultOf(part, leaves)));
  if ("any" in condition) return anyOf(condition.any.map((part) => resultOf(part, leaves)));
  if ("not" in condition) return not(resultOf(condition.not, leaves));
  return leaves.get(condition.id)?.result ?? "unknown";
}

const byId = (traces: readonly LeafTrace[] | undefined): Map<string, LeafTrace> => new Map((traces ?? []).map((trace) => [trace.id, trace]));

/** Departments and datasets of the indicators used, and the oldest of their days: a row is as fresh as its stalest value. */
export function sourceOf(indicators: readonly string[], { sources }: Evidence): { source: string | undefined; asOf: string | undefined } {
  const notes = indicators.flatMap((indicator) => sources[indicator] ?? []);
  const names = [...new Set(notes.map((note) => `${note.department} ${note.dataset}`))];
  const oldest = notes.map((note) => note.asOf).sort()[0];
  return { source: names.length > 0 ? names.join("、") : undefined, asOf: oldest && formatDay(oldest) };
}

function actualOf(traces: readonly LeafTrace[], words: Words): string {
  const [first] = traces;
  if (!first) return "待核";
  if (traces.length === 1) return describeActual(first, words);
  return traces.map((trace) => `${wordsOf(trace.indicators[0] ?? "", words, trace.unit).name} ${describeActual(trace, words)}`).join("，");
}

function rowOf(condition: Condition, leaves: ReadonlyMap<string, LeafTrace>, { evidence, words }: TraceInput, name?: string): TraceRow {
  const traces = leavesOf(condition).flatMap((leaf) => leaves.get(leaf.id) ?? []);
  const clauses = [...new Set(leavesOf(condition).map((leaf) => leaf.clause))].join("；");
  return {
    key: leavesOf(condition)[0]?.id ?? clauses,
    kind: KIND[resultOf(condition, leaves)],
    ask: name ?? describeCondition(condition, words),
    clause: clauses,
    value: actualOf(traces, words),
    ...sourceOf(
      traces.flatMap((trace) => trace.indicators),
      evidence,
    ),
  };
}

/** 同时符合 within 同时符合 is one list of requirements; an alternative stays one row. */
const requirementsOf = (condition: Condition): Condition[] => ("all" in condition ? condition.all.flatMap(requirementsOf) : [condition]);

/** Base conditions, then the policy's own, one row per requirement that must hold. */
export function conditionRows(input: TraceInput): TraceRow[] {
  const { policy, evidence } = input;
  const base = byId(evidence.decision.base);
  const own = byId(evidence.decision.conditions);
  return [...policy.base.map((item) => rowOf(item.cond, base, input)), ...requirementsOf(policy.conditions).map((part) => rowOf(part, own, input))];
}

const BLOCKED: Record<Truth, { kind: MarkKind; value: string }> = {
  true: { kind: "unmet", value: "有" },
  false: { kind: "met", value: "没有" },
  unknown: { kind: "unknown", value: "待核" },
};

/** 负面清单: an item that is not known is never taken for clear. */
export function negativeRows(input: TraceInput): TraceRow[] {
  const leaves = byId(input.evidence.decision.negativeList);
  return input.policy.negativeList.map((item) => ({
    ...rowOf(item.blocksWhen, leaves, input, item.name),
    ...BLOCKED[resultOf(item.blocksWhen, leaves)],
    key: item.id,
  }));
}

export type Contradiction = {
  readonly key: string;
  readonly title: string;
  readonly clause: string;
  readonly sides: readonly { readonly label: string; readonly value: string; readonly note: string }[];
};

/** 两个来源对不上: cross-checks that failed or could not be made, each with what every side says. */
export function contradictions({ policy, evidence, words }: TraceInput): Contradiction[] {
  const leaves = policy.crossChecks ? leavesOf(policy.crossChecks) : [];
  const traces = byId(evidence.decision.crossChecks);
  return leaves.flatMap((leaf) => {
    const trace = traces.get(leaf.id);
    if (!trace || trace.result === (trace.negated ? "false" : "true")) return [];
    const sides = trace.indicators.map((indicator) => {
      const value = trace.inputs[indicator];
      const { source, asOf } = sourceOf([indicator], evidence);
      return {
        label: wordsOf(indicator, words, trace.unit).name,
        value: value === null || value === undefined ? "待核" : describeValue(indicator, value, words),
        note: [source, asOf && `截至 ${asOf}`].filter(Boolean).join("，") || "没有来源",
      };
    });
    return [{ key: leaf.id, title: trace.result === "unknown" ? `核对不了：${leaf.clause}` : `对不上：${leaf.clause}`, clause: leaf.clause, sides }];
  });
}

/** 不同意 names one of these: the clauses a case can fail on. */
export function clauseOptions({ resolved }: { readonly resolved: ResolvedPolicy }): { value: string; label: string }[] {
  const conditions = [...resolved.base.flatMap((item) => leavesOf(item.cond)), ...leavesOf(resolved.conditions)].map((leaf) => leaf.clause);
  const negative = resolved.negativeList.map((item) => item.name);
  return [...new Set([...conditions, ...negative])].map((clause) => ({ value: clause, label: clause }));
}
