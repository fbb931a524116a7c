import { plainDate } from "../../kernel/plain-date";
import { computeAmount } from "../amount";
import type { AmountFormula, FormulaOf, TierBorder } from "../amount-formula";
import type { Condition } from "../condition";
import { codeName, describeCondition, unitOf, wordsOf } from "../describe";
import { amountIndicators } from "../indicators";
import type { ResolvedPolicy } from "../language";
import { isNumeric } from "../operators";
import { placePart } from "../place";
import { formatMoney, tierRange } from "../wording";
import { entitlement, type Reader } from "./conditions";
import { at, type Finding } from "./finding";
import { type Goal, isPossible, must, mustNot } from "./satisfy";

type Visit<Formula = AmountFormula> = { readonly formula: Formula; readonly place: string; readonly given: readonly Goal[]; readonly reader: Reader };

const NAMELESS = { id: "T", clause: "档次" } as const;

/** 一档 as a condition on the indicator that chooses it. */
function tierCondition(by: string, { gte, lt }: TierBorder): Condition {
  const ends = [
    ...(gte === undefined ? [] : [{ ...NAMELESS, ind: by, op: "gte" as const, value: gte }]),
    ...(lt === undefined ? [] : [{ ...NAMELESS, ind: by, op: "lt" as const, value: lt }]),
  ];
  return { all: ends };
}

type Tiered = FormulaOf<"tieredAmount"> | FormulaOf<"tieredRate">;
type Gap = { readonly border: TierBorder; readonly place: string; readonly isInner: boolean };

function gapsOf(tiers: readonly TierBorder[], place: string): Gap[] {
  const first = tiers[0]?.gte;
  const last = tiers.at(-1)?.lt;
  const inner = tiers.slice(1).flatMap(({ gte }, index): Gap[] => {
    const before = tiers[index]?.lt;
    return before !== undefined && gte !== undefined && before < gte ? [{ border: { gte: before, lt: gte }, place: at(place, index + 1), isInner: true }] : [];
  });
  return [
    ...(first === undefined ? [] : [{ border: { lt: first }, place: at(place, 0), isInner: false }]),
    ...inner,
    ...(last === undefined ? [] : [{ border: { gte: last }, place: at(place, tiers.length - 1), isInner: false }]),
  ];
}

function lintTiers({ formula, place, given, reader }: Visit<Tiered>): Finding[] {
  const list = at(place, "tiers");
  const unit = formula.unit ?? unitOf(wordsOf(formula.by, reader.words));
  const name = wordsOf(formula.by, reader.words).name;
  const reachable = (border: TierBorder) => isPossible([...given, must(tierCondition(formula.by, border))], reader.catalogue);
  const tiers: readonly TierBorder[] = formula.tiers;
  const overlaps = tiers.slice(1).flatMap((tier, index): Finding[] => {
    const before = tiers[index]?.lt;
    if (before !== undefined && tier.gte !== undefined && before <= tier.gte) return [];
    return [
      {
        kind: "tierOverlap",
        severity: "block",
        place: at(list, index + 1),
        message: `这一档和上一档重叠：${name}会同时落在两档。请把上一档的止点写成这一档的起点。`,
      },
    ];
  });
  const dead = tiers.flatMap((tier, index): Finding[] =>
    reachable(tier)
      ? []
      : [
          {
            kind: "tierUnreachable",
            severity: "block",
            place: at(list, index),
            message: `没有企业会落在“${tierRange(tier, unit)}”这一档：符合条件的企业都在这一档之外。`,
          },
        ],
  );
  const missing = gapsOf(tiers, list).flatMap(({ border, place: where, isInner }): Finding[] =>
    reachable(border)
      ? [
          {
            kind: "tierMissing",
            severity: isInner ? "block" : "warn",
            place: where,
            message: `${name}${tierRange(border, unit)}的企业符合条件，但不在任何一档，金额按 0 元算。`,
          },
        ]
      : [],
  );
  return [...overlaps, ...dead, ...missing];
}

function lintLevels({ formula, place, given, reader }: Visit<FormulaOf<"byLevel">>): Finding[] {
  const { indicator, levels } = formula;
  const own = reader.catalogue[indicator];
  const codes = Object.keys(levels);
  const held = (code: string): Condition =>
    own?.type === "enumSet" ? { ...NAMELESS, ind: indicator, op: "hasAny", value: [code] } : { ...NAMELESS, ind: indicator, op: "eq", value: code };
  const dead = codes.flatMap((code): Finding[] =>
    isPossible([...given, must(held(code))], reader.catalogue)
      ? []
      : [
          {
            kind: "tierUnreachable",
            severity: "block",
            place: at(place, "levels", placePart(code)),
            message: `符合条件的企业不会是“${codeName(indicator, code, reader.words)}”，这一级用不到。`,
          },
        ],
  );
  const none = isPossible([...given, ...codes.map((code) => mustNot(held(code)))], reader.catalogue);
  const words = `有的企业符合条件，但${wordsOf(indicator, reader.words).name}不在所列的级别里，金额按 0 元算。`;
  return none ? [...dead, { kind: "levelMissing", severity: "warn", place: at(place, "levels"), message: words }] : dead;
}

function lintCases({ formula, place, given, reader }: Visit<FormulaOf<"cases">>): Finding[] {
  const findings: Finding[] = [];
  let left = given;
  for (const [index, { when, amount }] of formula.cases.entries()) {
    const where = at(place, "cases", index);
    const taken = [...left, must(when)];
    if (isPossible(taken, reader.catalogue)) findings.push(...lintFormula({ formula: amount, place: at(where, "amount"), given: taken, reader }));
    else
      findings.push({
        kind: "caseUnreachable",
        severity: "block",
        place: where,
        message: `这种情形走不到：${describeCondition(when, reader.words)}。前面的情形或条件已经把它排除。`,
      });
    left = [...left, mustNot(when)];
  }
  const rest = isPossible(left, reader.catalogue);
  if (formula.otherwise && rest) findings.push(...lintFormula({ formula: formula.otherwise, place: at(place, "otherwise"), given: left, reader }));
  if (formula.otherwise && !rest)
    findings.push({
      kind: "caseUnreachable",
      severity: "warn",
      place: at(place, "otherwise"),
      message: "“其他情形”用不到：前面的情形已经包含所有符合条件的企业。",
    });
  if (!formula.otherwise && rest)
    findings.push({ kind: "caseMissing", severity: "warn", place, message: "有的企业符合条件，但不属于所列的任何一种情形，金额按 0 元算。" });
  return findings;
}

function lintFormula(visit: Visit): Finding[] {
  const { formula, place } = visit;
  switch (formula.kind) {
    case "tieredAmount":
    case "tieredRate":
      return lintTiers({ ...visit, formula });
    case "byLevel":
      return lintLevels({ ...visit, formula });
    case "cases":
      return lintCases({ ...visit, formula });
    case "sum":
      return formula.parts.flatMap((part, index) => lintFormula({ ...visit, formula: part, place: at(place, "parts", index) }));
    default:
      return [];
  }
}

/** Every border at which a formula changes with its base. */
function bordersOf(formula: AmountFormula): number[] {
  const own = formula.kind === "tieredAmount" || formula.kind === "tieredRate" ? formula.tiers.flatMap(({ gte, lt }) => [gte, lt]) : [];
  const inner = formula.kind === "cases" ? formula.cases.flatMap(({ when, amount }) => [...thresholdsOf(when), ...bordersOf(amount)]) : [];
  const parts = formula.kind === "sum" ? formula.parts.flatMap(bordersOf) : [];
  const rest = formula.kind === "cases" && formula.otherwise ? bordersOf(formula.otherwise) : [];
  return [...own.filter((border) => border !== undefined), ...inner, ...parts, ...rest];
}

function thresholdsOf(condition: Condition): number[] {
  if ("not" in condition) return thresholdsOf(condition.not);
  if ("all" in condition || "any" in condition) return ("all" in condition ? condition.all : condition.any).flatMap(thresholdsOf);
  return typeof condition.value === "number" ? [condition.value] : [];
}

const ANY_DAY = plainDate("2026-01-01");
const ANY_YEAR = 2025;

/** The formula's only number that pays: then the amount can be followed along it. Null where several numbers play in. */
function soleBase(formula: AmountFormula, { catalogue }: Reader): string | null {
  const [only, ...others] = amountIndicators(formula);
  const type = only === undefined ? undefined : catalogue[only]?.type;
  // A growth rate or an age is no base: more may well mean less need.
  const pays = type !== undefined && isNumeric(type) && type !== "ratio";
  return only !== undefined && others.length === 0 && pays ? only : null;
}

function lintSlope(formula: AmountFormula, place: string, reader: Reader): Finding[] {
  const base = soleBase(formula, reader);
  const inner =
    formula.kind === "cases" && base === null
      ? formula.cases.flatMap(({ amount }, index) => lintSlope(amount, at(place, "cases", index, "amount"), reader))
      : [];
  const parts = formula.kind === "sum" && base === null ? formula.parts.flatMap((part, index) => lintSlope(part, at(place, "parts", index), reader)) : [];
  if (base === null) return [...inner, ...parts];
  const amountAt = (value: number) => computeAmount(formula, { asOf: ANY_DAY, fullYear: ANY_YEAR, facts: { [base]: value }, priorGrants: {} }).amountFen ?? 0;
  const step = reader.catalogue[base]?.type === "count" ? 1 : 0.01;
  const fall = [...new Set(bordersOf(formula))].sort((a, b) => a - b).find((border) => border > step && amountAt(border) < amountAt(border - step));
  if (fall === undefined) return [];
  const words = wordsOf(base, reader.words);
  const [before, after] = [amountAt(fall - step), amountAt(fall)];
  const text = `${words.name}升到 ${words.type === "money" ? formatMoney(fall) : fall} 时，金额反而从 ${formatMoney(before / 100)} 降到 ${formatMoney(after / 100)}。多做一点反而少拿，请核对。`;
  return [{ kind: "amountFalls", severity: "warn", place, message: text }];
}

/** 金额公式 read for tiers, levels and cases that are missing, overlap or are never reached, and for sums that fall where the base rises. */
export function lintAmount(policy: ResolvedPolicy, reader: Reader): Finding[] {
  const given = entitlement(policy);
  if (!isPossible(given, reader.catalogue)) return [];
  return [...lintFormula({ formula: policy.amount, place: "amount", given, reader }), ...lintSlope(policy.amount, "amount", reader)];
}
