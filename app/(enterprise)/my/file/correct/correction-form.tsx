"use client";

import { useActionState } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { TextArea, TextField } from "@/app/_ui/field";
import { IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";
import { requestCorrection } from "../actions";

/** 更正申请: what it should be, and how one can see it. */
export function CorrectionForm({ indicatorId, departmentName }: { indicatorId: string; departmentName: string }) {
  const [state, send] = useActionState(requestCorrection, IDLE);
  if (state.status === "done")
    return <Message tone="green" live="status" title={state.message} actions={<ButtonLink href="/my/file">回到企业信息</ButtonLink>} />;
  return (
    <form action={send} className="grid gap-4">
      <input type="hidden" name="indicatorId" value={indicatorId} />
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <TextField
        name="claimed"
        label="正确的应该是"
        required
        maxLength={200}
        defaultValue={state.values?.["claimed"]}
        error={state.fieldErrors?.["claimed"]?.[0]}
      />
      <TextArea
        name="note"
        label="从哪里看出来"
        hint="比如哪张申报表、哪个月的缴费单。不要写身份证号和账号。"
        required
        maxLength={1000}
        defaultValue={state.values?.["note"]}
        error={state.fieldErrors?.["note"]?.[0]}
      />
      <p className="text-ink-2 text-list">{`${departmentName}在 3 个工作日内答复。答复以前，用到这条数据的补贴按现有数据继续核对。`}</p>
      <p>
        <SubmitButton busyText="正在提交…">{`请${departmentName}核实`}</SubmitButton>
      </p>
    </form>
  );
}
