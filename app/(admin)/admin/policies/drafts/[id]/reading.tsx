import { Clause, Facts } from "@/app/_ui/facts";
import { Mark } from "@/app/_ui/mark";
import { Section } from "@/app/_ui/section";
import { formatDay } from "@/lib/kernel/plain-date";
import type { Words } from "@/lib/policy/describe";
import { describeAmount } from "@/lib/policy/describe-amount";
import { CYCLE_WORDS, type Difference } from "@/lib/policy/difference";
import type { DraftCheck } from "@/lib/policy/draft";
import { runExample } from "@/lib/policy/examples";
import type { PolicyDocument } from "@/lib/policy/language";
import { formatMoney } from "@/lib/policy/wording";
import { DifferenceTable } from "../../_parts/difference-table";
import { ConditionTable, ExampleTable } from "../../[code]/tables";
import { placeName } from "./editor/places";

type Running = Extract<DraftCheck, { runs: true }>;

function Terms({ document, words }: { document: PolicyDocument; words: Words }) {
  const { effective, limits, fairCompetition } = document;
  return (
    <Facts
      columns={3}
      items={[
        { label: "补贴标准", value: describeAmount(document.amount, words) },
        {
          label: "多久一次",
          value: CYCLE_WORDS[document.grantCycle],
          ...(document.maxYears !== undefined && { note: `最多 ${document.maxYears} 年` }),
        },
        { label: "有效期", value: `${formatDay(effective.from)}—${formatDay(effective.to)}` },
        { label: "年度预算", value: document.annualBudget === null ? "不发生付款" : formatMoney(document.annualBudget), note: document.fund.name },
        {
          label: "期限",
          value: `审核 ${limits.processingWorkingDays}、公示 ${limits.noticeWorkingDays}、拨付 ${limits.disbursementWorkingDays} 个工作日`,
        },
        {
          label: "公平竞争审查",
          value: fairCompetition.review ? `${formatDay(fairCompetition.review.date)} ${fairCompetition.review.reviewer}` : "没有结论",
          ...(fairCompetition.review && { note: fairCompetition.review.conclusion }),
        },
      ]}
    />
  );
}

const MARKS = { block: "unmet", warn: "doubt", note: "near" } as const;

function Findings({ findings }: { findings: Running["findings"] }) {
  if (findings.length === 0) return <p>静态分析没有发现问题。</p>;
  return (
    <ul>
      {findings.map((one) => (
        <li key={`${one.place}${one.message}`} className="flex gap-2 border-line border-t py-2 first:border-t-0">
          <Mark kind={MARKS[one.severity]} label="" className="mt-0.5" />
          <span>
            <span className="block text-ink-3 text-note">{placeName(one.place)}</span>
            {one.message}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** 读草稿: for whoever decides on it or only looks at it — what changes first, then the whole in words. */
export function Reading({ check, words, differences, base }: { check: Running; words: Words; differences: readonly Difference[] | null; base: number | null }) {
  const { document, resolved, library } = check.read;
  const runs = document.examples.map((example) => runExample(resolved, example, library));
  return (
    <div className="grid min-w-0 gap-8">
      {differences && base !== null ? (
        <Section title={`和第 ${base} 版的不同`} aside={`${differences.length} 处`}>
          <DifferenceTable differences={differences} before={`第 ${base} 版`} after="草稿" />
        </Section>
      ) : null}
      <Section title="静态分析">
        <Findings findings={check.findings} />
      </Section>
      <Section title="依据">
        <Clause from={`${document.source.doc}　${document.source.article}`}>{document.source.clauseText}</Clause>
      </Section>
      <Section title="怎么给">
        <Terms document={document} words={words} />
      </Section>
      <Section title="条件">
        <ConditionTable policy={resolved} words={words} />
      </Section>
      <Section title="材料">
        {document.materials.length === 0 ? <p>不要任何材料。</p> : null}
        <ul>
          {document.materials.map((one) => (
            <li key={one.name}>{one.replacedBy === null ? `${one.name}（企业提供）` : `${one.name}（部门数据代替）`}</li>
          ))}
        </ul>
      </Section>
      <Section title="算例">
        <ExampleTable runs={runs} />
      </Section>
    </div>
  );
}
