import type { AbsenceRefusal } from "@/db/absences";
import type { ClaimSignRefusal, SignRefusal } from "@/db/approvals";
import type { AssignRefusal } from "@/db/assignments";
import type { BlindDecision, BlindRefusal } from "@/db/blind-checks";
import type { NoteRefusal } from "@/db/case-notes";
import type { QueueStep } from "@/db/claim-queries";
import type { DecideRefusal } from "@/db/objections";
import type { BatchRefusal, CheckRefusal } from "@/db/opinion-checks";
import type { TemplateRefusal, TemplateUse } from "@/db/opinion-templates";
import type { GiveReasonRefusal } from "@/db/overdue-reasons";
import type { TakeBackBatchRefusal } from "@/db/review-batches";
import type { SaveRefusal } from "@/db/saved-filters";
import type { ReplyRefusal, SupervisionRefusal } from "@/db/supervisions";
import type { TakingBackRefusal } from "@/db/take-back";
import type { Role } from "@/lib/access/roles";
import { ROLE_NAMES } from "@/lib/access/roles";
import { type DoubtCode, isDoubtCode, type ResolvingAct } from "@/lib/claim/doubts";
import { MOVE_REFUSAL_WORDS } from "@/lib/claim/refusal-words";
import { SUSPENSION_WORDS } from "@/lib/claim/suspension";
import { type Fen, fen, formatYuan } from "@/lib/kernel/fen";

/** 转人工原因 as the queue's column words it: short, the sentence itself is in the case. */
const DOUBT_WORDS: Record<DoubtCode, string> = {
  waitingForData: "等待数据",
  conditionFalse: "有条件不符合",
  falseButContested: "来源不一致",
  negativeHit: "在负面清单上",
  negativeUnknown: "负面清单查不到",
  negativeStale: "负面清单过期",
  unknownData: "缺少数据",
  undetermined: "条件判不出",
  staleOnDemand: "数据太久没更新",
  taxReduction: "税务减免",
  ruleAsks: "按规定人工看",
  amountPending: "金额待核",
  amountZero: "金额为 0",
  overCeiling: "超自动上限",
  weakLink: "归属存疑",
  legalConstraint: "统计数据待确认",
  individualAccount: "个人账户收款",
  sampled: "抽查命中",
  deregistered: "企业已注销",
  revoked: "企业已吊销",
  registrationUnknown: "登记状态没查到",
  policyStopped: "政策已停止",
  duplicate: "重复享受",
  amountNotPositive: "金额不大于 0",
  budgetNotReserved: "预算没冻结",
  accountMissing: "没有收款账户",
  accountNameDiffers: "户名不一致",
  accountJustChanged: "账户刚改过",
  accountIncomplete: "账户缺联行号",
  noticeNotOver: "公示没有期满",
  objectionOpen: "异议没有办结",
};
export const doubtWord = (code: string): string => (isDoubtCode(code) ? DOUBT_WORDS[code] : "原因待查");

/** The button of a doubt: what it opens in the decision panel. */
export function resolveWord(act: ResolvingAct): string {
  if (act.choice === "supplement") return "请企业补材料";
  if (act.choice === "suspend") return `中止，${SUSPENSION_WORDS[act.reason]}`;
  return act.choice === "reject" ? "写不同意的意见" : "核对后写意见";
}

export const STEP_WORDS: Record<QueueStep, string> = { handle: "待经办", check: "待复核", chief: "待科室签字", wait: "等企业或外部" };

/** What a reviewer reads when an act is refused: what is in the way and what to do. Exhaustive. */
export const REVIEW_REFUSALS: Record<CheckRefusal | BatchRefusal, string> = {
  ...MOVE_REFUSAL_WORDS,
  notFound: "没有这件办件，或者它不归您的部门办",
  changedMeanwhile: "您看的时候这件已有变化，请看过新的内容再办",
  recused: "您对这家企业声明过回避，不能办它的件",
  assignedToOther: "这件在别的经办人手里，请科室负责人改派后再办",
  noOpinionYet: "经办人还没有写意见，先由经办人办",
  alreadyHandled: "这件已有经办意见，等复核人复核",
  wrongState: "这件已不在人工复核，不能再写意见",
  alreadySigned: "科室负责人已经签过字",
  tookPart: "您参加过这件的审核，须换人",
  sameHandlerAndChecker: "您是这件的经办人，复核须由另一个人做",
  decidedBefore: "您在上一轮办过这件，复核申请须换人办",
  opinionChanged: "经办意见刚刚改过，请看过新的意见再复核",
  rejectionNeedsALook: "经办人拟不同意，须打开逐件复核",
  reductionNeedsALook: "经办人核减了金额，须打开逐件复核",
  graveDoubtNeedsALook: "存疑涉及事实或收款，须打开逐件复核",
  amountChanged: "金额和您看到的不一样，请看过新的金额再复核",
  resultOutdated: "用今天的数据重算，结论或金额和当时不同，须打开逐件复核",
  inBatchAlready: "已在另一次批量同意里，等它生效",
  amountAboveRule: "核定金额不能高于规则算出的金额",
  reductionUnfounded: "核减金额须选条款，并写明理由（至少四个字）",
};

export const BATCH_TAKE_BACK_REFUSALS: Record<TakeBackBatchRefusal, string> = {
  notFound: "没有这次批量同意，或者不是您同意的",
  tooLate: "超过 10 分钟，已经生效或等着生效，不能撤回了",
};

export const ASSIGN_REFUSALS: Record<AssignRefusal, string> = {
  notFound: "没有这件办件，或者它不归您的部门办",
  changedMeanwhile: "您看的时候这件已有变化，请看过新的内容再办",
  alreadyHandled: "这件不在等经办意见，不能再分办",
  alreadyYours: "这件已经在您手里",
  assignedToOther: "这件刚被别的经办人领走",
  recused: "这位工作人员对这家企业声明过回避",
  decidedBefore: "上一轮办过这件，复核申请须换人办",
  notYours: "这件不在您手里，不用退回",
  nobodyElse: "本部门今天没有别的经办人可以接，请找科室负责人",
  reasonMissing: "请写明原因，至少四个字",
  tookPart: "您在这件上的意见或签字还在，请先撤回或请复核人退回，再声明回避",
  notAHandler: "只能改派给本部门的经办人",
  away: "这位经办人今天请假，请改派给别人",
};

export const ABSENCE_REFUSALS: Record<AbsenceRefusal, string> = {
  notAHandler: "只有本部门的经办人可以登记请假",
  notYours: "只能登记自己的请假，别人的由科室负责人登记",
  daysInOrder: "请假的最后一天不能早于第一天",
  dayPast: "请假的最后一天不能早于今天",
  overlaps: "这几天里已经登记过请假",
  deputyAway: "代办人这几天也请假，请换一位",
  deputyNotAHandler: "代办人须是本部门的经办人",
  deputyIsSelf: "代办人不能是请假人自己",
  notFound: "没有这条请假，或者已经销假",
};

export const BLIND_REFUSALS: Record<BlindRefusal, string> = {
  notFound: "没有这份抽查，或者它不归您的部门",
  alreadyDecided: "这份抽查已有人写了结论",
  recused: "您对这家企业声明过回避，请换人",
  noteMissing: "不符合或判不出，请写明理由，至少四个字",
};
export const BLIND_VERDICTS: Record<BlindDecision["verdict"], string> = { eligible: "符合", ineligible: "不符合", undetermined: "判不出" };

export const NOTE_REFUSALS: Record<NoteRefusal, string> = {
  notFound: "没有这件办件，或者它不归您的部门办",
  textMissing: "请写内容，至少两个字",
  placeMissing: "请写现场核验的地点",
  visitInFuture: "现场核验的日期不能晚于今天",
};
export const TEMPLATE_REFUSALS: Record<TemplateRefusal, string> = {
  alreadyThere: "已经有同样的一条",
  tooMany: "最多 40 条，请先停用不用的",
  notFound: "没有这一条，可能已经停用",
};
export const TEMPLATE_USES: Record<TemplateUse, string> = { approve: "同意", reject: "不同意", supplement: "请企业补正", suspend: "中止" };
export const SAVE_FILTER_REFUSALS: Record<SaveRefusal, string> = {
  tooMany: "最多存 12 个，请先删掉不用的",
  nothingToSave: "现在没有筛选，先选条件再存",
};

export const SUPERVISION_REFUSALS: Record<SupervisionRefusal, string> = {
  notFound: "没有这件办件，或者它不在您的分管范围",
  notLeader: "只有这个部门的分管领导或主要负责人可以督办",
  contentMissing: "请写明要求办什么",
  replyDayPast: "答复日期不能早于今天，今天 18:00 以后请选明天起的工作日",
  replyDayRest: "答复日期是休息日，请选工作日",
  nobodyThere: "这个部门没有在岗的经办人、科室负责人或分管领导",
  claimEnded: "这件已经办结，不需要督办",
};

export const TAKE_BACK_REFUSALS: Record<TakingBackRefusal, string> = {
  notFound: "没有这件办件，或者它不归您的部门办",
  changedMeanwhile: "您看的时候这件已有变化，不能撤回了",
  nothingToTakeBack: "这件没有可以撤回的意见",
  notYourOpinion: "最后的意见不是您写的，只能撤回自己的意见",
  movedOn: "这件已经办到下一步，不能撤回了",
  recused: "您对这家企业声明过回避，不能办它的件",
  tooLate: "写下超过 10 分钟，不能撤回了。请告诉复核人退回重写",
};

export const OVERDUE_REFUSALS: Record<GiveReasonRefusal, string> = {
  notFound: "没有这件办件，或者它不归您的部门办",
  changedMeanwhile: "您看的时候这件已有变化，请看过新的内容再填",
  notYours: "这一步不归您办，由正在办的岗位说明原因",
  notOverdue: "这件没有超期，不需要说明原因",
  wordsMissing: "请把原因写具体，至少四个字",
  dayPast: "预计办结的日期不能早于今天",
};

export const REPLY_REFUSALS: Record<ReplyRefusal, string> = {
  notFound: "没有这张督办单，或者它不归您的部门答复",
  alreadyReplied: "这张督办单已经答复过",
  replyMissing: "请写答复内容",
  ownOrder: "这是您自己发出的督办，由被督办的人答复",
};

export const OBJECTION_REFUSALS: Record<DecideRefusal, string> = {
  ...MOVE_REFUSAL_WORDS,
  notFound: "没有这件异议",
  alreadyDecided: "这件异议已有人办结",
  notHandlerOfDepartment: "这件异议不归您的部门办",
  answerMissing: "请写给异议人的答复",
  changedMeanwhile: "您看的时候这件已有变化，请看过新的内容再办",
};

export const SIGN_REFUSALS: Record<SignRefusal, string> = {
  opinionMissing: "请写签批意见",
  notLeaderOfDepartment: "只有本部门分管领导可以签批",
  severalDepartments: "名单里混有其他部门的办件，请分开签",
  nothingToSign: "选中的办件都不能签，请看各件的原因",
};
export const CLAIM_SIGN_REFUSALS: Record<ClaimSignRefusal, string> = {
  actorNotAllowed: "您的岗位不能签批",
  wrongState: "已不在待签批状态",
  alreadySigned: "已经签过",
  sameHandlerAndChecker: "经办和复核是同一个人",
  decidedBefore: "上一轮办过，须换人",
  tookPart: "您参加过这件的审核，须换人签",
  recused: "您对这家企业声明过回避，须换人签",
  nothingToPay: "没有可付的金额",
  notFound: "名单里没有这件",
};

/** Recorded roles in Chinese; the machine has no desk. */
export const roleWord = (role: string): string => (Object.hasOwn(ROLE_NAMES, role) ? ROLE_NAMES[role as Role] : "系统");

const COUNTY = "青禾县";
/** 青禾县 is left out in staff tables; titles keep the full name. */
export const shortName = (name: string): string => (name.startsWith(COUNTY) && name.length > COUNTY.length + 3 ? name.slice(COUNTY.length) : name);

/** 万元 with two places, for leaders' summaries. */
export const inWan = (amount: Fen): string => formatYuan(fen(Math.round(amount / 10_000)));

/** 71.6%, or — without anything to divide by. */
export const percentText = (value: number | null): string => (value === null ? "—" : `${(value * 100).toFixed(1)}%`);
