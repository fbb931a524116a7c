"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { RadioGroup } from "@/app/_ui/checkbox";
import { TextArea } from "@/app/_ui/field";
import { type FormAct, type FormState, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Disclosure } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { useKeptForm } from "../../_parts/kept-form";
import { MaterialFields } from "../../_parts/material-fields";

function Outcome({ state }: { state: FormState }) {
  if (state.status === "idle") return null;
  return <Message tone={state.status === "done" ? "green" : "red"} live={state.status === "done" ? "status" : "alert"} title={state.message} />;
}

/** An act without anything to fill in: 恢复这笔. */
export function OneButtonForm({ claimId, action, busyText, children }: { claimId: string; action: FormAct; busyText: string; children: ReactNode }) {
  const [state, send] = useActionState(action, IDLE);
  return (
    <form action={send} className="grid gap-3">
      <input type="hidden" name="claimId" value={claimId} />
      <Outcome state={state} />
      <p>
        <SubmitButton busyText={busyText}>{children}</SubmitButton>
      </p>
    </form>
  );
}

type ReasonProps = { claimId: string; action: FormAct; label: string; hint: string; button: string; busyText: string; stop?: boolean };

/** An act that wants a reason: 申请复核, 撤回. */
export function ReasonForm({ claimId, action, label, hint, button, busyText, stop = false }: ReasonProps) {
  const [state, send] = useActionState(action, IDLE);
  if (state.status === "done") return <Outcome state={state} />;
  return (
    <form action={send} className="grid max-w-[560px] gap-3">
      <input type="hidden" name="claimId" value={claimId} />
      <Outcome state={state} />
      <TextArea
        name="reason"
        label={label}
        hint={hint}
        required
        maxLength={500}
        defaultValue={state.values?.["reason"]}
        error={state.fieldErrors?.["reason"]?.[0]}
      />
      <p>
        <SubmitButton tone={stop ? "stop" : "go"} busyText={busyText}>
          {button}
        </SubmitButton>
      </p>
    </form>
  );
}

/** 撤回 folded away: seldom wanted, never in the way. */
export function WithdrawForm({ claimId, action }: { claimId: string; action: FormAct }) {
  return (
    <Disclosure summary="不想办了，撤回">
      <div className="mt-2">
        <ReasonForm
          claimId={claimId}
          action={action}
          label="撤回的原因"
          hint="撤回后这笔不再办理，下一次匹配到时会再通知您。"
          button="撤回这笔"
          busyText="正在撤回…"
          stop
        />
      </div>
    </Disclosure>
  );
}

/** 补材料: the one delivery. */
export function SupplementForm({ claimId, names, action }: { claimId: string; names: readonly string[]; action: FormAct }) {
  const { state, pending, form } = useKeptForm(action);
  if (state.status === "done") return <Outcome state={state} />;
  return (
    <form {...form} className="grid max-w-[560px] gap-4">
      <input type="hidden" name="claimId" value={claimId} />
      <Outcome state={state} />
      <MaterialFields names={names} required={false} />
      <p>
        <Button type="submit" tone="go" busy={pending && "正在上传…"}>{`交 ${names.length} 份材料`}</Button>
      </p>
    </form>
  );
}

const SCORES = [
  { value: "5", label: "很方便" },
  { value: "4", label: "方便" },
  { value: "3", label: "一般" },
  { value: "2", label: "不太方便" },
  { value: "1", label: "很不方便" },
];

/** 评价一下: one question after the money came. */
export function SurveyForm({ claimId, action }: { claimId: string; action: FormAct }) {
  const [state, send] = useActionState(action, IDLE);
  if (state.status === "done") return <Outcome state={state} />;
  return (
    <form action={send} className="grid max-w-[560px] gap-3">
      <input type="hidden" name="claimId" value={claimId} />
      <Outcome state={state} />
      <RadioGroup
        legend="这笔补贴办得方便吗？"
        name="score"
        options={SCORES}
        inline
        required
        defaultValue={state.values?.["score"]}
        error={state.fieldErrors?.["score"]?.[0]}
      />
      <TextArea
        name="comment"
        label="还想说的"
        optional
        rows={2}
        maxLength={300}
        defaultValue={state.values?.["comment"]}
        error={state.fieldErrors?.["comment"]?.[0]}
      />
      <p>
        <SubmitButton busyText="正在记下…" tone="plain">
          记下评价
        </SubmitButton>
      </p>
    </form>
  );
}
