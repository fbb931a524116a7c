import type { ReactNode } from "react";
import { cn } from "./cn";
import { numbered } from "./numbered";

/** done: over. now: in hand. todo: to come. `note` is the second line: 6月5日, 3 个工作日. */
export type Stage = { name: string; state: "done" | "now" | "todo"; note?: string | undefined };

const WORD: Readonly<Record<Stage["state"], string>> = { done: "已完成", now: "正在进行", todo: "未开始" };
const INK: Readonly<Record<Stage["state"], string>> = { done: "text-ink-2", now: "font-medium text-ink", todo: "text-ink-3" };
const BAR: Readonly<Record<Stage["state"], string>> = { done: "bg-ink-3", now: "bg-qing", todo: "bg-moon-2" };

/** 阶段: a bar of steps. On the phone only the step in hand keeps its words. */
export function Stages({ stages, label = "办理阶段" }: { stages: readonly Stage[]; label?: string }) {
  const last = stages.filter((stage) => stage.state === "done").at(-1);
  const spoken = stages.find((stage) => stage.state === "now") ?? last;
  return (
    <div>
      <ol aria-label={label} className="flex gap-1 text-small">
        {stages.map((stage) => (
          <li key={stage.name} aria-current={stage.state === "now" ? "step" : undefined} className={cn("min-w-0 flex-1", INK[stage.state])}>
            <span aria-hidden="true" className={cn("mb-1.5 block h-1", BAR[stage.state])} />
            <span className="max-desk:sr-only">
              {stage.name}
              <span className="sr-only">（{WORD[stage.state]}）</span>
              {stage.note ? <span className="block">{stage.note}</span> : null}
            </span>
          </li>
        ))}
      </ol>
      {spoken ? (
        <p aria-hidden="true" className="font-medium text-small desk:hidden print:hidden">
          {`${spoken.name}${spoken.note ? `　${spoken.note}` : ""}`}
        </p>
      ) : null}
    </div>
  );
}

export type TimelineItem = { key?: string; title: ReactNode; state?: Stage["state"]; children?: ReactNode };

const EVENT: Readonly<Record<Stage["state"], string>> = { done: "", now: "font-medium", todo: "text-ink-3" };
const DOT: Readonly<Record<Stage["state"], string>> = {
  done: "border-ink-3 bg-ink-3",
  now: "border-qing bg-qing ring-4 ring-qing-wash",
  todo: "border-line-2 bg-paper",
};

function Dot({ state }: { state: Stage["state"] }) {
  return (
    <>
      <i aria-hidden="true" className={cn("absolute top-[22px] -bottom-1 left-2 w-0.5 group-last:hidden", state === "done" ? "bg-ink-3" : "bg-line")} />
      <span aria-hidden="true" className={cn("absolute top-1.5 left-[3px] size-3 rounded-full border-2", DOT[state])} />
    </>
  );
}

function Event({ item }: { item: TimelineItem }) {
  const state = item.state ?? "done";
  return (
    <li className={cn("group relative pb-4 pl-7 last:pb-0", EVENT[state])}>
      <Dot state={state} />
      {item.title}
      {state === "done" ? null : <span className="sr-only">（{WORD[state]}）</span>}
      {item.children ? <div className={cn("font-normal text-work", state !== "todo" && "text-ink-2")}>{item.children}</div> : null}
    </li>
  );
}

/** 经过: a vertical line. The enterprise sees promise dates and no names; staff see who and when. Without states everything is done. */
export function Timeline({ items, label = "经过" }: { items: readonly TimelineItem[]; label?: string }) {
  return (
    <ol aria-label={label}>
      {numbered(items).map(({ key, item }) => (
        <Event key={item.key ?? key} item={item} />
      ))}
    </ol>
  );
}
