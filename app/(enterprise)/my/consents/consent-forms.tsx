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

type Effect = { readonly closing: readonly string[]; readonly gated: readonly string[] };

/** What a revocation stops, said before it is done. */
function effectText({ closing, gated }: Effect): string {
  if (gated.length === 0) return "这一项用的都是部门依法共享的数据，正在办理的补贴照常办。";
  const paid = "已经付款和正在付款的不受影响。";
  if (closing.length === 0) return `以后不再查询${gated.join("、")}。现在没有靠它核对的补贴在办。${paid}`;
  return `以后不再查询${gated.join("、")}。靠它核对的 ${closing.length} 笔补贴会马上停办：${closing.join("、")}。${paid}还想要，可以重新授权，重新核对。`;
}

/** 撤回授权: says what it stops. */
export function RevokeDialog({ policyCode, policyName, effect }: { policyCode: string; policyName: string; effect: Effect }) {
  const [state, send] = useActionState(revoke, IDLE);
  return (
    <AlertDialog
      title={`撤回“${policyName}”的授权？`}
      description={effectText(effect)}
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

type PickLine = { readonly line: string; readonly title: string; readonly note: string; readonly elsewhere: string | null; readonly held: boolean };
type Props = { policyCode: string; datasets: readonly string[]; gated: readonly string[]; text: string; version: string; lines: readonly PickLine[] };

/** 哪些发票算这一项: lines that another subsidy could count as well. Nothing is ticked beforehand. */
function LinePicks({ lines }: { lines: readonly PickLine[] }) {
  if (lines.length === 0) return null;
  return (
    <Section title="哪些发票算这一项">
      <p className="mb-2 text-ink-2 text-list">这几行发票也能算别的补贴，一行只能算一项。要算这一项的，请勾上；以后还可以改。</p>
      {lines.map((one) => (
        <Checkbox
          key={one.line}
          name="line"
          value={one.line}
          disabled={one.held}
          label={one.title}
          hint={
            <>
              <span className="block">{one.note}</span>
              {one.elsewhere ? <span className="block">{one.elsewhere}</span> : null}
            </>
          }
        />
      ))}
    </Section>
  );
}

/** 授权: unticked, with the whole text at hand. */
export function ConsentForm({ policyCode, datasets, gated, text, version, lines }: Props) {
  const [state, send] = useActionState(allow, IDLE);
  return (
    <form action={send} className="grid gap-8">
      <LinePicks lines={lines} />
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
