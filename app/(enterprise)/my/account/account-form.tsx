"use client";

import { useActionState, useState } from "react";
import { Checkbox, RadioGroup } from "@/app/_ui/checkbox";
import { TextField } from "@/app/_ui/field";
import { type FormAct, type FormState, IDLE } from "@/app/_ui/form-state";
import { Message } from "@/app/_ui/message";
import { SubmitButton } from "@/app/_ui/submit-button";

type FieldProps = { state: FormState; holderName?: string | undefined; individual?: boolean };

const KINDS = [
  { value: "corporate", label: "对公账户", hint: "户名与营业执照一致" },
  { value: "operator", label: "经营者本人账户", hint: "由人工核对" },
];

/** Fields of an account. An individual business may give its operator's, with a consent of its own. */
export function AccountFields({ state, holderName, individual = false }: FieldProps) {
  const [kind, setKind] = useState(state.values?.["kind"] ?? "corporate");
  const error = (field: string) => state.fieldErrors?.[field]?.[0];
  const operator = individual && kind === "operator";
  return (
    <div className="grid max-w-[480px] gap-4">
      {individual ? (
        <RadioGroup legend="账户种类" name="kind" options={KINDS} defaultValue={kind} onChange={(event) => setKind(event.target.value)} />
      ) : (
        <input type="hidden" name="kind" value="corporate" />
      )}
      <TextField
        key={kind}
        name="holderName"
        label="户名"
        hint={operator ? "经营者姓名，与营业执照一致" : "须与企业名称一致"}
        defaultValue={state.values?.["holderName"] ?? (operator ? "" : holderName)}
        error={error("holderName")}
        autoComplete="off"
      />
      <TextField name="bankName" label="开户银行" hint="写到支行" defaultValue={state.values?.["bankName"]} error={error("bankName")} />
      <TextField
        name="number"
        label="账号"
        hint="加密保存，页面上只显示后四位"
        inputMode="numeric"
        autoComplete="off"
        defaultValue={state.values?.["number"]}
        error={error("number")}
      />
      <TextField
        name="cnapsCode"
        label="联行号"
        optional
        hint="12 位数字，不知道可以不填"
        inputMode="numeric"
        defaultValue={state.values?.["cnapsCode"]}
        error={error("cnapsCode")}
      />
      {operator ? (
        <Checkbox
          name="operatorConsent"
          value="yes"
          label="我同意平台把补贴付到经营者本人账户，并为此核对经营者姓名和账号。"
          error={error("operatorConsent")}
        />
      ) : null}
    </div>
  );
}

/** 登记或更换收款账户. */
export function AccountEntryForm({ action, button, holderName, individual = false }: Omit<FieldProps, "state"> & { action: FormAct; button: string }) {
  const [state, send] = useActionState(action, IDLE);
  if (state.status === "done") return <Message tone="green" live="status" title={state.message} />;
  return (
    <form action={send} className="grid gap-4">
      {state.status === "refused" ? <Message tone="red" live="alert" title={state.message} /> : null}
      <AccountFields state={state} holderName={holderName} individual={individual} />
      <p>
        <SubmitButton busyText="正在核对…">{button}</SubmitButton>
      </p>
    </form>
  );
}
