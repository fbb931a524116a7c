import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tone = "plain" | "red" | "amber" | "green" | "blue" | "qing";

const LOOK: Readonly<Record<Tone, string>> = {
  plain: "bg-moon-2 text-ink-2",
  red: "bg-red-wash text-red",
  amber: "bg-amber-wash text-amber",
  green: "bg-green-wash text-green",
  blue: "bg-blue-wash text-blue",
  qing: "bg-qing-wash text-qing-deep",
};

/** 标签: a short fact in a grey ground. Colours only for the four lights and 青; never decoration. */
export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={cn("inline-flex min-h-[22px] items-center gap-1 rounded-1 px-2 text-note", LOOK[tone])}>{children}</span>;
}

/** 编号 in note style, unbroken: 兑2026-03817, credit codes. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <span translate="no" className="whitespace-nowrap text-ink-3 text-note tracking-[0.02em]">
      {children}
    </span>
  );
}
