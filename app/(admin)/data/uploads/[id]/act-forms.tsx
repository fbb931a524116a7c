"use client";

import { useActionState } from "react";
import { type FormAct, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";
import { cancel, retry } from "./actions";

type Props = { uploadId: string; act: FormAct; text: string; busyText: string; tone: "go" | "plain" };

function ActForm({ uploadId, act, text, busyText, tone }: Props) {
  const [state, action] = useActionState(act, IDLE);
  return (
    <form action={action} className="grid gap-2">
      <input type="hidden" name="uploadId" value={uploadId} />
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <div>
        <SubmitButton tone={tone} busyText={busyText}>
          {text}
        </SubmitButton>
      </div>
    </form>
  );
}

/** 再处理一次 */
export const RetryForm = ({ uploadId }: { uploadId: string }) => <ActForm uploadId={uploadId} act={retry} text="再处理一次" busyText="正在提交…" tone="go" />;

/** 取消 before anything of the file is adopted. */
export const CancelForm = ({ uploadId }: { uploadId: string }) => (
  <ActForm uploadId={uploadId} act={cancel} text="取消这份文件" busyText="正在取消…" tone="plain" />
);
