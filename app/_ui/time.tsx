import type { ReactNode } from "react";
import { cn } from "./cn";
import { Light, type LightColor } from "./light";
import { numbered } from "./numbered";

/** One day of the ruler. `late` is past the deadline; `due` carries the blue end mark of 18:00; a rest day says 休 or the holiday. */
export type RulerCell = { label: string; kind: "past" | "today" | "future" | "rest"; due?: boolean; late?: boolean; note?: string };

const BLOCK: Readonly<Record<RulerCell["kind"], string>> = { past: "bg-ink-3", today: "today-cell", future: "bg-moon-2", rest: "hatch" };

function Cell({ cell }: { cell: RulerCell }) {
  const strong = cell.kind === "today" || cell.due;
  return (
    <li
      className={cn(
        "min-w-6 max-w-16 whitespace-nowrap",
        cell.kind === "rest" ? "flex-[0.7_1_0] text-ink-3" : "flex-[1_1_0]",
        strong && "font-medium text-ink",
      )}
    >
      <span
        aria-hidden="true"
        className={cn(
          "mb-1 block h-2 rounded-[1px]",
          cell.late ? "bg-red-fill" : BLOCK[cell.kind],
          cell.late && cell.kind === "today" && "ring-2 ring-ink",
          cell.due && "border-qing border-r-4",
        )}
      />
      {cell.label}
      {cell.note ? <span className="block text-ink-3 font-normal">{cell.note}</span> : null}
    </li>
  );
}

/** 工作日尺: past solid, today outlined, future pale, rest hatched, the due day with an end mark. `label` is the sentence for screen readers. */
export function WorkdayRuler({ cells, label, className }: { cells: readonly RulerCell[]; label: string; className?: string }) {
  return (
    <ol aria-label={label} className={cn("flex max-w-full flex-wrap gap-x-[3px] gap-y-2 text-center text-ink-2 text-note leading-4", className)}>
      {numbered(cells).map(({ key, item: cell }) => (
        <Cell key={key} cell={cell} />
      ))}
    </ol>
  );
}

export type CountdownProps = {
  /** Working days after today; 0 is the day itself, negative is late. */
  left: number;
  /** 6月17日 */
  day: string;
  time?: string;
  /** What was jumped or is provisional: 端午假期不计, 暂定. */
  note?: string | undefined;
  /** Why the clock stands: 等企业补正. Then nothing is counted. */
  paused?: string | undefined;
};

/** 倒计时 in one sentence: 还剩 2 个工作日（6月17日 18:00 前） · 今天 18:00 前 · 超期 2 个工作日（应在 6月11日 18:00 前办结）. */
export function Countdown({ left, day, time = "18:00", note, paused }: CountdownProps) {
  const tail = note ? `，${note}` : "";
  if (paused !== undefined) return <p className="text-blue">{`暂停计时：${paused}`}</p>;
  if (left < 0) {
    return (
      <p>
        <b className="text-red">{`超期 ${-left} 个工作日`}</b>
        {`（应在 ${day} ${time} 前办结${tail}）`}
      </p>
    );
  }
  if (left === 0) {
    return (
      <p>
        <b className="text-amber">{`今天 ${time} 前`}</b>
        {note ? `（${note}）` : ""}
      </p>
    );
  }
  return (
    <p>
      <b>{`还剩 ${left} 个工作日`}</b>
      {`（${day} ${time} 前${tail}）`}
    </p>
  );
}

/** Ticks of a table row: begun days filled, days left pale, late days red. Decoration beside the words. */
export function DeadlineTicks({ past, left = 0, late = 0 }: { past: number; left?: number; late?: number }) {
  const tick = (kind: string, count: number, look: string) =>
    numbered(Array<string>(Math.max(0, count)).fill(kind)).map(({ key }) => <i key={`${kind}${key}`} className={cn("h-3 w-[7px] rounded-[1px]", look)} />);
  return (
    <span aria-hidden="true" data-shape className="inline-flex gap-0.5 align-middle">
      {tick("p", past, "bg-ink-3")}
      {tick("l", late, "bg-red-fill")}
      {tick("n", left, "bg-moon-2 ring-1 ring-[#b6c1c8] ring-inset")}
    </span>
  );
}

const shortLeft = (left: number, time: string): string => {
  if (left < 0) return `超 ${-left} 天`;
  return left === 0 ? `今天 ${time}` : `剩 ${left} 天`;
};

/** 期限 in a table cell: light, time left, five ticks. `word` replaces the time (等企业补正). `span` is the whole term in working days. */
export function DueCell({ color, left, span, time = "18:00", word }: { color: LightColor; left: number; span: number; time?: string; word?: ReactNode }) {
  const late = Math.min(Math.max(0, -left), 5);
  const open = Math.max(0, Math.min(left, span));
  return (
    <span className="inline-flex items-center gap-1.5">
      <Light color={color} word={word ?? shortLeft(left, time)} />
      {span > 8 ? null : (
        <span data-roomy>
          <DeadlineTicks past={span - open} left={open} late={late} />
        </span>
      )}
    </span>
  );
}
