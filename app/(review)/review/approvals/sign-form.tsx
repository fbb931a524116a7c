"use client";

import { type ReactNode, useActionState, useState } from "react";
import { Button } from "@/app/_ui/button";
import { AlertDialog } from "@/app/_ui/dialog";
import { TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../parts/form-message";
import { signAction } from "./actions";

/** 签批: asks once more with number and sum, because a signature cannot be taken back. */
export function SignForm({ ids, title, note, children }: { ids: readonly string[]; title: string; note: string; children?: ReactNode }) {
  const [state, action] = useActionState(signAction, IDLE);
  const [asking, setAsking] = useState(false);
  return (
    <div className="grid gap-3">
      {children}
      <FormMessage state={state} />
      <Button tone="go" size="big" wide onClick={() => setAsking(true)}>
        {title}
      </Button>
      <AlertDialog open={asking} onOpenChange={setAsking} title={title} description={note}>
        <form action={action} className="mt-4 grid gap-3">
          {ids.map((id) => (
            <input key={id} type="hidden" name="id" value={id} />
          ))}
          <TextArea
            label="签批意见"
            name="opinion"
            rows={3}
            required
            maxLength={500}
            defaultValue={state.values?.["opinion"] ?? "同意。"}
            error={errorOf(state, "opinion")}
          />
          <FormMessage state={state} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>再看看</Button>
            <SubmitButton>{`签批 ${ids.length} 件`}</SubmitButton>
          </div>
        </form>
      </AlertDialog>
    </div>
  );
}
