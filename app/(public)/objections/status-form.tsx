"use client";

import { useActionState } from "react";
import { Facts } from "@/app/_ui/facts";
import { TextField } from "@/app/_ui/field";
import { Message } from "@/app/_ui/message";
import { Section } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import type { ObjectionStatus } from "@/db/objections";
import { dayOf, formatDay } from "@/lib/kernel/plain-date";
import { lookUp } from "./actions";

const RESULT: Readonly<Record<ObjectionStatus["state"], string>> = {
  open: "正在核实",
  dismissed: "异议不成立，这一条继续公示",
  upheld: "异议成立，这一条不再兑付",
  partlyUpheld: "异议部分成立，金额重新核定后再公示",
};

function Found({ found }: { found: ObjectionStatus }) {
  return (
    <Section title={RESULT[found.state]} className="mt-8 max-w-[560px]">
      <Facts
        items={[
          { label: "受理号", value: found.receiptNumber },
          { label: "公示", value: `${found.noticeNumber}第 ${found.lineNo} 条，${found.enterpriseName}` },
          { label: "提出", value: formatDay(dayOf(found.receivedAt)) },
          found.decidedAt
            ? { label: "答复", value: found.answer ?? "已办结，没有书面答复", note: formatDay(dayOf(found.decidedAt)) }
            : { label: "最晚答复", value: formatDay(found.dueOn) },
        ]}
      />
    </Section>
  );
}

/** 查异议办理情况. */
export function StatusForm() {
  const [state, action] = useActionState(lookUp, { receipt: "" });
  return (
    <>
      <form action={action} noValidate className="grid max-w-[400px] gap-5">
        {state.message ? <Message tone="red" title={state.message} live="alert" /> : null}
        <TextField name="receipt" label="受理号" hint="像 异2026-0012" required autoComplete="off" defaultValue={state.receipt} />
        <TextField name="secret" label="查询码" hint="登记时给您的 8 位数字" required inputMode="numeric" autoComplete="off" />
        <div>
          <SubmitButton busyText="正在查…">查办理情况</SubmitButton>
        </div>
      </form>
      <div role="status">{state.found ? <Found found={state.found} /> : null}</div>
    </>
  );
}
