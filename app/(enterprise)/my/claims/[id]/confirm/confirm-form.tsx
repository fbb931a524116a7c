"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Checkbox } from "@/app/_ui/checkbox";
import type { FormState } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { Disclosure, Section } from "@/app/_ui/section";
import { useKeptForm } from "../../../_parts/kept-form";
import { MaterialFields } from "../../../_parts/material-fields";
import { AccountFields } from "../../../account/account-form";
import { confirm } from "./actions";

type OnFile = { readonly bankName: string; readonly last4: string; readonly holder: string };
type Props = {
  claimId: string;
  version: number;
  /** Null where no money is paid (tax reduction). */
  account: { onFile: OnFile | null; holderName: string; individual: boolean; mayChange: boolean } | null;
  materials: readonly string[];
  consent: { datasets: readonly string[]; text: string; version: string };
  button: string;
  /** 确认以后: what follows and when. */
  children: ReactNode;
};

function Choice({ value, checked, onPick, title, note }: { value: string; checked: boolean; onPick: (value: string) => void; title: ReactNode; note: string }) {
  return (
    <label className="grid cursor-pointer grid-cols-[24px_minmax(0,1fr)] gap-x-2 border-line border-t px-4 py-3 first-of-type:border-t-0 has-checked:bg-qing-wash">
      <input type="radio" name="choice" value={value} checked={checked} onChange={() => onPick(value)} className="my-1 size-5 accent-qing" />
      <span>
        {title}
        <span className="block text-ink-2 text-work">{note}</span>
      </span>
    </label>
  );
}

type Account = NonNullable<Props["account"]>;

/** 钱打到哪里: the account on file, or a new one. Without one on file only the form is there. */
function AccountSection({ account, state }: { account: Account; state: FormState }) {
  const { onFile, holderName, individual, mayChange } = account;
  const [choice, setChoice] = useState(onFile && state.values?.["choice"] !== "new" ? "onFile" : "new");
  return (
    <Section title="钱打到哪里">
      {onFile ? (
        <fieldset className="border border-line">
          <legend className="sr-only">收款账户</legend>
          <Choice
            value="onFile"
            checked={choice === "onFile"}
            onPick={setChoice}
            title={
              <>
                {`${onFile.bankName}　尾号 `}
                <b>{onFile.last4}</b>
              </>
            }
            note={`户名 ${onFile.holder}`}
          />
          {mayChange ? (
            <Choice value="new" checked={choice === "new"} onPick={setChoice} title="换一个账户" note="财政部门核对后再等 24 小时生效，以前仍打到现在的账户" />
          ) : null}
        </fieldset>
      ) : (
        <input type="hidden" name="choice" value="new" />
      )}
      {choice === "new" ? (
        <div className="mt-4">
          <AccountFields state={state} holderName={holderName} individual={individual} />
        </div>
      ) : null}
    </Section>
  );
}

/** 核对账户并确认: account, papers where some are left, consent. Nothing is ticked beforehand. */
export function ConfirmForm({ claimId, version, account, materials, consent, button, children }: Props) {
  const { state, pending, form } = useKeptForm(confirm);
  return (
    <form {...form} className="grid gap-8">
      <input type="hidden" name="claimId" value={claimId} />
      <input type="hidden" name="version" value={version} />
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      {account ? <AccountSection account={account} state={state} /> : <input type="hidden" name="choice" value="none" />}
      {materials.length > 0 ? (
        <Section title={`还要交 ${materials.length} 份材料`} aside="其他材料已由部门数据代替">
          <MaterialFields names={materials} />
        </Section>
      ) : null}
      <Section title="同意用这些数据核对">
        <p className="text-ink-2 text-list">只用于核对这笔补贴，办完即止。您可以随时撤回。</p>
        <Checkbox name="consent" value="yes" label={`同意平台查询：${consent.datasets.join("、")}`} error={state.fieldErrors?.["consent"]?.[0]} />
        <Disclosure summary={`授权书全文，${consent.version} 版`}>
          <p className="text-list">{consent.text}</p>
        </Disclosure>
      </Section>
      {children}
      <p className="max-desk:[&_button]:w-full">
        <Button type="submit" tone="go" size="big" busy={pending && "正在提交…"}>
          {button}
        </Button>
      </p>
    </form>
  );
}
