import { Skeleton } from "@/app/_ui/message";
import { Stat, Stats } from "@/app/_ui/stat";
import { inWan, percentText } from "@/app/(review)/parts/texts";
import type { Quantiles } from "@/db/cockpit-queries";
import type { Ratio } from "@/lib/claim/metrics";
import type { Cockpit } from "./read";

/** Fewer cases than this say little. */
const FEW = 30;

const fraction = ({ numerator, denominator }: Ratio, unit: string): string =>
  `${numerator.toLocaleString("zh-CN")} ÷ ${denominator.toLocaleString("zh-CN")} ${unit}`;
const days = (value: number | null): string => (value === null ? "—" : String(value));
const ninth = ({ p90 }: Quantiles): string => (p90 === null ? "还没有到账" : `九成 ${p90} 天内`);

/** 六个数 (and two beside): value, numerator and denominator, clock; each leads to exactly the cases it counts. */
export function Figures({ data }: { data: Cockpit }) {
  const { inHand, served, paid, days: used, satisfied, straight, reduction } = data;
  const overdue = inHand.lights.red;
  const count = (value: number) => value.toLocaleString("zh-CN");
  return (
    <Stats label="概况" columns={4}>
      <Stat
        label="超期未办结"
        value={count(overdue)}
        unit="件"
        basis={`${overdue} ÷ 在办 ${count(inHand.total)} 件${inHand.total > 0 ? ` = ${percentText(overdue / inHand.total)}` : ""}`}
        href="/leader/overdue"
      />
      <Stat label="惠及企业" value={count(served.numerator)} unit="家" basis={`${fraction(served, "家符合条件")}，今年办结`} href="/leader/cases?set=settled" />
      <Stat
        label="今年已到账"
        value={inWan(paid.paidFen)}
        unit="万元"
        basis={`${count(paid.count)} 笔 ${count(paid.enterprises)} 家，÷ 预算 ${inWan(paid.budgetFen)} 万元${paid.reductions > 0 ? `；另减免 ${inWan(paid.reducedFen)} 万元` : ""}`}
        href="/leader/cases?set=paid"
      />
      <Stat
        label="办理用时中位数"
        value={days(used.processing.p50)}
        unit="个工作日"
        basis={`${ninth(used.processing)}，今年 ${count(used.processing.n)} 件，不含公示补正`}
        href="/leader/cases?set=paid"
        few={used.processing.n < FEW}
      />
      <Stat
        label="从确认到到账"
        value={days(used.endToEnd.p50)}
        unit="个工作日"
        basis={`${ninth(used.endToEnd)}，今年 ${count(used.endToEnd.n)} 件，含公示`}
        href="/leader/cases?set=paid"
        few={used.endToEnd.n < FEW}
      />
      <Stat
        label="智能初审直通"
        value={percentText(straight.value)}
        basis={`${fraction(straight, "件")}，今年初审`}
        href="/leader/cases?set=checked"
        few={straight.denominator < FEW}
      />
      <Stat
        label="满意"
        value={percentText(satisfied.value)}
        basis={`${fraction(satisfied, "份评价")}，4 分以上`}
        href="/leader/cases?set=surveyed"
        few={satisfied.denominator < FEW}
      />
      <Stat
        label="材料精简"
        value={percentText(reduction.value)}
        basis={`${fraction(reduction, "份")}，${reduction.policies} 项现行政策`}
        href="/admin/policies"
      />
    </Stats>
  );
}

const LABELS = ["超期未办结", "惠及企业", "今年已到账", "办理用时中位数", "从确认到到账", "智能初审直通", "满意", "材料精简"];

/** 概况 while its figures are read: the same labels in the same places. */
export const FiguresSkeleton = () => (
  <Stats label="概况" columns={4}>
    {LABELS.map((label) => (
      <div key={label} aria-hidden="true">
        <span className="block text-ink-2 text-work">{label}</span>
        <span className="flex h-9 items-center">
          <Skeleton width="w-28" className="h-6" />
        </span>
        <span className="flex h-5 items-center">
          <Skeleton width="w-40" />
        </span>
      </div>
    ))}
  </Stats>
);
