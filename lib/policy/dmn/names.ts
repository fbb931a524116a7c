import { COMPANY_AGE, suppliedBy } from "../facts";
import type { DmnDecision, DmnInput, DmnWords, Needs } from "./model";

/**
 * Names within one model. Indicator ids have no underscore, condition ids begin with a capital, and every name of our own
 * has an underscore, so that the three can never meet.
 */
export const leafName = (id: string): string => id.replaceAll("-", "_").replace(".", "__");

/** 判定日. */
export const AS_OF: DmnInput = { name: "as_of", type: "date", label: "判定日" };

const FULL_YEAR = "年度指标填判定日的上一完整年度（由使用者选定）的数";

/** The inputs behind an indicator; what is counted from a date is a decision of the model, fed by that date. */
export function needsOf(indicator: string, words: DmnWords): Needs {
  return indicator === COMPANY_AGE ? { inputs: [], decisions: [COMPANY_AGE] } : { inputs: [inputOf(indicator, words)], decisions: [] };
}

/** The datum of an indicator itself. */
export const inputOf = (indicator: string, words: DmnWords): DmnInput => ({ name: indicator, ...words(indicator), note: `${FULL_YEAR}；不知道的留空（null）` });

/** 有意义的空 beside the value: only where a clause gives the empty value a meaning of its own. */
export const emptyFlag = (indicator: string, words: DmnWords): DmnInput => ({
  name: `${indicator}_is_empty`,
  type: "boolean",
  label: `${words(indicator).label}：查过，没有（如未参评）`,
  note: "查过而确实没有的填 true；没查过的留空（null）",
});

/** 上年数 of a yearly indicator. */
export const previousYear = (indicator: string, words: DmnWords): DmnInput => {
  const { label, type } = words(indicator);
  return { name: `${indicator}_previous_year`, type, label: `${label}（再上一年）`, note: "比上一完整年度再早一年的数；不知道的留空（null）" };
};

/** 已享金额 of a ladder. Its name is free text, so that only a plain one becomes part of a FEEL name. */
export const granted = (ladder: string, index: number): DmnInput => ({
  name: /^[A-Za-z][A-Za-z0-9]*$/.test(ladder) ? `granted_${ladder}` : `granted_${index + 1}`,
  type: "number",
  label: `已享金额（元）：${ladder}`,
  note: "同一补差组里已经拿到的钱，没有拿过的填 0 或留空",
});

/** 成立满月数: whole months, complete on the same day of the month, else on the first of the next one. */
export function companyAge(words: DmnWords): DmnDecision {
  const established = suppliedBy(COMPANY_AGE);
  const months = `(as_of.year - ${established}.year) * 12 + as_of.month - ${established}.month - (if as_of.day < ${established}.day then 1 else 0)`;
  return {
    name: COMPANY_AGE,
    type: "number",
    label: "成立满月数",
    logic: `if ${established} = null or as_of = null or ${established} > as_of then null else ${months}`,
    inputs: [...needsOf(established, words).inputs, AS_OF],
    decisions: [],
  };
}
