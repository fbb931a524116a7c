"use client";

import { useState } from "react";
import { cn } from "@/app/_ui/cn";
import { PlainTable } from "@/app/_ui/plain-table";
import { Disclosure } from "@/app/_ui/section";
import { type Fen, formatYuan, subtractFen } from "@/lib/kernel/fen";
import { VARY } from "./question";
import type { WhatIf, WhatIfPoint } from "./what-if";

const spoken = (amount: Fen): string => `${formatYuan(amount).replace(/\.00$/, "")}元`;
const withUnit = (value: string, unit: string): string => `${Number(value).toLocaleString("zh-CN")} ${unit}`.trim();

/** What the other figure would bring: 比现在多 25,500元。多出小微企业吸纳就业补贴，少了一次性扩岗补助。 */
function changeText(point: WhatIfPoint, nowFen: Fen): string {
  const difference = subtractFen(point.totalFen, nowFen);
  const names = [point.gained.length > 0 ? `多出${point.gained.join("、")}` : "", point.lost.length > 0 ? `少了${point.lost.join("、")}` : ""].filter(Boolean);
  const sum =
    difference === 0 ? "合计和现在一样" : `比现在${difference > 0 ? "多" : "少"} ${spoken(difference > 0 ? difference : subtractFen(nowFen, point.totalFen))}`;
  return `${[sum, ...names].join("，")}。`;
}

function Bars({ whatIf, chosen }: { whatIf: WhatIf; chosen: number }) {
  const toneOf = (at: number): string => {
    if (at === chosen) return "bg-chart-1";
    return at === whatIf.now ? "bg-ink" : "bg-chart-3";
  };
  const top = Math.max(1, ...whatIf.points.map((point) => point.totalFen));
  return (
    <div aria-hidden className="flex h-36 items-end gap-[3px] border-line border-b">
      {whatIf.points.map((point, at) => (
        <span key={point.value} style={{ height: `${Math.max(1.5, (point.totalFen / top) * 100)}%` }} className={cn("min-w-0 flex-1", toneOf(at))} />
      ))}
    </div>
  );
}

/** Under the bars: both ends, and the present figure where it stands. */
function Scale({ whatIf }: { whatIf: WhatIf }) {
  const last = whatIf.points.length - 1;
  const now = whatIf.now;
  const middle = now !== null && now > 3 && now < last - 3 ? now : null;
  return (
    <div aria-hidden className="relative mt-1 flex h-5 justify-between text-ink-3 text-note">
      <span>{withUnit(whatIf.points[0]?.value ?? "0", whatIf.unit)}</span>
      {middle === null ? null : (
        <span className="-translate-x-1/2 absolute whitespace-nowrap text-ink" style={{ left: `${((middle + 0.5) / (last + 1)) * 100}%` }}>
          {`现在 ${withUnit(whatIf.points[middle]?.value ?? "", whatIf.unit)}`}
        </span>
      )}
      <span>{withUnit(whatIf.points[last]?.value ?? "0", whatIf.unit)}</span>
    </div>
  );
}

function Choices({ whatIf, formId, onVary }: { whatIf: WhatIf; formId: string; onVary: () => void }) {
  if (whatIf.choices.length < 2) return <input type="hidden" name={VARY} value={whatIf.questionId} form={formId} readOnly />;
  return (
    <fieldset className="mb-3 flex flex-wrap gap-2" data-noprint>
      <legend className="sr-only">改哪一个数</legend>
      {whatIf.choices.map(({ id, label }) => (
        <label
          key={id}
          className="inline-flex min-h-8 cursor-pointer items-center rounded-[14px] border border-line-2 bg-paper px-3 text-work has-[:checked]:border-qing has-[:checked]:bg-qing-wash has-[:checked]:font-medium has-[:checked]:text-qing-deep has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-ink has-[:focus-visible]:outline-offset-2 max-desk:min-h-11"
        >
          <input type="radio" name={VARY} value={id} form={formId} checked={id === whatIf.questionId} onChange={onVary} className="sr-only" />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function Figures({ whatIf }: { whatIf: WhatIf }) {
  return (
    <Disclosure summary="看数字">
      <PlainTable
        caption={`${whatIf.label}和合计`}
        phone="keep"
        rows={whatIf.points}
        rowKey={(point) => point.value}
        empty=""
        columns={[
          { id: "value", head: `${whatIf.label}（${whatIf.unit}）`, align: "end", rowHead: true, cell: (point) => Number(point.value).toLocaleString("zh-CN") },
          { id: "total", head: "合起来最多可得（元）", align: "end", cell: (point) => formatYuan(point.totalFen) },
        ]}
      />
    </Disclosure>
  );
}

/** 假如: one figure is moved, all else stays as typed; the sum follows at once, because every step was computed with the form. */
export function WhatIfPanel({ whatIf, formId, onVary }: { whatIf: WhatIf; formId: string; onVary: () => void }) {
  const { points, now, target, label, unit } = whatIf;
  const [chosen, choose] = useState(target ?? now ?? 0);
  const point = points[chosen] ?? points[0];
  if (!point) return null;
  const nowFen = now === null ? null : (points[now]?.totalFen ?? null);
  const told = `${withUnit(point.value, unit)}，合计 ${spoken(point.totalFen)}`;
  return (
    <section aria-labelledby="what-if" data-whole className="mt-8 bg-moon p-4">
      <header className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="what-if" className="text-read!">{`假如${label}`}</h2>
        <b className="text-h3" aria-live="polite">
          {told}
        </b>
      </header>
      <Choices whatIf={whatIf} formId={formId} onVary={onVary} />
      <input
        type="range"
        aria-label={`假如${label}`}
        aria-valuetext={told}
        min={0}
        max={points.length - 1}
        step={1}
        value={chosen}
        onChange={(event) => choose(Number(event.currentTarget.value))}
        className="mb-3 h-6 w-full accent-qing max-desk:h-11"
        data-noprint
      />
      <Bars whatIf={whatIf} chosen={chosen} />
      <Scale whatIf={whatIf} />
      <p className="mt-2 text-ink-2 text-list">{nowFen === null ? `${told}。` : changeText(point, nowFen)}</p>
      <Figures whatIf={whatIf} />
    </section>
  );
}
