import "server-only";
import { parseDecimal } from "@/lib/kernel/decimal";
import type { Fen } from "@/lib/kernel/fen";
import type { CalculatorView } from "@/lib/policy/calculator";
import { whatIfValues } from "@/lib/policy/what-if";
import { SHIFT, shownNumber, tidy } from "./form-facts";
import { type Question, VARY, type Values } from "./question";

/** One place of the slider: the figure as it would be typed, what could then be had, and what that changes. */
export type WhatIfPoint = { readonly value: string; readonly totalFen: Fen; readonly gained: readonly string[]; readonly lost: readonly string[] };
export type WhatIf = {
  readonly questionId: string;
  readonly label: string;
  readonly unit: string;
  /** Index of the present figure; null where none is typed. */
  readonly now: number | null;
  /** Index of the figure from which one more policy is granted; null where no such policy is near. */
  readonly target: number | null;
  readonly points: readonly WhatIfPoint[];
  /** The figures that can be moved. */
  readonly choices: readonly { readonly id: string; readonly label: string }[];
};

type Ask = {
  readonly values: Values;
  readonly view: CalculatorView;
  readonly questions: readonly Question[];
  /** Data that an enterprise can change by what it does. */
  readonly movable: ReadonlySet<string>;
  readonly nameOf: (code: string) => string;
  readonly totalWith: (values: Values) => Pick<CalculatorView, "totalFen" | "chosen">;
};

const NUMERIC: ReadonlySet<Question["kind"]> = new Set(["wan", "yuan", "whole", "number"]);
const MAX_CHOICES = 6;

/** Figures that a near policy asks for come first, then the typed ones. */
function choicesFor({ values, view, questions, movable }: Ask) {
  const able = questions.filter((one) => one.yearsBack === 0 && NUMERIC.has(one.kind) && movable.has(one.indicator));
  const near = view.items.flatMap(({ near: found }) => (found ? able.filter((one) => one.indicator === found.indicator) : []));
  const typed = able.filter((one) => parseDecimal(tidy(values[one.id] ?? "")));
  return [...new Set([...near, ...typed])].slice(0, MAX_CHOICES);
}

const without = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

/** 假如: the sum that could be had together for some twenty values of one figure, all else as typed. */
export function whatIfOf(ask: Ask): WhatIf | null {
  const { values, view, nameOf, totalWith } = ask;
  const choices = choicesFor(ask);
  const question = choices.find((one) => one.id === values[VARY]) ?? choices[0];
  if (!question) return null;
  const typed = parseDecimal(tidy(values[question.id] ?? "")) ? tidy(values[question.id] ?? "") : null;
  const near = view.items.find((item) => item.near?.indicator === question.indicator)?.near;
  const target = near ? shownNumber(near.target, question.kind) : null;
  const steps = whatIfValues({ current: typed, target, whole: question.kind === "whole" && !(question.kind in SHIFT) });
  const at = (text: string | null) => (text === null ? -1 : steps.findIndex((step) => Number(step) === Number(text)));
  const points = steps.map((value) => {
    const { totalFen, chosen } = totalWith({ ...values, [question.id]: value });
    return { value, totalFen, gained: without(chosen, view.chosen).map(nameOf), lost: without(view.chosen, chosen).map(nameOf) };
  });
  const indexOf = (text: string | null) => (at(text) < 0 ? null : at(text));
  return {
    questionId: question.id,
    label: question.label,
    unit: question.unit,
    now: indexOf(typed),
    target: indexOf(target),
    points,
    choices: choices.map(({ id, label }) => ({ id, label })),
  };
}
