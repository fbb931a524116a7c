import { Checkbox } from "@/app/_ui/checkbox";
import { DateField, NumberField, TextField } from "@/app/_ui/field";
import { Disclosure } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { detailOf, fieldId, noneOf, type Question, type Values } from "./question";

type Props = { readonly question: Question; readonly values: Values; readonly error: string | undefined };

const YES_NO = [
  { value: "yes", label: "是" },
  { value: "no", label: "不是" },
];
const CLEAN = [
  { value: "no", label: "没有" },
  { value: "yes", label: "有" },
];

function IndustryField({ question, values }: Props) {
  return (
    <>
      <Select
        id={fieldId(question.id)}
        name={question.id}
        label={question.label}
        placeholder="不知道"
        defaultValue={values[question.id] ?? ""}
        options={question.choices.map(({ label = "", options }) => ({ label, options }))}
      />
      <TextField
        name={detailOf(question.id)}
        label="行业四位代码"
        hint="在营业执照或税务登记里，知道再填"
        defaultValue={values[detailOf(question.id)]}
        inputMode="numeric"
        maxLength={4}
        autoComplete="off"
      />
    </>
  );
}

function TitlesField({ question, values }: Props) {
  const held = (values[question.id] ?? "").split(",").filter(Boolean);
  return (
    <fieldset id={fieldId(question.id)} className="min-w-0">
      <legend className="mb-1 font-medium">{question.label}</legend>
      <Checkbox name={noneOf(question.id)} value="yes" label="一项也没有" defaultChecked={values[noneOf(question.id)] !== undefined} />
      <Disclosure summary={held.length > 0 ? `已选 ${held.length} 项` : "从清单里选"} open={held.length > 0}>
        {question.choices
          .flatMap((group) => group.options)
          .map(({ value, label }) => (
            <Checkbox key={value} name={question.id} value={value} label={label} defaultChecked={held.includes(value)} />
          ))}
      </Disclosure>
    </fieldset>
  );
}

/** One question in the words of a shop owner. Empty always means 不知道. */
export function QuestionField(props: Props) {
  const { question, values, error } = props;
  const { id, label, hint, unit, kind, choices } = question;
  const own = { id: fieldId(id), name: id, label, hint, error, defaultValue: values[id] ?? "" };
  switch (kind) {
    case "industry":
      return <IndustryField {...props} />;
    case "titles":
      return <TitlesField {...props} />;
    case "day":
      return <DateField {...own} />;
    case "choice":
      return <Select {...own} placeholder="不知道" options={choices.flatMap((group) => [...group.options])} />;
    case "yesNo":
      return <Select {...own} placeholder="不知道" options={YES_NO} />;
    case "clean":
      return <Select {...own} placeholder="不知道" options={CLEAN} />;
    default:
      return <NumberField {...own} unit={unit} decimals={kind === "whole" ? 0 : 2} maxLength={20} />;
  }
}
