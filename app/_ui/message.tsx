import type { ReactNode } from "react";
import { cn } from "./cn";
import { Mark, type MarkKind } from "./mark";

export type MessageTone = "blue" | "amber" | "red" | "green";

const LOOK: Readonly<Record<MessageTone, string>> = {
  blue: "border-blue-fill bg-blue-wash",
  amber: "border-amber-fill bg-amber-wash",
  red: "border-red-fill bg-red-wash",
  green: "border-green-fill bg-green-wash",
};
const MARK: Readonly<Record<Exclude<MessageTone, "blue">, readonly [MarkKind, string]>> = {
  amber: ["doubt", "注意"],
  red: ["unmet", "有错"],
  green: ["met", "完成"],
};

function Sign({ tone }: { tone: MessageTone }) {
  if (tone !== "blue") return <Mark kind={MARK[tone][0]} label={MARK[tone][1]} className="mt-1" />;
  return (
    <svg viewBox="0 0 18 18" width="18" height="18" role="img" aria-label="说明" data-shape className="mt-1 text-blue-fill">
      <circle cx="9" cy="9" r="8" fill="currentColor" />
      <path d="M9 8v5M9 4.8v1.6" stroke="#fff" strokeWidth="1.8" />
    </svg>
  );
}

/**
 * 提示 inside the page, at the thing concerned: a bold sentence, help, actions. `live` announces it: `status` for what happened meanwhile
 * (别人先办了), `alert` for an error after a press.
 */
export function Message({
  tone = "blue",
  title,
  live,
  actions,
  className,
  children,
}: {
  tone?: MessageTone;
  title: ReactNode;
  live?: "status" | "alert";
  actions?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div role={live} data-whole className={cn("flex gap-3 border-l-4 px-4 py-3", LOOK[tone], className)}>
      <Sign tone={tone} />
      <div className="min-w-0">
        <b>{title}</b>
        {children ? <div className="text-ink-2 text-list">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}

/** 空: what is so, why, what next. Left-aligned, no picture. */
export function EmptyState({
  title,
  level = 3,
  className = "py-6",
  actions,
  children,
}: {
  title: ReactNode;
  level?: 2 | 3;
  className?: string;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className={cn("max-w-[480px]", className)}>
      <Heading className="mb-1 text-read leading-[1.625rem]">{title}</Heading>
      {children ? <div className="text-ink-2">{children}</div> : null}
      {actions ? (
        <div data-noprint className="mt-4 flex flex-wrap gap-2">
          {actions}
        </div>
      ) : null}
    </div>
  );
}

/** A grey bar in the place of a word, for rows on their way; same height as the row it stands for. */
export function Skeleton({ width = "w-24", className }: { width?: string; className?: string }) {
  return <span aria-hidden="true" className={cn("block h-3 max-w-full rounded-1 bg-moon-2", width, className)} />;
}
