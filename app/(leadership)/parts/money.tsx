import { BarChartFigure, LineChartFigure } from "@/app/_ui/chart";
import { Link } from "@/app/_ui/link";
import { PlainTable } from "@/app/_ui/plain-table";
import { Disclosure, Section } from "@/app/_ui/section";
import { ShareBar } from "@/app/_ui/stat";
import { inWan, percentText } from "@/app/(review)/parts/texts";
import type { Coverage, MonthFigures, PolicySpending } from "@/db/cockpit-queries";
import type { Fen } from "@/lib/kernel/fen";

const wan = (amount: Fen): number => Math.round(amount / 10_000) / 100;
const monthWord = (month: string): string => `${Number(month.slice(5))}月`;
/** Bars beyond this many say less than the table under them. */
const BARS = 8;

function SpendingTable({ caption, rows, empty }: { caption: string; rows: readonly PolicySpending[]; empty: string }) {
  return (
    <PlainTable
      caption={caption}
      rows={rows}
      rowKey={(row) => row.code}
      empty={empty}
      columns={[
        {
          id: "name",
          head: "政策",
          spot: "title",
          cell: (row) => (row.count > 0 ? <Link href={`/leader/cases?set=paid&policy=${row.code}`}>{row.name}</Link> : row.name),
        },
        {
          id: "bar",
          head: "用了多少",
          spot: "none",
          width: "w-[20%]",
          cell: (row) =>
            row.budgetFen ? (
              <ShareBar
                total={row.budgetFen}
                parts={[
                  { value: row.paidFen, tone: "now" },
                  { value: row.reservedFen, tone: "third" },
                ]}
              />
            ) : null,
        },
        { id: "paid", head: "已到账", align: "end", unit: "万元", cell: (row) => inWan(row.paidFen) },
        { id: "reserved", head: "已冻结", align: "end", spot: "none", cell: (row) => inWan(row.reservedFen) },
        { id: "budget", head: "预算", align: "end", spot: "none", cell: (row) => (row.budgetFen === null ? "没有" : inWan(row.budgetFen)) },
        { id: "share", head: "占比", align: "end", cell: (row) => percentText(row.budgetFen ? row.paidFen / row.budgetFen : null) },
      ]}
    />
  );
}

/** 钱用到哪了: paid against the year's budget per policy, as bars and as a table. */
export function SpendingSection({ rows, year }: { rows: readonly PolicySpending[]; year: number }) {
  const paid = rows.filter((row) => row.paidFen > 0);
  const idle = rows.filter((row) => row.paidFen === 0);
  const top = paid.slice(0, BARS);
  return (
    <Section title="钱用到哪了" aside="已到账 ÷ 年度预算，万元">
      {top.length > 0 ? (
        <BarChartFigure
          sentence={`${year}年已到账最多的政策：${top[0]?.name ?? ""} ${inWan(top[0]?.paidFen ?? (0 as Fen))}万元`}
          unit="万元"
          categories={top.map((row) => row.name.slice(0, 6))}
          series={[{ name: "已到账", values: top.map((row) => wan(row.paidFen)) }]}
        />
      ) : null}
      <SpendingTable caption="各政策已到账和预算" rows={paid} empty="今年还没有到账。" />
      {idle.length > 0 ? (
        <Disclosure summary={`还没有到账的 ${idle.length} 项`}>
          <SpendingTable caption="还没有到账的政策" rows={idle} empty="" />
        </Disclosure>
      ) : null}
    </Section>
  );
}

/** 办理用了几个工作日 by month: median and nine tenths. */
export function DurationSection({ trend }: { trend: readonly MonthFigures[] }) {
  const last = trend.findLast((row) => row.p50 !== null);
  if (!last) {
    return (
      <Section title="办理用了几个工作日">
        <p className="text-ink-2">近 12 个月还没有到账的办件。</p>
      </Section>
    );
  }
  return (
    <Section title="办理用了几个工作日" aside="不含公示、补正、企业待办，按到账月">
      <LineChartFigure
        sentence={`办理工作日：${monthWord(last.month)}中位数 ${last.p50} 个，九成在 ${last.p90} 个以内`}
        unit="个工作日"
        categories={trend.map((row) => monthWord(row.month))}
        series={[
          { name: "中位数", values: trend.map((row) => row.p50), tone: "now", endLabel: `中位数 ${last.p50} 天` },
          { name: "九成以内", values: trend.map((row) => row.p90), tone: "second", endLabel: `九成 ${last.p90} 天内` },
        ]}
      />
      <p className="text-ink-3 text-note">{`${monthWord(last.month)} ${last.count} 件。`}</p>
    </Section>
  );
}

/** 每月到账 in 万元. */
export function TrendSection({ trend }: { trend: readonly MonthFigures[] }) {
  const sum = trend.reduce((total, row) => total + row.paidFen, 0) as Fen;
  return (
    <Section title="每月到账" aside="万元，按到账月">
      <LineChartFigure
        sentence={`近 12 个月共到账 ${inWan(sum)}万元`}
        unit="万元"
        categories={trend.map((row) => monthWord(row.month))}
        series={[
          {
            name: "到账",
            values: trend.map((row) => wan(row.paidFen)),
            area: true,
            endLabel: `${monthWord(trend.at(-1)?.month ?? "")} ${inWan(trend.at(-1)?.paidFen ?? (0 as Fen))}`,
          },
        ]}
      />
    </Section>
  );
}

const STEPS: readonly (readonly [key: keyof Coverage, name: string])[] = [
  ["opened", "符合条件"],
  ["offered", "已推送"],
  ["confirmed", "企业已确认"],
  ["approved", "已核准"],
  ["settled", "已办结"],
];

/** 该拿的都拿到了吗: of the claims opened this year, how far they have come. */
export function CoverageSection({ reached }: { reached: Coverage }) {
  return (
    <Section title="该拿的都拿到了吗" aside="今年建件，到现在走到哪一步">
      <PlainTable
        caption="覆盖"
        phone="keep"
        rows={STEPS}
        rowKey={([key]) => key}
        empty=""
        columns={[
          { id: "name", head: "到哪一步", cell: ([, name]) => name },
          {
            id: "bar",
            head: "占比",
            width: "w-[45%]",
            cell: ([key]) => <ShareBar total={Math.max(1, reached.opened)} parts={[{ value: reached[key], tone: key === "settled" ? "now" : "third" }]} />,
          },
          { id: "n", head: "件", align: "end", cell: ([key]) => reached[key].toLocaleString("zh-CN") },
          { id: "share", head: "", align: "end", cell: ([key]) => percentText(reached.opened > 0 ? reached[key] / reached.opened : null) },
        ]}
      />
    </Section>
  );
}
