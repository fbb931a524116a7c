import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { Link } from "./link";

/**
 * 节: a 2-px ink rule and a title, never a card. `aside` stands at the right of the title (a note or a link). `thin` takes a hairline.
 * `level` 3 inside another section.
 */
export function Section({
  title,
  aside,
  level = 2,
  thin = false,
  id,
  className,
  children,
}: {
  title: ReactNode;
  aside?: ReactNode;
  level?: 2 | 3;
  thin?: boolean;
  id?: string | undefined;
  className?: string;
  children: ReactNode;
}) {
  const made = useId();
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section id={id} aria-labelledby={`${made}-t`} className={cn("min-w-0 pt-3", thin ? "border-line border-t" : "border-ink border-t-2", className)}>
      <header className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <Heading id={`${made}-t`}>{title}</Heading>
        {aside === undefined ? null : <div className="ml-auto text-ink-3 text-note">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** 页头: the one h1, a sentence beside it, acts at the right. `crumbs` lead back up: [["待我复核", "/review"]], then the place itself as text. */
export function PageHead({
  title,
  note,
  actions,
  crumbs = [],
  here,
  className = "mb-4",
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  crumbs?: readonly (readonly [text: string, href: string])[];
  here?: ReactNode;
  className?: string;
}) {
  return (
    <header className={className}>
      {crumbs.length > 0 ? (
        <nav aria-label="位置" data-noprint className="mb-2 flex flex-wrap items-center gap-x-3 text-ink-3 text-small">
          {crumbs.map(([text, href]) => (
            <Link key={href} href={href} className="inline-flex min-h-6 items-center max-desk:min-h-11 max-desk:min-w-11">
              {text}
            </Link>
          ))}
          {here === undefined ? null : <span aria-current="page">{here}</span>}
        </nav>
      ) : null}
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-4">
          <h1>{title}</h1>
          {note === undefined ? null : <p className="text-ink-2">{note}</p>}
        </div>
        {actions === undefined ? null : (
          <div data-noprint className="ml-auto flex flex-wrap items-center gap-2 max-desk:ml-0">
            {actions}
          </div>
        )}
      </div>
    </header>
  );
}

/** 面板: a border for what can be picked up or stays in view (decision panel, evidence). `sticky` keeps it under the bar on the desk. */
export function Panel({ label, sticky = false, className, children }: { label?: string; sticky?: boolean; className?: string; children: ReactNode }) {
  const look = cn("border border-line bg-paper p-4", sticky ? "border-t-2 border-t-ink desk:sticky desk:top-[calc(var(--bar)+16px)]" : "rounded-3", className);
  if (label === undefined) return <div className={look}>{children}</div>;
  return (
    <aside aria-label={label} className={look}>
      {children}
    </aside>
  );
}

/** Folded detail with a 青 summary: 为什么是这个数. */
export function Disclosure({ summary, open = false, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group">
      <summary className="inline-flex min-h-8 list-none items-center gap-1.5 font-medium text-qing max-desk:min-h-11 [&::-webkit-details-marker]:hidden">
        <svg
          viewBox="0 0 16 16"
          width="16"
          height="16"
          aria-hidden="true"
          className="fill-none stroke-current stroke-[1.6] transition-transform group-open:rotate-90"
        >
          <path d="m6 3.5 4.5 4.5L6 12.5" />
        </svg>
        {summary}
      </summary>
      {children}
    </details>
  );
}
