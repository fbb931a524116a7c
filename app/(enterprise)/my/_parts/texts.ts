import { HOTLINE } from "@/app/_ui/shells/office";
import type { AccountRefusal } from "@/db/accounts";
import type { ClaimMoveRefusal } from "@/db/claims";
import type { CorrectionRefusal } from "@/db/disputes";
import type { ActRefusal } from "@/db/enterprise-acts";
import type { LineRefusal } from "@/db/invoice-lines";
import type { ClaimState } from "@/lib/claim/states";

const GONE_ON = "这笔补贴的办理情况刚刚变了，请刷新后再看。";
const ASK = `这一步现在办不了。请打 ${HOTLINE} 问一下，报上编号。`;

/** Refusals of the law that a shop owner can meet, said with the way out. Those of other people's moves never reach this page. */
const MOVE_TEXTS: Partial<Record<ClaimMoveRefusal, string>> = {
  notFound: "没有找到这笔补贴。",
  changedMeanwhile: GONE_ON,
  notALegalMove: GONE_ON,
  actorNotAllowed: "您的授权不包括这一步。请法定代表人办理，或者请他给您授权。",
  actorUnknown: "请先登录。",
  wrongConfirmStage: GONE_ON,
  accountNotOwn: "收款账户的户名和企业名称不一致。请换一个户名一致的对公账户。",
  authorisationInvalid: "还没有同意使用数据。请先勾选同意。",
  declineNotConfirmed: "放弃以前请再确认一次。",
  policyNotInForce: "这项政策已经过了有效期，不能恢复。",
  budgetExhausted: "今年的预算已经用完，不能恢复。明年有预算时会再通知您。",
  orderExists: "付款指令已经开出，不能撤回。不想要这笔钱，请打电话联系主管部门退款。",
  appealTooLate: "已经过了申请复核的日子（15 日内）。您还可以依法申请行政复议。",
  suspendedByClawback: "正在处理退款，不能撤回。",
  noticeNotOver: "公示还没有期满，期满后再确认。",
  amountPending: "金额还没有算出来，算好后会通知您。",
};

const MATERIAL_TEXTS: Record<Exclude<ActRefusal, ClaimMoveRefusal>, string> = {
  empty: "有一个文件是空的。请重新选一个。",
  tooLarge: "有一个文件超过 10 MB。请压缩后再传。",
  wrongType: "有一个文件不是 PDF、JPG 或 PNG。请换成这三种格式。",
  accountMissing: "还没有收款账户。请填写一个户名和企业名称一致的对公账户。",
  materialMissing: "还有材料没有上传。请补齐后再交。",
  countedElsewhere: "这笔补贴用到的发票或人员，已经算在另一笔补贴里了，不能再算一次。",
  materialUnknown: "有一份材料不在清单里。请只交清单上的材料。",
};

const ACCOUNT_TEXTS: Record<AccountRefusal, string> = {
  enterpriseUnknown: "没有找到您的企业。",
  numberInvalid: "账号应是 8 到 32 位数字或字母。请照开户许可证或网银重新填写。",
  cnapsInvalid: "联行号应是 12 位数字。不知道可以不填。",
  bankMissing: "请填写开户银行，写到支行。",
  operatorOnlyForIndividuals: "只有个体工商户可以用经营者本人的账户。请填企业的对公账户。",
  holderDiffers: "户名和登记的名称不一致。请照营业执照上的名称填写。",
  sameAccount: "这个账号已经登记过了，不用再填。",
};

export const CORRECTION_TEXTS: Record<CorrectionRefusal, string> = {
  indicatorUnknown: "没有找到这条数据。",
  enterpriseUnknown: "没有找到您的企业。",
  alreadyOpen: "这条数据已经申请过更正，部门还在核实，不用再申请。",
  claimedMissing: "请写明正确的应该是多少。",
};

export const LINE_TEXTS: Record<LineRefusal, string> = {
  lineUnknown: "有一行发票不在您的名单里，请刷新后再选。",
  lineHeld: "有一行发票已经算进一笔补贴。撤回那一笔以后才能改。",
  policyNotConsented: "这一行发票不能算您选的那一项，请重新选。",
};

const isMaterial = (reason: string): reason is keyof typeof MATERIAL_TEXTS => Object.hasOwn(MATERIAL_TEXTS, reason);
const isAccount = (reason: string): reason is AccountRefusal => Object.hasOwn(ACCOUNT_TEXTS, reason);

/** Why an act was not done, in one sentence with the way out. */
export function refusalText(reason: ActRefusal | AccountRefusal): string {
  if (isMaterial(reason)) return MATERIAL_TEXTS[reason];
  if (isAccount(reason)) return ACCOUNT_TEXTS[reason];
  return MOVE_TEXTS[reason] ?? ASK;
}

/** What a step of the timeline says once it has happened. */
export const HAPPENED: Record<ClaimState, string> = {
  matched: "按部门数据，您可能符合",
  pendingConfirm: "已通知您确认",
  autoCheck: "开始核对",
  manualReview: "转主管部门复核",
  supplement: "主管部门请您补材料",
  notice: "核对通过，开始公示",
  objection: "公示期间收到异议",
  approved: "公示期满，已核准",
  disbursing: "已开出付款指令",
  paymentFailed: "银行退回，没有到账",
  suspended: "暂停办理",
  settled: "已到账",
  postAudit: "已到账",
  clawbackNotice: "通知您：可能要退回",
  clawback: "决定退回",
  clawedBack: "已退回",
  rejected: "核对结果：不符合",
  declined: "您放弃了这笔补贴",
  expired: "过期没有确认",
  withdrawn: "已撤回",
  cancelled: "已终止",
};

/** Steps that read better by where they came from. */
export const HAPPENED_FROM: Readonly<Record<string, string>> = {
  "pendingConfirm>autoCheck": "您已核对账户并确认",
  "pendingConfirm>approved": "您已核对账户并确认",
  "declined>pendingConfirm": "您恢复了这笔补贴",
  "expired>pendingConfirm": "您恢复了这笔补贴",
  "supplement>manualReview": "您已补交材料",
  "rejected>manualReview": "您已申请复核，换人再看",
  "objection>manualReview": "异议部分成立，重新核对金额",
  "manualReview>notice": "主管部门复核通过，开始公示",
  "objection>notice": "异议不成立，继续公示",
  "manualReview>settled": "减免已核准",
  "paymentFailed>disbursing": "账户已更正，重新付款",
  "suspended>autoCheck": "恢复办理，重新核对",
  "suspended>notice": "恢复办理，继续公示",
  "suspended>approved": "预算到位，恢复办理",
  "clawback>suspended": "退回暂停执行",
  "suspended>clawback": "退回恢复执行",
  "clawbackNotice>settled": "说明成立，不用退回",
};

/** Steps that read better by why they happened. */
export const HAPPENED_BECAUSE: Readonly<Record<string, string>> = { consentRevoked: "您撤回了数据授权，这笔停办" };

/** Where the ball is, in the words of the next step. */
export const NEXT_STEP: Partial<Record<ClaimState, string>> = {
  autoCheck: "系统核对",
  manualReview: "主管部门复核",
  notice: "公示",
  approved: "核准付款",
  disbursing: "到账",
};
