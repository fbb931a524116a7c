"use client";

import { Button } from "@/app/_ui/button";
import { Select } from "@/app/_ui/select";
import type { AmountKind } from "@/lib/policy/amount-formula";
import { getAt, nextId, setAt, type Typed, unitFor } from "@/lib/policy/editing";
import { isNumeric } from "@/lib/policy/operators";
import { placePart } from "@/lib/policy/place";
import { ConditionTree } from "./condition-tree";
import { useEditor } from "./context";
import { NumberIn, SelectIn, TextIn } from "./inputs";
import { anchorOf, Issues } from "./issues";
import { useCodes, useIndicator, useIndicatorOptions } from "./leaf";
import { Rows } from "./rows";

const KINDS: Readonly<Record<AmountKind, string>> = {
  fixed: "定额",
  perHead: "按人（项）数",
  rate: "按比例",
  rateOfIncrease: "按比上年增加部分的比例",
  tieredAmount: "分档定额",
  tieredRate: "分档比例",
  byLevel: "按级别",
  sum: "几部分相加",
  cases: "分情形",
};

/** A formula of another kind begins blank; cap, ladder and minimum stay. */
function blankOf(kind: AmountKind, old: Typed, whenId: string): Typed {
  const kept = Object.fromEntries(Object.entries((old ?? {}) as Record<string, Typed>).filter(([key]) => ["cap", "topUpGroup", "min", "text"].includes(key)));
  const fixed = { kind: "fixed", amount: "" };
  const body: Readonly<Record<AmountKind, Record<string, Typed>>> = {
    fixed: { amount: "" },
    perHead: { indicator: "", unitAmount: "" },
    rate: { base: "", rate: "" },
    rateOfIncrease: { indicator: "", rate: "" },
    tieredAmount: { by: "", tiers: [{ gte: 0, amount: "" }] },
    tieredRate: { by: "", base: "", tiers: [{ gte: 0, rate: "" }] },
    byLevel: { indicator: "", levels: {}, pick: "max" },
    sum: { parts: [fixed] },
    cases: { cases: [{ when: { id: whenId, ind: "", op: "gte", value: "", clause: "" }, amount: fixed }], otherwise: fixed },
  };
  return { kind, ...body[kind], ...kept };
}

function useMoney() {
  return useIndicatorOptions((one) => one.type === "money");
}

function RateIn({ place }: { place: string }) {
  const money = useMoney();
  return (
    <div className="grid items-start gap-3 desk:grid-cols-2">
      <SelectIn place={`${place}.base`} label="以什么为基数" options={money} placeholder="选指标" />
      <NumberIn place={`${place}.rate`} label="比例" unit="%" percent />
    </div>
  );
}

function IncreaseIn({ place }: { place: string }) {
  const series = useIndicatorOptions((one) => one.type === "money" && one.period === "series");
  return (
    <div className="grid items-start gap-3 desk:grid-cols-2">
      <SelectIn place={`${place}.indicator`} label="比上年增加的是什么" hint="只列有上年数的" options={series} placeholder="选指标" />
      <NumberIn place={`${place}.rate`} label="比例" unit="%" percent />
    </div>
  );
}

function PerHeadIn({ place }: { place: string }) {
  const heads = useIndicatorOptions((one) => one.type === "count" || one.type === "number");
  return (
    <div className="grid items-start gap-3 desk:grid-cols-2">
      <SelectIn place={`${place}.indicator`} label="数什么" options={heads} placeholder="选指标" />
      <NumberIn place={`${place}.unitAmount`} label="每人（项）" unit="元" />
    </div>
  );
}

/** 档次: from (included) to (not included); an open end is left empty. */
function TiersIn({ place, pays }: { place: string; pays: "amount" | "rate" }) {
  const { typed } = useEditor();
  const own = useIndicator()(getAt(typed, `${place}.by`));
  const unit = own ? (unitFor(own) ?? "") : "";
  const percent = own?.type === "ratio";
  return (
    <Rows
      place={`${place}.tiers`}
      name="档"
      add="＋ 加一档"
      empty="还没有分档。"
      blank={(list) => ({
        ...(typeof (list.at(-1) as { lt?: unknown } | undefined)?.lt === "number" && { gte: (list.at(-1) as { lt: number }).lt }),
        [pays]: "",
      })}
    >
      {(tier) => (
        <div className="grid items-start gap-2 desk:grid-cols-3">
          <NumberIn place={`${tier}.gte`} label="从（含）" unit={unit} percent={percent} optional />
          <NumberIn place={`${tier}.lt`} label="到（不含）" unit={unit} percent={percent} optional />
          {pays === "amount" ? <NumberIn place={`${tier}.amount`} label="给" unit="元" /> : <NumberIn place={`${tier}.rate`} label="比例" unit="%" percent />}
        </div>
      )}
    </Rows>
  );
}

function TieredIn({ place, pays }: { place: string; pays: "amount" | "rate" }) {
  const numbers = useIndicatorOptions((one) => isNumeric(one.type), true);
  const money = useMoney();
  const { edit, readOnly, typed } = useEditor();
  const find = useIndicator();
  const choose = (id: string) => {
    const own = find(id);
    const unit = own && unitFor(own);
    edit((old) => setAt(setAt(old, `${place}.by`, id), `${place}.unit`, unit));
  };
  return (
    <div className="grid gap-3">
      <div className="grid items-start gap-3 desk:grid-cols-2">
        <Select
          label="按什么分档"
          name={`${place}.by`}
          disabled={readOnly}
          options={numbers}
          placeholder="选指标"
          value={String(getAt(typed, `${place}.by`) ?? "")}
          onChange={(event) => choose(event.target.value)}
        />
        {pays === "rate" ? <SelectIn place={`${place}.base`} label="以什么为基数" options={money} placeholder="选指标" /> : null}
      </div>
      <Issues place={`${place}.by`} />
      <TiersIn place={place} pays={pays} />
    </div>
  );
}

function LevelsIn({ place }: { place: string }) {
  const kinds = useIndicatorOptions((one) => one.type === "enum" || one.type === "enumSet");
  const { typed, edit, readOnly } = useEditor();
  const codes = useCodes(getAt(typed, `${place}.indicator`));
  const levels = (getAt(typed, `${place}.levels`) ?? {}) as Readonly<Record<string, unknown>>;
  const free = codes.filter((one) => !Object.hasOwn(levels, one.value));
  return (
    <div className="grid gap-3">
      <div className="grid items-start gap-3 desk:grid-cols-2">
        <SelectIn place={`${place}.indicator`} label="看哪一项级别" options={kinds} placeholder="选指标" />
        <SelectIn
          place={`${place}.pick`}
          label="有几项时"
          options={[
            { value: "max", label: "取最高一项" },
            { value: "sum", label: "各项相加" },
          ]}
        />
      </div>
      <ul id={anchorOf(`${place}.levels`)} className="grid gap-2">
        {Object.keys(levels).map((code) => (
          <li key={code} className="grid grid-cols-[minmax(0,1fr)_minmax(120px,200px)_auto] items-center gap-2">
            <span>{codes.find((one) => one.value === code)?.label ?? code}</span>
            <NumberIn place={`${place}.levels.${placePart(code)}`} label={`${code}给`} hideLabel unit="元" />
            {readOnly ? null : (
              <Button
                size="small"
                tone="text"
                aria-label={`移除 ${code}`}
                onClick={() => edit((old) => setAt(old, `${place}.levels.${placePart(code)}`, undefined))}
              >
                移除
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Issues place={`${place}.levels`} deep />
      {readOnly || free.length === 0 ? null : (
        <Select
          label="加一级"
          name={`${place}.levels`}
          value=""
          placeholder="选要加的级别"
          options={free}
          onChange={(event) => edit((old) => setAt(old, `${place}.levels.${placePart(event.target.value)}`, ""))}
        />
      )}
    </div>
  );
}

function CasesIn({ place }: { place: string }) {
  const { typed, edit, code, readOnly } = useEditor();
  const has = getAt(typed, `${place}.otherwise`) !== undefined;
  const blank = () => ({ when: { id: nextId(typed, code, "a"), ind: "", op: "gte", value: "", clause: "" }, amount: { kind: "fixed", amount: "" } });
  return (
    <div className="grid gap-3">
      <p className="text-ink-2 text-small">从上往下看，符合哪一种就按哪一种算，后面的不再看。</p>
      <Rows place={`${place}.cases`} name="情形" add="＋ 加一种情形" empty="还没有情形。" blank={blank}>
        {(one) => (
          <div className="grid gap-2">
            <ConditionTree place={`${one}.when`} letter="a" />
            <FormulaIn place={`${one}.amount`} title="这种情形给" />
          </div>
        )}
      </Rows>
      {has ? <FormulaIn place={`${place}.otherwise`} title="其他情形给" /> : null}
      {readOnly ? null : (
        <div>
          <Button size="small" onClick={() => edit((old) => setAt(old, `${place}.otherwise`, has ? undefined : { kind: "fixed", amount: "" }))}>
            {has ? "去掉“其他情形”" : "＋ 加“其他情形”"}
          </Button>
        </div>
      )}
    </div>
  );
}

function Body({ place, kind }: { place: string; kind: AmountKind }) {
  switch (kind) {
    case "fixed":
      return <NumberIn place={`${place}.amount`} label="给" unit="元" />;
    case "perHead":
      return <PerHeadIn place={place} />;
    case "rate":
      return <RateIn place={place} />;
    case "rateOfIncrease":
      return <IncreaseIn place={place} />;
    case "tieredAmount":
      return <TieredIn place={place} pays="amount" />;
    case "tieredRate":
      return <TieredIn place={place} pays="rate" />;
    case "byLevel":
      return <LevelsIn place={place} />;
    case "sum":
      return (
        <Rows place={`${place}.parts`} name="部分" add="＋ 加一部分" empty="还没有内容。" blank={() => ({ kind: "fixed", amount: "" })}>
          {(part, index) => <FormulaIn place={part} title={`第 ${index + 1} 部分`} />}
        </Rows>
      );
    case "cases":
      return <CasesIn place={place} />;
  }
}

/** 金额公式 of any kind, with cap, ladder and minimum; parts and cases hold formulas again. */
export function FormulaIn({ place, title }: { place: string; title: string }) {
  const { typed, edit, code, readOnly } = useEditor();
  const formula = getAt(typed, place) as { kind?: AmountKind } | undefined;
  const kind = formula?.kind;
  return (
    <div id={anchorOf(place)} className="grid gap-3 rounded-2 bg-moon p-3">
      <Select
        label={title}
        name={`${place}.kind`}
        disabled={readOnly}
        value={kind ?? ""}
        placeholder="选一种算法"
        options={(Object.keys(KINDS) as AmountKind[]).map((value) => ({ value, label: KINDS[value] }))}
        onChange={(event) => edit((old) => setAt(old, place, blankOf(event.target.value as AmountKind, getAt(old, place), nextId(old, code, "a"))))}
      />
      {kind ? <Body place={place} kind={kind} /> : null}
      <details open={hasLimit(formula)}>
        <summary className="min-h-7 cursor-pointer text-ink-2 text-small max-desk:min-h-11">封顶、补差、起付</summary>
        <div className="mt-2 grid items-start gap-3 desk:grid-cols-3">
          <NumberIn place={`${place}.cap`} label="最高" unit="元" optional />
          <TextIn place={`${place}.topUpGroup`} label="补差账户（晋级只补差额）" optional />
          <NumberIn place={`${place}.min`} label="不足不发" unit="元" optional />
        </div>
      </details>
      <Issues place={place} />
    </div>
  );
}

const hasLimit = (formula: object | undefined): boolean => formula !== undefined && ["cap", "topUpGroup", "min"].some((key) => key in formula);
