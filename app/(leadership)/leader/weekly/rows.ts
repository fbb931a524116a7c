import { inWan, percentText } from "@/app/(review)/parts/texts";
import type { SpanFigures, WeeklyReport } from "@/db/weekly-report";
import { PAST_WEEKS } from "@/lib/claim/report-week";
import { type Fen, fen } from "@/lib/kernel/fen";

export type Cell = { readonly text: string; readonly basis?: string };
export type ReportRow = {
  readonly id: string;
  readonly label: string;
  /** How it is counted. */
  readonly note: string;
  readonly week: Cell;
  readonly before: Cell;
  readonly change: string;
  readonly past: Cell;
};

const count = (value: number): string => value.toLocaleString("zh-CN");
const perWeek = (value: number): number => value / PAST_WEEKS;
const signed = (value: number, text: string): string => {
  if (value === 0) return "持平";
  return `${value > 0 ? "+" : "−"}${text}`;
};

/** A figure that adds up: its past is the mean of a week. */
function sumRow(
  report: WeeklyReport,
  head: Pick<ReportRow, "id" | "label" | "note">,
  of: (figures: SpanFigures) => number,
  show: (value: number) => string,
): ReportRow {
  const [week, before] = [of(report.week), of(report.before)];
  return {
    ...head,
    week: { text: show(week) },
    before: { text: show(before) },
    change: signed(week - before, show(Math.abs(week - before))),
    past: { text: show(perWeek(of(report.past))), basis: "每周平均" },
  };
}

const oneDecimal = (value: number): string => (Number.isInteger(value) ? count(value) : value.toFixed(1));
const wan = (value: number): string => inWan(fen(Math.round(value)) as Fen);

type Measured = { readonly value: number | null; readonly n: number };

/** A rate or a median: it does not add up, so that the past is that of all 28 days. */
function levelRow(
  report: WeeklyReport,
  head: Pick<ReportRow, "id" | "label" | "note">,
  of: (figures: SpanFigures) => Measured,
  { show, difference, unit }: { show: (value: number | null) => string; difference: (value: number) => string; unit: string },
): ReportRow {
  const [week, before, past] = [of(report.week), of(report.before), of(report.past)];
  const cell = ({ value, n }: Measured): Cell => ({ text: show(value), basis: `${count(n)} ${unit}` });
  const delta = week.value === null || before.value === null ? null : week.value - before.value;
  return { ...head, week: cell(week), before: cell(before), change: delta === null ? "—" : signed(delta, difference(Math.abs(delta))), past: cell(past) };
}

const RATE = { show: percentText, difference: (value: number) => `${(value * 100).toFixed(1)} 个百分点` };
const DAYS = { show: (value: number | null) => (value === null ? "—" : String(value)), difference: (value: number) => String(value), unit: "件" };

/** 周报 rows: what was paid, how long it took, how well it went. */
export function reportRows(report: WeeklyReport): ReportRow[] {
  return [
    sumRow(report, { id: "paid", label: "到账金额（万元）", note: "按到账日" }, ({ paid }) => paid.paidFen, wan),
    sumRow(report, { id: "payments", label: "到账（笔）", note: "按到账日" }, ({ paid }) => paid.count, oneDecimal),
    sumRow(report, { id: "served", label: "惠及企业（家）", note: "办结的企业，一家算一次" }, ({ served }) => served.numerator, oneDecimal),
    sumRow(report, { id: "opened", label: "新建办件（件）", note: "系统找到的符合条件的企业和政策" }, ({ opened }) => opened, oneDecimal),
    levelRow(
      report,
      { id: "processing", label: "办理用时中位数（工作日）", note: "到账的办件，不含公示和补正" },
      ({ days: { processing } }) => ({ value: processing.p50, n: processing.n }),
      DAYS,
    ),
    levelRow(
      report,
      { id: "endToEnd", label: "从确认到到账中位数（工作日）", note: "到账的办件，含公示" },
      ({ days: { endToEnd } }) => ({ value: endToEnd.p50, n: endToEnd.n }),
      DAYS,
    ),
    levelRow(
      report,
      { id: "straight", label: "智能初审直通", note: "不转人工的 ÷ 初审的" },
      ({ straight }) => ({ value: straight.value, n: straight.denominator }),
      { ...RATE, unit: "件" },
    ),
    levelRow(
      report,
      { id: "satisfied", label: "满意", note: "4 分以上 ÷ 全部评价" },
      ({ satisfied }) => ({ value: satisfied.value, n: satisfied.denominator }),
      { ...RATE, unit: "份" },
    ),
  ];
}
