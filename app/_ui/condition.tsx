import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { Mark, type MarkKind } from "./mark";

/** A number that can be changed: what there is, what is asked, in the words of the label. */
export type Gap = { have: number; need: number; haveLabel: string; needLabel: string };

export type ConditionProps = {
  kind: MarkKind;
  /** The requirement as a sentence: 上年裁员不超过 5.5% */
  ask: ReactNode;
  /** The actual value: 3.49%, 8 人, 待核 */
  value?: ReactNode;
  /** How it was reckoned, or what would change it: 再招 2 人即可享受 30,000 元 */
  say?: ReactNode;
  /** Department and dataset. */
  source?: string | undefined;
  /** As-of date: 2025年12月31日 */
  asOf?: string | undefined;
  gap?: Gap | undefined;
  /** 第五条第一款 */
  clause?: ReactNode;
  dense?: boolean;
};

/** The bar runs to 1.4 × the requirement, so that the missing part lies in its second half. */
function GapBar({ gap }: { gap: Gap }) {
  const hatch = useId();
  const end = Math.max(gap.need * 1.4, gap.have, 1);
  const have = (Math.max(0, gap.have) / end) * 100;
  const need = (gap.need / end) * 100;
  const before = have > 22;
  const after = gap.needLabel.length <= 9;
  return (
    <svg aria-hidden="true" data-shape width="100%" height="32" className="col-span-2 col-start-2 mt-1.5 mb-1 fill-ink-2 text-note">
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="5" className="fill-amber-fill" />
        </pattern>
      </defs>
      <rect width="100%" height="10" rx="1" className="fill-moon-2" />
      <rect width={`${have}%`} height="10" rx="1" className="fill-ink-3" />
      {need > have ? <rect x={`${have}%`} y="0.5" width={`${need - have}%`} height="9" fill={`url(#${hatch})`} className="stroke-amber-fill" /> : null}
      <text x={before ? `${have}%` : "0"} y="26" textAnchor={before ? "end" : "start"}>
        {gap.haveLabel}
      </text>
      <text x={after ? `${need}%` : "100%"} y="26" textAnchor={after ? "start" : "end"}>
        {gap.needLabel}
      </text>
    </svg>
  );
}

const sourceLine = (source: string | undefined, asOf: string | undefined): string => [source, asOf ? `数据截至 ${asOf}` : ""].filter(Boolean).join("，");

/** 条件行: the one grammar of why. Mark, requirement, actual, gap, reckoning, source with its as-of date. */
export function Condition({ kind, ask, value, say, source, asOf, gap, clause, dense = false }: ConditionProps) {
  const from = sourceLine(source, asOf);
  return (
    <li
      data-whole
      className={cn(
        "grid items-start gap-x-2 border-line border-t first:border-t-0",
        dense ? "grid-cols-[20px_minmax(0,1fr)_auto] py-1.5" : "grid-cols-[24px_minmax(0,1fr)_auto] py-3",
      )}
    >
      <Mark kind={kind} className="mt-[3px]" />
      <div className="font-medium">{ask}</div>
      <div className="max-w-[16em] text-right font-medium">{value}</div>
      {gap ? <GapBar gap={gap} /> : null}
      {say ? <div className="col-span-2 col-start-2 text-ink-2 text-small">{say}</div> : null}
      {clause ? <div className="col-span-2 col-start-2 text-ink-3 text-small">{clause}</div> : null}
      {from ? <div className="col-span-2 col-start-2 text-ink-3 text-small">{from}</div> : null}
    </li>
  );
}

/** The list around condition rows. */
export function Conditions({ label, children }: { label?: string; children: ReactNode }) {
  return <ul aria-label={label}>{children}</ul>;
}

/** 算式 under the conditions: 51,600.00元 × 60%（小型企业）= 30,960.00元. */
export function Reckoning({ children }: { children: ReactNode }) {
  return <p className="rounded-2 bg-moon px-4 py-2 text-list">{children}</p>;
}
