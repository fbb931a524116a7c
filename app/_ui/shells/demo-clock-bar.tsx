import type { ReactNode } from "react";

/** 演示时钟: a moon bar above every shell in demo mode. Says the business day; `children` are the forms that move it (下一个工作日). */
export function DemoClockBar({ day, note, children }: { day: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <section
      aria-label="演示时钟"
      data-noprint
      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-moon px-4 py-1.5 text-ink-2 text-small"
    >
      <b className="text-ink">演示时钟</b>
      <span>{day}</span>
      {note ? <span>{note}</span> : null}
      {children ? <div className="ml-auto flex flex-wrap gap-2 max-desk:ml-0">{children}</div> : null}
    </section>
  );
}
