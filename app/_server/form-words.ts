import type { z } from "zod";

/** What a person can only put right by loading the page again: ids and hidden fields that no longer fit. */
export const STALE_FORM = "这一页已经过期，请刷新后再填。";
export const KEPT_FORM = "有几处需要改一下，您填的内容都还在。";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const ofType = (expected: string): string => {
  if (expected === "number" || expected === "int") return "请填数字。";
  return expected === "file" ? "请选一个文件。" : "这一项填得不对，请重新填。";
};

function sizeWords(issue: Issue): string {
  const { code, origin, minimum, maximum } = issue as unknown as { code: string; origin: string; minimum?: number; maximum?: number };
  const limit = code === "too_big" ? maximum : minimum;
  if (origin === "array") return code === "too_big" ? `一次最多 ${limit} 个，请分几次。` : `请至少选 ${limit} 个。`;
  if (origin !== "string") return code === "too_big" ? `不能大于 ${limit}。` : `不能小于 ${limit}。`;
  if (code === "too_big") return `太长了，最多 ${limit} 个字。`;
  return limit === 1 ? "这一项要填。" : `请至少写 ${limit} 个字。`;
}

/**
 * 校验词: what a wrong field is told where its schema says nothing itself. Always a sentence with the way out, never the words of the library.
 * Handed to every parse of a form.
 */
export const formWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "unrecognized_keys":
      return STALE_FORM;
    case "invalid_type":
      return issue.input === undefined || issue.input === null ? "这一项要填。" : ofType(issue.expected);
    case "too_big":
    case "too_small":
      return sizeWords(issue);
    case "invalid_format":
      return issue.format === "uuid" ? STALE_FORM : "这一项写得不对，请照样子重新写。";
    case "invalid_value":
      return "请从列表里选一项。";
    default:
      return "这一项填得不对，请重新填。";
  }
};
