import { BarChartFigure } from "@/app/_ui/chart";
import { Link } from "@/app/_ui/link";
import { Money } from "@/app/_ui/money";
import { type PlainColumn, PlainTable } from "@/app/_ui/plain-table";
import { Section } from "@/app/_ui/section";
import type { TrialPage, TrialView } from "@/db/policy-draft-queries";
import { formatDay } from "@/lib/kernel/plain-date";
import { costRange, type TrialYear } from "@/lib/matching/trial";
import { formatMoney } from "@/lib/policy/wording";
import { count } from "../../../../_parts/when";

type HrefFor = (view: TrialView, year: number | null) => string;

/** Fen as 万元 with two places, for a chart. */
const wan = (fen: number): number => Math.round(fen / 10_000) / 100;

function columnsOf(hrefFor: HrefFor): readonly PlainColumn<TrialYear>[] {
  const firms = (view: TrialView, { year, totals }: TrialYear) => {
    const n = totals[view];
    return n > 0 ? <Link href={hrefFor(view, year)}>{`${count(n)} 家`}</Link> : "0 家";
  };
  return [
    { id: "year", head: "用哪年的数据", cell: (row) => `${row.year}年`, rowHead: true, spot: "title" },
    { id: "eligible", head: "可以享受", cell: (row) => `${count(row.totals.eligibleAfter)} 家（现行 ${count(row.totals.eligibleBefore)} 家）`, spot: "label" },
    { id: "gained", head: "新增可享受", cell: (row) => firms("gained", row), align: "end", spot: "label" },
    { id: "lost", head: "不再可享受", cell: (row) => firms("lost", row), align: "end", spot: "label" },
    { id: "unknown", head: "缺数据下不了结论", cell: (row) => `${count(row.totals.undetermined)} 家`, align: "end", spot: "label" },
    { id: "before", head: "现行要花（元）", cell: (row) => <Money fen={row.totals.beforeFen} size="cell" />, align: "end", spot: "label", unit: "元" },
    { id: "after", head: "草稿要花（元）", cell: (row) => <Money fen={row.totals.afterFen} size="cell" />, align: "end", spot: "label", unit: "元" },
  ];
}

function costSentence(years: readonly TrialYear[]): string {
  const range = costRange(years);
  if (!range) return "";
  const { lowFen, highFen } = range;
  if (lowFen === highFen) return `照近三年的数据，草稿一年要花 ${formatMoney(lowFen / 100)}`;
  return `照近三年的数据，草稿一年要花 ${formatMoney(lowFen / 100)}到 ${formatMoney(highFen / 100)}`;
}

/** 近三年试算: what the draft would have cost and changed in each of the last three full years. */
export function PastYears({ trial, hrefFor }: { trial: TrialPage; hrefFor: HrefFor }) {
  const { years } = trial;
  if (years.length === 0) return null;
  const rising = [...years].reverse();
  const categories = rising.map((one) => `${one.year}年`);
  const values = (pick: (totals: TrialYear["totals"]) => number) => rising.map((one) => pick(one.totals));
  const days = `判定日依次是 ${rising.map((one) => formatDay(one.asOf)).join("、")}`;
  return (
    <Section title="近三年试算" className="mt-8" aside={costSentence(years)}>
      <p className="mb-4 text-ink-2">
        假设这份草稿当年就有，用那一年的年度数据和当时有效的资质各算一遍，{days}
        。登记、信用、人员这些没有留底的现状数据按现在的算，没有那年数据的不下结论；已经享受过的不扣。
      </p>
      <div className="grid gap-8 desk:grid-cols-2">
        <div>
          <h3 className="mb-2">要花多少</h3>
          <BarChartFigure
            sentence={`${costSentence(years)}，左边是现行版本，右边是草稿`}
            unit="万元"
            categories={categories}
            series={[
              { name: "现行版本", values: values((totals) => wan(totals.beforeFen)), tone: "third" },
              { name: "草稿", values: values((totals) => wan(totals.afterFen)) },
            ]}
          />
        </div>
        <div>
          <h3 className="mb-2">谁新增，谁不再</h3>
          <BarChartFigure
            sentence={`各年新增可享受的 ${values((totals) => totals.gained)
              .map(count)
              .join("、")} 家（左），不再可享受的 ${values((totals) => totals.lost)
              .map(count)
              .join("、")} 家（右）`}
            unit="家"
            categories={categories}
            series={[
              { name: "新增可享受", values: values((totals) => totals.gained) },
              { name: "不再可享受", values: values((totals) => totals.lost), tone: "fourth" },
            ]}
          />
        </div>
      </div>
      <PlainTable caption="近三年试算" columns={columnsOf(hrefFor)} rows={years} rowKey={(row) => String(row.year)} empty="没有往年数据" />
    </Section>
  );
}
