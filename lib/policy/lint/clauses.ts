import { compare, type Decimal, decimal, multiply } from "../../kernel/decimal";
import { isRatio, type Leaf } from "../condition";
import type { Finding, LintContext } from "./finding";
import { type Written, writtenLeaves } from "./types";

/** Sums and rates are told apart by what follows the digits; a plain count could be of anything. */
const SAID = { money: /(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)元/g, ratio: /(\d[\d,]*(?:\.\d+)?)\s*(%)/g } as const;
const SCALE: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000, "%": 0.01 };

/** Numbers of a clause: 10万元 is 100000, 5.5% is 0.055. */
const numbersIn = (clause: string, kind: keyof typeof SAID): Decimal[] =>
  [...clause.normalize("NFKC").matchAll(SAID[kind])].map(([, digits = "0", unit = ""]) =>
    multiply(decimal(digits.replaceAll(",", "")), decimal(SCALE[unit] ?? 1)),
  );

function kindOf(leaf: Leaf, { indicators }: LintContext): keyof typeof SAID | null {
  if (isRatio(leaf)) return "ratio";
  const type = indicators[leaf.ind]?.type;
  return type === "money" || type === "ratio" ? type : null;
}

function lintClause(leaf: Leaf, place: string, context: LintContext): Finding[] {
  const kind = kindOf(leaf, context);
  if (kind === null || typeof leaf.value !== "number" || leaf.value === 0) return [];
  // 下降 50% is a growth of −50 %
  const value = decimal(Math.abs(leaf.value));
  const said = numbersIn(leaf.clause, kind);
  if (said.length === 0 || said.some((number) => compare(number, value) === 0)) return [];
  return [{ kind: "clauseDiffers", severity: "warn", place, message: `条文里的数和这里填的不同：“${leaf.clause}”。请核对是条文没改，还是数填错了。` }];
}

/** 条文与数: a clause that names sums or rates names the one that the rule holds against. */
export const lintClauses = (policy: Written, context: LintContext): Finding[] =>
  writtenLeaves(policy).flatMap(({ leaf, place }) => lintClause(leaf, place, context));
