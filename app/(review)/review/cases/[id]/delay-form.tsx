"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { DateField, TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { OVERDUE_REASON_CODES, OVERDUE_REASONS } from "@/lib/claim/overdue-reason";
import { FormMessage } from "../../../parts/form-message";
import { giveReasonAction } from "./actions";

const OPTIONS = OVERDUE_REASON_CODES.map((value) => ({ value, label: OVERDUE_REASONS[value] }));

/** 填超期原因: a kind of reason, what happened in words, and the day by which it will be done. `again`: one is there already. */
export function DelayDialog({ id, version, title, expectedOn, again }: { id: string; version: number; title: string; expectedOn: string; again: boolean }) {
  const [state, action] = useActionState(giveReasonAction, IDLE);
  return (
    <Dialog
      title={`${title} 的超期原因`}
      description="分管领导和主要负责人在超期清单里能看到，写明卡在哪里、几时办结。"
      trigger={<Button wide>{again ? "更新超期原因" : "填超期原因"}</Button>}
    >
      <form action={action} className="mt-4 grid gap-3">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <Select
          label="原因"
          name="code"
          required
          placeholder="请选一个"
          options={OPTIONS}
          defaultValue={state.values?.["code"] ?? ""}
          error={errorOf(state, "code")}
        />
        <TextArea
          label="具体情况"
          name="words"
          rows={3}
          required
          minLength={4}
          maxLength={500}
          defaultValue={state.values?.["words"]}
          error={errorOf(state, "words")}
        />
        <DateField
          label="预计几时办结"
          name="expectedOn"
          required
          defaultValue={state.values?.["expectedOn"] ?? expectedOn}
          error={errorOf(state, "expectedOn")}
        />
        <FormMessage state={state} />
        <div className="flex justify-end gap-2">
          <DialogClose>
            <Button>再看看</Button>
          </DialogClose>
          <SubmitButton>记下超期原因</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
