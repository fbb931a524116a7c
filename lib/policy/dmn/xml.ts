import { xmlText } from "../../kernel/xml";
import type { DmnDecision, DmnInput, DmnModel, DmnTable, FeelType } from "./model";

const MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/";
const FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/";

const text = (expression: string): string => `<text>${xmlText(expression)}</text>`;
const note = (words: string | undefined): string => (words ? `<description>${xmlText(words)}</description>` : "");
const variable = ({ name, type }: { name: string; type: FeelType }): string => `<variable id="v_${name}" name="${name}" typeRef="${type}"/>`;
const head = ({ name, label }: { name: string; label: string }): string => `id="${name}" name="${name}" label="${xmlText(label)}"`;

const inputXml = (input: DmnInput): string => `  <inputData ${head(input)}>${note(input.note)}${variable(input)}</inputData>`;

function tableXml(id: string, type: FeelType, { input, inputType, rules }: DmnTable): string {
  const rows = rules.map(
    ({ when, gives }, index) =>
      `      <rule id="${id}_rule_${index + 1}"><inputEntry id="${id}_when_${index + 1}">${text(when)}</inputEntry><outputEntry id="${id}_then_${index + 1}">${text(gives)}</outputEntry></rule>`,
  );
  return [
    `    <decisionTable id="${id}_table" hitPolicy="FIRST">`,
    `      <input id="${id}_in"><inputExpression id="${id}_expression" typeRef="${inputType}">${text(input)}</inputExpression></input>`,
    `      <output id="${id}_out" name="${id}" typeRef="${type}"/>`,
    ...rows,
    "    </decisionTable>",
  ].join("\n");
}

function decisionXml(decision: DmnDecision): string {
  const { name, type, logic, inputs, decisions } = decision;
  const needs = [...inputs.map((input) => ["requiredInput", input.name] as const), ...decisions.map((other) => ["requiredDecision", other] as const)];
  const requirements = needs.map(([kind, other]) => `    <informationRequirement id="r_${name}_${other}"><${kind} href="#${other}"/></informationRequirement>`);
  const body =
    typeof logic === "string"
      ? `    <literalExpression id="e_${name}" typeRef="${type}">${text(logic)}</literalExpression>`
      : tableXml(`t_${name}`, type, logic);
  return [`  <decision ${head(decision)}>${note(decision.note)}`, `    ${variable(decision)}`, ...requirements, body, "  </decision>"].join("\n");
}

/** DMN 1.3 文件 (OMG, 20191111) of a model: no diagram, only law. */
export function dmnXml(model: DmnModel): string {
  const { code, name } = model;
  const open = `<definitions xmlns="${MODEL}" id="policy_${code}" name="${xmlText(`${code} ${name}`)}" namespace="urn:policy:${code}" expressionLanguage="${FEEL}" typeLanguage="${FEEL}">`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    open,
    `  ${note(model.note)}`,
    '  <itemDefinition id="type_codeList" name="codeList" isCollection="true"><typeRef>string</typeRef></itemDefinition>',
    ...model.inputs.map(inputXml),
    ...model.decisions.map(decisionXml),
    "</definitions>",
    "",
  ].join("\n");
}
