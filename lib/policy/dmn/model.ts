/** FEEL types that an export needs; `codeList` is a list of strings (资质代码 and the like). */
export type FeelType = "number" | "boolean" | "string" | "date" | "codeList";

/** 输入数据: one datum that whoever runs the model supplies. Null is what is not known. */
export type DmnInput = { readonly name: string; readonly type: FeelType; readonly label: string; readonly note?: string };

/** 决策表 over one input, first rule that fits. `when` is a unary test, `gives` an expression. */
export type DmnTable = { readonly input: string; readonly inputType: FeelType; readonly rules: readonly { readonly when: string; readonly gives: string }[] };

/** 决策: one named result, a FEEL expression or a table. `inputs` and `decisions` are all that it may look at. */
export type DmnDecision = {
  readonly name: string;
  readonly type: FeelType;
  readonly label: string;
  readonly note?: string;
  readonly logic: string | DmnTable;
  readonly inputs: readonly DmnInput[];
  readonly decisions: readonly string[];
};

/** 决策模型 of one policy version. Each decision stands after those it needs; `final_verdict`, `amount_fen` and `final_route` are what the law says. */
export type DmnModel = {
  readonly code: string;
  readonly name: string;
  readonly note: string;
  readonly inputs: readonly DmnInput[];
  readonly decisions: readonly DmnDecision[];
};

/** What an export must be told beside the policy: how an indicator is called, and its FEEL type. */
export type DmnWords = (indicator: string) => { readonly label: string; readonly type: FeelType };

/** A decision's inputs and decisions, in the order of their first use. */
export type Needs = Pick<DmnDecision, "inputs" | "decisions">;

/** Inputs by name, each once. */
export const distinctInputs = (inputs: readonly DmnInput[]): DmnInput[] => [...new Map(inputs.map((input) => [input.name, input])).values()];

/** A FEEL string. It escapes like JSON. */
export const feelString = (text: string): string => JSON.stringify(text);

/** Unknown stays unknown: FEEL's own comparisons and functions do not all say so of null. */
export const whenKnown = (names: readonly string[], test: string): string => `if ${names.map((name) => `${name} = null`).join(" or ")} then null else ${test}`;
