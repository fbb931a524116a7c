"use client";

import { useActionState, useState } from "react";
import { Checkbox, RadioGroup } from "@/app/_ui/checkbox";
import { NumberField, TextArea } from "@/app/_ui/field";
import { errorOf, IDLE } from "@/app/_ui/form-state";
import { Select } from "@/app/_ui/select";
import { SubmitButton } from "@/app/_ui/submit-button";
import { FormMessage } from "../../../parts/form-message";
import { handleAction } from "./actions";

export type Choice = "approve" | "reject" | "supplement" | "suspend";
type Option = { value: string; label: string };

const LABEL: Record<Choice, string> = { approve: "经办意见", reject: "不符合的理由", supplement: "告知企业", suspend: "怎样才能恢复办理" };
const SUBMIT: Record<Choice, string> = { approve: "写下拟同意", reject: "写下拟不同意", supplement: "发给企业", suspend: "中止办理" };
const DRAFT: Record<Choice, string> = { approve: "条件、金额和来源已核对，拟同意。", reject: "", supplement: "请补以上材料，其他材料不用再交。", suspend: "" };
const isChoice = (text: string): text is Choice => Object.hasOwn(LABEL, text);

type Props = {
  id: string;
  version: number;
  first: Choice;
  amountText: string;
  /** The rule could not compute the amount: the handler sets it. */
  amountOpen: boolean;
  clauses: readonly Option[];
  /** Papers that the policy still asks for; empty: nothing can be asked. */
  materials: readonly string[];
  supplementUsed: boolean;
  suspensions: readonly Option[];
};

function Extra({
  choice,
  clauses,
  materials,
  suspensions,
  clauseError,
}: Pick<Props, "clauses" | "materials" | "suspensions"> & { choice: Choice; clauseError: string | undefined }) {
  if (choice === "reject") return <Select label="不符合的条款" name="clause" required placeholder="请选条款" options={clauses} error={clauseError} />;
  if (choice === "suspend") return <Select label="中止原因" name="reason" required placeholder="请选原因" options={suspensions} />;
  if (choice !== "supplement") return null;
  return (
    <fieldset>
      <legend className="font-medium">要补的材料</legend>
      {materials.map((name) => (
        <Checkbox key={name} name="asked" value={name} label={name} />
      ))}
    </fieldset>
  );
}

/** 经办人的意见: the fields follow the choice; what the choice does is said beside it. */
export function HandlerForm(props: Props) {
  const { id, version, first, amountText, materials, supplementUsed } = props;
  const [state, action] = useActionState(handleAction, IDLE);
  const [choice, setChoice] = useState<Choice>(first);
  const canAsk = materials.length > 0 && !supplementUsed;
  const options = [
    { value: "approve", label: "同意", hint: `按 ${amountText}，由复核人复核后进入公示` },
    { value: "reject", label: "不同意", hint: "须选条款并写理由" },
    ...(canAsk ? [{ value: "supplement", label: "请企业补正", hint: "暂停计时，只能一次" }] : []),
    { value: "suspend", label: "中止，等外部核实", hint: "暂停计时" },
  ];
  return (
    <form action={action} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <RadioGroup
        legend="结论"
        hideLegend
        name="choice"
        options={options}
        defaultValue={choice}
        required
        error={errorOf(state, "choice")}
        onChange={(event) => {
          if (isChoice(event.target.value)) setChoice(event.target.value);
        }}
      />
      {props.amountOpen && choice === "approve" ? (
        <NumberField
          label="核定金额"
          name="amount"
          unit="元"
          decimals={2}
          required
          hint="规则缺数算不出金额，由您按资料核定"
          defaultValue={state.values?.["amount"]}
          error={errorOf(state, "amount")}
        />
      ) : null}
      <Extra choice={choice} clauses={props.clauses} materials={materials} suspensions={props.suspensions} clauseError={errorOf(state, "clause")} />
      <TextArea
        key={choice}
        label={LABEL[choice]}
        name="text"
        rows={4}
        required
        maxLength={500}
        defaultValue={state.values?.["text"] ?? DRAFT[choice]}
        error={errorOf(state, "text")}
      />
      <FormMessage state={state} />
      <SubmitButton wide size="big" tone={choice === "reject" ? "stop" : "go"}>
        {SUBMIT[choice]}
      </SubmitButton>
      <p className="text-ink-3 text-note">
        {supplementUsed ? "这件已经请企业补过一次材料，不能再要。" : null}
        同意或不同意须由复核人再确认，您不能复核自己经办的件。
      </p>
    </form>
  );
}
