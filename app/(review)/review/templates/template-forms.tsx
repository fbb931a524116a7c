"use client";

import { useActionState } from "react";
import { TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Select, type SelectOption } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../parts/form-message";
import { addTemplateAction, retireTemplateAction } from "./actions";

/** 增加常用意见. */
export function AddTemplateForm({ uses }: { uses: readonly SelectOption[] }) {
  const [state, action] = useActionState(addTemplateAction, IDLE);
  return (
    <form action={action} className="grid max-w-[560px] gap-3">
      <Select label="用在哪里" name="use" required placeholder="请选" options={uses} defaultValue={state.values?.["use"] ?? ""} error={errorOf(state, "use")} />
      <TextArea label="内容" name="text" rows={3} required maxLength={500} defaultValue={state.values?.["text"]} error={errorOf(state, "text")} />
      <FormMessage state={state} />
      <div>
        <SubmitButton>增加这条意见</SubmitButton>
      </div>
    </form>
  );
}

/** 停用. */
export function RetireTemplateForm({ id }: { id: string }) {
  const [state, action] = useActionState(retireTemplateAction, IDLE);
  return (
    <form action={action}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton tone="plain" size="small">
        停用
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}
