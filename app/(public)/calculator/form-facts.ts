import { type Decimal, decimal, formatDecimal, parseDecimal } from "@/lib/kernel/decimal";
import type { Fen } from "@/lib/kernel/fen";
import { fenFromYuan } from "@/lib/kernel/fen";
import type { InputProblem, ProblemKind } from "@/lib/policy/calculation-input";
import type { Facts, FactValue } from "@/lib/policy/language";
import { formatNumber } from "@/lib/policy/wording";
import { classifyScale } from "@/lib/standards/enterprise-scale";
import { divisionOf } from "@/lib/standards/industry";
import { ALL_FINE, CLEAN_ALL, detailOf, ELSEWHERE, NOT_RATED, noneOf, type Question, type QuestionKind, type Values } from "./question";

/** Places between the unit that people type in and the unit that the rules compute in. */
export const SHIFT: Readonly<Partial<Record<QuestionKind, number>>> = { wan: 4, percent: -2 };

const shifted = ({ units, scale }: Decimal, places: number): Decimal =>
  places >= scale ? { units: units * 10n ** BigInt(places - scale), scale: 0 } : { units, scale: scale - places };

/** A number as JSON has it where that loses nothing, else as decimal text. */
function exact(value: Decimal): number | string {
  const text = formatDecimal(value);
  return String(Number(text)) === text ? Number(text) : text;
}

export const tidy = (text: string): string => text.normalize("NFKC").replaceAll(/[,\s]/g, "").replace("−", "-");

function typedNumber(text: string, kind: QuestionKind): FactValue {
  const value = parseDecimal(tidy(text));
  return value ? exact(shifted(value, SHIFT[kind] ?? 0)) : text;
}

function industryOf(question: Question, values: Values): FactValue | undefined {
  const chosen = values[question.id] ?? "";
  const detail = tidy(values[detailOf(question.id)] ?? "");
  // The finer code speaks for itself; one of another division is the older entry of a changed mind.
  if (/^\d{3,4}$/.test(detail) && divisionOf(detail) && (chosen === "" || detail.startsWith(chosen))) return detail;
  return chosen === "" ? undefined : chosen;
}

function titlesOf(question: Question, values: Values): FactValue | undefined {
  const ticked = (values[question.id] ?? "").split(",").filter(Boolean);
  if (ticked.length > 0) return ticked;
  return values[noneOf(question.id)] ? [] : undefined;
}

function cleanOf(text: string, values: Values): FactValue | undefined {
  if (text !== "") return text === "yes";
  return values[CLEAN_ALL] || values[ALL_FINE] ? false : undefined;
}

/** What the one tick at the top says: registered in this county (the first of the choices), in business, no arrears. */
function fineText({ id, kind, choices }: Question): string {
  if (id === "regStatus") return "active";
  if (id === "taxArrears") return "0";
  return id === "registrationRegion" && kind === "choice" ? (choices[0]?.options[0]?.value ?? "") : "";
}

/** The answer to one question; undefined is 不知道. */
function answerOf(question: Question, values: Values): FactValue | undefined {
  const typed = (values[question.id] ?? "").trim();
  const text = typed === "" && values[ALL_FINE] ? fineText(question) : typed;
  switch (question.kind) {
    case "industry":
      return industryOf(question, values);
    case "titles":
      return titlesOf(question, values);
    case "clean":
      return cleanOf(text, values);
    default:
  }
  if (text === "") return undefined;
  if (question.kind === "yesNo") return text === "yes";
  if (question.kind === "choice") return text === NOT_RATED ? null : text;
  return question.kind === "day" ? tidy(text) : typedNumber(text, question.kind);
}

/** Facts of the form. A datum asked for two years becomes a series; one that is not answered has no key. */
export function factsOfForm(questions: readonly Question[], values: Values, fullYear: number): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  const paired = new Set(questions.filter((one) => one.yearsBack > 0).map((one) => one.indicator));
  for (const question of questions) {
    const answer = answerOf(question, values);
    if (answer === undefined) continue;
    const { indicator, yearsBack } = question;
    if (!paired.has(indicator)) facts[indicator] = answer;
    else facts[indicator] = { ...(facts[indicator] as object | undefined), [String(fullYear - yearsBack)]: answer } as FactValue;
  }
  return facts;
}

const ERRORS: Readonly<Partial<Record<ProblemKind, (label: string, limit: string) => string>>> = {
  notNumber: () => "请填数字，如 400。不知道就空着。",
  notWhole: () => "请填整数。",
  notDay: () => "请按 2025-06-15 这样填。",
  belowRange: (label, limit) => `${label}不能小于 ${limit}。没有请填 0。`,
  aboveRange: (label, limit) => `${label}不能大于 ${limit}，请核对一下单位。`,
};

function limitText(detail: string | undefined, question: Question): string {
  if (detail === undefined || detail === "0") return detail ?? "";
  return `${formatNumber(formatDecimal(shifted(decimal(detail), -(SHIFT[question.kind] ?? 0))))}${question.unit}`;
}

/** 哪一格要改: problems of a request as sentences under their fields. */
export function fieldErrors(problems: readonly InputProblem[], questions: readonly Question[], fullYear: number): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, kind, detail } of problems) {
    const [, indicator, year] = field.split(".");
    const back = year === undefined ? 0 : fullYear - Number(year);
    const question = questions.find((one) => one.indicator === indicator && one.yearsBack === back);
    if (question) errors[question.id] = ERRORS[kind]?.(question.label, limitText(detail, question)) ?? "这一格没看懂，请改一下或空着。";
  }
  return errors;
}

/** The facts without those that are wrong: the rest is still worth an answer. */
export function withoutFaults(facts: Facts, problems: readonly InputProblem[]): Facts {
  const wrong = new Set(problems.map((problem) => problem.field.split(".")[1]));
  return Object.fromEntries(Object.entries(facts).filter(([id]) => !wrong.has(id)));
}

const numberAt = (facts: Facts, id: string, year: number): number | string | null => {
  const value = facts[id];
  const own = typeof value === "object" && value !== null && !Array.isArray(value) ? value[String(year)] : value;
  return typeof own === "number" || (typeof own === "string" && parseDecimal(own)) ? own : null;
};

const SCALE_NAMES: Readonly<Record<string, string>> = { large: "大型企业", medium: "中型企业", small: "小型企业", micro: "微型企业" };

function scaleOf(facts: Facts, year: number): { value: string; text: string } | null {
  const industry = facts["industryCode"];
  const employees = numberAt(facts, "employeeCount", year);
  const fenAt = (id: string): Fen | null => {
    const yuan = numberAt(facts, id, year);
    return yuan === null ? null : fenFromYuan(yuan);
  };
  const { scale } = classifyScale({
    industryCode: typeof industry === "string" ? industry : null,
    employees: employees === null ? null : Number(employees),
    revenue: fenAt("annualRevenue"),
    assets: fenAt("totalAssets"),
  });
  const name = SCALE_NAMES[scale];
  return name ? { value: scale, text: `按国家标准，您属于：${name}` } : null;
}

/** 推算: what follows from the typed figures where the reader left a cell open. Told on the page, never done by the open interface. */
export function derivedFacts(facts: Facts, fullYear: number): { facts: Facts; notes: readonly string[] } {
  const notes: string[] = [];
  const more: Record<string, FactValue> = {};
  const scale = "enterpriseScale" in facts ? null : scaleOf(facts, fullYear);
  if (scale) {
    more["enterpriseScale"] = scale.value;
    notes.push(scale.text);
  }
  const spent = numberAt(facts, "rdExpense", fullYear);
  const revenue = numberAt(facts, "annualRevenue", fullYear);
  if (!("rdIntensity" in facts) && spent !== null && revenue !== null && Number(revenue) > 0 && Number(spent) <= Number(revenue)) {
    // Cut off, not rounded: a share that only rounds up to the threshold does not reach it.
    const share = Math.floor((Number(spent) * 1e6) / Number(revenue)) / 1e6;
    more["rdIntensity"] = share;
    notes.push(`研发费用占收入 ${Number((share * 100).toFixed(2))}%`);
  }
  return { facts: { ...facts, ...more }, notes };
}

const isSeries = (value: FactValue | undefined): value is Record<string, string | number | boolean | null> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const offered = ({ choices }: Question): string[] => choices.flatMap((group) => group.options.map((one) => one.value));

/** A number of the rules as it would be typed: 100000 yuan are 10 in a field of 万元. */
export function shownNumber(value: string | number, kind: QuestionKind): string {
  const number = kind in SHIFT ? parseDecimal(value) : null;
  return number ? formatDecimal(shifted(number, -(SHIFT[kind] ?? 0))) : String(value);
}

function textOf(value: string | number | boolean | null | readonly string[] | undefined, question: Question): string {
  if (value === undefined) return "";
  if (value === null) return offered(question).includes(NOT_RATED) ? NOT_RATED : "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "object" ? value.join(",") : shownNumber(value, question.kind);
}

function choiceText(text: string, question: Question): string {
  if (question.kind !== "choice" || text === "" || offered(question).includes(text)) return text;
  return offered(question).includes(ELSEWHERE) ? ELSEWHERE : "";
}

/** The fact that a question asks for: of a series its own year; a single value stands for the full year only. */
function factAsked(fact: FactValue | undefined, { yearsBack }: Question, fullYear: number) {
  if (isSeries(fact)) return fact[String(fullYear - yearsBack)];
  return yearsBack > 0 ? undefined : fact;
}

function filled(question: Question, text: string, isEmptySet: boolean): Record<string, string> {
  if (question.kind === "titles" && isEmptySet) return { [noneOf(question.id)]: "yes" };
  if (text === "") return {};
  if (question.kind !== "industry") return { [question.id]: text };
  return { [question.id]: text.slice(0, 2), ...(text.length > 2 && { [detailOf(question.id)]: text }) };
}

/** 预填: an enterprise's own facts as they would have been typed. */
export function valuesOfFacts(questions: readonly Question[], facts: Facts, fullYear: number): Record<string, string> {
  return Object.assign(
    {},
    ...questions.map((question) => {
      const own = factAsked(facts[question.indicator], question, fullYear);
      return filled(question, choiceText(textOf(own, question), question), Array.isArray(own) && own.length === 0);
    }),
  ) as Record<string, string>;
}
