/** A line of a chart. now: 青, 2.5 px. second: dashed. third: the only area. past: grey, dashed. */
export type ChartSeries = {
  name: string;
  /** One value per category; null leaves a hole. */
  values: readonly (number | null)[];
  tone?: "now" | "second" | "third" | "fourth" | "past";
  dashed?: boolean;
  area?: boolean;
  /** The label at the line's end: 中位数 2 天. Default: the name. */
  endLabel?: string;
};

export type ChartInput = {
  categories: readonly string[];
  series: readonly ChartSeries[];
  /** A level of the past or a budget with its number: { value: 28, label: "改革前 28" }. */
  level?: { value: number; label: string };
  /** An upright line at a category: { at: "10月", label: "平台上线" }. */
  event?: { at: string; label: string };
};

/** Without quotes: the drawing library writes the list into an attribute as it is. */
const FONT = "Noto Sans SC, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";
const INK_2 = "#44505b";
const LINE = "#dbe1e5";
const TONE = { now: "#0f5c73", second: "#4f8fa0", third: "#b9cfd6", fourth: "#8b6f3e", past: "#7c8893" } as const;

const text = (size: number) => ({ color: INK_2, fontFamily: FONT, fontSize: size });

/** Room at the right for the longest label at a line's end; a Chinese character is as wide as the type is high. */
const labelRoom = (labels: readonly string[], size: number): number => Math.max(24, ...labels.map((label) => label.length * size * 0.92 + 14));

/** A round number at or above the value, so that the upper end of the axis is a tick. */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return power * ([1, 1.2, 1.5, 2, 3, 4, 5, 6, 8].find((step) => step * power >= value) ?? 10);
};

const axes = (categories: readonly string[], size: number, level?: number) => ({
  xAxis: {
    type: "category" as const,
    data: [...categories],
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...text(size), hideOverlap: true },
  },
  yAxis: {
    type: "value" as const,
    min: 0,
    ...(level === undefined ? {} : { max: ({ max }: { max: number }) => roundUp(Math.max(max, level)) }),
    splitNumber: 3,
    axisLabel: text(size),
    splitLine: { lineStyle: { color: LINE } },
  },
});

const endOf = (series: ChartSeries): string => series.endLabel ?? series.name;

/** The number that a line ends on. */
const lastValue = (values: readonly (number | null)[]): { at: number; value: number } | null => {
  for (let at = values.length - 1; at >= 0; at -= 1) {
    const value = values[at];
    if (typeof value === "number") return { at, value };
  }
  return null;
};

/** Labels at the right edge, pushed apart so that two lines that end close together stay readable. */
function spread(ends: readonly { value: number }[], top: number, height: number, size: number): number[] {
  const gap = (size + 6) * (top / height);
  const order = ends.map((end, at) => ({ at, want: end.value })).sort((a, b) => a.want - b.want);
  let floor = Number.NEGATIVE_INFINITY;
  const offsets: number[] = [];
  for (const item of order) {
    const place = Math.max(item.want, floor + gap);
    floor = place;
    offsets[item.at] = -Math.round(((place - item.want) * height) / Math.max(top, 1));
  }
  return offsets;
}

/** 折线: no legend box, the label stands at the line's end; horizontal hairlines only; y from 0. */
export function lineOption({ categories, series, level, event }: ChartInput, width: number, height: number, size = 12) {
  const labels = [...series.map(endOf), ...(level ? [level.label] : [])];
  const ends = series.map((one) => lastValue(one.values) ?? { value: 0 });
  const top = Math.max(level?.value ?? 0, 1, ...series.flatMap((one) => one.values.map((value) => value ?? 0)));
  const offsets = spread(ends, top, height - 60, size);
  return {
    animation: false,
    textStyle: text(size),
    grid: { left: 8, right: Math.min(labelRoom(labels, size), width * 0.4), top: 20, bottom: 4, outerBoundsMode: "same" as const },
    ...axes(categories, size, level?.value),
    series: series.map((one, at) => ({
      ...lineSeries(one, at, offsets[at] ?? 0, size),
      ...(at === 0 ? { markLine: marks(level, event, size) } : {}),
    })),
  };
}

const isDashed = (one: ChartSeries, tone: string): boolean => one.dashed ?? (tone === "second" || tone === "past");

function lineSeries(one: ChartSeries, at: number, offset: number, size: number) {
  const tone = one.tone ?? (at === 0 ? "now" : "second");
  const main = tone === "now";
  const end = lastValue(one.values);
  const label = { ...text(size), show: true, position: "right" as const, distance: 6, offset: [0, offset], formatter: endOf(one) };
  return {
    type: "line" as const,
    name: one.name,
    data: [...one.values],
    showSymbol: false,
    color: TONE[tone],
    lineStyle: { width: main ? 2.5 : 2, type: isDashed(one, tone) ? ("dashed" as const) : ("solid" as const) },
    ...(one.area ? { areaStyle: { color: TONE.third, opacity: 1 } } : {}),
    markPoint: {
      symbol: "circle",
      symbolSize: 7,
      itemStyle: { color: TONE[tone] },
      label: { ...label, color: main ? TONE.now : INK_2, fontWeight: main ? 500 : 400 },
      data: end ? [{ coord: [end.at, end.value] as [number, number] }] : [],
    },
  };
}

function marks(level: ChartInput["level"], event: ChartInput["event"], size: number) {
  const line = (type: "dashed" | "solid") => ({ color: TONE.past, width: type === "dashed" ? 1.5 : 1, type });
  return {
    silent: true,
    symbol: "none",
    data: [
      ...(level ? [{ yAxis: level.value, lineStyle: line("dashed"), label: { ...text(size), position: "end" as const, formatter: level.label } }] : []),
      ...(event
        ? [
            {
              xAxis: event.at,
              lineStyle: line("solid"),
              label: { ...text(size), position: "insideEndTop" as const, rotate: 0, distance: [6, 4], align: "left" as const, formatter: event.label },
            },
          ]
        : []),
    ],
  };
}

/** 柱图: one series; `strong` is the category to look at, in 青, the others pale. Values stand above the bars. */
export function barOption({ categories, series }: ChartInput, strong: string | undefined, size = 12) {
  return {
    animation: false,
    textStyle: text(size),
    grid: { left: 8, right: 8, top: 24, bottom: 4, outerBoundsMode: "same" as const },
    ...axes(categories, size),
    series: series.map((one, at) => ({
      type: "bar" as const,
      name: one.name,
      barMaxWidth: 36,
      data: one.values.map((value, place) => ({
        value,
        itemStyle: { color: strong === undefined || categories[place] === strong ? TONE[one.tone ?? (at === 0 ? "now" : "second")] : TONE.third },
      })),
      label: { ...text(size), show: categories.length <= 8 && series.length === 1, position: "top" as const },
    })),
  };
}
