"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { DateField, TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "@/app/(review)/parts/form-message";
import { superviseDepartment } from "./actions";

type Props = { readonly departments: readonly { readonly id: string; readonly name: string }[]; readonly replyBy: string };

/** 督办部门: an order to a department as a whole. One about a case is given on the case or in the list of overdue ones. */
export function OrderDialog({ departments, replyBy }: Props) {
  const [state, action] = useActionState(superviseDepartment, IDLE);
  return (
    <Dialog title="督办部门" description="这个部门的分管领导、科室负责人和经办人会在消息里看到，答复会回到您的消息。" trigger={<Button>督办部门</Button>}>
      <form action={action} className="mt-4 grid gap-3">
        <Select
          key={state.values?.["departmentId"]}
          label="部门"
          name="departmentId"
          required
          options={departments.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={state.values?.["departmentId"] ?? departments[0]?.id ?? ""}
          error={errorOf(state, "departmentId")}
        />
        <TextArea label="要求" name="content" rows={3} required maxLength={500} defaultValue={state.values?.["content"]} error={errorOf(state, "content")} />
        <DateField
          label="几时答复"
          hint="选工作日，当天 18:00 前答复"
          name="replyDueOn"
          required
          defaultValue={state.values?.["replyDueOn"] ?? replyBy}
          error={errorOf(state, "replyDueOn")}
        />
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
