"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { AlertDialog, DialogClose } from "@/app/_ui/dialog";
import { type FormAct, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";

/** 不需要这笔: a second look with the sum, since the money is not paid then. It can be brought back while the policy is in force. */
export function DeclineDialog({ claimId, policyName, amount, action }: { claimId: string; policyName: string; amount: string; action: FormAct }) {
  const [state, send] = useActionState(action, IDLE);
  return (
    <AlertDialog
      title={`放弃“${policyName}”，不领 ${amount}？`}
      description="放弃以后不会付款。政策有效期内、预算还有时，您可以在办理记录里恢复。"
      trigger={<Button tone="text">不需要这笔</Button>}
    >
      <form action={send} className="mt-4 grid gap-4">
        <input type="hidden" name="claimId" value={claimId} />
        <input type="hidden" name="twice" value="yes" />
        {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
        <div className="flex flex-wrap gap-2">
          <SubmitButton tone="stop" busyText="正在放弃…">
            放弃这笔
          </SubmitButton>
          <DialogClose>
            <Button>再看看</Button>
          </DialogClose>
        </div>
      </form>
    </AlertDialog>
  );
}
