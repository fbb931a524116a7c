"use client";

import { useActionState } from "react";
import { IDLE } from "@/app/_ui/form-state";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../parts/form-message";
import { takeBackAction } from "./[id]/actions";
import { takeBackBatchAction } from "./actions";

/** 撤回 one's own opinion; afterwards the case lies open for a new one. */
export function TakeBackForm({ id, version }: { id: string; version: number }) {
  const [state, action] = useActionState(takeBackAction, IDLE);
  return (
    <form action={action} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <SubmitButton tone="plain" size="small" hotkey="U" busyText="正在撤回…">
        撤回意见
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}

/** 撤回批量同意; the cases lie open again as they did before. */
export function TakeBackBatchForm({ batchId }: { batchId: string }) {
  const [state, action] = useActionState(takeBackBatchAction, IDLE);
  return (
    <form action={action} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="batchId" value={batchId} />
      <SubmitButton tone="plain" size="small" busyText="正在撤回…">
        撤回这次批量同意
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}
