"use client";

import { useActionState, useState } from "react";
import { Checkbox, RadioGroup } from "@/app/_ui/checkbox";
import { Combobox } from "@/app/_ui/combobox";
import { TextField } from "@/app/_ui/field";
import { IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";
import { findEnterprises, settleRow } from "./actions";

export type FormCandidate = { readonly id: string; readonly uscc: string; readonly name: string; readonly address: string | null };
export type FormField = { readonly id: string; readonly header: string; readonly raw: string; readonly proposal: string };
type Props = { rowId: number; candidates: readonly FormCandidate[]; fields: readonly FormField[]; alike: number; canLink: boolean; back: string };

const OTHER = "other";
const DISMISS = "dismiss";

function optionsOf(candidates: readonly FormCandidate[], canLink: boolean) {
  const dismiss = { value: DISMISS, label: "这一行不予采用", hint: "留档，不计入" };
  if (!canLink) return [dismiss];
  const known = candidates.map((one) => ({ value: one.id, label: `${one.name}　${one.uscc}`, hint: one.address ?? undefined }));
  return [...known, { value: OTHER, label: "是另一家企业", hint: "按名称、信用代码或拼音首字母查找" }, dismiss];
}

/** 一问一答: whose row it is, what should stand in the flawed cells, or why it is not taken. */
export function SettleForm({ rowId, candidates, fields, alike, canLink, back }: Props) {
  const [state, action] = useActionState(settleRow, IDLE);
  const first = canLink && candidates.length === 1 ? (candidates[0]?.id ?? "") : "";
  const [choice, setChoice] = useState(canLink ? first : DISMISS);
  const [answers, setAnswers] = useState<Record<string, string>>(() => Object.fromEntries(fields.map((field) => [field.id, field.proposal])));
  const filled = Object.fromEntries(Object.entries(answers).filter(([, value]) => value.trim() !== ""));
  const rows = alike + 1;
  return (
    <form action={action} className="grid max-w-[720px] gap-4">
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <input type="hidden" name="back" value={back} />
      <input type="hidden" name="rowId" value={rowId} />
      <input type="hidden" name="answers" value={JSON.stringify(choice === DISMISS ? {} : filled)} />
      <RadioGroup
        legend="这一行怎么办"
        name="choice"
        required
        defaultValue={choice}
        options={optionsOf(candidates, canLink)}
        onChange={(event) => setChoice(event.target.value)}
      />
      {choice === OTHER ? (
        <Combobox
          name="other"
          label="企业"
          required
          items={[]}
          emptyText="没有找到，请换个写法"
          placeholder="名称、信用代码或拼音首字母"
          search={findEnterprises}
        />
      ) : null}
      {choice === DISMISS ? <TextField name="reason" label="理由" required maxLength={200} placeholder="如：该单位不在本县，误报" /> : null}
      {choice !== DISMISS && choice !== ""
        ? fields.map((field) => (
            <TextField
              key={field.id}
              name={`cell-${field.id}`}
              form=""
              label={`${field.header}应为`}
              hint={`原值 ${field.raw || "（空）"}`}
              autoComplete="off"
              value={answers[field.id] ?? ""}
              onChange={(event) => setAnswers({ ...answers, [field.id]: event.target.value })}
            />
          ))
        : null}
      {alike > 0 ? <Checkbox name="alike" defaultChecked label={`同一单位的其余 ${alike.toLocaleString("zh-CN")} 行一起处理`} /> : null}
      <div>
        <SubmitButton busyText="正在处理…">{choice === DISMISS ? "不予采用" : `确定，处理 ${rows.toLocaleString("zh-CN")} 行`}</SubmitButton>
      </div>
    </form>
  );
}
