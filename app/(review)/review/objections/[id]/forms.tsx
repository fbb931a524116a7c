"use client";

import { useActionState, useState } from "react";
import { RadioGroup } from "@/app/_ui/checkbox";
import { TextArea, TextField } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../../parts/form-message";
import { decideAction, revealAction } from "./actions";

const CHOICES = [
  { value: "dismissed", label: "不成立", hint: "这一行接着公示剩下的天数" },
  { value: "partlyUpheld", label: "部分成立", hint: "退回人工复核，重新核定" },
  { value: "upheld", label: "成立", hint: "这一行撤下，不予享受" },
];

/** 答复并决定. */
export function DecideForm({ id, clauses }: { id: string; clauses: readonly { value: string; label: string }[] }) {
  const [state, action] = useActionState(decideAction, IDLE);
  const [choice, setChoice] = useState(state.values?.["decision"] ?? "dismissed");
  return (
    <form action={action} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      <RadioGroup
        legend="结论"
        name="decision"
        required
        options={CHOICES}
        defaultValue={choice}
        error={errorOf(state, "decision")}
        onChange={(event) => setChoice(event.target.value)}
      />
      {choice === "upheld" ? (
        <Select label="不符合的条款" name="clause" required placeholder="请选条款" options={clauses} error={errorOf(state, "clause")} />
      ) : null}
      <TextArea
        label="给异议人的答复"
        hint="写明怎样核实、核实结果和依据"
        name="answer"
        rows={6}
        required
        maxLength={1000}
        defaultValue={state.values?.["answer"]}
        error={errorOf(state, "answer")}
      />
      <FormMessage state={state} />
      <SubmitButton wide size="big">
        答复并办结
      </SubmitButton>
    </form>
  );
}

/** 联系方式 shows after a purpose was given; the look is recorded. */
export function RevealForm({ id }: { id: string }) {
  const [state, action] = useActionState(revealAction, IDLE);
  if (state.status === "done") return <Message tone="blue" live="status" title={state.message ?? ""} />;
  return (
    <form action={action} className="grid gap-2">
      <input type="hidden" name="id" value={id} />
      <TextField
        label="用途"
        hint="查看会留下记录"
        name="purpose"
        required
        maxLength={200}
        placeholder="如：电话核实异议内容"
        defaultValue={state.values?.["purpose"]}
        error={errorOf(state, "purpose")}
      />
      <FormMessage state={state} />
      <SubmitButton tone="plain" size="small">
        显示姓名和联系方式
      </SubmitButton>
    </form>
  );
}
