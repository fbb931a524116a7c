import { laddersOf } from "../amount-formula";
import { type Condition, type Leaf, leavesOf } from "../condition";
import { type Words, wordsOf } from "../describe";
import { COMPANY_AGE } from "../facts";
import type { ResolvedPolicy } from "../language";
import { conditionsOfAmount } from "../resolve";
import { amountDecisions, resultOf } from "./amounts";
import { leafDecision, treeText } from "./leaves";
import { type DmnDecision, type DmnModel, type DmnWords, distinctInputs, type FeelType } from "./model";
import { AS_OF, companyAge, leafName } from "./names";

const FEEL_TYPES: Readonly<Record<ReturnType<typeof wordsOf>["type"], FeelType>> = {
  money: "number",
  count: "number",
  number: "number",
  ratio: "number",
  date: "date",
  bool: "boolean",
  enum: "string",
  enumSet: "codeList",
};

function feelWords(words: Words): DmnWords {
  return (indicator) => {
    const { name, type, unit } = wordsOf(indicator, words);
    return { label: unit ? `${name}（${unit}）` : name, type: FEEL_TYPES[type] };
  };
}

const over = (name: string, label: string, trees: readonly Condition[], text: string): DmnDecision => ({
  name,
  type: "boolean",
  label,
  logic: text,
  inputs: [],
  decisions: [...new Set(trees.flatMap(leavesOf).map((leaf) => leafName(leaf.id)))],
});

/** 结论: in force, base, conditions, and nothing of the negative list; one unknown leaves it open unless something else is false. */
function verdict(policy: ResolvedPolicy): DmnDecision[] {
  const { from, to } = policy.effective;
  const bases = policy.base.map((item) => item.cond);
  const blocks = policy.negativeList.map((item) => item.blocksWhen);
  const inForce: DmnDecision = {
    name: "in_force",
    type: "boolean",
    label: "判定日在政策有效期内",
    logic: `as_of >= date("${from}") and as_of <= date("${to}")`,
    inputs: [AS_OF],
    decisions: [],
  };
  const parts = [
    inForce,
    ...(bases.length > 0 ? [over("base_met", "基本条件", bases, treeText({ all: bases }))] : []),
    over("conditions_met", "政策条件", [policy.conditions], treeText(policy.conditions)),
    ...(blocks.length > 0 ? [over("negative_hit", "命中负面清单", blocks, treeText({ any: blocks }))] : []),
  ];
  const entitled: DmnDecision = {
    name: "entitled_or_open",
    type: "boolean",
    label: "符合为 true，不符合为 false，还不能判断为 null",
    logic: parts.map(({ name }) => (name === "negative_hit" ? `not(${name})` : name)).join(" and "),
    inputs: [],
    decisions: parts.map(({ name }) => name),
  };
  const rules = [
    { when: "true", gives: '"eligible"' },
    { when: "false", gives: '"ineligible"' },
    { when: "-", gives: '"undetermined"' },
  ];
  const said: DmnDecision = {
    name: "final_verdict",
    type: "string",
    label: "结论：eligible 符合，ineligible 不符合，undetermined 还不能判断",
    logic: { input: entitled.name, inputType: "boolean", rules },
    inputs: [],
    decisions: [entitled.name],
  };
  return [...parts, entitled, said];
}

/** 金额 of what is granted, never below nothing; null while open and for what is not granted. */
function amount(policy: ResolvedPolicy, words: DmnWords): DmnDecision[] {
  const steps = amountDecisions(policy.amount, "amount_root", { words, ladders: laddersOf(policy.amount) });
  const root = resultOf(steps);
  return [
    ...steps,
    {
      name: "amount_fen",
      type: "number",
      label: "金额，分；null 为待核或不发",
      logic: `if final_verdict != "eligible" or ${root} = null then null else if ${root} < 0 then 0 else ${root}`,
      inputs: [],
      decisions: ["final_verdict", root],
    },
  ];
}

/** 去向: straight through, or to a person. */
function route(policy: ResolvedPolicy): DmnDecision[] {
  const { crossChecks, routeToManual } = policy;
  const trees = [
    ...(routeToManual ? [over("diverted_by_clause", "条文要求转人工", [routeToManual], treeText(routeToManual))] : []),
    ...(crossChecks ? [over("cross_checks_met", "核对一致", [crossChecks], treeText(crossChecks))] : []),
  ];
  const manual = [
    ...(policy.needsManualReview ? ["true"] : []),
    "amount_fen = null",
    ...(routeToManual ? ["diverted_by_clause = null", "diverted_by_clause = true"] : []),
    ...(crossChecks ? ["cross_checks_met = null", "cross_checks_met = false"] : []),
  ].join(" or ");
  return [
    ...trees,
    {
      name: "final_route",
      type: "string",
      label: "去向：auto 系统核定，manual 人工复核；不符合的没有去向",
      logic: `if final_verdict = "ineligible" then null else if final_verdict = "undetermined" then "manual" else if ${manual} then "manual" else "auto"`,
      inputs: [],
      decisions: ["final_verdict", "amount_fen", ...trees.map(({ name }) => name)],
    },
  ];
}

const leavesOfPolicy = (policy: ResolvedPolicy): Leaf[] =>
  [
    ...policy.base.map((item) => item.cond),
    policy.conditions,
    ...policy.negativeList.map((item) => item.blocksWhen),
    ...(policy.routeToManual ? [policy.routeToManual] : []),
    ...(policy.crossChecks ? [policy.crossChecks] : []),
    ...conditionsOfAmount(policy.amount),
  ].flatMap(leavesOf);

/**
 * 决策模型: the law of one version for foreign DMN engines. Every condition is a decision of its own; conditions, verdict, amount
 * and route stand above them. Null is what is not known.
 */
export function dmnModel(policy: ResolvedPolicy, words: Words, version: string): DmnModel {
  const feel = feelWords(words);
  const leaves = leavesOfPolicy(policy).map((leaf) => leafDecision(leaf, feel));
  const rest = [...verdict(policy), ...amount(policy, feel), ...route(policy)];
  const ages = [...leaves, ...rest].some(({ decisions }) => decisions.includes(COMPANY_AGE)) ? [companyAge(feel)] : [];
  const decisions = [...ages, ...leaves, ...rest];
  const { doc, article, clauseText } = policy.source;
  return {
    code: policy.code,
    name: policy.name,
    note: `${doc}${article}：${clauseText} 版本 ${version}。`,
    inputs: distinctInputs(decisions.flatMap(({ inputs }) => inputs)),
    decisions,
  };
}
