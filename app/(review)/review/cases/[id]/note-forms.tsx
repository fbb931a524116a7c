"use client";

import { useActionState } from "react";
import { DateField, TextArea, TextField } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Disclosure } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../../parts/form-message";
import { noteAction, visitAction } from "./note-actions";

/** 内部备注: for colleagues, kept for good. */
export function NoteForm({ id }: { id: string }) {
  const [state, action] = useActionState(noteAction, IDLE);
  return (
    <form action={action} className="grid gap-2">
      <input type="hidden" name="id" value={id} />
      <TextArea
        label="写一条备注"
        hint="企业看不到，写下后不能改"
        name="text"
        rows={2}
        required
        maxLength={1000}
        defaultValue={state.values?.["text"]}
        error={errorOf(state, "text")}
      />
      <FormMessage state={state} />
      <div>
        <SubmitButton tone="plain">记下备注</SubmitButton>
      </div>
    </form>
  );
}

/** 现场核验: when, where, with whom, what was found. */
export function VisitForm({ id, today }: { id: string; today: string }) {
  const [state, action] = useActionState(visitAction, IDLE);
  const kept = (name: string) => state.values?.[name];
  return (
    <Disclosure summary="记现场核验" open={state.status === "refused"}>
      <form action={action} className="grid gap-3 pt-2 desk:grid-cols-2">
        <input type="hidden" name="id" value={id} />
        <DateField label="哪一天去的" name="visitedOn" required defaultValue={kept("visitedOn") ?? today} error={errorOf(state, "visitedOn")} />
        <TextField label="地点" name="place" required maxLength={200} defaultValue={kept("place")} error={errorOf(state, "place")} />
        <div className="grid gap-3 desk:col-span-2">
          <TextField label="同去的人" name="companions" optional maxLength={200} defaultValue={kept("companions")} error={errorOf(state, "companions")} />
          <TextArea label="看到什么" name="text" rows={3} required maxLength={1000} defaultValue={kept("text")} error={errorOf(state, "text")} />
          <FormMessage state={state} />
          <div>
            <SubmitButton tone="plain">记下现场核验</SubmitButton>
          </div>
        </div>
      </form>
    </Disclosure>
  );
}
