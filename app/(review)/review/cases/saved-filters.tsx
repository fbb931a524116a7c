"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogClose } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../parts/form-message";
import { removeFilterAction, saveFilterAction } from "./filter-actions";

function RemoveForm({ id, name }: { id: string; name: string }) {
  const [state, action] = useActionState(removeFilterAction, IDLE);
  return (
    <form action={action} className="flex items-center justify-between gap-2">
      <input type="hidden" name="id" value={id} />
      <span>{name}</span>
      <SubmitButton tone="text" size="small">
        {`删除“${name}”`}
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}

/** 存下筛选: the view of now under a name; the names that are there can be removed. */
export function SaveFilterDialog({ query, filters }: { query: string; filters: readonly { id: string; name: string }[] }) {
  const [state, action] = useActionState(saveFilterAction, IDLE);
  return (
    <Dialog title="常用筛选" description="只有您自己看得到。同名的会换成现在的筛选。" trigger={<Button size="small">存下筛选</Button>}>
      <form action={action} className="mt-4 grid gap-3">
        <input type="hidden" name="query" value={query} />
        <TextField
          label="名字"
          name="name"
          required
          maxLength={20}
          placeholder="如：我手里超期的"
          defaultValue={state.values?.["name"]}
          error={errorOf(state, "name")}
        />
        <FormMessage state={state} />
        <div className="flex justify-end gap-2">
          <DialogClose>
            <Button>再看看</Button>
          </DialogClose>
          <SubmitButton>存下现在的筛选</SubmitButton>
        </div>
      </form>
      {filters.length > 0 ? (
        <div className="mt-4 grid gap-1 border-line border-t pt-3">
          {filters.map((one) => (
            <RemoveForm key={one.id} {...one} />
          ))}
        </div>
      ) : null}
    </Dialog>
  );
}
