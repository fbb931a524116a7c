import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, MarkPointComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { ReactNode } from "react";
import { barOption, type ChartInput, type ChartSeries, lineOption } from "./chart-option";
import { PlainTable } from "./plain-table";
import { Disclosure } from "./section";

use([LineChart, BarChart, GridComponent, MarkLineComponent, MarkPointComponent, SVGRenderer]);

type Draw = { width: number; height: number };
const DESK: Draw = { width: 640, height: 240 };
const PHONE: Draw = { width: 358, height: 220 };

/** Draws on the server; an image address, so that no script and no markup of the chart reaches the page. */
function draw(option: EChartsCoreOption, { width, height }: Draw): string {
  const chart = init(null, undefined, { renderer: "svg", ssr: true, width, height });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const figure = (value: number | null | undefined): string => (typeof value === "number" ? value.toLocaleString("zh-CN") : "—");

function FigureTable({ caption, input, unit }: { caption: string; input: ChartInput; unit: string }) {
  const rows = input.categories.map((category, at) => ({ category, values: input.series.map((one) => one.values[at]) }));
  return (
    <PlainTable
      caption={caption}
      phone="keep"
      rows={rows}
      rowKey={(row) => row.category}
      empty="还没有数据"
      columns={[
        { id: "category", head: "时间或类别", cell: (row) => row.category, rowHead: true },
        ...input.series.map((one: ChartSeries, at: number) => ({
          id: one.name,
          head: `${one.name}（${unit}）`,
          align: "end" as const,
          cell: (row: { values: (number | null | undefined)[] }): ReactNode => figure(row.values[at]),
        })),
      ]}
    />
  );
}

type Props = ChartInput & {
  /** The sentence a reader who cannot see the chart gets: 办理工作日：上线前 28 个，2026年6月中位数 2 个. */
  sentence: string;
  /** Unit of the values: 个工作日, 万元, 件. */
  unit: string;
  height?: number;
};

function Picture({
  sentence,
  desk,
  phone,
  height,
  input,
  unit,
}: {
  sentence: string;
  desk: string;
  phone: string;
  height: number;
  input: ChartInput;
  unit: string;
}) {
  return (
    <figure>
      <picture>
        <source media="screen and (width < 761px)" srcSet={phone} width={PHONE.width} height={PHONE.height} />
        <img src={desk} alt={sentence} width={DESK.width} height={height} className="h-auto w-full" />
      </picture>
      <figcaption data-noprint>
        <Disclosure summary="看数字">
          <FigureTable caption={sentence} input={input} unit={unit} />
        </Disclosure>
      </figcaption>
    </figure>
  );
}

/** 折线图 with the same figures as a table behind it. Drawn twice, for the desk and at phone width. */
export function LineChartFigure({ sentence, unit, height = DESK.height, ...input }: Props) {
  const desk = draw(lineOption(input, DESK.width, height), { ...DESK, height });
  const phone = draw(lineOption(input, PHONE.width, PHONE.height, 13), PHONE);
  return <Picture sentence={sentence} desk={desk} phone={phone} height={height} input={input} unit={unit} />;
}

/** 柱图; `strong` is the category the sentence speaks of. */
export function BarChartFigure({ sentence, unit, strong, height = DESK.height, ...input }: Props & { strong?: string }) {
  const desk = draw(barOption(input, strong), { ...DESK, height });
  const phone = draw(barOption(input, strong, 13), PHONE);
  return <Picture sentence={sentence} desk={desk} phone={phone} height={height} input={input} unit={unit} />;
}
