"use client";

import { useActionState } from "react";
import { IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";
import { decidePair, decideRow, undoDecision } from "./actions";

/** 三个答案 on a row and one candidate. */
export function RowAnswer({ rowId, enterpriseId }: { rowId: number; enterpriseId: string }) {
  const [state, action] = useActionState(decideRow, IDLE);
  return (
    <form action={action} className="grid gap-3">
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <input type="hidden" name="rowId" value={rowId} />
      <input type="hidden" name="enterpriseId" value={enterpriseId} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton name="answer" value="same" busyText="正在处理…">
          是同一家
        </SubmitButton>
        <SubmitButton name="answer" value="apart" tone="plain" busyText="正在处理…">
          不是同一家
        </SubmitButton>
        <SubmitButton name="answer" value="later" tone="text" busyText="正在处理…">
          以后再说
        </SubmitButton>
      </div>
    </form>
  );
}

/** 两个答案 on two entries of the register. */
export function PairAnswer({ firstId, secondId }: { firstId: string; secondId: string }) {
  const [state, action] = useActionState(decidePair, IDLE);
  return (
    <form action={action} className="grid gap-3">
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <input type="hidden" name="firstId" value={firstId} />
      <input type="hidden" name="secondId" value={secondId} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton name="answer" value="apart" tone="plain" busyText="正在处理…">
          不是同一家
        </SubmitButton>
        <SubmitButton name="answer" value="later" tone="text" busyText="正在处理…">
          以后再说
        </SubmitButton>
      </div>
    </form>
  );
}

/** 撤回 of one answer. */
export function UndoAnswer({ decisionId, label }: { decisionId: string; label: string }) {
  const [state, action] = useActionState(undoDecision, IDLE);
  return (
    <form action={action} className="grid gap-2">
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <input type="hidden" name="decisionId" value={decisionId} />
      <div>
        <SubmitButton tone="plain" size="small" busyText="正在撤回…" aria-label={label}>
          撤回
        </SubmitButton>
      </div>
    </form>
  );
}
