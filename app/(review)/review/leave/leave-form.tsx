"use client";

import { useActionState } from "react";
import { DateField, TextField } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Select, type SelectOption } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../parts/form-message";
import { endLeaveAction, recordLeaveAction } from "./actions";

/** 登记请假: who, from when to when, and who stands in. */
export function LeaveForm({ people, deputies, today }: { people: readonly SelectOption[]; deputies: readonly SelectOption[]; today: string }) {
  const [state, action] = useActionState(recordLeaveAction, IDLE);
  const kept = (name: string, other: string) => state.values?.[name] ?? other;
  return (
    <form action={action} className="grid max-w-[560px] gap-3 desk:grid-cols-2">
      <Select
        label="谁请假"
        name="personId"
        required
        placeholder="请选"
        options={people}
        defaultValue={kept("personId", people.length === 1 ? (people[0]?.value ?? "") : "")}
        error={errorOf(state, "personId")}
      />
      <Select
        label="谁代办"
        name="deputyId"
        optional
        placeholder="不指定，由系统分办"
        options={deputies}
        defaultValue={kept("deputyId", "")}
        error={errorOf(state, "deputyId")}
      />
      <DateField label="第一天" name="fromDay" required defaultValue={kept("fromDay", today)} error={errorOf(state, "fromDay")} />
      <DateField label="最后一天" name="toDay" required defaultValue={kept("toDay", today)} error={errorOf(state, "toDay")} />
      <div className="desk:col-span-2">
        <TextField label="事由" name="reason" required maxLength={200} defaultValue={kept("reason", "")} error={errorOf(state, "reason")} />
      </div>
      <div className="grid gap-2 desk:col-span-2">
        <FormMessage state={state} />
        <SubmitButton>登记请假</SubmitButton>
      </div>
    </form>
  );
}

/** 销假, effective at once. */
export function EndLeaveForm({ id }: { id: string }) {
  const [state, action] = useActionState(endLeaveAction, IDLE);
  return (
    <form action={action}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton tone="plain" size="small">
        销假
      </SubmitButton>
      <FormMessage state={state} />
    </form>
  );
}
