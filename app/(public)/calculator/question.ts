/** How a datum is typed in: 万元 and % are for people, the calculation gets yuan and 0–1. */
export type QuestionKind = "wan" | "yuan" | "percent" | "whole" | "number" | "yesNo" | "day" | "choice" | "industry" | "titles" | "clean";
export type Choice = { readonly value: string; readonly label: string };
export type Question = {
  readonly id: string;
  /** The indicator it answers. */
  readonly indicator: string;
  /** Years before the full year: 1 for 上上年. */
  readonly yearsBack: number;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly unit: string;
  readonly kind: QuestionKind;
  readonly choices: readonly { readonly label?: string; readonly options: readonly Choice[] }[];
};
export type QuestionGroup = { readonly title: string; readonly questions: readonly Question[] };

/** What stands in the form, as typed. Several ticks under one name are joined by a comma. */
export type Values = Readonly<Record<string, string>>;
/** Choices beside the code lists: registered elsewhere, and 未参评 (a meaningful empty). */
export const ELSEWHERE = "other";
export const NOT_RATED = "null";
/** 在本县登记、正常营业、信用没有问题: one tick for what every policy asks first. */
export const ALL_FINE = "allFine";
/** 假如: the question whose figure the what-if moves. */
export const VARY = "vary";
/** Where the field of a question stands on the page. */
export const fieldId = (id: string): string => `q-${id.replaceAll(".", "-")}`;
/** 下面这些都没有: one tick for the negative list. */
export const CLEAN_ALL = "cleanAll";
/** 一项也没有, of a question with ticks. */
export const noneOf = (id: string): string => `${id}.none`;
/** The finer industry code beside the division. */
export const detailOf = (id: string): string => `${id}.detail`;
