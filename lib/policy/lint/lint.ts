import { fenFromYuan, formatYuan } from "../../kernel/fen";
import type { Decision } from "../decide";
import type { Words } from "../describe";
import { type ExampleRun, runExample } from "../examples";
import type { Example, PolicyDocument, ResolvedPolicy } from "../language";
import { lintAmount } from "./amounts";
import { lintClauses } from "./clauses";
import { lintConditions } from "./conditions";
import { at, type Finding, type LintContext } from "./finding";
import { lintLaw } from "./law";
import { lintTypes } from "./types";

const VERDICTS = { eligible: "符合", ineligible: "不符合", undetermined: "待核" } as const;
const ROUTES = { auto: "自动通过", manual: "转人工" } as const;

const outcome = (verdict: Decision["verdict"], yuan: string | null, route: Decision["route"]): string =>
  verdict === "eligible" ? `${VERDICTS.eligible}，${yuan === null ? "金额待核" : `${yuan}元`}${route ? `，${ROUTES[route]}` : ""}` : VERDICTS[verdict];

/** 应得 of an example in words. */
export const expectedOf = ({ expected }: Example): string =>
  expected.verdict === "eligible"
    ? outcome("eligible", expected.amount === null ? null : formatYuan(fenFromYuan(expected.amount)), expected.route)
    : outcome(expected.verdict, null, null);
/** 算得 of an example in words. */
export const computedOf = ({ decision }: ExampleRun): string =>
  outcome(decision.verdict, decision.amountFen === null ? null : formatYuan(decision.amountFen), decision.route);

function lintExamples(document: PolicyDocument, resolved: ResolvedPolicy, { library }: LintContext): Finding[] {
  if (document.examples.length === 0)
    return [{ kind: "noExamples", severity: "block", place: "examples", message: "还没有算例。请至少写一个：什么样的企业，应得多少。" }];
  return document.examples.flatMap((example, index): Finding[] => {
    const run = runExample(resolved, example, library);
    if (run.differences.length === 0) return [];
    const way = run.decision.inForce ? "请核对条件、金额或算例。" : "判定日不在有效期内，请给算例写上有效期内的判定日。";
    const message = `“${example.title}”应得：${expectedOf(example)}；算出：${computedOf(run)}。${way}`;
    return [{ kind: "exampleDiffers", severity: "block", place: at("examples", index), message }];
  });
}

const lintWords = ({ indicators, library }: LintContext, resolved: ResolvedPolicy): Words => ({
  indicators,
  codes: {
    ...library.codeNames,
    ...Object.fromEntries(Object.keys(indicators).flatMap((id) => (indicators[id]?.type === "enumSet" ? [[id, library.titleCodes]] : []))),
    ...resolved.names,
  },
});

/**
 * 静态分析 of a policy before it is published: each finding in Chinese at the place it concerns. `document` as written, `resolved` the same as it
 * would run. What contradicts itself is proved, never guessed: a search that runs too long reports nothing.
 */
export function lintPolicy(document: PolicyDocument, resolved: ResolvedPolicy, context: LintContext): Finding[] {
  const types = lintTypes(document, context);
  // Where a value is of the wrong kind, reasoning about it would only repeat the fault in other words.
  const reader = { catalogue: context.indicators, words: lintWords(context, resolved) };
  const logic = types.length > 0 ? [] : [...lintConditions(resolved, reader), ...lintAmount(resolved, reader)];
  return [...types, ...lintClauses(document, context), ...logic, ...lintLaw(document, resolved, context), ...lintExamples(document, resolved, context)];
}

export const isBlocked = (findings: readonly Finding[]): boolean => findings.some((one) => one.severity === "block");
