"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../../parts/form-message";
import { giveUpAction, reassignAction, recuseAction, takeAction } from "./duty-actions";

type Place = { id: string; version: number };

const Hidden = ({ id, version }: Place) => (
  <>
    <input type="hidden" name="id" value={id} />
    <input type="hidden" name="version" value={version} />
  </>
);

/** 领办: the case is mine from now on. */
export function TakeForm(place: Place) {
  const [state, action] = useActionState(takeAction, IDLE);
  return (
    <form action={action} className="grid gap-2">
      <Hidden {...place} />
      <SubmitButton tone="plain" size="small" busyText="正在领办…">
        我来办
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}

type Asking = Place & { title: string; description: string; trigger: string; verb: string; label: string; action: typeof giveUpAction };

function ReasonDialog({ title, description, trigger, verb, label, action: act, ...place }: Asking) {
  const [state, action] = useActionState(act, IDLE);
  return (
    <Dialog title={title} description={description} trigger={<Button size="small">{trigger}</Button>}>
      <form action={action} className="mt-4 grid gap-3">
        <Hidden {...place} />
        <TextArea
          label={label}
          name="reason"
          rows={3}
          required
          minLength={4}
          maxLength={300}
          defaultValue={state.values?.["reason"]}
          error={errorOf(state, "reason")}
        />
        <FormMessage state={state} />
        <div className="flex justify-end gap-2">
          <DialogClose>
            <Button>再看看</Button>
          </DialogClose>
          <SubmitButton>{verb}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}

/** 退回分办: another handler has it at once. */
export const GiveUpDialog = (place: Place) => (
  <ReasonDialog
    {...place}
    action={giveUpAction}
    title="退回分办"
    description="系统马上分给另一位经办人，原因会留下记录。"
    trigger="退回"
    verb="退回这件"
    label="为什么退回"
  />
);

/** 回避声明. */
export const RecuseDialog = (place: Place) => (
  <ReasonDialog
    {...place}
    action={recuseAction}
    title="声明回避"
    description="和企业有利害关系就要回避。声明后，这家企业的全部办件都不再分给您，也不能由您复核或签批，声明不能撤销。"
    trigger="回避"
    verb="声明回避"
    label="有什么关系"
  />
);

/** 改派 by the section chief. */
export function ReassignForm({ handlers, ...place }: Place & { handlers: readonly { value: string; label: string }[] }) {
  const [state, action] = useActionState(reassignAction, IDLE);
  return (
    <form action={action} className="flex flex-wrap items-end gap-2">
      <Hidden {...place} />
      <div className="min-w-[160px] flex-1">
        <Select label="改派给" name="to" small required placeholder="请选经办人" options={handlers} defaultValue="" error={errorOf(state, "to")} />
      </div>
      <SubmitButton tone="plain" size="small">
        改派这件
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}
