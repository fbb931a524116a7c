"use client";

import { useActionState } from "react";
import { ButtonLink } from "@/app/_ui/button";
import { Facts } from "@/app/_ui/facts";
import { TextArea, TextField } from "@/app/_ui/field";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";
import { type ObjectionState, raise } from "./actions";

const START: ObjectionState = { fieldErrors: {}, values: {} };

function Receipt({ receipt }: { receipt: NonNullable<ObjectionState["receipt"]> }) {
  return (
    <Message tone="green" title="异议已登记，这一条公示已暂停" live="status" actions={<ButtonLink href="/objections">查办理情况</ButtonLink>}>
      <p>{`我们 1 个工作日内告诉您是否受理，${receipt.decideBy}前给出结果。请记下：`}</p>
      <Facts
        className="my-2"
        items={[
          { label: "受理号", value: <b>{receipt.number}</b> },
          { label: "查询码", value: <b>{receipt.secret}</b>, note: "只显示这一次，两个都要才能查" },
        ]}
      />
    </Message>
  );
}

/** 异议 form: real name, a way to answer, the facts. */
export function ObjectionForm({ lineId }: { lineId: string }) {
  const [state, action] = useActionState(raise, START);
  if (state.receipt) return <Receipt receipt={state.receipt} />;
  const { fieldErrors: errors, values } = state;
  return (
    <form action={action} noValidate className="grid max-w-[560px] gap-5">
      {state.message ? <Message tone="red" title={state.message} live="alert" /> : null}
      <input type="hidden" name="line" value={lineId} />
      <TextField
        name="name"
        label="真实姓名"
        hint="加密保存，只给办理的人看，不告诉被公示的企业"
        required
        maxLength={40}
        autoComplete="name"
        defaultValue={values["name"]}
        error={errors["name"]}
      />
      <TextField
        name="contact"
        label="联系方式"
        hint="电话或地址，用来告诉您结果"
        required
        maxLength={100}
        autoComplete="tel"
        defaultValue={values["contact"]}
        error={errors["contact"]}
      />
      <TextArea
        name="content"
        label="哪里不对"
        hint="写明事实和怎么知道的，10 个字以上"
        required
        rows={6}
        maxLength={2000}
        defaultValue={values["content"]}
        error={errors["content"]}
      />
      <div>
        <SubmitButton size="big" busyText="正在登记…">
          提交这条异议
        </SubmitButton>
      </div>
    </form>
  );
}
