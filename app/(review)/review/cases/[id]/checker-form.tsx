"use client";

import { useActionState } from "react";
import { RadioGroup } from "@/app/_ui/checkbox";
import { TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../../parts/form-message";
import { checkAction, chiefAction, resumeAction } from "./actions";

type Place = { id: string; version: number };

const Hidden = ({ id, version }: Place) => (
  <>
    <input type="hidden" name="id" value={id} />
    <input type="hidden" name="version" value={version} />
  </>
);

/** 复核人: agrees with the opinion on the screen, or gives it back for another one. */
export function CheckerForm({ id, version, handlerId, seen, result }: Place & { handlerId: string; seen: "approve" | "reject"; result: string }) {
  const [state, action] = useActionState(checkAction, IDLE);
  return (
    <form action={action} className="grid gap-3">
      <Hidden id={id} version={version} />
      <input type="hidden" name="handlerId" value={handlerId} />
      <input type="hidden" name="seen" value={seen} />
      <RadioGroup
        legend="结论"
        hideLegend
        name="choice"
        required
        defaultValue={state.values?.["choice"] ?? "agree"}
        options={[
          { value: "agree", label: "同意该意见", hint: result },
          { value: "giveBack", label: "退回重写", hint: "由经办人再写意见" },
        ]}
        error={errorOf(state, "choice")}
      />
      <TextArea
        label="复核意见"
        name="text"
        rows={3}
        required
        maxLength={500}
        defaultValue={state.values?.["text"] ?? "同意经办意见。"}
        error={errorOf(state, "text")}
      />
      <FormMessage state={state} />
      <SubmitButton wide size="big">
        写下复核结论
      </SubmitButton>
    </form>
  );
}

/** 科室负责人签字, from the amount in the settings on. */
export function ChiefForm({ id, version }: Place) {
  const [state, action] = useActionState(chiefAction, IDLE);
  return (
    <form action={action} className="grid gap-3">
      <Hidden id={id} version={version} />
      <TextArea
        label="签字意见"
        name="text"
        rows={3}
        required
        maxLength={500}
        defaultValue={state.values?.["text"] ?? "同意。"}
        error={errorOf(state, "text")}
      />
      <FormMessage state={state} />
      <SubmitButton wide size="big">
        签字
      </SubmitButton>
    </form>
  );
}

/** 恢复办理: back into the check, which reads the data anew. */
export function ResumeForm({ id, version, condition }: Place & { condition: string | null }) {
  const [state, action] = useActionState(resumeAction, IDLE);
  return (
    <form action={action} className="grid gap-3">
      <Hidden id={id} version={version} />
      <p>{condition ? `恢复条件：${condition}` : "中止时没有写恢复条件。"}</p>
      <FormMessage state={state} />
      <SubmitButton wide size="big">
        恢复办理并重新取数
      </SubmitButton>
      <p className="text-ink-3 text-note">恢复后重新核对全部条件，结论以新的数据为准。</p>
    </form>
  );
}
