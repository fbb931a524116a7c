"use client";

import { useActionState } from "react";
import { RadioGroup } from "@/app/_ui/checkbox";
import { TextArea } from "@/app/_ui/field";
import { IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";
import { replyDispute } from "./actions";

/** 答复: the result of the check and the words that the enterprise will read. */
export function ReplyForm({ disputeId }: { disputeId: string }) {
  const [state, action] = useActionState(replyDispute, IDLE);
  return (
    <form action={action} className="grid max-w-[560px] gap-4">
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <input type="hidden" name="disputeId" value={disputeId} />
      <RadioGroup
        legend="核对的结果"
        name="decision"
        required
        defaultValue={state.values?.["decision"]}
        error={state.fieldErrors?.["decision"]?.[0]}
        options={[
          { value: "corrected", label: "数据有误，已更正", hint: "更正后的数据随下一次报送入库，入库后自动重新匹配" },
          { value: "kept", label: "数据无误，维持原值" },
        ]}
      />
      <TextArea
        name="answer"
        label="给企业的答复"
        required
        maxLength={500}
        hint="说明核对了什么、依据是什么"
        defaultValue={state.values?.["answer"]}
        error={state.fieldErrors?.["answer"]?.[0]}
      />
      <div>
        <SubmitButton busyText="正在发送…">把答复发给企业</SubmitButton>
      </div>
    </form>
  );
}
