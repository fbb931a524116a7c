import type { ReactNode } from "react";
import { cn } from "./cn";
import { Link } from "./link";
import { numbered } from "./numbered";

export type StatProps = {
  label: string;
  value: ReactNode;
  unit?: string | undefined;
  /** Numerator ÷ denominator and its clock: 659 ÷ 921 笔, 6月 148 件，不含公示补正. A figure never stands alone. */
  basis: ReactNode;
  /** The cases behind the figure. */
  href?: string | undefined;
  /** n < 30: the value turns grey and says 样本少. */
  few?: boolean;
  /** The as-of time of a stale feed, in amber: 截至 8:00. */
  stale?: string | undefined;
};

/** 数: label, value and unit, then what it rests on; the whole is a link to its cases. */
export function Stat({ label, value, unit, basis, href, few = false, stale }: StatProps) {
  const body = (
    <>
      <span className="block text-ink-2 text-work">{label}</span>
      <span className={cn("block whitespace-nowrap font-medium text-h1 leading-9 max-desk:text-[1.5rem]", few ? "text-ink-3" : "text-ink")}>
        {value}
        {unit ? <span className="ml-0.5 font-normal text-[0.9375rem] text-ink-2">{unit}</span> : null}
      </span>
      <span className="block text-ink-2 text-small group-hover:underline">
        {few ? "样本少，" : ""}
        {basis}
        {href ? (
          <span aria-hidden="true" className="ml-1 text-qing">
            ›
          </span>
        ) : null}
      </span>
      {stale ? <span className="block text-amber text-small">{stale}</span> : null}
    </>
  );
  if (!href) return <div>{body}</div>;
  return (
    <Link href={href} className="group block text-ink no-underline hover:text-ink">
      {body}
    </Link>
  );
}

/** Figures in a row under an ink rule: as many columns as there are figures, three on a narrow desk, two on the phone. `rule` false inside a section. */
export function Stats({ label, children, columns = 4, rule = true }: { label: string; children: ReactNode; columns?: 2 | 3 | 4 | 5 | 6; rule?: boolean }) {
  const wide = {
    2: "desk:grid-cols-2",
    3: "desk:grid-cols-3",
    4: "desk:grid-cols-4",
    5: "desk:grid-cols-3 rail:grid-cols-5",
    6: "desk:grid-cols-3 rail:grid-cols-6",
  }[columns];
  return (
    <section aria-label={label} className={cn("grid grid-cols-2 gap-4 desk:gap-6", rule && "border-ink border-t-2 pt-3", wide)}>
      {children}
    </section>
  );
}

export type BarPart = { value: number; tone: "red" | "yellow" | "green" | "blue" | "now" | "second" | "third" };

const FILL: Readonly<Record<BarPart["tone"], string>> = {
  red: "fill-red-fill",
  yellow: "fill-amber-fill",
  green: "fill-green-fill",
  blue: "fill-blue-fill",
  now: "fill-chart-1",
  second: "fill-chart-2",
  third: "fill-chart-3",
};

/** 比例条: parts of a whole beside the numbers themselves; `total` is the full width (default: the sum). Decoration, the numbers stand in text. */
export function ShareBar({ parts, total, track = true, height = 12 }: { parts: readonly BarPart[]; total?: number; track?: boolean; height?: number }) {
  const whole = Math.max(total ?? parts.reduce((sum, part) => sum + part.value, 0), 1);
  const starts = parts.map((_, at) => parts.slice(0, at).reduce((sum, part) => sum + part.value, 0));
  return (
    <svg aria-hidden="true" data-shape width="100%" height={height}>
      {track ? <rect width="100%" height={height} rx="1" className="fill-moon-2" /> : null}
      {numbered(parts).map(({ key, at, item: part }) => (
        <rect
          key={key}
          x={`${((starts[at] ?? 0) / whole) * 100}%`}
          width={`${(part.value / whole) * 100}%`}
          height={height}
          className={cn(FILL[part.tone], "stroke-paper")}
          strokeWidth={parts.length > 1 ? 1 : 0}
        />
      ))}
    </svg>
  );
}

/** 进度: something is being done; `text` says how far in words: 已算 812 ÷ 1,204 家. */
export function Progress({ label, done, total, text }: { label: string; done: number; total: number; text: ReactNode }) {
  return (
    <div>
      <p className="mb-3 font-medium">{text}</p>
      <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done}>
        <ShareBar parts={[{ value: done, tone: "now" }]} total={total} />
      </div>
    </div>
  );
}
