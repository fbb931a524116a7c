import type { ReactNode } from "react";
import { cn } from "./cn";

/** 符合 · 不符合 · 存疑 · 待核 · 还差一点 */
export type MarkKind = "met" | "unmet" | "doubt" | "unknown" | "near";

export const MARK_WORDS: Readonly<Record<MarkKind, string>> = { met: "符合", unmet: "不符合", doubt: "存疑", unknown: "待核", near: "还差一点" };

const INK: Readonly<Record<MarkKind, string>> = {
  met: "text-green-fill",
  unmet: "text-red-fill",
  doubt: "text-[#a96d00]",
  unknown: "text-blue-fill",
  near: "text-ink-2",
};
const SHAPE: Readonly<Record<MarkKind, ReactNode>> = {
  met: (
    <>
      <circle cx="9" cy="9" r="8" fill="currentColor" />
      <path d="m5.2 9.2 2.6 2.6 5-5.4" stroke="#fff" strokeWidth="1.8" fill="none" />
    </>
  ),
  unmet: (
    <>
      <rect x="1.5" y="1.5" width="15" height="15" fill="currentColor" />
      <path d="m5.8 5.8 6.4 6.4M12.2 5.8l-6.4 6.4" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  doubt: (
    <>
      <path d="M9 1 17.5 16.5H.5z" fill="currentColor" />
      <path d="M9 6.5v5M9 13.2v1.4" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  unknown: (
    <>
      <circle cx="9" cy="9" r="7.2" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="3 2.6" />
      <path d="M6.8 7.2c0-2.8 4.4-2.8 4.4 0 0 1.7-2.2 1.7-2.2 3.3M9 12.4v1.3" stroke="currentColor" strokeWidth="1.5" fill="none" />
    </>
  ),
  near: (
    <>
      <circle cx="9" cy="9" r="7.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M9 9V4a5 5 0 1 1-5 5z" fill="currentColor" />
    </>
  ),
};

/** The 18-px mark of a condition, named for screen readers; `label` replaces the name, `""` hides it where the word stands beside. */
export function Mark({ kind, label = MARK_WORDS[kind], className }: { kind: MarkKind; label?: string; className?: string }) {
  const look = { viewBox: "0 0 18 18", width: 18, height: 18, "data-shape": "", className: cn(INK[kind], className) };
  if (label === "") {
    return (
      <svg {...look} aria-hidden="true">
        {SHAPE[kind]}
      </svg>
    );
  }
  return (
    <svg {...look} role="img" aria-label={label}>
      {SHAPE[kind]}
    </svg>
  );
}
