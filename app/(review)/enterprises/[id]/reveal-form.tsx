"use client";

import { useActionState, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../parts/form-message";
import { revealAction } from "./actions";

/** 敏感数据: covered until somebody says what for. `name` says which datum. */
export function RevealForm({ enterpriseId, valueId, name }: { enterpriseId: string; valueId: number; name: string }) {
  const [state, action] = useActionState(revealAction, IDLE);
  const [open, setOpen] = useState(false);
  if (state.status === "done") return <b>{state.message}</b>;
  return (
    <>
      <span className="mr-2 text-ink-3">敏感，未显示</span>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`显示“${name}”`}
        description="谁在什么时候为什么看，都会留下记录。"
        trigger={
          <Button size="small" aria-label={`显示${name}`}>
            显示
          </Button>
        }
      >
        <form action={action} className="mt-4 grid gap-3">
          <input type="hidden" name="enterpriseId" value={enterpriseId} />
          <input type="hidden" name="valueId" value={valueId} />
          <TextField
            label="用途"
            name="purpose"
            required
            maxLength={200}
            placeholder="如：核对办件的欠税情况"
            defaultValue={state.values?.["purpose"]}
            error={errorOf(state, "purpose")}
          />
          <FormMessage state={state} />
          <div className="flex justify-end gap-2">
            <DialogClose>
              <Button>不看了</Button>
            </DialogClose>
            <SubmitButton>显示这一项</SubmitButton>
          </div>
        </form>
      </Dialog>
    </>
  );
}
