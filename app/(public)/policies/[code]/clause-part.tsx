import { Clause } from "@/app/_ui/facts";
import { numbered } from "@/app/_ui/numbered";
import { Section } from "@/app/_ui/section";
import { leavesOf } from "@/lib/policy/condition";
import { requirementsOf } from "@/lib/policy/condition-rows";
import { describeCondition } from "@/lib/policy/describe";
import { describeAmount } from "@/lib/policy/describe-amount";
import type { GapVocabulary } from "@/lib/policy/gap";
import type { Example, ResolvedPolicy } from "@/lib/policy/language";
import { formatMoney } from "@/lib/policy/wording";
import { CYCLE_TEXT } from "./limits";

type Line = { readonly text: string; readonly clause: string };

function lines(policy: ResolvedPolicy, words: GapVocabulary): Line[] {
  const own = requirementsOf(policy.conditions).map((part) => ({
    text: describeCondition(part, words),
    clause: [...new Set(leavesOf(part).map((leaf) => leaf.clause))].join("；"),
  }));
  return [...policy.base.map((item) => ({ text: item.name, clause: item.legalNote ?? "" })), ...own];
}

/** 条文 at the left beside its seal bar, 说白了 at the right: the same law twice. */
export function ClauseAndPlain({ policy, words }: { policy: ResolvedPolicy; words: GapVocabulary }) {
  const { source, negativeList } = policy;
  return (
    <div className="mt-8 grid items-start gap-x-12 gap-y-8 desk:grid-cols-2">
      <section>
        <h2 className="mb-2">条文</h2>
        <Clause from={`${source.doc}${source.article}${source.fictional ? "（演示县文号为虚构）" : ""}`}>{source.clauseText}</Clause>
      </section>
      <section>
        <h2 className="mb-2">说白了</h2>
        <ol>
          {numbered(lines(policy, words)).map(({ key, at, item }) => (
            <li key={key} className="grid grid-cols-[28px_minmax(0,1fr)] border-line border-t py-2.5 first:border-t-0">
              <span className="text-ink-3">{at + 1}</span>
              <div>
                <b>{item.text}</b>
                {item.clause && item.clause !== item.text ? <p className="text-ink-3 text-small">{item.clause}</p> : null}
              </div>
            </li>
          ))}
          {negativeList.length > 0 ? (
            <li className="border-line border-t py-2.5 pl-7">
              <b>{`没有：${negativeList.map((item) => item.name).join("、")}`}</b>
              <p className="text-ink-3 text-small">{`${negativeList.length} 项负面清单，由部门数据核对，不用您开证明`}</p>
            </li>
          ) : null}
          <li className="border-line border-t py-2.5 pl-7">
            <b>{describeAmount(policy.amount, words)}</b>
            <p className="text-ink-3 text-small">{`${CYCLE_TEXT[policy.grantCycle]}${policy.maxYears ? `，最多 ${policy.maxYears} 年` : ""}；四舍五入到分`}</p>
          </li>
        </ol>
      </section>
    </div>
  );
}

function outcome({ expected }: Example): string {
  if (expected.verdict === "eligible") return expected.amount === null ? "符合，金额要人工核定" : `符合，给 ${formatMoney(expected.amount)}`;
  const because = expected.because.replace(/\s*([<>])\s*/g, " $1 ");
  return `${expected.verdict === "ineligible" ? "不符合" : "还不能判断"}：${because}`;
}

/** 算例 that the rule is checked against each time it changes. */
export function ExamplesPart({ examples }: { examples: readonly Example[] }) {
  return (
    <Section title="举例">
      <ul>
        {examples.map((example) => (
          <li key={example.title} className="border-line border-t py-2 first:border-t-0">
            <b>{example.title}</b>
            <p className="text-ink-2 text-list">{`${outcome(example)}${example.calc ? `（${example.calc}）` : ""}`}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
