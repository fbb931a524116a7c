import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { Mark } from "./mark";
import { numbered } from "./numbered";

export type DoubtSide = { label: ReactNode; value: ReactNode; note?: ReactNode };

type DoubtCardProps = { title: ReactNode; details?: readonly string[]; sides: readonly DoubtSide[]; clause?: ReactNode; children?: ReactNode };

/** Up to three sides stand beside each other; more become lines of two. */
const layoutOf = (count: number): string => (count <= 3 ? "desk:auto-cols-fr desk:grid-flow-col" : "desk:grid-cols-2");

/**
 * 存疑: the title says the difference (实付租金：发票比合同多 60,000元), the sides say who says what, the last one what it does to the money.
 * `details` are the sentences of the check, `clause` is the sentence on the rule and likely causes; children are the one action, which fills the decision panel and submits nothing.
 */
export function DoubtCard({ title, details = [], sides, clause, children }: DoubtCardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} data-whole className="border border-amber-fill border-l-4 bg-amber-wash px-4 pt-3 pb-4">
      <h2 id={id} className="flex items-center gap-2">
        <Mark kind="doubt" />
        {title}
      </h2>
      {details.map((text) => (
        <p key={text} className="mt-1">
          {text}
        </p>
      ))}
      {sides.length > 0 ? (
        <dl className={cn("my-3 grid border border-[#e8d3a3] bg-paper", layoutOf(sides.length))}>
          {numbered(sides).map(({ key, item: side }) => (
            <div key={key} className="border-[#e8d3a3] px-4 pt-2 pb-3 max-desk:not-first:border-t desk:not-first:border-l">
              <dt className="text-ink-3 text-note">{side.label}</dt>
              <dd>
                <b className="block text-[1.25rem] leading-[1.875rem]">{side.value}</b>
                {side.note ? <span className="text-ink-3 text-note">{side.note}</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {clause ? <p>{clause}</p> : null}
      {children ? <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">{children}</div> : null}
    </section>
  );
}
