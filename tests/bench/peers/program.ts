// The shipped policies once more, as plain arithmetic over numeric columns: the form in which every peer is given the same task. Truth is 0 false,
// 1 unknown, 2 true, so that 同时符合 is min and 符合其一 is max; money is in fen; −1 is an amount still open, −2 one that is not granted.
import { decimal } from "@/lib/kernel/decimal";
import { fenFromYuan } from "@/lib/kernel/fen";
import type { AmountFormula } from "@/lib/policy/amount-formula";
import { type Condition, isRatio, type Leaf } from "@/lib/policy/condition";
import type { DecisionInput } from "@/lib/policy/decide";
import { COMPANY_AGE, dayIn, monthsBetween, numberIn, read } from "@/lib/policy/facts";
import type { ResolvedPolicy } from "@/lib/policy/language";
import { sectionOf } from "@/lib/standards/industry";

export type Expr =
  | { k: "num"; v: number }
  | { k: "col"; name: string }
  | { k: "null"; name: string }
  | { k: "op"; op: "+" | "-" | "*"; a: Expr; b: Expr }
  | { k: "cmp"; op: ">=" | ">" | "<=" | "<" | "="; a: Expr; b: Expr }
  | { k: "round"; a: Expr; by: number }
  | { k: "if"; when: Expr; then: Expr; otherwise: Expr }
  | { k: "min" | "max"; parts: Expr[] };

export type PeerPolicy = { readonly code: string; readonly verdict: Expr; readonly amount: Expr };
type Reader = (input: DecisionInput) => number | null;
/** Columns by name; `code` columns hold small whole numbers. */
export type PeerProgram = { readonly policies: PeerPolicy[]; readonly columns: Map<string, { kind: "code" | "number"; reader: Reader }> };

export const num = (v: number): Expr => ({ k: "num", v });
const op = (a: Expr, sign: "+" | "-" | "*", b: Expr): Expr => ({ k: "op", op: sign, a, b });
const cmp = (a: Expr, sign: Extract<Expr, { k: "cmp" }>["op"], b: number | Expr): Expr => ({ k: "cmp", op: sign, a, b: typeof b === "number" ? num(b) : b });
const when = (test: Expr, then: Expr, otherwise: Expr): Expr => ({ k: "if", when: test, then, otherwise });
const min = (parts: Expr[]): Expr => (parts.length === 1 && parts[0] ? parts[0] : { k: "min", parts });
const max = (parts: Expr[]): Expr => (parts.length === 1 && parts[0] ? parts[0] : { k: "max", parts });
const [FALSE, UNKNOWN, TRUE] = [num(0), num(1), num(2)];
const SIGN = { gte: ">=", gt: ">", lte: "<=", lt: "<" } as const;

const known = (input: DecisionInput, indicator: string, year?: number) => {
  const reading = read(input, indicator, year);
  return reading.state === "known" ? reading.value : null;
};
const figure = (input: DecisionInput, indicator: string, year?: number): number | null => {
  const value = known(input, indicator, year);
  const number = value === null ? null : numberIn(value);
  return number === null ? null : Number(number);
};
const fenOf = (yuan: number | null): number | null => (yuan === null ? null : fenFromYuan(yuan));

/** Writes the policies for the peers. What an engine could not read quickly (texts, days, sets) is put into numbers beforehand, in their favour. */
export function peerProgram(policies: readonly ResolvedPolicy[]): PeerProgram {
  const columns: PeerProgram["columns"] = new Map();
  const dictionary = new Map<unknown, number>();
  const codeOf = (value: unknown): number => dictionary.get(value) ?? dictionary.set(value, dictionary.size + 1).size;
  const column = (name: string, kind: "code" | "number", reader: Reader): string => {
    if (!columns.has(name)) columns.set(name, { kind, reader });
    return name;
  };
  const col = (name: string): Expr => ({ k: "col", name });
  const isNull = (name: string): Expr => ({ k: "null", name });
  const number = (indicator: string) => column(indicator, "number", (input) => figure(input, indicator));
  const money = (indicator: string, year: 0 | -1 = 0) =>
    column(`${indicator}__fen${year === 0 ? "" : "Before"}`, "number", (input) => fenOf(figure(input, indicator, input.fullYear + year)));
  const scalar = (indicator: string) =>
    column(`${indicator}__code`, "code", (input) => {
      const value = known(input, indicator);
      return value === null || typeof value === "object" ? null : (dictionary.get(value) ?? 0);
    });
  const member = (indicator: string, code: string) =>
    column(`${indicator}__has_${code}`, "code", (input) => {
      const value = known(input, indicator);
      return Array.isArray(value) ? Number(value.includes(code)) : null;
    });
  const prefix = (indicator: string, length: number) =>
    column(`${indicator}__${length}`, "code", (input) => {
      const value = known(input, indicator);
      return typeof value === "string" && /^\d{2,4}$/.test(value) && value.length >= length ? Number(value.slice(0, length)) : null;
    });
  const section = (indicator: string) =>
    column(`${indicator}__section`, "code", (input) => {
      const value = known(input, indicator);
      const letter = typeof value === "string" && /^\d{2,4}$/.test(value) ? sectionOf(value) : null;
      return letter === null ? null : letter.charCodeAt(0);
    });
  const day = (indicator: string) =>
    column(`${indicator}__day`, "number", (input) => {
      const date = dayIn(known(input, indicator));
      return date === null ? null : Number(date.replaceAll("-", ""));
    });
  const months = (indicator: string) =>
    column(`${indicator}__months`, "number", (input) => {
      const date = dayIn(known(input, indicator));
      return date === null || date > input.asOf ? null : monthsBetween(date, input.asOf);
    });
  const judged = (name: string, test: Expr): Expr => when(isNull(name), UNKNOWN, when(test, TRUE, FALSE));

  const industry = (leaf: Extract<Leaf, { op: "industryIn" }>): Expr => {
    const letter = section(leaf.ind);
    const parts = leaf.value.map((part) => {
      if (/^[A-T]$/.test(part)) return judged(letter, cmp(col(letter), "=", part.charCodeAt(0)));
      const steps = Array.from({ length: part.length - 1 }, (_, at) => at + 2);
      return min(steps.map((length) => judged(prefix(leaf.ind, length), cmp(col(prefix(leaf.ind, length)), "=", Number(part.slice(0, length))))));
    });
    return when(isNull(letter), UNKNOWN, max(parts));
  };
  const ratio = (leaf: Extract<Leaf, { ratio: unknown }>): Expr => {
    const [top, bottom] = leaf.ratio.map(number) as [string, string];
    const { units, scale } = decimal(leaf.value);
    // Both sides times the denominator squared: right for negative ones too
    const side = (other: string, factor: number) => op(op(col(other), "*", col(bottom)), "*", num(factor));
    const test = cmp(side(top, 10 ** scale), SIGN[leaf.op], side(bottom, Number(units)));
    return when(isNull(top), UNKNOWN, when(isNull(bottom), UNKNOWN, when(cmp(col(bottom), "=", 0), UNKNOWN, when(test, TRUE, FALSE))));
  };
  const coded = (leaf: Extract<Leaf, { op: "eq" | "in" | "notIn" }>): Expr => {
    const name = scalar(leaf.ind);
    const wanted = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
    const found = max(wanted.map((value) => when(cmp(col(name), "=", codeOf(value)), TRUE, FALSE)));
    const result = leaf.op === "notIn" ? op(num(2), "-", found) : found;
    if (leaf.nullAs === undefined) return when(isNull(name), UNKNOWN, result);
    const empty = column(`${leaf.ind}__empty`, "code", (input) => Number(read(input, leaf.ind).state === "empty"));
    return when(cmp(col(empty), "=", 1), leaf.nullAs ? TRUE : FALSE, when(isNull(name), UNKNOWN, result));
  };
  const leafOf = (leaf: Leaf): Expr => {
    if (isRatio(leaf)) return ratio(leaf);
    switch (leaf.op) {
      case "industryIn":
        return industry(leaf);
      case "eq":
      case "in":
      case "notIn":
        return coded(leaf);
      case "hasAny":
        return max(leaf.value.map((code) => judged(member(leaf.ind, code), cmp(col(member(leaf.ind, code)), "=", 1))));
      case "dateGte":
        return judged(day(leaf.ind), cmp(col(day(leaf.ind)), ">=", Number(leaf.value.replaceAll("-", ""))));
      case "monthsSinceLte":
        return judged(months(leaf.ind), cmp(col(months(leaf.ind)), "<=", leaf.value));
      default:
        return judged(number(leaf.ind), cmp(col(number(leaf.ind)), SIGN[leaf.op], leaf.value));
    }
  };
  const condition = (tree: Condition): Expr => {
    if ("all" in tree) return min(tree.all.map(condition));
    if ("any" in tree) return max(tree.any.map(condition));
    return "not" in tree ? op(num(2), "-", condition(tree.not)) : leafOf(tree);
  };

  type Amount = { open: Expr; value: Expr };
  const needs = (names: string[]): Expr => max(names.map((name) => when(isNull(name), num(1), num(0))));
  const times = (base: Expr, rate: number): Expr => {
    const { units, scale } = decimal(rate);
    return { k: "round", a: op(base, "*", num(Number(units))), by: 10 ** scale };
  };
  const tiers = (by: string, list: readonly { gte?: number; lt?: number }[], value: (at: number) => Expr, otherwise: Expr): Expr =>
    list.reduceRight<Expr>((rest, { gte, lt }, at) => {
      const inner = lt === undefined ? value(at) : when(cmp(col(by), "<", lt), value(at), rest);
      return gte === undefined ? inner : when(cmp(col(by), ">=", gte), inner, rest);
    }, otherwise);
  const byName = (indicator: string) => (indicator === COMPANY_AGE ? column(COMPANY_AGE, "number", (input) => figure(input, COMPANY_AGE)) : number(indicator));
  const levelsOf = (formula: Extract<AmountFormula, { kind: "byLevel" }>): Amount => {
    const isSet = formula.indicator.endsWith("Codes");
    const codes = Object.keys(formula.levels);
    const names = codes.map((code) => (isSet ? member(formula.indicator, code) : scalar(formula.indicator)));
    const items = codes.map((code, at) =>
      when(cmp(col(names[at] as string), "=", isSet ? 1 : codeOf(code)), num(fenFromYuan(formula.levels[code] ?? 0)), num(0)),
    );
    return { open: needs(names.slice(0, 1)), value: formula.pick === "max" ? max(items) : items.reduce((sum, item) => op(sum, "+", item)) };
  };
  const gross = (formula: AmountFormula): Amount => {
    switch (formula.kind) {
      case "fixed":
        return { open: num(0), value: num(fenFromYuan(formula.amount)) };
      case "perHead": {
        const name = number(formula.indicator);
        const { units, scale } = decimal(formula.unitAmount);
        return { open: needs([name]), value: { k: "round", a: op(col(name), "*", num(Number(units) * 100)), by: 10 ** scale } };
      }
      case "rate":
        return { open: needs([money(formula.base)]), value: times(col(money(formula.base)), formula.rate) };
      case "rateOfIncrease": {
        const [now, before] = [money(formula.indicator), money(formula.indicator, -1)];
        return { open: needs([now, before]), value: times(max([num(0), op(col(now), "-", col(before))]), formula.rate) };
      }
      case "tieredAmount": {
        const by = byName(formula.by);
        return { open: needs([by]), value: tiers(by, formula.tiers, (at) => num(fenFromYuan(formula.tiers[at]?.amount ?? 0)), num(0)) };
      }
      case "tieredRate": {
        const [by, base] = [byName(formula.by), money(formula.base)];
        const open = when(
          isNull(by),
          num(1),
          tiers(by, formula.tiers, () => needs([base]), num(0)),
        );
        return { open, value: tiers(by, formula.tiers, (at) => times(col(base), formula.tiers[at]?.rate ?? 0), num(0)) };
      }
      case "byLevel":
        return levelsOf(formula);
      case "sum": {
        const parts = formula.parts.map(amount);
        return { open: max(parts.map((part) => part.open)), value: parts.map((part) => part.value).reduce((sum, part) => op(sum, "+", part)) };
      }
      case "cases": {
        const branches = formula.cases.map((one) => ({ test: condition(one.when), ...amount(one.amount) }));
        const rest = formula.otherwise ? amount(formula.otherwise) : { open: num(0), value: num(0) };
        const choose = (part: "open" | "value", unknown: Expr): Expr =>
          branches.reduceRight<Expr>((tail, one) => when(cmp(one.test, "=", 2), one[part], when(cmp(one.test, "=", 1), unknown, tail)), rest[part]);
        return { open: choose("open", num(1)), value: choose("value", num(0)) };
      }
    }
  };
  const amount = (formula: AmountFormula): Amount => {
    const { open, value } = gross(formula);
    const capped = formula.cap === undefined ? value : ({ k: "min", parts: [value, num(fenFromYuan(formula.cap))] } as Expr);
    const ladder = formula.topUpGroup;
    if (ladder === undefined) return { open, value: capped };
    const prior = column(`prior__${ladder}`, "number", (input) => fenFromYuan(input.priorGrants[ladder] ?? 0));
    return { open, value: max([num(0), op(capped, "-", col(prior))]) };
  };

  return {
    columns,
    policies: policies.map((policy) => {
      const blocks = policy.negativeList.map((item) => op(num(2), "-", condition(item.blocksWhen)));
      const { open, value } = amount(policy.amount);
      const granted = when(cmp(open, "=", 1), num(-1), max([num(0), value]));
      return {
        code: policy.code,
        verdict: min([...policy.base.map((item) => condition(item.cond)), condition(policy.conditions), ...blocks]),
        amount: granted,
      };
    }),
  };
}
