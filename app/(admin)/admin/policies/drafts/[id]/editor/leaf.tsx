"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import { Select } from "@/app/_ui/select";
import type { IndicatorDefinition } from "@/lib/indicators/catalogue";
import { getAt, setAt, type Typed, unitFor, withIndicator, withOperator } from "@/lib/policy/editing";
import { COMPANY_AGE } from "@/lib/policy/facts";
import { type LeafOp, operatorsFor } from "@/lib/policy/operators";
import { INDUSTRY_SECTIONS } from "@/lib/standards/industry";
import { useEditor } from "./context";
import { DateIn, ManyIn, NumberIn, SelectIn, TextIn } from "./inputs";

const AGE: IndicatorDefinition = {
  id: COMPANY_AGE,
  name: "成立满月数",
  dimension: "D01",
  type: "count",
  unit: "个月",
  period: "snapshot",
  dataset: "bizRegistration",
  sensitivity: "public",
  changeable: false,
  formula: "",
  nullMeaning: "",
};
const RATIO = "ratio:";

const OPS: Readonly<Record<LeafOp, string>> = {
  gte: "不低于",
  gt: "高于",
  lte: "不高于",
  lt: "低于",
  eq: "是",
  in: "是其中之一",
  notIn: "不是",
  hasAny: "有其中之一",
  industryIn: "属于",
  dateGte: "在这天及以后",
  monthsSinceLte: "至今不超过",
};

/** An indicator by its id, the age of the enterprise included. */
export function useIndicator(): (id: unknown) => IndicatorDefinition | undefined {
  const { definitions } = useEditor();
  return (id) => (id === COMPANY_AGE ? AGE : definitions.find((one) => one.id === id));
}

/** The catalogue by its dimensions, for a list to choose from. */
export function useIndicatorOptions(fits: (one: IndicatorDefinition) => boolean = () => true, withAge = false) {
  const { definitions, dimensions } = useEditor();
  const all = withAge ? [...definitions, AGE] : definitions;
  return dimensions.flatMap(({ id, name }) => {
    const options = all.filter((one) => one.dimension === id && fits(one)).map((one) => ({ value: one.id, label: one.name }));
    return options.length === 0 ? [] : [{ label: name, options }];
  });
}

/** The codes an indicator can have. */
export function useCodes(id: unknown): { value: string; label: string }[] {
  const { library } = useEditor();
  const own = useIndicator()(id);
  const names = { ...own?.labels, ...(own ? library.codeNames[own.id] : {}), ...(own?.type === "enumSet" ? library.titleCodes : {}) };
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

function IndustryIn({ place }: { place: string }) {
  const { typed, edit, readOnly } = useEditor();
  const value = getAt(typed, place);
  const entries = Array.isArray(value) ? value.map(String) : [];
  const codes = entries.filter((one) => !/^[A-T]$/.test(one));
  const sections = entries.filter((one) => /^[A-T]$/.test(one));
  return (
    <div className="grid w-full gap-2 desk:grid-cols-2">
      <SectionsIn chosen={sections} set={(next) => edit((old) => setAt(old, place, [...next, ...codes]))} disabled={readOnly} />
      <label className="block">
        <span className="sr-only">大类、中类或小类代码</span>
        <input
          className="min-h-10 w-full rounded-2 border border-line-2 bg-paper px-3 max-desk:min-h-12"
          placeholder="也可填 2 到 4 位代码，如 59 7520"
          defaultValue={codes.join(" ")}
          disabled={readOnly}
          onChange={(event) => edit((old) => setAt(old, place, [...sections, ...event.target.value.split(/[\s,，、]+/).filter(Boolean)]))}
        />
      </label>
    </div>
  );
}

function SectionsIn({ chosen, set, disabled }: { chosen: readonly string[]; set: (next: string[]) => void; disabled: boolean }) {
  const names = chosen.map((id) => INDUSTRY_SECTIONS.find((one) => one.id === id)?.name ?? id);
  return (
    <details className="rounded-2 border border-line-2 bg-paper">
      <summary className="flex min-h-10 cursor-pointer items-center px-3 py-1.5 max-desk:min-h-12">
        <span className="min-w-0 flex-1">{names.join("、") || "选门类"}</span>
        <ChevronDown aria-hidden="true" size={16} className="shrink-0" />
      </summary>
      <fieldset className="max-h-72 overflow-y-auto border-line border-t px-3 py-1">
        <legend className="sr-only">行业门类</legend>
        {INDUSTRY_SECTIONS.map((one) => (
          <label key={one.id} className="flex min-h-8 items-center gap-2 max-desk:min-h-11">
            <input
              type="checkbox"
              className="size-[18px] accent-qing"
              disabled={disabled}
              checked={chosen.includes(one.id)}
              onChange={() => set(chosen.includes(one.id) ? chosen.filter((id) => id !== one.id) : [...chosen, one.id])}
            />
            {one.id} {one.name}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

function ValueIn({ place, op, own }: { place: string; op: LeafOp; own: IndicatorDefinition }) {
  const value = `${place}.value`;
  const codes = useCodes(own.id);
  const { edit, typed, readOnly } = useEditor();
  if (op === "industryIn") return <IndustryIn place={value} />;
  if (op === "dateGte") return <DateIn place={value} label="日期" hideLabel />;
  if (op === "monthsSinceLte") return <NumberIn place={value} label="月数" hideLabel unit="个整月" />;
  if (own.type === "bool")
    return (
      <Select
        label="是或否"
        hideLabel
        name={value}
        disabled={readOnly}
        value={String(getAt(typed, value))}
        options={[
          { value: "true", label: "是" },
          { value: "false", label: "否" },
        ]}
        onChange={(event) => edit((old) => setAt(old, value, event.target.value === "true"))}
      />
    );
  if (op === "eq")
    return codes.length > 0 ? (
      <SelectIn place={value} label="值" hideLabel options={codes} placeholder="请选择" />
    ) : (
      <TextIn place={value} label="值" hideLabel />
    );
  if (op === "in" || op === "notIn" || op === "hasAny") return <ManyIn place={value} label={own.name} hideLabel options={codes} />;
  return <NumberIn place={value} label={own.name} hideLabel unit={unitFor(own) ?? ""} percent={own.type === "ratio"} />;
}

const COMPARE = ["gte", "gt", "lte", "lt"] as const;

function RatioIn({ place }: { place: string }) {
  const numbers = useIndicatorOptions((one) => ["money", "count", "number"].includes(one.type));
  return (
    <>
      <SelectIn place={`${place}.ratio.0`} label="分子" hideLabel options={numbers} placeholder="分子" />
      <span className="text-center">占</span>
      <SelectIn place={`${place}.ratio.1`} label="分母" hideLabel options={numbers} placeholder="分母" />
      <SelectIn place={`${place}.op`} label="比较" hideLabel options={COMPARE.map((op) => ({ value: op, label: OPS[op] }))} />
      <NumberIn place={`${place}.value`} label="比例" hideLabel unit="%" percent />
    </>
  );
}

/** 一条要求: indicator, comparison, value, and the words of the clause that say so. */
export function LeafIn({ place }: { place: string }) {
  const { typed, edit, readOnly } = useEditor();
  const node = getAt(typed, place) as { ind?: unknown; op?: unknown; ratio?: unknown } | undefined;
  const own = useIndicator()(node?.ind);
  const options = [...useIndicatorOptions(undefined, true), { label: "两个数相比", options: [{ value: RATIO, label: "两个数的比例" }] }];
  const find = useIndicator();
  const choose = (id: string) => edit((old) => setAt(old, place, id === RATIO ? asRatio(getAt(old, place)) : asPlain(getAt(old, place), find(id))));
  const isRatio = Array.isArray(node?.ratio);
  const chosen = isRatio ? RATIO : String(node?.ind ?? "");
  return (
    <>
      <div className="grid items-start gap-2 desk:grid-cols-[minmax(150px,1.4fr)_minmax(110px,0.8fr)_minmax(150px,1.4fr)]">
        <Select
          label="指标"
          hideLabel
          name={`${place}.ind`}
          disabled={readOnly}
          value={chosen}
          options={options}
          placeholder="选指标"
          onChange={(event) => choose(event.target.value)}
        />
        {isRatio ? <RatioIn place={place} /> : null}
        {own && !isRatio ? (
          <>
            <Select
              label="怎么比"
              hideLabel
              name={`${place}.op`}
              disabled={readOnly}
              value={String(node?.op)}
              options={operatorsFor(own.id, own).map((op) => ({ value: op, label: OPS[op] }))}
              onChange={(event) => edit((old) => setAt(old, place, withOperator(getAt(old, place), event.target.value as LeafOp, own)))}
            />
            <ValueIn place={place} op={node?.op as LeafOp} own={own} />
          </>
        ) : null}
      </div>
      <div className="mt-2 grid grid-cols-[2.5em_minmax(0,1fr)] items-center">
        <span aria-hidden="true" className="text-ink-3 text-note">
          条文
        </span>
        <TextIn place={`${place}.clause`} label="条文" hideLabel />
      </div>
    </>
  );
}

const asPlain = (leaf: Typed, own: IndicatorDefinition | undefined): Typed => (own ? withIndicator(leaf, own) : leaf);
function asRatio(leaf: Typed): Typed {
  const { id, clause } = leaf as { id?: unknown; clause?: unknown };
  return { id, ratio: ["", ""], op: "gte", value: "", clause };
}
