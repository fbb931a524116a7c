import type { ReactNode } from "react";
import { Light, LightShape } from "@/app/_ui/light";
import { ShareBar } from "@/app/_ui/stat";
import type { Cockpit } from "@/app/(leadership)/parts/read";
import { whoText } from "@/app/(leadership)/parts/words";
import { lateText } from "@/app/(review)/parts/due";
import { inWan, percentText, shortName } from "@/app/(review)/parts/texts";
import { OVERDUE_REASONS } from "@/lib/claim/overdue-reason";
import { WallChart } from "./wall-chart";

const LIGHTS = ["red", "yellow", "green", "blue"] as const;
/** As many as fit without scrolling. */
const [CASES, DEPARTMENTS] = [7, 12];

function OverdueBand({ data }: { data: Cockpit }) {
  const { overdue, inHand } = data;
  return (
    <section aria-label="超期" className="min-w-0">
      <header className="flex items-baseline gap-3 border-line border-b pb-1">
        <h2 className="flex items-center gap-2 text-h1! text-red">
          <LightShape color="red" />
          超期
        </h2>
        <b className={overdue.length > 0 ? "text-red text-wall" : "text-wall"}>{overdue.length}</b>
        <span className="text-h2">件</span>
        <span className="ml-auto text-[1.25rem] text-ink-2">
          {inHand.total > 0 ? `÷ 在办 ${inHand.total} 件 = ${percentText(overdue.length / inHand.total)}` : "没有在办的办件"}
        </span>
      </header>
      <ol>
        {overdue.slice(0, CASES).map((claim) => (
          <li
            key={claim.id}
            className="grid h-[60px] grid-cols-[132px_220px_minmax(0,1fr)_max-content] items-center gap-4 border-line border-b text-[1.25rem] leading-6"
          >
            <Light color="red" word={claim.late ? lateText(claim.late) : undefined} className="text-h2" />
            <span className="min-w-0">
              <b className="block truncate">{whoText(claim.responsible)}</b>
              <span className="block truncate text-ink-2">{claim.departmentName}</span>
            </span>
            <span className="min-w-0">
              <b className="block truncate">{shortName(claim.enterpriseName)}</b>
              <span className="block truncate text-ink-2">{claim.explained ? OVERDUE_REASONS[claim.explained.code] : claim.reason || claim.policyName}</span>
            </span>
            <span className="text-right text-h2">{claim.amountFen === null ? "待核" : `${inWan(claim.amountFen)}万元`}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function DepartmentBand({ data: { inHand } }: { data: Cockpit }) {
  const largest = Math.max(1, ...inHand.departments.map((row) => row.total));
  return (
    <section aria-label="各部门在办" className="min-w-0">
      <header className="flex items-baseline gap-6 border-line border-b pb-1 text-[1.25rem]">
        <h2 className="text-h2!">各部门在办</h2>
        <span className="ml-auto flex gap-5">
          {LIGHTS.map((light) => (
            <Light key={light} color={light} />
          ))}
        </span>
      </header>
      <ul>
        {inHand.departments.slice(0, DEPARTMENTS).map((row) => (
          <li key={row.id} className="grid h-[39px] grid-cols-[minmax(0,1fr)_56px_56px_240px_56px] items-center gap-3 border-line border-b text-[1.25rem]">
            <span className="truncate">{row.name}</span>
            <span className="text-right">{row.lights.red > 0 ? <Light color="red" word={row.lights.red} /> : null}</span>
            <span className="text-right">{row.lights.yellow > 0 ? <Light color="yellow" word={row.lights.yellow} /> : null}</span>
            <ShareBar track={false} height={16} total={largest} parts={LIGHTS.map((light) => ({ value: row.lights[light], tone: light }))} />
            <b className="text-right">{row.total}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Figure({ label, value, unit, basis }: { label: string; value: ReactNode; unit: string; basis: string }) {
  return (
    <div className="border-line not-first:border-l not-first:pl-8">
      <p className="text-[1.25rem] text-ink-2">{label}</p>
      <p className="whitespace-nowrap">
        <b className="text-wall">{value}</b>
        <span className="ml-1 text-h2">{unit}</span>
      </p>
      <p className="text-[1.25rem] text-ink-2">{basis}</p>
    </div>
  );
}

const percentOf = (value: number | null): string => (value === null ? "—" : (value * 100).toFixed(1));

function FigureBand({ data: { paid, served, satisfied, straight } }: { data: Cockpit }) {
  const share = paid.budgetFen > 0 ? ` = ${percentText(paid.paidFen / paid.budgetFen)}` : "";
  return (
    <section aria-label="四个数" className="grid grid-cols-4 gap-8 border-ink border-t-2 py-3">
      <Figure label="今年已到账" value={inWan(paid.paidFen)} unit="万元" basis={`÷ 年度预算 ${inWan(paid.budgetFen)}万元${share}`} />
      <Figure
        label="拿到钱的企业"
        value={served.numerator.toLocaleString("zh-CN")}
        unit="家"
        basis={`÷ 符合条件 ${served.denominator} 家 = ${percentText(served.value)}`}
      />
      <Figure label="满意" value={percentOf(satisfied.value)} unit="%" basis={`${satisfied.numerator} ÷ ${satisfied.denominator} 份评价`} />
      <Figure label="智能初审直通" value={percentOf(straight.value)} unit="%" basis={`${straight.numerator} ÷ ${straight.denominator} 件`} />
    </section>
  );
}

const STEPS = [
  ["opened", "符合条件"],
  ["offered", "已推送"],
  ["confirmed", "企业已确认"],
  ["approved", "已核准"],
  ["settled", "已办结"],
] as const;

function TrendBand({ data: { trend, reached } }: { data: Cockpit }) {
  return (
    <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-14">
      <section aria-label="办理工作日" className="border-ink border-t-2 pt-2">
        <h2 className="flex justify-between text-h2!">
          办理工作日<span className="text-[1.25rem] text-ink-2">不含公示、补正、企业待办</span>
        </h2>
        <WallChart trend={trend} />
      </section>
      <section aria-label="该拿的都拿到了吗" className="border-ink border-t-2 pt-2">
        <h2 className="text-h2!">该拿的都拿到了吗</h2>
        <ul>
          {STEPS.map(([key, name]) => (
            <li key={key} className="grid h-11 grid-cols-[112px_minmax(0,1fr)_72px_88px] items-center gap-3 text-[1.25rem]">
              {name}
              <ShareBar
                track={false}
                height={22}
                total={Math.max(1, reached.opened)}
                parts={[{ value: reached[key], tone: key === "settled" ? "now" : "third" }]}
              />
              <b className="text-right">{reached[key].toLocaleString("zh-CN")}</b>
              <span className="text-right text-ink-2">{percentText(reached.opened > 0 ? reached[key] / reached.opened : null)}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** Three bands: what is late and who has it; four figures; trend and coverage. */
export function Bands({ data }: { data: Cockpit }) {
  return (
    <>
      <div className="grid min-h-0 grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-14">
        <OverdueBand data={data} />
        <DepartmentBand data={data} />
      </div>
      <FigureBand data={data} />
      <TrendBand data={data} />
    </>
  );
}
