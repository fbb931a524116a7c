"use client";

import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Select } from "@/app/_ui/select";
import { appendAt, getAt } from "@/lib/policy/editing";
import type { GroupLevel, GroupMode } from "@/lib/policy/language";
import { useEditor } from "./context";
import { AreaIn, ManyIn, SelectIn, TextIn } from "./inputs";
import { Issues } from "./issues";
import { Rows } from "./rows";

/** 基本条件 and 负面清单, shared by all policies. */
export function SharedPart() {
  const { library, typed } = useEditor();
  const items = Object.entries(library.negativeListItems);
  const chosen = getAt(typed, "negativeList");
  const own = Array.isArray(chosen) ? chosen.map(String) : [];
  return (
    <div className="grid gap-4">
      <ManyIn place="base" label="基本条件" options={Object.entries(library.baseConditions).map(([value, { name }]) => ({ value, label: name }))} />
      <Issues place="base" deep />
      <ManyIn place="negativeList" label="有下列情形的不给" options={items.map(([value, { name }]) => ({ value, label: name }))} />
      {own.map((id, index) => (
        <Issues key={id} place={`negativeList.${index}`} />
      ))}
      <Issues place="negativeList" />
      <AreaIn place="negativeListNote" label="说明" optional rows={2} />
    </div>
  );
}

/** 材料: who brings it — a department's data, or the enterprise itself. */
export function MaterialsPart() {
  const { feeds } = useEditor();
  const sources = [{ value: "platform", label: "平台自己有" }, ...feeds.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Rows place="materials" name="材料" add="＋ 加一份材料" empty="不要任何材料。" blank={() => ({ name: "", replacedBy: null })}>
      {(own) => (
        <div className="grid items-start gap-2 desk:grid-cols-2">
          <TextIn place={`${own}.name`} label="材料" />
          <SourceIn place={`${own}.replacedBy`} sources={sources} />
        </div>
      )}
    </Rows>
  );
}

function SourceIn({ place, sources }: { place: string; sources: { value: string; label: string }[] }) {
  const { typed, edit, readOnly } = useEditor();
  const value = getAt(typed, place);
  const parent = place.split(".").slice(0, -1).join(".");
  return (
    <Select
      label="谁提供"
      name={place}
      disabled={readOnly}
      placeholder="企业自己提供"
      value={typeof value === "string" ? value : ""}
      options={sources}
      onChange={(event) => edit((old) => withSource(old, parent, event.target.value))}
    />
  );
}

function withSource(typed: unknown, parent: string, source: string): unknown {
  const [list = "", index = "0"] = parent.split(".");
  const entries = (getAt(typed, list) ?? []) as readonly Record<string, unknown>[];
  return { ...(typed as object), [list]: entries.map((one, at) => (at === Number(index) ? { ...one, replacedBy: source === "" ? null : source } : one)) };
}

const MODES: Readonly<Record<GroupMode, string>> = {
  oneOf: "几项里只享一项",
  perSubject: "同一人、同一票只计一次",
  topUp: "晋级只补差额",
  sequence: "依次计算，都可享",
};
const LEVELS: Readonly<Record<GroupLevel, string>> = {
  person: "同一人",
  "person-period": "同一人同一时期",
  enterprise: "同一企业",
  site: "同一场所",
  "enterprise-lifetime": "企业一生一次",
  "enterprise-year": "同一企业同一年",
  invoiceLine: "同一发票行",
  loan: "同一笔贷款",
  taxItem: "同一税种",
};

/** A group that does not exist yet. It comes into the library when this policy is published. */
function NewGroup() {
  const { groups, setGroups, edit, readOnly, code } = useEditor();
  const [mode, setMode] = useState<GroupMode>("oneOf");
  const [level, setLevel] = useState<GroupLevel>("enterprise-year");
  if (readOnly) return null;
  const add = () => {
    const id = `G_${code.replace("-", "_")}_${Object.keys(groups).length + 1}`;
    const rule = MODES[mode];
    setGroups({ ...groups, [id]: { level, mode, rule } });
    edit((old) => appendAt(old, "relations", { group: id, rule }));
  };
  return (
    <div className="mt-4 grid items-end gap-2 desk:grid-cols-[1fr_1fr_auto]">
      <Select
        label="新设一组：规则"
        name="newGroupMode"
        value={mode}
        options={Object.entries(MODES).map(([value, label]) => ({ value, label }))}
        onChange={(event) => setMode(event.target.value as GroupMode)}
      />
      <Select
        label="按什么算"
        name="newGroupLevel"
        value={level}
        options={Object.entries(LEVELS).map(([value, label]) => ({ value, label }))}
        onChange={(event) => setLevel(event.target.value as GroupLevel)}
      />
      <Button onClick={add}>新设并加入</Button>
    </div>
  );
}

/** 关联规则: the groups in which this policy gives way to others, or has others give way. */
export function RelationsPart() {
  const { library, groups, code } = useEditor();
  const known = Object.entries(library.exclusionGroups).map(([value, { rule, policies }]) => {
    const others = policies.filter((one) => one !== code);
    return { value, label: others.length > 0 ? `${rule}（${others.join("、")}）` : rule };
  });
  const own = Object.entries(groups).map(([value, { mode, level }]) => ({ value, label: `${MODES[mode]}，${LEVELS[level]}（新设）` }));
  return (
    <>
      <Rows place="relations" name="规则" add="＋ 加入一组" empty="和别的政策没有关联。" blank={() => ({ group: "", rule: "" })}>
        {(one) => (
          <div className="grid items-start gap-2 desk:grid-cols-2">
            <SelectIn place={`${one}.group`} label="哪一组" options={[...known, ...own]} placeholder="选一组" />
            <TextIn place={`${one}.rule`} label="怎么说明" />
          </div>
        )}
      </Rows>
      <NewGroup />
    </>
  );
}
