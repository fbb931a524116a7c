"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { DateField, TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../../parts/form-message";
import { replyAction, superviseAction } from "./actions";

/** 督办: what is to be done and by which day an answer is due. `title` names the case. */
export function SuperviseDialog({ id, title, replyBy, draft, small = false }: { id: string; title: string; replyBy: string; draft: string; small?: boolean }) {
  const [state, action] = useActionState(superviseAction, IDLE);
  return (
    <Dialog
      title={`督办 ${title}`}
      description="经办人、复核人和科室负责人会在消息里看到，答复会回到您的消息。"
      trigger={<Button size={small ? "small" : "normal"}>督办</Button>}
    >
      <form action={action} className="mt-4 grid gap-3">
        <input type="hidden" name="id" value={id} />
        <TextArea
          label="要求"
          name="content"
          rows={3}
          required
          maxLength={500}
          defaultValue={state.values?.["content"] ?? draft}
          error={errorOf(state, "content")}
        />
        <DateField label="几时答复" name="replyDueOn" required defaultValue={state.values?.["replyDueOn"] ?? replyBy} error={errorOf(state, "replyDueOn")} />
        <FormMessage state={state} />
        <div className="flex justify-end gap-2">
          <DialogClose>
            <Button>再看看</Button>
          </DialogClose>
          <SubmitButton>发出督办</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}

/** 督办答复: how far it is and when it will be done. */
export function ReplyForm({ supervisionId, content, due }: { supervisionId: string; content: string; due: string }) {
  const [state, action] = useActionState(replyAction, IDLE);
  return (
    <form action={action} className="grid gap-3">
      <input type="hidden" name="supervisionId" value={supervisionId} />
      <p>{`督办要求：${content}（${due}前答复）`}</p>
      <TextArea label="答复" name="reply" rows={3} required maxLength={500} defaultValue={state.values?.["reply"]} error={errorOf(state, "reply")} />
      <FormMessage state={state} />
      <SubmitButton>答复督办</SubmitButton>
    </form>
  );
}
