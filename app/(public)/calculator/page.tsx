import type { Metadata } from "next";
import { PageHead } from "@/app/_ui/section";
import { CalculatorForm } from "./calculator-form";
import { startCalculator } from "./compute";

export const metadata: Metadata = { title: "政策模拟计算器" };

export default async function CalculatorPage() {
  const start = await startCalculator();
  return (
    <>
      <PageHead title="政策模拟计算器" note="填您知道的，不知道的空着。结果马上出来，不会保存。" />
      <CalculatorForm start={start} />
      <p className="mt-8 text-ink-3 text-small">试算结果供参考，以部门数据核对和公示为准。一家企业已领过的晋级补差、限领次数和当年预算不在试算之内。</p>
    </>
  );
}
