import type { IndicatorType } from "../indicators/catalogue";
import type { Leaf } from "./condition";

export type LeafOp = Leaf["op"];

const COMPARISONS: readonly LeafOp[] = ["gte", "gt", "lte", "lt"];

/** 可用的比较方式 by the type of an indicator: what the engine can hold against such a value. */
const OPERATORS: Readonly<Record<IndicatorType, readonly LeafOp[]>> = {
  money: COMPARISONS,
  count: COMPARISONS,
  number: COMPARISONS,
  ratio: COMPARISONS,
  enum: ["in", "notIn", "eq"],
  enumSet: ["hasAny"],
  bool: ["eq"],
  date: ["dateGte", "monthsSinceLte"],
};

type Typed = { readonly type: IndicatorType; readonly labels?: Readonly<Record<string, string>> | undefined };

const INDUSTRY = "industryCode";
/** An indicator of codes of GB/T 4754 is compared by section, division or prefix. */
export const isIndustry = (indicator: string): boolean => indicator === INDUSTRY;

/** The operators that an indicator allows, the usual one first. */
export function operatorsFor(id: string, { type }: Typed): readonly LeafOp[] {
  return isIndustry(id) ? ["industryIn"] : OPERATORS[type];
}

export const isNumeric = (type: IndicatorType): boolean => type === "money" || type === "count" || type === "number" || type === "ratio";
