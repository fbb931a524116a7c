import type { ConditionProps } from "@/app/_ui/condition";
import type { MarkKind } from "@/app/_ui/mark";
import type { Evidence } from "@/db/case-file";
import { formatDay, type PlainDate } from "@/lib/kernel/plain-date";
import { leavesOf } from "@/lib/policy/condition";
import { describeActual, describeLeaf, type Words } from "@/lib/policy/describe";
import type { LeafTrace } from "@/lib/policy/evaluate";
import { suppliedBy } from "@/lib/policy/facts";
import type { ResolvedPolicy } from "@/lib/policy/language";

export type WhyRow = ConditionProps & { readonly id: string };

const wanted = ({ result, negated }: LeafTrace): boolean => (result === "true") !== negated;

function kindOf(trace: LeafTrace): MarkKind {
  if (trace.result === "unknown") return "unknown";
  return wanted(trace) ? "met" : "unmet";
}

/** Departments and the newest day of the values behind some conditions. */
function sourceOf(traces: readonly LeafTrace[], { sources }: Evidence): Pick<ConditionProps, "source" | "asOf"> {
  const notes = traces.flatMap((trace) => trace.indicators.map(suppliedBy)).flatMap((id) => sources[id] ?? []);
  if (notes.length === 0) return {};
  const asOf = notes.map((note) => note.asOf).reduce<PlainDate | null>((last, day) => (last === null || day > last ? day : last), null);
  return { source: [...new Set(notes.map((note) => note.department))].join("、"), asOf: asOf ? formatDay(asOf) : undefined };
}

/** The exact quotient stays in the record; a reader needs four places of a percentage. */
const actualText = (trace: LeafTrace, words: Words): string => describeActual(trace, words).replace(/(\.\d{4})\d+%$/, "$1%");

type Context = { readonly policy: ResolvedPolicy; readonly evidence: Evidence; readonly words: Words };

function rowOf(trace: LeafTrace, { policy, evidence, words }: Context): WhyRow {
  const leaf = leavesOf(policy.conditions).find((one) => one.id === trace.id);
  const ask = leaf ? describeLeaf(leaf, words, trace.negated) : trace.clause;
  return { id: trace.id, kind: kindOf(trace), ask, value: actualText(trace, words), ...sourceOf([trace], evidence) };
}

/** Base conditions and the negative list in one row, as long as nothing in them stands against the enterprise. */
function standingRow({ policy, evidence }: Context): WhyRow[] {
  const { base = [], negativeList = [] } = evidence.decision;
  const traces = [...base, ...negativeList];
  if (traces.length === 0) return [];
  const names = [...policy.base.map((one) => one.name), ...policy.negativeList.map((one) => `没有${one.name.replace(/^有/, "")}`)];
  const open = traces.filter((trace) => trace.result === "unknown");
  return [
    {
      id: "standing",
      kind: open.length > 0 ? "unknown" : "met",
      ask: "登记和信用情况",
      value: open.length > 0 ? `${open.length} 项待核` : `${traces.length} 项都符合`,
      say: names.join("、"),
      ...sourceOf(traces, evidence),
    },
  ];
}

/**
 * 为什么: the rows of a decision for its enterprise. Where it is entitled, alternatives that it did not need are left out; where it is not, what stands
 * against it comes first.
 */
export function whyRows(context: Context): WhyRow[] {
  const { decision } = context.evidence;
  const { base = [], conditions = [], negativeList = [] } = decision;
  const against = [...base, ...negativeList].filter((trace) => kindOf(trace) === "unmet");
  const entitled = decision.verdict === "eligible";
  const own = conditions.filter((trace) => !(entitled && kindOf(trace) === "unmet")).map((trace) => rowOf(trace, context));
  const blocked = against.map((trace): WhyRow => {
    const name = [...context.policy.base, ...context.policy.negativeList].find((one) => one.id === trace.id)?.name ?? trace.clause;
    return {
      id: trace.id,
      kind: "unmet",
      ask: trace.negated ? `没有${name.replace(/^有/, "")}` : name,
      value: actualText(trace, context.words),
      ...sourceOf([trace], context.evidence),
    };
  });
  if (!entitled) return [...blocked, ...own.filter((row) => row.kind === "unmet"), ...own.filter((row) => row.kind !== "unmet")];
  return [...own, ...standingRow(context)];
}
