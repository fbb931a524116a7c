import type { Metadata } from "next";
import { CalculatorForm } from "./calculator-form";
import { startCalculator } from "./compute";
import { scenarioOf } from "./scenarios";
import { valuesOf } from "./values";

export const metadata: Metadata = { title: "政策模拟计算器" };

type Search = Promise<Record<string, string | string[] | undefined>>;

function sharedValues(search: Awaited<Search>) {
  const pairs = Object.entries(search).flatMap(([name, value]) => [value ?? []].flat().map((text): [string, string] => [name, text]));
  return valuesOf(new URLSearchParams(pairs));
}

export default async function CalculatorPage({ searchParams }: { searchParams: Search }) {
  const { with: kept, ...shared } = await searchParams;
  const start = await startCalculator(sharedValues(shared));
  const first = scenarioOf(kept);
  return (
    <>
      <CalculatorForm start={start} first={Object.keys(first).length > 0 ? first : null} />
      <p className="mt-8 text-ink-3 text-small">试算结果供参考，以部门数据核对和公示为准。一家企业已领过的晋级补差、限领次数和当年预算不在试算之内。</p>
    </>
  );
}
