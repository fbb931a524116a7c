import type { LinkAnswer, LinkRefusal } from "@/db/link-decisions";
import type { QuarantineRefusal } from "@/db/quarantine";
import type { Field, Likeness } from "@/lib/pipeline/link/likeness";
import { refusalText as quarantineText } from "../quarantine/texts";
import { countText } from "../texts";

export const ANSWER_NAMES: Readonly<Record<LinkAnswer, string>> = { same: "是同一家", apart: "不是同一家", later: "以后再说" };

export const FIELD_NAMES: Readonly<Record<Field, string>> = {
  name: "名称",
  form: "组织形式",
  place: "行政区划",
  address: "地址",
  representative: "法定代表人",
  phone: "电话",
  code: "信用代码",
};

type Grades = { readonly [F in Field]: Readonly<Record<NonNullable<Likeness[F]>, string>> };
/** 比对结果 in words, as a clerk would say them. */
export const GRADE_WORDS: Grades = {
  name: { same: "相同", near: "只差一个字", short: "是简称", brand: "只有字号相同", different: "不同" },
  form: { same: "相同", different: "不同" },
  place: { same: "相同", different: "不同" },
  address: { same: "相同", near: "只差一个字", different: "不同" },
  representative: { same: "姓氏相同", different: "姓氏不同" },
  phone: { same: "首尾相同", different: "不同" },
  code: { near: "至多差一个字符", different: "不同" },
};

/** 把握: how sure the evidence makes one, without figures that nobody could weigh. */
export function chanceText(probability: number): string {
  if (probability >= 0.99) return "很可能是这一家";
  if (probability >= 0.5) return "多半是这一家";
  if (probability >= 0.05) return "可能是这一家";
  return "不太像这一家";
}

const SENTENCES = {
  fileComing: "这个数据集正有文件在入库，请等它办完再撤回。",
  decisionUnknown: "这条认定已经撤回，或不属于您的部门。",
  twinsUnknown: "没有找到这两家企业，或登记库不由您的部门管理。",
  alreadySaid: "已经作过认定。要改，请先在“已核对”里撤回。",
} as const;

const isOwn = (code: LinkRefusal["code"]): code is keyof typeof SENTENCES => code in SENTENCES;

export function refusalText(refusal: LinkRefusal): string {
  const { code } = refusal;
  return isOwn(code) ? SENTENCES[code] : quarantineText(refusal as QuarantineRefusal);
}

const DONE: Readonly<Record<string, (rows: number) => string>> = {
  same: (rows) => `已认定为同一家，${countText(rows)} 行已处理，企业档案随后更新。认定有误可以在“已核对”里撤回。`,
  apart: (rows) => `已认定不是同一家，${countText(rows)} 行不再列出这家企业。认定有误可以在“已核对”里撤回。`,
  later: () => "已放到最后，以后再核对。",
  undone: (rows) => `已撤回，${countText(rows)} 行恢复原样，企业档案随后更新。`,
};

/** What the last answer did, from the address; null for anything else. */
export function doneText(done: string): string | null {
  const [, answer = "", rows = ""] = /^(same|apart|later|undone)-(\d{1,6})$/.exec(done) ?? [];
  return DONE[answer]?.(Number(rows)) ?? null;
}
