import { type Fen, fen } from "../kernel/fen";
import { OUTSIDE_SCALE, SCALE_GROUPS, type ScaleGroup, type ScaleLimits } from "./enterprise-scale-data";
import { fallsUnder, sectionOf } from "./industry";

export { SCALE_GROUPS };

/** 企业划型, largest first. */
export const ENTERPRISE_SCALES = ["large", "medium", "small", "micro"] as const;
export type EnterpriseScale = (typeof ENTERPRISE_SCALES)[number];

export type ScaleMeasure = keyof ScaleGroup["limits"];

/** What the classification rests on: 期末从业人员 in persons, 营业收入 and 资产总额 in fen. Null is "not known", never zero. */
export type ScaleInput = { readonly industryCode: string | null; readonly employees: number | null; readonly revenue: Fen | null; readonly assets: Fen | null };

/**
 * 划型结论. `notApplicable`: the industry has no limits. `unknown`: a measure or the industry is missing (never taken for 小微), or the industry's
 * treatment is open (704 房地产租赁经营) and a person decides. `steps` says which scale each measure alone would give.
 */
export type ScaleVerdict =
  | { readonly scale: EnterpriseScale; readonly group: string; readonly steps: readonly { readonly measure: ScaleMeasure; readonly scale: EnterpriseScale }[] }
  | { readonly scale: "notApplicable"; readonly group: null }
  | { readonly scale: "unknown"; readonly group: string | null; readonly missing: readonly ("industryCode" | ScaleMeasure)[] };

const FEN_PER_WAN_YUAN = 1_000_000;
const MEASURES: readonly ScaleMeasure[] = ["employees", "revenue", "assets"];

/** The group that covers an industry code (the entries of the 16 groups do not overlap); null when none does. */
export function scaleGroupOf(industryCode: string): ScaleGroup | null {
  return SCALE_GROUPS.find((group) => group.codes.some((entry) => fallsUnder(industryCode, entry))) ?? null;
}

function stepOf(value: number, limits: ScaleLimits): EnterpriseScale {
  const index = limits.findIndex((limit) => value >= limit);
  return ENTERPRISE_SCALES[index === -1 ? 3 : index] ?? "micro";
}

type Step = { readonly measure: ScaleMeasure; readonly scale: EnterpriseScale | null };

/** One step per measure that the group is judged by; a step without a scale lacks its value. */
function stepsOf(group: ScaleGroup, input: ScaleInput): readonly Step[] {
  return MEASURES.flatMap((measure): Step[] => {
    const limits = group.limits[measure];
    if (!limits) return [];
    const value = input[measure];
    if (value === null) return [{ measure, scale: null }];
    const unit = measure === "employees" ? 1 : FEN_PER_WAN_YUAN;
    return [{ measure, scale: stepOf(value / unit, limits) }];
  });
}

const rank = (scale: EnterpriseScale): number => ENTERPRISE_SCALES.indexOf(scale);

/** 企业划型 by the lowest of the scales that each measure alone would give (large, medium and small must reach all lower limits of their level). */
export function classifyScale(input: ScaleInput): ScaleVerdict {
  const code = input.industryCode;
  if (code === null || sectionOf(code) === null) return { scale: "unknown", group: null, missing: ["industryCode"] };
  if (OUTSIDE_SCALE.some((entry) => fallsUnder(code, entry))) return { scale: "notApplicable", group: null };
  const group = scaleGroupOf(code);
  if (!group) return { scale: "unknown", group: null, missing: [] };
  const steps = stepsOf(group, input);
  const known = steps.flatMap((step) => (step.scale === null ? [] : [{ measure: step.measure, scale: step.scale }]));
  if (known.length < steps.length)
    return { scale: "unknown", group: group.id, missing: steps.filter((step) => step.scale === null).map((step) => step.measure) };
  const lowest = known.reduce<EnterpriseScale>((low, step) => (rank(step.scale) > rank(low) ? step.scale : low), "large");
  return { scale: lowest, group: group.id, steps: known };
}

/** 万元 as fen, for limits on screen and in tests. */
export const wanYuan = (amount: number): Fen => fen(Math.round(amount * FEN_PER_WAN_YUAN));

/** 小微企业 by scale; not to be confused with 小型微利企业 of the income tax. */
export const isSmallMicro = (scale: EnterpriseScale): boolean => scale === "small" || scale === "micro";
