import type { IndicatorDefinition } from "../indicators/catalogue";
import { compare, type Decimal, decimal, parseDecimal } from "../kernel/decimal";
import { PlainDate, yearOf } from "../kernel/plain-date";
import { ok, type Result, refused } from "../kernel/result";
import type { DecisionInput } from "./decide";
import type { FactValue } from "./language";

/** What a datum may look like, as the catalogue says it. */
export type InputDefinition = Pick<IndicatorDefinition, "id" | "name" | "type" | "period" | "labels" | "min" | "max">;

/** 入口规则 of a calculation: the indicators, the ladders of earlier grants and the title codes that exist. */
export type InputRules = {
  readonly definitions: ReadonlyMap<string, InputDefinition>;
  readonly ladders: ReadonlySet<string>;
  readonly titleCodes: Readonly<Record<string, string>>;
};

export type ProblemKind =
  | "notObject"
  | "unknownField"
  | "badDay"
  | "badYear"
  | "unknownIndicator"
  | "unknownLadder"
  | "notNumber"
  | "notWhole"
  | "notBoolean"
  | "notDay"
  | "notText"
  | "notCodes"
  | "noSeries"
  | "badSeriesYear"
  | "belowRange"
  | "aboveRange"
  | "badPriorGrant";

/** One thing that is wrong with a request. `field` is like "facts.annualRevenue.2025"; `name` is what the field is called; `detail` a limit or list. */
export type InputProblem = { readonly field: string; readonly kind: ProblemKind; readonly name?: string; readonly detail?: string };
/** A code that the catalogue does not know: taken as it is, equal to no code of a policy, and told. */
export type UnknownCode = { readonly field: string; readonly code: string };
export type ReadCalculation = { readonly input: DecisionInput; readonly unknownCodes: readonly UnknownCode[] };

const FIELDS = ["asOf", "fullYear", "facts", "priorGrants"];
const FIRST_YEAR = 1990;
const MAX_CODES = 200;
const MAX_TEXT = 60;

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "" && value.length <= MAX_TEXT;

function numberOf(value: unknown): Decimal | null {
  if (typeof value === "number") return Number.isFinite(value) ? decimal(value) : null;
  return isText(value) ? parseDecimal(value) : null;
}

const isWhole = ({ units, scale }: Decimal): boolean => units % 10n ** BigInt(scale) === 0n;

function numberProblem(value: unknown, { type, min, max }: InputDefinition): Pick<InputProblem, "kind" | "detail"> | null {
  const number = numberOf(value);
  if (!number) return { kind: "notNumber" };
  if (type === "count" && !isWhole(number)) return { kind: "notWhole" };
  if (min !== undefined && compare(number, decimal(min)) < 0) return { kind: "belowRange", detail: String(min) };
  if (max !== undefined && compare(number, decimal(max)) > 0) return { kind: "aboveRange", detail: String(max) };
  return null;
}

function scalarProblem(value: unknown, definition: InputDefinition): Pick<InputProblem, "kind" | "detail"> | null {
  switch (definition.type) {
    case "money":
    case "count":
    case "number":
    case "ratio":
      return numberProblem(value, definition);
    case "bool":
      return typeof value === "boolean" ? null : { kind: "notBoolean" };
    case "date":
      return PlainDate.safeParse(value).success ? null : { kind: "notDay" };
    case "enum":
      return isText(value) ? null : { kind: "notText" };
    case "enumSet":
      return Array.isArray(value) && value.length <= MAX_CODES && value.every(isText) ? null : { kind: "notCodes" };
  }
}

function seriesProblems(field: string, series: Plain, definition: InputDefinition): InputProblem[] {
  if ((definition.period !== "year" && definition.period !== "series") || definition.type === "enumSet")
    return [{ field, kind: "noSeries", name: definition.name }];
  return Object.entries(series).flatMap(([year, value]): InputProblem[] => {
    const place = { field: `${field}.${year}`, name: definition.name };
    if (!/^\d{4}$/.test(year)) return [{ ...place, kind: "badSeriesYear" }];
    const problem = value === null ? null : scalarProblem(value, definition);
    return problem ? [{ ...place, ...problem }] : [];
  });
}

function factProblems(id: string, value: unknown, { definitions }: InputRules): InputProblem[] {
  const field = `facts.${id}`;
  const definition = definitions.get(id);
  if (!definition) return [{ field, kind: "unknownIndicator", name: id }];
  if (value === null) return [];
  if (isPlain(value)) return seriesProblems(field, value, definition);
  const problem = scalarProblem(value, definition);
  return problem ? [{ field, name: definition.name, ...problem }] : [];
}

function priorProblems(priorGrants: unknown, { ladders }: InputRules): InputProblem[] {
  if (!isPlain(priorGrants)) return [{ field: "priorGrants", kind: "notObject" }];
  return Object.entries(priorGrants).flatMap(([ladder, value]): InputProblem[] => {
    const field = `priorGrants.${ladder}`;
    if (!ladders.has(ladder)) return [{ field, kind: "unknownLadder", name: ladder, detail: [...ladders].join("、") }];
    return typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= 1e12 ? [] : [{ field, kind: "badPriorGrant" }];
  });
}

function unknownCodesOf(facts: Plain, { definitions, titleCodes }: InputRules): UnknownCode[] {
  return Object.entries(facts).flatMap(([id, value]) => {
    const definition = definitions.get(id);
    const known = definition?.type === "enumSet" ? { ...titleCodes, ...definition.labels } : definition?.labels;
    if (!known || Object.keys(known).length === 0) return [];
    const codes = (Array.isArray(value) ? value : [value]).filter((code): code is string => typeof code === "string");
    return codes.filter((code) => !Object.hasOwn(known, code)).map((code) => ({ field: `facts.${id}`, code }));
  });
}

function headProblems(body: Plain, asOf: unknown, fullYear: unknown): InputProblem[] {
  const strange = Object.keys(body).filter((key) => !FIELDS.includes(key));
  const problems: InputProblem[] = strange.map((key) => ({ field: key, kind: "unknownField", name: key }));
  const day = PlainDate.safeParse(asOf);
  if (!day.success) return [...problems, { field: "asOf", kind: "badDay" }];
  const last = yearOf(day.data);
  const fits = typeof fullYear === "number" && Number.isInteger(fullYear) && fullYear >= FIRST_YEAR && fullYear <= last;
  return fits ? problems : [...problems, { field: "fullYear", kind: "badYear", detail: `${FIRST_YEAR}–${last}` }];
}

/**
 * 计算请求 as sent: everything that is wrong is told at once, each with its field. Nothing is filled in but `asOf` (the business day) and
 * `fullYear` (the year before it); a datum that is not given stays unknown.
 */
export function readCalculation(body: unknown, rules: InputRules, today: PlainDate): Result<ReadCalculation, readonly InputProblem[]> {
  if (!isPlain(body)) return refused([{ field: "", kind: "notObject" }]);
  const { asOf = today, facts = {}, priorGrants = {} } = body;
  const day = PlainDate.safeParse(asOf);
  const fullYear = body["fullYear"] ?? (day.success ? yearOf(day.data) - 1 : undefined);
  const factsProblems = isPlain(facts)
    ? Object.entries(facts).flatMap(([id, value]) => factProblems(id, value, rules))
    : [{ field: "facts", kind: "notObject" as const }];
  const problems = [...headProblems(body, asOf, fullYear), ...factsProblems, ...priorProblems(priorGrants, rules)];
  if (problems.length > 0 || !day.success || !isPlain(facts)) return refused(problems);
  const input = { asOf: day.data, fullYear: Number(fullYear), facts: facts as Record<string, FactValue>, priorGrants: priorGrants as Record<string, number> };
  return ok({ input, unknownCodes: unknownCodesOf(facts, rules) });
}
