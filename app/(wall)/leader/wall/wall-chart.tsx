import { LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, MarkPointComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { lineOption } from "@/app/_ui/chart-option";
import type { MonthFigures } from "@/db/cockpit-queries";

use([LineChart, GridComponent, MarkLineComponent, MarkPointComponent, SVGRenderer]);

const [WIDTH, HEIGHT, TYPE] = [1040, 236, 20];

/** 办理工作日 drawn for reading across a hall: type of 20 px, no table behind it. */
export function WallChart({ trend }: { trend: readonly MonthFigures[] }) {
  const last = trend.findLast((row) => row.p50 !== null);
  if (!last) return <p className="text-h2 text-ink-2">近 12 个月还没有到账的办件。</p>;
  const month = (text: string) => `${Number(text.slice(5))}月`;
  const option = lineOption(
    {
      categories: trend.map((row) => month(row.month)),
      series: [
        { name: "中位数", values: trend.map((row) => row.p50), tone: "now", endLabel: `中位数 ${last.p50} 天` },
        { name: "九成以内", values: trend.map((row) => row.p90), tone: "second", endLabel: `九成 ${last.p90} 天内` },
      ],
    },
    WIDTH,
    HEIGHT,
    TYPE,
  );
  const chart = init(null, undefined, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  const sentence = `办理工作日：${month(last.month)}中位数 ${last.p50} 个，九成在 ${last.p90} 个以内`;
  return (
    <picture>
      <img src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={sentence} width={WIDTH} height={HEIGHT} className="h-auto w-full" />
    </picture>
  );
}
