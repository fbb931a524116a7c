import { type Fen, subtractFen, ZERO_FEN } from "@/lib/kernel/fen";
import type { CalculatorItem, CalculatorView } from "@/lib/policy/calculator";
import { detailOf, noneOf, type Question, VARY, type Values } from "./question";
import { shareText, valuesOf } from "./values";

/** Longer than any form filled to the last field. */
const MAX_LINK = 8000;

/** 一种情况 as the link carries it; empty where the link carries none. */
export const scenarioOf = (text: string | readonly string[] | undefined): Values =>
  typeof text === "string" ? valuesOf(new URLSearchParams(text.slice(0, MAX_LINK))) : {};

const figuresOf = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([id]) => id !== VARY));

/** 再改一份: the calculator with the same figures to be changed, the first scenario kept beside them. */
export function keptHref(values: Values): string {
  const figures = shareText(figuresOf(values));
  return `/calculator?${figures}&with=${encodeURIComponent(figures)}`;
}

/** 看对比 of two scenarios. No name, no code of an enterprise is in it. */
export const compareHref = (first: Values, second: Values): string =>
  `/calculator/compare?a=${encodeURIComponent(shareText(figuresOf(first)))}&b=${encodeURIComponent(shareText(figuresOf(second)))}`;

export type ChangedInput = { readonly id: string; readonly label: string; readonly first: string; readonly second: string };

const YES: Readonly<Partial<Record<Question["kind"], readonly [yes: string, no: string]>>> = { yesNo: ["是", "不是"], clean: ["有", "没有"] };

/** What was typed, in the words of the form; codes by their names. */
function told({ id, kind, unit, choices }: Question, values: Values): string {
  const typed = values[id] ?? "";
  const detail = values[detailOf(id)];
  if (kind === "industry" && detail) return `行业代码 ${detail}`;
  if (typed === "") return values[noneOf(id)] ? "一项也没有" : "没填";
  const words = YES[kind];
  if (words) return typed === "yes" ? words[0] : words[1];
  const names = new Map(choices.flatMap((group) => group.options.map((one) => [one.value, one.label] as const)));
  if (names.size === 0) return `${typed} ${unit}`.trim();
  return typed
    .split(",")
    .map((code) => names.get(code) ?? code)
    .join("、");
}

/** 哪些数不一样: the questions that the two scenarios answer differently. */
export const changedInputs = (questions: readonly Question[], first: Values, second: Values): ChangedInput[] =>
  questions
    .map((question) => ({ id: question.id, label: question.label, first: told(question, first), second: told(question, second) }))
    .filter((one) => one.first !== one.second);

export type ChangedPolicy = {
  readonly code: string;
  readonly name: string;
  readonly first: CalculatorItem;
  readonly second: CalculatorItem;
  readonly differenceFen: Fen;
};

const given = ({ group, amountFen }: CalculatorItem): Fen => (group === "eligible" ? (amountFen ?? ZERO_FEN) : ZERO_FEN);

/** 哪些补贴不一样, the largest difference first. */
export function changedPolicies(first: CalculatorView, second: CalculatorView): ChangedPolicy[] {
  const others = new Map(second.items.map((item) => [item.code, item]));
  return first.items
    .flatMap((item): ChangedPolicy[] => {
      const other = others.get(item.code);
      if (!other || (other.group === item.group && given(other) === given(item))) return [];
      return [{ code: item.code, name: item.name, first: item, second: other, differenceFen: subtractFen(given(other), given(item)) }];
    })
    .sort((a, b) => Math.abs(b.differenceFen) - Math.abs(a.differenceFen));
}
