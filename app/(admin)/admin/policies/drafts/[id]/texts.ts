import type { TrialView } from "@/db/policy-draft-queries";
import type { SaveRefusal } from "@/db/policy-drafts";
import type { DraftState, GateRefusal } from "@/db/policy-gate";
import type { PublishRefusal, ReturnRefusal } from "@/db/policy-publication";
import type { SubmitRefusal, WithdrawRefusal } from "@/db/policy-review";
import type { TrialRefusal } from "@/db/policy-trials";

export const DRAFT_STATES: Readonly<Record<DraftState, string>> = {
  draft: "草稿",
  inReview: "待审",
  returned: "已退回",
  published: "已发布",
  discarded: "已作废",
};

/** 指标的 12 个维度. */
export const DIMENSIONS = [
  { id: "D01", name: "登记状态" },
  { id: "D02", name: "企业规模" },
  { id: "D03", name: "行业类别" },
  { id: "D04", name: "纳税" },
  { id: "D05", name: "社保和就业" },
  { id: "D06", name: "经营规模" },
  { id: "D07", name: "研发创新" },
  { id: "D08", name: "资质荣誉" },
  { id: "D09", name: "投资与场地" },
  { id: "D10", name: "融资上市" },
  { id: "D11", name: "市场开拓" },
  { id: "D12", name: "信用合规" },
] as const;

const COMMON = {
  notFound: "没有找到这份草稿。",
  moved: "这份草稿在别的窗口改过了。请先复制您改的内容，再刷新页面。",
  notAuthor: "只有起草人可以这样做。",
  notOpen: "这份草稿现在不能改。",
  notInReview: "这份草稿不在待审。",
} as const;

const GATE: Readonly<Record<GateRefusal, string>> = {
  doesNotRun: "还有系统读不懂的地方，改好并保存后再办。",
  findings: "静态分析还有必须改的问题，改好并保存后再办。",
  noTrial: "请先做一次全县试算。内容改过的，要重新试算。",
  sameAsVersion: "内容和已有的一个版本完全相同，不用再发布。",
  baseMoved: "现行版本已经变了，请先保存一次草稿，再重新试算。",
  notYet: "生效日还没到。现行版本还有效，提前发布会出现空档，请到生效那天再发布。",
};

export const SAVE: Readonly<Record<SaveRefusal, string>> = {
  ...COMMON,
  notOpen: "这份草稿已经提交，不能再改。请先撤回。",
  unreadable: "内容太长或格式不对，没有保存。您填的内容还在。",
  headMissing: "请先填写名称和牵头部门，再保存。您填的内容还在。",
  otherPolicy: "编号和这份草稿不同，没有保存。",
  noDepartment: "请选有政策职责的部门。",
};
export const TRIAL: Readonly<Record<TrialRefusal, string>> = {
  notFound: COMMON.notFound,
  notAllowed: "只有起草人和发布人可以试算。",
  notOpen: "这份草稿已经办完，不用再试算。",
  doesNotRun: GATE.doesNotRun,
  baseMoved: GATE.baseMoved,
};
export const SUBMIT: Readonly<Record<SubmitRefusal, string>> = { ...COMMON, ...GATE };
export const WITHDRAW: Readonly<Record<WithdrawRefusal, string>> = COMMON;
export const PUBLISH: Readonly<Record<PublishRefusal | ReturnRefusal, string>> = {
  ...COMMON,
  ...GATE,
  notPublisher: "只有这个部门的政策发布员可以办。",
  ownDraft: "自己起草的不能自己发布。",
  budgetNumberMissing: "新政策要填写预算文号。",
  answerMissing: "请写明要改什么。",
};

export const VIEWS: Readonly<Record<TrialView, string>> = {
  gained: "新增可享受",
  lost: "不再可享受",
  more: "金额增加",
  less: "金额减少",
  near: "离门槛不到 5%",
};
