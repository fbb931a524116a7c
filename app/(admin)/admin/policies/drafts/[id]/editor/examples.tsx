"use client";

import { Button } from "@/app/_ui/button";
import { Mark } from "@/app/_ui/mark";
import { Select } from "@/app/_ui/select";
import type { IndicatorDefinition } from "@/lib/indicators/catalogue";
import { getAt, laddersIn, parentOf, setAt, type Typed, unitFor } from "@/lib/policy/editing";
import { runExample } from "@/lib/policy/examples";
import { policyIndicators } from "@/lib/policy/indicators";
import { computedOf } from "@/lib/policy/lint/lint";
import { placePart } from "@/lib/policy/place";
import { useEditor } from "./context";
import { DateIn, ManyIn, NumberIn, SelectIn, TextIn } from "./inputs";
import { useCodes, useIndicator, useIndicatorOptions } from "./leaf";
import { Rows } from "./rows";

function BoolIn({ place, label }: { place: string; label: string }) {
  const { typed, edit, readOnly } = useEditor();
  return (
    <Select
      label={label}
      hideLabel
      name={place}
      disabled={readOnly}
      value={String(getAt(typed, place))}
      options={[
        { value: "true", label: "是" },
        { value: "false", label: "否" },
      ]}
      onChange={(event) => edit((old) => setAt(old, place, event.target.value === "true"))}
    />
  );
}

const isSeries = (value: Typed): value is Readonly<Record<string, Typed>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** A value of an indicator in an example: of its kind, year by year where it has years. */
function FactValueIn({ place, own }: { place: string; own: IndicatorDefinition }) {
  const { typed } = useEditor();
  const codes = useCodes(own.id);
  const value = getAt(typed, place);
  if (value === null) return <span className="text-ink-2">不适用（空）</span>;
  if (isSeries(value))
    return (
      <div className="grid gap-1">
        {Object.keys(value).map((year) => (
          <div key={year} className="grid grid-cols-[4.5em_1fr] items-center gap-2">
            <span>{year}年</span>
            <NumberIn place={`${place}.${year}`} label={`${year}年`} hideLabel unit={unitFor(own) ?? ""} percent={own.type === "ratio"} />
          </div>
        ))}
      </div>
    );
  if (own.type === "bool") return <BoolIn place={place} label={own.name} />;
  if (own.type === "date") return <DateIn place={place} label={own.name} hideLabel />;
  if (own.type === "enumSet") return <ManyIn place={place} label={own.name} hideLabel options={codes} />;
  if (own.type === "enum")
    return codes.length > 0 ? (
      <SelectIn place={place} label={own.name} hideLabel options={codes} placeholder="请选择" />
    ) : (
      <TextIn place={place} label={own.name} hideLabel />
    );
  return <NumberIn place={place} label={own.name} hideLabel unit={unitFor(own) ?? ""} percent={own.type === "ratio"} />;
}

function blankFact(own: IndicatorDefinition | undefined, fullYear: number): Typed {
  if (own?.type === "bool") return true;
  if (own?.type === "enumSet") return [];
  return own?.period === "series" ? { [fullYear]: "", [fullYear - 1]: "" } : "";
}

function FactsIn({ place }: { place: string }) {
  const { typed, edit, readOnly, library, check } = useEditor();
  const find = useIndicator();
  const own = getAt(typed, `${parentOf(place)}.fullYear`);
  const fullYear = typeof own === "number" ? own : library.examplesFullYear;
  const facts = (getAt(typed, place) ?? {}) as Readonly<Record<string, Typed>>;
  const used = check.runs ? policyIndicators(check.read.resolved).all : null;
  const open = useIndicatorOptions((one) => !Object.hasOwn(facts, one.id) && (used === null || used.includes(one.id)));
  return (
    <div className="grid gap-2">
      {Object.keys(facts).map((id) => {
        const own = find(id);
        return (
          <div key={id} className="grid items-center gap-2 desk:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_auto]">
            <span>{own?.name ?? id}</span>
            {own ? <FactValueIn place={`${place}.${id}`} own={own} /> : <TextIn place={`${place}.${id}`} label={id} hideLabel />}
            {readOnly ? null : (
              <Button size="small" tone="text" aria-label={`移除 ${own?.name ?? id}`} onClick={() => edit((old) => setAt(old, `${place}.${id}`, undefined))}>
                移除
              </Button>
            )}
          </div>
        );
      })}
      {readOnly ? null : (
        <Select
          label="加一项数据"
          name={`${place}.add`}
          value=""
          placeholder="选要写的数据（没写的按没有污点的企业算）"
          options={open}
          onChange={(event) => edit((old) => setAt(old, `${place}.${event.target.value}`, blankFact(find(event.target.value), fullYear)))}
        />
      )}
    </div>
  );
}

const VERDICTS = [
  { value: "eligible", label: "符合" },
  { value: "ineligible", label: "不符合" },
  { value: "undetermined", label: "待核" },
];

function ExpectedIn({ place }: { place: string }) {
  const { typed, edit, readOnly } = useEditor();
  const verdict = getAt(typed, `${place}.verdict`);
  const pending = getAt(typed, `${place}.amount`) === null;
  const choose = (next: string) =>
    edit((old) => setAt(old, place, next === "eligible" ? { verdict: next, amount: "", route: "auto" } : { verdict: next, because: "" }));
  return (
    <div className="grid items-start gap-2 desk:grid-cols-3">
      <Select
        label="应得"
        name={`${place}.verdict`}
        disabled={readOnly}
        value={String(verdict ?? "")}
        options={VERDICTS}
        onChange={(event) => choose(event.target.value)}
      />
      {verdict === "eligible" ? (
        <>
          {pending ? (
            <div>
              <p className="font-medium">金额</p>
              <p className="py-2">待核</p>
            </div>
          ) : (
            <NumberIn place={`${place}.amount`} label="金额" unit="元" />
          )}
          <SelectIn
            place={`${place}.route`}
            label="去向"
            options={[
              { value: "auto", label: "自动通过" },
              { value: "manual", label: "转人工" },
            ]}
          />
          {readOnly ? null : (
            <div className="desk:col-span-3">
              <Button size="small" tone="text" onClick={() => edit((old) => setAt(old, `${place}.amount`, pending ? "" : null))}>
                {pending ? "金额能算出来" : "金额要人工核"}
              </Button>
            </div>
          )}
        </>
      ) : (
        <div className="desk:col-span-2">
          <TextIn place={`${place}.because`} label="为什么" />
        </div>
      )}
    </div>
  );
}

/** What comes out now, beside what the author expects. */
function Computed({ index }: { index: number }) {
  const { check } = useEditor();
  if (!check.runs) return <p className="text-ink-2 text-small">改好上面的问题后，这里会算出结果。</p>;
  const { document, resolved, library } = check.read;
  const example = document.examples[index];
  if (!example) return null;
  const run = runExample(resolved, example, library);
  const right = run.differences.length === 0;
  return (
    <p className="flex gap-2">
      <Mark kind={right ? "met" : "unmet"} label={right ? "一致" : "不一致"} className="mt-0.5" />
      <span>
        现在算出：{computedOf(run)}
        {run.decision.amountTrace.map((step) => (
          <span key={step.text} className="block text-ink-2 text-small">
            {step.label ? `${step.label}：${step.text}` : step.text}
          </span>
        ))}
      </span>
    </p>
  );
}

/** 算例: an enterprise, what it must get, and at once what it would get. */
export function ExamplesPart() {
  const { typed, library } = useEditor();
  const dated = (place: string) => getAt(typed, `${place}.asOf`) !== undefined || getAt(typed, `${place}.fullYear`) !== undefined;
  const from = String(getAt(typed, "effective.from") ?? "");
  // A policy that begins after the library's day of judgement is tried on its own first day
  const day = from > library.examplesAsOf ? { asOf: from, fullYear: Number(from.slice(0, 4)) - 1 } : {};
  const blank = () => ({ title: "", ...day, facts: {}, expected: { verdict: "eligible", amount: "", route: "auto" } });
  return (
    <Rows place="examples" name="算例" add="＋ 加一个算例" empty="还没有算例。请至少写一个：什么样的企业，应得多少。" blank={blank}>
      {(own, index) => (
        <div className="grid gap-3">
          <TextIn place={`${own}.title`} label="什么样的企业" />
          <FactsIn place={`${own}.facts`} />
          <details open={dated(own)}>
            <summary className="min-h-7 cursor-pointer text-ink-2 text-small max-desk:min-h-11">判定日、已享金额、算式</summary>
            <div className="mt-2 grid items-start gap-2 desk:grid-cols-3">
              <DateIn place={`${own}.asOf`} label="判定日" optional />
              <NumberIn place={`${own}.fullYear`} label="上一完整年度" unit="年" optional />
              <TextIn place={`${own}.calc`} label="算式" optional />
            </div>
            <PriorGrants place={own} />
          </details>
          <ExpectedIn place={`${own}.expected`} />
          <Computed index={index} />
        </div>
      )}
    </Rows>
  );
}

/** 已享金额 on the ladders that the amount names. */
function PriorGrants({ place }: { place: string }) {
  const { typed } = useEditor();
  return (
    <div className="mt-2 grid gap-2 desk:grid-cols-3">
      {laddersIn(getAt(typed, "amount")).map((ladder) => (
        <NumberIn key={ladder} place={`${place}.priorGrants.${placePart(ladder)}`} label={`已享（${ladder}）`} unit="元" optional />
      ))}
    </div>
  );
}
