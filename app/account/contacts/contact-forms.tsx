"use client";

import { useActionState } from "react";
import { Checkbox } from "@/app/_ui/checkbox";
import { TextField } from "@/app/_ui/field";
import { errorOf, type FormState, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Disclosure } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { PersonChannel, Topic } from "@/lib/messages/channels";
import { choose, confirm, propose, remove } from "./actions";

const LABELS: Readonly<Record<PersonChannel, string>> = { email: "邮箱", sms: "手机号" };

function Outcome({ state }: { state: FormState }) {
  if (state.status === "idle" || !state.message) return null;
  const done = state.status === "done";
  return <Message tone={done ? "green" : "red"} title={state.message} live={done ? "status" : "alert"} />;
}

const Channel = ({ channel }: { channel: PersonChannel }) => <input type="hidden" name="channel" value={channel} />;

/** 登记地址, first step. */
function ProposeForm({ channel, submit }: { channel: PersonChannel; submit: string }) {
  const [state, send] = useActionState(propose, IDLE);
  const kind =
    channel === "email"
      ? ({ type: "email", autoComplete: "email", inputMode: "email" } as const)
      : ({ type: "tel", autoComplete: "tel", inputMode: "tel" } as const);
  return (
    <form action={send} noValidate className="grid max-w-[400px] gap-4 py-2">
      <Channel channel={channel} />
      <TextField
        name="address"
        label={LABELS[channel]}
        required
        maxLength={200}
        {...kind}
        {...(state.values?.["address"] !== undefined && { defaultValue: state.values["address"] })}
        error={errorOf(state, "address")}
      />
      <div>
        <SubmitButton tone="plain" busyText="正在发送…">
          {submit}
        </SubmitButton>
      </div>
      <Outcome state={state} />
    </form>
  );
}

/** 填验证码. */
function ConfirmForm({ channel, mask }: { channel: PersonChannel; mask: string }) {
  const [state, send] = useActionState(confirm, IDLE);
  return (
    <form action={send} noValidate className="grid max-w-[400px] gap-4">
      <Channel channel={channel} />
      <TextField
        name="code"
        label={`发到 ${mask} 的验证码`}
        required
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={20}
        error={state.status === "refused" ? state.message : undefined}
      />
      <div>
        <SubmitButton busyText="正在核对…">确认</SubmitButton>
      </div>
    </form>
  );
}

type Choice = { readonly topic: Topic; readonly name: string; readonly on: boolean };

/** 选哪些消息 go there. */
function TopicsForm({ channel, choices }: { channel: PersonChannel; choices: readonly Choice[] }) {
  const [state, send] = useActionState(choose, IDLE);
  return (
    <form action={send} className="grid gap-3">
      <Channel channel={channel} />
      <fieldset>
        <legend className="mb-1 font-medium">发到这里的消息</legend>
        <div className="flex flex-wrap gap-x-6">
          {choices.map(({ topic, name, on }) => (
            <Checkbox key={topic} name="topic" value={topic} label={name} defaultChecked={on} />
          ))}
        </div>
      </fieldset>
      <div>
        <SubmitButton tone="plain" busyText="正在保存…">
          保存
        </SubmitButton>
      </div>
      <Outcome state={state} />
    </form>
  );
}

function RemoveForm({ channel }: { channel: PersonChannel }) {
  const [state, send] = useActionState(remove, IDLE);
  return (
    <form action={send} className="grid gap-3">
      <Channel channel={channel} />
      <p>停用以后消息只在站内，不影响您办事。</p>
      <div>
        <SubmitButton tone="plain" busyText="正在停用…">
          停用这个地址
        </SubmitButton>
      </div>
      <Outcome state={state} />
    </form>
  );
}

export type ContactProps = { channel: PersonChannel; mask: string | null; pendingMask: string | null; choices: readonly Choice[] };

/** 一个接收地址: what is in force, what waits for its code, and what goes there. */
export function ContactForms({ channel, mask, pendingMask, choices }: ContactProps) {
  return (
    <div className="grid gap-4">
      {pendingMask ? <ConfirmForm key={pendingMask} channel={channel} mask={pendingMask} /> : null}
      {mask ? <TopicsForm channel={channel} choices={choices} /> : null}
      {mask || pendingMask ? (
        <Disclosure summary={mask ? "换一个或停用" : "没有收到，换一个地址或再要一次"}>
          <div className="grid gap-6 py-2">
            <ProposeForm channel={channel} submit="发送验证码" />
            {mask ? <RemoveForm channel={channel} /> : null}
          </div>
        </Disclosure>
      ) : (
        <ProposeForm channel={channel} submit="发送验证码" />
      )}
    </div>
  );
}
