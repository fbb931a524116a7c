import { z } from "zod";
import { decimal } from "../kernel/decimal";
import { Condition, IndicatorId } from "./condition";

const decimalsAtMost = (places: number) => (value: number) => {
  const text = decimal(value);
  return text.units % 10n ** BigInt(Math.max(0, text.scale - places)) === 0n;
};

/** 元, at most two decimals. */
const Yuan = z.number().nonnegative().refine(decimalsAtMost(2), "at most 2 decimals");
/** 单价, at most six decimals: rounded only after it is multiplied. */
const UnitYuan = z.number().nonnegative().refine(decimalsAtMost(6), "at most 6 decimals");
/** 比例 0–1, at most six decimals. */
const Rate = z.number().nonnegative().max(1).refine(decimalsAtMost(6), "at most 6 decimals");

/** What every formula may carry, in the order in which it is applied: cap 封顶, topUpGroup 补差, min 起付. */
const common = {
  cap: Yuan.exactOptional(),
  topUpGroup: z.string().min(1).exactOptional(),
  min: Yuan.exactOptional(),
  text: z.string().min(1).exactOptional(),
};
type Common = { cap?: number; topUpGroup?: string; min?: number; text?: string };

/** Unit of what chooses the tier (元, 比例, 个月), so that a tier can be named to people. */
const tiered = { by: IndicatorId, unit: z.string().min(1).exactOptional() };
const border = { gte: z.number().exactOptional(), lt: z.number().exactOptional() };
export type TierBorder = { gte?: number; lt?: number };

/** 金额公式 of a policy. Money in yuan, rates as decimals; `by` names the indicator that chooses the tier. */
export type AmountFormula = Common &
  (
    | { kind: "fixed"; amount: number }
    | { kind: "perHead"; indicator: string; unitAmount: number }
    | { kind: "rate"; base: string; rate: number }
    | { kind: "rateOfIncrease"; indicator: string; rate: number }
    | { kind: "tieredAmount"; by: string; unit?: string; tiers: (TierBorder & { amount: number })[] }
    | { kind: "tieredRate"; by: string; unit?: string; base: string; tiers: (TierBorder & { rate: number })[] }
    | { kind: "byLevel"; indicator: string; levels: Record<string, number>; pick: "max" | "sum" }
    | { kind: "sum"; parts: AmountFormula[] }
    | { kind: "cases"; cases: { when: Condition; amount: AmountFormula }[]; otherwise?: AmountFormula }
  );
export type AmountKind = AmountFormula["kind"];
export type FormulaOf<Kind extends AmountKind> = Extract<AmountFormula, { kind: Kind }>;

/** Tiers follow one another upwards without overlap; a gap is allowed and pays nothing. */
function tiersAscend(tiers: readonly TierBorder[]): boolean {
  const ordered = tiers.every(({ gte, lt }) => (gte !== undefined || lt !== undefined) && (gte === undefined || lt === undefined || gte < lt));
  const apart = tiers.slice(1).every((tier, index) => {
    const before = tiers[index]?.lt;
    return before !== undefined && tier.gte !== undefined && before <= tier.gte;
  });
  return ordered && apart;
}
const TIERS = "tiers must ascend without overlap";

export const AmountFormula: z.ZodType<AmountFormula> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("fixed"), amount: Yuan, ...common }),
    z.strictObject({ kind: z.literal("perHead"), indicator: IndicatorId, unitAmount: UnitYuan, ...common }),
    z.strictObject({ kind: z.literal("rate"), base: IndicatorId, rate: Rate, ...common }),
    z.strictObject({ kind: z.literal("rateOfIncrease"), indicator: IndicatorId, rate: Rate, ...common }),
    z.strictObject({
      kind: z.literal("tieredAmount"),
      ...tiered,
      tiers: z
        .array(z.strictObject({ ...border, amount: Yuan }))
        .min(1)
        .refine(tiersAscend, TIERS),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("tieredRate"),
      ...tiered,
      base: IndicatorId,
      tiers: z
        .array(z.strictObject({ ...border, rate: Rate }))
        .min(1)
        .refine(tiersAscend, TIERS),
      ...common,
    }),
    z.strictObject({
      kind: z.literal("byLevel"),
      indicator: IndicatorId,
      levels: z.record(z.string().min(1), Yuan).refine((levels) => Object.keys(levels).length > 0, "at least one level"),
      pick: z.enum(["max", "sum"]),
      ...common,
    }),
    z.strictObject({ kind: z.literal("sum"), parts: z.array(AmountFormula).min(1), ...common }),
    z.strictObject({
      kind: z.literal("cases"),
      cases: z.array(z.strictObject({ when: Condition, amount: AmountFormula })).min(1),
      otherwise: AmountFormula.exactOptional(),
      ...common,
    }),
  ]),
);

/** The formulas directly inside a formula. */
export function innerFormulas(formula: AmountFormula): AmountFormula[] {
  if (formula.kind === "sum") return formula.parts;
  if (formula.kind === "cases") return [...formula.cases.map((one) => one.amount), ...(formula.otherwise ? [formula.otherwise] : [])];
  return [];
}

/** 补差组 that a formula names, its parts and cases included. */
export const laddersOf = (formula: AmountFormula): string[] => [
  ...new Set([...(formula.topUpGroup === undefined ? [] : [formula.topUpGroup]), ...innerFormulas(formula).flatMap(laddersOf)]),
];
