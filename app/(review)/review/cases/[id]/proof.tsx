import { type EvidenceItem, EvidenceList } from "@/app/_ui/evidence";
import { Facts } from "@/app/_ui/facts";
import { Message } from "@/app/_ui/message";
import { PlainTable } from "@/app/_ui/plain-table";
import { Disclosure, Section } from "@/app/_ui/section";
import { Code } from "@/app/_ui/tag";
import type { CaseFile } from "@/db/case-file";
import type { ReplayDifference } from "@/lib/audit/receipt";
import { formatYuan } from "@/lib/kernel/fen";
import { dayOf, formatDay, formatShortDay, timeOf } from "@/lib/kernel/plain-date";
import { describeAmount } from "@/lib/policy/describe-amount";
import { conditionRows, negativeRows, type TraceInput } from "../../../parts/trace";
import { TraceList } from "../../../parts/trace-list";

const at = (instant: string): string => `${formatShortDay(dayOf(instant))} ${timeOf(instant)}`;

/** Null when the snapshot is gone. */
type Replayed = readonly ReplayDifference[] | null;
const REPLAY_WORDS: Readonly<Record<ReplayDifference, string>> = {
  facts: "数据快照",
  version: "规则版本",
  verdict: "结论",
  amount: "金额",
  route: "去向",
  conditions: "条件的结果",
  trace: "判断经过",
};

/** 条件核对: every requirement with what was found, the source department and the day of the datum, all from the snapshot. */
export function ConditionSection({ file, input, replayed }: { file: CaseFile; input: TraceInput; replayed: Replayed }) {
  const { evidence, policy } = file;
  const negative = negativeRows(input);
  return (
    <Section title="条件核对" aside={`规则第 ${policy.number} 版　快照 ${at(evidence.takenAt)}`}>
      <TraceList rows={conditionRows(input)} label="条件" />
      <h3 className="mt-4 mb-1">{`负面清单 ${negative.length} 项`}</h3>
      <TraceList rows={negative} label="负面清单" />
      <Disclosure summary="判定凭据">
        <Facts
          items={[
            { label: "数据时点", value: formatDay(evidence.asOf), note: `上年指 ${evidence.fullYear}年度` },
            { label: "规则版本", value: <Code>{policy.versionId}</Code> },
            { label: "快照指纹", value: <Code>{evidence.factsHash}</Code> },
          ]}
        />
        {replayed?.length === 0 ? (
          <p className="text-ink-3 text-note">刚刚用同一版规则和同一份快照重算：结论、金额和每一条判断都一致。</p>
        ) : (
          <Message tone="red" title="用同一版规则和同一份快照重算，和当时记下的不一致">
            {`不一致的是：${(replayed ?? ["facts"]).map((one) => REPLAY_WORDS[one]).join("、")}。先不要办，请报告数据和政务服务局。`}
          </Message>
        )}
      </Disclosure>
    </Section>
  );
}

/** 金额怎么来的: the clause in words, then each line of the sum. */
export function AmountSection({ file }: { file: CaseFile }) {
  const { evidence, policy, words } = file;
  return (
    <Section title="金额怎么来的" aside={describeAmount(policy.resolved.amount, words)}>
      <PlainTable
        caption="金额算式"
        phone="keep"
        rows={evidence.decision.amountTrace}
        rowKey={(step) => `${step.kind}${step.text}`}
        empty="金额还没有算出来，补齐数据后会自动重算。"
        columns={[
          { id: "text", head: "算式", cell: (step) => (step.label ? `${step.label}：${step.text}` : step.text) },
          { id: "amount", head: "得（元）", align: "end", cell: (step) => formatYuan(step.amountFen) },
        ]}
      />
    </Section>
  );
}

const KB = 1024;

/** 证据: datasets behind the indicators and the papers of the enterprise. Opening a paper is recorded. */
export function EvidenceSection({ file }: { file: CaseFile }) {
  const { evidence, materials, words } = file;
  const byDataset = new Map<string, EvidenceItem & { indicators: string[] }>();
  for (const [indicator, note] of Object.entries(evidence.sources)) {
    const known = byDataset.get(note.datasetId);
    const name = words.indicators[indicator]?.name ?? indicator;
    byDataset.set(note.datasetId, {
      name: note.dataset,
      source: note.department,
      asOf: formatDay(note.asOf),
      indicators: [...(known?.indicators ?? []), name],
    });
  }
  const shared = [...byDataset.values()].map(({ indicators, ...item }) => ({ ...item, extent: indicators.join("、") }));
  const papers = materials.map((one) => ({
    name: one.name,
    source: "企业提供",
    extent: one.filename,
    note: `${Math.max(1, Math.round(one.byteSize / KB)).toLocaleString("zh-CN")} KB，${at(one.uploadedAt)} 上传`,
    href: `/api/materials/${one.id}`,
    download: true,
  }));
  const items = [...papers, ...shared];
  return (
    <Section title="证据" aside="看原件会留下记录">
      {items.length > 0 ? <EvidenceList items={items} /> : <p className="text-ink-2">快照没有记下来源，企业也没有上传材料。</p>}
    </Section>
  );
}
