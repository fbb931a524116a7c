import type { ReactNode } from "react";
import { cn } from "./cn";

export type Fact = { label: string; value: ReactNode; note?: ReactNode };

/** 事实 in two columns: name grey at the left, value at the right. `columns` sets them as blocks side by side (two on the phone). */
export function Facts({ items, columns, className }: { items: readonly Fact[]; columns?: 2 | 3 | 4; className?: string }) {
  if (columns === undefined) {
    return (
      <dl className={cn("grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1", className)}>
        {items.map((item) => (
          <div key={item.label} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-3">{item.label}</dt>
            <dd>
              {item.value}
              {item.note ? <span className="block text-ink-3 text-note">{item.note}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  const wide = { 2: "", 3: "desk:grid-cols-3", 4: "desk:grid-cols-4" }[columns];
  return (
    <dl className={cn("grid grid-cols-2 gap-x-6 gap-y-3", wide, className)}>
      {items.map((item) => (
        <div key={item.label}>
          <dt className="text-ink-3 text-small">{item.label}</dt>
          <dd className="font-medium">
            {item.value}
            {item.note ? <span className="block font-normal text-ink-3 text-note">{item.note}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** 条文: official text beside a seal-red bar, in Song type. `from` names the document and its clause. */
export function Clause({ from, children }: { from?: ReactNode; children: ReactNode }) {
  return (
    <figure>
      <blockquote className="border-seal border-l-2 pl-4 font-song text-h3 leading-9">{children}</blockquote>
      {from ? <figcaption className="mt-2 text-ink-3 text-note">{from}</figcaption> : null}
    </figure>
  );
}
