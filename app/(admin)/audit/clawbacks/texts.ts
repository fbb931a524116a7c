import type { CheckRefusal, EnterRefusal } from "@/db/clawback-receipts";
import type { ClawbackRefusal } from "@/db/clawbacks";
import type { MoveRefusal } from "@/lib/claim/decide-move";
import { MOVE_REFUSAL_WORDS } from "@/lib/claim/refusal-words";

type Own = Exclude<ClawbackRefusal | EnterRefusal | CheckRefusal, MoveRefusal>;

const OWN: Readonly<Record<Own, string>> = {
  notFound: "没有找到这件，可能已经办结。请回到清单重新打开。",
  changedMeanwhile: "这件刚刚有变化，请刷新后再办。",
  notOnDuty: "您的岗位不在任期内，或不能办这一步。",
  wrongStep: "这一步现在不能办，可能已有人先办了。请刷新。",
  notPaid: "这件没有付过款，没有可追回的钱。",
  amountNotPositive: "金额要大于 0。",
  moreThanPaid: "不能超过实际付出的金额。",
  moreThanTold: "不能超过告知企业的金额。要追更多，须重新告知。",
  fraudPaysAtOnce: "骗取的资金应一次缴回，不能分期。",
  partsInvalid: "分期数不对，请填 1 到 24。",
  hearingTooSoon: "听证要在 7 个工作日以前通知，而且要在工作日开。请往后选。",
  hearingToCome: "还没有到听证的日子。",
  hearingNotHeld: "企业要求听证，开过听证并记下笔录后才能办这一步。",
  statementNotConsidered: "企业有陈述申辩，审计写下听取意见后才能办这一步。",
  moreThanOwed: "登记的合计超过了应退金额，请核对。",
  dayInFuture: "到账日不能晚于今天。",
  dayBeforeDecision: "到账日早于追回决定，请核对是不是这一件的款。",
  referenceUsed: "这张进账单已经登记过，不能再登记一次。",
  enteredBySame: "登记和核对不能是同一个人。",
  alreadyChecked: "这笔已经核对过了，请刷新。",
};

const isOwn = (reason: string): reason is Own => Object.hasOwn(OWN, reason);

/** Why an act on a clawback was not done, in one sentence with the way out. */
export const clawbackRefusal = (reason: Own | MoveRefusal): string => (isOwn(reason) ? OWN[reason] : `${MOVE_REFUSAL_WORDS[reason]}。`);

export const OUTCOME_WORDS = { nothingFound: "未发现问题", pleaUpheld: "申辩成立，不追回", repaid: "已足额退回" } as const;
export const STATEMENT_WORDS = { statement: "陈述申辩", hearing: "要求听证", waiver: "没有意见" } as const;
export const RECEIPT_WORDS = { entered: "待核对", confirmed: "已入账", refused: "已退回登记" } as const;
