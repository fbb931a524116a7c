"use client";

import { useActionState, useState } from "react";
import { Checkbox, RadioGroup } from "@/app/_ui/checkbox";
import { NumberField, TextArea, TextField } from "@/app/_ui/field";
import { errorOf, type FormState, IDLE } from "@/app/_ui/form-state";
import { Disclosure } from "@/app/_ui/section";
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
  firstReason?: string | undefined;
  amountText: string;
  /** The rule could not compute the amount: the handler sets it. */
  amountOpen: boolean;
  clauses: readonly Option[];
  /** Papers that the policy still asks for; empty: nothing can be asked. */
  materials: readonly string[];
  supplementUsed: boolean;
  suspensions: readonly Option[];
  /** 常用意见 of the department, by the choice they are for. */
  templates: readonly { readonly id: string; readonly use: Choice; readonly text: string }[];
};

/** 常用意见: fills the field below, which can still be changed. Nothing where the department has none for this choice. */
function TemplateSelect({ templates, choice, onPick }: Pick<Props, "templates"> & { choice: Choice; onPick: (text: string) => void }) {
  const own = templates.filter((one) => one.use === choice);
  if (own.length === 0) return null;
  return (
    <Select
      key={choice}
      label="常用意见"
      name="template"
      optional
      placeholder="选一条填到下面"
      options={own.map((one) => ({ value: one.text, label: one.text.length > 24 ? `${one.text.slice(0, 24)}…` : one.text }))}
      onChange={(event) => onPick(event.target.value)}
    />
  );
}

function Extra({
  choice,
  clauses,
  materials,
  suspensions,
  firstReason,
  clauseError,
}: Pick<Props, "clauses" | "materials" | "suspensions" | "firstReason"> & { choice: Choice; clauseError: string | undefined }) {
  if (choice === "reject") return <Select label="不符合的条款" name="clause" required placeholder="请选条款" options={clauses} error={clauseError} />;
  if (choice === "suspend")
    return <Select label="中止原因" name="reason" required placeholder="请选原因" options={suspensions} {...(firstReason && { defaultValue: firstReason })} />;
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

/** 核定金额: asked for where the rule has none; else folded away, for 核减 with clause and reason. */
function Amount({ open, amountText, clauses, state }: { open: boolean; amountText: string; clauses: readonly Option[]; state: FormState }) {
  const field = (hint: string) => (
    <NumberField
      label="核定金额"
      name="amount"
      unit="元"
      decimals={2}
      required={open}
      hint={hint}
      defaultValue={state.values?.["amount"]}
      error={errorOf(state, "amount")}
    />
  );
  if (open) return field("规则缺数算不出金额，由您按资料核定");
  return (
    <Disclosure summary="核减金额" open={Boolean(state.values?.["amount"])}>
      <div className="grid gap-3 pt-2">
        {field(`低于 ${amountText} 才填。核减要有条款和理由，由复核人确认，企业会收到说明`)}
        <Select label="核减依据的条款" name="clause" placeholder="请选条款" options={clauses} defaultValue={state.values?.["clause"] ?? ""} />
        <TextField label="核减理由" name="reductionReason" maxLength={300} defaultValue={state.values?.["reductionReason"]} />
      </div>
    </Disclosure>
  );
}

/** 经办人的意见: the fields follow the choice; what the choice does is said beside it. */
export function HandlerForm(props: Props) {
  const { id, version, first, amountText, materials, supplementUsed } = props;
  const [state, action] = useActionState(handleAction, IDLE);
  const [choice, setChoice] = useState<Choice>(first);
  const [template, setTemplate] = useState("");
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
          setTemplate("");
        }}
      />
      {choice === "approve" ? <Amount open={props.amountOpen} amountText={amountText} clauses={props.clauses} state={state} /> : null}
      <Extra
        choice={choice}
        clauses={props.clauses}
        materials={materials}
        suspensions={props.suspensions}
        firstReason={props.firstReason}
        clauseError={errorOf(state, "clause")}
      />
      <TemplateSelect templates={props.templates} choice={choice} onPick={setTemplate} />
      <TextArea
        key={`${choice}${template}`}
        label={LABEL[choice]}
        name="text"
        rows={4}
        required
        maxLength={500}
        defaultValue={template || (state.values?.["text"] ?? DRAFT[choice])}
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
