"use client";

import { useActionState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import { AlertDialog, DialogClose } from "@/app/_ui/dialog";
import { IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Disclosure, Section } from "@/app/_ui/section";
import { SubmitButton } from "@/app/_ui/submit-button";
import { allow, revoke } from "./actions";

/** 撤回授权: says what it stops. */
export function RevokeDialog({ policyCode, policyName, openClaims }: { policyCode: string; policyName: string; openClaims: number }) {
  const [state, send] = useActionState(revoke, IDLE);
  const effect = openClaims > 0 ? `正在办理的 ${openClaims} 笔会停下来，等您重新授权或撤回。` : "现在没有用到它的补贴在办。";
  return (
    <AlertDialog
      title={`撤回“${policyName}”的授权？`}
      description={`撤回后立刻不再查询这些数据。${effect}`}
      trigger={
        <Button tone="text" size="small">
          撤回
        </Button>
      }
    >
      <form action={send} className="mt-4 grid gap-4">
        <input type="hidden" name="policyCode" value={policyCode} />
        {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
        <div className="flex flex-wrap gap-2">
          <SubmitButton tone="stop" busyText="正在撤回…">
            撤回授权
          </SubmitButton>
          <DialogClose>
            <Button>不撤回</Button>
          </DialogClose>
        </div>
      </form>
    </AlertDialog>
  );
}

type Props = { policyCode: string; datasets: readonly string[]; gated: readonly string[]; text: string; version: string };

/** 授权: unticked, with the whole text at hand. */
export function ConsentForm({ policyCode, datasets, gated, text, version }: Props) {
  const [state, send] = useActionState(allow, IDLE);
  return (
    <form action={send}>
      <Section title="要看您的哪些数据">
        <input type="hidden" name="policyCode" value={policyCode} />
        {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} className="mb-3" /> : null}
        <p className="text-ink-2 text-list">{`没有您的授权，平台不看${gated.join("、")}。授权只用于这一项，不授权不影响别的补贴，随时可以撤回。`}</p>
        <Checkbox name="consent" value="yes" label={`同意平台查询：${datasets.join("、")}`} error={state.fieldErrors?.["consent"]?.[0]} />
        <Disclosure summary={`授权书全文，${version} 版`}>
          <p className="text-list">{text}</p>
        </Disclosure>
        <p className="mt-4">
          <SubmitButton busyText="正在核对…">授权并核对</SubmitButton>
        </p>
      </Section>
    </form>
  );
}
