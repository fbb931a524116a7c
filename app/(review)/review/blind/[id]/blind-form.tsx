"use client";

import { useActionState, useState } from "react";
import { RadioGroup } from "@/app/_ui/checkbox";
import { NumberField, TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../../parts/form-message";
import { decideBlindAction } from "./actions";

/** 盲审结论: the second person's own, with the amount where it was worked out. */
export function BlindForm({ id }: { id: string }) {
  const [state, action] = useActionState(decideBlindAction, IDLE);
  const [verdict, setVerdict] = useState(state.values?.["verdict"] ?? "");
  return (
    <form action={action} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      <RadioGroup
        legend="结论"
        hideLegend
        name="verdict"
        required
        defaultValue={verdict}
        options={[
          { value: "eligible", label: "符合" },
          { value: "ineligible", label: "不符合", hint: "须写明理由" },
          { value: "undetermined", label: "判不出", hint: "须写明缺什么" },
        ]}
        error={errorOf(state, "verdict")}
        onChange={(event) => setVerdict(event.target.value)}
      />
      {verdict === "eligible" ? (
        <NumberField
          label="按条文算的金额"
          name="amount"
          unit="元"
          decimals={2}
          optional
          hint="算了就填，没算留空"
          defaultValue={state.values?.["amount"]}
          error={errorOf(state, "amount")}
        />
      ) : null}
      <TextArea label="理由" name="note" rows={3} maxLength={500} defaultValue={state.values?.["note"]} error={errorOf(state, "note")} />
      <FormMessage state={state} />
      <SubmitButton wide size="big">
        写下盲审结论
      </SubmitButton>
      <p className="text-ink-3 text-note">写下后不能改，也不改变办件本身。不一致的由审计监督核查。</p>
    </form>
  );
}
