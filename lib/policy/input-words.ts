import type { InputProblem, ProblemKind, UnknownCode } from "./calculation-input";

const of = ({ name, field }: InputProblem): string => (name ? `${name}（${field}）` : field);

/** 怎么改: what is wrong with a datum and the way out, naming the field. */
const WORDS: Readonly<Record<ProblemKind, (problem: InputProblem) => string>> = {
  notObject: ({ field }) => `${field || "请求体"}要写成一个对象，如 { "facts": { "annualRevenue": 4000000 } }。`,
  unknownField: ({ field }) => `没有 ${field} 这个字段。可以用的是 asOf、fullYear、facts、priorGrants。`,
  badDay: ({ field }) => `${field} 要写成日期，如 2026-07-15。`,
  badYear: ({ field, detail }) => `${field} 要写成判定日当年或以前的年度（${detail}），如 2025。`,
  unknownIndicator: ({ field, name }) => `没有叫 ${name} 的数据项（${field}）。可用的数据项见 /api/v1/policies。`,
  unknownLadder: ({ field, detail }) => `没有 ${field} 这个补差组。可以用的是 ${detail}。`,
  notNumber: (problem) => `${of(problem)}要写成数字。不知道就不写，不适用写 null。`,
  notWhole: (problem) => `${of(problem)}要写成整数。`,
  notBoolean: (problem) => `${of(problem)}要写成 true 或 false。不知道就不写。`,
  notDay: (problem) => `${of(problem)}要写成日期，如 2025-06-15。`,
  notText: (problem) => `${of(problem)}要写成代码文字，最多 60 个字。`,
  notCodes: (problem) => `${of(problem)}要写成代码的数组，如 ["SRDI_PROVINCIAL"]；没有写 []。`,
  noSeries: (problem) => `${of(problem)}只有一个现状，不能按年度写。`,
  badSeriesYear: (problem) => `${of(problem)}的年度要写成四位数字，如 { "2025": 100000 }。`,
  belowRange: (problem) => `${of(problem)}不能小于 ${problem.detail}。没有请写 0，不知道就不写。`,
  aboveRange: (problem) => `${of(problem)}不能大于 ${problem.detail}。请核对单位：金额用元，比例用 0 到 1。`,
  badPriorGrant: ({ field }) => `${field} 要写成不小于 0 的金额（元）。没有领过就不写。`,
};

export const problemText = (problem: InputProblem): string => WORDS[problem.kind](problem);

/** A code that no policy and no catalogue knows is most likely misspelt: codes distinguish capitals. */
export const unknownCodeText = ({ field, code }: UnknownCode): string => `${field} 的代码 ${code} 不在目录里，按没有这一项处理。代码区分大小写。`;
