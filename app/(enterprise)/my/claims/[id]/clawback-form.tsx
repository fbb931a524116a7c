"use client";

import { useActionState } from "react";
import { RadioGroup } from "@/app/_ui/checkbox";
import { TextArea } from "@/app/_ui/field";
import { errorOf, type FormAct, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";

const KINDS = [
  { value: "statement", label: "我要说明情况", hint: "可以写几次，都会看" },
  { value: "hearing", label: "我要求听证", hint: "当面说，提前 7 个工作日通知您" },
  { value: "waiver", label: "没有意见，同意退回" },
];

/** 陈述申辩: the enterprise's answer to what it was told. */
export function AnswerForm({ claimId, mayAskHearing, action }: { claimId: string; mayAskHearing: boolean; action: FormAct }) {
  const [state, send] = useActionState(action, IDLE);
  if (state.status === "done") return <Message tone="green" live="status" title={state.message} />;
  return (
    <form action={send} className="grid max-w-[560px] gap-3">
      <input type="hidden" name="claimId" value={claimId} />
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <RadioGroup
        legend="您的意见"
        name="kind"
        options={KINDS.filter((one) => mayAskHearing || one.value !== "hearing")}
        required
        defaultValue={state.values?.["kind"]}
        error={errorOf(state, "kind")}
      />
      <TextArea
        name="words"
        label="说明"
        hint="写明哪里不对、有什么证据。没有意见的可以不写。"
        rows={5}
        maxLength={1000}
        defaultValue={state.values?.["words"]}
        error={errorOf(state, "words")}
      />
      <p>
        <SubmitButton>交给审计部门</SubmitButton>
      </p>
    </form>
  );
}
