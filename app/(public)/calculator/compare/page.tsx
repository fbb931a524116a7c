import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/message";
import { Money } from "@/app/_ui/money";
import { type PlainColumn, PlainTable } from "@/app/_ui/plain-table";
import { PrintButton } from "@/app/_ui/print-button";
import { PageHead, Section } from "@/app/_ui/section";
import { Stat, Stats } from "@/app/_ui/stat";
import { type Fen, formatYuan, subtractFen, ZERO_FEN } from "@/lib/kernel/fen";
import type { CalculatorGroup, CalculatorItem } from "@/lib/policy/calculator";
import { compareScenarios } from "../compute";
import { type ChangedInput, type ChangedPolicy, changedInputs, changedPolicies, scenarioOf } from "../scenarios";
import { shareHref } from "../values";

export const metadata: Metadata = { title: "两种情况对比" };

const NOT_GIVEN: Readonly<Record<Exclude<CalculatorGroup, "eligible">, string>> = { near: "还差一点", open: "还不能判断", no: "不符合" };
const outcome = ({ group, amountFen }: CalculatorItem): ReactNode => (group === "eligible" ? <Money fen={amountFen} /> : NOT_GIVEN[group]);
function signed(fen: Fen): string {
  if (fen === 0) return "一样";
  return fen > 0 ? `多 ${formatYuan(fen)}元` : `少 ${formatYuan(subtractFen(ZERO_FEN, fen))}元`;
}

const INPUTS: readonly PlainColumn<ChangedInput>[] = [
  { id: "label", head: "填的数", cell: (row) => row.label, rowHead: true, spot: "title" },
  { id: "first", head: "第一种", cell: (row) => row.first, spot: "label" },
  { id: "second", head: "第二种", cell: (row) => row.second, spot: "label" },
];

const POLICIES: readonly PlainColumn<ChangedPolicy>[] = [
  { id: "name", head: "补贴", cell: (row) => row.name, rowHead: true, spot: "title" },
  { id: "first", head: "第一种", cell: (row) => outcome(row.first), align: "end", spot: "label" },
  { id: "second", head: "第二种", cell: (row) => outcome(row.second), align: "end", spot: "label" },
  { id: "difference", head: "第二种比第一种", cell: (row) => signed(row.differenceFen), align: "end", spot: "label" },
];

const HEAD = { title: "两种情况对比", crumbs: [["政策模拟计算器", "/calculator"]] as const, here: "对比" };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function ComparePage({ searchParams }: { searchParams: Search }) {
  const { a, b } = await searchParams;
  const [first, second] = [scenarioOf(a), scenarioOf(b)];
  const { questions, views, year } = await compareScenarios(first, second);
  const [one, other] = views;
  if (!one || !other)
    return (
      <>
        <PageHead {...HEAD} />
        <EmptyState level={2} title="还没有两种情况可以比" actions={<ButtonLink href="/calculator">去计算器</ButtonLink>}>
          在计算器里填好一种，按“再改一份来比”，改几个数，再按“看对比”。
        </EmptyState>
      </>
    );
  const changed = changedPolicies(one, other);
  const difference = subtractFen(other.totalFen, one.totalFen);
  return (
    <>
      <PageHead {...HEAD} note={`${year}年度，试算结果供参考`} actions={<PrintButton>打印或存成 PDF</PrintButton>} />
      <Stats label="合起来最多可得" columns={3}>
        <Stat label="第一种，合起来最多可得" value={<Money fen={one.totalFen} />} basis={<ScenarioLink values={first} />} />
        <Stat label="第二种，合起来最多可得" value={<Money fen={other.totalFen} />} basis={<ScenarioLink values={second} />} />
        <Stat label="第二种比第一种" value={signed(difference)} basis="已排除不能同时拿的" />
      </Stats>
      <Section title="填的数哪里不一样" className="mt-8">
        <PlainTable
          caption="填的数哪里不一样"
          columns={INPUTS}
          rows={changedInputs(questions, first, second)}
          rowKey={(row) => row.id}
          empty="两种情况填的数一样。"
        />
      </Section>
      <Section title="补贴哪里不一样" aside={`${changed.length} 项不一样，其余 ${one.items.length - changed.length} 项一样`} className="mt-8">
        <PlainTable caption="补贴哪里不一样" columns={POLICIES} rows={changed} rowKey={(row) => row.code} empty="两种情况每项补贴都一样。" />
      </Section>
      <p className="mt-8 text-ink-3 text-small">逐项相减不等于合计相减：有的补贴不能一起拿，合计里只算一项。链接里只有填的数，没有企业名称。</p>
    </>
  );
}

function ScenarioLink({ values }: { values: Parameters<typeof shareHref>[0] }) {
  return (
    <ButtonLink href={shareHref(values)} size="small">
      回去改
    </ButtonLink>
  );
}
